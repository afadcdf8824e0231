"""The weights and the table of similar sectors: all that a ranking needs beside the members."""

from collections.abc import Sequence
from dataclasses import dataclass, field

import numpy as np
import numpy.typing as npt

from ranking.weights import Weights

Floats = npt.NDArray[np.float64]


@dataclass(frozen=True, slots=True, eq=False)
class Rules:
    """Weights, and similarity (S, S) in [0, 1] between sectors; checked once, kept as a read-only copy.

    by_slots: the same by slots, (S + 1, S + 1), 0 beside slot 0.
    """

    weights: Weights
    similarity: Floats
    by_slots: Floats = field(init=False, repr=False)

    def __post_init__(self) -> None:
        table = np.array(self.similarity, dtype=np.float64)
        if table.ndim != 2 or table.shape[0] != table.shape[1]:
            raise ValueError(f"similarity must be a square table of sectors, not of shape {table.shape}.")
        if not ((table >= 0) & (table <= 1)).all():
            raise ValueError("similarity must lie between 0 and 1 everywhere.")
        by_slots = np.pad(table, ((1, 0), (1, 0)))
        table.flags.writeable = by_slots.flags.writeable = False
        object.__setattr__(self, "similarity", table)
        object.__setattr__(self, "by_slots", by_slots)

    def similar_to(self, sectors: Sequence[int]) -> Floats:
        """The best similarity of each sector to one of `sectors`, by slots: (S + 1,); the first, 0, is for none."""
        self.check(sectors)
        best: Floats = self.by_slots[sectors[0] + 1 if sectors else 0]
        for sector in sectors[1:]:
            best = np.maximum(best, self.by_slots[sector + 1])
        return best

    def check(self, sectors: Sequence[int]) -> None:
        """ValueError when a seeker's sector is not in the table."""
        if max(sectors, default=-1) >= len(self.similarity):
            raise ValueError(f"A sector of the seeker is not among the {len(self.similarity)} of the table.")


def sector_similarity(fields: Sequence[int], related: Sequence[tuple[int, int]], weights: Weights) -> Floats:
    """The (S, S) table: 1 the same sector, then the same wide field, then fields declared related, else 0.

    fields: the wide field of each sector (S,). related: pairs of fields, in either order.
    """
    of_sector = np.asarray(fields, dtype=np.intp)
    if of_sector.ndim != 1 or (of_sector < 0).any():
        raise ValueError("fields must give each sector the number of its wide field, from 0.")
    count = int(max([*fields, *(field for pair in related for field in pair)], default=-1)) + 1
    between_fields = np.zeros((count, count))
    for one, other in related:
        between_fields[one, other] = between_fields[other, one] = weights.related_field
    np.fill_diagonal(between_fields, weights.same_field)
    table = between_fields[np.ix_(of_sector, of_sector)]
    np.fill_diagonal(table, 1.0)
    return table
