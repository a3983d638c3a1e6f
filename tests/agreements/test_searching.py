"""The list of agreements: found by words, state and party, in few questions."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from collab.models import Organisation
from collab.rules.periods import london_day
from tests.agreements.pages import words
from tests.builders import agreements as build

pytestmark = pytest.mark.django_db
MOST_QUERIES = 12


@pytest.fixture
def made(today_now):
    return build.partnership(today_now)


@pytest.fixture
def found(made, sign_in):
    """What the list says, narrowed as given."""
    browser = sign_in(made.lead)

    def said(**narrowed):
        return words(browser.get(f"/{made.collaborative.slug}/agreements", narrowed))

    return said


class TestTheList:
    def test_is_narrowed_by_words_of_the_title(self, made, today_now, found):
        build.draft(made, today_now, title="Data sharing")
        build.draft(made, today_now, title="Pooled fund")

        said = found(words="data SHAR")

        assert "AGR-001 Data sharing" in said
        assert "Pooled fund" not in said

    def test_is_narrowed_by_reference(self, made, today_now, found):
        build.draft(made, today_now, title="Data sharing")
        build.draft(made, today_now, title="Pooled fund")

        assert "Data sharing" not in found(words="agr-002")
        assert "Pooled fund" in found(words="agr-002")

    def test_is_narrowed_by_state_and_reads_in_force_from_the_period(
        self, made, today_now, found
    ):
        build.draft(made, today_now, title="Still written")
        build.in_force(made, today_now, title="Binding")
        later = london_day(today_now).replace(year=london_day(today_now).year + 1)
        build.in_force(made, today_now, title="Not yet", commences_on=later)

        assert "Still written" in found(state="draft")
        assert "Binding" not in found(state="draft")
        assert "Binding" in found(state="in_force")
        assert "Not yet" not in found(state="in_force")
        assert "Not yet" in found(state="signed")

    def test_is_narrowed_by_party(self, made, today_now, found):
        first, second = made.bodies
        build.draft(made, today_now, title="Of both")
        build.draft(made, today_now, title="Of one", bodies=[first])

        assert "Of one" not in found(party=second.uid)
        assert "Of both" in found(party=second.uid)
        assert "Of one" in found(party=first.uid)

    def test_says_when_nothing_fits(self, made, today_now, found):
        build.draft(made, today_now, title="Data sharing")

        assert "No agreement fits." in found(words="nothing like it")

    def test_of_a_state_that_does_not_exist_shows_what_is_wrong(
        self, made, today_now, found
    ):
        build.draft(made, today_now, title="Data sharing")

        assert "There is a problem" in found(state="half signed")

    def test_takes_no_organisation_of_elsewhere(self, made, today_now, found):
        build.draft(made, today_now, title="Data sharing")
        elsewhere = build.partnership(today_now, "Elsewhere Trust").bodies[0]

        assert Organisation.objects.filter(uid=elsewhere.uid).exists()
        assert "There is a problem" in found(party=elsewhere.uid)

    def test_asks_at_most_twelve_questions_and_no_more_with_more(
        self, made, today_now, sign_in
    ):
        browser, address = sign_in(made.lead), f"/{made.collaborative.slug}/agreements"
        narrowed = {"words": "a", "state": "draft", "party": made.bodies[0].uid}
        build.draft(made, today_now, title="First a")

        def questions():
            browser.get(address, narrowed)
            with CaptureQueriesContext(connection) as asked:
                assert browser.get(address, narrowed).status_code == 200
            return len(asked)

        few = questions()
        for number in range(6):
            build.draft(made, today_now, title=f"Another {number}")

        assert few <= MOST_QUERIES
        assert questions() == few
