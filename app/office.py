"""The commands of an operator's desk: first administrators, the top of the tree, the audit log."""

import argparse
import asyncio
import sys
from collections.abc import Awaitable, Callable, Iterator
from contextlib import contextmanager
from typing import Any, TextIO, get_args

import msgspec

from app.audit import service as audit
from app.audit.model import Head, Link
from app.db import Connection, Database
from app.errors import DomainError
from app.phones import read_phone
from app.problems import problem
from app.services import services
from app.settings import Settings, read_settings
from app.staff import accounts
from app.staff.model import StaffRole
from app.staff.wire import NewAccount
from app.structures import service as structures
from app.structures.model import StructureKind
from app.structures.wire import NewStructure

Commands = Any  # argparse names its own class privately


class Refused(Exception):
    """A command cannot be done, and why."""


def add_commands(commands: Commands) -> None:
    _add_staff_command(commands)
    _add_structure_command(commands)
    _add_audit_command(commands)


def add_staff(given: argparse.Namespace) -> None:
    """Somebody is staff from now on; the same again changes nothing."""
    with _served() as settings:
        uid = given.uid or _demo_uid(settings, given.phone)
        new = {"uid": uid, "displayName": given.name, "role": given.role}
        is_new = _run(settings, lambda db: db.transact(_add_staff, given.structure, new))
    print(f"{given.name} is {given.role} of {given.structure}" if is_new else "already there, unchanged")


def add_structure(given: argparse.Namespace) -> None:
    """A structure at the top of the tree or below another; what it takes belongs to it from now on."""
    with _served() as settings:
        new = {"code": given.code, "name": given.name, "kind": given.kind}
        is_new = _run(settings, lambda db: db.transact(_add_structure_at, new, given.under, given.takes))
    print(f"{given.code} is there" if is_new else "already there, unchanged")


def verify_audit(given: argparse.Namespace) -> None:
    """Says where the chain ends and what is wrong with it; exits with 1 if anything is."""
    anchors = [_head(text) for text in given.head]
    with _served() as settings:
        last, findings = _run(settings, lambda db: audit.verify(db, anchors))
    for finding in findings:
        print(f"tandem audit: {finding}", file=sys.stderr)
    print(f"{last.sequence} entries, head {last}")
    if findings:
        sys.exit(1)


def export_audit(given: argparse.Namespace) -> None:
    """Every entry as a line of JSON, with the texts that its hashes are over."""
    with _served() as settings, open(given.out, "w", encoding="utf-8") as file:
        count = _run(settings, lambda db: _export(db, file))
    print(f"{count} entries in {given.out}", file=sys.stderr)


async def _add_staff(connection: Connection, code: str, new: dict[str, Any]) -> bool:
    structure = await structures.by_code(connection, code)
    wanted = msgspec.convert({**new, "structureId": structure.id}, NewAccount)
    account, is_new = await accounts.add(connection, structure.id, wanted)
    if is_new:
        facts = {"name": account.display_name, "role": account.role, "structureId": account.structure_id}
        await audit.record(connection, None, "add-staff", "staff", account.id, after=facts)
    return is_new


async def _add_structure_at(connection: Connection, new: dict[str, Any], under: str | None, takes: list[str]) -> bool:
    parent_id = (await structures.by_code(connection, under)).id if under else None
    wanted = msgspec.convert({**new, "parentId": parent_id}, NewStructure)
    structure, is_new = await structures.place(connection, wanted, takes)
    if is_new or takes:
        facts = {**new, "parentId": parent_id, "takes": takes}
        await audit.record(connection, None, "add-structure", "structure", structure.id, after=facts)
    return is_new


async def _export(db: Database, file: TextIO) -> int:
    count = 0
    async for link in audit.export(db):
        file.write(msgspec.json.encode(_line(link)).decode() + "\n")
        count += 1
    return count


def _line(link: Link) -> dict[str, Any]:
    detail = link.detail and msgspec.json.decode(link.detail)
    _, subject_id, _, why, before, after = detail or [None] * 6
    return {
        "sequence": link.sequence,
        "at": link.at,
        "staffId": link.staff_id,
        "staffName": link.staff_name,
        "act": link.act,
        "subjectKind": link.subject_kind,
        "subjectId": subject_id,
        "why": why,
        "before": before,
        "after": after,
        "hash": link.hash.hex(),
        "sealed": link.sealed,
        "detail": link.detail,
    }


@contextmanager
def _served() -> Iterator[Settings]:
    settings = read_settings()
    if settings.demo:
        settings.folder.mkdir(parents=True, exist_ok=True)
    with services(settings) as served:
        yield served


def _run(settings: Settings, story: Callable[[Database], Awaitable[Any]]) -> Any:
    """What the story returns; a rule that says no is one clear sentence."""

    async def run() -> Any:
        db = Database(settings.database_url, 1)
        await db.open()
        try:
            return await story(db)
        finally:
            await db.close()

    try:
        return asyncio.run(run())
    except DomainError as refusal:
        said = problem(refusal, "en")
        raise Refused(" ".join([said.detail, *(f"{e.field}: {e.message}" for e in said.errors)])) from refusal
    except msgspec.ValidationError as refusal:
        raise Refused(str(refusal)) from refusal


def _demo_uid(settings: Settings, phone: str) -> str:
    if not settings.demo:
        raise Refused("--phone is for the demo; in production give --uid, as Firebase shows it")
    read = read_phone(phone)
    if read is None:
        raise Refused(f"{phone} is not a phone number")
    return f"demo:{read.number}"


def _head(text: str) -> Head:
    sequence, _, digest = text.partition(":")
    try:
        return Head(int(sequence), bytes.fromhex(digest))
    except ValueError as unreadable:
        raise Refused(f"{text} is not a head: number, colon, hash, as the log says it") from unreadable


def _add_staff_command(commands: Commands) -> None:
    staff = commands.add_parser("staff", help="accounts of the staff; the first administrator").add_subparsers(
        required=True, metavar="ACT"
    )
    add = staff.add_parser("add", help="adds somebody to the staff")
    who = add.add_mutually_exclusive_group(required=True)
    who.add_argument("--uid", help="of their sign-in, as Firebase shows it")
    who.add_argument("--phone", help="in the demo, instead of a uid")
    add.add_argument("--name", required=True)
    add.add_argument("--role", required=True, choices=get_args(StaffRole))
    add.add_argument("--structure", required=True, metavar="CODE")
    add.set_defaults(perform=add_staff)


def _add_structure_command(commands: Commands) -> None:
    structure = commands.add_parser("structure", help="the top of the tree of structures").add_subparsers(
        required=True, metavar="ACT"
    )
    add = structure.add_parser("add", help="adds a structure at the top, or below another")
    add.add_argument("code")
    add.add_argument("--name", required=True)
    add.add_argument("--kind", required=True, choices=get_args(StructureKind))
    add.add_argument("--under", metavar="CODE", help="the one that it belongs to")
    add.add_argument("--takes", metavar="CODE", action="append", default=[], help="one that belongs to it from now on")
    add.set_defaults(perform=add_structure)


def _add_audit_command(commands: Commands) -> None:
    log = commands.add_parser("audit", help="the log of what staff do and read").add_subparsers(
        required=True, metavar="ACT"
    )
    verify = log.add_parser("verify", help="finds every update, deletion, reordering and cut")
    verify.add_argument("--head", metavar="N:HASH", action="append", default=[], help="a head that was noted earlier")
    verify.set_defaults(perform=verify_audit)
    export = log.add_parser("export", help="writes every entry as a line of JSON")
    export.add_argument("--out", default="/dev/stdout", metavar="FILE")
    export.set_defaults(perform=export_audit)
