from hypothesis import given
from hypothesis import strategies as st

from agreements.rules.merging import merged

PARTS = st.fixed_dictionaries({name: st.integers(0, 2) for name in "abc"})


class TestMerged:
    @given(PARTS, PARTS, PARTS)
    def test_loses_nothing_that_one_of_the_two_changed(self, read, mine, stands):
        found = merged(read, mine, stands)

        for part in "abc":
            i_changed = mine[part] != read[part]
            they_changed = stands[part] != read[part]
            if i_changed:
                assert found.values[part] == mine[part]
            elif they_changed:
                assert found.values[part] == stands[part]
                assert part in found.theirs
            else:
                assert found.values[part] == read[part]
            different = mine[part] != stands[part]
            assert (part in found.both) == (i_changed and they_changed and different)

    @given(PARTS, PARTS)
    def test_names_every_difference_where_what_was_read_is_not_known(self, mine, now):
        found = merged(None, mine, now)

        assert found.values == mine
        assert found.both == {part for part in "abc" if mine[part] != now[part]}
