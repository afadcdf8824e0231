"""Photos as they are sent."""

from datetime import datetime

from app.errors import Language, Words
from app.photos.model import OwnPhoto as StoredPhoto
from app.photos.model import PhotoState
from app.wire import Sent

# Why staff may refuse a photo, in the words its owner reads.
REFUSALS = {
    "face-hidden": Words(
        "On ne voit pas bien votre visage. Choisissez une photo de face, sans lunettes de soleil.",
        "Your face cannot be seen well. Choose a photo from the front, without sunglasses.",
    ),
    "several-people": Words(
        "Il y a plusieurs personnes sur la photo. Choisissez-en une où vous êtes seul(e).",
        "There are several people in the photo. Choose one with you alone.",
    ),
    "not-a-person": Words(
        "Ce n'est pas la photo d'une personne. Choisissez une photo de vous.",
        "This is not a photo of a person. Choose a photo of yourself.",
    ),
    "poor-quality": Words(
        "La photo est floue ou trop sombre. Reprenez-la à la lumière du jour.",
        "The photo is blurred or too dark. Take it again in daylight.",
    ),
    "unsuitable": Words(
        "Cette photo ne convient pas à des échanges professionnels. Choisissez-en une autre.",
        "This photo does not suit professional exchanges. Choose another one.",
    ),
    "other": Words(
        "Cette photo ne convient pas. Choisissez-en une autre.",
        "This photo does not suit. Choose another one.",
    ),
}


class PhotoRefusal(Sent, frozen=True):
    """Why: a code, its words, and what staff added."""

    reason: str
    text: str
    note: str | None


class OwnPhoto(Sent, frozen=True):
    """The caller's photo; without an address once it was refused."""

    state: PhotoState
    photo_url: str | None
    photo_hash: str
    sent_at: datetime
    decided_at: datetime | None
    refusal: PhotoRefusal | None


def own_photo(photo: StoredPhoto, language: Language) -> OwnPhoto:
    refusal = None
    if photo.refusal:
        words = REFUSALS.get(photo.refusal, REFUSALS["other"])
        refusal = PhotoRefusal(photo.refusal, words.said(language, {}), photo.refusal_text)
    return OwnPhoto(photo.state, photo.path, photo.thumbhash, photo.sent_at, photo.decided_at, refusal)
