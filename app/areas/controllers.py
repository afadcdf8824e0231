"""The list of areas, open to all."""

from typing import Annotated, Any

from litestar import Request, Response, get
from litestar.params import QueryParameter

from app.areas.atlas import FIRST_PAGE, LONGEST_TYPED, load_atlas
from app.areas.wire import AreaItem, area_item
from app.errors import language_of
from app.references import answer
from app.wire import PRINTED, Page

# Limits stand here: Litestar passes over those of a msgspec Meta on a query parameter, in silence.
Typed = Annotated[
    str,
    QueryParameter(max_length=LONGEST_TYPED, pattern=PRINTED, description="The beginning of a name, or of a postcode"),
]
Limit = Annotated[int, QueryParameter(ge=1, le=50, description="How many at most")]


@get(
    "/areas",
    operation_id="findAreas",
    summary="Find a commune or an arrondissement",
    tags=["Reference lists"],
)
async def find_areas(
    request: Request[Any, Any, Any], q: Typed = "", limit: Limit = FIRST_PAGE
) -> Response[Page[AreaItem]]:
    """Areas whose name or postcode begins as typed, best first; with nothing typed, the most populous."""
    page = Page([area_item(area) for area in load_atlas().find(q, limit)])
    return answer(request, page, language_of(request))
