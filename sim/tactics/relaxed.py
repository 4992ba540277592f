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
from typing import NamedTuple

import numpy as np

from sim.state import columns as c
from sim.state import view as v
from sim.state.compiled import inner
from sim.state.layout import Bytes, Floats, Places
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


class Problem(NamedTuple):
    """A relaxed problem: R rows of a draft, M conditions: first the consenters', then of commitments and linkages."""

    own: Floats  # (R,) what each row, taken whole, is to me, but for what conceding hurts
    conceded: Floats  # (R,)
    worth: Floats  # (R, M) what it adds to each margin
    spread: Floats  # (R, M) and to the doubt about it
    touch: Bytes  # (R, M) 1 if the condition has to be met with the row in
    base: Floats  # (M,) margins of nothing
    doubt: Floats  # (M,)
    needed: Bytes  # (M,) 1 if the condition has to be met in any case
    free: Bytes  # (R,) 0 for rows that stay out, 1 for those that may be taken, 2 for those that must


@inner
def relax(view: View, draft: Draft, seeds: Bytes) -> int:
    """Fill `seeds` with optima of the relaxed problem; return how many there are.

    The first is of all that is open; the others do without what calls for more than they give: assets for
    which a linkage asks for others, assets under a commitment whose condition is not met, and both.
    """
    rows = draft.tally[LISTED]
    room = draft.tally[WATCHED] + draft.tally[WORDS] + draft.tally[LINKS]
    problem = Problem(
        np.zeros(rows), np.zeros(rows), np.zeros((rows, room)), np.zeros((rows, room)), np.zeros((rows, room), np.int8),
        np.zeros(room), np.zeros(room), np.zeros(room, np.int8), np.zeros(rows, np.int8),
    )  # fmt: skip
    asked = _write_consenters(view, draft, problem)
    count = _write_conditions(view, draft, problem, asked)
    price = np.full(count, 0.5)
    price[asked:] = 0.0
    _solve(view, draft, problem, asked, problem.free, price, seeds[0])
    hindered = np.zeros(rows, np.int8)
    kinds = _find_hindrances(view, draft, problem, asked, price, seeds[0], hindered)
    found = 1
    for kind in range(1, 8):
        if kind & kinds == kind and (kind < 4 or kind == kinds):
            fewer = problem.free.copy()
            for row in range(rows):
                if hindered[row] & kind and fewer[row] == 1:
                    fewer[row] = 0
            _solve(view, draft, problem, asked, fewer, price.copy(), seeds[found])
            found += 1
    return found


@inner
def _find_hindrances(
    view: View, draft: Draft, problem: Problem, asked: int, price: Floats, x: Bytes, hindered: Bytes
) -> int:
    """Mark the rows for whose sake others are in a package: of a linkage (1), of a commitment (2), added up.

    Also those that touch somebody who otherwise would not be asked (4).
    """
    rows, touch = draft.tally[LISTED], problem.touch
    kinds = 0
    for at in range(asked, price.shape[0]):
        if price[at] > 0.0:
            kind = 2 if at < asked + draft.tally[WORDS] else 1
            kinds |= kind
            for row in range(rows):
                hindered[row] |= kind if touch[row, at] else 0
    for at in range(asked):
        # Whoever need not be asked at all, unless something is taken that touches it.
        if problem.needed[at] == 0:
            for row in range(rows):
                if touch[row, at]:
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
def _solve(view: View, draft: Draft, problem: Problem, asked: int, free: Bytes, price: Floats, best: Bytes) -> None:
    """Find the multipliers, and the best package that they give on the way."""
    rows, count = draft.tally[LISTED], price.shape[0]
    own, conceded, worth = problem.own, problem.conceded, problem.worth
    likeliest = int(draft.goal[GOAL_MODE]) == LIKELIEST
    slope, mine = _slope(view, 0.0), 1.0
    inside, nears = np.zeros(rows, np.int8), np.zeros(rows, np.int8)
    net, room, weight, rank = np.zeros(rows), np.zeros(rows), np.zeros(rows), np.zeros(rows, np.uint16)
    margin, variance, touched = np.full(count, -1.0), np.zeros(count), np.ones(count, np.int64)
    before = pain_before(view)
    record = -np.inf
    for turn in range(PASSES):
        for row in range(rows):
            net[row] = own[row] - slope * conceded[row]
            value = mine * net[row]
            for at in range(count):
                value += price[at] * worth[row, at]
            draft.keen[row] = value
        if likeliest:
            mine = _price_of_mine(view, draft, problem, net, free, mine, room, rank)
        for at in range(asked if likeliest else 0, count):
            # What is free, and was enough the last time, need not be priced.
            if price[at] > 0.0 or (margin[at] < 0.0 and touched[at] > 0):
                price[at] = _price_of_margin(draft, problem, at, free, price[at], room, weight, nears)
        gain, given = 0.0, 0.0
        margin[:] = problem.base[:count]
        variance[:] = problem.doubt[:count]
        touched[:] = problem.needed[:count]
        for row in range(rows):
            inside[row] = 1 if free[row] == 2 or (free[row] == 1 and draft.keen[row] > 0.0) else 0
            if inside[row]:
                gain += own[row]
                given += conceded[row]
                for at in range(count):
                    margin[at] += worth[row, at]
                    variance[at] += problem.spread[row, at]
                    touched[at] += problem.touch[row, at]
        gain -= pain_from(view, before, given)
        slope = _slope(view, given)
        goal = gain
        if likeliest:
            lack = draft.goal[GOAL_TARGET] + view.stock[v.STOCK_RESERVATION] - gain
            goal = -PENALTY * lack - FAILURE if lack > 0.0 else 0.0
        for at in range(count):
            asks = touched[at] > 0
            if likeliest and at < asked:
                root = math.sqrt(variance[at])
                pull = search_mills(max(-4.0, margin[at] / root)) / root if asks else 0.0
                price[at] = pull if turn == 0 else 0.5 * (price[at] + pull)
                goal += search_log_cdf(margin[at] / root) if asks else 0.0
            elif asks and margin[at] < 0.0:
                goal += PENALTY * margin[at]
        if goal > record + EPSILON:
            record = goal
            _write_down(view, draft, inside, best)


@inner
def _write_down(view: View, draft: Draft, inside: Bytes, x: Bytes) -> None:
    """Write down the package of the rows inside, and what the commitments that it uses must be met with."""
    for row in range(draft.tally[LISTED]):
        x[draft.listed[row]] = draft.top[draft.listed[row]] if inside[row] else 0
    for row in range(draft.tally[LISTED]):
        word = draft.pledge[draft.listed[row]]
        if inside[row] and word >= 0:
            for other in range(draft.tally[LISTED]):
                asset = draft.listed[other]
                x[asset] = max(x[asset], min(view.must[word, asset], draft.top[asset]))


@inner
def _slope(view: View, conceded: float) -> float:
    """Return what a little more conceded costs."""
    return (pain_from(view, 0.0, conceded + A_LITTLE) - pain_from(view, 0.0, conceded)) / A_LITTLE


@inner
def _write_consenters(view: View, draft: Draft, problem: Problem) -> int:
    """Write down what each row, taken whole, is to me and to each consenter; return how many there are of these."""
    own, free = problem.own, problem.free
    chance = believed_faith(1 if draft.place[1] >= 0 else 0, 1 if draft.place[0] >= 0 else 0)
    at_of = np.full(view.side.shape[0], -1, np.int64)
    count = 0
    for place in range(draft.tally[WATCHED]):
        actor = draft.watched[place]
        if consent_if(view, draft, actor, 1):
            problem.base[count] = fixed_margin(view, draft, actor)
            problem.doubt[count] = view.belief_threshold[actor, 1] + 1e-12
            problem.needed[count] = 1 if consent_if(view, draft, actor, 0) else 0
            at_of[actor] = count
            count += 1
    trusted = np.full(view.trust.shape[0], -1.0)
    for row in range(draft.tally[LISTED]):
        problem.conceded[row] = draft.row_f[row, ROW_COST]
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
                problem.touch[row, at] = 1 if draft.entry_kind[row, entry] & TOUCHES else 0
                problem.worth[row, at] = weight * draft.entry_mean[row, entry]
                problem.spread[row, at] = weight * weight * draft.entry_var[row, entry]
        # Favours have budgets of their own and are left to the climb.
        free[row] = 1 if draft.row_p[row, ROW_KIND] != c.CREDIT else 0
        if draft.low[draft.listed[row]] > 0:
            free[row] = 2
    return count


@inner
def _write_conditions(view: View, draft: Draft, problem: Problem, count: int) -> int:
    """Write down, after the consenters, what commitments and linkages ask for so many of; return how many in all."""
    rows = draft.tally[LISTED]
    worth, touch, base = problem.worth, problem.touch, problem.base
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
        base[count] = -view.commitments[word, c.COMMITMENT_COUNT]
        for row in range(rows):
            asset = draft.listed[row]
            worth[row, count] = view.some[word, asset]
            if draft.pledge[asset] == word:
                touch[row, count] = 1
                problem.own[row] -= price / pledged
        count += 1
    for link in range(draft.tally[LINKS]):
        if view.link_i[link, c.LINK_COUNT] == 0 or draft.link_owner[link] != view.who[v.ME]:
            continue
        base[count] = -view.link_i[link, c.LINK_COUNT]
        problem.needed[count] = view.link_i[link, c.LINK_ALWAYS]
        for row in range(rows):
            asset = draft.listed[row]
            worth[row, count] = view.link_need[link, asset]
            touch[row, count] = view.link_if[link, asset]
        count += 1
    return count


@inner
def _price_of_margin(
    draft: Draft, problem: Problem, at: int, free: Bytes, old: float, turn: Floats, weight: Floats, nears: Bytes
) -> float:
    """Return the least price at which a margin is kept; `draft.keen` is brought up to date.

    A row comes in, or goes out, at one price: `turn`, `weight` and `nears` are room for these.
    """
    rows, worth, touch = draft.tally[LISTED], problem.worth, problem.touch
    margin, touched, turns = problem.base[at], problem.needed[at], 0
    for row in range(rows):
        gain = worth[row, at]
        keen = draft.keen[row] - old * gain
        inside = free[row] == 2 or (free[row] == 1 and keen > 0.0)
        margin += gain if inside else 0.0
        touched += touch[row, at] if inside else 0
        if free[row] == 1 and ((gain > 0.0 and keen <= 0.0) or (gain < 0.0 and keen > 0.0)):
            turn[turns] = -keen / gain
            weight[turns] = abs(gain)
            nears[turns] = touch[row, at] if gain > 0.0 else -touch[row, at]
            turns += 1
    most = 0.0
    if margin < 0.0 and touched > 0:
        least, most, price = 0.0, DEAREST, 1.0
        for _ in range(HALVINGS):
            value, near = margin, touched
            for place in range(turns):
                value += weight[place] if turn[place] < price else 0.0
                near += nears[place] if turn[place] < price else 0
            if value >= 0.0 or near == 0:
                most = price
            else:
                least = price
            price = 0.5 * (least + most)
    if most != old:
        _reprice(draft, worth[:, at], most - old)
    return most


@inner
def _price_of_mine(
    view: View, draft: Draft, problem: Problem, net: Floats, free: Bytes, old: float, turn: Floats, rank: Places
) -> float:
    """Return the least price of my own worth at which I reach my target; `draft.keen` is brought up to date.

    `net` is what each row is to me with what a little more conceded hurts.
    """
    rows, own, conceded = draft.tally[LISTED], problem.own, problem.conceded
    target = draft.goal[GOAL_TARGET] + view.stock[v.STOCK_RESERVATION]
    before = pain_before(view)
    gain, given, turns = 0.0, 0.0, 0
    for row in range(rows):
        keen = draft.keen[row] - old * net[row]
        inside = free[row] == 2 or (free[row] == 1 and keen > 0.0)
        gain += own[row] if inside else 0.0
        given += conceded[row] if inside else 0.0
        if free[row] == 1 and ((net[row] > 0.0 and keen <= 0.0) or (net[row] < 0.0 and keen > 0.0)):
            turn[turns] = -keen / net[row]
            rank[turns] = row
            turns += 1
    most = 0.0
    if gain - pain_from(view, before, given) < target:
        least, most, price = 0.0, DEAREST, 1.0
        for _ in range(HALVINGS):
            value, concedes = gain, given
            for place in range(turns):
                row = rank[place]
                sign = 1.0 if net[row] > 0.0 else -1.0
                sign = sign if turn[place] < price else 0.0
                value += sign * own[row]
                concedes += sign * conceded[row]
            if value - pain_from(view, before, concedes) >= target:
                most = price
            else:
                least = price
            price = 0.5 * (least + most)
    if most != old:
        _reprice(draft, net, most - old)
    return most


@inner
def _reprice(draft: Draft, worth: Floats, dearer: float) -> None:
    """Bring the priced worth of all rows up to date where the price of something they add is so much higher."""
    for row in range(draft.tally[LISTED]):
        draft.keen[row] += dearer * worth[row]
