"""Legal steps and execution: what was agreed is delivered, or one party defaults."""

from __future__ import annotations

from sim.rules.deals import close_paper, free_assets
from sim.rules.log import note
from sim.state import columns as c
from sim.state.compiled import inner
from sim.state.params import Params
from sim.state.random import uniform
from sim.state.world import World
from sim.worth.surplus import actor_surplus

# A guarantor halves the chance of default; delivery builds trust slowly and default breaks it fast.
GUARANTEED = 0.5
TRUST_BUILT = 0.03
TRUST_BROKEN = 0.3


@inner
def execute(params: Params, world: World) -> None:
    """Execute each deal whose legal steps are done, in the order in which they were agreed."""
    for deal in range(c.DEALS):
        if world.deals[deal, c.DEAL_STAGE] == c.STEPS and world.deals[deal, c.DEAL_DUE] <= world.now[c.WEEK]:
            _execute_one(params, world, deal)


@inner
def defaults(params: Params, world: World, deal: int, party: int) -> bool:
    """Return whether a party fails to deliver: one draw of its own, none at the centre."""
    if params.run_i[c.CENTRE] == 1:
        return False
    chance = 1.0 - params.party_f[party, c.RELIABILITY]
    guarantor = world.deals[deal, c.DEAL_GUARANTOR]
    if guarantor >= 0 and guarantor != party:
        chance *= GUARANTEED
    luck = uniform(params.run_i[c.SEED], params.run_i[c.RUN], params.party_i[party, c.PARTY_KEY], world.now[c.WEEK], 6)
    return luck < chance


@inner
def _execute_one(params: Params, world: World, deal: int) -> None:
    parties = params.run_i[c.PARTIES]
    actors = params.party_f.shape[0]
    week = world.now[c.WEEK]
    x = world.deal_x[deal]
    released = world.released[deal]
    released[:] = x
    for party in range(parties):
        gives = False
        for asset in range(x.shape[0]):
            if x[asset] > 0 and params.asset_i[asset, c.HOLDER] == party:
                gives = True
        if not gives:
            continue
        broke = defaults(params, world, deal, party)
        if broke:
            note(world, c.LOG_DEFAULT, deal, party, -1, -1)
            for asset in range(x.shape[0]):
                if params.asset_i[asset, c.HOLDER] == party:
                    released[asset] = 0
        for other in range(parties):
            if other != party:
                world.trust_shift[other, party] += -TRUST_BROKEN if broke else TRUST_BUILT
    for actor in range(actors):
        if actor >= parties and params.party_i[actor, c.GOVERNMENT] < 0:
            continue  # no ratifier in this row
        worth = actor_surplus(
            params,
            world,
            actor,
            released,
            world.deals[deal, c.DEAL_VENUE],
            world.deals[deal, c.DEAL_GUARANTOR],
            True,
        )
        world.utility[actor, deal] = worth * params.party_f[actor, c.DISCOUNT] ** week
    for actor in range(actors):
        government = params.party_i[actor, c.GOVERNMENT]
        state = government if government >= 0 else actor
        for asset in range(x.shape[0]):
            if released[asset] > 0 and params.asset_i[asset, c.HOLDER] == state:
                share = released[asset] / params.asset_i[asset, c.LEVELS]
                world.conceded[actor] += params.cost[actor, asset] * world.cost_factor[actor, asset] * share
    for asset in range(x.shape[0]):
        if released[asset] == 0:
            continue
        if params.asset_i[asset, c.KIND] == c.PERSON:
            world.status[asset] = c.GONE
            world.left[asset] = 0
        else:
            world.left[asset] -= released[asset]
            if params.asset_i[asset, c.KIND] == c.CREDIT:
                giver, taker = params.asset_i[asset, c.HOLDER], params.asset_i[asset, c.DESTINATION]
                world.ledger[giver, taker] += released[asset]
                for party in range(parties):
                    if world.deal_known[deal, party]:
                        world.credit_seen[party, asset] += released[asset]
                        rest = world.credit_most[party, giver] - released[asset]
                        world.credit_most[party, giver] = max(0, rest)
    free_assets(world, deal)
    close_paper(world, deal)
    world.deals[deal, c.DEAL_STAGE] = c.EXECUTED
    world.deals[deal, c.DEAL_EXECUTED] = week
    note(world, c.LOG_EXECUTED, deal, -1, -1, -1)
