"""Improving a package: by the best single change, by swaps, and by whole bundles.

A bundle is what a linkage or a commitment asks for: put in together what it needs, or take out what
calls for it. Ties go to the earlier asset.
"""

from __future__ import annotations

import numpy as np

from sim.state import columns as c
from sim.state.compiled import inner
from sim.state.layout import Bytes, Floats, Ints
from sim.state.view import View
from sim.tactics.appraisal import score
from sim.tactics.draft import GOAL_VENUE_FREE, LINKS, LISTED, WORDS, Draft, change

# How many candidates for swaps are kept.
LIST = 10
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
def polish(view: View, draft: Draft, budget: Ints) -> float:
    """Climb and swap until neither helps; return the score."""
    adds = np.empty(LIST, np.float64)
    drops = np.empty(LIST, np.float64)
    add = np.empty(LIST, np.int64)
    drop = np.empty(LIST, np.int64)
    current = score(view, draft)
    while True:
        climbed = climb(view, draft, current, budget, adds, add, drops, drop)
        if budget[0] <= 0:
            return climbed
        current = _swap(view, draft, climbed, budget, add, drop)
        if current <= climbed + EPSILON:
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
