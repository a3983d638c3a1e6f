"""An item that is withheld from one member is nowhere where that member looks."""

import pytest
from django.urls import reverse

from collab.grants import rights_of
from collab.models import Decision
from ui.registries import find_reference

pytestmark = pytest.mark.django_db

TITLE = "Quillon buys the excluded firm"
EXCLUDED, OTHER = "excluded", "other_party"


def pages(world):
    """Where a decision, its number or its words can turn up, and with what question."""
    slug = world.alpha.collaborative.slug
    agreement = world.alpha.in_force.agreement.reference
    first = world.alpha.decision.reference
    return {
        "home": ("/", {}),
        "collaborative": (f"/{slug}/", {}),
        "register": (f"/{slug}/decisions", {}),
        "register by words": (f"/{slug}/decisions", {"words": "excluded firm"}),
        "the decision that it amends": (f"/{slug}/decisions/{first}", {}),
        "its agreement": (f"/{slug}/agreements/{agreement}", {}),
        "actions": (f"/{slug}/actions", {}),
        "search": (reverse("collab:search"), {"q": "excluded firm"}),
        "history": ("/audit/", {}),
    }


NAMES = (
    *("home", "collaborative", "register", "register by words", "its agreement"),
    *("the decision that it amends", "actions", "search", "history"),
)
SHOWN_ON = {"collaborative", "register", "the decision that it amends"}


class TestAnItemWithheldFromOneMember:
    @pytest.mark.parametrize("name", NAMES)
    def test_is_not_on_the_page_of(self, world, clients, name):
        address, question = pages(world)[name]
        reference = world.alpha.withheld.reference

        page = clients[EXCLUDED].get(address, question, follow=True)
        text = page.content.decode()

        assert page.status_code == 200
        assert TITLE not in text
        assert f"/decisions/{reference}" not in text
        assert f"Decision {reference}" not in text

    @pytest.mark.parametrize("name", sorted(SHOWN_ON))
    def test_is_there_for_another_member(self, world, clients, name):
        address, question = pages(world)[name]

        text = clients[OTHER].get(address, question, follow=True).content.decode()

        assert TITLE in text

    @pytest.mark.parametrize("query", [{}, {"words": "excluded firm"}])
    def test_is_in_no_file_of_the_register(self, world, clients, query):
        address = f"/{world.alpha.collaborative.slug}/decisions.csv"

        def taken(by):
            return b"".join(by.get(address, query).streaming_content).decode()

        assert TITLE not in taken(clients[EXCLUDED])
        assert TITLE in taken(clients[OTHER])

    def test_is_led_to_by_no_reference(self, world):
        reference = world.alpha.withheld.reference

        assert find_reference(world.actor(EXCLUDED), reference) is None
        assert find_reference(world.actor(OTHER), reference) is not None

    def test_leaves_every_other_item(self, world):
        rights = rights_of(world.actor(EXCLUDED), world.now)

        here = Decision.objects.filter(collaborative=world.alpha.collaborative)
        left_out = here.exclude(pk__in=here.visible_to(rights))

        assert list(left_out) == [world.alpha.withheld]
