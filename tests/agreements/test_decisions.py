import datetime as dt
import re

import pytest
from django.urls import reverse

from agreements.models import DecisionUnder
from agreements.services.decisions import NothingInForceError, log_decision_under
from audit.models import Event
from collab.models import Decision, Presence
from collab.policies.deciding import DecidedInFutureError
from collab.policies.decisions import NotTakingPartError
from collab.rules.periods import london_day
from collab.selectors.frozen import is_intact
from collab.selectors.table import NobodyPresentError
from collab.services.decisions import AlreadyLoggedError, log_decision
from tests.builders import agreements as build
from tests.builders import decisions as deciding
from tests.builders import forums, people

pytestmark = pytest.mark.django_db

DAY = dt.timedelta(days=1)


@pytest.fixture
def made(now):
    return with_board(build.partnership(now), now)


def with_board(made, now):
    """A partnership with a board on which both signatories sit."""
    made.board = forums.forum(made.collaborative, now)
    for body in made.bodies:
        forums.seat(made.board, body, now, made.signatory(body))
    return made


def values(made, now, **changed):
    body = made.bodies[0]
    outer = {
        "collaborative_id": made.collaborative.pk,
        "organisation_id": body.pk,
        "actor": made.signatory(body),
        "now": now,
        **{name: changed.pop(name) for name in ("agreement_id",) if name in changed},
    }
    outer |= {name: changed.pop(name) for name in outer if name in changed}
    facts = deciding.facts(made.board, outer["now"], **{"value_pence": 100, **changed})
    return outer | {"facts": facts}


class TestLogDecision:
    def test_freezes_what_why_who_and_its_hash(self, made, now):
        decision = log_decision(**values(made, now))

        assert decision.reference == "2026-001"
        assert decision.title == "Fund ten beds."
        assert len(decision.result_hash) == 64
        assert is_intact(decision)
        assert {each.name for each in decision.presences.all()} == {
            user.name for user in made.signatories.values()
        }

    def test_numbers_each_year_without_gaps(self, made, now):
        last_year = dt.date(2025, 12, 31)

        found = [
            log_decision(**values(made, now, decided_on=day, why=f"{why}.")).reference
            for why, day in enumerate((london_day(now), last_year, london_day(now)))
        ]

        assert found == ["2026-001", "2025-001", "2026-002"]

    def test_gives_the_number_back_when_it_rolls_back(self, made, now):
        with pytest.raises(NobodyPresentError):
            log_decision(**values(made, now, present=()))

        assert log_decision(**values(made, now)).reference == "2026-001"

    def test_takes_the_same_form_sent_twice_for_one(self, made, now):
        first = log_decision(**values(made, now))

        with pytest.raises(AlreadyLoggedError) as refused:
            log_decision(**values(made, now))

        assert refused.value.decision == first
        assert log_decision(**values(made, now, why="Else")).reference == "2026-002"
        assert log_decision(**values(made, now + DAY)).reference == "2026-003"

    def test_refuses_a_day_that_has_not_come(self, made, now):
        with pytest.raises(DecidedInFutureError):
            log_decision(**values(made, now, decided_on=london_day(now + DAY)))

    def test_refuses_somebody_who_takes_no_part(self, made, now):
        outsider = people.person("Out Sider", now)
        people.appoint(outsider, made.bodies[0], now)

        with pytest.raises(NotTakingPartError):
            log_decision(**values(made, now, actor=outsider))

    def test_refuses_to_act_for_another_body(self, made, now):
        with pytest.raises(NotTakingPartError, match="no post"):
            log_decision(**values(made, now, organisation_id=made.bodies[1].pk))

    def test_leaves_nothing_when_the_event_cannot_be_written(
        self, made, now, monkeypatch
    ):
        def refuse(*_):
            raise RuntimeError("The ledger is away.")

        monkeypatch.setattr("audit.models.writing.EventWriter.write", refuse)
        with pytest.raises(RuntimeError):
            log_decision(**values(made, now))

        assert not Decision.objects.exists()
        assert not Presence.objects.exists()

    def test_names_no_person_in_its_events(self, made, now):
        log_decision(**values(made, now))

        for event in Event.objects.filter(verb="collab.decision.logged"):
            assert "Signatory" not in event.payload
            assert "Fund ten beds" not in event.payload


class TestLogDecisionUnder:
    def log(self, made, now, agreement, **changed):
        return log_decision_under(
            **values(made, now, **changed), agreement_id=agreement and agreement.pk
        )

    def test_keeps_the_version_in_force_that_day(self, made, now):
        first = build.in_force(made, now, commences_on=london_day(now - 10 * DAY))
        second = build.next_version(made, first, now)
        second = build.with_terms(second, made, now, commences_on=london_day(now))
        second = build.sign_all(build.send_out(second, made, now), made, now)

        today = self.log(made, now, first.agreement)
        before = self.log(made, now, first.agreement, decided_on=london_day(now - DAY))

        assert today.under.version == second
        assert before.under.version == first

    def test_refuses_an_agreement_that_was_not_in_force(self, made, now):
        version = build.out_for_signature(made, now)

        with pytest.raises(NothingInForceError):
            self.log(made, now, version.agreement)

        assert not Decision.objects.exists()

    def test_needs_no_agreement(self, made, now):
        self.log(made, now, None)

        assert not DecisionUnder.objects.exists()


def words(response):
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", response.content.decode()))


@pytest.fixture
def here(today_now):
    return with_board(build.partnership(today_now), today_now)


class TestTheLogPage:
    def typed(self, here, today_now, **changed):
        day = london_day(today_now)
        return {
            "what": "Fund ten beds.",
            "why": "People wait.",
            "present": [
                f"{seat.uid}.{seat.user.uid}" for seat in here.board.seats.all()
            ],
            "method": "consensus",
            "value": "12,000",
            "outcome": "approved",
            "decided_on_day": str(day.day),
            "decided_on_month": str(day.month),
            "decided_on_year": str(day.year),
            "agreement": "",
            "organisation": here.bodies[0].uid,
        } | changed

    def address(self, here):
        where = [here.collaborative.slug, here.board.slug]
        return reverse("agreements:log_decision", args=where)

    def member(self, here):
        return here.signatory(here.bodies[0])

    def test_has_at_most_eight_fields(self, here, sign_in):
        page = sign_in(self.member(here)).get(self.address(here)).content.decode()

        main = page.partition("<main")[2].partition("<details")[0]
        names = set(re.findall(r'name="([^"]+)"', main)) - {"csrfmiddlewaretoken"}
        fields = {re.sub(r"_(day|month|year)$", "", name) for name in names}
        assert len(fields - {"organisation"}) == 8
        assert (
            "checked" not in main.partition('name="present"')[2].partition("</fie")[0]
        )
        assert page.count("<form") - page.count('role="search"') >= 1

    def test_logs_under_what_is_in_force_with_one_post(self, here, sign_in, today_now):
        version = build.in_force(here, today_now)
        client = sign_in(self.member(here))
        typed = self.typed(here, today_now, agreement=version.agreement.reference)

        after = client.post(self.address(here), typed)

        decision = Decision.objects.get()
        slug = here.collaborative.slug
        assert after["Location"] == f"/{slug}/decisions/{decision.reference}"
        shown = words(client.get(after["Location"]))
        assert "Fund ten beds." in shown
        assert f"{version.agreement}, version 1" in shown
        assert "To change your mind" in shown
        assert "£12,000" in shown

    @pytest.mark.parametrize(
        ("changed", "said"),
        [
            ({"what": ""}, "Enter what was proposed and decided"),
            ({"present": []}, "who was there"),
            ({"no_part": "Somebody"}, "Line 1: write the name, a colon"),
            ({"conditions": "The council agrees"}, "Line 1: write what is to be done"),
            ({"links": "supersedes 2020-001"}, "there is no decision 2020-001"),
            ({"value": "12k"}, "must be written in full"),
            ({"outcome": "maybe"}, "Choose outcome from the list"),
            ({"decided_on_year": "2999"}, "must not lie ahead"),
            ({"decided_on_day": ""}, "must include a day"),
        ],
    )
    def test_gives_back_what_was_typed_where_something_is_wrong(
        self, here, sign_in, today_now, changed, said
    ):
        client = sign_in(self.member(here))

        page = client.post(self.address(here), self.typed(here, today_now, **changed))

        assert page.status_code == 200
        assert said in words(page)
        assert b"People wait." in page.content
        assert not Decision.objects.exists()

    def test_is_closed_to_an_auditor_and_absent_for_others(
        self, here, sign_in, today_now
    ):
        other = build.partnership(today_now, "Elsewhere Trust", "Elsewhere Council")

        assert sign_in(other.lead).get(self.address(here)).status_code == 404


class TestTheRegister:
    def test_filters_by_outcome_and_words(self, here, sign_in, today_now):
        client = sign_in(here.lead)
        for what, outcome in (("Fund beds", "approved"), ("Close ward", "declined")):
            log_decision(**values(here, today_now, what=what, outcome=outcome))
        address = f"/{here.collaborative.slug}/decisions"

        assert "Close ward" in words(client.get(address))
        found = words(client.get(address, {"words": "beds"}))
        assert "Fund beds" in found
        assert "Close ward" not in found
        declined = words(client.get(address, {"outcome": "declined"}))
        assert "Close ward" in declined
        assert "Fund beds" not in declined

    def test_is_absent_for_another_collaborative(self, here, sign_in, today_now):
        log_decision(**values(here, today_now))
        other = build.partnership(today_now, "Elsewhere Trust", "Elsewhere Council")
        client = sign_in(other.lead)
        slug = here.collaborative.slug
        year = london_day(today_now).year

        assert client.get(f"/{slug}/decisions").status_code == 404
        assert client.get(f"/{slug}/decisions/{year}-001").status_code == 404

    def test_is_found_by_its_reference(self, here, sign_in, today_now):
        from ui.registries import find_reference

        decision = log_decision(**values(here, today_now))
        other = build.partnership(today_now, "Elsewhere Trust", "Elsewhere Council")

        found = find_reference(here.lead, decision.reference)

        assert found == f"/{here.collaborative.slug}/decisions/{decision.reference}"
        assert find_reference(other.lead, decision.reference) is None

    def test_costs_the_same_however_many_there_are(
        self, here, sign_in, today_now, django_assert_max_num_queries
    ):
        client = sign_in(here.lead)
        address = f"/{here.collaborative.slug}/decisions"
        log_decision(**values(here, today_now))
        client.get(address)
        with django_assert_max_num_queries(25) as counted:
            client.get(address)
        many = len(counted)
        for number in range(10):
            log_decision(**values(here, today_now, what=f"Decision {number}"))

        with django_assert_max_num_queries(many):
            client.get(address)
