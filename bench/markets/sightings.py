"""Who was shown to somebody, and for how long nobody saw them although they could have been dealt."""

import numpy as np
import numpy.typing as npt

Floats = npt.NDArray[np.float64]


class Sightings:
    """Of n members: how often each was seen, and the longest that any of them who could be dealt was not."""

    def __init__(self, since: Floats) -> None:
        """Nobody is waited for before `since`, (n,) days."""
        self._since = since.astype(np.float64)
        self._offered = np.zeros(len(since), np.bool_)
        self.times = np.zeros(len(since), np.int64)
        self.longest = 0.0

    def offer(self, offered: npt.NDArray[np.bool_], now: float) -> None:
        """These may be dealt from now on. For whoever comes back, waiting begins anew."""
        back = offered & ~self._offered
        self._since[back] = np.maximum(self._since[back], now)
        self._offered = offered
        if offered.any():
            self.longest = max(self.longest, float((now - self._since)[offered].max()))

    def see(self, members: npt.NDArray[np.intp], now: float) -> None:
        self.times[members] += 1
        self._since[members] = now

    def unseen_days(self, now: float) -> Floats:
        return np.maximum(now - self._since, 0.0)
