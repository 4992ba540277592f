"""Improving a package: by single changes, and by whole bundles.

A look around guesses what every single change would bring; the best are evaluated and made, one after
another, as long as each still pays. A bundle is what a linkage or a commitment asks for: put in together
what it needs, take out what calls for it, or leave out an actor altogether. Ties go to the earlier asset.
"""

from __future__ import annotations

import numpy as np

from sim.state import columns as c
from sim.state import view as v
from sim.state.compiled import inner
from sim.state.layout import Bytes, Floats, Ints
from sim.state.memory import copy_array
from sim.state.view import View
from sim.tactics.appraisal import IF_TOUCHED, own_share_of_link
from sim.tactics.draft import (
    BEFORE_BUNDLE,
    BEFORE_MENDING,
    GOAL_VENUE_FREE,
    KEPT,
    LINKS,
    LISTED,
    LOW,
    MENDED,
    SITES,
    TOP,
    TOUCHES,
    WATCHED,
    WORDS,
    Draft,
    change,
    link_broken,
    link_holds,
)
from sim.tactics.pricing import guess, take_prices
from sim.tactics.settling import settle, settle_place
from sim.tactics.step import evaluate

EPSILON = 1e-9
# So many guesses count as one evaluation.
GUESSES = 16
# Pairs of a venue and a guarantor that are all looked at in a climb; of more, only the one or the other is changed.
FEW_SITES = 12


@inner
def _keep(values: Floats, rows: Ints, value: float, row: int) -> None:
    """Keep the best candidates, best first, earlier row first among equals."""
    at = KEPT
    while at > 0 and value > values[at - 1] + EPSILON:
        at -= 1
    if at < KEPT:
        for place in range(KEPT - 1, at, -1):
            values[place] = values[place - 1]
            rows[place] = rows[place - 1]
        values[at] = value
        rows[at] = row


@inner
def climb(view: View, draft: Draft, current: float) -> float:
    """Improve a settled draft by single changes until none pays, and by a move to another place."""
    add, drop = draft.add, draft.drop
    while True:
        _look_around(view, draft, current)
        first = current
        at_add, at_drop = 0, 0
        while True:
            more = draft.adds[at_add] if at_add < KEPT and add[at_add] >= 0 else -np.inf
            less = draft.drops[at_drop] if at_drop < KEPT and drop[at_drop] >= 0 else -np.inf
            if max(more, less) <= first + EPSILON:
                break
            if more >= less:
                row, step = add[at_add], 1
                at_add += 1
            else:
                row, step = drop[at_drop], -1
                at_drop += 1
            level = draft.x[draft.listed[row]] + step
            draft.left[0] -= 1
            if evaluate(view, draft, row, level, current) > current + EPSILON:
                change(view, draft, row, level)
                current = settle(view, draft)
        if current <= first + EPSILON:
            current = best_place(view, draft, current, draft.tally[SITES] <= FEW_SITES)
            if current <= first + EPSILON:
                return current
        if draft.left[0] <= 0:
            return current


@inner
def _look_around(view: View, draft: Draft, current: float) -> None:
    """Keep the changes of single rows that look best, of those that look better than nothing."""
    take_prices(view, draft)
    draft.left[0] -= 1 + draft.tally[LISTED] // GUESSES
    draft.adds[:] = current + EPSILON
    draft.drops[:] = current + EPSILON
    draft.add[:] = -1
    draft.drop[:] = -1
    for row in range(draft.tally[LISTED]):
        asset = draft.listed[row]
        level = draft.x[asset]
        if level < draft.top[asset]:
            value = guess(view, draft, row, level + 1)
            if value > draft.adds[KEPT - 1]:
                _keep(draft.adds, draft.add, value, row)
        if level > draft.low[asset]:
            value = guess(view, draft, row, level - 1)
            if value > draft.drops[KEPT - 1]:
                _keep(draft.drops, draft.drop, value, row)


@inner
def best_place(view: View, draft: Draft, current: float, both: bool) -> float:
    """Move to the best venue or guarantor, or with `both` to the best pair of them; return the score there."""
    if draft.goal[GOAL_VENUE_FREE] == 0.0:
        return current
    old_venue = draft.place[0]
    old_guarantor = draft.place[1]
    best, best_venue, best_guarantor = current, old_venue, old_guarantor
    for venue in range(-1, view.venue_i.shape[0]):
        if venue >= 0 and view.open_venue[venue] == 0:
            continue
        for guarantor in range(-1, view.who[v.PARTY_COUNT]):
            if guarantor >= 0 and view.guarantees[guarantor] == 0:
                continue
            moves = (1 if venue != old_venue else 0) + (1 if guarantor != old_guarantor else 0)
            if moves == 0 or (moves == 2 and not both):
                continue
            draft.place[0] = venue
            draft.place[1] = guarantor
            draft.left[0] -= 1
            value = settle_place(view, draft)
            if value > best + EPSILON:
                best, best_venue, best_guarantor = value, venue, guarantor
    draft.place[0] = best_venue
    draft.place[1] = best_guarantor
    return settle_place(view, draft)


@inner
def _fill(view: View, draft: Draft, wanted: Bytes, count: int) -> None:
    """Add the `count` best of `wanted` that are open, one after another."""
    for _ in range(count):
        best, best_row = -np.inf, -1
        settle(view, draft)
        for row in range(draft.tally[LISTED]):
            asset = draft.listed[row]
            if wanted[asset] and draft.x[asset] == 0 and draft.top[asset] > 0:
                value = evaluate(view, draft, row, draft.top[asset], best)
                draft.left[0] -= 1
                if value > best + EPSILON:
                    best, best_row = value, row
        if best_row < 0:
            return
        change(view, draft, best_row, draft.top[draft.listed[best_row]])


@inner
def _without(view: View, draft: Draft, unwanted: Bytes) -> None:
    for row in range(draft.tally[LISTED]):
        asset = draft.listed[row]
        if unwanted[asset] and draft.x[asset] > draft.low[asset]:
            change(view, draft, row, draft.low[asset])


@inner
def _put_in(view: View, draft: Draft, commitment: int) -> bool:
    """Put in what a commitment gives and what its condition asks for; return whether it gives anything."""
    usable = False
    for row in range(draft.tally[LISTED]):
        asset = draft.listed[row]
        if draft.pledge[asset] == commitment:
            usable = True
            if draft.x[asset] == 0:
                change(view, draft, row, draft.top[asset])
        must = min(view.must[commitment, asset], draft.top[asset])
        if must > draft.x[asset]:
            change(view, draft, row, must)
    short = view.commitments[commitment, c.COMMITMENT_COUNT] - draft.some[commitment]
    if usable and short > 0:
        _fill(view, draft, view.some[commitment], short)
    if usable:
        _without(view, draft, view.never[commitment])
    return usable


@inner
def _take_out(view: View, draft: Draft, commitment: int) -> None:
    """Take out what a commitment gives."""
    for row in range(draft.tally[LISTED]):
        asset = draft.listed[row]
        if draft.pledge[asset] == commitment and draft.x[asset] > draft.low[asset]:
            change(view, draft, row, draft.low[asset])


@inner
def _leave_alone(view: View, draft: Draft, actor: int) -> bool:
    """Take out what touches an actor who otherwise need not be asked; return whether there is any."""
    if draft.asked[actor] != IF_TOUCHED or draft.touched[actor] == 0:
        return False
    for row in range(draft.tally[LISTED]):
        asset = draft.listed[row]
        if draft.x[asset] > draft.low[asset]:
            for entry in range(draft.entries[row]):
                if draft.entry_actor[row, entry] == actor and draft.entry_kind[row, entry] & TOUCHES:
                    change(view, draft, row, draft.low[asset])
                    break
    return True


@inner
def _make_bundle(view: View, draft: Draft, bundle: int) -> bool:
    """Change the draft by one bundle; return whether there is anything to it."""
    links = draft.tally[LINKS]
    if bundle >= 2 * links + 2 * draft.tally[WORDS]:
        return _leave_alone(view, draft, draft.watched[bundle - 2 * links - 2 * draft.tally[WORDS]])
    if bundle >= 2 * links:
        commitment = draft.words[(bundle - 2 * links) // 2]
        if bundle % 2 == 0:
            return _put_in(view, draft, commitment)
        if draft.bound[commitment] == 0:
            return False
        _take_out(view, draft, commitment)
        return True
    link = bundle // 2
    broken = link_broken(view, draft, link)
    if bundle % 2 == 1:
        if broken == 0 or draft.speaks[link] == 0:
            return False
        _without(view, draft, view.link_if[link])
        return True
    if link_holds(view, draft, link) or (broken == 0 and own_share_of_link(view, link) <= 0.0):
        return False
    if draft.speaks[link] == 0:
        _fill(view, draft, view.link_if[link], 1)
    short = view.link_i[link, c.LINK_COUNT] - draft.needs[link]
    if short > 0:
        _fill(view, draft, view.link_need[link], short)
    _without(view, draft, view.link_forbid[link])
    return True


@inner
def mend(view: View, draft: Draft) -> None:
    """Mend each linkage that the draft breaks in the better of two ways, where that helps at once."""
    current = settle(view, draft)
    keep, better = draft.aside[BEFORE_MENDING], draft.aside[MENDED]
    for link in range(draft.tally[LINKS]):
        if draft.left[0] <= 0 or link_broken(view, draft, link) == 0:
            continue
        copy_array(draft.x, keep)
        best = current
        for way in range(2):
            if _make_bundle(view, draft, 2 * link + way):
                value = settle(view, draft)
                draft.left[0] -= 1
                if value > best + EPSILON:
                    best = value
                    copy_array(draft.x, better)
                put_back(view, draft, keep)
        if best > current + EPSILON:
            put_back(view, draft, better)
            current = best
    settle(view, draft)


@inner
def put_back(view: View, draft: Draft, keep: Bytes) -> None:
    """Make the draft hold a package again, as far as it is open, by changing what differs."""
    for row in range(draft.tally[LISTED]):
        asset = draft.listed[row]
        if draft.x[asset] != keep[asset]:
            change(view, draft, row, keep[asset])


@inner
def count_bundles(draft: Draft) -> int:
    """Return how many bundles there are, with those to which there is nothing as a draft stands."""
    return 2 * draft.tally[LINKS] + 2 * draft.tally[WORDS] + draft.tally[WATCHED]


@inner
def try_bundle(view: View, draft: Draft, bundle: int, record: float) -> float:
    """Change a draft by a bundle, hold that while the rest improves, then improve all if that beats a record.

    Return the score, -inf if there is nothing to the bundle.
    """
    keep, low, top = draft.aside[BEFORE_BUNDLE], draft.aside[LOW], draft.aside[TOP]
    copy_array(draft.x, keep)
    settle(view, draft)
    if not _make_bundle(view, draft, bundle):
        return -np.inf
    copy_array(draft.low, low)
    copy_array(draft.top, top)
    for row in range(draft.tally[LISTED]):
        asset = draft.listed[row]
        if draft.x[asset] > keep[asset]:
            draft.low[asset] = draft.x[asset]
        elif draft.x[asset] < keep[asset]:
            draft.top[asset] = draft.x[asset]
    value = improve_there(view, draft)
    copy_array(low, draft.low)
    copy_array(top, draft.top)
    return improve(view, draft) if value > record + EPSILON else value


@inner
def improve(view: View, draft: Draft) -> float:
    """Improve a draft until no single change helps; return the score."""
    return climb(view, draft, settle(view, draft))


@inner
def improve_there(view: View, draft: Draft) -> float:
    """Do the same at the place where the draft is, if there are many places."""
    free = draft.goal[GOAL_VENUE_FREE]
    if draft.tally[SITES] > FEW_SITES:
        draft.goal[GOAL_VENUE_FREE] = 0.0
    value = improve(view, draft)
    draft.goal[GOAL_VENUE_FREE] = free
    return value
