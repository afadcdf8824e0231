"""The caller's own verification."""

from litestar import get
from litestar.di import NamedDependency

from app.auth.guard import SignedIn
from app.db import Database
from app.errors import language_of
from app.verifications import service
from app.verifications.wire import OwnVerification, own_verification


@get("/me/verification", operation_id="readMyVerification")
async def read_my_verification(request: SignedIn, db: NamedDependency[Database]) -> OwnVerification:
    """How far a mentor's verification is, and what is missing before they are on cards."""
    return own_verification(await service.read_own(db, request.user.uid), language_of(request))
