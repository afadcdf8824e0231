"""What operators ask."""

from litestar import Response, get
from litestar.di import NamedDependency

from app.db import Database
from app.decks.service import Table
from app.errors import DependencyDown
from app.operations import service
from app.telemetry import exposition


@get("/health/live", operation_id="live", sync_to_thread=False)
def live() -> dict[str, str]:
    """The process answers."""
    return {"status": "live"}


@get("/health/ready", operation_id="ready")
async def ready(db: NamedDependency[Database]) -> dict[str, str]:
    """Postgres answers and has this version's schema. Redis and FCM may be away."""
    if not await service.is_ready(db):
        raise DependencyDown("postgres")
    return {"status": "ready"}


@get("/metrics", operation_id="metrics")
async def metrics(db: NamedDependency[Database], table: NamedDependency[Table]) -> Response[bytes]:
    """Figures for Prometheus."""
    await service.gauge(db, table)
    return Response(exposition(), media_type="text/plain; version=0.0.4; charset=utf-8")
