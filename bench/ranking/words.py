"""The figures for people."""

from collections.abc import Sequence

from bench.ranking.measures import Figures

HEAD = (
    "mentors",
    "ours p50",
    "p95",
    "a mentor's",
    "naive",
    "plain scan",
    "SQL",
    "reading",
    "extra MiB",
    "B a card",
    "build s",
)


def table(measured: Sequence[Figures]) -> str:
    """Milliseconds, then what the last and largest market says of the ratios."""
    rows = [HEAD, *(_row(figures) for figures in measured)]
    widths = [max(len(row[column]) for row in rows) for column in range(len(HEAD))]
    lines = ["  ".join(map(str.rjust, row, widths)) for row in rows]
    return "\n".join(["", "milliseconds for the exact first 50, one core", *lines, "", *_ratios(measured)])


def _row(figures: Figures) -> tuple[str, ...]:
    return (
        f"{figures.mentors:,}",
        f"{figures.ours_ms:.3f}",
        f"{figures.p95_ms:.3f}",
        f"{figures.mentors_ms:.3f}",
        f"{figures.naive_ms:.2f}",
        f"{figures.plain_ms:.2f}",
        "–" if figures.sql_ms is None else f"{figures.sql_ms:.0f}",
        f"{figures.floor_ms:.2f}",
        f"{figures.extra_mib:.2f}",
        f"{figures.bytes_per_card:.0f}",
        f"{figures.build_s:.2f}",
    )


def _ratios(measured: Sequence[Figures]) -> list[str]:
    small, large = measured[0], measured[-1]
    lines = [_ratios_of(figures) for figures in ([small, large] if small is not large else [large])]
    lines.append(f"two processes on one file: {large.decks_per_s or 0:,.0f} decks/s")
    lines.append(f"lists that differ from a plain float64 scan's: {large.differing} of {large.lists:,}")
    if large.sql_differing is not None:
        lines.append(f"SQL's lists that differ in score: {large.sql_differing}")
    return lines


def _ratios_of(figures: Figures) -> str:
    theirs = {"naive": figures.naive_ms, "plain scan": figures.plain_ms, "SQL": figures.sql_ms}
    said = [f"{name} / ours {ms / figures.ours_ms:.1f}" for name, ms in theirs.items() if ms is not None]
    return f"{figures.mentors:>10,}: {', '.join(said)}, reading / ours {figures.floor_ms / figures.ours_ms:.2f}"
