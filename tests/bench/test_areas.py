from app.areas.atlas import load_atlas
from bench.areas import measure


def test_the_bench_of_areas_prints_a_ratio() -> None:
    figures = measure(load_atlas())
    assert set(figures) == {"find_worst_ms", "find_worst_typed", "find_median_ms", "scan_ms", "scan_vs_find_worst"}
    assert str(figures["find_worst_typed"]) in "abcdefghijklmnopqrstuvwxyz0123456789saint "
