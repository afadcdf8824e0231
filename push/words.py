"""What each kind of notice says, French and English. Nothing private: anybody may see a locked screen."""

from collections.abc import Mapping
from urllib.parse import quote

from msgspec import Struct

from push.model import Locale


class UnknownKind(KeyError):
    """No words exist for this kind of notice."""

    def __str__(self) -> str:
        return f"no words for a notice of kind {self.args[0]!r}"


class MissingFact(KeyError):
    """The deep link of this kind needs a fact that the notice does not carry."""

    def __str__(self) -> str:
        return f"a notice of kind {self.args[0]!r} needs the fact {self.args[1]!r}"


class Text(Struct, frozen=True):
    """A title and a body in one language."""

    title: str
    body: str


class Kind(Struct, frozen=True):
    """One kind of notice. `link` is a path within the app, with {facts}; urgent ones wake the phone."""

    category: str
    link: str
    urgent: bool
    fr: Text
    en: Text


class Words(Struct, frozen=True):
    """What one person reads, where a tap leads (a path within the app), its channel, and whether to wake."""

    title: str
    body: str
    link: str
    category: str
    urgent: bool


KINDS: Mapping[str, Kind] = {
    "RequestReceived": Kind(
        category="requests",
        link="/requests",
        urgent=True,
        fr=Text(
            "Une nouvelle demande",
            "Une personne souhaite échanger avec vous. Votre réponse, quelle qu'elle soit, l'aidera à avancer.",
        ),
        en=Text(
            "A new request",
            "Someone would like to talk with you. Your answer, whatever it is, will help them move forward.",
        ),
    ),
    # The same words whether the request was refused, expired, withdrawn or released.
    "RequestClosed": Kind(
        category="requests",
        link="/deck",
        urgent=False,
        fr=Text(
            "Des nouvelles de votre demande",
            "Cette rencontre ne se fera pas cette fois-ci. D'autres mentors peuvent vous aider\u00a0: "
            "venez les découvrir.",
        ),
        en=Text(
            "News of your request",
            "This meeting will not happen this time. Other mentors can help you: come and discover them.",
        ),
    ),
    "TandemFormed": Kind(
        category="tandems",
        link="/tandems/{tandemId}",
        urgent=True,
        fr=Text(
            "Votre tandem est formé",
            "Vous avez dit oui tous les deux. Faites le premier pas\u00a0: tout est prêt dans l'application.",
        ),
        en=Text(
            "Your tandem is formed",
            "You both said yes. Take the first step: everything is ready in the app.",
        ),
    ),
}


def words(kind: str, locale: Locale, facts: Mapping[str, str | int]) -> Words:
    """What a notice of this kind says in this language.

    Facts only ever reach the link, percent-encoded. Raises UnknownKind, MissingFact (both KeyError).
    """
    if kind not in KINDS:
        raise UnknownKind(kind)
    spoken = KINDS[kind]
    text = spoken.en if locale == "en" else spoken.fr
    return Words(text.title, text.body, _fill(kind, spoken.link, facts), spoken.category, spoken.urgent)


def _fill(kind: str, link: str, facts: Mapping[str, str | int]) -> str:
    try:
        return link.format_map({name: quote(str(fact), safe="") for name, fact in facts.items()})
    except KeyError as missing:
        raise MissingFact(kind, missing.args[0]) from None
