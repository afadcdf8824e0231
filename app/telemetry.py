"""What the service tells of itself: structured logs without bodies, and figures for Prometheus."""

import logging
import re
import sys
import time
from typing import Any

import structlog
from litestar.enums import ScopeType
from litestar.types import ASGIApp, Message, Receive, Scope, Send
from prometheus_client import CollectorRegistry, Counter, Gauge, Histogram, generate_latest
from structlog.typing import EventDict

REGISTRY = CollectorRegistry()
REQUESTS = Counter("tandem_requests_total", "Calls answered", ["operation", "status"], registry=REGISTRY)
SECONDS = Histogram(
    "tandem_request_seconds",
    "Time to answer",
    ["operation"],
    buckets=(0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10),
    registry=REGISTRY,
)
NOTICES = Gauge("tandem_notices", "Notices in the outbox", ["state"], registry=REGISTRY)
OLDEST_NOTICE = Gauge("tandem_oldest_notice_seconds", "How late the oldest due notice is", registry=REGISTRY)
JOB_DONE_AT = Gauge("tandem_job_done_at_seconds", "When a job last ended well, since 1970", ["job"], registry=REGISTRY)
JOB_SECONDS = Gauge("tandem_job_seconds", "How long a job last took", ["job"], registry=REGISTRY)
JOB_FAILING = Gauge("tandem_job_failing", "Whether a job's latest slot failed", ["job"], registry=REGISTRY)
PROMISES_OVERDUE = Gauge("tandem_promises_overdue", "What staff owe and should have done", ["kind"], registry=REGISTRY)
AUDIT_SEQUENCE = Gauge("tandem_audit_sequence", "How many entries the audit log has", registry=REGISTRY)
AGREEMENTS_ENDING = Gauge(
    "tandem_agreements_ending", "Agreements to renew, which staff were reminded of", registry=REGISTRY
)
CONNECTIONS = Gauge("tandem_database_connections", "Connections to Postgres", ["state"], registry=REGISTRY)
SOCKETS = Gauge("tandem_sockets", "Sockets that are open", registry=REGISTRY)
MARKET = Gauge("tandem_market_members", "Members in this process's market", ["side"], registry=REGISTRY)
SNAPSHOT_AGE = Gauge("tandem_market_snapshot_age_seconds", "How old the market's snapshot is", registry=REGISTRY)
SNAPSHOT_BYTES = Gauge("tandem_market_snapshot_bytes", "How large the market's snapshot is", registry=REGISTRY)

SLOW_SECONDS = 1.0

log = structlog.get_logger("tandem.requests")

_VALUES = re.compile(r"(DETAIL: +|invalid input for query argument \$\d+: ).*")


def set_up_logs(*, human: bool) -> None:
    """One line an event, on standard error: JSON in production, plain text for people."""
    structlog.configure(
        processors=[
            structlog.contextvars.merge_contextvars,
            structlog.processors.add_log_level,
            structlog.processors.TimeStamper(fmt="iso", utc=True),
            structlog.processors.format_exc_info,
            withhold_values,
            structlog.dev.ConsoleRenderer() if human else structlog.processors.JSONRenderer(),
        ],
        wrapper_class=structlog.make_filtering_bound_logger(logging.INFO),
        logger_factory=structlog.PrintLoggerFactory(sys.stderr),
        cache_logger_on_first_use=True,
    )
    logging.basicConfig(stream=sys.stderr, level=logging.WARNING, format="%(levelname)s %(name)s %(message)s")


def withhold_values(_: Any, __: str, event: EventDict) -> EventDict:
    """A trace tells where; the values in Postgres' own messages are what people wrote."""
    if "exception" in event:
        event["exception"] = _VALUES.sub(r"\1withheld", event["exception"])
    return event


class Watch:
    """Counts and times every call; logs those that failed on our side or took long."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app
        self._meters: dict[tuple[str, int], tuple[Any, Any]] = {}

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != ScopeType.HTTP:
            await self._app(scope, receive, send)
            return
        began = time.perf_counter()
        status = 500

        async def watched(message: Message) -> None:
            nonlocal status
            if message["type"] == "http.response.start":
                status = message["status"]
            await send(message)

        try:
            await self._app(scope, receive, watched)
        finally:
            self._note(scope, status, time.perf_counter() - began)

    def _note(self, scope: Scope, status: int, seconds: float) -> None:
        operation = getattr(scope.get("route_handler"), "operation_id", None)
        name = operation if isinstance(operation, str) else "none"
        meters = self._meters.get((name, status))
        if meters is None:
            meters = REQUESTS.labels(name, str(status)), SECONDS.labels(name)
            self._meters[name, status] = meters
        meters[0].inc()
        meters[1].observe(seconds)
        if status >= 500 or seconds > SLOW_SECONDS:
            log.warning("call", operation=name, method=scope.get("method"), status=status, seconds=round(seconds, 3))


def exposition() -> bytes:
    """All figures in Prometheus' text format."""
    return generate_latest(REGISTRY)
