"""How well a member keeps meetings: one formula, told to whom it is about."""

from collections import Counter
from collections.abc import Sequence

from app.errors import Words
from app.meetings.attendances.model import Mark, MarkKind, Reliability

# A late word is half a kept one. What is contested or annulled does not count.
WORTH: dict[MarkKind, float] = {"honoured": 1.0, "late": 0.5, "missed": 0.0}
# Everybody begins as if nine of ten meetings had been kept, over five meetings: one bad day is not a reputation.
PRIOR_SHARE, PRIOR_MEETINGS = 0.9, 5

EXPLANATION = Words(
    "Part de vos rencontres des douze derniers mois que vous avez honorées ; une annulation à moins de trois heures "
    "compte pour moitié. Tout le monde part de 90 %. Vous et votre structure le voyez, personne d'autre. Une mention "
    "vous semble fausse ? Contestez-la : votre structure la relit.",
    "The share of your meetings of the past twelve months that you kept; a cancellation within three hours counts for "
    "half. Everybody starts at 90%. You and your structure see it, nobody else. Does a mark seem wrong? Appeal, and "
    "your structure looks at it again.",
)


def reliability(marks: Sequence[Mark]) -> Reliability:
    """(0.9 · 5 + the worth of each mark) ÷ (5 + how many marks count)."""
    count = Counter(mark.mark for mark in marks if mark.mark in WORTH)
    kept = sum(WORTH[mark] * number for mark, number in count.items())
    share = (PRIOR_SHARE * PRIOR_MEETINGS + kept) / (PRIOR_MEETINGS + count.total())
    return Reliability(round(share, 3), count["honoured"], count["late"], count["missed"], list(marks))
