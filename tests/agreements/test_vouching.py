"""By whose word somebody without an account may sign (docs/adr/0011)."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from accounts.enums import Role
from agreements.models import OutsideSignatory
from agreements.policies import NotGovernanceLeadError
from agreements.policies.second_word import MayNotVouchError
from agreements.services import vouching
from agreements.services.parties import NotAPartyError
from agreements.services.vouching import HasAnAccountError, NoSuchDocumentError
from agreements.transitions import IllegalMoveError
from audit.door import ReasonNeededError
from audit.models import StaleRowError
from tests.agreements.pages import at, words
from tests.builders import agreements as build
from tests.builders import guests as guest
from tests.builders import people
from tests.collab.test_documents import PDF

pytestmark = pytest.mark.django_db


@pytest.fixture
def made(now):
    return build.partnership(now)


@pytest.fixture
def charity(made):
    return made.bodies[1]


@pytest.fixture
def leads(charity, now):
    return guest.leads_of(charity, now)


@pytest.fixture
def waiting(made, charity, now):
    return guest.named(made, charity, now)


class TestNaming:
    def test_counts_for_nothing_by_itself(self, waiting, made):
        assert not waiting.is_vouched_for
        assert waiting.named_by == made.lead
        # The lead of the collaborative is not one of the charity's own.
        assert waiting.first_word_by is None

    def test_tells_the_bodys_leads(self, waiting, leads, charity):
        told = leads[0].notifications.order_by("-pk").first()
        assert told.subject == f"Confirm who signs for {charity}"

    def test_is_refused_for_somebody_with_an_account(self, made, charity, now):
        version = build.draft(made, now)

        with pytest.raises(HasAnAccountError):
            guest.named_for(version, made, charity, now, email=made.lead.email.upper())

    def test_is_refused_without_a_document_one_can_see(self, made, charity, now):
        with pytest.raises(NoSuchDocumentError):
            guest.named_for(build.draft(made, now), made, charity, now, document_id=0)

    def test_is_refused_for_a_body_that_is_no_party(self, made, now):
        other = people.organisation("Elsewhere", now)

        with pytest.raises(NotAPartyError):
            guest.named_for(build.draft(made, now), made, other, now)

    def test_is_refused_once_it_is_signed(self, made, charity, now):
        version = build.in_force(made, now)

        with pytest.raises(IllegalMoveError):
            guest.named_for(version, made, charity, now)

    def test_is_refused_to_a_member(self, made, charity, now):
        made.lead = people.member("Mere", made.collaborative, charity, now)

        with pytest.raises(NotGovernanceLeadError):
            vouching.name_outside_signatory(
                version_id=build.draft(build.partnership(now), now).pk,
                organisation_id=charity.pk,
                named=vouching.Named(
                    name="A",
                    email="a@example.org",
                    post="B",
                    source="C",
                    document_id=0,
                ),
                actor=made.lead,
                now=now,
            )


class TestConfirming:
    def test_takes_two_different_leads_of_the_body(self, waiting, leads, now):
        once = guest.confirm(waiting, leads[0], now)
        assert not once.is_vouched_for

        with pytest.raises(MayNotVouchError):
            guest.confirm(waiting, leads[0], now)

        assert guest.confirm(waiting, leads[1], now).is_vouched_for

    def test_is_refused_to_a_governance_lead_where_the_body_has_leads(
        self, waiting, made, now
    ):
        with pytest.raises(MayNotVouchError):
            guest.confirm(waiting, made.lead, now)

    def test_takes_two_governance_leads_where_the_body_has_none(
        self, waiting, made, leads, now, monkeypatch
    ):
        from agreements.policies import second_word

        monkeypatch.setattr(second_word, "leads", lambda **_: [])
        second = people.governance_lead(
            "Second", made.collaborative, made.bodies[0], now
        )
        guest.confirm(waiting, made.lead, now)
        with pytest.raises(MayNotVouchError):
            guest.confirm(waiting, made.lead, now)
        with pytest.raises(MayNotVouchError):
            guest.confirm(waiting, leads[0], now)

        assert guest.confirm(waiting, second, now).is_vouched_for

    def test_is_of_what_was_read(self, waiting, leads, now):
        with pytest.raises(StaleRowError):
            vouching.confirm_outside_signatory(
                outside_id=waiting.pk, revision=9, actor=leads[0], now=now
            )

    def test_comes_too_late_once_it_was_ended(self, waiting, made, leads, now):
        guest.end(waiting, made.lead, now)

        with pytest.raises(IllegalMoveError):
            guest.confirm(waiting, leads[0], now)

    def test_tells_the_governance_lead(self, waiting, made, leads, now):
        for lead in leads[:2]:
            guest.confirm(waiting, lead, now)

        told = made.lead.notifications.order_by("-pk").first()
        assert told.subject.startswith("Confirmed: Chair of trustees may sign")


class TestEnding:
    def test_needs_a_reason(self, waiting, made, now):
        with pytest.raises(ReasonNeededError):
            vouching.end_outside_signatory(
                outside_id=waiting.pk, reason="", actor=made.lead, now=now
            )

    def test_is_done_once(self, waiting, made, now):
        guest.end(waiting, made.lead, now)

        with pytest.raises(IllegalMoveError):
            guest.end(waiting, made.lead, now)

    def test_is_refused_to_a_member(self, waiting, made, charity, now):
        member = people.member("Mere", made.collaborative, charity, now)

        with pytest.raises(MayNotVouchError):
            guest.end(waiting, member, now)


class TestThePages:
    def test_name_confirm_and_show_whose_word_stands(
        self, made, charity, leads, sign_in, now
    ):
        draft = build.draft(made, now)
        client = sign_in(made.lead)
        answer = client.post(
            at(draft, "name_outside", organisation=charity.uid),
            {
                "name": "Olive Outsider",
                "email": "olive@charity.example.org",
                "post": "Chair of trustees",
                "source": "Minute 7",
                "limit": "",
                "file": SimpleUploadedFile("minute.pdf", PDF),
            },
        )
        outside = OutsideSignatory.objects.get()
        here = answer["Location"]
        assert here.endswith(outside.uid)
        assert "two different organisation leads" in words(client.get(here))

        for lead in leads[:2]:
            client = sign_in(lead)
            assert "Confirm that they may sign" in words(client.get(here))
            outside.refresh_from_db()
            client.post(f"{here}/confirm", {"revision": str(outside.revision)})

        outside.refresh_from_db()
        assert outside.is_vouched_for
        assert "May sign" in words(client.get(here))
        page = sign_in(made.lead).get(at(draft, "send_out"))
        assert "Olive Outsider, by a link" in words(page)

    def test_keep_what_was_typed(self, made, charity, sign_in, now):
        page = sign_in(made.lead).post(
            at(build.draft(made, now), "name_outside", organisation=charity.uid),
            {"name": "Olive Outsider", "email": "no address"},
        )

        assert page.status_code == 200
        assert "Olive Outsider" in page.content.decode()

    def test_stand_at_their_own_address_alone(self, made, waiting, sign_in, now):
        other, client = build.draft(made, now, title="Another"), sign_in(made.lead)

        for page in ("outside", "end_outside"):
            own = at(waiting.version, page, uid=waiting.uid)
            assert client.get(own).status_code == 200
            elsewhere = at(other, page, uid=waiting.uid)
            assert client.get(elsewhere).status_code == 404

    def test_are_open_to_the_bodys_leads_alone_of_those_outside(
        self, made, charity, leads, sign_in, waiting, now
    ):
        address = at(waiting.version, "outside", uid=waiting.uid)

        assert sign_in(leads[0]).get(address).status_code == 200
        elsewhere = guest.leads_of(made.bodies[0], now)[0]
        assert sign_in(elsewhere).get(address).status_code == 404
        assert people.give(Role.MEMBER, elsewhere, made.collaborative, now)
