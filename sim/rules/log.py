"""What a phase notes for the reader; nothing that decides reads it."""

from __future__ import annotations

from sim.state import columns as c
from sim.state.compiled import inner
from sim.state.world import World


@inner
def note(world: World, kind: int, first: int, second: int, third: int, fourth: int) -> None:
    """Note that something happened; a week's notes beyond the room for them are lost."""
    for row in range(c.LOGS):
        if world.log[row, c.LOG_KIND] == c.LOG_NOTHING:
            world.log[row, c.LOG_KIND] = kind
            world.log[row, c.LOG_A] = first
            world.log[row, c.LOG_B] = second
            world.log[row, c.LOG_C] = third
            world.log[row, c.LOG_D] = fourth
            return
