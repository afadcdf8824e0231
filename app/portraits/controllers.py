"""Drawn portraits."""

from typing import Annotated

from litestar import Response, get
from litestar.params import PathParameter

from app.portraits import draw
from app.wire import PRINTED

A_YEAR = "public, max-age=31536000, immutable"


@get("/portraits/{hue:int}/{initial:str}", operation_id="readPortrait", sync_to_thread=False)
def read_portrait(
    hue: Annotated[int, PathParameter(ge=0, le=359)],
    # Some letters are two in capitals.
    initial: Annotated[str, PathParameter(min_length=1, max_length=3, pattern=PRINTED)],
) -> Response[str]:
    """The initial of a member without a photo, on a colour of their own."""
    return Response(draw(hue, initial), media_type="image/svg+xml", headers={"Cache-Control": A_YEAR})
