"""Blocks."""

from uuid import UUID

from litestar import delete, put
from litestar.di import NamedDependency
from litestar.params import FromPath

from app.auth.guard import SignedIn
from app.blocks import service
from app.db import Database


@put("/blocks/{member_id:uuid}", operation_id="blockMember", status_code=204)
async def block_member(request: SignedIn, db: NamedDependency[Database], member_id: FromPath[UUID]) -> None:
    """The two no longer see, ask or write to each other."""
    await service.block(db, request.user.uid, member_id)


@delete("/blocks/{member_id:uuid}", operation_id="unblockMember", status_code=204)
async def unblock_member(request: SignedIn, db: NamedDependency[Database], member_id: FromPath[UUID]) -> None:
    """The member may be met again."""
    await service.lift(db, request.user.uid, member_id)
