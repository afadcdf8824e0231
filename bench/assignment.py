"""Measures the assignment of seats beside other solvers: `python -m bench.assignment [--json]`.

Processor seconds, the least of the rounds; the share of the best bound that anybody proved; the gap each proves
itself. SciPy and OR-tools are measured if they are installed: the service needs neither.
"""

import argparse
import json
import time
from collections.abc import Callable
from importlib.util import find_spec
from typing import Any, NamedTuple

import numpy as np

from bench.solvers import flow, greedy, sparse_matching
from ranking.assignment import Assignment, Edges, assign, prove

SEED = 20261122
FINEST = 1e-9


class Solver(NamedTuple):
    name: str
    solve: Callable[[Edges], Assignment]
    proves: bool
    needs: str = "numpy"


class Figure(NamedTuple):
    solver: str
    seconds: float
    share: float
    gap: float | None


SOLVERS = (
    Solver("ours, within 1 %", lambda edges: assign(edges, 1e-2), True),
    Solver("ours, within 0.01 %", assign, True),
    Solver("ours, within 1e-9", lambda edges: assign(edges, FINEST), True),
    Solver("greedy", lambda edges: _unproven(edges, greedy(edges)), False),
    Solver("OR-tools, minimum-cost flow", lambda edges: _unproven(edges, flow(edges)), False, "ortools"),
    Solver("SciPy, sparse matching", lambda edges: _unproven(edges, sparse_matching(edges)), False, "scipy"),
)


def main() -> None:
    arguments = _arguments()
    measured = {
        name: _measure(_market(name, arguments), arguments.rounds)
        for name in ("as many seats", "one seat short", "crowded", "alike and scarce")
    }
    print(json.dumps(_keys(measured), indent=2) if arguments.json else _table(measured))


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m bench.assignment", description="Measures who gets which seat.")
    parser.add_argument("--json", action="store_true", help="only JSON on standard output")
    parser.add_argument("--mentees", type=int, default=10_000)
    parser.add_argument("--mentors", type=int, default=2_000)
    parser.add_argument("--seats", type=int, default=5, help="of each mentor (default 5)")
    parser.add_argument("--edges", type=int, default=50, help="of each mentee (default 50)")
    parser.add_argument("--rounds", type=int, default=3, help="of which the fastest counts (default 3)")
    return parser.parse_args()


def _market(name: str, sizes: argparse.Namespace) -> Edges:
    """Each mentee's edges: drawn evenly, or, where crowded, the best by a taste that is half common to all."""
    rng = np.random.default_rng(SEED)
    tastes = rng.random((sizes.mentees, sizes.mentors))
    order = tastes
    if name == "crowded":
        order = tastes = 0.5 * tastes + 0.5 * np.linspace(1, 0, sizes.mentors)
    mentors = np.argsort(-order, axis=1)[:, : sizes.edges]
    worths = np.take_along_axis(tastes, mentors, axis=1) if name == "crowded" else rng.random(mentors.shape)
    if name == "alike and scarce":
        worths = 0.9 + 0.001 * worths
    seats = np.full(sizes.mentors, sizes.seats - (name == "alike and scarce"))
    seats[0] -= name == "one seat short"
    mentees = np.repeat(np.arange(sizes.mentees), mentors.shape[1])
    return Edges(mentees, mentors.ravel(), worths.ravel(), seats, sizes.mentees)


def _measure(edges: Edges, rounds: int) -> list[Figure]:
    found = {}
    for solver in SOLVERS:
        if find_spec(solver.needs):
            found[solver] = [_timed(solver, edges) for _ in range(rounds)]
    # The bound is ours: proven, and as near the optimum as its total.
    bound = min(runs[0][1].total + runs[0][1].gap for solver, runs in found.items() if solver.proves)
    return [
        Figure(
            solver.name,
            min(seconds for seconds, _ in runs),
            runs[0][1].total / bound,
            runs[0][1].gap / runs[0][1].total if solver.proves else None,
        )
        for solver, runs in found.items()
    ]


def _timed(solver: Solver, edges: Edges) -> tuple[float, Assignment]:
    began = time.process_time()
    found = solver.solve(edges)
    return time.process_time() - began, found


def _unproven(edges: Edges, mentors: Any) -> Assignment:
    """Their assignment is checked like ours; without prices the gap says nothing."""
    return prove(edges, mentors, np.zeros(edges.seats.size))


def _keys(measured: dict[str, list[Figure]]) -> dict[str, Any]:
    proven = [figure for figures in measured.values() for figure in figures if figure.gap is not None]
    return {
        "worst_default_gap": max(figure.gap or 0.0 for figure in proven if figure.solver == SOLVERS[1].name),
        "worst_finest_gap": max(figure.gap or 0.0 for figure in proven if figure.solver == SOLVERS[2].name),
        "worst_default_seconds": max(figure.seconds for figure in proven if figure.solver == SOLVERS[1].name),
        "shapes": [
            {"shape": shape, "solvers": [figure._asdict() for figure in figures]} for shape, figures in measured.items()
        ],
    }


def _table(measured: dict[str, list[Figure]]) -> str:
    lines = []
    for shape, figures in measured.items():
        lines += ["", f"{shape:30}  seconds  of the optimum  proven gap"]
        for figure in figures:
            gap = "–" if figure.gap is None else f"{figure.gap:.1e}"
            lines.append(f"{figure.solver:30}  {figure.seconds:7.2f}  {figure.share:14.6%}  {gap:>10}")
    return "\n".join(lines)


if __name__ == "__main__":
    main()
