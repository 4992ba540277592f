"""A package being drafted: what is open to it, and the sums by which it is scored.

Changing one asset updates the sums. What a change would do to the score is reckoned from the sums
and from a short row for each asset (who believes to gain or lose how much, which linkages speak of
it), which is what makes a search over 2^75 packages affordable.
"""

from __future__ import annotations

import math
from typing import NamedTuple

import numpy as np

from sim.state import columns as c
from sim.state import view as v
from sim.state.compiled import inner
from sim.state.layout import Bytes, Floats, Ints
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
WATCHED, WORDS, LISTED, LINKS, LONGEST, SITES = range(6)
# draft.entry_kind: how an actor's state stands to an asset, added up
GIVES, TOUCHES = 1, 2


class Draft(NamedTuple):
    """A package and its sums. N actors, P parties, A assets, L linkages, K commitments.

    Rows stand for the assets open to the draft, in asset order; the entries of a row for the actors
    whose view of the package the asset changes.
    """

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
    fade: Floats  # (LAGS,) discount by lead time
    speaks: Ints  # (L,)
    needs: Ints  # (L,)
    forbids: Ints  # (L,)
    pledge: Ints  # (A,) commitment under which I may give it, or -1
    bound: Ints  # (K,) my pledged assets in the package
    missing: Ints  # (K,)
    some: Ints  # (K,)
    never: Ints  # (K,)
    tally: Ints  # (6,) how many of each of the lists below; longest lead time among the listed; pairs of places
    watched: Ints  # (N,) actors whose view of the package may matter
    words: Ints  # (K,) commitments that may be used
    listed: Ints  # (A,) assets open to the draft
    entries: Ints  # (A,) entries of a row
    entry_actor: Ints  # (A, N)
    entry_kind: Ints  # (A, N)
    entry_mean: Floats  # (A, N) of the highest level
    entry_var: Floats  # (A, N)
    row_links: Ints  # (A,) linkages that speak of the asset
    row_link: Ints  # (A, L)
    owns_link: Ints  # (N,) 1 for those of whom a linkage is known or believed, 2 if they are watched too
    broken: Ints  # (L,) by how many assets each linkage is broken as it stands, -1 if it does not speak
    idle: Ints  # (A,) 1 for rows that a sweep found far from helping
    trial: Floats  # (N,) room for shares of a package that is only tried
    settled: Floats  # (16,) terms of the score of the package as it stands; see `sim.tactics.appraisal`
    share: Floats  # (N,) what each actor's view adds to the score as it stands
    margin: Floats  # (N,) mean of its believed margin as it stands
    doubt: Floats  # (N,) variance of that margin
    consent: Ints  # (N,) 1 if its yes is needed as it stands
    log_break: Floats  # (L,) log of the chance that it passes though a linkage is broken


LAYOUT: dict[str, tuple[str, tuple[str | int, ...]]] = {
    "goal": ("f", (4,)),
    "sums": ("f", (8,)),
    "given": ("f", ("N",)),
    "received": ("f", ("N",)),
    "given_var": ("f", ("N",)),
    "received_var": ("f", ("N",)),
    "fade": ("f", (LAGS,)),
    "settled": ("f", (16,)),
    "share": ("f", ("N",)),
    "trial": ("f", ("N",)),
    "margin": ("f", ("N",)),
    "doubt": ("f", ("N",)),
    "log_break": ("f", ("L",)),
    "entry_mean": ("f", ("A", "N")),
    "entry_var": ("f", ("A", "N")),
    "place": ("i", (2,)),
    "touched": ("i", ("N",)),
    "forced": ("i", ("N",)),
    "consent": ("i", ("N",)),
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
    "tally": ("i", (6,)),
    "owns_link": ("i", ("N",)),
    "broken": ("i", ("L",)),
    "watched": ("i", ("N",)),
    "words": ("i", (c.COMMITMENTS,)),
    "listed": ("i", ("A",)),
    "entries": ("i", ("A",)),
    "row_links": ("i", ("A",)),
    "idle": ("i", ("A",)),
    "entry_actor": ("i", ("A", "N")),
    "entry_kind": ("i", ("A", "N")),
    "row_link": ("i", ("A", "L")),
    "x": ("b", ("A",)),
    "top": ("b", ("A",)),
    "low": ("b", ("A",)),
}


@inner
def clear_draft(draft: Draft) -> None:
    """Empty a draft, with nothing open to it and no place."""
    draft.x[:] = 0
    draft.top[:] = 0
    draft.low[:] = 0
    draft.goal[:] = 0.0
    draft.forced[:] = 0
    draft.tally[:] = 0
    draft.place[:] = -1
    draft.pledge[:] = -1


@inner
def list_what_matters(view: View, draft: Draft) -> None:
    """List, once the draft is open, what its sums and its score have to look at."""
    me = view.who[v.ME]
    parties = view.trust.shape[0]
    matters = np.zeros(view.side.shape[0], np.int8)
    pledged = np.zeros(c.COMMITMENTS, np.int8)
    listed = 0
    for asset in range(view.who[v.ASSETS]):
        if draft.top[asset] > 0:
            draft.listed[listed] = asset
            listed += 1
            matters[view.asset_i[asset, c.HOLDER]] = 1
            if view.asset_i[asset, c.KIND] == c.PERSON:
                matters[view.asset_i[asset, c.DESTINATION]] = 1
            if draft.pledge[asset] >= 0:
                pledged[draft.pledge[asset]] = 1
    draft.tally[LISTED] = listed
    venues, guarantors = 1, 1
    if draft.goal[GOAL_VENUE_FREE] > 0.0:
        for venue in range(view.venue_i.shape[0]):
            if view.open_venue[venue]:
                matters[view.venue_i[venue, c.HOST]] = 1
                venues += 1
        for party in range(view.who[v.PARTY_COUNT]):
            guarantors += 1 if view.guarantees[party] else 0
    draft.tally[SITES] = venues * guarantors
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
        if pledged[commitment]:
            draft.words[words] = commitment
            words += 1
    draft.tally[WORDS] = words
    draft.tally[LINKS] = view.who[v.LINKAGES]
    draft.bound[:] = 0
    draft.owns_link[:] = 0
    for link in range(draft.tally[LINKS]):
        draft.owns_link[view.link_i[link, c.LINK_OWNER]] = 1
        draft.log_break[link] = math.log(max(1e-9, 1.0 - view.belief_link[link]))
    for place in range(watched):
        if draft.owns_link[draft.watched[place]]:
            draft.owns_link[draft.watched[place]] = 2
    fade = view.own_f[c.DISCOUNT] ** view.stock[v.STOCK_DELAY]
    for week in range(LAGS):
        draft.fade[week] = fade
        fade *= view.own_f[c.DISCOUNT]
    draft.settled[:] = np.nan
    draft.tally[LONGEST] = 0
    for row in range(listed):
        _write_row(view, draft, row)


@inner
def _write_row(view: View, draft: Draft, row: int) -> None:
    """Write down whom an asset concerns, and which linkages speak of it."""
    asset = draft.listed[row]
    holder = view.asset_i[asset, c.HOLDER]
    person = view.asset_i[asset, c.KIND] == c.PERSON
    destination = view.asset_i[asset, c.DESTINATION]
    entries = 0
    for place in range(draft.tally[WATCHED]):
        actor = draft.watched[place]
        state = view.government[actor] if view.government[actor] >= 0 else actor
        kind = GIVES if state == holder else 0
        if actor == holder or (person and actor == destination):
            kind += TOUCHES
        if kind != 0 or view.belief_mean[actor, asset] != 0.0 or view.belief_var[actor, asset] != 0.0:
            draft.entry_actor[row, entries] = actor
            draft.entry_kind[row, entries] = kind
            draft.entry_mean[row, entries] = view.belief_mean[actor, asset]
            draft.entry_var[row, entries] = view.belief_var[actor, asset]
            entries += 1
    draft.entries[row] = entries
    links = 0
    for link in range(draft.tally[LINKS]):
        if view.link_if[link, asset] or view.link_need[link, asset] or view.link_forbid[link, asset]:
            draft.row_link[row, links] = link
            links += 1
    draft.row_links[row] = links
    draft.tally[LONGEST] = max(draft.tally[LONGEST], lag_of(view, asset))


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
        for asset in range(view.who[v.ASSETS]):
            if view.must[commitment, asset] > 0:
                draft.missing[commitment] += 1
    for row in range(draft.tally[LISTED]):
        if draft.low[draft.listed[row]] > 0:
            change(view, draft, row, draft.low[draft.listed[row]])


@inner
def load_package(view: View, draft: Draft, x: Bytes) -> None:
    """Make the draft hold package `x`, as far as it is open."""
    restart(view, draft)
    for row in range(draft.tally[LISTED]):
        asset = draft.listed[row]
        level = min(x[asset], draft.top[asset])
        if level > draft.x[asset]:
            change(view, draft, row, level)


@inner
def change(view: View, draft: Draft, row: int, level: int) -> None:
    """Set the level of the asset in a row and bring the sums up to date."""
    asset = draft.listed[row]
    old = draft.x[asset]
    if old == level:
        return
    me = view.who[v.ME]
    levels = view.asset_i[asset, c.LEVELS]
    holder = view.asset_i[asset, c.HOLDER]
    share = (level - old) / levels
    square = (level * level - old * old) / (levels * levels)
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
    for entry in range(draft.entries[row]):
        actor = draft.entry_actor[row, entry]
        worth = draft.entry_mean[row, entry] * share
        spread = draft.entry_var[row, entry] * square
        kind = draft.entry_kind[row, entry]
        if kind & GIVES:
            draft.given[actor] += worth
            draft.given_var[actor] += spread
        else:
            draft.received[actor] += worth
            draft.received_var[actor] += spread
        if kind & TOUCHES:
            draft.touched[actor] += presence
        if actor < view.align.shape[0] and view.align[actor] != 0.0:
            sums[ALIGNED] += view.align[actor] * worth
    kind = view.asset_i[asset, c.KIND]
    if kind == c.PERSON:
        sums[PEOPLE] += presence
    elif kind == c.CREDIT:
        sums[CREDITS] += level - old
        draft.credits[holder] += level - old
    draft.lags[lag_of(view, asset)] += presence
    for place in range(draft.row_links[row]):
        link = draft.row_link[row, place]
        draft.speaks[link] += presence * view.link_if[link, asset]
        draft.needs[link] += presence * view.link_need[link, asset]
        draft.forbids[link] += presence * view.link_forbid[link, asset]
    for place in range(draft.tally[WORDS]):
        commitment = draft.words[place]
        must = view.must[commitment, asset]
        if must > 0:
            draft.missing[commitment] += (1 if level < must else 0) - (1 if old < must else 0)
        draft.some[commitment] += presence * view.some[commitment, asset]
        draft.never[commitment] += presence * view.never[commitment, asset]
        if draft.pledge[asset] == commitment:
            draft.bound[commitment] += presence


@inner
def lag_of(view: View, asset: int) -> int:
    """Return the lead time of an asset's legal step in whole weeks."""
    return int(min(LAGS - 1, math.ceil(view.weeks[asset])))


@inner
def broken_by(view: View, link: int, speaks: int, needs: int, forbids: int) -> int:
    """Return by how many assets a linkage is broken: 0 if idle or held."""
    if speaks == 0 and view.link_i[link, c.LINK_ALWAYS] == 0:
        return 0
    return max(0, view.link_i[link, c.LINK_COUNT] - needs) + forbids


@inner
def link_broken(view: View, draft: Draft, link: int) -> int:
    """Return by how many assets a linkage is broken in the draft."""
    return broken_by(view, link, draft.speaks[link], draft.needs[link], draft.forbids[link])


@inner
def link_holds(view: View, draft: Draft, link: int) -> bool:
    """Return whether a linkage speaks and is satisfied."""
    speaks = draft.speaks[link] > 0 or view.link_i[link, c.LINK_ALWAYS] == 1
    return speaks and link_broken(view, draft, link) == 0
