import bench
import pytest
from benchmarks import Benchmark, Prepared


def said(*, before=1.0, after=1.0, loops=(1.0, 1.0), queries=None, **bounds):
    benchmark = Benchmark(
        "after", prepare=lambda: None, compared_with="before", **bounds
    )
    figures = {
        "before": bench.Figure(before, loops[0]),
        "after": bench.Figure(after, loops[1], queries),
    }
    return list(bench.verdicts(benchmark, figures, "sqlite"))


class TestVerdicts:
    @pytest.mark.parametrize(
        ("after", "word"), [(3.8, "kept"), (3.9, "MISSED"), (0.1, "kept")]
    )
    def test_hold_a_ratio_to_its_bound(self, after, word):
        (verdict,) = said(after=after, at_most={"sqlite": 3.8})

        assert verdict.endswith(word)

    def test_take_the_bound_of_their_own_database(self):
        assert said(after=9.0, at_most={"postgresql": 2.6}) == []

    def test_compare_what_the_machine_could_do_at_the_time(self):
        (verdict,) = said(after=4.0, loops=(1.0, 2.0), at_most={"sqlite": 3.8})

        assert verdict.startswith("2.00 times")

    @pytest.mark.parametrize(("after", "word"), [(0.0059, "kept"), (0.0061, "MISSED")])
    def test_forgive_a_few_milliseconds_where_the_bound_says_so(self, after, word):
        (verdict,) = said(
            before=0.001, after=after, at_most={"sqlite": 1.5}, or_within=0.005
        )

        assert verdict.endswith(word)

    @pytest.mark.parametrize(("queries", "word"), [(12, "kept"), (13, "MISSED")])
    def test_count_queries(self, queries, word):
        (verdict,) = said(queries=queries, queries_at_most=12)

        assert verdict.endswith(word)

    @pytest.mark.parametrize(("after", "word"), [(0.1, "kept"), (0.101, "MISSED")])
    def test_hold_a_time_to_its_bound(self, after, word):
        (verdict,) = said(after=after, seconds=0.1)

        assert verdict.endswith(word)


class TestMeasure:
    def test_gives_the_time_of_one_repeat(self):
        calls = []
        prepared = {"work": Prepared(lambda: calls.append(1), repeats=10)}

        figures = bench.measure(prepared, rounds=3)

        assert len(calls) == 4
        assert figures["work"].loops < 1

    def test_does_once_what_takes_long(self):
        calls = []
        prepared = {"work": Prepared(lambda: calls.append(1), once=True)}

        figures = bench.measure(prepared, rounds=3)

        assert len(calls) == 1
        assert figures["work"].seconds < 1
