"""How tandems end, and what may come after."""

from typing import Any
from uuid import UUID

from litestar import Request, Response, get, post, put
from litestar.di import NamedDependency
from litestar.params import FromPath, JSONBody

from app.auth.guard import SignedIn
from app.db import Database
from app.errors import language_of
from app.references import answer
from app.tandems.closures import service
from app.tandems.closures.reasons import all_reasons
from app.tandems.closures.wire import NewClosure, ReasonItem, reason_item
from app.tandems.wire import SentTandem, sent_tandem
from app.wire import Page


@get("/closure-reasons", operation_id="listClosureReasons", tags=["Reference lists"])
async def list_closure_reasons(request: Request[Any, Any, Any]) -> Response[Page[ReasonItem]]:
    """Why a tandem may be ended, in the order they are shown."""
    language = language_of(request)
    return answer(request, Page([reason_item(reason, language) for reason in all_reasons().values()]), language)


@post("/tandems/{tandem_id:uuid}/closure", operation_id="closeTandem", status_code=200)
async def close_tandem(
    request: SignedIn, db: NamedDependency[Database], tandem_id: FromPath[UUID], data: JSONBody[NewClosure]
) -> SentTandem:
    """The caller ends the tandem, which both keep as a memory; closing it again changes nothing."""
    return sent_tandem(*await service.close(db, request.user.uid, tandem_id, data))


@put("/tandems/{tandem_id:uuid}/rematch", operation_id="rematch")
async def rematch(request: SignedIn, db: NamedDependency[Database], tandem_id: FromPath[UUID]) -> SentTandem:
    """The caller would like somebody else: the tandem is closed if it is not, and they are back in the decks."""
    return sent_tandem(*await service.look_again(db, request.user.uid, tandem_id))
