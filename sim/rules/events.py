"""Events: dated ones on their week, random ones at their rate; captives who enter; the dead."""

from __future__ import annotations

from sim.rules.deals import void_deals_with
from sim.rules.log import note
from sim.state import columns as c
from sim.state.compiled import inner
from sim.state.params import Params
from sim.state.random import uniform
from sim.state.world import World

WEEKS_IN_YEAR = 52.0


@inner
def happen(params: Params, world: World) -> None:
    """Let the week's events happen, in the order of the scenario."""
    week = world.now[c.WEEK]
    for asset in range(params.run_i[c.ASSETS]):
        if params.asset_i[asset, c.ENTERS] == week and world.status[asset] == c.ABSENT:
            world.status[asset] = c.HELD
            note(world, c.LOG_ENTERS, asset, -1, -1, -1)
            tell_all(params, world, asset)
    for event in range(params.run_i[c.EVENTS]):
        due = params.event_i[event, c.EVENT_WEEK] == week
        if params.event_i[event, c.EVENT_WEEK] < 0 and params.run_i[c.CENTRE] == 0:
            luck = uniform(params.run_i[c.SEED], params.run_i[c.RUN], params.event_i[event, c.EVENT_KEY], week, 4)
            due = luck < params.event_f[event, c.RATE] / WEEKS_IN_YEAR
        if due and takes_effect(params, world, event):
            note(world, c.LOG_EVENT, event, -1, -1, -1)
            if params.event_i[event, c.EVENT_KIND] != c.EVENT_LEAK:
                tell_all(params, world, params.event_i[event, c.EVENT_ASSET])


@inner
def tell_all(params: Params, world: World, asset: int) -> None:
    """Make news of what happened; what happens to somebody whom nobody wants is none."""
    if asset < 0 or params.asset_i[asset, c.DESTINATION] >= 0:
        world.now[c.NEWS] = 1


@inner
def takes_effect(params: Params, world: World, event: int) -> bool:
    """Apply an event; return whether it changed anything."""
    kind = params.event_i[event, c.EVENT_KIND]
    asset = params.event_i[event, c.EVENT_ASSET]
    party = params.event_i[event, c.EVENT_PARTY]
    amount = params.event_f[event, c.AMOUNT]
    if kind == c.EVENT_CAPTIVE:
        if world.status[asset] != c.ABSENT:
            return False
        world.status[asset] = c.HELD
        return True
    if asset >= 0 and world.status[asset] != c.HELD:
        return False
    if kind == c.EVENT_DEATH:
        world.status[asset] = c.DEAD
        void_deals_with(params, world, asset)
    elif kind == c.EVENT_SENTENCE:
        set_danger(params, world, asset, 1)
    elif kind == c.EVENT_VERDICT:
        world.pending[asset] = 0
    elif kind == c.EVENT_HEALTH:
        world.health[asset] = amount
    elif kind == c.EVENT_DEMAND:
        if world.demanded[party, asset]:
            return False
        world.demanded[party, asset] = 1
        world.gain_shift[party, asset] += params.demand_gain[party, asset]
        world.belief_mean[:, party, asset] += params.prior_demand[party, asset]
    elif kind == c.EVENT_COST:
        raise_cost(params, world, party, asset, amount)
    elif kind == c.EVENT_GAIN:
        if asset >= 0:
            world.gain_shift[party, asset] += amount * params.gain[party, asset]
        else:
            world.gain_factor[party] *= max(0.0, 1.0 + amount)
    elif kind == c.EVENT_TRUST:
        world.trust_shift[party, params.event_i[event, c.EVENT_OTHER]] += amount
    elif kind == c.EVENT_LEAK:
        leak_channel(params, world, params.event_i[event, c.EVENT_CHANNEL])
    elif kind == c.EVENT_RESERVATION:
        world.threshold_shift[party] += amount
    elif kind == c.EVENT_VENUE_CLOSES:
        world.open_venue[params.event_i[event, c.EVENT_VENUE]] = 0
    return True


@inner
def set_danger(params: Params, world: World, asset: int, danger: int) -> None:
    """Put a captive under sentence of death, or lift it; everybody knows what that means to whom."""
    if world.danger[asset] == danger:
        return
    sign = 1.0 if danger else -1.0
    world.danger[asset] = danger
    if danger:
        world.pending[asset] = 0
    parties = params.run_i[c.PARTIES]
    for actor in range(params.party_f.shape[0]):
        shift = sign * params.prior_danger[actor, asset]
        if actor < parties:
            world.belief_mean[:, actor, asset] += shift
        else:
            world.belief_mean[params.party_i[actor, c.GOVERNMENT], actor, asset] += shift


@inner
def raise_cost(params: Params, world: World, party: int, asset: int, amount: float) -> None:
    """Raise what conceding costs a state and its ratifiers, by a share; `asset` -1 means all."""
    for actor in range(params.party_f.shape[0]):
        if actor == party or params.party_i[actor, c.GOVERNMENT] == party:
            if asset >= 0:
                world.cost_factor[actor, asset] *= max(0.0, 1.0 + amount)
            else:
                world.cost_factor[actor] *= max(0.0, 1.0 + amount)


@inner
def leak_channel(params: Params, world: World, channel: int) -> None:
    """Make public what is on the table in a channel: it costs more to give what all have read of."""
    note(world, c.LOG_LEAK, channel, -1, -1, -1)
    for paper in range(c.PAPERS):
        if world.papers[paper, c.PAPER_TYPE] == c.NO_PAPER or world.papers[paper, c.PAPER_STATE] != c.LIVE:
            continue
        if world.papers[paper, c.PAPER_CHANNEL] != channel:
            continue
        world.now[c.NEWS] = 1
        for asset in range(params.asset_i.shape[0]):
            if world.paper_x[paper, asset] > 0:
                holder = params.asset_i[asset, c.HOLDER]
                raise_cost(params, world, holder, asset, params.party_f[holder, c.LEAK_COST])
