"""Every move that a tandem may make. The database holds the same table, refuses any other and logs each one."""

from typing import Literal, NamedTuple, get_args

from app.tandems.model import Cause, Mover, State


class Transition(NamedTuple):
    """From one state to another, why, and who makes the move."""

    before: State | Literal["none"]
    after: State
    cause: Cause
    mover: Mover


OPEN: tuple[State, ...] = tuple(state for state in get_args(State) if state != "closed")

ENDINGS: tuple[tuple[Cause, Mover], ...] = (
    ("ended", "mentee"),
    ("ended", "mentor"),
    ("ended", "staff"),
    ("suspended", "staff"),
    ("blocked", "nobody"),
    ("erased", "nobody"),
)

TRANSITIONS: tuple[Transition, ...] = (
    Transition("none", "formed", "liked", "both"),
    Transition("none", "formed", "renewed", "both"),
    # Where the programme asks for a first meeting of three.
    Transition("formed", "introduced", "introduced", "staff"),
    # Whoever signs last makes it active; both may have signed before they were introduced.
    Transition("formed", "active", "signed", "mentee"),
    Transition("formed", "active", "signed", "mentor"),
    Transition("introduced", "active", "signed", "mentee"),
    Transition("introduced", "active", "signed", "mentor"),
    Transition("introduced", "active", "signed", "both"),
    Transition("active", "paused", "paused", "mentee"),
    Transition("active", "paused", "paused", "mentor"),
    Transition("paused", "active", "resumed", "mentee"),
    Transition("paused", "active", "resumed", "mentor"),
    Transition("active", "closed", "renewed", "both"),
    Transition("paused", "closed", "renewed", "both"),
    *(Transition(state, "closed", cause, mover) for state in OPEN for cause, mover in ENDINGS),
)
