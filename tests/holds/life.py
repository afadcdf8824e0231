"""What a tandem's life should be, as a model in memory: each act says how it is answered, and changes the model."""

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Literal, NamedTuple

Side = Literal["mentee", "mentor"]
Move = tuple[str, str, str, str]  # from, to, why, who

DONE, CREATED, NOTHING_TO_SAY, NOT_FOUND, REFUSED = 200, 201, 204, 404, 409


class Answer(NamedTuple):
    """The status of a call, and that of the same call made again."""

    first: int
    again: int


def same(status: int) -> Answer:
    return Answer(status, status)


@dataclass
class Booking:
    """A meeting of one slot, the number of an hour to come."""

    id: str
    by: Side
    hour: int
    state: str = "proposed"


@dataclass
class Tandem:
    # Known once the database was looked at.
    id: str = ""
    state: str = "formed"
    log: list[Move] = field(default_factory=list)
    signed: set[Side] = field(default_factory=set)
    meetings: list[Booking] = field(default_factory=list)
    messages: list[str] = field(default_factory=list)
    renewal: set[Side] = field(default_factory=set)
    renewed: bool = False

    def life(self) -> dict[str, object]:
        return {
            "log": [list(move) for move in self.log],
            "signed": sorted(self.signed),
            "messages": self.messages,
            "renewal": sorted(self.renewal),
            "meetings": {meeting.id: meeting.state for meeting in self.meetings},
        }

    def move(self, to: str, why: str, who: str) -> None:
        self.log.append((self.state, to, why, who))
        self.state = to
        if to == "closed":
            for meeting in self.meetings:
                meeting.state = "cancelled"


@dataclass
class Pair:
    """A mentee and a mentor."""

    mentee: int
    mentor: int
    verdicts: dict[Side, str] = field(default_factory=dict)
    request: str | None = None
    blocks: set[Side] = field(default_factory=set)
    tandems: list[Tandem] = field(default_factory=list)

    @property
    def open(self) -> Tandem | None:
        return next((tandem for tandem in self.tandems if tandem.state != "closed"), None)

    def begin(self, why: str) -> None:
        self.tandems.append(Tandem(log=[("none", "formed", why, "both")]))
        if self.request == "waiting":
            self.request = "accepted"

    def part(self) -> None:
        self.verdicts = {"mentee": "pass", "mentor": "pass"}


@dataclass
class World:
    """Some mentees and mentors, and what each mentor has room for."""

    mentees: int
    capacities: list[int]

    def __post_init__(self) -> None:
        self.pairs = {
            (mentee, mentor): Pair(mentee, mentor)
            for mentee in range(self.mentees)
            for mentor in range(len(self.capacities))
        }

    def taken(self, mentor: int) -> int:
        return sum(pair.open is not None for pair in self.pairs.values() if pair.mentor == mentor)

    def open_of(self, mentee: int) -> int:
        return sum(pair.open is not None for pair in self.pairs.values() if pair.mentee == mentee)

    def waiting(self, mentee: int) -> int:
        return sum(pair.request == "waiting" for pair in self.pairs.values() if pair.mentee == mentee)

    def booked(self, mentee: int, mentor: int) -> set[int]:
        """The hours at which one of the two is in a meeting."""
        return {
            meeting.hour
            for pair in self.pairs.values()
            if pair.mentee == mentee or pair.mentor == mentor
            for tandem in pair.tandems
            for meeting in tandem.meetings
            if meeting.state == "confirmed"
        }

    def like(self, pair: Pair, side: Side) -> Answer:
        if pair.blocks:
            return same(NOT_FOUND)
        answer = same(DONE)
        if pair.open is None:
            answer = self._ask(pair) if side == "mentee" else self._like_back(pair)
        if answer.first == DONE:
            pair.verdicts[side] = "like"
        return answer

    def accept(self, pair: Pair) -> Answer:
        if pair.blocks or (pair.request is None and pair.open is None):
            return same(NOT_FOUND)
        if pair.open is not None:
            return same(DONE)
        if pair.request != "waiting" or not self._form(pair):
            return same(REFUSED)
        pair.verdicts["mentor"] = "like"
        return Answer(CREATED, DONE)

    def close_request(self, pair: Pair, side: Side) -> Answer:
        """The mentor refuses, or the mentee withdraws."""
        if pair.blocks or (pair.request is None and pair.open is None):
            return same(NOT_FOUND)
        if pair.open is not None:
            return same(REFUSED)
        if pair.request == "waiting":
            pair.request = "refused" if side == "mentor" else "withdrawn"
            pair.verdicts[side] = "pass"
        return same(NOTHING_TO_SAY)

    def block(self, pair: Pair, side: Side) -> Answer:
        pair.blocks.add(side)
        if pair.verdicts.get(side) == "like":
            pair.verdicts[side] = "pass"
        if pair.request == "waiting":
            pair.request = "released"
        if pair.open is not None:
            pair.open.move("closed", "blocked", "nobody")
        return same(NOTHING_TO_SAY)

    def unblock(self, pair: Pair, side: Side) -> Answer:
        pair.blocks.discard(side)
        return same(NOTHING_TO_SAY)

    def set_capacity(self, mentor: int, seats: int) -> Answer:
        self.capacities[mentor] = seats
        return same(DONE)

    def sign(self, pair: Pair, tandem: Tandem, side: Side) -> Answer:
        def sign() -> Answer:
            tandem.signed.add(side)
            if tandem.state == "formed" and len(tandem.signed) == 2:
                tandem.move("active", "signed", side)
            return same(DONE)

        return self._in(pair, tandem, sign)

    def pause(self, pair: Pair, tandem: Tandem, side: Side) -> Answer:
        def pause() -> Answer:
            if tandem.state == "formed":
                return same(REFUSED)
            if tandem.state == "active":
                tandem.move("paused", "paused", side)
            return same(DONE)

        return self._in(pair, tandem, pause)

    def resume(self, pair: Pair, tandem: Tandem, side: Side) -> Answer:
        def resume() -> Answer:
            if tandem.state == "paused":
                tandem.move("active", "resumed", side)
            return same(DONE)

        return self._in(pair, tandem, resume)

    def end(self, pair: Pair, tandem: Tandem, side: Side) -> Answer:
        """It is closed, or was: a memory either way."""
        if pair.blocks:
            return same(NOT_FOUND)
        if tandem.state != "closed":
            tandem.move("closed", "ended", side)
            pair.part()
        return same(DONE)

    def send(self, pair: Pair, tandem: Tandem, client_id: str) -> Answer:
        def send() -> Answer:
            tandem.messages.append(client_id)
            return Answer(CREATED, DONE)

        return self._in(pair, tandem, send)

    def propose(self, pair: Pair, tandem: Tandem, side: Side, meeting_id: str, hour: int, most: int) -> Answer:
        def propose() -> Answer:
            standing = [meeting for meeting in tandem.meetings if meeting.state != "cancelled"]
            if tandem.state == "paused" or len(standing) >= most:
                return same(REFUSED)
            tandem.meetings.append(Booking(meeting_id, side, hour))
            return Answer(CREATED, DONE)

        return self._in(pair, tandem, propose)

    def confirm(self, pair: Pair, tandem: Tandem, side: Side, meeting: Booking) -> Answer:
        def confirm() -> Answer:
            if meeting.state == "confirmed":
                return same(DONE)
            if tandem.state == "paused" or meeting.state == "cancelled" or meeting.by == side:
                return same(REFUSED)
            if meeting.hour in self.booked(pair.mentee, pair.mentor):
                return same(REFUSED)
            meeting.state = "confirmed"
            return same(DONE)

        return self._in(pair, tandem, confirm)

    def cancel(self, pair: Pair, tandem: Tandem, meeting: Booking) -> Answer:
        def cancel() -> Answer:
            meeting.state = "cancelled"
            return same(DONE)

        return self._in(pair, tandem, cancel)

    def renew(self, pair: Pair, tandem: Tandem, side: Side) -> Answer:
        if pair.blocks:
            return same(NOT_FOUND)
        if tandem.renewed:
            return same(DONE)
        if tandem.state == "formed" or pair.open not in (None, tandem):
            return same(REFUSED)
        if tandem.renewal <= {side}:
            tandem.renewal.add(side)
            return same(DONE)
        # The seat of the one that goes on is free for the next.
        if self.taken(pair.mentor) - (pair.open is tandem) >= self.capacities[pair.mentor]:
            return same(REFUSED)
        tandem.renewal.add(side)
        tandem.renewed = True
        if tandem.state != "closed":
            tandem.move("closed", "renewed", "both")
        pair.verdicts = {"mentee": "like", "mentor": "like"}
        pair.begin("renewed")
        return Answer(CREATED, DONE)

    def take_back_renewal(self, pair: Pair, tandem: Tandem, side: Side) -> Answer:
        if pair.blocks:
            return same(NOT_FOUND)
        if not tandem.renewed:
            tandem.renewal.discard(side)
        return same(DONE)

    def _in(self, pair: Pair, tandem: Tandem, act: Callable[[], Answer]) -> Answer:
        """What may be done in an open tandem only, by its two."""
        if pair.blocks:
            return same(NOT_FOUND)
        return same(REFUSED) if tandem.state == "closed" else act()

    def _ask(self, pair: Pair) -> Answer:
        if pair.request == "waiting":
            return same(DONE)
        if pair.verdicts.get("mentor") == "like" and self._form(pair):
            return same(DONE)
        if pair.request is not None:
            return same(REFUSED)
        pair.request = "waiting"
        return same(DONE)

    def _like_back(self, pair: Pair) -> Answer:
        if pair.request == "waiting":
            return same(DONE if self._form(pair) else REFUSED)
        return same(REFUSED if pair.request == "released" else DONE)

    def _form(self, pair: Pair) -> bool:
        if self.taken(pair.mentor) >= self.capacities[pair.mentor]:
            return False
        pair.begin("liked")
        return True
