"""What a package is worth to a party, as the party itself reckons it.

For party i and package x, with the letters of the model::

    U_i(x) = Σ given g x + p_i(x) Σ received g x + h_i − f·names − ΔK_i − price of steps
             + Σ soft linkages that hold λ + Σ_j ω_ij v̂_ij(x)
    surplus_i = δ^lag · max(U, 0) + min(U, 0) − r_i

where x is a level over the highest, and v̂ is made of i's beliefs about j.
"""

from __future__ import annotations

from sim.state import columns as c
from sim.state import view as v
from sim.state.compiled import inner
from sim.state.layout import Bytes
from sim.state.params import Params
from sim.state.view import View, gain_now, reservation_now
from sim.state.world import World
from sim.worth.linkage import BROKEN, HOLDS, linkage_state
from sim.worth.utility import faith, hosting_worth, is_neutral, lead_weeks, total


@inner
def surplus(view: View, x: Bytes, venue: int, guarantor: int) -> float:
    """Return my surplus from a package, on what I see."""
    me = view.who[v.ME]
    given_gain = 0.0
    received = 0.0
    z = 0.0
    price = 0.0
    names = 0.0
    lowest = 1.0
    for asset in range(x.shape[0]):
        if x[asset] == 0:
            continue
        share = x[asset] / view.asset_i[asset, c.LEVELS]
        holder = view.asset_i[asset, c.HOLDER]
        if holder == me:
            given_gain += view.gain[asset] * share
            z += view.cost[asset] * share
            price += view.price[asset]
            names += 1.0
        else:
            received += view.gain[asset] * share
            if view.gain[asset] > 0.0 and view.trust[holder] < lowest:
                lowest = view.trust[holder]
    own = view.own_f
    chance = faith(
        own[c.FAITH_BASE], own[c.FAITH_TRUST], own[c.FAITH_GUARANTOR], own[c.FAITH_VENUE],
        lowest, 1 if guarantor >= 0 and guarantor != me else 0, is_neutral(view.venue_i, venue),
    )  # fmt: skip
    extra = hosting_worth(own, view.minds, view.venue_i, me, venue, guarantor)
    extra += linkage_worth(view, x) + alignment_worth(view, x)
    lag = lead_weeks(view.weeks, x) + view.stock[v.STOCK_DELAY]
    return total(
        own, view.own_i[c.CURVE_SHAPE], view.stock[v.STOCK_CONCEDED], view.stock[v.STOCK_RESERVATION],
        given_gain, received, chance, z, price, names, extra, lag,
    )  # fmt: skip


@inner
def linkage_worth(view: View, x: Bytes) -> float:
    """Return the sum of my soft linkages that hold in a package."""
    me = view.who[v.ME]
    worth = 0.0
    for link in range(view.link_i.shape[0]):
        if view.link_i[link, c.LINK_OWNER] == me and view.link_mine[link, v.MINE_WEIGHT] != 0.0:
            if link_state(view, link, x) == HOLDS:
                worth += view.link_mine[link, v.MINE_WEIGHT]
    return worth


@inner
def link_state(view: View, link: int, x: Bytes) -> int:
    """Return the state of one linkage in a package."""
    return linkage_state(view.link_i[link], view.link_if[link], view.link_need[link], view.link_forbid[link], x)


@inner
def alignment_worth(view: View, x: Bytes) -> float:
    """Return Σ_j ω_ij v̂_ij(x), from my beliefs about the parties that I am aligned with."""
    worth = 0.0
    for other in range(view.align.shape[0]):
        if view.align[other] == 0.0:
            continue
        theirs = 0.0
        for asset in range(x.shape[0]):
            if x[asset] > 0:
                theirs += view.belief_mean[other, asset] * x[asset] / view.asset_i[asset, c.LEVELS]
        for link in range(view.link_i.shape[0]):
            if view.link_i[link, c.LINK_OWNER] == other and link_state(view, link, x) == HOLDS:
                theirs += view.belief_link[link] * view.link_mine[link, v.OTHERS_WEIGHT]
        worth += view.align[other] * theirs
    return worth


@inner
def broken_red_line(view: View, x: Bytes) -> int:
    """Return the first of my hard linkages that a package breaks, or -1."""
    me = view.who[v.ME]
    for link in range(view.link_i.shape[0]):
        if view.link_i[link, c.LINK_OWNER] == me and view.link_mine[link, v.MINE_HARD] > 0.0:
            if link_state(view, link, x) == BROKEN:
                return link
    return -1


@inner
def is_over_credit(view: View, x: Bytes) -> bool:
    """Return whether a package would take more credit from me than I have left, of one kind or in all."""
    asked = 0
    for asset in range(x.shape[0]):
        mine = view.asset_i[asset, c.HOLDER] == view.who[v.ME]
        if x[asset] > 0 and mine and view.asset_i[asset, c.KIND] == c.CREDIT:
            asked += x[asset]
            if x[asset] > view.there[asset]:
                return True
    return bool(asked > view.credit_left[view.who[v.ME]])


@inner
def actor_surplus(params: Params, world: World, actor: int, x: Bytes, venue: int, guarantor: int, sure: bool) -> float:
    """Return the surplus of a ratifier, or of a party at the end, from the state itself.

    A ratifier feels its own gains and costs of what its government gives and gets; it has no
    alignment. With `sure` the package was delivered: p is 1, nothing waits, no step is paid twice.
    """
    government = params.party_i[actor, c.GOVERNMENT]
    state = government if government >= 0 else actor
    given_gain = 0.0
    received = 0.0
    z = 0.0
    price = 0.0
    names = 0.0
    lowest = 1.0
    lag = 0.0
    for asset in range(x.shape[0]):
        if x[asset] == 0:
            continue
        share = x[asset] / params.asset_i[asset, c.LEVELS]
        holder = params.asset_i[asset, c.HOLDER]
        gain = gain_now(params, world, actor, asset)
        sentenced = 0 if world.pending[asset] else 1
        lag = max(lag, params.step_weeks[asset, sentenced])
        if holder == state:
            given_gain += gain * share
            z += params.cost[actor, asset] * world.cost_factor[actor, asset] * share
            names += 1.0
            if actor == state:
                price += params.step_price[asset, sentenced]
        else:
            received += gain * share
            trust = params.trust[state, holder] + world.trust_shift[state, holder]
            if gain > 0.0 and trust < lowest:
                lowest = max(0.0, trust)
    own = params.party_f[actor]
    chance = 1.0
    if not sure:
        chance = faith(
            own[c.FAITH_BASE], own[c.FAITH_TRUST], own[c.FAITH_GUARANTOR], own[c.FAITH_VENUE],
            lowest, 1 if guarantor >= 0 and guarantor != state else 0, is_neutral(params.venue_i, venue),
        )  # fmt: skip
    extra = 0.0
    if actor == state:
        extra += hosting_worth(own, params.minds[actor], params.venue_i, actor, venue, guarantor)
        for other in range(params.align.shape[0]):
            if params.align[actor, other] != 0.0:
                theirs = 0.0
                for asset in range(x.shape[0]):
                    if x[asset] > 0:
                        theirs += world.belief_mean[actor, other, asset] * x[asset] / params.asset_i[asset, c.LEVELS]
                for link in range(params.link_i.shape[0]):
                    if params.link_i[link, c.LINK_OWNER] == other and actor_link(params, link, x) == HOLDS:
                        theirs += world.belief_link[actor, link] * params.link_f[link, 2]
                extra += params.align[actor, other] * theirs
    for link in range(params.link_i.shape[0]):
        if params.link_i[link, c.LINK_OWNER] == actor and actor_link(params, link, x) == HOLDS:
            extra += params.link_f[link, 0]
    lag = 0.0 if sure else lag + _own_delay(params, actor)
    return total(
        own, params.party_i[actor, c.CURVE_SHAPE], world.conceded[actor],
        0.0 if sure else reservation_now(params, world, actor),
        given_gain, received, chance, z, price, names, extra, lag,
    )  # fmt: skip


@inner
def _own_delay(params: Params, actor: int) -> float:
    longest = 0.0
    for other in range(params.party_f.shape[0]):
        if params.party_i[other, c.GOVERNMENT] == actor:
            longest = max(longest, params.party_f[other, c.DELAY])
    return longest


@inner
def actor_link(params: Params, link: int, x: Bytes) -> int:
    """Return the state of one linkage in a package, from the state itself."""
    return linkage_state(params.link_i[link], params.link_if[link], params.link_need[link], params.link_forbid[link], x)


@inner
def actor_red_line(params: Params, actor: int, x: Bytes) -> int:
    """Return the first hard linkage of an actor that a package breaks, or -1."""
    for link in range(params.link_i.shape[0]):
        if params.link_i[link, c.LINK_OWNER] == actor and params.link_i[link, c.LINK_HARD] == 1:
            if actor_link(params, link, x) == BROKEN:
                return link
    return -1
