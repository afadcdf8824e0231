"""The same properties of a market that is graded, of one scanned plainly and of one laid out in blocks."""

from collections.abc import Iterator

import pytest

from ranking import index, layout, sift


@pytest.fixture(scope="module", params=["graded", "scanned plainly", "in blocks", "in large blocks"])
def laid_out(request: pytest.FixtureRequest) -> Iterator[None]:
    """Tests' markets are small; with this, the smallest has blocks."""
    with pytest.MonkeyPatch.context() as patch:
        if request.param == "in large blocks":
            patch.setattr(layout, "LARGE_FROM", 1)
            patch.setattr(sift, "LOOKED_AT_ONCE", 50)
        if request.param == "scanned plainly":
            patch.setattr(index, "scale_of", lambda _: None)
        if "blocks" in request.param:
            patch.setattr(index, "BLOCKS_FROM", 1)
            patch.setattr(index, "MOST_LOOKED_AT", 1)
        yield
