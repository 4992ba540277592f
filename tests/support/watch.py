"""Watching a run step by step: every act as it was decided, and what each deal rested on."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

import numpy as np

from sim.rules.sitting import CLOSE, DECIDE, OPEN, Sitting
from sim.state import columns as c


@dataclass
class Before:
    """The state just before a week is closed, when consent is counted."""

    week: int
    papers: Any
    paper_x: Any
    answer: Any
    commitments: Any
    pledged: Any
    must: Any
    some: Any
    never: Any
    status: Any
    left: Any
    reserved: Any

    @classmethod
    def of(cls, sitting: Sitting) -> Before:
        """Copy what is needed from a run."""
        world: Any = sitting.world
        names = list(cls.__dataclass_fields__)[1:]
        return cls(int(world.now[c.WEEK]), *(world[name].copy() for name in names))


@dataclass
class Watched:
    """What was seen of a run."""

    sitting: Sitting
    acts: list[tuple[Any, ...]] = field(default_factory=list)  # (week, party, channel, act_i, act_f, x, view x)
    proposals: list[tuple[Any, ...]] = field(default_factory=list)  # (party, channel, x, Before)
    deals: list[tuple[int, Before]] = field(default_factory=list)


def watch(sitting: Sitting, at_act: Any = None) -> Watched:
    """Play a run to its end and return what was seen; `at_act(view, act_i, act_f, x)` sees each act."""
    seen = Watched(sitting)
    world, params = sitting.world, sitting.params
    opened = None
    while not sitting.is_over:
        phase, party = sitting.cursor.phase, sitting.cursor.party
        if phase == OPEN:
            sitting.step()
            opened = Before.of(sitting)
            continue
        if phase == DECIDE:
            acts = sitting.decide()
            if at_act is not None:
                for channel in np.flatnonzero(acts.act_i[:, c.ACT_KIND]):
                    at_act(sitting.view, acts.act_i[channel], acts.act_f[channel], acts.x[channel])
            sitting.step(acts)
            if sitting.cursor.phase != DECIDE:
                for who in range(int(params.run_i[c.PARTIES])):
                    for channel in np.flatnonzero(world.out_i[who, :, c.ACT_KIND] == c.PROPOSE):
                        seen.proposals.append((who, int(channel), world.out_x[who, channel].copy(), opened))
            continue
        if phase == CLOSE:
            before, deals = Before.of(sitting), int(world.now[c.NEXT_DEAL])
            sitting.step()
            seen.deals += [(deal, before) for deal in range(deals, int(world.now[c.NEXT_DEAL]))]
            continue
        sitting.step()
        assert party >= 0
    return seen
