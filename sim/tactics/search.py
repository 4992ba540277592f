"""Search for a package: from several starts, by adding, dropping, whole bundles, and by force.

The space is 2^75, so that nothing is listed. Starts are optima of the relaxed problem, my last bid,
the last received, and what I found the last time; the most promising are climbed from, and the best
improved until no single change makes it better. What is left of the budget of evaluations goes into forcing
on the best package another place, a bundle that a linkage or a commitment asks for, or an asset, and
improving the rest around it; it goes on where the last search of the same kind has stopped. Ties go to the
earlier asset.
"""

from __future__ import annotations

import numpy as np

from sim.state import columns as c
from sim.state import view as v
from sim.state.compiled import inner
from sim.state.layout import Bytes, Ints, Places
from sim.state.view import View
from sim.tactics.climb import (
    EPSILON,
    best_place,
    count_bundles,
    improve,
    improve_there,
    mend,
    put_back,
    try_bundle,
)
from sim.tactics.draft import (
    GOAL_VENUE_FREE,
    LISTED,
    PEOPLE,
    SITES,
    Draft,
    change,
    load_package,
    restart,
)
from sim.tactics.pricing import guess, take_prices
from sim.tactics.relaxed import SEEDS, relax
from sim.tactics.rows import list_what_matters
from sim.tactics.settling import settle, settle_place

# Tries around the best package that may fail in a row before a search ends; every so many, of another place
# and of a bundle.
PATIENCE, PLACE_EVERY, BUNDLE_EVERY = 120, 6, 5
# Pairs are forced among the first so many.
PAIRED = 14
# So many starts, the most promising, are climbed from.
CLIMBED = 3


@inner
def best_package(view: View, draft: Draft, starts: Bytes, trail: Ints, budget: int, found: Bytes) -> float:
    """Search from every start; leave the best package in the draft and in `found`.

    Parameters
    ----------
    starts
        (S, A) packages to start from, beside optima of the relaxed problem; those of nobody are passed over.
    trail
        (TRAIL,) where the last search of the same kind has stopped, all 0 if there was none; brought up to date.
    budget
        Evaluations allowed in all.
    found
        (A,) receives the best package.

    Returns
    -------
    float
        Its score; `sim.tactics.appraisal.missed` says whether it meets every constraint.
    """
    list_what_matters(view, draft)
    draft.left[0] = budget
    count = starts.shape[0]
    pool = np.zeros((count + SEEDS, draft.x.shape[0]), np.int8)
    pool[:count] = starts
    placed = go_back(view, draft, trail)
    count += relax(view, draft, pool[count:])
    promise = np.full(pool.shape[0], -np.inf)
    restart(view, draft)
    for start in range(count):
        put_back(view, draft, pool[start])
        if draft.sums[PEOPLE] < 0.5:
            continue
        if not placed:
            best_place(view, draft, settle(view, draft), True)
            placed = True
        mend(view, draft)
        promise[start] = settle(view, draft)
        pool[start] = draft.x
    best = -np.inf
    found[:] = 0
    held = draft.place.copy()
    free = draft.goal[GOAL_VENUE_FREE]
    draft.goal[GOAL_VENUE_FREE] = 0.0
    for turn in range(CLIMBED):
        start = 0
        for other in range(1, count):
            if promise[other] > promise[start]:
                start = other
        if promise[start] == -np.inf:
            if turn > 0:
                break
            restart(view, draft)
        else:
            promise[start] = -np.inf
            load_package(view, draft, pool[start])
        value = improve(view, draft)
        if value > best + EPSILON:
            best = value
            found[:] = draft.x
        if draft.left[0] <= 0:
            break
    draft.goal[GOAL_VENUE_FREE] = free
    load_package(view, draft, found)
    value = improve(view, draft)
    if value > best + EPSILON:
        best = value
        found[:] = draft.x
        held[:] = draft.place
    best = _shake(view, draft, best, found, held, trail)
    draft.place[:] = held
    trail[c.TRAIL_VENUE] = held[0] + 2
    trail[c.TRAIL_GUARANTOR] = held[1] + 2
    load_package(view, draft, found)
    return best


@inner
def go_back(view: View, draft: Draft, trail: Ints) -> bool:
    """Put a draft where the last search of the same kind has stopped; return whether its place is free for that."""
    venue, guarantor = trail[c.TRAIL_VENUE] - 2, trail[c.TRAIL_GUARANTOR] - 2
    if venue < -1 or draft.goal[GOAL_VENUE_FREE] == 0.0:
        return False
    if (venue >= 0 and view.open_venue[venue] == 0) or (guarantor >= 0 and view.guarantees[guarantor] == 0):
        return False
    draft.place[0] = venue
    draft.place[1] = guarantor
    return True


@inner
def _shake(view: View, draft: Draft, best: float, found: Bytes, place: Ints, trail: Ints) -> float:
    """Spend what is left of the budget: force a place, a bundle or an asset, and improve the rest around it.

    Of the assets first each of the best package out, and each other one in; then each into the empty package;
    then pairs. Those come first that look as if they cost least. It begins where the trail stops. A success
    starts anew, and a round of all without one ends the search.
    """
    sites = np.zeros((draft.tally[SITES], 2), np.int64)
    site, found_sites = 0, -1
    order = np.zeros(draft.tally[LISTED], np.uint16)
    bundles, bundled = count_bundles(draft), 0
    step = trail[c.TRAIL_ROW]
    ranked = _rank(view, draft, found, place, order)
    failed, tried = 0, 0
    while draft.left[0] > 0 and failed < PATIENCE:
        pairs = min(ranked, PAIRED)
        value = -np.inf
        if failed % PLACE_EVERY == PLACE_EVERY - 1:
            if found_sites < 0:
                found_sites = _rank_sites(view, draft, found, place, sites)
                site = 0
            if site < found_sites:
                value = _move(view, draft, found, sites[site])
                site += 1
        elif tried % BUNDLE_EVERY == 0 and bundled < bundles:
            draft.place[:] = place
            put_back(view, draft, found)
            while value == -np.inf and bundled < bundles:
                trail[c.TRAIL_BUNDLE] = (trail[c.TRAIL_BUNDLE] + 1) % bundles
                bundled += 1
                value = try_bundle(view, draft, trail[c.TRAIL_BUNDLE], best)
        elif step < 2 * ranked:
            row = order[step % ranked]
            value = _force(view, draft, row, row, found, place, step >= ranked, best)
            step += 1
        elif step < 2 * ranked + pairs * pairs:
            one, two = (step - 2 * ranked) // pairs, (step - 2 * ranked) % pairs
            step += 1
            if two <= one:
                continue
            value = _force(view, draft, order[one], order[two], found, place, False, best)
        else:
            step = 0
            break
        failed += 1
        tried += 1
        if value > best + EPSILON:
            best = value
            found[:] = draft.x
            place[:] = draft.place
            failed, step, bundled, found_sites = 0, 0, 0, -1
            ranked = _rank(view, draft, found, place, order)
    trail[c.TRAIL_ROW] = step
    return best


@inner
def _rank(view: View, draft: Draft, base: Bytes, place: Ints, order: Places) -> int:
    """Order the rows by what forcing each asset out of a package, or in, might make of the score; return how many."""
    draft.place[:] = place
    load_package(view, draft, base)
    settle(view, draft)
    take_prices(view, draft)
    ranked = 0
    for row in range(draft.tally[LISTED]):
        asset = draft.listed[row]
        if draft.low[asset] < draft.top[asset]:
            out = draft.x[asset] > draft.low[asset]
            draft.aim[row] = draft.low[asset] if out else draft.top[asset]
            draft.keen[row] = guess(view, draft, row, draft.aim[row])
            if not out and draft.low[asset] + 1 < draft.top[asset]:
                little = guess(view, draft, row, draft.low[asset] + 1)
                if little > draft.keen[row]:
                    draft.keen[row] = little
                    draft.aim[row] = draft.low[asset] + 1
            at = ranked
            while at > 0 and draft.keen[row] > draft.keen[order[at - 1]]:
                order[at] = order[at - 1]
                at -= 1
            order[at] = row
            ranked += 1
    return ranked


@inner
def _rank_sites(view: View, draft: Draft, base: Bytes, place: Ints, sites: Ints) -> int:
    """Order the other places of a package, best first; return how many there are."""
    if draft.goal[GOAL_VENUE_FREE] == 0.0:
        return 0
    draft.place[:] = place
    put_back(view, draft, base)
    settle(view, draft)
    worth = np.zeros(sites.shape[0])
    ranked = 0
    for venue in range(-1, view.venue_i.shape[0]):
        if venue >= 0 and view.open_venue[venue] == 0:
            continue
        for guarantor in range(-1, view.who[v.PARTY_COUNT]):
            if (guarantor >= 0 and view.guarantees[guarantor] == 0) or (venue == place[0] and guarantor == place[1]):
                continue
            draft.place[0] = venue
            draft.place[1] = guarantor
            draft.left[0] -= 1
            value = settle_place(view, draft)
            at = ranked
            while at > 0 and value > worth[at - 1] + EPSILON:
                worth[at] = worth[at - 1]
                sites[at] = sites[at - 1]
                at -= 1
            worth[at] = value
            sites[at, 0] = venue
            sites[at, 1] = guarantor
            ranked += 1
    return ranked


@inner
def _move(view: View, draft: Draft, base: Bytes, site: Ints) -> float:
    """Hold another place, and improve the package there."""
    put_back(view, draft, base)
    draft.place[:] = site
    draft.goal[GOAL_VENUE_FREE] = 0.0
    value = improve(view, draft)
    draft.goal[GOAL_VENUE_FREE] = 1.0
    return value


@inner
def _force(
    view: View, draft: Draft, one: int, two: int, base: Bytes, place: Ints, from_nothing: bool, record: float
) -> float:
    """Hold two rows (or one twice) where they are not in `base`, or in nothing; improve the rest, then all."""
    first, second = draft.listed[one], draft.listed[two]
    low_one, top_one = draft.low[first], draft.top[first]
    low_two, top_two = draft.low[second], draft.top[second]
    draft.place[:] = place
    if from_nothing:
        restart(view, draft)
    else:
        put_back(view, draft, base)
    _hold(view, draft, one)
    if two != one:
        _hold(view, draft, two)
    value = improve_there(view, draft)
    draft.low[first], draft.top[first] = low_one, top_one
    draft.low[second], draft.top[second] = low_two, top_two
    return improve(view, draft) if value > record + EPSILON else value


@inner
def _hold(view: View, draft: Draft, row: int) -> None:
    """Put an asset at the level aimed at, and close it there."""
    asset = draft.listed[row]
    level = draft.aim[row]
    change(view, draft, row, level)
    draft.low[asset] = level
    draft.top[asset] = level
