"""The import of people: what is good is kept, and none of it is anybody's authority."""

import io

import pytest
from django.core.management import CommandError, call_command
from hypothesis import given
from hypothesis import strategies as st

from accounts.models import Invitation, User
from audit.models import Event, OutboxMessage
from collab.models import Appointment
from collab.policies.authority import NotALeadError
from collab.rules.people_csv import (
    MOST_ROWS,
    UnreadableTableError,
    read_people,
)
from collab.services.people_import import import_people
from tests.builders import people

HEAD = "name,email,ods_code,post,starts_on\n"
GOOD = "Nia New,nia@example.org,RX1,Secretary,2026-04-01\n"


class TestReadPeople:
    def test_reads_rows_with_the_number_a_spreadsheet_shows(self):
        good, bad = read_people((HEAD + GOOD).encode())

        assert [(row.number, row.email) for row in good] == [(2, "nia@example.org")]
        assert not bad

    def test_does_not_mind_order_capitals_marks_and_other_columns(self):
        table = (
            "\ufeffPost,STARTS_ON,Notes,email,Name,ods_code\r\n"
            "Clerk,01/04/2026,x,NIA@example.org, Nia  New ,rx1\r\n"
        )

        ((row,), _) = read_people(table.encode())

        assert (row.name, row.email, row.ods_code) == (
            "Nia New",
            "nia@example.org",
            "RX1",
        )

    @pytest.mark.parametrize(
        ("line", "words"),
        [
            (",nia@example.org,RX1,Clerk,2026-04-01", "name must not be empty"),
            ("Nia,nia,RX1,Clerk,2026-04-01", "email must be an address"),
            ("Nia,a@b.org,RX1,Clerk,soon", "starts_on must be a date"),
            ("Nia,a@b.org,RX1,Clerk,1026-04-01", "starts_on must be a date"),
            (f"{'x' * 121},a@b.org,RX1,Clerk,2026-04-01", "120 characters"),
            ("Nia,a@b.org,RX1", "post and starts_on must not be empty"),
        ],
    )
    def test_keeps_good_rows_beside_a_bad_one(self, line, words):
        good, bad = read_people(f"{HEAD}{line}\n{GOOD}".encode())

        assert [row.number for row in good] == [3]
        assert bad[0].number == 2
        assert words in bad[0].message

    def test_takes_the_same_person_and_post_once(self):
        good, bad = read_people((HEAD + GOOD + GOOD).encode())

        assert (len(good), bad[0].message) == (
            1,
            "The same person and post stand above.",
        )

    @pytest.mark.parametrize(
        ("table", "words"),
        [
            (b"", "no column"),
            (b"name,email\n", "no column ods_code, post, starts_on"),
            (HEAD.encode(), "no rows"),
            (b"\xff\xfe\x00", "UTF-8"),
            ((HEAD + GOOD * (MOST_ROWS + 1)).encode(), "more than"),
            (b"x" * (1024 * 1024 + 1), "1 MB"),
            ((HEAD + '"broken').encode(), "not a CSV"),
        ],
    )
    def test_says_why_a_file_is_no_table(self, table, words):
        with pytest.raises(UnreadableTableError, match=words):
            read_people(table)

    @given(st.binary(max_size=400))
    def test_never_breaks_on_any_file(self, table):
        for content in (table, HEAD.encode() + table):
            try:
                good, bad = read_people(content)
            except UnreadableTableError:
                continue
            assert good or bad


@pytest.fixture
def acute(now):
    return people.organisation_with_two_leads("Northfield", now, ods_code="RX1")


@pytest.fixture
def lead(acute, now):
    return people.leads_of(acute, now)[0]


def take(acute, table, actor, now, *, dry_run=False):
    return import_people(
        organisation_id=acute.pk,
        content=table.encode(),
        actor=actor,
        now=now,
        dry_run=dry_run,
    )


@pytest.mark.django_db
class TestImportPeople:
    def test_invites_and_proposes_and_confirms_nothing(self, acute, lead, now):
        report = take(acute, HEAD + GOOD, lead, now)

        assert report.proposed == [(2, "nia@example.org")]
        row = Appointment.objects.waiting().get()
        assert (row.proposed_by, row.source_paragraph) == (lead, "row 2")
        assert Invitation.objects.count() == 1
        assert not Appointment.objects.in_effect_at(now).filter(user=row.user).exists()
        assert Event.objects.filter(verb="collab.people.imported").exists()

    def test_tries_without_keeping_anything(self, acute, lead, now):
        before = Event.objects.count(), OutboxMessage.objects.count()

        report = take(acute, HEAD + GOOD, lead, now, dry_run=True)

        assert report.proposed
        assert not User.objects.filter(email="nia@example.org").exists()
        assert (Event.objects.count(), OutboxMessage.objects.count()) == before

    def test_changes_nothing_the_second_time(self, acute, lead, now):
        take(acute, HEAD + GOOD, lead, now)
        before = Event.objects.count()

        report = take(acute, HEAD + GOOD, lead, now)

        assert (report.proposed, len(report.already)) == ([], 1)
        assert Event.objects.count() == before

    def test_takes_nobody_of_another_organisation(self, acute, lead, now):
        report = take(acute, HEAD + GOOD.replace("RX1", "RX2"), lead, now)

        assert "RX2 is not that of Northfield" in report.bad[0].message
        assert not Appointment.objects.waiting().exists()

    def test_takes_neither_the_lead_nor_an_administrator(self, acute, lead, now):
        admin = people.administrator("Al Admin", now)
        rows = "".join(
            f"{user.name},{user.email},RX1,Chief,2026-04-01\n" for user in (lead, admin)
        )

        report = take(acute, HEAD + rows + GOOD, lead, now)

        assert [row.number for row in report.bad] == [2, 3]
        assert [number for number, _ in report.proposed] == [4]

    def test_is_the_lead_s_alone(self, acute, lead, now):
        other = people.organisation_with_two_leads("Vale", now)
        for user in (
            people.leads_of(other, now)[0],
            people.administrator("Al Admin", now),
        ):
            with pytest.raises(NotALeadError):
                take(acute, HEAD + GOOD, user, now)

    def test_writes_nothing_when_the_event_cannot_be_written(
        self, acute, lead, now, monkeypatch
    ):
        def broken(self):
            raise RuntimeError("the ledger is full")

        monkeypatch.setattr("audit.models.writing.EventWriter.write", broken)

        with pytest.raises(RuntimeError):
            take(acute, HEAD + GOOD, lead, now)

        assert not User.objects.filter(email="nia@example.org").exists()


@pytest.mark.django_db
class TestCommand:
    def run(self, tmp_path, lead, *options, code="rx1", table=HEAD + GOOD):
        path = tmp_path / "people.csv"
        path.write_text(table)
        said, wrong = io.StringIO(), io.StringIO()
        call_command(
            "import_people",
            str(path),
            f"--by={lead.email}",
            f"--organisation={code}",
            *options,
            stdout=said,
            stderr=wrong,
        )
        return said.getvalue(), wrong.getvalue()

    def test_says_what_became_of_the_rows(self, tmp_path, acute, lead):
        bad = HEAD + GOOD + "Bad,bad,RX1,Clerk,2026-04-01\n"

        said, wrong = self.run(tmp_path, lead, "--dry-run", table=bad)
        assert "1 would be proposed, 0 there already, 1 not taken." in said
        assert "Row 3: email must be an address" in wrong
        said, _ = self.run(tmp_path, lead, table=bad)
        assert "1 proposed" in said
        assert Appointment.objects.waiting().count() == 1

    def test_says_in_a_sentence_what_is_wrong(self, tmp_path, acute, lead, now):
        with pytest.raises(CommandError, match="ODS code"):
            self.run(tmp_path, lead, code="XXX")
        with pytest.raises(CommandError, match="Only an organisation lead"):
            self.run(tmp_path, people.person("Una", now))
        with pytest.raises(CommandError, match="no column"):
            self.run(tmp_path, lead, table="x\n")
