"""An index and the same members as plain columns, to which every change is made, too."""

from typing import Any

import numpy as np
import numpy.typing as npt

from ranking import Cards, Index
from tests.ranking.markets import Spread, cards_of, points

NAMES = ("sectors", "goals", "xyz", "modalities", "languages", "availability", "priors", "ranks")
CHANGES = ("profile", "move", "prior", "eligible", "all priors", "newcomer")


class Mirror:
    """The same members as plain columns, to which every change is made, too."""

    def __init__(self, cards: Cards, rng: np.random.Generator) -> None:
        self.rng = rng
        self.columns: dict[str, npt.NDArray[Any]] = {name: getattr(cards, name).copy() for name in NAMES}
        self.eligible = rng.random(len(cards)) < 0.8
        self.index = Index.build(cards, self.eligible.copy())

    def change(self, kind: str, spread: Spread) -> None:
        n = len(self.eligible)
        at = int(self.rng.integers(n)) if n else None
        if kind == "newcomer" or at is None:
            self._put(None, self._fresh(spread))
        elif kind == "profile":
            self._put(at, {**self._fresh(spread), "ranks": self.columns["ranks"][at]})
        elif kind == "move":
            self._put(at, {**self._row(at), "xyz": points(self.rng, 1, spread)[0]})
        elif kind == "prior":
            self.columns["priors"][at] = prior = float(self.rng.choice([0.0, 0.2, 1.0, self.rng.random()]))
            self.index.set_prior(at, prior)
        elif kind == "eligible":
            self.eligible[at] = not self.eligible[at]
            self.index.set_eligible(at, bool(self.eligible[at]))
        else:
            self.columns["priors"] = self.rng.random(n)
            self.index.set_priors(self.columns["priors"])

    def cards(self) -> Cards:
        return Cards(**self.columns)

    def _fresh(self, spread: Spread) -> dict[str, Any]:
        card = cards_of(self.rng, 1, spread=spread)
        return {name: getattr(card, name)[0] for name in NAMES} | {"ranks": 10_000 + len(self.eligible)}

    def _row(self, at: int) -> dict[str, Any]:
        return {name: column[at] for name, column in self.columns.items()}

    def _put(self, at: int | None, row: dict[str, Any]) -> None:
        eligible = bool(self.rng.random() < 0.8)
        position = put(self.index, at, row, eligible)
        if at is None:
            assert position == len(self.eligible)
            self.eligible = np.append(self.eligible, eligible)
            self.columns = {
                name: np.concatenate([self.columns[name], np.array([row[name]], self.columns[name].dtype)])
                for name in NAMES
            }
            return
        assert position == at
        self.eligible[at] = eligible
        for name in NAMES:
            self.columns[name][at] = row[name]


def put(index: Index, at: int | None, row: dict[str, Any], eligible: bool) -> int:
    return index.put(
        at,
        sectors=[int(sector) for sector in row["sectors"] if sector >= 0],
        goals=[int(goal) for goal in row["goals"] if goal >= 0],
        xyz=row["xyz"],
        modalities=int(row["modalities"]),
        languages=int(row["languages"]),
        availability=int(row["availability"]),
        prior=float(row["priors"]),
        rank=int(row["ranks"]),
        eligible=eligible,
    )
