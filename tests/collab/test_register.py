"""The register of decisions: what each filter shows, its words, and what it costs."""

import datetime as dt
import html
import re

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from collab.selectors import register
from tests.builders import forums, people
from tests.builders.past_decisions import file_of, line, loaded
from tests.collab.pages import text_of

pytestmark = pytest.mark.django_db

MOST_QUERIES = 12
WARD = line(
    "Open the ward",
    day="01/02/2024",
    outcome="approved",
    why="Beds are short",
    who_was_there="Aisha Shah, Northfield Trust",
)
HOME = line(
    "Close the home",
    day="01/02/2025",
    outcome="declined",
    why="Families object",
    who_was_there="Ben Cole, Vale Council; Aisha Shah, Northfield Trust",
)
CAR = line("Buy a car", day="03/03/2025", outcome="noted", why="No reason")
TITLES = ("Open the ward", "Close the home", "Buy a car")


@pytest.fixture
def now():
    """The pages read the clock, so what they show was done a moment ago."""
    return timezone.now() - dt.timedelta(minutes=1)


@pytest.fixture
def here(now):
    trust = people.organisation("Northfield Trust", now, ods_code="NF1")
    council = people.organisation("Vale Council", now)
    partners = people.collaborative_with([trust, council], now)
    lead = people.governance_lead("Grace Lead", partners, trust, now)
    return {"collaborative": partners, "body": trust, "lead": lead, "now": now}


@pytest.fixture
def council(here):
    return (
        here["collaborative"]
        .memberships.get(organisation__name="Vale Council")
        .organisation
    )


@pytest.fixture
def client(sign_in, here):
    return sign_in(here["lead"])


@pytest.fixture
def show(client, here):
    def shown(**query):
        return client.get(f"/{here['collaborative'].slug}/decisions", query)

    return shown


def titles(page):
    body = page.content.decode()
    return {title for title in TITLES if f" {title}</a>" in body}


class TestFilters:
    @pytest.fixture(autouse=True)
    def three(self, here):
        return loaded(file_of(WARD, HOME, CAR), **here)

    def test_that_are_empty_show_everything(self, show):
        page = show()

        assert titles(page) == set(TITLES)
        assert "All decisions" in text_of(page)

    @pytest.mark.parametrize(
        ("query", "shown"),
        [
            ({"year": "2025"}, {"Close the home", "Buy a car"}),
            ({"outcome": "declined"}, {"Close the home"}),
            ({"words": "BEDS ward"}, {"Open the ward"}),
            ({"words": "object"}, {"Close the home"}),
            ({"reference": "2024-1"}, {"Open the ward"}),
            ({"reference": "2024-001", "year": "2025"}, set()),
            ({"year": "2025", "outcome": "noted"}, {"Buy a car"}),
            ({"words": "ward", "outcome": "declined"}, set()),
        ],
    )
    def test_narrow_to_what_they_say(self, show, query, shown):
        assert titles(show(**query)) == shown

    def test_by_forum_find_what_it_decided(self, show, here):
        board = forums.forum(here["collaborative"], here["now"], name="Old board")
        loaded(file_of(line("Board only", forum="old board", item="9")), **here)

        page = show(forum=board.slug)

        assert " Board only</a>" in page.content.decode()
        assert titles(page) == set()
        assert "Decisions of Old board" in text_of(page)

    def test_by_organisation_find_who_was_there(self, show, council):
        assert titles(show(organisation=council.uid)) == {"Close the home"}

    def test_by_organisation_find_who_logged_it(self, show, here):
        assert titles(show(organisation=here["body"].uid)) == set(TITLES)

    def test_by_organisation_go_with_others(self, show, here):
        query = {"organisation": here["body"].uid, "outcome": "noted", "year": "2025"}

        assert titles(show(**query)) == {"Buy a car"}

    def test_are_said_in_words_with_the_way_to_widen(self, show):
        page = show(year="2024", words="ward")

        assert "Decisions taken in 2024, that say “ward”" in text_of(page)
        assert "Show all decisions" in text_of(page)

    def test_that_fit_nothing_say_so(self, show):
        assert "No decision fits" in text_of(show(year="1999"))

    @pytest.mark.parametrize(
        ("query", "said"),
        [
            ({"year": "soon"}, "Year must be four figures"),
            ({"year": "1066"}, "Year must be between 1990 and 2100"),
            ({"reference": "AGR-001"}, "Reference must look like 2026-001"),
            ({"outcome": "perhaps"}, "Outcome"),
            ({"words": "w" * 101}, "100"),
        ],
    )
    def test_that_cannot_be_read_are_named_and_stay_typed(self, show, query, said):
        page = show(**query)

        assert "There is a problem" in text_of(page)
        assert said in text_of(page)
        typed = next(iter(query.values()))
        assert typed == "perhaps" or typed in page.content.decode()

    def test_that_are_hostile_do_no_harm(self, show):
        for typed in ("'; DROP TABLE x --", "%", "_", "<script>", "\\"):
            page = show(words=typed, organisation=typed, at=typed, before=typed)

            assert page.status_code == 200
            assert "<script>" not in page.content.decode().partition("<main")[2]


class TestAPage:
    def test_follows_by_key_in_the_same_order(self, here, show, client):
        lines = (
            line(f"Decision {number:03d}", item=str(number), day="05/05/2024")
            for number in range(60)
        )
        loaded(file_of(*lines), **here)
        seen, address = [], f"/{here['collaborative'].slug}/decisions"
        page = show()
        for _ in range(3):
            body = page.content.decode()
            seen += re.findall(r"Decision (\d{3})</a>", body)
            found = re.search(
                r'rel="next"[^>]*href="([^"]+)"|href="([^"]+)" rel="next"', body
            )
            if not found:
                break
            page = client.get(address + html.unescape(found[1] or found[2]))

        assert seen == [f"{number:03d}" for number in reversed(range(60))]

    @pytest.mark.parametrize(
        "query",
        [
            {},
            {"year": "2024"},
            {"outcome": "approved"},
            {"organisation": "own"},
            {"words": "decision"},
            {"organisation": "own", "outcome": "approved", "words": "reason year"},
            {"reference": "2024-001", "outcome": "approved"},
        ],
        ids=lambda query: "-".join(query) or "nothing",
    )
    def test_takes_at_most_twelve_queries_at_one_row_and_at_twenty(
        self, here, show, query
    ):
        if query.get("organisation"):
            query = {**query, "organisation": here["body"].uid}
        loaded(file_of(line("Decision", day="05/05/2024")), **here)
        show(**query)
        counts = []
        for number in range(2):
            with CaptureQueriesContext(connection) as queries:
                page = show(**query)
            counts.append(len(queries))
            assert page.status_code == 200
            if number == 0:
                lines = (
                    line(f"Decision {each}", item=str(each), day="05/05/2024")
                    for each in range(20)
                )
                loaded(file_of(*lines), **here)

        assert counts[0] == counts[1]
        assert counts[1] <= MOST_QUERIES

    def test_is_absent_for_another_collaborative(self, here, client, now):
        other = people.collaborative_with([people.organisation("Moor", now)], now)

        assert client.get(f"/{other.slug}/decisions").status_code == 404


class TestAStretch:
    @pytest.fixture(autouse=True)
    def short(self, monkeypatch):
        monkeypatch.setattr(register, "STRETCH", 2)
        monkeypatch.setattr(register, "FEW", 0)

    def test_says_how_far_back_it_looked_and_goes_on_from_there(
        self, here, show, client
    ):
        loaded(file_of(WARD, HOME, CAR), **here)

        page = show(words="ward")
        found = re.search(r'href="([^"]+before=[^"]+)"', page.content.decode())

        assert "The search looked back to 1 February 2024" in text_of(page)
        assert "No decision fits" not in text_of(page)
        assert found

    def test_finds_in_the_next_what_the_first_left_out(self, here, show):
        early = line("Very early", day="01/02/2020", why="Nobody knows")
        loaded(file_of(early, WARD, HOME, CAR), **here)

        assert " Very early</a>" not in show(words="nobody").content.decode()
        page = show(words="nobody", before="2024-02-01")
        assert " Very early</a>" in page.content.decode()

    def test_is_not_needed_for_words_that_few_decisions_hold(
        self, here, show, monkeypatch
    ):
        monkeypatch.setattr(register, "FEW", 500)
        early = line("Very early", day="01/02/2020", why="Nobody knows")
        loaded(file_of(early, WARD, HOME, CAR), **here)

        page = show(words="nobod")

        assert " Very early</a>" in page.content.decode()
        assert "looked back to" not in text_of(page)

    def test_is_not_needed_where_an_index_serves(self, here, show):
        loaded(file_of(WARD, HOME, CAR), **here)

        for query in ({}, {"year": "2025"}, {"organisation": here["body"].uid}):
            assert "looked back to" not in text_of(show(**query))
