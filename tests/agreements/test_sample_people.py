"""The sample holds something of everything, and somebody for every role."""

import time

import pytest
from django.apps import apps
from django.test import Client, override_settings
from django.utils import timezone

from accounts.enums import Role
from accounts.models import RoleHolding, User
from agreements.sample.loading import load
from agreements.sample.people import OFFERED
from audit.models.governed import GovernedBase
from collab.enums import AuthorityStatus
from collab.models import Delegation
from collab.rules.periods import london_day
from tests.architecture.source import ROOMS
from tests.builders.standing import taken_back_later

pytestmark = pytest.mark.django_db

# What no story of people tells, each with the reason.
NOT_TOLD = {
    "accounts.CalendarFeed": "whoever wants one makes the address themselves",
    "accounts.FailedSignIns": "nobody fails to sign in in a story",
    "accounts.MailHours": "everybody keeps what they are given",
    "accounts.NotificationPreference": "everybody keeps what they are given",
    "accounts.SingleSignOn": "it needs a provider in the settings",
    "agreements.OutsideSignatory": "everybody of the sample has an account",
    "agreements.PaperSignature": "nobody of the sample signs on paper",
    "agreements.SigningLink": "everybody of the sample has an account",
    "collab.CollaborativeUserPermission": "access comes by roles alone so far",
    "collab.IssuedPaper": "noted when somebody first takes a paper with them",
    "collab.Ladder": "the ladders are as they come",
    "collab.Exclusion": "nothing in the sample is withheld from a newcomer",
    "collab.OrganisationUserPermission": "access comes by roles alone so far",
    "collab.RegisterExport": "noted when somebody first takes the register with them",
    "collab.Succession": "no body of the register changed its name meanwhile",
}


@pytest.fixture(scope="module")
def told_once(django_db_setup, django_db_blocker):
    """The sample, and the seconds of processor time that loading it took."""
    with (
        django_db_blocker.unblock(),
        override_settings(SAMPLE_SIGN_IN=True),
        taken_back_later(),
    ):
        started = time.process_time()
        story = load(today=london_day(timezone.now()), say=lambda _: None)
        yield story, time.process_time() - started


@pytest.fixture
def told(told_once, db):
    return told_once[0]


def user_of(offered):
    return User.objects.get(email=offered.email)


class TestTheSample:
    def test_takes_less_than_thirty_seconds(self, told_once):
        assert told_once[1] < 30

    def test_has_a_row_of_every_governed_model(self, told):
        empty = {
            model._meta.label
            for model in apps.get_models()
            if issubclass(model, GovernedBase)
            and model._meta.app_label in ROOMS
            and not model._base_manager.exists()
        }

        assert empty == set(NOT_TOLD)

    @pytest.mark.parametrize("role", list(Role))
    def test_offers_somebody_in_each_role(self, told, role):
        emails = [person.email for person in OFFERED]
        held = RoleHolding.objects.filter(user__email__in=emails)

        assert {
            name.rpartition("/")[2]
            for name in held.values_list("group__name", flat=True)
        } >= {role.value}

    def test_offers_somebody_who_can_sign(self, told):
        emails = [person.email for person in OFFERED]

        assert Delegation.objects.filter(
            user__email__in=emails, status=AuthorityStatus.CONFIRMED
        ).exists()

    def test_says_of_each_in_a_sentence_who_they_are(self):
        assert all(person.offer.endswith(".") for person in OFFERED)

    @pytest.mark.parametrize("offered", OFFERED, ids=lambda person: person.name)
    def test_lets_each_in_by_the_ordinary_page_too(self, told, offered):
        client = Client()

        answer = client.post(
            "/accounts/login/",
            {"login": offered.email, "password": told.passwords[offered.email]},
        )

        assert answer.status_code == 302
        assert client.session["_auth_user_id"] == str(user_of(offered).pk)
