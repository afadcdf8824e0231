"""The charter."""

from typing import Annotated, Any
from uuid import UUID

from litestar import Request, Response, get, put
from litestar.di import NamedDependency
from litestar.params import FromPath, JSONBody, QueryParameter

from app.auth.guard import SignedIn
from app.db import Database
from app.errors import language_of
from app.references import answer
from app.tandems.charter import service
from app.tandems.charter.wire import NewSignature, SentCharter, sent_charter
from app.tandems.wire import SentTandem, sent_tandem

Wanted = Annotated[int | None, QueryParameter(ge=1, le=1_000_000, description="An older version that somebody signed")]


@get("/charter", operation_id="readCharter", tags=["Reference lists"])
async def read_charter(request: Request[Any, Any, Any], version: Wanted = None) -> Response[SentCharter]:
    """What the two of a tandem promise each other."""
    language = language_of(request)
    found = service.read(version)
    return answer(request, sent_charter(found, language, found == service.read(None)), language)


@put("/tandems/{tandem_id:uuid}/signature", operation_id="signCharter")
async def sign_charter(
    request: SignedIn, db: NamedDependency[Database], tandem_id: FromPath[UUID], data: JSONBody[NewSignature]
) -> SentTandem:
    """The caller signs the charter; once both have, the tandem is active. 409 for a version no longer current."""
    return sent_tandem(*await service.sign(db, request.user.uid, tandem_id, data.version))
