import bench
import pytest
from benchmarks import Benchmark, Prepared


def benchmark(**bounds):
    return Benchmark("after", prepare=lambda: None, compared_with="before", **bounds)


class TestVerdict:
    @pytest.mark.parametrize(
        ("after", "word"), [(3.8, "kept"), (3.9, "MISSED"), (0.1, "kept")]
    )
    def test_holds_the_ratio_to_its_bound(self, after, word):
        figures = {"before": 1.0, "after": after}

        assert word in bench.verdict(benchmark(at_most=3.8), figures)

    @pytest.mark.parametrize(("after", "word"), [(0.0059, "kept"), (0.0061, "MISSED")])
    def test_forgives_a_few_milliseconds_where_the_bound_says_so(self, after, word):
        figures = {"before": 0.001, "after": after}

        assert word in bench.verdict(benchmark(at_most=1.5, or_within=0.005), figures)


class TestMeasure:
    def test_gives_the_time_of_one_repeat(self):
        calls = []
        prepared = {"work": Prepared(lambda: calls.append(1), repeats=10)}

        figures = bench.measure(prepared, rounds=3)

        assert len(calls) == 4
        assert figures["work"] < figures[bench.BASELINE]
