"""Search for a package: from several starts, by adding, dropping, swapping and whole bundles.

The space is 2^75, so that nothing is listed. Starts are my last bid, the last received, nothing, and
relaxed optima; each is climbed from, and the best improved until no single change, swap or bundle
that a linkage or a commitment asks for makes it better. What is left of the budget of evaluations
goes into forcing a place or an asset on the best package and improving the rest around it. Ties go to
the earlier asset.
"""

from __future__ import annotations

import math

import numpy as np

from sim.state import columns as c
from sim.state import view as v
from sim.state.compiled import inner
from sim.state.layout import Bytes, Floats, Ints
from sim.state.view import View
from sim.tactics.appraisal import consent_if, fixed_margin, pain_before, pain_from
from sim.tactics.belief import believed_faith
from sim.tactics.climb import EPSILON, best_place, improve, mend
from sim.tactics.draft import (
    GIVES,
    GOAL_MODE,
    GOAL_TARGET,
    GOAL_VENUE_FREE,
    LIKELIEST,
    LISTED,
    PEOPLE,
    ROW_COST,
    ROW_GAIN,
    ROW_KIND,
    ROW_MINE,
    ROW_PRICE,
    TOUCHES,
    WATCHED,
    Draft,
    change,
    load_package,
    restart,
)
from sim.tactics.gaussian import mills
from sim.tactics.rows import list_what_matters
from sim.tactics.settling import settle, settle_place

# Rounds in which the multipliers of the relaxed problem are mended, and how many optima are kept.
ROUNDS, SEEDS = 10, 2
# Other places that are tried around a package.
PLACES = 4
# A row whose priced worth is further from nothing than this is left to full sweeps.
CLEAR = 2.0
# Tries around the best package that may fail in a row before a search ends.
PATIENCE = 24
# What is forced is improved further if it is this near to the best found.
NEAR = 0.1


@inner
def relax(view: View, draft: Draft, seeds: Bytes, kept: Floats) -> int:
    """Fill `seeds` with optima of the relaxed problem, best first; return how many there are.

    The relaxed problem prices each consenter's margin (and, looking for the likeliest yes, my own
    worth) by a multiplier; its optimum takes every asset whose priced worth is positive. Multipliers
    are mended a few times by what the optimum leaves each consenter.
    """
    me = view.who[v.ME]
    rows = draft.tally[LISTED]
    likeliest = int(draft.goal[GOAL_MODE]) == LIKELIEST
    chance = believed_faith(1 if draft.place[1] >= 0 else 0, 1 if draft.place[0] >= 0 else 0)
    multiplier = np.zeros(view.side.shape[0], np.float64)
    margin = np.zeros(view.side.shape[0], np.float64)
    doubt = np.zeros(view.side.shape[0], np.float64)
    for place in range(draft.tally[WATCHED]):
        actor = draft.watched[place]
        if view.government[actor] < 0 or view.government[actor] == me:
            multiplier[actor] = 1.0
    before = pain_before(view)
    slope = 1.0
    for_me = 1.0
    taken = np.zeros(draft.x.shape[0], np.int8)
    touched = np.zeros(view.side.shape[0], np.int64)
    found = 0
    for _ in range(ROUNDS):
        mine, conceded = 0.0, 0.0
        for place in range(draft.tally[WATCHED]):
            actor = draft.watched[place]
            margin[actor] = fixed_margin(view, draft, actor)
            doubt[actor] = view.belief_threshold[actor, 1]
            touched[actor] = 0
        for row in range(rows):
            asset = draft.listed[row]
            gain, cost = draft.row_f[row, ROW_GAIN], draft.row_f[row, ROW_COST]
            if draft.row_p[row, ROW_MINE]:
                own = gain - slope * cost - draft.row_f[row, ROW_PRICE] - view.own_f[c.NAME_COST]
            else:
                own = chance * gain
            worth = for_me * own
            for entry in range(draft.entries[row]):
                weight = 1.0 if draft.entry_kind[row, entry] & GIVES else chance
                worth += multiplier[draft.entry_actor[row, entry]] * weight * draft.entry_mean[row, entry]
            # Favours have budgets of their own and are left to the climb.
            takes = worth > 0.0 and draft.top[asset] > 0 and draft.row_p[row, ROW_KIND] != c.CREDIT
            takes = takes or draft.low[asset] > 0
            draft.idle[row] = 1 if abs(worth) > CLEAR * max(for_me, 1.0) else 0
            taken[asset] = draft.top[asset] if takes else 0
            if takes:
                mine += own
                conceded += cost
                for entry in range(draft.entries[row]):
                    actor = draft.entry_actor[row, entry]
                    weight = 1.0 if draft.entry_kind[row, entry] & GIVES else chance
                    margin[actor] += weight * draft.entry_mean[row, entry]
                    doubt[actor] += weight * weight * draft.entry_var[row, entry]
                    touched[actor] += 1 if draft.entry_kind[row, entry] & TOUCHES else 0
        slope = (pain_from(view, before, conceded + 0.01) - pain_from(view, before, conceded)) / 0.01
        goal = 0.0 if likeliest else mine
        if likeliest:
            lack = draft.goal[GOAL_TARGET] + view.stock[v.STOCK_RESERVATION] - mine
            goal -= 25.0 * max(0.0, lack)
            for_me = min(8.0, max(0.1, for_me * (1.0 + 0.3 * max(-1.0, min(2.0, lack)))))
        for place in range(draft.tally[WATCHED]):
            actor = draft.watched[place]
            if multiplier[actor] == 0.0 or not consent_if(view, draft, actor, touched[actor]):
                continue
            if likeliest:
                z = margin[actor] / math.sqrt(doubt[actor] + 1e-12)
                goal -= max(0.0, -z) * (1.0 - 0.5 * min(0.0, z))
                pull = mills(max(-6.0, z)) / math.sqrt(doubt[actor] + 1e-12)
                multiplier[actor] = 0.5 * multiplier[actor] + 0.5 * min(6.0, max(0.02, pull))
            else:
                goal -= 25.0 * max(0.0, -margin[actor])
                step = 1.0 + 0.3 * max(-1.0, min(2.0, -margin[actor]))
                multiplier[actor] = min(6.0, max(0.05, multiplier[actor] * step))
        found = _keep_seed(seeds, kept, found, taken, goal)
    return found


@inner
def _keep_seed(seeds: Bytes, kept: Floats, found: int, taken: Bytes, goal: float) -> int:
    """Keep a relaxed optimum among the best, best first; return how many are kept."""
    at = found
    while at > 0 and goal > kept[at - 1] + EPSILON:
        at -= 1
    if at > 0 and goal > kept[at - 1] - EPSILON:
        return found  # the same as the one before it
    if at >= SEEDS:
        return found
    for row in range(min(found, SEEDS - 1), at, -1):
        kept[row] = kept[row - 1]
        seeds[row] = seeds[row - 1]
    kept[at] = goal
    seeds[at] = taken
    return min(SEEDS, found + 1)


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
        Its score; `sim.tactics.appraisal.missed` says whether it meets every constraint.
    """
    list_what_matters(view, draft)
    draft.left[0] = budget
    best = -np.inf
    found[:] = 0
    held = draft.place.copy()
    first_place = draft.place.copy()
    seeds = np.zeros((SEEDS, draft.x.shape[0]), np.int8)
    relaxed = relax(view, draft, seeds, np.full(SEEDS, -np.inf))
    for start in range(relaxed + starts.shape[0] + 1):
        draft.place[:] = first_place
        if start < relaxed:
            load_package(view, draft, seeds[start])
        elif start < relaxed + starts.shape[0]:
            load_package(view, draft, starts[start - relaxed])
            if draft.sums[PEOPLE] < 0.5:
                continue
        else:
            restart(view, draft)
        if start == 0:
            best_place(view, draft, settle(view, draft), True)
            first_place[:] = draft.place
        mend(view, draft)
        value = improve(view, draft, 0)
        if value > best + EPSILON:
            best = value
            found[:] = draft.x
            held[:] = draft.place
        if draft.left[0] <= 0:
            break
    draft.place[:] = held
    load_package(view, draft, found)
    value = improve(view, draft, 2)
    if value > best + EPSILON:
        best = value
        found[:] = draft.x
        held[:] = draft.place
    best = _shake(view, draft, best, found, held)
    draft.place[:] = held
    load_package(view, draft, found)
    return best


@inner
def _shake(view: View, draft: Draft, best: float, found: Bytes, place: Ints) -> float:
    """Spend what is left of the budget: force a place or an asset, and improve the rest around it.

    First other places; then each asset in the best package, in order; then each into the empty package;
    then each pair in the best package. A success starts anew, and a round of all without one ends the search.
    """
    listed = draft.tally[LISTED]
    step = -PLACES
    failed = 0
    tried = np.zeros((view.venue_i.shape[0] + 1, view.trust.shape[0] + 1), np.int8)
    while draft.left[0] > 0 and failed < PATIENCE and step < 2 * listed + listed * listed:
        if step < 0:
            value = _move(view, draft, found, place, tried, best)
        else:
            one = step % listed
            two = one if step < 2 * listed else step // listed - 2
            if step >= 2 * listed and two <= one:
                step += 1
                continue
            value = _force(view, draft, one, two, found, place, listed <= step < 2 * listed, best)
        step += 1
        failed += 1
        if value > best + EPSILON:
            best = value
            found[:] = draft.x
            place[:] = draft.place
            step = -PLACES
            failed = 0
            tried[:] = 0
    return best


@inner
def _move(view: View, draft: Draft, base: Bytes, place: Ints, tried: Bytes, record: float) -> float:
    """Hold the best other place that is untried, improve the package there, and then all."""
    if draft.goal[GOAL_VENUE_FREE] == 0.0:
        return -np.inf
    draft.place[:] = place
    load_package(view, draft, base)
    settle(view, draft)
    tried[place[0] + 1, place[1] + 1] = 1
    best, best_venue, best_guarantor = -np.inf, -2, -2
    for venue in range(-1, view.venue_i.shape[0]):
        if venue >= 0 and view.open_venue[venue] == 0:
            continue
        for guarantor in range(-1, view.who[v.PARTY_COUNT]):
            if tried[venue + 1, guarantor + 1] or (guarantor >= 0 and view.guarantees[guarantor] == 0):
                continue
            draft.place[0] = venue
            draft.place[1] = guarantor
            draft.left[0] -= 1
            value = settle_place(view, draft)
            if value > best + EPSILON:
                best, best_venue, best_guarantor = value, venue, guarantor
    if best_venue == -2:
        return -np.inf
    tried[best_venue + 1, best_guarantor + 1] = 1
    draft.place[0] = best_venue
    draft.place[1] = best_guarantor
    draft.goal[GOAL_VENUE_FREE] = 0.0
    value = improve(view, draft, 1)
    draft.goal[GOAL_VENUE_FREE] = 1.0
    return improve(view, draft, 2) if value > record - NEAR else value


@inner
def _force(
    view: View, draft: Draft, one: int, two: int, base: Bytes, place: Ints,
    from_nothing: bool, record: float,
) -> float:  # fmt: skip
    """Hold two rows (or one twice) at what they are not in `base`, or one in the empty package; improve."""
    first, second = draft.listed[one], draft.listed[two]
    low_one, top_one = draft.low[first], draft.top[first]
    low_two, top_two = draft.low[second], draft.top[second]
    if low_one == top_one or low_two == top_two:
        return -np.inf
    draft.place[:] = place
    if from_nothing:
        restart(view, draft)
    else:
        load_package(view, draft, base)
    _hold(view, draft, one)
    if two != one:
        _hold(view, draft, two)
    value = improve(view, draft, 1)
    draft.low[first], draft.top[first] = low_one, top_one
    draft.low[second], draft.top[second] = low_two, top_two
    return improve(view, draft, 2) if value > record - NEAR else value


@inner
def _hold(view: View, draft: Draft, row: int) -> None:
    """Put an asset in if it is out, and out if it is in, and close it at that."""
    asset = draft.listed[row]
    level = draft.top[asset] if draft.x[asset] == draft.low[asset] else draft.low[asset]
    change(view, draft, row, level)
    draft.low[asset] = level
    draft.top[asset] = level
