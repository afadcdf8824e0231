"""Why more is asked of a mentor, or their verification refused: the words that they read, each with a next step."""

from app.errors import Words
from app.verifications.model import Decision

LAPSED = "honesty-check-expired"

MORE = {
    "say-more": Words(
        "Dites-en un peu plus sur votre parcours et sur ce que vous aimeriez transmettre.",
        "Say a little more about your path and what you would like to pass on.",
    ),
    "company-unclear": Words(
        "Précisez le nom de votre entreprise et son numéro SIRET, ou votre situation si vous n'en avez pas.",
        "Give the name of your company and its SIRET number, or your situation if you have none.",
    ),
    "phone-unanswered": Words(
        "Nous n'avons pas réussi à vous joindre. Indiquez dans votre présentation quand vous rappeler.",
        "We could not reach you. Say in your presentation when to call you back.",
    ),
    "honesty-check": Words(
        "Transmettez à votre structure votre attestation d'honorabilité de moins de six mois.",
        "Give your structure your certificate of good standing, less than six months old.",
    ),
    LAPSED: Words(
        "Votre attestation d'honorabilité a expiré. Vos tandems continuent. Transmettez la nouvelle à votre structure.",
        "Your certificate of good standing has run out. Give your structure the new one: your tandems go on.",
    ),
    "more": Words(
        "Complétez votre profil comme indiqué ci-dessous.",
        "Complete your profile as said below.",
    ),
}
REFUSED = {
    "not-a-professional": Words(
        "Tandem s'adresse à des mentors qui ont une expérience professionnelle. Vous pouvez rejoindre Tandem comme "
        "personne accompagnée.",
        "Tandem is for mentors with experience of work. You may join Tandem as somebody who is accompanied.",
    ),
    "company-not-yours": Words(
        "L'entreprise indiquée n'a pas confirmé votre inscription. Voyez avec elle, puis écrivez-nous.",
        "The company you named has not confirmed your registration. See with them, then write to us.",
    ),
    "honesty-check-failed": Words(
        "Nous n'avons pas pu valider le contrôle d'honorabilité. Votre structure peut vous en dire plus.",
        "We could not validate the check of good standing. Your structure can tell you more.",
    ),
    "outside-the-charter": Words(
        "Votre présentation ne suit pas la charte de Tandem. Votre structure peut en parler avec vous.",
        "Your presentation does not follow Tandem's charter. Your structure can talk it over with you.",
    ),
    "duplicate": Words(
        "Vous avez déjà un autre compte. Continuez avec celui-là, ou demandez-nous de le supprimer.",
        "You have another account already. Go on with that one, or ask us to delete it.",
    ),
    "refused": Words(
        "Nous ne pouvons pas valider votre inscription. Votre structure peut vous en dire plus.",
        "We cannot validate your registration. Your structure can tell you more.",
    ),
}


def words_for(decision: Decision | None, reason: str | None) -> Words | None:
    """What a mentor reads; a reason that we no longer know reads as the plainest."""
    if decision == "more-asked":
        return MORE.get(reason or "", MORE["more"])
    return REFUSED.get(reason or "", REFUSED["refused"]) if decision == "refused" else None
