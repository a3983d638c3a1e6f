import hashlib

import pytest
from django.urls import reverse

from collab.grants import rights_of
from collab.models import Decision, IssuedPaper
from collab.presenters.decision_paper import decision_data, decision_pdf
from collab.selectors.papers import kind_of_paper
from tests.builders import agreements as build
from tests.builders import decisions as deciding
from tests.builders import people

pytestmark = pytest.mark.django_db


@pytest.fixture
def made(today_now):
    return build.partnership(today_now)


@pytest.fixture
def decision(made, today_now):
    now = today_now
    version = build.in_force(made, now)
    logged = deciding.logged(
        made.collaborative,
        now,
        agreement_id=version.agreement_id,
        what="Fund #panic() ten beds.\n\nFrom May,\nin two wards.",
        why="People wait *too* long.",
        value_pence=1_250_000,
        dissent="Not #enough().",
    )
    return Decision.objects.select_related(
        "collaborative", "organisation", "logged_by"
    ).get(pk=logged.pk)


class TestDecisionPdf:
    def test_has_the_same_bytes_for_the_same_facts(self, decision, made, today_now):
        rights = rights_of(made.lead, today_now)

        once = decision_pdf(decision, rights)

        assert once.startswith(b"%PDF-")
        assert once == decision_pdf(decision, rights)

    def test_carries_reference_fingerprint_and_every_fact(
        self, decision, made, today_now
    ):
        data = decision_data(decision, rights_of(made.lead, today_now), invented=False)

        assert data["name"] == f"Decision {decision.reference}"
        assert data["foot"][0].replace(" ", "").endswith(decision.result_hash)
        assert data["what"] == [
            ["Fund #panic() ten beds."],
            ["From May,", "in two wards."],
        ]
        there = decision.presences.select_related("organisation")
        assert sorted(data["present"]) == sorted(
            f"{each.name}, {each.organisation.name}" for each in there
        )
        how = {part["heading"]: part["words"] for part in data["how"]}
        assert how["Quorum"] == [[decision.quorum_words]]
        assert how["Dissent"] == [["Not #enough()."]]
        assert "One decision binds all its bodies" in how["Whom it binds"][0][0]
        record = dict(map(tuple, data["record"]))
        assert record["Value"] == "£12,500"
        assert "version 1" in record["Taken under"]


class TestThePage:
    def address(self, decision):
        where = [decision.collaborative.slug, decision.reference]
        return reverse("collab:decision_paper", args=where)

    def test_gives_it_out_and_knows_it_again(self, decision, made, sign_in):
        answer = sign_in(made.lead).get(self.address(decision))

        assert answer["Content-Disposition"].startswith("attachment")
        assert kind_of_paper(hashlib.sha256(answer.content).hexdigest()) == "Decision"

    def test_is_not_there_for_a_stranger(self, decision, sign_in, today_now):
        client = sign_in(people.person("A stranger", today_now))

        assert client.get(self.address(decision)).status_code == 404
        assert not IssuedPaper.objects.exists()
