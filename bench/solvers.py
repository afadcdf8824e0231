"""Other ways to give seats, for comparison: each gives the mentor of each mentee, or -1."""

import numpy as np
import numpy.typing as npt

from ranking.assignment import Edges

Ints = npt.NDArray[np.int64]
# OR-tools counts in integers.
PER_UNIT = 10**9


def greedy(edges: Edges) -> Ints:
    """The best edge that is still free, again and again."""
    seats = edges.seats.tolist()
    given = [-1] * edges.mentee_count
    order = np.argsort(-edges.worths, kind="stable")
    for mentee, mentor in zip(edges.mentees[order].tolist(), edges.mentors[order].tolist(), strict=True):
        if given[mentee] < 0 and seats[mentor]:
            given[mentee] = mentor
            seats[mentor] -= 1
    return np.array(given, dtype=np.int64)


def flow(edges: Edges) -> Ints:
    """A minimum-cost flow, every mentee through a mentor or straight to the sink for nothing."""
    from ortools.graph.python import min_cost_flow  # noqa: PLC0415  # measured only if installed

    mentees, mentors = edges.mentee_count, edges.seats.size
    everybody, sink = np.arange(mentees), mentees + mentors
    network = min_cost_flow.SimpleMinCostFlow()
    arcs = network.add_arcs_with_capacity_and_unit_cost(
        edges.mentees,
        mentees + edges.mentors,
        np.ones(edges.worths.size, dtype=np.int64),
        -np.rint(edges.worths * PER_UNIT).astype(np.int64),
    )
    nothing = np.zeros(max(mentees, mentors), dtype=np.int64)
    network.add_arcs_with_capacity_and_unit_cost(
        everybody, np.full(mentees, sink), np.ones(mentees, dtype=np.int64), nothing[:mentees]
    )
    network.add_arcs_with_capacity_and_unit_cost(
        mentees + np.arange(mentors), np.full(mentors, sink), edges.seats, nothing[:mentors]
    )
    network.set_nodes_supplies(np.append(everybody, sink), np.append(np.ones(mentees, dtype=np.int64), -mentees))
    if network.solve() != network.OPTIMAL:
        raise RuntimeError("OR-tools found no optimum.")
    used = network.flows(arcs) > 0
    return _given(edges, edges.mentees[used], edges.mentors[used])


def sparse_matching(edges: Edges) -> Ints:
    """Every seat a column of its own, and a column for each mentee who stays without."""
    from scipy.sparse import csr_array  # noqa: PLC0415
    from scipy.sparse.csgraph import min_weight_full_bipartite_matching  # noqa: PLC0415

    seats = edges.seats[edges.mentors]
    owners = np.repeat(np.arange(edges.seats.size), edges.seats)
    firsts = np.cumsum(edges.seats) - edges.seats
    rows = np.repeat(edges.mentees, seats)
    columns = np.repeat(firsts[edges.mentors] - np.cumsum(seats) + seats, seats) + np.arange(seats.sum())
    everybody = np.arange(edges.mentee_count)
    # 2 minus the worth: an entry of 0 would be no entry.
    costs = np.append(2 - np.repeat(edges.worths, seats), np.full(everybody.size, 2.0))
    shape = (everybody.size, owners.size + everybody.size)
    table = csr_array((costs, (np.append(rows, everybody), np.append(columns, owners.size + everybody))), shape=shape)
    matched, chosen = min_weight_full_bipartite_matching(table)
    seated = chosen < owners.size
    return _given(edges, matched[seated], owners[chosen[seated]])


def _given(edges: Edges, mentees: Ints, mentors: Ints) -> Ints:
    given = np.full(edges.mentee_count, -1)
    given[mentees] = mentors
    return given
