"""Optima of the relaxed problem, from which a search starts.

The relaxed problem forgets that consent is needed, and instead prices what each consenter's margin
falls short of, by a multiplier; the best package is then every asset whose priced worth is above
nothing (Lagrangian relaxation; Fisher 1981). Looking for the most for me, each consenter's multiplier
in turn is set to the least that leaves it a margin, a few times around. Looking for the likeliest yes,
a margin's price is what a little more of it adds to the log of the chance, and mine the least that
reaches my target.
"""

from __future__ import annotations

import math

import numpy as np

from sim.state import columns as c
from sim.state import view as v
from sim.state.compiled import inner
from sim.state.layout import Bytes, Floats
from sim.state.view import View
from sim.tactics.appraisal import A_LITTLE, consent_if, fixed_margin, own_faith, pain_before, pain_from
from sim.tactics.belief import believed_faith
from sim.tactics.draft import (
    FAILURE,
    GIVES,
    GOAL_MODE,
    GOAL_TARGET,
    LIKELIEST,
    LINKS,
    LISTED,
    PENALTY,
    ROW_ALIGNED,
    ROW_COST,
    ROW_GAIN,
    ROW_HOLDER,
    ROW_KIND,
    ROW_LEVELS,
    ROW_MINE,
    ROW_PRICE,
    TOUCHES,
    WATCHED,
    WORDS,
    Draft,
    broken_by,
)
from sim.tactics.gaussian import search_log_cdf, search_mills

# Times around all multipliers, halvings of the range in which one lies, how many optima are kept.
PASSES, HALVINGS, SEEDS = 4, 7, 5
# The highest price of a consenter's margin, or of my own worth.
DEAREST = 8.0
EPSILON = 1e-9


@inner
def relax(view: View, draft: Draft, seeds: Bytes) -> int:
    """Fill `seeds` with optima of the relaxed problem; return how many there are.

    The first is of all that is open; the others do without what calls for more than they give: assets for
    which a linkage asks for others, assets under a commitment whose condition is not met, and both.
    """
    asked = _write_consenters(view, draft)
    count = _write_conditions(view, draft, asked)
    price = np.full(count, 0.5)
    price[asked:] = 0.0
    _solve(view, draft, asked, 0, price, seeds[0])
    kinds = _find_hindrances(view, draft, asked, price, seeds[0])
    found = 1
    for kind in range(1, 8):
        if kind & kinds == kind and (kind < 4 or kind == kinds):
            _solve(view, draft, asked, kind, price.copy(), seeds[found])
            found += 1
    return found


@inner
def _find_hindrances(view: View, draft: Draft, asked: int, price: Floats, x: Bytes) -> int:
    """Mark the rows for whose sake others are in a package: of a linkage (1), of a commitment (2), added up.

    Also those that touch somebody who otherwise would not be asked (4).
    """
    rows, touch, hindered = draft.tally[LISTED], draft.touch, draft.hindered
    hindered[:rows] = 0
    kinds = 0
    for at in range(asked, price.shape[0]):
        if price[at] > 0.0:
            kind = 2 if at < asked + draft.tally[WORDS] else 1
            kinds |= kind
            for place in range(draft.bears[at]):
                row = draft.bearing[at, place]
                hindered[row] |= kind if touch[at, row] else 0
    for at in range(asked):
        # Whoever need not be asked at all, unless something is taken that touches it.
        if draft.needed[at] == 0:
            for place in range(draft.bears[at]):
                row = draft.bearing[at, place]
                if touch[at, row]:
                    hindered[row] |= 4
                    kinds |= 4 if x[draft.listed[row]] else 0
    for link in range(draft.tally[LINKS]):
        speaks, needs, forbids = 0, 0, 0
        for row in range(rows):
            asset = draft.listed[row]
            if x[asset]:
                speaks += view.link_if[link, asset]
                needs += view.link_need[link, asset]
                forbids += view.link_forbid[link, asset]
        if speaks > 0 and broken_by(view, link, speaks, needs, forbids) > 0:
            kinds |= 1
            for row in range(rows):
                hindered[row] |= 1 if view.link_if[link, draft.listed[row]] else 0
    return kinds


@inner
def _solve(view: View, draft: Draft, asked: int, without: int, price: Floats, best: Bytes) -> None:
    """Find the multipliers, and the best package that they give on the way, without rows hindered in such a way.

    A row is in the package if `draft.keen` is above nothing, which is never so of what stays out, and
    always of what must be taken.
    """
    count, keen = price.shape[0], draft.keen
    likeliest = int(draft.goal[GOAL_MODE]) == LIKELIEST
    slope, mine = _slope(view, 0.0), 1.0
    opened = _list_rows(draft, without, count)
    before = pain_before(view)
    record = -np.inf
    for turn in range(PASSES):
        for place in range(opened):
            row = draft.open[place]
            draft.net[row] = draft.own[row] - slope * draft.row_f[row, ROW_COST]
            keen[row] = mine * draft.net[row] if draft.free[row] == 1 else np.inf
        for at in range(count):
            if price[at] != 0.0:
                _reprice(draft, at, price[at])
        if likeliest:
            mine = _price_of_mine(view, draft, opened, mine)
        for at in range(asked if likeliest else 0, count):
            # What is free, and was enough the last time, need not be priced.
            if price[at] > 0.0 or turn == 0 or draft.short[at]:
                price[at] = _price_of_margin(view, draft, at, price[at])
        gain, given = 0.0, 0.0
        for place in range(opened):
            row = draft.open[place]
            inside = 1.0 if keen[row] > 0.0 else 0.0
            gain += inside * draft.own[row]
            given += inside * draft.row_f[row, ROW_COST]
        gain -= pain_from(view, before, given)
        slope = _slope(view, given)
        goal = gain
        if likeliest:
            lack = draft.goal[GOAL_TARGET] + view.stock[v.STOCK_RESERVATION] - gain
            goal = -PENALTY * lack - FAILURE if lack > 0.0 else 0.0
        for at in range(count):
            margin, variance, touched = draft.bare[at, 0], draft.bare[at, 1], draft.needed[at]
            for place in range(draft.bears[at]):
                row = draft.bearing[at, place]
                inside = 1 if keen[row] > 0.0 else 0
                margin += inside * draft.worth[at, row]
                variance += inside * draft.spread[at, row]
                touched += inside * draft.touch[at, row]
            asks = touched > 0
            draft.short[at] = 1 if asks and margin < 0.0 else 0
            if likeliest and at < asked:
                root = math.sqrt(variance)
                pull = search_mills(max(-4.0, margin / root)) / root if asks else 0.0
                price[at] = pull if turn == 0 else 0.5 * (price[at] + pull)
                goal += search_log_cdf(margin / root) if asks else 0.0
            elif draft.short[at]:
                goal += PENALTY * margin
        if goal > record + EPSILON:
            record = goal
            _write_down(view, draft, best)


@inner
def _list_rows(draft: Draft, without: int, count: int) -> int:
    """List the rows that do not stay out, and for each condition those of any weight; return how many there are."""
    opened = 0
    for row in range(draft.tally[LISTED]):
        draft.keen[row] = -np.inf
        draft.open[opened] = row
        opened += 0 if draft.free[row] == 0 or (draft.free[row] == 1 and draft.hindered[row] & without) else 1
    for at in range(count):
        bears = 0
        for place in range(opened):
            row = draft.open[place]
            draft.bearing[at, bears] = row
            bears += 1 if (draft.worth[at, row] != 0.0) | (draft.touch[at, row] != 0) else 0
        draft.bears[at] = bears
    return opened


@inner
def _write_down(view: View, draft: Draft, x: Bytes) -> None:
    """Write down the package, and what the commitments that it uses must be met with."""
    for row in range(draft.tally[LISTED]):
        x[draft.listed[row]] = draft.top[draft.listed[row]] if draft.keen[row] > 0.0 else 0
    for row in range(draft.tally[LISTED] if draft.tally[WORDS] > 0 else 0):
        word = draft.pledge[draft.listed[row]]
        if word >= 0 and draft.keen[row] > 0.0:
            for other in range(draft.tally[LISTED]):
                asset = draft.listed[other]
                x[asset] = max(x[asset], min(view.must[word, asset], draft.top[asset]))


@inner
def _slope(view: View, conceded: float) -> float:
    """Return what a little more conceded costs."""
    return (pain_from(view, 0.0, conceded + A_LITTLE) - pain_from(view, 0.0, conceded)) / A_LITTLE


@inner
def _write_consenters(view: View, draft: Draft) -> int:
    """Write down what each row, taken whole, is to me and to each consenter; return how many there are of these."""
    own, free = draft.own, draft.free
    chance = believed_faith(1 if draft.place[1] >= 0 else 0, 1 if draft.place[0] >= 0 else 0)
    at_of = np.full(view.side.shape[0], -1, np.int64)
    count = 0
    for place in range(draft.tally[WATCHED]):
        actor = draft.watched[place]
        if consent_if(view, draft, actor, 1):
            draft.bare[count, 0] = fixed_margin(view, draft, actor)
            draft.bare[count, 1] = view.belief_threshold[actor, 1] + 1e-12
            draft.needed[count] = 1 if consent_if(view, draft, actor, 0) else 0
            at_of[actor] = count
            count += 1
    rows = draft.tally[LISTED]
    for at in range(count):
        draft.worth[at, :rows] = 0.0
        draft.spread[at, :rows] = 0.0
        draft.touch[at, :rows] = 0
    trusted = np.full(view.trust.shape[0], -1.0)
    for row in range(rows):
        if draft.row_p[row, ROW_MINE]:
            own[row] = draft.row_f[row, ROW_GAIN] - draft.row_f[row, ROW_PRICE] - view.own_f[c.NAME_COST]
        else:
            holder = draft.row_p[row, ROW_HOLDER]
            if trusted[holder] < 0.0:
                trusted[holder] = own_faith(view, draft, view.trust[holder])
            own[row] = trusted[holder] * draft.row_f[row, ROW_GAIN]
        for entry in range(draft.entries[row]):
            actor = draft.entry_actor[row, entry]
            if draft.row_p[row, ROW_ALIGNED]:
                own[row] += draft.aligned[actor] * draft.entry_mean[row, entry]
            at = at_of[actor]
            if at >= 0:
                weight = 1.0 if draft.entry_kind[row, entry] & GIVES else chance
                draft.touch[at, row] = 1 if draft.entry_kind[row, entry] & TOUCHES else 0
                draft.worth[at, row] = weight * draft.entry_mean[row, entry]
                draft.spread[at, row] = weight * weight * draft.entry_var[row, entry]
        # Favours have budgets of their own and are left to the climb.
        free[row] = 1 if draft.row_p[row, ROW_KIND] != c.CREDIT else 0
        if draft.low[draft.listed[row]] > 0:
            free[row] = 2
    return count


@inner
def _write_conditions(view: View, draft: Draft, count: int) -> int:
    """Write down, after the consenters, what commitments and linkages ask for so many of; return how many in all."""
    rows = draft.tally[LISTED]
    worth, touch = draft.worth, draft.touch
    for place in range(draft.tally[WORDS]):
        word = draft.words[place]
        price, pledged = 0.0, 0
        for row in range(rows):
            asset = draft.listed[row]
            pledged += 1 if draft.pledge[asset] == word else 0
            if view.must[word, asset] > 0 and draft.row_p[row, ROW_MINE]:
                share = view.must[word, asset] / draft.row_p[row, ROW_LEVELS]
                price += draft.row_f[row, ROW_PRICE] + view.own_f[c.NAME_COST]
                price += share * (draft.row_f[row, ROW_COST] - draft.row_f[row, ROW_GAIN])
        draft.bare[count, 0] = -view.commitments[word, c.COMMITMENT_COUNT]
        draft.needed[count] = 0
        for row in range(rows):
            asset = draft.listed[row]
            worth[count, row] = view.some[word, asset]
            touch[count, row] = 1 if draft.pledge[asset] == word else 0
            draft.own[row] -= price / pledged if touch[count, row] else 0.0
        count += 1
    for link in range(draft.tally[LINKS]):
        if view.link_i[link, c.LINK_COUNT] == 0 or draft.link_owner[link] != view.who[v.ME]:
            continue
        draft.bare[count, 0] = -view.link_i[link, c.LINK_COUNT]
        draft.needed[count] = view.link_i[link, c.LINK_ALWAYS]
        for row in range(rows):
            asset = draft.listed[row]
            worth[count, row] = view.link_need[link, asset]
            touch[count, row] = view.link_if[link, asset]
        count += 1
    return count


@inner
def _price_of_margin(view: View, draft: Draft, at: int, old: float) -> float:
    """Return the least price at which a margin is kept; `draft.keen` is brought up to date."""
    margin, touched, turned = draft.bare[at, 0], float(draft.needed[at]), 0
    for place in range(draft.bears[at]):
        row = draft.bearing[at, place]
        gain, touch = draft.worth[at, row], float(draft.touch[at, row])
        keen = draft.keen[row] - old * gain
        inside = 1.0 if keen > 0.0 else 0.0
        margin += inside * gain
        touched += inside * touch
        turned += _note_turn(draft, turned, keen, gain, gain, touch)
    price = _least_price(view, draft, turned, margin, touched, False)
    if price != old:
        _reprice(draft, at, price - old)
    return price


@inner
def _price_of_mine(view: View, draft: Draft, opened: int, old: float) -> float:
    """Return the least price of my own worth at which I reach my target; `draft.keen` is brought up to date."""
    gain, given, turned = 0.0, 0.0, 0
    for place in range(opened):
        row = draft.open[place]
        keen = draft.keen[row] - old * draft.net[row]
        inside = 1.0 if keen > 0.0 else 0.0
        gain += inside * draft.own[row]
        given += inside * draft.row_f[row, ROW_COST]
        turned += _note_turn(draft, turned, keen, draft.net[row], draft.own[row], draft.row_f[row, ROW_COST])
    price = _least_price(view, draft, turned, gain, given, True)
    if price != old:
        for place in range(opened):
            draft.keen[draft.open[place]] += (price - old) * draft.net[draft.open[place]]
    return price


@inner
def _note_turn(draft: Draft, turned: int, keen: float, worth: float, one: float, other: float) -> int:
    """Note at what price of its worth a row comes in, or goes out, and what that adds; return 1 if any will do."""
    draft.turns[turned, 0] = -keen / worth
    draft.turns[turned, 1] = one if worth > 0.0 else -one
    draft.turns[turned, 2] = other if worth > 0.0 else -other
    return 1 if (keen > 0.0) != (keen + DEAREST * worth > 0.0) else 0


@inner
def _least_price(view: View, draft: Draft, turned: int, one: float, other: float, mine: bool) -> float:
    """Return the least price at which two sums are enough: what I gain and concede, or a margin and what asks for it.

    Each halving goes through what turned within the range before it, and keeps what turns within the range now.
    """
    before = pain_before(view) if mine else 0.0
    if _enough(view, draft, one, other, mine, before):
        return 0.0
    least, most, price = 0.0, DEAREST, 1.0
    for _ in range(HALVINGS):
        first, second, kept = one, other, 0
        for place in range(turned):
            at, more, more_other = draft.turns[place, 0], draft.turns[place, 1], draft.turns[place, 2]
            below = 1.0 if least <= at < price else 0.0
            first += below * more
            second += below * more_other
            draft.turns[kept, 0], draft.turns[kept, 1], draft.turns[kept, 2] = at, more, more_other
            kept += 1 if least <= at < most else 0
        turned = kept
        if turned == 0:
            # Whatever the price within the range, it is not enough.
            break
        if _enough(view, draft, first, second, mine, before):
            most = price
        else:
            least, one, other = price, first, second
        price = 0.5 * (least + most)
    return most


@inner
def _enough(view: View, draft: Draft, one: float, other: float, mine: bool, before: float) -> bool:
    """Return whether I reach my target with what I gain and concede, or a margin is kept, or nothing asks for it."""
    if mine:
        return one - pain_from(view, before, other) >= draft.goal[GOAL_TARGET] + view.stock[v.STOCK_RESERVATION]
    return one >= 0.0 or other == 0.0


@inner
def _reprice(draft: Draft, at: int, dearer: float) -> None:
    """Bring the priced worth of all rows up to date where the price of a margin is so much higher."""
    for place in range(draft.bears[at]):
        row = draft.bearing[at, place]
        draft.keen[row] += dearer * draft.worth[at, row]
