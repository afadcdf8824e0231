"""Why an appeal is not made or not decided."""

from app.errors import DomainError, Words


class AlreadyAppealed(DomainError):
    status = 409
    type = "already-appealed"
    title = Words("Appel déjà reçu", "Appeal already received")
    detail = Words(
        "Votre appel est déjà arrivé, et il y en a un par mesure. Pour ajouter quelque chose, appelez votre structure.",
        "Your appeal has arrived already, and there is one to each measure. To add something, call your structure.",
    )


class AppealDecided(DomainError):
    status = 409
    type = "appeal-decided"
    title = Words("Appel déjà tranché", "Appeal already decided")
    detail = Words(
        "Cet appel a déjà reçu sa réponse. Relisez-le.", "This appeal has been answered already. Read it again."
    )
