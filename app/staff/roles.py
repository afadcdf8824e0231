"""Who decides on what. Everybody of the staff may read what is in their scope."""

from typing import Literal, get_args

from app.staff.model import StaffRole

Matter = Literal[
    "members",
    "tandems",
    "introductions",
    "proposals",
    "reports",
    "sanctions",
    "appeals",
    "programmes",
    "structures",
    "staff",
    "audit",
]

DECIDES: dict[StaffRole, frozenset[Matter]] = {
    "reader": frozenset(),
    "officer": frozenset({"members", "tandems", "introductions", "proposals"}),
    "moderator": frozenset({"reports", "sanctions", "appeals"}),
    "administrator": frozenset(get_args(Matter)),
}
