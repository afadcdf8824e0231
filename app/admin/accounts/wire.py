"""Accounts of the staff as administrators read them."""

from app.staff.model import Account, Staff
from app.staff.roles import DECIDES
from app.staff.wire import Oneself, SentAccount


def sent_account(account: Account) -> SentAccount:
    return SentAccount(
        staff_id=account.id,
        uid=account.uid,
        display_name=account.display_name,
        role=account.role,
        structure_id=account.structure_id,
        created_at=account.created_at,
        left_at=account.left_at,
    )


def oneself(staff: Staff) -> Oneself:
    return Oneself(staff.id, staff.display_name, staff.role, staff.structure_id, sorted(DECIDES[staff.role]))
