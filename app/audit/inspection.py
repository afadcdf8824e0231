"""Whether the audit log is as it was written: every update, deletion, reordering and cut is found."""

from collections.abc import Sequence
from hashlib import sha256
from uuid import UUID

from app.audit.model import Head, Link

BEGINNING = Head(0, sha256(b"").digest())


class Inspection:
    """Walks the chain once, link by link. `anchors` are heads noted earlier, outside the database."""

    def __init__(self, anchors: Sequence[Head] = ()) -> None:
        self.findings: list[str] = []
        self.last = BEGINNING
        self._anchors = {anchor.sequence: anchor for anchor in anchors}
        self._without_detail: dict[UUID, int] = {}
        self._forgotten: set[UUID] = set()

    def look_at(self, link: Link) -> None:
        """The next link, in order of sequence."""
        if link.sequence != self.last.sequence + 1:
            self._find(f"{_span(self.last.sequence + 1, link.sequence - 1)} missing from the chain")
        elif not link.there:
            self._find(f"entry {link.sequence} is missing: deleted")
        elif link.hash_after(self.last.hash) != link.hash:
            self._find(f"entry {link.sequence} is not what was sealed: changed, put in or moved")
        self._look_at_detail(link)
        self.last = Head(link.sequence, link.hash)
        anchor = self._anchors.pop(link.sequence, None)
        if anchor and anchor.hash != link.hash:
            self._find(f"entry {link.sequence} has another hash than the head noted earlier: the chain was made anew")

    def end(self, head: Head | None, unsealed: int) -> list[str]:
        """All that was found, after the last link; `head` is what the database notes apart from the chain."""
        if head is None or head.sequence != self.last.sequence or head.hash != self.last.hash:
            self._find(
                f"the chain ends at {self.last.sequence}, its head says {head and head.sequence}: the tail was cut"
            )
        for sequence in sorted(self._anchors):
            self._find(f"the chain ends at {self.last.sequence}, and entry {sequence} was noted: the tail was cut")
        for entry_id, sequence in self._without_detail.items():
            if entry_id not in self._forgotten:
                self._find(f"entry {sequence} lost its detail, and no erased member explains it")
        if unsealed:
            self._find(f"{unsealed} entries were never sealed: put in past the chain")
        return self.findings

    def _look_at_detail(self, link: Link) -> None:
        if link.detail is None:
            self._without_detail[link.entry_id] = link.sequence
        elif link.digest is not None and sha256(link.detail.encode()).digest() != link.digest:
            self._find(f"entry {link.sequence} has another detail than the one that was sealed")
        self._forgotten.update(link.forgets)

    def _find(self, finding: str) -> None:
        self.findings.append(finding)


def _span(first: int, last: int) -> str:
    return f"entry {first} is" if first == last else f"entries {first} to {last} are"
