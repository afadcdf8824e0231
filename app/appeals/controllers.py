"""The caller's appeals; open to the suspended."""

from uuid import UUID

from litestar import Response, post
from litestar.di import NamedDependency
from litestar.params import FromPath, JSONBody

from app.appeals import service
from app.appeals.wire import NewAppeal
from app.auth.guard import SignedIn
from app.db import Database
from app.errors import language_of
from app.sanctions.wire import SentSanction, sent_sanction


@post("/me/sanctions/{sanction_id:uuid}/appeal", operation_id="appeal")
async def appeal(
    request: SignedIn, db: NamedDependency[Database], sanction_id: FromPath[UUID], data: JSONBody[NewAppeal]
) -> Response[SentSanction]:
    """Appeals against a sanction (201), once; sent again it is the same appeal (200). Open to the suspended."""
    sanction, is_new = await service.appeal(db, request.user.uid, sanction_id, data.text)
    return Response(sent_sanction(sanction, language_of(request)), status_code=201 if is_new else 200)
