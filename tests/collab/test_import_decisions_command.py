"""``manage.py import_decisions`` as somebody with a shell uses it."""

from io import StringIO

import pytest
from django.core.management import CommandError, call_command
from django.utils import timezone

from audit.models import Event
from collab.models import Decision, DecisionImport
from tests.builders import people
from tests.builders.past_decisions import file_of, line

pytestmark = pytest.mark.django_db


@pytest.fixture
def lead(db):
    now = timezone.now()
    trust = people.organisation("Northfield Trust", now, ods_code="NF1")
    partners = people.collaborative_with([trust], now, slug="vale")
    return people.governance_lead("Grace Lead", partners, trust, now)


@pytest.fixture
def file(tmp_path):
    path = tmp_path / "past.csv"
    path.write_bytes(
        file_of(
            line("Open the beds"), line("Close", outcome="maybe"), line("Buy a car")
        )
    )
    return path


def run(*arguments):
    out = StringIO()
    call_command("import_decisions", *map(str, arguments), stdout=out)
    return out.getvalue()


class TestImportDecisions:
    def test_changes_nothing_on_a_dry_run(self, file, lead):
        before = Event.objects.count()

        said = run(file, "--collaborative", "vale", "--dry-run")

        assert "Row 3: Close: cannot be loaded. outcome: “maybe” is not one of" in said
        assert "Row 2: Open the beds: will be added." in said
        assert "Nothing was changed: 2 will be added, 0 there already, 1 cannot" in said
        assert not DecisionImport.objects.exists()
        assert Event.objects.count() == before

    def test_loads_to_the_end_on_a_leads_behalf(self, file, lead, monkeypatch):
        monkeypatch.setattr("collab.services.decision_imports.PORTION", 1)

        said = run(file, "--collaborative", "vale", "--by", lead.email)

        assert "LOAD-001: 2 added, 1 not loaded." in said
        assert "Row 2: Open the beds: added. As 2023-00" in said
        assert set(Decision.objects.values_list("logged_by", flat=True)) == {lead.pk}

    def test_adds_nothing_the_second_time(self, file, lead):
        run(file, "--collaborative", "vale", "--by", lead.email)

        with pytest.raises(CommandError, match="already holds all of this"):
            run(file, "--collaborative", "vale", "--by", lead.email)
        assert Decision.objects.count() == 2

    def test_says_plainly_what_it_cannot_do(self, file, lead, tmp_path):
        zipped = tmp_path / "zip.csv"
        zipped.write_bytes(b"PK\x03\x04 and so on")
        stranger = people.person("Sam Body", timezone.now())
        of = ("--collaborative", "vale")

        for arguments, why in (
            ([file, "--collaborative", "nowhere"], "No collaborative has this"),
            ([file, *of], "Name the governance lead"),
            ([file, *of, "--by", stranger.email], "Say for which member"),
            ([file, *of, "--by", lead.email, "--organisation", "XX9"], "Say for which"),
            ([tmp_path / "none.csv", *of, "--dry-run"], "cannot be read: No such file"),
            ([zipped, *of, "--dry-run"], "not a CSV file"),
        ):
            with pytest.raises(CommandError, match=why):
                run(*arguments)
