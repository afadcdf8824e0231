from app.areas.atlas import load_atlas
from bench.areas import TYPED, measure


def test_the_bench_of_areas_prints_a_ratio() -> None:
    figures = measure(load_atlas())
    assert set(figures) == {"find_worst_ms", "find_worst_typed", "find_median_ms", "scan_ms", "scan_vs_find_worst"}
    # Which of them, the machine's mood decides.
    assert figures["find_worst_typed"] in TYPED
