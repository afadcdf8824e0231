"""What a swipe comes to."""

from tests.people import Town


async def test_a_mentees_like_asks_the_mentor(town: Town) -> None:
    mentee, mentor = await town.mentee(), await town.mentor()
    answer = await mentee.like(mentor, "Bonjour, j'aimerais apprendre votre métier.")
    assert answer.status_code == 200
    assert answer.json() == {"memberId": mentor.id, "verdict": "like", "outcome": "requested", "tandemId": None}
    [request] = await mentor.requests("received")
    assert (request["memberId"], request["state"], request["opened"]) == (mentee.id, "waiting", False)
    assert request["message"] == "Bonjour, j'aimerais apprendre votre métier."
