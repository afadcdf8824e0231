"""Postgres: a pool that heals itself, and transactions that are told again after a deadlock."""

import asyncio
import contextlib
from collections.abc import AsyncIterator, Awaitable, Callable
from typing import Any, Concatenate, ParamSpec, TypeAlias, TypeVar

import asyncpg
from asyncpg.pool import PoolConnectionProxy

from app.errors import DependencyDown

P = ParamSpec("P")
T = TypeVar("T")

Connection: TypeAlias = "PoolConnectionProxy[asyncpg.Record]"

ACQUIRE_SECONDS = 5.0
STATEMENT_SECONDS = 15.0
TELLINGS = 4

# What a socket does, or a server says, while Postgres is away, starting or stopping …
GONE = (
    OSError,
    asyncpg.InterfaceError,
    asyncpg.PostgresConnectionError,
    asyncpg.AdminShutdownError,
    asyncpg.CrashShutdownError,
    asyncpg.CannotConnectNowError,
    asyncpg.ReadOnlySQLTransactionError,
    asyncpg.IdleInTransactionSessionTimeoutError,
    asyncpg.InternalClientError,
)
# … or overrun.
BUSY = (
    TimeoutError,
    asyncpg.InsufficientResourcesError,
    asyncpg.LockNotAvailableError,
    asyncpg.QueryCanceledError,
)
# Two got in each other's way; or somebody was erased while another wrote to them.
CROSSED = (asyncpg.DeadlockDetectedError, asyncpg.SerializationError, asyncpg.ForeignKeyViolationError)


class Crossed(DependencyDown):
    """What a story rests on was changed by another: told again, it finds out."""

    def __init__(self) -> None:
        super().__init__("postgres", retry_after=1)


class Database:
    """The pool, and the two ways to use it: one statement, or a story in one transaction."""

    def __init__(self, url: str, size: int) -> None:
        self._url = url
        self._size = size
        self._pool: asyncpg.Pool[asyncpg.Record] | None = None
        # asyncpg's own queue lets newcomers overtake those who wait: under load somebody waits for ever.
        self._turns = asyncio.Semaphore(size)

    async def open(self) -> None:
        # No connection is made yet: the service starts, and says it is not ready, while Postgres is away.
        self._pool = await asyncpg.create_pool(
            self._url,
            min_size=0,
            max_size=self._size,
            max_inactive_connection_lifetime=600,
            command_timeout=STATEMENT_SECONDS,
            timeout=ACQUIRE_SECONDS,
            reset=_keep_session,
            server_settings={
                "application_name": "tandem",
                "jit": "off",
                # Planning a swipe anew costs ten times its execution, and our plans hardly depend on the arguments.
                "plan_cache_mode": "force_generic_plan",
                # A plan made while a table was nearly empty would read all of it once it has grown.
                "enable_seqscan": "off",
                "statement_timeout": "10s",
                "lock_timeout": "5s",
                "idle_in_transaction_session_timeout": "15s",
            },
        )

    async def close(self) -> None:
        if self._pool is None:
            return
        try:
            await asyncio.wait_for(self._pool.close(), ACQUIRE_SECONDS)
        except TimeoutError:
            self._pool.terminate()

    @property
    def busy(self) -> tuple[int, int]:
        """Connections in use, and open."""
        pool = self._opened()
        return pool.get_size() - pool.get_idle_size(), pool.get_size()

    @contextlib.asynccontextmanager
    async def connection(self) -> AsyncIterator[Connection]:
        """A connection for single statements, each committed by itself."""
        pool = self._opened()
        try:
            async with self._turn(), pool.acquire(timeout=ACQUIRE_SECONDS) as connection:
                yield connection
        except BUSY as error:
            raise DependencyDown("postgres") from error
        except CROSSED as error:
            raise Crossed from error
        except GONE as error:
            if isinstance(error, asyncpg.DataError):  # an argument of ours that does not fit: a defect
                raise
            # The others of the pool are most likely dead too: make new ones when they are next asked for.
            await pool.expire_connections()
            raise DependencyDown("postgres") from error

    async def transact(
        self, story: Callable[Concatenate[Connection, P], Awaitable[T]], *args: P.args, **kwargs: P.kwargs
    ) -> T:
        """Runs a story in one transaction; told again, from its beginning, when it crossed another."""
        for telling in range(1, TELLINGS + 1):
            try:
                async with self.connection() as connection, connection.transaction():
                    return await story(connection, *args, **kwargs)
            except Crossed:
                if telling == TELLINGS:
                    raise
                await asyncio.sleep(0.01 * telling)
        raise AssertionError("unreachable")

    async def answers(self) -> bool:
        """Whether Postgres answers now."""
        try:
            async with self.connection() as connection:
                return bool(await connection.fetchval("select true"))
        except DependencyDown:
            return False

    @contextlib.asynccontextmanager
    async def _turn(self) -> AsyncIterator[None]:
        """First come, first served."""
        async with asyncio.timeout(ACQUIRE_SECONDS):
            await self._turns.acquire()
        try:
            yield
        finally:
            self._turns.release()

    def _opened(self) -> "asyncpg.Pool[asyncpg.Record]":
        if self._pool is None:
            raise RuntimeError("the database was used before it was opened")
        return self._pool


async def _keep_session(_: Any) -> None:
    """Our statements leave nothing behind in a session, so its reset would be a round trip for nothing."""
