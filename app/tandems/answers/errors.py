"""Why an answer is not stored."""

from app.errors import DomainError, Words


class MenteesOnly(DomainError):
    status = 403
    type = "mentees-only"
    title = Words("Réservé aux mentorés", "For mentees only")
    detail = Words(
        "Ces réponses sont celles des mentorés. Vous lirez dans chaque tandem celles qui vous sont destinées.",
        "These answers are the mentees'. In each tandem you read those that are meant for you.",
    )
