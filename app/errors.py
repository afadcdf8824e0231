"""What can go wrong, in the caller's language."""

from typing import Any, ClassVar, Literal, NamedTuple

from litestar.connection import ASGIConnection

from app.complaints import FieldError

Language = Literal["fr", "en"]


class Words(NamedTuple):
    """One text in both languages."""

    fr: str
    en: str

    def said(self, language: Language, facts: dict[str, Any]) -> str:
        return (self.en if language == "en" else self.fr).format(**facts)


class DomainError(Exception):
    """A rule said no. Carries its status, its `urn:tandem:` type and its words."""

    status: ClassVar[int] = 400
    type: ClassVar[str]
    title: ClassVar[Words]
    detail: ClassVar[Words]

    def __init__(self, **facts: Any) -> None:
        super().__init__(self.type)
        self.facts = facts
        self.headers: dict[str, str] = {}
        self.errors: list[FieldError] = []


class BadToken(DomainError):
    status = 401
    type = "bad-token"
    title = Words("Connexion refusée", "Sign-in refused")
    detail = Words(
        "Votre session n'est pas valable ({reason}). Reconnectez-vous.",
        "Your session is not valid ({reason}). Please sign in again.",
    )

    def __init__(self, reason: str) -> None:
        super().__init__(reason=reason)
        self.reason = reason
        self.headers = {"WWW-Authenticate": f'Bearer error="invalid_token", error_description="{reason}"'}


class DependencyDown(DomainError):
    status = 503
    type = "dependency-down"
    title = Words("Service momentanément indisponible", "Service briefly unavailable")
    detail = Words(
        "Un service dont nous dépendons ne répond pas. Réessayez dans {seconds} s : rien n'est perdu.",
        "A service we depend on does not answer. Try again in {seconds} s: nothing is lost.",
    )

    def __init__(self, dependency: str, retry_after: int = 2) -> None:
        super().__init__(seconds=retry_after)
        self.dependency = dependency
        self.headers = {"Retry-After": str(retry_after)}


class NotFound(DomainError):
    status = 404
    type = "not-found"
    title = Words("Introuvable", "Not found")
    detail = Words("Nous n'avons rien trouvé à cette adresse.", "We found nothing at this address.")


class StaffOnly(DomainError):
    status = 403
    type = "staff-only"
    title = Words("Réservé à l'équipe", "Staff only")
    detail = Words("Cette action est réservée à l'équipe de la CCI.", "This action is for CCI staff only.")


class SecondFactorNeeded(DomainError):
    status = 403
    type = "second-factor-needed"
    title = Words("Double authentification nécessaire", "A second factor is needed")
    detail = Words(
        "L'équipe se connecte avec un second facteur. Activez-le dans votre compte, puis reconnectez-vous.",
        "Staff sign in with a second factor. Turn it on in your account, then sign in again.",
    )


class Invalid(DomainError):
    """A field that reads well but cannot be: `errors` says which and why."""

    status = 422
    type = "invalid"
    title = Words("Données à corriger", "Please correct your entry")
    detail = Words("Certaines informations sont à corriger.", "Some of what you sent needs correcting.")

    def __init__(self, *errors: tuple[str, Words], language_free: list[FieldError] | None = None) -> None:
        super().__init__()
        self.fields = errors
        self.errors = language_free or []


class Malformed(DomainError):
    status = 400
    type = "malformed"
    title = Words("Requête illisible", "Unreadable request")
    detail = Words("Nous n'avons pas pu lire cette requête.", "We could not read this request.")


class UnsupportedMedia(DomainError):
    status = 415
    type = "unsupported-media-type"
    title = Words("Format non pris en charge", "Format not supported")
    detail = Words("Envoyez du JSON (application/json).", "Please send JSON (application/json).")


class TooLarge(DomainError):
    status = 413
    type = "too-large"
    title = Words("Envoi trop volumineux", "Too much at once")
    detail = Words("Cet envoi dépasse la taille permise.", "This request is larger than allowed.")


class MethodNotAllowed(DomainError):
    status = 405
    type = "method-not-allowed"
    title = Words("Action impossible ici", "Not possible here")
    detail = Words("Cette adresse ne permet pas cette action.", "This address does not allow this action.")


class Unexpected(DomainError):
    status = 500
    type = "unexpected"
    title = Words("Une erreur est survenue", "Something went wrong")
    detail = Words(
        "C'est notre faute et l'équipe en est avertie. Réessayez dans un moment.",
        "This is our fault, and the team has been told. Please try again in a moment.",
    )


def language_of(connection: ASGIConnection[Any, Any, Any, Any]) -> Language:
    """French unless the caller prefers English."""
    return preferred_language(connection.headers.get("accept-language", ""))


def preferred_language(accept_language: str) -> Language:
    """The better liked of our two languages in an Accept-Language header."""
    liked: dict[str, float] = {}
    for choice in accept_language.lower().split(",")[:20]:
        tag, _, quality = choice.partition(";")
        try:
            liked.setdefault(tag.strip().partition("-")[0], float(quality.strip().removeprefix("q=") or 1))
        except ValueError:
            continue
    return "en" if liked.get("en", 0) > liked.get("fr", liked.get("*", 0)) else "fr"
