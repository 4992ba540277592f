"""Random views, filled straight from a generator: every mechanism that a search has to reckon with."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

from sim.state import columns as c
from sim.state import view as v
from sim.state.layout import allocate, size_class
from sim.state.view import LAYOUT, View

SIZES = size_class({})
ME, OTHER, ALLY, HOST = range(4)


class Case(NamedTuple):
    """A view, and how a search in it is to be opened."""

    view: View
    allies: bool
    aspiration: float


def random_case(seed: int, most: int = 14) -> Case:
    """Return a view of up to `most` assets: me, the other side, an ally, a host and guarantor.

    Own linkages hard and soft, others' believed; a commitment of the ally's with conditions in two of
    three; a ratifier of mine in one of two; credits and concessions of several levels.
    """
    rng = np.random.default_rng(seed)
    view = allocate(View, LAYOUT, SIZES)
    view.side[:] = 0
    view.government[:] = -1
    view.line[:] = -1
    view.letter[:] = -1
    assets = int(rng.integers(6, most + 1))
    view.who[v.ME], view.who[v.NOW_WEEK], view.who[v.LAST_WEEK] = ME, 10, 50
    view.who[v.PARTY_COUNT], view.who[v.SEARCH_BUDGET], view.who[v.ASSETS] = 4, 2000, assets
    _fill_me(rng, view)
    view.side[[ME, ALLY]] = 1
    view.side[OTHER] = 2
    view.line[ALLY] = 1
    view.member[0, [ME, OTHER]] = 1
    view.member[1, [ME, ALLY]] = 1
    view.open_channel[:2] = 1
    view.open_venue[0] = 1
    view.venue_i[0] = (HOST, 1, 1)
    if rng.random() < 0.5:
        view.open_venue[1] = 1
        view.venue_i[1] = (OTHER, 0, 2)
        view.minds[1] = rng.uniform(0, 1)
    view.guarantees[HOST] = 1
    _fill_assets(rng, view, assets)
    if rng.random() < 0.5:
        _fill_ratifier(rng, view, assets)
    _fill_linkages(rng, view, assets)
    allies = bool(rng.random() < 0.4)
    if not allies and rng.random() < 0.8:
        _fill_commitment(rng, view, assets)
    return Case(view, allies, float(rng.uniform(0.3, 0.95)))


def _fill_me(rng, view):
    own = view.own_f
    own[c.DISCOUNT] = rng.choice([1.0, 0.995, 0.98])
    own[c.NAME_COST] = rng.choice([0.0, 0.05, 0.15])
    view.own_i[c.CURVE_SHAPE] = rng.integers(0, 4)
    own[c.CURVE_SCALE], own[c.CURVE_EXPONENT] = rng.uniform(4, 12), rng.uniform(1.0, 1.6)
    own[c.CURVE_THRESHOLD], own[c.CURVE_JUMP] = rng.uniform(1, 5), rng.uniform(0, 2)
    own[c.FAITH_BASE], own[c.FAITH_TRUST] = rng.uniform(-1, 2), rng.uniform(0, 3)
    own[c.FAITH_GUARANTOR], own[c.FAITH_VENUE] = rng.uniform(0, 2), rng.uniform(0, 1)
    view.stock[v.STOCK_RESERVATION] = rng.uniform(-0.5, 0.5)
    view.stock[v.STOCK_CONCEDED] = rng.choice([0.0, 2.0])
    view.credit_left[:] = rng.integers(0, 3, view.credit_left.shape)
    view.trust[:4] = rng.uniform(0.1, 0.9, 4)
    if rng.random() < 0.5:
        view.align[ALLY] = rng.uniform(0.05, 0.4)
    view.belief_threshold[:4, 0] = rng.normal(0.2, 0.3, 4)
    view.belief_threshold[:4, 1] = rng.uniform(0.1, 0.6, 4)


def _fill_assets(rng, view, assets):
    for a in range(assets):
        row = view.asset_i[a]
        holder = int(rng.choice([ME, OTHER, OTHER, ALLY, HOST], p=[0.35, 0.25, 0.15, 0.2, 0.05]))
        kind = int(rng.choice([c.PERSON, c.CONCESSION, c.CREDIT], p=[0.75, 0.12, 0.13]))
        if kind == c.CREDIT:
            holder = int(rng.choice([ME, ALLY]))
        to = ALLY if holder == ME and kind == c.CREDIT else ME
        if kind != c.CREDIT:
            to = OTHER if holder in (ME, ALLY) else int(rng.choice([ME, ME, ALLY]))
        levels = 1 if kind == c.PERSON else int(rng.integers(1, 3))
        row[c.KIND], row[c.HOLDER], row[c.DESTINATION], row[c.LEVELS] = kind, holder, to, levels
        view.there[a] = levels
        view.weeks[a] = rng.integers(0, 6) if kind == c.PERSON else 0
        cost, gain = rng.gamma(1.5, 1.0), rng.gamma(1.5, 1.3)
        if holder == ME:
            view.cost[a], view.price[a] = cost, rng.choice([0.0, 0.1, 0.4])
            view.gain[a] = rng.choice([0.0, -0.2])
        else:
            view.gain[a] = gain if to == ME else rng.choice([0.0, 0.3, -0.3])
        for n in (OTHER, ALLY, HOST):
            worth = -rng.gamma(1.5, 0.9) if n == holder else 0.0
            worth = rng.gamma(1.5, 1.2) if n == to else worth
            view.belief_mean[n, a] = worth
            view.belief_var[n, a] = max(0.3, 0.4 * abs(worth)) ** 2 if worth else 0.0
    view.who[v.ASSETS] = assets


def _fill_ratifier(rng, view, assets):
    at = SIZES["P"]
    view.government[at], view.veto[at], view.side[at] = ME, 1, 1
    view.stock[v.STOCK_DELAY] = 2
    for a in range(assets):
        mine = view.asset_i[a, c.HOLDER] == ME
        view.belief_mean[at, a] = -1.2 * view.cost[a] if mine else 0.8 * view.gain[a]
        view.belief_var[at, a] = (0.25 * view.belief_mean[at, a]) ** 2
    view.belief_threshold[at] = (rng.uniform(-1, 0.2), 0.01)


def _fill_linkages(rng, view, assets):
    count = int(rng.integers(0, 5))
    view.who[v.LINKAGES] = count
    view.link_i[:, c.LINK_OWNER] = -1
    for k in range(count):
        owner = int(rng.choice([ME, ME, OTHER, ALLY]))
        if view.government[SIZES["P"]] == ME and rng.random() < 0.2:
            owner = SIZES["P"]
        always = 1 if rng.random() < 0.25 else 0
        order = rng.permutation(assets)
        view.link_if[k, order[: 0 if always else 1 + k % 2]] = 1
        needs = int(rng.integers(0, 4))
        view.link_need[k, order[2 : 2 + needs]] = 1
        if needs == 0 or rng.random() < 0.3:
            view.link_forbid[k, order[5]] = 1
        view.link_i[k] = (owner, 0, min(needs, int(rng.integers(1, 3))), always, k + 1)
        weight = rng.uniform(0.3, 2.0)
        view.link_mine[k, v.OTHERS_WEIGHT] = weight
        if owner == ME:
            hard = 1 if rng.random() < 0.5 else 0
            view.link_i[k, c.LINK_HARD] = hard
            view.link_mine[k, v.MINE_HARD], view.link_mine[k, v.MINE_WEIGHT] = hard, weight
        else:
            view.belief_link[k] = rng.choice([0.1, 0.4, 0.6, 0.9])


def _fill_commitment(rng, view, assets):
    held = np.flatnonzero(view.asset_i[:assets, c.HOLDER] == ALLY)
    others = np.flatnonzero(view.asset_i[:assets, c.HOLDER] != ALLY)
    if len(held) == 0:
        return
    view.pledged[0, held[: 1 + int(rng.integers(0, len(held)))]] = 1
    order = rng.permutation(others)
    view.must[0, order[: int(rng.integers(0, 2))]] = 1
    some = order[1 : 1 + int(rng.integers(0, 4))]
    view.some[0, some] = 1
    if rng.random() < 0.3:
        view.never[0, order[-1]] = 1
    row = view.commitments[0]
    row[c.GIVER], row[c.TAKER], row[c.COMMITMENT_CHANNEL], row[c.EXPIRES] = ALLY, ME, 1, 30
    row[c.COMMITMENT_STATE], row[c.COMMITMENT_COUNT] = c.STANDING, min(len(some), int(rng.integers(0, 3)))
    row[c.COMMITMENT_PLACE] = rng.choice([0, 0, c.NEEDS_GUARANTOR, c.NEEDS_NEUTRAL])
