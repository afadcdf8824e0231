"""The list of sectors, open to all."""

from typing import Annotated, Any

from litestar import Request, Response, get
from litestar.params import QueryParameter

from app.errors import language_of
from app.references import answer
from app.sectors.search import LONGEST_TYPED, find
from app.sectors.wire import SectorItem, sector_item
from app.wire import PRINTED, Page

Typed = Annotated[
    str, QueryParameter(max_length=LONGEST_TYPED, pattern=PRINTED, description="A job title, or its beginning")
]


@get("/sectors", operation_id="listSectors", summary="List the sectors, or find one", tags=["Reference lists"])
async def list_sectors(request: Request[Any, Any, Any], q: Typed = "") -> Response[Page[SectorItem]]:
    """All sectors in the order of their codes; with a job title, those it belongs to, likeliest first."""
    language = language_of(request)
    page = Page([sector_item(sector, language) for sector in find(q)])
    return answer(request, page, language)
