"""Leaks: a channel in use may become public, at its rate."""

from __future__ import annotations

from sim.rules.events import WEEKS_IN_YEAR, leak_channel
from sim.state import columns as c
from sim.state.compiled import inner
from sim.state.params import Params
from sim.state.random import uniform
from sim.state.world import World


@inner
def leak(params: Params, world: World) -> None:
    """Let each channel that was used this week leak at its rate; never at the centre."""
    if params.run_i[c.CENTRE] == 1:
        return
    for channel in range(params.member.shape[0]):
        used = False
        for party in range(params.run_i[c.PARTIES]):
            if world.out_i[party, channel, c.ACT_KIND] != c.WAIT:
                used = True
        if not used:
            continue
        luck = uniform(
            params.run_i[c.SEED],
            params.run_i[c.RUN],
            params.channel_i[channel, c.CHANNEL_KEY],
            world.now[c.WEEK],
            5,
        )
        if luck < params.leak_rate[channel] / WEEKS_IN_YEAR:
            leak_channel(params, world, channel)
