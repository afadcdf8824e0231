"""The one question."""

from typing import Annotated
from uuid import UUID

from litestar import get, put
from litestar.di import NamedDependency
from litestar.params import FromPath, JSONBody, PathParameter

from app.auth.guard import SignedIn
from app.db import Database
from app.pulses import service
from app.pulses.wire import NewPulse, SentPulse, sent_pulse
from app.wire import END, Page

Occasion = Annotated[str, PathParameter(max_length=12, pattern=r"^day-[0-9]+" + END)]


@get("/tandems/{tandem_id:uuid}/pulses", operation_id="listPulses")
async def list_pulses(request: SignedIn, db: NamedDependency[Database], tandem_id: FromPath[UUID]) -> Page[SentPulse]:
    """How the caller was asked a tandem goes for them, and what they answered."""
    return Page([sent_pulse(pulse) for pulse in await service.list_own(db, request.user.uid, tandem_id)])


@put("/tandems/{tandem_id:uuid}/pulses/{occasion:str}", operation_id="answerPulse")
async def answer_pulse(
    request: SignedIn,
    db: NamedDependency[Database],
    tandem_id: FromPath[UUID],
    occasion: Occasion,
    data: JSONBody[NewPulse],
) -> SentPulse:
    """Says how the tandem goes for the caller; again until it is asked no longer."""
    return sent_pulse(await service.answer(db, request.user.uid, tandem_id, occasion, data))
