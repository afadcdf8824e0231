"""The caller's invitation."""

from litestar import delete, get
from litestar.di import NamedDependency

from app.auth.guard import SignedIn
from app.db import Database
from app.imports import service
from app.imports.wire import SentInvitation, sent_invitation


@get("/me/invitation", operation_id="readInvitation")
async def read_invitation(request: SignedIn, db: NamedDependency[Database]) -> SentInvitation:
    """What a structure said of the caller when it invited them: a profile to begin with, which they may change."""
    return sent_invitation(await service.read_invitation(db, request.user))


@delete("/me/invitation", operation_id="declineInvitation", status_code=204)
async def decline_invitation(request: SignedIn, db: NamedDependency[Database]) -> None:
    """The caller does not wish to join: nothing is kept of them."""
    await service.decline_invitation(db, request.user)
