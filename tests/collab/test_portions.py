"""Walking through a table by key: nothing is missed, and no portion costs the rest."""

import pytest

from collab.models import Organisation
from collab.selectors.portions import next_by_key
from tests.builders import people

pytestmark = pytest.mark.django_db


@pytest.fixture
def wanted(now):
    for name in ("A 1", "B 1", "A 2", "A 3", "A 4", "A 5", "B 2", "B 3", "A 6"):
        people.organisation(name, now)
    return Organisation.objects.filter(name__startswith="B")


class TestNextByKey:
    def test_gives_all_of_them_once_and_in_order(self, wanted):
        met, after = [], 0
        while found := next_by_key(wanted, after, 2):
            met += [row.name for row in found]
            after = found[-1].pk

        assert met == ["B 1", "B 2", "B 3"]

    def test_reads_two_statements_for_each_stretch(
        self, wanted, django_assert_num_queries
    ):
        with django_assert_num_queries(2):
            next_by_key(wanted, 0, 2)

    def test_gives_nothing_where_there_is_none(self, wanted):
        assert next_by_key(wanted.filter(name="C"), 0, 2) == []
