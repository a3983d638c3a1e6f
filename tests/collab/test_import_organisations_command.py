"""``manage.py import_organisations`` as somebody with a shell uses it."""

from io import StringIO

import pytest
from django.core.management import CommandError, call_command

from audit.models import Event
from collab.management.commands.import_organisations import ACTOR
from collab.models import Organisation, OrganisationImport
from tests.builders.bodies import EXTRACT

pytestmark = pytest.mark.django_db


@pytest.fixture
def file(tmp_path):
    path = tmp_path / "bodies.csv"
    path.write_text(EXTRACT + "!,BAD CODE,,,,,,,,,,\n")
    return path


def run(*arguments):
    out = StringIO()
    call_command("import_organisations", *map(str, arguments), stdout=out)
    return out.getvalue()


class TestImportOrganisations:
    def test_loads_the_good_rows_and_names_the_bad_ones(self, file):
        said = run(file)

        assert "Row 5: “!” is not an ODS code. Give 3 to 10 letters" in said
        assert "ORG-001: 3 added, 1 not loaded." in said
        assert Organisation.objects.count() == 3
        assert Event.objects.filter(actor_uid=ACTOR.uid, actor_type="command").exists()

    def test_changes_nothing_on_a_dry_run(self, file):
        said = run(file, "--dry-run")

        assert "Row 2: North Vale NHS Foundation Trust: added" in said
        assert "would add 3 and change 0 organisations" in said
        assert not OrganisationImport.objects.exists()
        assert not Event.objects.filter(actor_uid=ACTOR.uid).exists()

    def test_does_nothing_the_second_time(self, file):
        run(file)
        before = Event.objects.count()

        assert "The register already says all of this." in run(file)
        assert Event.objects.count() == before

    def test_carries_on_to_the_end(self, file, monkeypatch):
        monkeypatch.setattr("collab.services.imports.PORTION", 2)

        assert "3 added" in run(file)

    def test_undoes_by_reference(self, file):
        run(file)

        assert "ORG-002: 3 removed again." in run("--undo", "org-001")
        assert not Organisation.objects.exists()
        with pytest.raises(CommandError, match="already was"):
            run("--undo", "ORG-001")

    def test_says_plainly_what_it_cannot_do(self, tmp_path, file):
        zipped = tmp_path / "zip.csv"
        zipped.write_bytes(b"PK\x03\x04 and so on")

        for arguments, why in (
            ([], "Give either a file or --undo"),
            ([file, "--undo", "ORG-001"], "Give either a file or --undo"),
            ([tmp_path / "none.csv"], "cannot be read: No such file"),
            ([zipped], "not a CSV file"),
            (["--undo", "ORG-009"], "There is no import ORG-009"),
        ):
            with pytest.raises(CommandError, match=why):
                run(*arguments)
