"""A world that nobody holds any more goes: a server plays thousands of them in one process."""

from __future__ import annotations

import gc
from weakref import ref

import pytest

from sim.scenario.compile import compile_scenario
from sim.scenario.load import load
from sim.world import Talks


def test_a_played_world_is_not_kept() -> None:
    """Neither by Mesa nor by us; its agents had numbers of their own, from 1."""
    talks = Talks(compile_scenario(load("ring")), centre=True)
    assert [agent.unique_id for agent in talks.parties] == [1, 2, 3]
    talks.play()
    gone = ref(talks)
    del talks
    gc.collect()
    assert gone() is None


def test_a_closed_room_is_not_kept() -> None:
    """With all its tables."""
    pytest.importorskip("nicegui", reason="the extra `page` is not installed")
    from sim.web.rooms import Rooms

    rooms = Rooms(None)
    room, _ = rooms.open("ring", None, ["ALFA"], 2)
    room.play_on("table 1")
    gone = [ref(desk.table.talks) for desk in room.desks.values()]
    rooms.close(room)
    del room
    gc.collect()
    assert [one() for one in gone] == [None, None]
