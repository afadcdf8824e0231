"""Messages inside a tandem, over HTTP; sockets.py has them live."""

from typing import Annotated
from uuid import UUID

from litestar import Response, delete, get, patch, post, put
from litestar.di import NamedDependency
from litestar.params import FromPath, JSONBody, QueryParameter

from app.auth.guard import SignedIn
from app.db import Database
from app.errors import language_of
from app.messages import service, talks, tickets
from app.messages.live import Live
from app.messages.wire import (
    MessageChange,
    MessagePage,
    NewMessage,
    NewReadMark,
    NewTicket,
    SentMessage,
    sent_message,
    sent_page,
)

FARTHEST = 2**63 - 1

Number = Annotated[int | None, QueryParameter(ge=0, le=FARTHEST)]


@get("/tandems/{tandem_id:uuid}/messages", operation_id="listMessages")
async def list_messages(
    request: SignedIn,
    db: NamedDependency[Database],
    tandem_id: FromPath[UUID],
    after: Number = None,
    before: Number = None,
    changed_after: Annotated[int | None, QueryParameter(name="changedAfter", ge=0, le=FARTHEST)] = None,
    limit: Annotated[int, QueryParameter(ge=1, le=200)] = 50,
) -> MessagePage:
    """Newest first; with `after` in order from there; with `changedAfter` what was edited or deleted since."""
    uid = request.user.uid
    if changed_after is not None:
        return sent_page(*await talks.changed(db, uid, tandem_id, changed_after, limit), limit, "change")
    if after is not None:
        return sent_page(*await talks.since(db, uid, tandem_id, after, limit), limit, "sequence")
    return sent_page(*await talks.newest(db, uid, tandem_id, before, limit), limit, "sequence")


@put("/tandems/{tandem_id:uuid}/messages/{client_id:uuid}", operation_id="sendMessage")
async def send_message(
    request: SignedIn,
    db: NamedDependency[Database],
    live: NamedDependency[Live],
    tandem_id: FromPath[UUID],
    client_id: FromPath[UUID],
    data: JSONBody[NewMessage],
) -> Response[SentMessage]:
    """Sends a message under an id that the phone made: 201, and 200 with the same answer when it is repeated."""
    message, is_new = await service.send(db, live, request.user.uid, tandem_id, client_id, data)
    return Response(sent_message(message), status_code=201 if is_new else 200)


@patch("/tandems/{tandem_id:uuid}/messages/{client_id:uuid}", operation_id="editMessage")
async def edit_message(
    request: SignedIn,
    db: NamedDependency[Database],
    live: NamedDependency[Live],
    tandem_id: FromPath[UUID],
    client_id: FromPath[UUID],
    data: JSONBody[MessageChange],
) -> SentMessage:
    """Other words for a message of the caller's, within 15 minutes."""
    return sent_message(await service.edit(db, live, request.user.uid, tandem_id, client_id, data))


@delete("/tandems/{tandem_id:uuid}/messages/{client_id:uuid}", operation_id="deleteMessage", status_code=204)
async def delete_message(
    request: SignedIn,
    db: NamedDependency[Database],
    live: NamedDependency[Live],
    tandem_id: FromPath[UUID],
    client_id: FromPath[UUID],
) -> None:
    """Takes back the words of a message of the caller's, within 15 minutes; its number stays."""
    await service.delete(db, live, request.user.uid, tandem_id, client_id)


@put("/tandems/{tandem_id:uuid}/messages/read", operation_id="readMessages", status_code=204)
async def read_messages(
    request: SignedIn,
    db: NamedDependency[Database],
    live: NamedDependency[Live],
    tandem_id: FromPath[UUID],
    data: JSONBody[NewReadMark],
) -> None:
    """The caller has read all up to a number."""
    await talks.mark_read(db, live, request.user.uid, tandem_id, data.sequence)


@post("/sockets/tickets", operation_id="issueSocketTicket")
async def issue_ticket(request: SignedIn, db: NamedDependency[Database]) -> Response[NewTicket]:
    """Lets the caller open one socket, `GET /v1/socket?ticket=…`, within 30 seconds."""
    ticket = await tickets.issue(db, request.user, language_of(request))
    return Response(NewTicket(ticket, int(tickets.LIFETIME.total_seconds())), headers={"Cache-Control": "no-store"})
