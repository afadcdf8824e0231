"""The figures by name, and for people."""

from collections.abc import Sequence
from typing import Any

import msgspec

from bench.updating.census import Counted
from bench.updating.changes import Took
from bench.updating.files import Attaching
from bench.updating.memory import Memory
from bench.updating.visibility import Seen, Visibility

WORDS = {
    "set_prior": "another load or rate of yes",
    "set_eligible": "paused, full, suspended, or back",
    "put_stays": "a profile that stays in its block",
    "put_moves": "a profile that leaves its block",
    "put_newcomer": "a newcomer",
    "before": "before attaching",
    "attached": "attached, checksums read",
    "after_queries": "after queries",
    "after_changes": "after changes",
}
HARDSHIPS = ("asleep", "out_of_order", "cut_off")


class Figures(msgspec.Struct, frozen=True):
    """Everything measured in one run."""

    changes: dict[str, Took]
    lists: int
    lists_differing: int
    memory: dict[str, Memory]
    files: list[Attaching]
    visibility: Visibility
    census: Counted

    @property
    def missed(self) -> int:
        hardships = [getattr(self.visibility, name) for name in HARDSHIPS]
        return sum(seen.missed for seen in [*self.visibility.usual.values(), *hardships])

    def keys(self) -> dict[str, Any]:
        """As `--json` prints them; `files` has one object for each size of market."""
        keys: dict[str, Any] = {"mentors": self.files[0].mentors}
        for kind, took in self.changes.items():
            keys |= {f"{kind}_p50_us": round(took.p50_us, 1), f"{kind}_p99_us": round(took.p99_us, 1)}
        keys |= {"lists_after_changes": self.lists, "lists_differing": self.lists_differing}
        for many, seen in self.visibility.usual.items():
            keys |= _seen_keys(f"visible_{many}_{'process' if many == 1 else 'processes'}", seen)
        for name in HARDSHIPS:
            keys |= _seen_keys(f"visible_{name}", getattr(self.visibility, name))
        keys |= {"visibility_members": self.visibility.members, "changes_missed": self.missed}
        for step, memory in self.memory.items():
            keys |= {f"memory_{step}_{name}": round(value, 1) for name, value in msgspec.structs.asdict(memory).items()}
        return keys | {
            "census_members": self.census.members,
            "census_s": round(self.census.seconds, 2),
            "census_us_per_member": round(self.census.us_per_member, 1),
            "take_us_per_row": round(self.census.take_us, 1),
            "files": [
                # A small market's take less than a millisecond.
                {name: float(f"{value:.4g}") if isinstance(value, float) else value for name, value in file.items()}
                for file in map(msgspec.structs.asdict, self.files)
            ],
        }


def _seen_keys(name: str, seen: Seen) -> dict[str, Any]:
    return {
        f"{name}_median_ms": None if seen.median_ms is None else round(seen.median_ms, 1),
        f"{name}_max_ms": None if seen.max_ms is None else round(seen.max_ms, 1),
        f"{name}_changes": seen.changes,
        f"{name}_missed": seen.missed,
    }


def table(figures: Figures) -> str:
    """The figures for people."""
    return "\n\n".join(
        ["", _changes(figures), _visible(figures.visibility), _files(figures.files), _memory(figures), _census(figures)]
    )


def _changes(figures: Figures) -> str:
    rows = [(WORDS[kind], f"{took.p50_us:.1f}", f"{took.p99_us:.1f}") for kind, took in figures.changes.items()]
    lists = f"lists that differ from a plain float64 scan's afterwards: {figures.lists_differing} of {figures.lists}"
    return _aligned((f"µs a change, {figures.files[0].mentors:,} mentors", "p50", "p99"), rows) + f"\n{lists}"


def _visible(visibility: Visibility) -> str:
    named = {f"{many} {'process' if many == 1 else 'processes'}": seen for many, seen in visibility.usual.items()}
    named |= {
        f"asleep for {visibility.asleep_seconds:g} s, its first deal": visibility.asleep,
        "committed after a later transaction": visibility.out_of_order,
        "its connections just cut off": visibility.cut_off,
    }
    rows = [
        (words, _ms(seen.median_ms), _ms(seen.max_ms), str(seen.changes), str(seen.missed))
        for words, seen in named.items()
    ]
    head = f"ms from commit to deck, {visibility.members:,} members"
    return _aligned((head, "median", "max", "changes", "missed"), rows)


def _files(files: list[Attaching]) -> str:
    rows = [
        (
            f"{file.mentors:,}",
            *(f"{seconds:.2f}" for seconds in (file.build_s, file.directory_s, file.write_s)),
            f"{file.mib:.0f}",
            f"{file.attach_ms:.2f}",
            f"{file.attach_checked_ms:.1f}",
        )
        for file in files
    ]
    return _aligned(("mentors", "build s", "directory s", "write s", "MiB", "attach ms", "with checksums ms"), rows)


def _memory(figures: Figures) -> str:
    rows = [
        (WORDS[step], f"{memory.private_mib:.0f}", f"{memory.shared_mib:.0f}")
        for step, memory in figures.memory.items()
    ]
    return _aligned(("MiB of each of two processes", "private", "shared"), rows)


def _census(figures: Figures) -> str:
    census = figures.census
    return (
        f"census of {census.members:,} members: {census.seconds:.2f} s, {census.us_per_member:.0f} µs each; "
        f"taking a changed row: {census.take_us:.0f} µs"
    )


def _aligned(head: tuple[str, ...], rows: Sequence[tuple[str, ...]]) -> str:
    lines = [head, *rows]
    widths = [max(len(line[column]) for line in lines) for column in range(len(head))]
    return "\n".join(
        "  ".join([line[0].ljust(widths[0]), *map(str.rjust, line[1:], widths[1:])]).rstrip() for line in lines
    )


def _ms(value: float | None) -> str:
    return "–" if value is None else f"{value:.1f}"
