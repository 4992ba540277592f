"""A package being drafted: what is open to it, and the sums by which it is scored.

Changing one asset updates the sums; the score then costs a few hundred operations whatever the
number of assets, which is what makes a search over 2^75 packages affordable.
"""

from __future__ import annotations

import math
from typing import NamedTuple

import numpy as np

from sim.state import columns as c
from sim.state import view as v
from sim.state.compiled import inner
from sim.state.layout import Bytes, Floats, Ints
from sim.state.memory import wipe
from sim.state.view import View

# What a search looks for.
MOST_FOR_ME, LIKELIEST, LEAST_LIKELY_YES = range(3)
# draft.sums
GIVEN, RECEIVED, CONCEDED, PRICES, NAMES, ALIGNED, PEOPLE, CREDITS = range(8)
# draft.goal
GOAL_MODE, GOAL_TARGET, GOAL_VENUE_FREE, GOAL_BIAS = range(4)
# Utility charged for each unit by which a constraint is missed; large against any gain.
PENALTY = 25.0
# Charged once if any is missed at all, so that no worth, however great, makes up for a near miss.
FAILURE = 50.0
# A constraint counts as met within rounding.
TOLERANCE = 1e-7
LAGS = 64
# draft.tally
WATCHED, WORDS, LISTED, LINKS = range(4)


class Draft(NamedTuple):
    """A package and its sums. N actors, P parties, A assets, L linkages, K commitments."""

    x: Bytes  # (A,) levels
    top: Bytes  # (A,) highest level open to this draft
    low: Bytes  # (A,) level that it must hold
    place: Ints  # (2,) venue, guarantor
    goal: Floats  # (4,)
    sums: Floats  # (8,)
    given: Floats  # (N,) believed worth of what it gives
    received: Floats  # (N,) believed worth of what it gets, before faith
    given_var: Floats  # (N,)
    received_var: Floats  # (N,)
    touched: Ints  # (N,) assets that it gives or receives
    forced: Ints  # (N,) 1 if its consent is needed in any case
    delivers: Ints  # (P,) assets by which it delivers something that I want
    credits: Ints  # (P,) levels of credit asked of each
    lags: Ints  # (LAGS,) assets by lead time
    speaks: Ints  # (L,)
    needs: Ints  # (L,)
    forbids: Ints  # (L,)
    pledge: Ints  # (A,) commitment under which I may give it, or -1
    bound: Ints  # (K,) my pledged assets in the package
    missing: Ints  # (K,)
    some: Ints  # (K,)
    never: Ints  # (K,)
    tally: Ints  # (4,) how many of each of the lists below
    watched: Ints  # (N,) actors whose view of the package may matter
    words: Ints  # (K,) commitments that may be used or met
    listed: Ints  # (A,) assets open to the draft


LAYOUT: dict[str, tuple[str, tuple[str | int, ...]]] = {
    "goal": ("f", (4,)),
    "sums": ("f", (8,)),
    "given": ("f", ("N",)),
    "received": ("f", ("N",)),
    "given_var": ("f", ("N",)),
    "received_var": ("f", ("N",)),
    "place": ("i", (2,)),
    "touched": ("i", ("N",)),
    "forced": ("i", ("N",)),
    "delivers": ("i", ("P",)),
    "credits": ("i", ("P",)),
    "lags": ("i", (LAGS,)),
    "speaks": ("i", ("L",)),
    "needs": ("i", ("L",)),
    "forbids": ("i", ("L",)),
    "pledge": ("i", ("A",)),
    "bound": ("i", (c.COMMITMENTS,)),
    "missing": ("i", (c.COMMITMENTS,)),
    "some": ("i", (c.COMMITMENTS,)),
    "never": ("i", (c.COMMITMENTS,)),
    "tally": ("i", (4,)),
    "watched": ("i", ("N",)),
    "words": ("i", (c.COMMITMENTS,)),
    "listed": ("i", ("A",)),
    "x": ("b", ("A",)),
    "top": ("b", ("A",)),
    "low": ("b", ("A",)),
}


@inner
def clear_draft(draft: Draft) -> None:
    """Empty a draft, with nothing open to it and no place."""
    wipe(draft)
    draft.place[:] = -1
    draft.pledge[:] = -1


@inner
def list_what_matters(view: View, draft: Draft) -> None:
    """List, once the draft is open, what its sums and its score have to look at."""
    me = view.who[v.ME]
    parties = view.trust.shape[0]
    matters = np.zeros(view.side.shape[0], np.int8)
    listed = 0
    for asset in range(draft.x.shape[0]):
        if draft.top[asset] > 0:
            draft.listed[listed] = asset
            listed += 1
            matters[view.asset_i[asset, c.HOLDER]] = 1
            if view.asset_i[asset, c.KIND] == c.PERSON:
                matters[view.asset_i[asset, c.DESTINATION]] = 1
    draft.tally[LISTED] = listed
    if draft.goal[GOAL_VENUE_FREE] > 0.0:
        for venue in range(view.venue_i.shape[0]):
            if view.open_venue[venue]:
                matters[view.venue_i[venue, c.HOST]] = 1
    watched = 0
    for actor in range(view.side.shape[0]):
        if actor < parties:
            if draft.forced[actor] or view.guarantees[actor] or view.align[actor] != 0.0:
                matters[actor] = 1
        elif view.government[actor] == me:
            matters[actor] = 1
        if matters[actor] and actor != me:
            draft.watched[watched] = actor
            watched += 1
    draft.tally[WATCHED] = watched
    words = 0
    for commitment in range(c.COMMITMENTS):
        if view.commitments[commitment, c.COMMITMENT_STATE] != c.FREE:
            draft.words[words] = commitment
            words += 1
    draft.tally[WORDS] = words
    draft.tally[LINKS] = view.who[v.LINKAGES]


@inner
def restart(view: View, draft: Draft) -> None:
    """Empty the package and set its sums to those of nothing."""
    draft.x[:] = 0
    draft.sums[:] = 0.0
    draft.given[:] = 0.0
    draft.received[:] = 0.0
    draft.given_var[:] = 0.0
    draft.received_var[:] = 0.0
    draft.touched[:] = 0
    draft.delivers[:] = 0
    draft.lags[:] = 0
    draft.credits[:] = 0
    draft.speaks[:] = 0
    draft.needs[:] = 0
    draft.forbids[:] = 0
    draft.bound[:] = 0
    draft.some[:] = 0
    draft.never[:] = 0
    for row in range(draft.tally[WORDS]):
        commitment = draft.words[row]
        draft.missing[commitment] = 0
        for asset in range(draft.x.shape[0]):
            if view.must[commitment, asset] > 0:
                draft.missing[commitment] += 1
    for asset in range(draft.x.shape[0]):
        if draft.low[asset] > 0:
            change(view, draft, asset, draft.low[asset])


@inner
def load_package(view: View, draft: Draft, x: Bytes) -> None:
    """Make the draft hold package `x`, as far as it is open."""
    restart(view, draft)
    for asset in range(x.shape[0]):
        level = min(x[asset], draft.top[asset])
        if level > draft.x[asset]:
            change(view, draft, asset, level)


@inner
def change(view: View, draft: Draft, asset: int, level: int) -> None:
    """Set the level of one asset and bring the sums up to date."""
    old = draft.x[asset]
    if old == level:
        return
    me = view.who[v.ME]
    levels = view.asset_i[asset, c.LEVELS]
    holder = view.asset_i[asset, c.HOLDER]
    destination = view.asset_i[asset, c.DESTINATION]
    share = (level - old) / levels
    before = old / levels
    after = level / levels
    square = after * after - before * before
    presence = (1 if level > 0 else 0) - (1 if old > 0 else 0)
    draft.x[asset] = level
    sums = draft.sums
    if holder == me:
        sums[GIVEN] += view.gain[asset] * share
        sums[CONCEDED] += view.cost[asset] * share
        sums[PRICES] += view.price[asset] * presence
        sums[NAMES] += presence
    else:
        sums[RECEIVED] += view.gain[asset] * share
        if view.gain[asset] > 0.0:
            draft.delivers[holder] += presence
    for row in range(draft.tally[WATCHED]):
        actor = draft.watched[row]
        state = view.government[actor] if view.government[actor] >= 0 else actor
        worth = view.belief_mean[actor, asset] * share
        spread = view.belief_var[actor, asset] * square
        if holder == state:
            draft.given[actor] += worth
            draft.given_var[actor] += spread
        else:
            draft.received[actor] += worth
            draft.received_var[actor] += spread
        if actor < view.align.shape[0] and view.align[actor] != 0.0:
            sums[ALIGNED] += view.align[actor] * worth
    draft.touched[holder] += presence
    if view.asset_i[asset, c.KIND] == c.PERSON:
        draft.touched[destination] += presence
        sums[PEOPLE] += presence
    elif view.asset_i[asset, c.KIND] == c.CREDIT:
        sums[CREDITS] += level - old
        draft.credits[holder] += level - old
    week = min(LAGS - 1, int(math.ceil(view.weeks[asset])))
    draft.lags[week] += presence
    for link in range(draft.tally[LINKS]):
        if presence != 0:
            draft.speaks[link] += presence * view.link_if[link, asset]
            draft.needs[link] += presence * view.link_need[link, asset]
            draft.forbids[link] += presence * view.link_forbid[link, asset]
    for row in range(draft.tally[WORDS]):
        commitment = draft.words[row]
        must = view.must[commitment, asset]
        if must > 0:
            draft.missing[commitment] += (1 if level < must else 0) - (1 if old < must else 0)
        draft.some[commitment] += presence * view.some[commitment, asset]
        draft.never[commitment] += presence * view.never[commitment, asset]
        if draft.pledge[asset] == commitment:
            draft.bound[commitment] += presence


@inner
def link_broken(view: View, draft: Draft, link: int) -> int:
    """Return by how many assets a linkage is broken: 0 if idle or held."""
    if draft.speaks[link] == 0 and view.link_i[link, c.LINK_ALWAYS] == 0:
        return 0
    return max(0, view.link_i[link, c.LINK_COUNT] - draft.needs[link]) + draft.forbids[link]


@inner
def link_holds(view: View, draft: Draft, link: int) -> bool:
    """Return whether a linkage speaks and is satisfied."""
    speaks = draft.speaks[link] > 0 or view.link_i[link, c.LINK_ALWAYS] == 1
    return speaks and link_broken(view, draft, link) == 0
