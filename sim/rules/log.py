"""What a phase notes for the reader; nothing that decides reads it, but that there is news."""

from __future__ import annotations

from sim.state import columns as c
from sim.state.compiled import inner
from sim.state.world import World


@inner
def note(world: World, kind: int, first: int, second: int, third: int, fourth: int) -> None:
    """Note that something happened; a week's notes beyond the room for them are lost.

    A deal made, undone or carried out is news on which everybody may act.
    """
    if kind == c.LOG_AGREED or kind == c.LOG_NOT_RATIFIED or kind == c.LOG_EXECUTED or kind == c.LOG_VOID:
        world.now[c.NEWS] = 1
    for row in range(c.LOGS):
        if world.log[row, c.LOG_KIND] == c.LOG_NOTHING:
            world.log[row, c.LOG_KIND] = kind
            world.log[row, c.LOG_A] = first
            world.log[row, c.LOG_B] = second
            world.log[row, c.LOG_C] = third
            world.log[row, c.LOG_D] = fourth
            return
