"""Why a photo is not taken."""

from app.errors import DomainError, Words


class NoPhoto(DomainError):
    status = 415
    type = "photo-format"
    title = Words("Format de photo non reconnu", "Not a photo we can read")
    detail = Words(
        "Ce fichier n'est pas une photo JPEG, PNG ou WebP. Choisissez-en une autre, ou reprenez-la.",
        "This file is not a JPEG, PNG or WebP photo. Choose another one, or take it again.",
    )


class PhotoUnreadable(DomainError):
    status = 422
    type = "photo-unreadable"
    title = Words("Photo illisible", "Unreadable photo")
    detail = Words(
        "Cette photo est abîmée ou incomplète. Envoyez-la de nouveau, ou choisissez-en une autre.",
        "This photo is damaged or incomplete. Send it again, or choose another one.",
    )


class TooManyPixels(DomainError):
    status = 422
    type = "photo-too-many-pixels"
    title = Words("Photo trop grande", "Photo too large")
    detail = Words(
        "Cette photo dépasse 24 mégapixels. Réduisez-la, ou choisissez-en une autre.",
        "This photo is over 24 megapixels. Make it smaller, or choose another one.",
    )


class NoPhotoYet(DomainError):
    status = 404
    type = "no-photo-yet"
    title = Words("Pas encore de photo", "No photo yet")
    detail = Words(
        "Vous n'avez pas encore envoyé de photo. Un visage souriant aide à faire le premier pas.",
        "You have not sent a photo yet. A smiling face helps to take the first step.",
    )


class PhotoAlreadyRefused(DomainError):
    status = 409
    type = "photo-already-refused"
    title = Words("Photo déjà refusée", "Photo already refused")
    detail = Words(
        "Cette photo a été refusée et n'existe plus. Attendez que le membre en envoie une autre.",
        "This photo was refused and is gone. Wait until the member sends another one.",
    )


class TooManyPhotos(DomainError):
    status = 429
    type = "too-many-photos"
    title = Words("Beaucoup de photos en peu de temps", "Many photos in a short time")
    detail = Words(
        "Vous avez envoyé beaucoup de photos. Réessayez dans une heure.",
        "You have sent many photos. Please try again in an hour.",
    )

    def __init__(self, retry_after: int) -> None:
        super().__init__()
        self.headers = {"Retry-After": str(retry_after)}
