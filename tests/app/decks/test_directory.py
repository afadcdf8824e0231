"""Ids and positions, sorted or added later, also where two ids share a key."""

from uuid import UUID, uuid4

import numpy as np

from app.decks.directory import Directory, as_bytes


def test_everybody_is_found_where_they_are() -> None:
    ids = [uuid4() for _ in range(500)]
    directory = Directory.of(as_bytes(ids))
    assert [directory.position(id) for id in ids] == list(range(500))
    assert [directory.id_at(position) for position in range(500)] == ids
    assert sorted(directory.positions(ids[10:20])) == list(range(10, 20))


def test_newcomers_are_found_beside_the_others() -> None:
    ids = [uuid4() for _ in range(3)]
    directory = Directory.of(as_bytes(ids))
    newcomer = uuid4()
    assert directory.position(newcomer) is None
    assert directory.add(newcomer) == directory.position(newcomer) == 3
    assert directory.id_at(3) == newcomer
    assert len(directory) == 4
    assert sorted(directory.positions([newcomer, ids[1], uuid4()])) == [1, 3]


def test_ids_that_share_the_latter_half_are_told_apart() -> None:
    latter = uuid4().int & (2**64 - 1)
    ids = [UUID(int=(first << 64) | latter) for first in range(1, 6)]
    stranger = UUID(int=(99 << 64) | latter)
    directory = Directory.of(as_bytes(ids))
    assert [directory.position(id) for id in ids] == [0, 1, 2, 3, 4]
    assert directory.position(stranger) is None
    assert sorted(directory.positions([*ids, stranger, *ids[:2]])) == [0, 0, 1, 1, 2, 3, 4]


def test_nobody_is_found_among_nobody() -> None:
    directory = Directory.of(np.empty((0, 16), dtype=np.uint8))
    assert directory.position(uuid4()) is None
    assert directory.positions([]).size == directory.positions([uuid4()]).size == 0
