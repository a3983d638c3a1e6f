"""The short way into the sample: invented people, this machine, and nothing else."""

import pytest

from accounts import registries
from accounts.policies import NotASamplePersonError, require_fresh_authentication
from accounts.registries import SamplePerson
from accounts.services import signing_in
from audit.door import SystemActor
from tests.builders.people_accounts import (
    administrator,
    joined,
    signed_in,
    verbs,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def esther(clock, settings, monkeypatch):
    """An invented person, on an installation whose sample is loaded."""
    settings.SAMPLE_SIGN_IN = True
    user = joined(clock, name="Esther Example", is_sample=True)
    people = [SamplePerson(user=user, sentence="Keeps the agreements of IMPACT.")]
    monkeypatch.setattr(registries._registry, "sample_people", lambda: people)
    return user


def enter(user, now, address="127.0.0.1"):
    return signing_in.sign_in_as_sample(
        person_uid=user.uid, address=address, actor=SystemActor("tests"), now=now
    )


class TestSignInAsSample:
    def test_is_recorded_and_takes_an_invented_person(self, esther, clock):
        assert enter(esther, clock) == esther
        assert verbs()[-1] == "accounts.session.opened_as_sample"

    def test_refuses_a_real_person(self, esther, clock):
        with pytest.raises(NotASamplePersonError):
            enter(joined(clock), clock)

    def test_refuses_a_real_person_whom_the_list_names(
        self, esther, clock, monkeypatch
    ):
        real = joined(clock)
        people = [SamplePerson(user=real, sentence="Is real.")]
        monkeypatch.setattr(registries._registry, "sample_people", lambda: people)

        with pytest.raises(NotASamplePersonError):
            enter(real, clock)

    def test_refuses_an_invented_person_who_is_not_listed(self, esther, clock):
        with pytest.raises(NotASamplePersonError):
            enter(joined(clock, is_sample=True), clock)

    @pytest.mark.parametrize("address", ["10.0.0.5", "192.168.1.2", "", "::2"])
    def test_refuses_every_other_machine(self, esther, clock, address):
        with pytest.raises(NotASamplePersonError):
            enter(esther, clock, address=address)

    def test_refuses_where_the_setting_is_off(self, esther, clock, settings):
        settings.SAMPLE_SIGN_IN = False

        with pytest.raises(NotASamplePersonError):
            enter(esther, clock)

    def test_refuses_somebody_who_is_not_there(self, esther, clock):
        with pytest.raises(NotASamplePersonError):
            signing_in.sign_in_as_sample(
                person_uid="usr_none",
                address="127.0.0.1",
                actor=SystemActor("tests"),
                now=clock,
            )


class TestThePage:
    def test_offers_each_person_with_their_role(self, esther, client):
        page = client.get("/accounts/login/").content.decode()

        assert "Continue as </span>Esther Example" in page
        assert "Keeps the agreements of IMPACT." in page

    def test_offers_nobody_to_another_machine(self, esther, client):
        page = client.get("/accounts/login/", REMOTE_ADDR="10.0.0.5").content.decode()

        assert "Continue as" not in page

    def test_offers_nobody_where_the_setting_is_off(self, esther, client, settings):
        settings.SAMPLE_SIGN_IN = False

        assert "Continue as" not in client.get("/accounts/login/").content.decode()

    def test_signs_in_by_one_click_as_a_fresh_second_factor(
        self, esther, client, clock
    ):
        answer = client.post("/sample/continue", {"person": esther.uid})

        assert answer.status_code == 302
        assert client.get("/account").status_code == 200
        require_fresh_authentication(client.session, esther, clock)
        assert verbs()[-1] == "accounts.session.opened_as_sample"

    def test_refuses_another_machine(self, esther, client):
        answer = client.post(
            "/sample/continue", {"person": esther.uid}, REMOTE_ADDR="10.0.0.5"
        )

        assert answer.status_code == 403
        assert "_auth_user_id" not in client.session

    def test_needs_the_token_of_its_form(self, esther):
        from django.test import Client

        strict = Client(enforce_csrf_checks=True)

        answer = strict.post("/sample/continue", {"person": esther.uid})

        assert answer.status_code == 403

    def test_leads_no_sample_administrator_to_a_second_factor(
        self, client, clock, settings, monkeypatch
    ):
        settings.SAMPLE_SIGN_IN = True
        user = administrator(clock, is_sample=True)
        people = [SamplePerson(user=user, sentence="Administers.")]
        monkeypatch.setattr(registries._registry, "sample_people", lambda: people)

        client.post("/sample/continue", {"person": user.uid})

        assert client.get("/system/state").status_code == 200

    def test_confirms_by_a_click_as_well(self, esther, client, clock):
        client.post("/sample/continue", {"person": esther.uid})

        page = client.get("/account/confirm?next=/inbox").content.decode()
        answer = client.post("/account/confirm/sample", {"next": "/inbox"})

        assert "Confirm as Esther Example" in page
        assert answer["Location"] == "/inbox"
        assert verbs()[-1] == "accounts.session.confirmed"

    def test_confirms_no_real_person(self, esther, client, clock):
        signed_in(client, joined(clock))

        answer = client.post("/account/confirm/sample", {"next": "/inbox"})

        assert answer.status_code == 403

    def test_lets_the_ordinary_sign_in_work_too(self, esther, client):
        signed_in(client, esther)

        assert client.get("/account").status_code == 200
