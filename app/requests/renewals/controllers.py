"""The next tandem of the same two."""

from uuid import UUID

from litestar import Response, delete, post
from litestar.di import NamedDependency
from litestar.params import FromPath

from app.auth.guard import SignedIn
from app.db import Database
from app.requests.renewals import service
from app.requests.renewals.wire import SentRenewal
from app.tandems.wire import SentTandem, sent_tandem


@post("/tandems/{tandem_id:uuid}/renewal", operation_id="renewTandem", status_code=200)
async def renew_tandem(
    request: SignedIn, db: NamedDependency[Database], tandem_id: FromPath[UUID]
) -> Response[SentRenewal]:
    """The caller would like to go on: the first asks, and the other's same call forms the next tandem (201)."""
    read, is_new = await service.renew(db, request.user.uid, tandem_id)
    tandem = sent_tandem(*read)
    outcome = SentRenewal("asked" if tandem.id == tandem_id else "renewed", tandem)
    return Response(outcome, status_code=201 if is_new else 200)


@delete("/tandems/{tandem_id:uuid}/renewal", operation_id="withdrawRenewal", status_code=200)
async def withdraw_renewal(request: SignedIn, db: NamedDependency[Database], tandem_id: FromPath[UUID]) -> SentTandem:
    """The caller no longer asks to go on."""
    return sent_tandem(*await service.withdraw(db, request.user.uid, tandem_id))
