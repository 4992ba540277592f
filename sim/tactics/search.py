"""Search for a package: from several starts, by adding, dropping, swapping and whole bundles.

The space is 2^75, so that nothing is listed. Starts are my last bid, the last received, nothing,
and the relaxed optima of a few sets of multipliers; each is improved until no single change, swap or
bundle that a linkage or a commitment asks for makes it better. What is left of the budget of
evaluations goes into forcing a place or an asset on the best package and improving the rest around
it. Ties go to the earlier asset.
"""

from __future__ import annotations

import numpy as np

from sim.state import columns as c
from sim.state import view as v
from sim.state.compiled import inner
from sim.state.layout import Bytes, Floats, Ints
from sim.state.view import View
from sim.tactics.appraisal import believed_margin, needs_consent, own_surplus, score
from sim.tactics.belief import believed_faith
from sim.tactics.climb import EPSILON, improve, polish
from sim.tactics.draft import (
    GOAL_MODE,
    GOAL_TARGET,
    GOAL_VENUE_FREE,
    LIKELIEST,
    LISTED,
    PEOPLE,
    WATCHED,
    Draft,
    change,
    list_what_matters,
    load_package,
    restart,
)

# Evaluations that a start gets at least.
LEAST_SHARE = 100
# Other places that are tried around a package.
PLACES = 6
# What is forced is improved further if it is this near to the best found.
NEAR = 0.1


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
    for_me = 1.0
    for actor in range(actors):
        if view.government[actor] >= 0 and view.government[actor] != view.who[v.ME]:
            multiplier[actor] = 0.0
        if actor == view.who[v.ME]:
            multiplier[actor] = 0.0
    for _ in range(rounds):
        relax(view, draft, multiplier, for_me)
        value = score(view, draft)
        if draft.goal[GOAL_MODE] == LIKELIEST:
            lack = max(-1.0, min(2.0, draft.goal[GOAL_TARGET] - own_surplus(view, draft)))
            for_me = min(6.0, max(0.2, for_me * (1.0 + 0.25 * lack)))
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
    spare = budget
    share = max(LEAST_SHARE, budget // (3 * total))
    left = np.zeros(1, np.int64)
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
        left[0] = share
        value = improve(view, draft, left)
        spare -= share - left[0]
        if value > best + EPSILON:
            best = value
            found[:] = draft.x
            best_place[:] = draft.place
    best = _shake(view, draft, best, found, best_place, spare)
    draft.place[:] = best_place
    load_package(view, draft, found)
    return best


@inner
def _shake(view: View, draft: Draft, best: float, found: Bytes, place: Ints, spare: int) -> float:
    """Spend what is left of the budget: force a place or an asset, and improve the rest around it.

    First other places; then each asset in the best package, in order; then each into the empty package;
    then each pair in the best package. A success starts anew, and a round of all without one ends the search.
    """
    listed = draft.tally[LISTED]
    left = np.zeros(1, np.int64)
    left[0] = spare
    step = -PLACES
    tried = np.zeros((view.venue_i.shape[0] + 1, view.trust.shape[0] + 1), np.int8)
    while left[0] > 0 and step < 2 * listed + listed * listed:
        if step < 0:
            value = _move(view, draft, found, place, tried, best, left)
        else:
            from_nothing = listed <= step < 2 * listed
            one = draft.listed[step % listed]
            two = one if step < 2 * listed else draft.listed[step // listed - 2]
            if step >= 2 * listed and two <= one:
                step += 1
                continue
            value = _force(view, draft, one, two, found, place, from_nothing, best, left)
        step += 1
        if value > best + EPSILON:
            best = value
            found[:] = draft.x
            place[:] = draft.place
            step = -PLACES
            tried[:] = 0
    return best


@inner
def _move(view: View, draft: Draft, base: Bytes, place: Ints, tried: Bytes, record: float, budget: Ints) -> float:
    """Hold the best other place that is untried, improve the package there, and then all."""
    if draft.goal[GOAL_VENUE_FREE] == 0.0:
        return -np.inf
    draft.place[:] = place
    load_package(view, draft, base)
    tried[place[0] + 1, place[1] + 1] = 1
    best, best_venue, best_guarantor = -np.inf, -2, -2
    for venue in range(-1, view.venue_i.shape[0]):
        if venue >= 0 and view.open_venue[venue] == 0:
            continue
        for guarantor in range(-1, view.trust.shape[0]):
            if tried[venue + 1, guarantor + 1] or (guarantor >= 0 and view.guarantees[guarantor] == 0):
                continue
            draft.place[0] = venue
            draft.place[1] = guarantor
            budget[0] -= 1
            value = score(view, draft)
            if value > best + EPSILON:
                best, best_venue, best_guarantor = value, venue, guarantor
    if best_venue == -2:
        return -np.inf
    tried[best_venue + 1, best_guarantor + 1] = 1
    draft.place[0] = best_venue
    draft.place[1] = best_guarantor
    draft.goal[GOAL_VENUE_FREE] = 0.0
    value = polish(view, draft, budget)
    draft.goal[GOAL_VENUE_FREE] = 1.0
    return improve(view, draft, budget) if value > record - NEAR else value


@inner
def _force(
    view: View, draft: Draft, one: int, two: int, base: Bytes, place: Ints,
    from_nothing: bool, record: float, budget: Ints,
) -> float:  # fmt: skip
    """Hold two assets (or one twice) at what they are not in `base`, or one in the empty package; improve."""
    low_one, top_one = draft.low[one], draft.top[one]
    low_two, top_two = draft.low[two], draft.top[two]
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
    value = polish(view, draft, budget)
    draft.low[one], draft.top[one] = low_one, top_one
    draft.low[two], draft.top[two] = low_two, top_two
    return improve(view, draft, budget) if value > record - NEAR else value


@inner
def _hold(view: View, draft: Draft, asset: int) -> None:
    """Put an asset in if it is out, and out if it is in, and close it at that."""
    level = draft.top[asset] if draft.x[asset] == draft.low[asset] else draft.low[asset]
    change(view, draft, asset, level)
    draft.low[asset] = level
    draft.top[asset] = level
