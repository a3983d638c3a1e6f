"""Where everything of a line chart stands."""

import itertools
from fractions import Fraction

import pytest
from django.template import engines
from hypothesis import given
from hypothesis import strategies as st

from ui.charts import (
    BOTTOM,
    HEIGHT,
    TOP,
    WIDTH,
    Level,
    Mark,
    line_chart,
    scale,
    tenth,
)

VALUES = st.lists(st.integers(min_value=-(10**12), max_value=10**12), max_size=30)


def marks(values, start=0):
    return [
        Mark(at=start + number, value=value, words=f"{number}: {value}")
        for number, value in enumerate(values)
    ]


def chart(*runs, levels=(), **given):
    return line_chart(
        **{
            "title": "People placed far away",
            "words": "It falls.",
            "runs": runs,
            "levels": [
                Level(value=value, name=name, dashes="2 3", colour="#006747")
                for name, value in levels
            ],
            "write": str,
            "first": "Jan 2025",
            "last": "Mar 2025",
        }
        | given
    )


class TestScale:
    @given(VALUES)
    def test_holds_every_value_in_few_even_steps(self, values):
        steps = scale(values)

        assert len(steps) in range(2, 6)
        assert len({b - a for a, b in itertools.pairwise(steps)}) == 1
        assert all(steps[0] <= value <= steps[-1] for value in values)

    def test_begins_at_nought_where_that_hides_nothing(self):
        assert scale([5, 20]) == [0, 5, 10, 15, 20]
        assert scale([95, 98])[0] > 0

    @pytest.mark.parametrize("values", [[], [0], [7], [7, 7], [-3]])
    def test_has_room_for_few_values(self, values):
        steps = scale(values)

        assert steps[0] < steps[-1]


class TestTenth:
    @given(st.fractions(min_value=-1000, max_value=1000))
    def test_is_within_half_a_tenth(self, place):
        assert abs(Fraction(tenth(place)) - place) <= Fraction(1, 20)


class TestLineChart:
    @given(VALUES, st.integers(min_value=-100, max_value=100))
    def test_keeps_everything_inside_the_picture(self, values, level):
        drawn = chart(marks(values), levels=[("Baseline", level), ("Target", 0)])

        assert all(0 <= float(each.x) <= WIDTH for each in drawn.marks)
        assert all(TOP <= float(each.y) <= BOTTOM for each in drawn.marks)
        assert all(0 < float(each.label_y) < HEIGHT for each in drawn.marks)
        assert all(TOP <= float(each.y) <= BOTTOM for each in drawn.levels)

    def test_puts_higher_values_higher_and_later_ones_further_right(self):
        low, high = chart(marks([2, 9])).marks

        assert float(high.y) < float(low.y)
        assert float(high.x) > float(low.x)

    def test_draws_no_line_for_one_value_and_one_for_each_run(self):
        assert chart(marks([5])).lines == []
        assert len(chart(marks([5, 6]), marks([7, 8], start=9)).lines) == 2
        assert len(chart(marks([5]), marks([7, 8], start=9)).lines) == 1

    def test_keeps_the_width_of_a_gap(self):
        one, two, three = chart(marks([1, 1]), marks([1], start=4)).marks
        step = float(two.x) - float(one.x)

        assert float(three.x) - float(two.x) == pytest.approx(3 * step, abs=0.3)

    def test_labels_the_first_and_the_last_value_alone(self):
        drawn = chart(marks([5, 6, 7]))

        assert [each.label for each in drawn.marks] == ["5", "", "7"]

    def test_puts_a_label_on_the_side_where_the_line_is_not(self):
        falls, rises = chart(marks([20, 12, 8])), chart(marks([8, 12, 20]))

        assert float(falls.marks[-1].label_y) > float(falls.marks[-1].y)
        assert float(rises.marks[0].label_y) > float(rises.marks[0].y)

    def test_moves_names_of_levels_apart(self):
        near = chart(marks([0, 100]), levels=[("Baseline", 50), ("Target", 49)])
        first, second = (float(each.name_y) for each in near.levels)

        assert second - first >= 16

    def test_is_empty_without_values(self):
        drawn = chart()

        assert drawn.marks == drawn.lines == []
        assert len(drawn.ticks) == 2


class TestThePicture:
    def drawn(self, **given):
        template = engines["pages"].from_string(
            '{% from "ui/charts.jinja" import line_chart %}'
            '{{ line_chart(chart, "c", hollow) }}'
        )
        shown = chart(marks([8, 5]), levels=[("Target", 5)], **given)
        return template.render({"chart": shown, "hollow": "Hollow marks are made up."})

    def test_has_a_title_a_description_and_the_same_words_beside_it(self):
        html = self.drawn(words="It <falls>.")

        assert 'role="img" aria-labelledby="c-title c-words"' in html
        assert '<title id="c-title">People placed far away</title>' in html
        assert html.count("It &lt;falls&gt;.") == 2
        assert "Hollow marks are made up." in html

    def test_carries_no_style_and_no_script(self):
        html = self.drawn()

        assert "style=" not in html
        assert "<script" not in html

    def test_tells_levels_by_name_and_dashes_not_by_colour_alone(self):
        html = self.drawn()

        assert ">Target</text>" in html
        assert 'stroke-dasharray="2 3"' in html
