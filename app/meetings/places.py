"""Where two may meet: a place with other people in it, never a home. And where a video call may be."""

import re
from ipaddress import ip_address
from unicodedata import combining, normalize
from urllib.parse import urlsplit

from app.errors import Words
from app.meetings.model import PlaceKind

# What says that somebody lives there. Chez Marcel is a restaurant, a Maison de l'emploi an office: the list is ours to
# edit.
_HOMES = (
    r"chez (moi|toi|lui|elle|eux|vous|nous|ma mere|mon pere|ma soeur|mon frere)",
    r"chez (mes|tes|ses|vos|nos) (grands )?parents",
    r"(au|a|mon|ton|son|votre|notre|a mon|a ton|a votre) domicile",
    r"(a la|ma|ta|sa|votre|notre) maison(?! (d|de|du|des|pour)\b)",
    r"(mon|ton|son|votre|notre|mes) (appart|appartement|studio|logement|immeuble|jardin|salon)",
    r"(ma|ta|sa|votre|notre) (chambre|colocation|coloc|residence)",
    r"hotel room|chambre d hotel",
    r"(my|your|his|her|our|their) (home|house|place|flat|apartment|room|garden|parents)",
    r"at home",
)
_A_HOME = re.compile(r"\b(" + "|".join(_HOMES) + r")\b")
_MANY_BLANKS = re.compile(r"[^a-z0-9]+")

NOT_A_HOME = Words(
    "on ne se retrouve pas dans un logement : choisissez un lieu ouvert (café, bibliothèque, structure, entreprise…)",
    "not in a home, please: choose an open place (café, library, structure, company…)",
)
NOT_A_LINK = Words(
    "doit être l'adresse complète d'une visioconférence, qui commence par https://",
    "must be the full address of a video call, beginning with https://",
)
PLACE_KINDS: dict[PlaceKind, Words] = {
    "structure": Words("Dans les locaux de la structure", "At the structure's premises"),
    "company": Words("Dans une entreprise", "At a company"),
    "library": Words("Dans une bibliothèque", "In a library"),
    "cafe": Words("Dans un café", "In a café"),
    "coworking": Words("Dans un espace de travail partagé", "In a shared workspace"),
    "campus": Words("Dans un établissement d'enseignement", "At a school or university"),
    "public_place": Words("Dans un lieu public", "In a public place"),
}


def is_home(place: str) -> bool:
    """Whether these words say that somebody lives there."""
    bare = "".join(letter for letter in normalize("NFKD", place.lower()) if not combining(letter))
    return _A_HOME.search(_MANY_BLANKS.sub(" ", bare.replace("œ", "oe"))) is not None


def is_video_link(link: str) -> bool:
    """Whether this leads to a named host over https, and says nothing else."""
    try:
        parts = urlsplit(link)
        host, port = parts.hostname or "", parts.port
    except ValueError:
        return False
    return (
        parts.scheme == "https"
        and port in (None, 443)
        and "@" not in parts.netloc
        and "." in host.strip(".")
        and not _is_address(host)
    )


def _is_address(host: str) -> bool:
    try:
        ip_address(host)
    except ValueError:
        return host.rpartition(".")[2].isdecimal()
    return True
