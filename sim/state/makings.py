"""What the parameters of a run are made of: coefficients, features of facts, and draws.

The gain of an actor in an asset is Σ_k worth_k · feature_k, unless it is given directly or
overridden; so with its cost. A coefficient may be uncertain: each run draws it anew, by a key of its
own, and makes its gains and costs from what was drawn.
"""

from __future__ import annotations

from typing import NamedTuple

from sim.state import columns as c
from sim.state.compiled import inner, rule
from sim.state.layout import Box, Bytes, Floats, Ints
from sim.state.memory import copy_record
from sim.state.params import Params
from sim.state.random import PARAMETER, PRIVATE_COST, PRIVATE_GAIN, normal, uniform

WORTHS, PRICES = 18, 8
# Places of the worth coefficients that act over time rather than at once.
W_ASKED, W_PROMINENCE, W_HELD, W_HEALTH, W_DANGER = 3, 6, 10, 11, 12
# Steps of law, in this order.
VERDICT, DROP_CHARGE, CLEMENCY, PLEA = range(4)
FIXED, NORMAL, UNIFORM, TRIANGULAR = range(4)


class Makings(NamedTuple):
    """Coefficients at their centres; `prepare` copies them and draws. N actors, A assets, P parties."""

    worth: Floats  # (N, WORTHS)
    price: Floats  # (N, PRICES)
    direct_gain: Floats  # (N, A)
    direct_cost: Floats  # (N, A)
    set_gain: Floats  # (N, A) overrides, NaN for none
    set_cost: Floats  # (N, A)
    step_weeks: Floats  # (P, 4)
    step_price: Floats  # (P, 4)
    step_security: Floats  # (P, 4) extra price in a case of espionage or treason
    has_step: Bytes  # (P, 4)


LAYOUT: dict[str, tuple[str, tuple[str | int, ...]]] = {
    "worth": ("f", ("N", WORTHS)),
    "price": ("f", ("N", PRICES)),
    "direct_gain": ("f", ("N", "A")),
    "direct_cost": ("f", ("N", "A")),
    "set_gain": ("f", ("N", "A")),
    "set_cost": ("f", ("N", "A")),
    "step_weeks": ("f", ("P", 4)),
    "step_price": ("f", ("P", 4)),
    "step_security": ("f", ("P", 4)),
    "has_step": ("b", ("P", 4)),
}


class Features(NamedTuple):
    """Facts as features, never drawn."""

    worth: Floats  # (N, A, WORTHS) 0 for what the actor's state holds
    price: Floats  # (A, PRICES)
    each_week: Floats  # (N, A) growth of the feature of time held
    known: Floats  # (A,) prominence, 0 to 1
    claim: Floats  # (N, A)


FEATURE_LAYOUT: dict[str, tuple[str, tuple[str | int, ...]]] = {
    "worth": ("f", ("N", "A", WORTHS)),
    "price": ("f", ("A", PRICES)),
    "each_week": ("f", ("N", "A")),
    "known": ("f", ("A",)),
    "claim": ("f", ("N", "A")),
}


class Draws(NamedTuple):
    """One row for each uncertain number: where it goes and how it is distributed."""

    where: Ints  # (D, 5) array (its place in DRAWN), row, kind, key, column
    how: Floats  # (D, 6) value, sd, low, high, least, most


DRAWN = (
    "party_f", "trust", "align", "minds", "link_f", "leak_rate", "event_f", "worth", "price", "direct_gain",
    "direct_cost", "set_gain", "set_cost", "step_weeks", "step_price", "step_security",
)  # fmt: skip
"""Arrays that may hold uncertain numbers: seven of the parameters, the rest of the makings."""


@inner
def _set(params: Params, drawn: Makings, array: int, row: int, column: int, value: float) -> None:
    """Write a number into the array at a place of `DRAWN`."""
    if array == 0:
        params.party_f[row, column] = value
    elif array == 1:
        params.trust[row, column] = value
    elif array == 2:
        params.align[row, column] = value
    elif array == 3:
        params.minds[row, column] = value
    elif array == 4:
        params.link_f[row, column] = value
    elif array == 5:
        params.leak_rate[row] = value
    elif array == 6:
        params.event_f[row, column] = value
    elif array == 7:
        drawn.worth[row, column] = value
    elif array == 8:
        drawn.price[row, column] = value
    elif array == 9:
        drawn.direct_gain[row, column] = value
    elif array == 10:
        drawn.direct_cost[row, column] = value
    elif array == 11:
        drawn.set_gain[row, column] = value
    elif array == 12:
        drawn.set_cost[row, column] = value
    elif array == 13:
        drawn.step_weeks[row, column] = value
    elif array == 14:
        drawn.step_price[row, column] = value
    elif array == 15:
        drawn.step_security[row, column] = value


@rule
def draw(how: Floats, kind: int, key: int, seed: int, run: int) -> float:
    """Return one uncertain number of a run."""
    if kind == NORMAL:
        value = how[0] + how[1] * normal(seed, run, key, 0, PARAMETER)
    else:
        luck = uniform(seed, run, key, 0, PARAMETER)
        low, mode, high = how[2], how[0], how[3]
        if kind == UNIFORM or high <= low:
            value = low + (high - low) * luck
        elif luck < (mode - low) / (high - low):
            value = low + (luck * (high - low) * (mode - low)) ** 0.5
        else:
            value = high - ((1.0 - luck) * (high - low) * (high - mode)) ** 0.5
    return min(how[5], max(how[4], value))


@rule
def prepare(
    template_box: Box, makings_box: Box, features_box: Box, draws: Draws, seed: int, run: int, centre: int,
    params_box: Box, drawn_box: Box,
) -> None:  # fmt: skip
    """Make the parameters of one run, in place: draw what is uncertain, then gains and costs.

    With `centre` every number is at its centre and every private value is the public one.
    """
    features, params, drawn = features_box[0], params_box[0], drawn_box[0]
    copy_record(template_box[0], params)
    copy_record(makings_box[0], drawn)
    params.run_i[c.SEED] = seed
    params.run_i[c.RUN] = run
    params.run_i[c.CENTRE] = centre
    if centre == 0:
        for row in range(draws.where.shape[0]):
            value = draw(draws.how[row], draws.where[row, 2], draws.where[row, 3], seed, run)
            _set(params, drawn, draws.where[row, 0], draws.where[row, 1], draws.where[row, 4], value)
    _make_worth(params, drawn, features, seed, run, centre)
    _make_steps(params, drawn, features)


@inner
def _make_worth(params: Params, drawn: Makings, features: Features, seed: int, run: int, centre: int) -> None:
    """Fill gains, their growth, and costs."""
    for actor in range(params.party_f.shape[0]):
        government = params.party_i[actor, c.GOVERNMENT]
        if actor >= params.run_i[c.PARTIES] and government < 0:
            continue
        state = government if government >= 0 else actor
        spread = params.party_f[actor, c.SPREAD] if centre == 0 else 0.0
        for asset in range(params.run_i[c.ASSETS]):
            key = params.party_i[actor, c.PARTY_KEY] ^ params.asset_i[asset, c.ASSET_KEY]
            holds = params.asset_i[asset, c.HOLDER] == state
            gain = drawn.direct_gain[actor, asset]
            if not holds:
                for k in range(WORTHS):
                    if k != W_DANGER:
                        gain += drawn.worth[actor, k] * features.worth[actor, asset, k]
                params.drift[actor, asset] = drawn.worth[actor, W_HELD] * features.each_week[actor, asset]
                params.danger_gain[actor, asset] = drawn.worth[actor, W_DANGER] * features.worth[actor, asset, W_DANGER]
                params.health_gain[actor, asset] = drawn.worth[actor, W_HEALTH] * features.claim[actor, asset]
                demand = drawn.worth[actor, W_ASKED]
                if features.claim[actor, asset] < 1.0:
                    demand += drawn.worth[actor, W_PROMINENCE] * features.known[asset]
                params.demand_gain[actor, asset] = demand
            if drawn.set_gain[actor, asset] == drawn.set_gain[actor, asset]:
                gain = drawn.set_gain[actor, asset]
            if spread > 0.0 and gain != 0.0:
                gain *= 1.0 + spread * normal(seed, run, key, 0, PRIVATE_GAIN)
            params.gain[actor, asset] = gain
            if holds:
                cost = drawn.direct_cost[actor, asset]
                if params.asset_i[asset, c.KIND] == c.PERSON:
                    for k in range(PRICES):
                        cost += drawn.price[actor, k] * features.price[asset, k]
                if drawn.set_cost[actor, asset] == drawn.set_cost[actor, asset]:
                    cost = drawn.set_cost[actor, asset]
                if spread > 0.0 and cost != 0.0:
                    cost *= 1.0 + spread * normal(seed, run, key, 0, PRIVATE_COST)
                params.cost[actor, asset] = max(0.0, cost)


@inner
def _make_steps(params: Params, drawn: Makings, features: Features) -> None:
    """Choose each captive's legal step: the cheapest that its custodian has, the quicker of equals."""
    for asset in range(params.asset_i.shape[0]):
        if params.asset_i[asset, c.KIND] != c.PERSON:
            continue
        holder = params.asset_i[asset, c.HOLDER]
        guarded = 1.0 if params.asset_i[asset, c.SECURITY] == 1 else 0.0
        clemency_weeks = 0.0
        clemency_price = 0.0
        if drawn.has_step[holder, CLEMENCY]:
            clemency_weeks = drawn.step_weeks[holder, CLEMENCY]
            clemency_price = drawn.step_price[holder, CLEMENCY] + guarded * drawn.step_security[holder, CLEMENCY]
        params.step_weeks[asset, 1] = clemency_weeks
        params.step_price[asset, 1] = clemency_price
        best_weeks, best_price, chosen = 0.0, 0.0, -1
        for step in range(4):
            if step == CLEMENCY or drawn.has_step[holder, step] == 0:
                continue
            weeks = drawn.step_weeks[holder, step]
            price = drawn.step_price[holder, step] + guarded * drawn.step_security[holder, step]
            if step == VERDICT:
                weeks += clemency_weeks
                price += clemency_price
            if chosen < 0 or price < best_price - 1e-12 or (price <= best_price + 1e-12 and weeks < best_weeks):
                best_weeks, best_price, chosen = weeks, price, step
        params.step_weeks[asset, 0] = best_weeks
        params.step_price[asset, 0] = best_price
        params.drop_case[asset] = 1 if chosen == DROP_CHARGE else 0
