"""The start of a run: stocks, beliefs and clocks before the first week."""

from __future__ import annotations

import numpy as np

from sim.state import columns as c
from sim.state.compiled import inner, rule
from sim.state.memory import wipe
from sim.state.params import Params
from sim.state.random import normal
from sim.state.world import World


@rule
def begin(params: Params, world: World) -> None:
    """Put a world at the start of its run."""
    wipe(world)
    parties = params.run_i[c.PARTIES]
    actors = params.party_f.shape[0]
    assets = params.run_i[c.ASSETS]
    world.cost_factor[:] = 1.0
    world.gain_factor[:] = 1.0
    world.health[:] = params.health
    world.open_venue[: params.run_i[c.VENUES]] = 1
    world.letter[:] = -1
    world.now[c.NEXT_SERIAL] = 1
    for asset in range(assets):
        world.left[asset] = params.asset_i[asset, c.LEVELS]
        world.pending[asset] = params.asset_i[asset, c.PENDING]
        if params.asset_i[asset, c.ENTERS] <= 0:
            world.status[asset] = c.HELD
        if params.asset_i[asset, c.KIND] == c.CREDIT:
            # All that is public of a budget of credit: nobody can give more than could ever be asked of it.
            world.credit_most[:, params.asset_i[asset, c.HOLDER]] += params.asset_i[asset, c.LEVELS]
    for party in range(parties):
        world.belief_mean[party] = params.prior_mean
        world.belief_var[party] = params.prior_var
        world.belief_threshold[party] = params.prior_threshold
        for link in range(params.link_i.shape[0]):
            if params.link_i[link, c.LINK_OWNER] != party:
                world.belief_link[party, link] = params.link_f[link, 1]
        for channel in range(params.member.shape[0]):
            world.memory[party, channel, c.LAST_ASPIRATION] = params.party_f[party, c.START]
            world.memory[party, channel, c.LAST_BID] = params.party_f[party, c.START]
            world.memory[party, channel, c.RECEIVED_NOW] = np.nan
            world.memory[party, channel, c.RECEIVED_BEFORE] = np.nan
    for actor in range(parties, actors):
        if params.party_i[actor, c.GOVERNMENT] < 0:
            continue
        _know_ratifier(params, world, actor)


@inner
def _know_ratifier(params: Params, world: World, actor: int) -> None:
    """Tell a government, with noise, what its ratifier wants."""
    government = params.party_i[actor, c.GOVERNMENT]
    noise = params.party_f[actor, c.KNOWN_SD]
    for asset in range(params.asset_i.shape[0]):
        if params.asset_i[asset, c.HOLDER] == government:
            value = params.gain[actor, asset] - params.cost[actor, asset] - params.party_f[actor, c.NAME_COST]
        else:
            value = params.gain[actor, asset]
        spread = noise * abs(value)
        if params.run_i[c.CENTRE] == 0:
            key = params.party_i[actor, c.PARTY_KEY] ^ params.asset_i[asset, c.ASSET_KEY]
            value += spread * normal(params.run_i[c.SEED], params.run_i[c.RUN], key, 0, 9)
        world.belief_mean[government, actor, asset] = value
        world.belief_var[government, actor, asset] = spread * spread + 1e-4
    world.belief_threshold[government, actor, 0] = params.party_f[actor, c.RESERVATION]
    world.belief_threshold[government, actor, 1] = 0.01
    for link in range(params.link_i.shape[0]):
        if params.link_i[link, c.LINK_OWNER] == actor:
            world.belief_link[government, link] = 0.9 if params.link_i[link, c.LINK_HARD] == 1 else 0.1
