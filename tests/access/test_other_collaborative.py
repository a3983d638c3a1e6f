"""A lead of one collaborative asks for everything of another by its references."""

import pytest
from django.urls import reverse

from accounts.models import User
from collab.models import Appointment
from tests.access.situations import SIGNED_IN
from tests.access.test_addresses import PAGES, ROWS
from tests.access.walking import address_of, meet, word_for

pytestmark = pytest.mark.django_db

LEAD = "other_collaborative"
# Pages that a person of another collaborative has too: never anybody else's words.
OF_A_COLLABORATIVE = [
    (name, method)
    for name, method in PAGES
    if name.startswith(("agreements:", "collab:"))
]
# Arguments that name one thing of the first collaborative and nothing of the second.
FOREIGN = {"uid", "identity", "organisation", "person"}
# A clause that is not there any more: the page gives back what was typed.
GIVES_BACK = {"agreements:change_clause"}


@pytest.fixture(scope="package")
def words(world, django_db_blocker):
    """What nobody outside may read: titles, names of people, addresses of mail."""
    with django_db_blocker.unblock():
        posts = Appointment.objects.filter(organisation__in=world.alpha.made.bodies)
        people = User.objects.filter(pk__in=posts.values("user"))
        names = {user.name for user in people} | {user.email for user in people}
        return {"Quillon", "quillon", *names}


def found_in(response, words, own=""):
    """Give the words that a page shows, but for the reader's own name."""
    if response.streaming:
        return []
    text = response.content.decode(errors="replace")
    # The address is the asker's own words, as in "sign in, then go on".
    text = text.replace(response.request["PATH_INFO"], "").replace(own or "\0", "")
    return [word for word in words if word in text]


class TestWhatIsElsewhere:
    @pytest.mark.parametrize(("name", "method"), PAGES)
    def test_is_not_there_and_not_named(self, world, clients, words, name, method):
        row = ROWS[name]
        data = row.data(world) if method == "POST" else None
        response, _ = meet(clients[LEAD], method, address_of(row, world), data)

        assert word_for(response) == row.expected(LEAD, method)
        if not row.public:
            assert found_in(response, words) == []

    @pytest.mark.parametrize(("name", "method"), OF_A_COLLABORATIVE)
    def test_is_not_reached_through_ones_own_collaborative(
        self, world, clients, words, name, method
    ):
        row = ROWS[name]
        about = dict(row.about(world))
        if "collaborative" not in about:
            about = {}
        else:
            about["collaborative"] = world.beta.collaborative.slug
        address = reverse(name, kwargs=about or dict(row.about(world)))
        data = row.data(world) if method == "POST" else None
        response, _ = meet(clients[LEAD], method, address, data)

        assert found_in(response, words) == []
        if FOREIGN & set(about) and name not in GIVES_BACK:
            assert word_for(response) == "hidden"

    @pytest.mark.parametrize("situation", ["leaver", "administrator", "anonymous"])
    def test_stays_unnamed_to_whoever_has_no_part_in_its_records(
        self, world, clients, words, situation
    ):
        own = getattr(world.actor(situation), "name", "")
        for name, method in OF_A_COLLABORATIVE:
            row = ROWS[name]
            if row.expected(situation, method) not in {"hidden", "sign-in"}:
                continue
            response, _ = meet(clients[situation], method, address_of(row, world))

            assert found_in(response, words, own) == [], name


class TestTheSweep:
    def test_meets_pages_that_are_hidden(self, world):
        hidden = [
            (name, method)
            for name, method in PAGES
            if ROWS[name].expected(LEAD, method) == "hidden"
        ]

        assert LEAD in SIGNED_IN
        assert len(hidden) > 50
