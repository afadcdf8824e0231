"""Why a file is not taken, or not gone on with."""

from app.errors import DomainError, Words


class NotASheet(DomainError):
    status = 415
    type = "not-a-sheet"
    title = Words("Fichier non reconnu", "Not a file we can read")
    detail = Words(
        "Envoyez un fichier CSV ou XLSX dont la première ligne nomme les colonnes.",
        "Send a CSV or XLSX file whose first line names the columns.",
    )


class TooManyLines(DomainError):
    status = 422
    type = "too-many-lines"
    title = Words("Fichier trop grand", "File too large")
    detail = Words(
        "Un fichier a {most} lignes et {columns} colonnes au plus. Envoyez-le en plusieurs fois.",
        "A file has at most {most} lines and {columns} columns. Send it in several parts.",
    )


class ImportStarted(DomainError):
    status = 409
    type = "import-started"
    title = Words("Import déjà commencé", "Import already begun")
    detail = Words(
        "Cet import a commencé : ses colonnes ne changent plus. Envoyez le fichier sous un nouvel identifiant.",
        "This import has begun: its columns stay as they are. Send the file under a new identifier.",
    )


class ImportUnchecked(DomainError):
    status = 409
    type = "import-unchecked"
    title = Words("Import pas encore vérifié", "Import not checked yet")
    detail = Words(
        "Indiquez les colonnes et attendez la fin de la vérification, puis lancez l'import.",
        "Say what the columns are and wait until the check is over, then start the import.",
    )


class NoInvitation(DomainError):
    status = 404
    type = "no-invitation"
    title = Words("Pas d'invitation", "No invitation")
    detail = Words(
        "Aucune structure ne vous a invité avec ce numéro. Vous pouvez vous inscrire vous-même.",
        "No structure has invited you with this number. You can join by yourself.",
    )
