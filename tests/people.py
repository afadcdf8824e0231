"""The few factories: a town whose people call the API over HTTP."""

import asyncio
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager, contextmanager
from dataclasses import dataclass
from itertools import count
from typing import Any, Self
from zlib import crc32

import asyncpg
import httpx
from litestar import Litestar

from app.asgi import DEMO_KEY, Parts, create_app
from app.auth.demo import DemoSigner
from app.carrier.carrier import carry
from app.carrier.model import Post
from app.db import Database
from app.demo.carrier import MANY, NO_PHONE
from app.notices.manners import Choice
from app.settings import Settings
from push.console import ConsoleSender

MENTEE = {
    "role": "mentee",
    "firstName": "Inès",
    "lastName": "Benali",
    "birthDate": "1999-05-17",
    "areaCode": "13208",
    "sectors": ["G01"],
    "goals": ["find-internship", "build-network"],
    "modalities": ["in_person", "remote"],
    "languages": ["fr"],
}
MENTOR = MENTEE | {
    "role": "mentor",
    "firstName": "Karim",
    "lastName": "Roux",
    "birthDate": "1975-02-03",
    "jobTitle": "Chef de cuisine",
    "company": {"name": "Le Petit Cours", "siret": "73282932000074"},
    "capacity": 3,
    "hoursPerMonth": 4,
}
STAFF_PHONE = "+33600000000"


@dataclass
class Caller:
    """Somebody signed in, and their profile once they have joined."""

    town: "Town"
    phone: str
    token: str
    id: str = ""

    @property
    def uid(self) -> str:
        return f"demo:{self.phone}"

    async def call(self, method: str, path: str, **options: Any) -> httpx.Response:
        headers = {"Authorization": f"Bearer {self.token}"} | options.pop("headers", {})
        return await self.town.http.request(method, path, headers=headers, **options)

    async def get(self, path: str, **options: Any) -> httpx.Response:
        return await self.call("GET", path, **options)

    async def put(self, path: str, json: Any = None, **options: Any) -> httpx.Response:
        return await self.call("PUT", path, json=json, **options)

    async def post(self, path: str, json: Any = None, **options: Any) -> httpx.Response:
        return await self.call("POST", path, json=json, **options)

    async def delete(self, path: str) -> httpx.Response:
        return await self.call("DELETE", path)

    async def like(self, other: "Caller", message: str | None = None) -> httpx.Response:
        return await self.put(f"/v1/swipes/{other.id}", {"verdict": "like", "message": message})

    async def pass_(self, other: "Caller") -> httpx.Response:
        return await self.put(f"/v1/swipes/{other.id}", {"verdict": "pass"})

    async def undo(self, other: "Caller") -> httpx.Response:
        return await self.delete(f"/v1/swipes/{other.id}")

    async def accept(self, other: "Caller") -> httpx.Response:
        return await self.post(f"/v1/requests/{other.id}/acceptance")

    async def refuse(self, other: "Caller") -> httpx.Response:
        return await self.post(f"/v1/requests/{other.id}/refusal")

    async def deck(self, limit: int = 10) -> dict[str, Any]:
        answer = await self.get(f"/v1/deck?limit={limit}")
        assert answer.status_code == 200, answer.text
        deck: dict[str, Any] = answer.json()
        return deck

    async def dealt(self, limit: int = 50) -> list[str]:
        return [card["memberId"] for card in (await self.deck(limit))["cards"]]

    async def requests(self, direction: str) -> list[dict[str, Any]]:
        answer = await self.get(f"/v1/requests?direction={direction}")
        assert answer.status_code == 200, answer.text
        items: list[dict[str, Any]] = answer.json()["items"]
        return items

    async def tandems(self) -> list[dict[str, Any]]:
        answer = await self.get("/v1/tandems")
        assert answer.status_code == 200, answer.text
        items: list[dict[str, Any]] = answer.json()["items"]
        return items

    async def notices(self) -> list[str]:
        """The kinds of what was sent, oldest first."""
        answer = await self.get("/v1/demo/notices")
        assert answer.status_code == 200, answer.text
        return [item["kind"] for item in reversed(answer.json()["items"])]


@asynccontextmanager
async def living(app: Litestar) -> AsyncIterator[None]:
    """The service between its start and its stop: one task must see both, and a fixture is two."""
    started, stopping = asyncio.Event(), asyncio.Event()

    async def live() -> None:
        async with app.lifespan():
            started.set()
            await stopping.wait()

    life = asyncio.create_task(live())
    waiting = asyncio.create_task(started.wait())
    await asyncio.wait([life, waiting], return_when=asyncio.FIRST_COMPLETED)
    try:
        yield
    finally:
        stopping.set()
        await life


_idle: list[Litestar] = []


@contextmanager
def an_app(settings: Settings) -> Iterator[Litestar]:
    """The demo's app for these settings: one that has ended its life is furnished anew, which is 50 times quicker."""
    app = _idle.pop() if _idle else create_app(settings)
    app.state.assembly.parts = Parts.of(settings)
    try:
        yield app
    finally:
        _idle.append(app)


class Town:
    """The service in this process, and direct access to its database to arrange and to check."""

    def __init__(self, settings: Settings, app: Litestar, http: httpx.AsyncClient, db: Database) -> None:
        self.settings, self.app, self.http, self.db = settings, app, http, db
        self._signer = DemoSigner(settings.folder / DEMO_KEY)
        self._numbers = count(12_345_678)

    @classmethod
    @asynccontextmanager
    async def open(cls, settings: Settings) -> AsyncIterator[Self]:
        db = Database(settings.database_url, 5)
        await db.open()
        with an_app(settings) as app:
            transport = httpx.ASGITransport(app, raise_app_exceptions=False)  # type: ignore[arg-type]
            async with living(app), httpx.AsyncClient(transport=transport, base_url="http://town") as http:
                yield cls(settings, app, http, db)
        await db.close()

    def stranger(self, phone: str | None = None) -> Caller:
        """Somebody signed in who has no profile yet."""
        phone = phone or f"+336{next(self._numbers)}"
        return Caller(self, phone, self._signer.sign_in(phone))

    async def join(self, profile: dict[str, Any], **changed: Any) -> Caller:
        caller = self.stranger()
        answer = await caller.put("/v1/me", profile | changed)
        assert answer.status_code == 201, answer.text
        caller.id = answer.json()["memberId"]
        return caller

    async def mentee(self, **changed: Any) -> Caller:
        return await self.join(MENTEE, **changed)

    async def mentor(self, *, verified: bool = True, **changed: Any) -> Caller:
        caller = await self.join(MENTOR, **changed)
        if verified:
            await self.run("update mentor set verified_at = now() where id = $1", caller.id)
        return caller

    async def staff(self, role: str = "administrator", structure: str = "cci-amp") -> Caller:
        """Somebody of the staff of this structure; the same person when asked again."""
        phone = STAFF_PHONE
        if (role, structure) != ("administrator", "cci-amp"):
            phone = f"+337{crc32(f'{role} {structure}'.encode()) % 10**8:08}"
        caller = self.stranger(phone)
        caller.id = await self.value(
            "insert into staff (uid, display_name, role, structure_id) "
            "select $1, $2, $2, id from structure where code = $3 "
            "on conflict (uid) do update set role = excluded.role returning id::text",
            caller.uid,
            role,
            structure,
        )
        return caller

    async def tree(self) -> dict[str, str]:
        """cci-amp in the middle: below the club of its département, above an antenna, beside a sister. Ids by code."""
        for code, kind, parent in (
            ("national", "national", None),
            ("club-13", "club", "national"),
            ("mission-locale", "structure", "club-13"),
            ("antenne-nord", "antenna", "cci-amp"),
        ):
            await self.run(
                "insert into structure (code, name, kind, parent_id) "
                "values ($1, $1, $2, (select id from structure where code = $3)) on conflict (code) do nothing",
                code,
                kind,
                parent,
            )
        await self.run(
            "update structure set parent_id = (select id from structure where code = 'club-13') where code = 'cci-amp'"
        )
        return {row["code"]: row["id"] for row in await self.rows("select code, id::text from structure")}

    async def run(self, statement: str, *arguments: Any) -> str:
        async with self.db.connection() as connection:
            status: str = await connection.execute(statement, *arguments)
            return status

    async def value(self, statement: str, *arguments: Any) -> Any:
        async with self.db.connection() as connection:
            return await connection.fetchval(statement, *arguments)

    async def rows(self, statement: str, *arguments: Any) -> list[asyncpg.Record]:
        async with self.db.connection() as connection:
            return await connection.fetch(statement, *arguments)

    async def carry(self) -> None:
        """The worker's rounds, until nothing is due; as in the demo, nothing is held back."""
        post = Post(self.db, ConsoleSender(lambda _: None), NO_PHONE, Choice(quiet=None), MANY)
        while await carry(post):
            pass
