"""Sign-in without Firebase, and the pushes that went out: in the demo only."""

import msgspec

from app.auth.demo import DemoSigner
from app.db import Database
from app.demo.wire import ShownNotice, SignIn
from app.errors import Invalid, Language, Words
from app.members import store as members
from app.outbox import store as outbox
from app.outbox.model import SentNotice
from app.phones import read_phone
from push.words import words

MOST_SHOWN = 100


async def sign_in(db: Database, signer: DemoSigner, phone: str) -> SignIn:
    """A token for the owner of a French mobile number."""
    number = _mobile(phone)
    async with db.connection() as connection:
        member = await members.present_member(connection, f"demo:{number}")
    return SignIn(signer.sign_in(number), member.id if member else None)


async def list_notices(db: Database, uid: str, language: Language) -> list[ShownNotice]:
    """What was sent to the caller's devices, or would have been, newest first."""
    async with db.connection() as connection:
        sent = await outbox.sent_notices(connection, uid, MOST_SHOWN)
    return [_shown(notice, language) for notice in sent]


def _mobile(phone: str) -> str:
    read = read_phone(phone)
    if read is None or read.region != "FR" or not read.mobile:
        raise Invalid(("phone", Words("numéro de mobile français attendu", "a French mobile number is expected")))
    return read.number


def _shown(notice: SentNotice, language: Language) -> ShownNotice:
    facts = msgspec.json.decode(notice.facts, type=dict[str, str | int])
    said = words(notice.kind, language, facts)
    return ShownNotice(notice.id, notice.kind, said.title, said.body, said.link, notice.settled_at)
