"""Improving a package: by single changes, by swaps, and by whole bundles.

A sweep looks at every single change and makes the best of them, one after another, as long as each
still pays. A bundle is what a linkage or a commitment asks for: put in together what it needs, or take
out what calls for it. Ties go to the earlier asset.
"""

from __future__ import annotations

import numpy as np

from sim.state import columns as c
from sim.state import view as v
from sim.state.compiled import inner
from sim.state.layout import Bytes, Floats, Ints
from sim.state.memory import copy_array
from sim.state.view import View
from sim.tactics.appraisal import own_share_of_link
from sim.tactics.draft import (
    BEFORE_BUNDLE,
    BEFORE_MENDING,
    GOAL_VENUE_FREE,
    KEPT,
    LINKS,
    LISTED,
    MENDED,
    SITES,
    WORDS,
    Draft,
    change,
    link_broken,
    link_holds,
)
from sim.tactics.settling import settle, settle_place
from sim.tactics.step import evaluate

EPSILON = 1e-9
# What a bundle may lose at first to be climbed from.
LOSS = 150.0
# A change that costs more than this is not looked at again before the next full sweep.
FAR = 8.0
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
def _bar(current: float, values: Floats, full: bool) -> float:
    """Return what a score has to reach to matter: to be made, or in a full sweep to be remembered or not idle."""
    return min(current - FAR, values[KEPT - 1]) if full else max(current, values[KEPT - 1])


@inner
def climb(view: View, draft: Draft, current: float, full: bool) -> float:
    """Improve a settled draft by single changes until none pays; a full sweep remembers the best of the rest.

    Idle rows (far from helping, by the relaxed problem or the last full sweep) are looked at in full
    sweeps alone. With `full` it ends on one, and none is better by a single change.
    """
    ends_full = full
    adds, add, drops, drop = draft.adds, draft.add, draft.drops, draft.drop
    while True:
        adds[:] = -np.inf
        drops[:] = -np.inf
        add[:] = -1
        drop[:] = -1
        for row in range(draft.tally[LISTED]):
            if draft.idle[row] and not full:
                continue
            asset = draft.listed[row]
            level = draft.x[asset]
            most = -np.inf
            if level < draft.top[asset]:
                most = evaluate(view, draft, row, level + 1, _bar(current, adds, full))
                if full or most > current:
                    _keep(adds, add, most, row)
                draft.left[0] -= 1
            if level > draft.low[asset]:
                value = evaluate(view, draft, row, level - 1, _bar(current, drops, full))
                if full or value > current:
                    _keep(drops, drop, value, row)
                most = max(most, value)
                draft.left[0] -= 1
            if full:
                draft.idle[row] = 1 if most < current - FAR else 0
        if max(adds[0], drops[0]) > current + EPSILON:
            current = _make_in_turn(view, draft, current)
            full = False
        elif not ends_full:
            return current
        elif not full:
            full = True
        else:
            moved = best_place(view, draft, current, draft.tally[SITES] <= FEW_SITES)
            if moved <= current + EPSILON:
                return current
            current = moved
            full = ends_full
        if draft.left[0] <= 0:
            return current


@inner
def _make_in_turn(view: View, draft: Draft, current: float) -> float:
    """Make the changes that a sweep found to pay, best first, each only if it still pays."""
    adds, add, drops, drop = draft.adds, draft.add, draft.drops, draft.drop
    first = current
    at_add, at_drop = 0, 0
    made = False
    while True:
        more = adds[at_add] if at_add < KEPT else -np.inf
        less = drops[at_drop] if at_drop < KEPT else -np.inf
        if max(more, less) <= first + EPSILON:
            return current
        if more >= less:
            row, step = add[at_add], 1
            at_add += 1
        else:
            row, step = drop[at_drop], -1
            at_drop += 1
        level = draft.x[draft.listed[row]] + step
        if made:
            draft.left[0] -= 1
            if evaluate(view, draft, row, level, current) <= current + EPSILON:
                continue
        change(view, draft, row, level)
        current = settle(view, draft)
        made = True


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
def _swap(view: View, draft: Draft, current: float) -> float:
    """Make the first swap, or pair of additions or removals, of the best candidates that pays."""
    add, drop = draft.add, draft.drop
    for kind in range(3):
        for first in range(KEPT):
            one = add[first] if kind == 1 else drop[first]
            if one < 0:
                break
            asset = draft.listed[one]
            old = draft.x[asset]
            change(view, draft, one, old + (1 if kind == 1 else -1))
            settle(view, draft)
            for second in range(first + 1 if kind > 0 else 0, KEPT):
                two = drop[second] if kind == 2 else add[second]
                if two < 0:
                    break
                if two == one:
                    continue
                level = draft.x[draft.listed[two]] + (-1 if kind == 2 else 1)
                draft.left[0] -= 1
                if evaluate(view, draft, two, level, current) > current + EPSILON:
                    change(view, draft, two, level)
                    return settle(view, draft)
            change(view, draft, one, old)
    settle(view, draft)
    return current


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
def _make_bundle(view: View, draft: Draft, bundle: int) -> bool:
    """Change the draft by one bundle; return whether there is anything to it."""
    links = draft.tally[LINKS]
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
                _put_back(view, draft, keep)
        if best > current + EPSILON:
            _put_back(view, draft, better)
            current = best
    settle(view, draft)


@inner
def _put_back(view: View, draft: Draft, keep: Bytes) -> None:
    for row in range(draft.tally[LISTED]):
        asset = draft.listed[row]
        if draft.x[asset] != keep[asset]:
            change(view, draft, row, keep[asset])


@inner
def _bundles(view: View, draft: Draft, current: float) -> float:
    """Try each bundle that a linkage or a commitment asks for; keep the first that pays."""
    keep = draft.aside[BEFORE_BUNDLE]
    copy_array(draft.x, keep)
    venue, guarantor = draft.place[0], draft.place[1]
    for bundle in range(2 * draft.tally[LINKS] + 2 * draft.tally[WORDS]):
        if draft.left[0] <= 0:
            break
        if not _make_bundle(view, draft, bundle):
            continue
        value = settle(view, draft)
        if value > current - LOSS:
            value = climb(view, draft, value, True)
            if value > current + EPSILON:
                return value
        draft.place[0], draft.place[1] = venue, guarantor
        _put_back(view, draft, keep)
    settle(view, draft)
    return current


@inner
def improve(view: View, draft: Draft, depth: int) -> float:
    """Improve a draft until nothing helps; return the score.

    `depth` 0 climbs alone, 1 swaps too, 2 tries bundles as well.
    """
    current = settle(view, draft)
    while True:
        current = climb(view, draft, current, depth > 0)
        if depth == 0 or draft.left[0] <= 0:
            return current
        value = _swap(view, draft, current)
        if depth == 2 and value <= current + EPSILON and draft.left[0] > 0:
            value = _bundles(view, draft, current)
        if value <= current + EPSILON:
            return current
        current = value
