"""Why a phone is not tried out."""

from app.errors import DomainError, Words

MOST_TESTS = 5


class TooManyTests(DomainError):
    status = 429
    type = "too-many-tests"
    title = Words("Un peu de patience", "A moment, please")
    detail = Words(
        "Vous avez fait plusieurs essais en peu de temps. Réessayez dans une heure.",
        "You have run several tests in a short time. Please try again in an hour.",
    )

    def __init__(self) -> None:
        super().__init__()
        self.headers = {"Retry-After": "3600"}
