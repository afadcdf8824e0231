"""Why a goal is not set."""

from app.errors import DomainError, Words

MOST_GOALS = 10


class GoalLimit(DomainError):
    status = 409
    type = "goal-limit"
    title = Words("{most} objectifs déjà fixés", "{most} goals already set")
    detail = Words(
        "Un tandem se fixe {most} objectifs au plus. Retirez-en un pour en ajouter un autre.",
        "A tandem sets itself {most} goals at most. Remove one to add another.",
    )

    def __init__(self) -> None:
        super().__init__(most=MOST_GOALS)
