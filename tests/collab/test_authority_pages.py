"""The pages on which authority is given, read and ended."""

import re

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from collab.enums import AuthorityStatus, Power
from collab.models import Appointment, Delegation, Deputy, Document
from tests.builders import people
from tests.collab.pages import TERMS, at, text_of
from tests.collab.test_documents import PDF, package, stored

pytestmark = pytest.mark.django_db


def delegation_of(manager, **changes):
    post = manager.appointments.get()
    return (
        {
            "holder": post.uid,
            "power": Power.SIGN_AGREEMENTS,
            "limit_pence": "£250,000",
            "recurrence": "either",
            "conditions": "",
        }
        | TERMS
        | changes
    )


def waiting(acute, manager, actor, now):
    return people.propose_delegation(manager, acute, actor, now)


class TestTwoPeopleGiveADelegation:
    def test_from_the_form_to_the_register(self, acute, leads, manager, sign_in):
        page = sign_in(leads[0])
        answer = page.post(
            at("propose_delegation", acute.uid), delegation_of(manager), follow=True
        )
        row = Delegation.objects.get()
        assert "Up to £250,000" in text_of(answer)
        assert "A second person must confirm this." in text_of(answer)
        assert "Take it back" in text_of(answer)

        page = sign_in(leads[1])
        answer = page.get(at("people", acute.uid))
        assert "Waiting for a second person" in text_of(answer)
        answer = page.get(at("authority", row.uid))
        said = text_of(answer)
        for words in (
            "Mo Manager",
            "Sign agreements",
            "Up to £250,000",
            "1 April 2026 to 31 March 2027",
            "Scheme of delegation 2026, paragraph 4.2",
        ):
            assert words in said
        answer = page.post(
            at("confirm_authority", row.uid), {"revision": row.revision}, follow=True
        )
        assert "It is confirmed." in text_of(answer)
        row.refresh_from_db()
        assert row.status == AuthorityStatus.CONFIRMED
        assert row.capacity == "Manager"
        assert row.source_paragraph == "4.2"
        assert "up to £250,000" in text_of(page.get(at("delegations", acute.uid)))

    def test_second_tab_is_told_in_a_sentence(
        self, acute, leads, manager, now, sign_in
    ):
        row = waiting(acute, manager, leads[0], now)
        page = sign_in(leads[1])
        typed = {"revision": row.revision}
        page.post(at("confirm_authority", row.uid), typed)

        answer = page.post(at("confirm_authority", row.uid), typed)

        assert answer.status_code == 200
        assert "It has been confirmed already." in text_of(answer)

    def test_tab_that_read_something_else_is_told(
        self, acute, leads, manager, now, sign_in
    ):
        row = waiting(acute, manager, leads[0], now)
        page = sign_in(leads[1])

        answer = page.post(at("confirm_authority", row.uid), {"revision": 7})

        assert "Somebody else changed this" in text_of(answer)

    def test_refusing_needs_a_reason_and_keeps_it(
        self, acute, leads, manager, now, sign_in
    ):
        row = waiting(acute, manager, leads[0], now)
        page = sign_in(leads[1])
        address = at("refuse_authority", row.uid)

        answer = page.post(address, {"revision": row.revision, "reason": ""})
        assert "Enter why" in text_of(answer)
        typed = "Not in the scheme"
        answer = page.post(
            address, {"revision": row.revision, "reason": typed}, follow=True
        )

        assert typed in text_of(answer)
        assert Delegation.objects.get().status == AuthorityStatus.REFUSED

    def test_too_long_a_reason_is_given_back(self, acute, leads, manager, now, sign_in):
        row = waiting(acute, manager, leads[0], now)
        typed = "x" * 301

        answer = sign_in(leads[1]).post(
            at("refuse_authority", row.uid), {"revision": 0, "reason": typed}
        )

        assert typed in answer.content.decode()
        assert "300 characters or fewer" in text_of(answer)

    def test_ending_asks_why(self, acute, leads, manager, now, sign_in):
        row = people.delegate(manager, acute, now)

        page = sign_in(leads[0])
        answer = page.get(at("end_authority", row.uid))
        assert "never revived" in text_of(answer)
        page.post(at("end_authority", row.uid), {"revision": 0, "reason": "New scheme"})

        row.refresh_from_db()
        assert row.status == AuthorityStatus.ENDED


class TestTheForm:
    @pytest.mark.parametrize(
        ("changes", "words"),
        [
            ({"holder": ""}, "Select who"),
            ({"holder": "app_of_somebody_else"}, "Choose who from the list"),
            ({"power": "everything"}, "from the list"),
            ({"limit_pence": "250k"}, "must be written in full"),
            ({"limit_pence": "-5"}, "must be £0.00 or more"),
            ({"starts_on_month": "13"}, "must be a real date"),
            ({"starts_on_day": ""}, "must include a day"),
            ({"last_on_year": "2020"}, "must not be before the first day"),
            ({"source": ""}, "Enter where it is written"),
            ({"source": "y" * 201}, "200 characters or fewer"),
            ({"conditions": "z" * 301}, "300 characters or fewer"),
        ],
    )
    def test_says_what_is_wrong_and_keeps_what_was_typed(
        self, acute, leads, manager, sign_in, changes, words
    ):
        answer = sign_in(leads[0]).post(
            at("propose_delegation", acute.uid),
            delegation_of(manager, conditions="Kept text") | changes,
        )

        assert answer.status_code == 200
        assert words in text_of(answer)
        if "conditions" not in changes:
            assert "Kept text" in answer.content.decode()
        assert not Delegation.objects.exists()

    def test_sent_twice_makes_one(self, acute, leads, manager, sign_in):
        page = sign_in(leads[0])
        page.post(at("propose_delegation", acute.uid), delegation_of(manager))

        answer = page.post(at("propose_delegation", acute.uid), delegation_of(manager))

        assert "already waits" in text_of(answer)
        assert Delegation.objects.count() == 1

    def test_has_no_more_than_eight_fields(self, acute, leads, manager, sign_in):
        for name in ("propose_appointment", "propose_delegation", "propose_deputy"):
            answer = sign_in(leads[0]).get(at(name, acute.uid))
            form = answer.content.decode().partition("<main")[2]
            names = {
                re.sub(r"_(day|month|year)$", "", each)
                for each in re.findall(
                    r'<(?:input|select|textarea)[^>]* name="([^"]+)"', form
                )
            }
            assert len(names - {"csrfmiddlewaretoken", "document"}) <= 8, name

    def test_appointment_invites_whoever_has_no_account(
        self, acute, leads, sign_in, now
    ):
        typed = {"email": "nia@example.org", "name": "", "post": "Secretary"} | TERMS
        page = sign_in(leads[0])
        address = at("propose_appointment", acute.uid)

        answer = page.post(address, typed)
        assert "Nobody has an account with this address yet" in text_of(answer)
        page.post(address, typed | {"name": "Nia New"})

        row = Appointment.objects.get(user__email="nia@example.org")
        assert row.status == AuthorityStatus.PROPOSED
        assert row.user.invitations.count() == 1

    def test_deputy_is_somebody_else(self, acute, leads, manager, now, sign_in):
        post = manager.appointments.get()
        chief = people.person("Ceri Chief", now)
        other = people.appoint(chief, acute, now)
        page = sign_in(leads[0])
        address = at("propose_deputy", acute.uid)

        answer = page.post(address, {"holder": post.uid, "deputy": post.uid} | TERMS)
        assert "Choose somebody else" in text_of(answer)
        page.post(address, {"holder": post.uid, "deputy": other.uid} | TERMS)

        assert Deputy.objects.get().user == chief


class TestFirstLead:
    def test_is_named_by_the_administrator_with_a_document(self, now, sign_in):
        body = people.organisation("Newfield", now)
        page = sign_in(people.administrator("Al Admin", now))
        answer = page.post(
            at("add_document", body.uid) + "?for=first-lead",
            {"file": SimpleUploadedFile("letter.pdf", PDF)},
        )
        typed = {"email": "fi@example.org", "name": "Fi First", "post": "Secretary"}

        answer = page.post(
            answer["Location"],
            typed | TERMS | {"document": Document.objects.get().uid},
            follow=True,
        )

        assert answer.status_code == 200
        assert "The installation's administrator" in text_of(answer).replace(
            "&#39;", "'"
        )
        row = Appointment.objects.get(user__email="fi@example.org")
        assert (row.is_lead, row.status) == (True, AuthorityStatus.CONFIRMED)

    def test_is_nobody_else_s_page(self, acute, leads, manager, sign_in, now):
        for user in (leads[0], manager):
            answer = sign_in(user).get(at("first_lead", acute.uid))
            assert answer.status_code == 403
        admin = people.administrator("Al Admin", now)
        assert sign_in(admin).get(at("first_lead", acute.uid)).status_code == 403
        assert sign_in(admin).get(at("people", acute.uid)).status_code == 404


class TestDocuments:
    def test_are_given_out_as_attachments_only(self, acute, leads, now, sign_in):
        document = stored(acute, leads[0], now, name="scheme.pdf")
        page = sign_in(leads[1])

        answer = page.get(at("document", document.uid))
        assert "PDF" in text_of(answer)
        answer = page.get(at("download", document.uid))

        assert b"".join(answer.streaming_content) == PDF
        assert answer["Content-Disposition"] == 'attachment; filename="scheme.pdf"'
        assert answer["X-Content-Type-Options"] == "nosniff"
        assert answer["Content-Security-Policy"] == "sandbox"

    def test_lead_back_to_what_they_are_for(self, acute, leads, manager, sign_in):
        page = sign_in(leads[0])
        answer = page.post(
            at("add_document", acute.uid) + "?for=delegation",
            {"file": SimpleUploadedFile("s.pdf", PDF)},
        )
        document = Document.objects.get()
        assert answer["Location"].endswith(f"?document={document.uid}")

        page.post(answer["Location"], delegation_of(manager, document=document.uid))

        assert Delegation.objects.get().source_document == document

    @pytest.mark.parametrize(
        ("content", "words"),
        [
            (b"MZ\x90\x00", "Choose a PDF"),
            (package(**{"word/vbaProject.bin": "x"}), "macros"),
            (b"", "empty"),
        ],
    )
    def test_are_refused_with_a_sentence(self, acute, leads, sign_in, content, words):
        answer = sign_in(leads[0]).post(
            at("add_document", acute.uid),
            {"file": SimpleUploadedFile("a.pdf", content)},
        )

        assert answer.status_code == 200
        assert words in text_of(answer)
        assert not Document.objects.exists()
