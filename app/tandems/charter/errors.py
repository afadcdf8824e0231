"""Why a charter is not signed."""

from app.errors import DomainError, Words


class CharterChanged(DomainError):
    status = 409
    type = "charter-changed"
    title = Words("La charte a changé", "The charter has changed")
    detail = Words(
        "Ce n'est pas la version en vigueur. Relisez la version {version}, puis signez-la.",
        "This is not the current version. Please read version {version}, then sign it.",
    )
