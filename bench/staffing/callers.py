"""Who reads: an administrator of the whole network, and officers of a large structure and of a small one."""

from typing import NamedTuple
from uuid import UUID

from app.auth.demo import DemoSigner
from bench.staffing.fill import Connection

WHO = (
    ("network", "national", "administrator"),
    ("structure", "cci-amp", "officer"),
    ("antenna", "antenne-nord", "officer"),
)

CALLER = """
select staff.uid, structure.id from staff
join structure on structure.id = staff.structure_id
where structure.code = $1 and staff.role = any($2)
order by array_position($2, staff.role), staff.uid
"""


class Caller(NamedTuple):
    """Somebody of the staff. Where their role is too low, the administrator of the same structure calls."""

    words: str
    scope: UUID
    token: str
    administrators: str


async def callers(connection: Connection, signer: DemoSigner, scopes: int = len(WHO)) -> list[Caller]:
    found = []
    for words, code, role in WHO[:scopes]:
        them = await connection.fetch(CALLER, code, [role, "administrator"])
        officer, administrator = (signer.sign_in(them[place]["uid"].removeprefix("demo:")) for place in (0, -1))
        found.append(Caller(words, them[0]["id"], officer, administrator))
    return found
