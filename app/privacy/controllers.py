"""The caller's own data."""

from litestar import Response, delete, get
from litestar.di import NamedDependency

from app.auth.guard import SignedIn
from app.cache import Cache
from app.db import Database
from app.privacy import service


@get("/me/export", operation_id="exportMe")
async def export_me(request: SignedIn, db: NamedDependency[Database]) -> Response[str]:
    """Everything stored of the caller."""
    return Response(
        await service.export(db, request.user.uid),
        media_type="application/json",
        headers={"Content-Disposition": 'attachment; filename="tandem.json"', "Cache-Control": "no-store"},
    )


@delete("/me", operation_id="deleteMe", status_code=204)
async def delete_me(request: SignedIn, db: NamedDependency[Database], cache: NamedDependency[Cache]) -> None:
    """The caller's account and all that hangs on it, gone at once."""
    await service.erase(db, cache, request.user.uid)
