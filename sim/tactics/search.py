"""Search for a package: from several starts, by adding, dropping, swapping and whole bundles.

The space is 2^75, so that nothing is listed. Starts are my last bid, the last received, what I
would give away free, and the relaxed optima of a few sets of multipliers; each is improved until no
single change, swap or bundle that a linkage or a commitment asks for makes it better, or until
the budget of evaluations is spent. Ties go to the earlier asset.
"""

from __future__ import annotations

import numpy as np

from sim.state import columns as c
from sim.state import view as v
from sim.state.compiled import inner
from sim.state.layout import Bytes, Floats, Ints
from sim.state.view import View
from sim.tactics.appraisal import believed_margin, needs_consent, score
from sim.tactics.belief import believed_faith
from sim.tactics.draft import (
    GOAL_VENUE_FREE,
    LINKS,
    LISTED,
    PEOPLE,
    WATCHED,
    WORDS,
    Draft,
    change,
    list_what_matters,
    load_package,
    restart,
)

LIST = 6
EPSILON = 1e-9


@inner
def try_level(view: View, draft: Draft, asset: int, level: int) -> float:
    """Return the score with one asset at another level, leaving the draft as it was."""
    old = draft.x[asset]
    change(view, draft, asset, level)
    value = score(view, draft)
    change(view, draft, asset, old)
    return value


@inner
def _insert(values: Floats, assets: Ints, value: float, asset: int) -> None:
    """Keep the best `LIST` candidates, best first, earlier asset first among equals."""
    at = LIST
    while at > 0 and value > values[at - 1] + EPSILON:
        at -= 1
    if at < LIST:
        for row in range(LIST - 1, at, -1):
            values[row] = values[row - 1]
            assets[row] = assets[row - 1]
        values[at] = value
        assets[at] = asset


@inner
def climb(
    view: View, draft: Draft, current: float, budget: Ints, adds: Floats, add: Ints, drops: Floats, drop: Ints
) -> float:
    """Improve by the best single change until there is none; remember the best of the rest."""
    while True:
        adds[:] = -np.inf
        drops[:] = -np.inf
        add[:] = -1
        drop[:] = -1
        best, best_asset, best_level = current + EPSILON, -1, 0
        for row in range(draft.tally[LISTED]):
            asset = draft.listed[row]
            level = draft.x[asset]
            if level < draft.top[asset]:
                value = try_level(view, draft, asset, level + 1)
                budget[0] -= 1
                _insert(adds, add, value, asset)
                if value > best:
                    best, best_asset, best_level = value, asset, level + 1
            if level > draft.low[asset]:
                value = try_level(view, draft, asset, level - 1)
                budget[0] -= 1
                _insert(drops, drop, value, asset)
                if value > best:
                    best, best_asset, best_level = value, asset, level - 1
        if best_asset >= 0:
            change(view, draft, best_asset, best_level)
            current = best
        else:
            moved = _best_place(view, draft, current, budget)
            if moved <= current + EPSILON:
                return current
            current = moved
        if budget[0] <= 0:
            return current


@inner
def _best_place(view: View, draft: Draft, current: float, budget: Ints) -> float:
    """Move to the best venue and guarantor; return the score there."""
    if draft.goal[GOAL_VENUE_FREE] == 0.0:
        return current
    old_venue = draft.place[0]
    old_guarantor = draft.place[1]
    best, best_venue, best_guarantor = current, old_venue, old_guarantor
    for venue in range(-1, view.venue_i.shape[0]):
        if venue >= 0 and view.open_venue[venue] == 0:
            continue
        for guarantor in range(-1, view.trust.shape[0]):
            if guarantor >= 0 and view.guarantees[guarantor] == 0:
                continue
            draft.place[0] = venue
            draft.place[1] = guarantor
            budget[0] -= 1
            value = score(view, draft)
            if value > best + EPSILON:
                best, best_venue, best_guarantor = value, venue, guarantor
    draft.place[0] = best_venue
    draft.place[1] = best_guarantor
    return best


@inner
def _swap(view: View, draft: Draft, current: float, budget: Ints, add: Ints, drop: Ints) -> float:
    """Make the first swap, or pair of additions or removals, of the best candidates that pays."""
    for first in range(LIST):
        for second in range(LIST):
            for kind in range(3):
                one = drop[first] if kind != 1 else add[first]
                two = add[second] if kind != 2 else drop[second]
                if one < 0 or two < 0 or (kind != 0 and second <= first):
                    continue
                old_one, old_two = draft.x[one], draft.x[two]
                if one == two:
                    continue
                change(view, draft, one, old_one + (1 if kind == 1 else -1))
                change(view, draft, two, old_two + (-1 if kind == 2 else 1))
                budget[0] -= 1
                value = score(view, draft)
                if value > current + EPSILON:
                    return value
                change(view, draft, two, old_two)
                change(view, draft, one, old_one)
    return current


@inner
def _fill(view: View, draft: Draft, wanted: Bytes, count: int, budget: Ints) -> None:
    """Add the `count` best of `wanted` that are open, one after another."""
    for _ in range(count):
        best, best_asset = -np.inf, -1
        for row in range(draft.tally[LISTED]):
            asset = draft.listed[row]
            if wanted[asset] and draft.x[asset] == 0 and draft.top[asset] > 0:
                value = try_level(view, draft, asset, draft.top[asset])
                budget[0] -= 1
                if value > best + EPSILON:
                    best, best_asset = value, asset
        if best_asset < 0:
            return
        change(view, draft, best_asset, draft.top[best_asset])


@inner
def _without(view: View, draft: Draft, unwanted: Bytes) -> None:
    for asset in range(draft.x.shape[0]):
        if unwanted[asset] and draft.x[asset] > draft.low[asset]:
            change(view, draft, asset, draft.low[asset])


@inner
def _bundles(
    view: View, draft: Draft, current: float, budget: Ints, adds: Floats, add: Ints, drops: Floats, drop: Ints
) -> float:
    """Try each bundle that a linkage or a commitment asks for; keep the first that pays."""
    assets = draft.x.shape[0]
    keep = draft.x.copy()
    place = draft.place.copy()
    links = draft.tally[LINKS]
    for bundle in range(2 * links + 2 * draft.tally[WORDS]):
        if budget[0] <= 0:
            return current
        if bundle < 2 * links:
            link = bundle // 2
            if bundle % 2 == 0:
                if draft.speaks[link] == 0:
                    _fill(view, draft, view.link_if[link], 1, budget)
                short = view.link_i[link, c.LINK_COUNT] - draft.needs[link]
                if short > 0:
                    _fill(view, draft, view.link_need[link], short, budget)
                _without(view, draft, view.link_forbid[link])
            else:
                if draft.speaks[link] == 0:
                    continue
                _without(view, draft, view.link_if[link])
        else:
            commitment = draft.words[(bundle - 2 * links) // 2]
            if bundle % 2 == 0:
                usable = False
                for asset in range(assets):
                    if draft.pledge[asset] == commitment and draft.top[asset] > 0:
                        usable = True
                        if draft.x[asset] == 0:
                            change(view, draft, asset, draft.top[asset])
                if not usable:
                    continue
                for asset in range(assets):
                    must = min(view.must[commitment, asset], draft.top[asset])
                    if must > draft.x[asset]:
                        change(view, draft, asset, must)
                short = view.commitments[commitment, c.COMMITMENT_COUNT] - draft.some[commitment]
                if short > 0:
                    _fill(view, draft, view.some[commitment], short, budget)
                _without(view, draft, view.never[commitment])
            else:
                if draft.bound[commitment] == 0:
                    continue
                for asset in range(assets):
                    if draft.pledge[asset] == commitment and draft.x[asset] > draft.low[asset]:
                        change(view, draft, asset, draft.low[asset])
        value = climb(view, draft, score(view, draft), budget, adds, add, drops, drop)
        if value > current + EPSILON:
            return value
        draft.place[:] = place
        for asset in range(assets):
            if draft.x[asset] != keep[asset]:
                change(view, draft, asset, keep[asset])
    return current


@inner
def improve(view: View, draft: Draft, budget: Ints) -> float:
    """Climb, swap and bundle until nothing helps; return the score."""
    adds = np.empty(LIST, np.float64)
    drops = np.empty(LIST, np.float64)
    add = np.empty(LIST, np.int64)
    drop = np.empty(LIST, np.int64)
    current = score(view, draft)
    while True:
        current = climb(view, draft, current, budget, adds, add, drops, drop)
        if budget[0] <= 0:
            return current
        value = _swap(view, draft, current, budget, add, drop)
        if value <= current + EPSILON:
            value = _bundles(view, draft, current, budget, adds, add, drops, drop)
        if value <= current + EPSILON:
            return current
        current = value


@inner
def relax(view: View, draft: Draft, multiplier: Floats, for_me: float) -> None:
    """Take every asset whose weighted worth is positive: the optimum of the relaxed problem."""
    me = view.who[v.ME]
    restart(view, draft)
    chance = believed_faith(1 if draft.place[1] >= 0 else 0, 1 if draft.place[0] >= 0 else 0)
    for row in range(draft.tally[LISTED]):
        asset = draft.listed[row]
        holder = view.asset_i[asset, c.HOLDER]
        if holder == me:
            worth = view.gain[asset] - view.cost[asset] - view.price[asset]
            worth -= view.own_f[c.NAME_COST]
        else:
            worth = chance * view.gain[asset]
        worth *= for_me
        for place in range(draft.tally[WATCHED]):
            actor = draft.watched[place]
            if multiplier[actor] > 0.0:
                state = view.government[actor] if view.government[actor] >= 0 else actor
                worth += multiplier[actor] * view.belief_mean[actor, asset] * (1.0 if state == holder else chance)
        if worth > 0.0:
            change(view, draft, asset, draft.top[asset])


@inner
def best_package(view: View, draft: Draft, starts: Bytes, budget: int, found: Bytes) -> float:
    """Search from every start; leave the best package in the draft and in `found`.

    Parameters
    ----------
    starts
        (S, A) packages to start from.
    budget
        Evaluations allowed in all.
    found
        (A,) receives the best package.

    Returns
    -------
    float
        Its score; `sim.tactics.draft.missed` says whether it meets every constraint.
    """
    list_what_matters(view, draft)
    assets = draft.x.shape[0]
    actors = view.side.shape[0]
    best = -np.inf
    found[:] = 0
    best_place = draft.place.copy()
    first_place = draft.place.copy()
    rounds = 8
    seeds = np.zeros((3, assets), np.int8)
    seed_scores = np.full(3, -np.inf)
    multiplier = np.ones(actors, np.float64)
    for actor in range(actors):
        if view.government[actor] >= 0 and view.government[actor] != view.who[v.ME]:
            multiplier[actor] = 0.0
        if actor == view.who[v.ME]:
            multiplier[actor] = 0.0
    for _ in range(rounds):
        relax(view, draft, multiplier, 1.0)
        value = score(view, draft)
        at = 3
        while at > 0 and value > seed_scores[at - 1] + EPSILON:
            at -= 1
        if at < 3:
            for row in range(2, at, -1):
                seed_scores[row] = seed_scores[row - 1]
                seeds[row] = seeds[row - 1]
            seed_scores[at] = value
            seeds[at] = draft.x
        for place in range(draft.tally[WATCHED]):
            actor = draft.watched[place]
            if multiplier[actor] > 0.0:
                mean = believed_margin(view, draft, actor)[0]
                gap = -mean if needs_consent(view, draft, actor) else 0.0
                multiplier[actor] = min(6.0, max(0.05, multiplier[actor] * (1.0 + 0.25 * max(-1.0, min(2.0, gap)))))
    total = starts.shape[0] + 4
    for start in range(total):
        draft.place[:] = first_place
        if start < starts.shape[0]:
            load_package(view, draft, starts[start])
            if draft.sums[PEOPLE] < 0.5 and start > 0:
                continue
        elif start < starts.shape[0] + 3:
            if seed_scores[start - starts.shape[0]] == -np.inf:
                continue
            load_package(view, draft, seeds[start - starts.shape[0]])
        else:
            restart(view, draft)
        left = np.zeros(1, np.int64)
        left[0] = max(200, budget // total)
        value = improve(view, draft, left)
        if value > best + EPSILON:
            best = value
            found[:] = draft.x
            best_place[:] = draft.place
    draft.place[:] = best_place
    load_package(view, draft, found)
    return best
