"""Files of people, under /v1/staff."""

from dataclasses import dataclass
from typing import Annotated
from uuid import UUID

from litestar import Response, delete, get, post, put
from litestar.di import NamedDependency
from litestar.openapi.spec import OpenAPIMediaType, Operation, RequestBody, Schema
from litestar.params import FromPath, FromQuery, JSONBody, QueryParameter

from app.admin.imports.wire import NewColumns, SentBadLine, SentImport, sent_bad_line, sent_import
from app.auth.guard import SignedIn
from app.db import Database
from app.errors import language_of
from app.imports import service
from app.imports.reading import ReadingRoom
from app.members.model import Role
from app.paging import read_cursor, write_cursor
from app.wire import PRINTED, Page

LARGEST_FILE = 8 * 1024 * 1024
CODE = r"^[a-z0-9-]{2,40}$"
MEDIA_TYPES = ("text/csv", "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet")


@dataclass
class FileUpload(Operation):
    """Says in the API's document that the body is the file itself."""

    def __post_init__(self) -> None:
        file = Schema(type="string", format="binary", max_length=LARGEST_FILE)  # type: ignore[arg-type]
        content = {media_type: OpenAPIMediaType(schema=file) for media_type in MEDIA_TYPES}
        self.request_body = RequestBody(content=content, required=True)


@put(
    "/imports/{import_id:uuid}",
    operation_id="bringImport",
    request_max_body_size=LARGEST_FILE,
    operation_class=FileUpload,
)
async def bring_import(
    request: SignedIn,
    db: NamedDependency[Database],
    reading_room: NamedDependency[ReadingRoom],
    import_id: FromPath[UUID],
    role: FromQuery[Role],
    name: Annotated[str, QueryParameter(min_length=1, max_length=120, pattern=PRINTED)] = "import",
    structure: Annotated[str | None, QueryParameter(pattern=CODE)] = None,
    programme: Annotated[str | None, QueryParameter(pattern=CODE)] = None,
) -> Response[SentImport]:
    """The body is a CSV or XLSX file of mentors or mentees, headings first; its check begins (200: it was there)."""
    raw = await request.body()
    found, new = await service.bring(
        db, reading_room, request.user.uid, import_id, raw, role, name, structure, programme
    )
    return Response(sent_import(found), status_code=201 if new else 200)


@get("/imports", operation_id="listImports")
async def list_imports(
    request: SignedIn,
    db: NamedDependency[Database],
    cursor: FromQuery[str | None] = None,
    limit: Annotated[int, QueryParameter(ge=1, le=100)] = 20,
) -> Page[SentImport]:
    """Files that were sent, newest first."""
    found = await service.list_imports(db, request.user.uid, read_cursor(cursor), limit)
    return Page([sent_import(one) for one in found], write_cursor(found, limit, lambda one: (one.made_at, one.id)))


@get("/imports/{import_id:uuid}", operation_id="readImport")
async def read_import(request: SignedIn, db: NamedDependency[Database], import_id: FromPath[UUID]) -> SentImport:
    """How far an import has come, and what its columns hold."""
    return sent_import(await service.read_import(db, request.user.uid, import_id))


@put("/imports/{import_id:uuid}/columns", operation_id="nameColumns")
async def name_columns(
    request: SignedIn, db: NamedDependency[Database], import_id: FromPath[UUID], data: JSONBody[NewColumns]
) -> SentImport:
    """Says what columns hold; all lines are checked again."""
    return sent_import(await service.name_columns(db, request.user.uid, import_id, dict(data.columns)))


@get("/imports/{import_id:uuid}/problems", operation_id="listImportProblems")
async def list_problems(
    request: SignedIn,
    db: NamedDependency[Database],
    import_id: FromPath[UUID],
    after: Annotated[int, QueryParameter(ge=0, le=1_000_000)] = 0,
    limit: Annotated[int, QueryParameter(ge=1, le=500)] = 100,
) -> Page[SentBadLine]:
    """What is wrong, line by line; `next` is the `after` of the following page."""
    found = await service.list_problems(db, request.user.uid, import_id, after, limit)
    language = language_of(request)
    return Page([sent_bad_line(one, language) for one in found], str(found[-1].line) if len(found) == limit else None)


@post("/imports/{import_id:uuid}/start", operation_id="startImport", status_code=202)
async def start_import(request: SignedIn, db: NamedDependency[Database], import_id: FromPath[UUID]) -> SentImport:
    """The good lines become invitations. Nobody is visible before they make their profile themselves."""
    return sent_import(await service.start(db, request.user.uid, import_id))


@delete("/imports/{import_id:uuid}", operation_id="forgetImport", status_code=204)
async def forget_import(request: SignedIn, db: NamedDependency[Database], import_id: FromPath[UUID]) -> None:
    """The file, and the invitations that nobody answered, are gone."""
    await service.forget(db, request.user.uid, import_id)
