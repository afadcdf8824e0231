"""The whole story, over HTTP, as its people live it."""

import time
from collections.abc import Iterator
from typing import Any

import httpx
import pytest

from tests.demo.conftest import Demo

INES, KARIM = "+33600100000", "+33600001000"
NEWCOMER = {
    "role": "mentee",
    "firstName": "Lina",
    "lastName": "Moreau",
    "birthDate": "2001-09-30",
    "areaCode": "13203",
    "sectors": ["G01"],
    "goals": ["find-internship", "dare-to-apply", "cv-and-interview"],
    "modalities": ["in_person", "remote"],
    "languages": ["fr"],
    "availability": ["mon_am", "wed_pm"],
    "about": "J'aime la cuisine et j'apprends vite.",
}


class Person:
    """Somebody with a phone."""

    def __init__(self, http: httpx.Client, phone: str) -> None:
        signed_in = http.post("/v1/demo/sign-ins", json={"phone": phone})
        assert signed_in.status_code == 201, signed_in.text
        self.id: str | None = signed_in.json()["memberId"]
        self._http = http
        self._caller = {"Authorization": f"Bearer {signed_in.json()['token']}"}

    def does(self, method: str, path: str, json: Any = None, status: int = 200) -> Any:
        answer = self._http.request(method, path, json=json, headers=self._caller)
        assert answer.status_code == status, answer.text
        return answer.json() if answer.content else None

    def pushed(self, kind: str) -> dict[str, Any]:
        """The newest push of a kind, once it has come."""
        for _ in range(100):
            for notice in self.does("GET", "/v1/demo/notices")["items"]:
                if notice["kind"] == kind:
                    found: dict[str, Any] = notice
                    return found
            time.sleep(0.1)
        raise AssertionError(f"no push {kind} came")


@pytest.fixture
def http(demo: Demo) -> Iterator[httpx.Client]:
    with httpx.Client(base_url=demo.address, timeout=20) as client:
        yield client


def test_from_the_first_sign_in_to_the_tandems_push(demo: Demo, http: httpx.Client) -> None:
    # Lina signs in with her phone number and says in a few taps what she looks for.
    lina = Person(http, "+33655443322")
    assert lina.id is None
    assert lina.does("GET", "/v1/areas?q=marseille 3")["items"][0]["code"] == "13203"
    lina.id = lina.does("PUT", "/v1/me", NEWCOMER, status=201)["memberId"]

    # She is dealt mentors she may ask, each with reasons in plain words.
    deck = lina.does("GET", "/v1/deck?limit=10")
    assert len(deck["cards"]) == 10
    assert not deck["exhausted"]
    assert all(card["role"] == "mentor" and 1 <= len(card["reasons"]) <= 3 for card in deck["cards"])
    assert lina.does("GET", "/v1/deck?limit=10") == deck

    # She passes one, and asks another, who owns a phone.
    passed, asked = deck["cards"][0]["memberId"], deck["cards"][1]["memberId"]
    assert lina.does("PUT", f"/v1/swipes/{passed}", {"verdict": "pass"})["outcome"] == "passed"
    like = {"verdict": "like", "message": "Bonjour, accepteriez-vous de me parler de votre métier ?"}
    assert lina.does("PUT", f"/v1/swipes/{asked}", like)["outcome"] == "requested"
    assert {passed, asked}.isdisjoint(card["memberId"] for card in lina.does("GET", "/v1/deck?limit=50")["cards"])

    # The mentor's phone shows a push without a private word; the request is in the app.
    mentor = mentor_named(http, asked)
    push = mentor.pushed("RequestReceived")
    assert "Lina" not in push["title"] + push["body"]
    received = mentor.does("GET", "/v1/requests?direction=received")["items"]
    [request] = [item for item in received if item["memberId"] == lina.id]
    assert (request["message"], request["state"]) == (like["message"], "waiting")

    # The mentor opens it and accepts: one tandem, whoever repeats what.
    mentor.does("PUT", f"/v1/requests/{lina.id}/opening", status=204)
    tandem = mentor.does("POST", f"/v1/requests/{lina.id}/acceptance", status=201)
    assert mentor.does("POST", f"/v1/requests/{lina.id}/acceptance", status=200) == tandem
    assert lina.does("PUT", f"/v1/swipes/{asked}", like)["tandemId"] == tandem["id"]

    # Both are told, in their phones and in the app.
    assert lina.pushed("TandemFormed")["link"].endswith(tandem["id"])
    assert mentor.pushed("TandemFormed")["link"].endswith(tandem["id"])
    assert [item["id"] for item in lina.does("GET", "/v1/tandems")["items"]] == [tandem["id"]]
    assert "push to" in demo.text()


def mentor_named(http: httpx.Client, member_id: str) -> Person:
    """The demo's mentors have consecutive numbers."""
    for number in range(1000):
        person = Person(http, f"+3360000{1000 + number:04}")
        if person.id == member_id:
            return person
    pytest.fail("the card was of nobody in the demo")


def test_the_demos_three_people_can_sign_in(http: httpx.Client) -> None:
    assert Person(http, INES).does("GET", "/v1/me")["role"] == "mentee"
    assert Person(http, KARIM).does("GET", "/v1/me")["role"] == "mentor"
    staff = Person(http, "+33600000000")
    assert staff.id is None
    mentor = Person(http, "+33655443300")
    profile = NEWCOMER | {"role": "mentor", "jobTitle": "Boulangère", "capacity": 2, "hoursPerMonth": 4}
    mentor.id = mentor.does("PUT", "/v1/me", profile, status=201)["memberId"]
    mentor.does("GET", "/v1/deck", status=403)
    staff.does("POST", f"/v1/staff/members/{mentor.id}/verification", status=201)
    assert mentor.does("GET", "/v1/deck?limit=5")["cards"]
