"""What people of the demo write about themselves, and to each other."""

import re
from random import Random
from typing import Any

from app.demo.lore import lore

_FORMS = re.compile(r"\[([^]|]*)\|([^]|]*)\]")
YOUNG = 35


def title(rng: Random, titles: list[str], feminine: bool) -> str:
    """One of these job titles, written "masculine|feminine" where the two differ."""
    return rng.choice(titles).split("|")[-1 if feminine else 0]


def world(sector: str) -> str:
    """The sector as it follows "dans"."""
    name: str = lore("trades")["sectors"][sector]["world"]
    return name


def mentor_about(rng: Random, kind: str, feminine: bool, sector: str, goals: list[str], **facts: Any) -> str:
    """How a mentor of this kind (owner, employee, retired) presents themselves."""
    words = lore("words")
    helped = rng.sample(goals, min(len(goals), rng.choice((1, 1, 2))))
    sentences = [
        rng.choice(words["mentors"][kind]),
        *(rng.choice(words["goals"][goal]["helps"]) for goal in helped),
        rng.choice(words["mentors"]["closings"]),
    ]
    return _said(sentences, feminine, world=world(sector), **facts)


def mentee_about(rng: Random, situation: str, feminine: bool, age: int, sector: str, goals: list[str]) -> str:
    """How a mentee presents themselves, the most important goal first."""
    words = lore("words")
    who = words["situations"][situation]
    openings = who.get("young_openings", who["openings"]) if age < YOUNG else who["openings"]
    sentences = [rng.choice(openings), rng.choice(words["goals"][goals[0]]["seeks"])]
    if rng.random() < 0.6:
        sentences.append(rng.choice(words["mentees"]["closings"]))
    return _said(sentences, feminine, world=world(sector))


def request_message(rng: Random, feminine: bool, sector: str, goal: str, to: str) -> str | None:
    """A few words to a mentor; many send none."""
    if rng.random() < 0.4:
        return None
    words = lore("words")
    message = rng.choice(words["requests"]["messages"])
    return _said([message], feminine, name=to, world=world(sector), seeks=rng.choice(words["goals"][goal]["seeks"]))


def _said(sentences: list[str], feminine: bool, **facts: Any) -> str:
    filled = (sentence.format(**facts) for sentence in sentences)
    return " ".join(_FORMS.sub(r"\2" if feminine else r"\1", line[0].upper() + line[1:]) for line in filled)
