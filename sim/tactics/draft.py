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
from sim.tactics.belief import BELIEVED_GUARANTEE, BELIEVED_HOST, believed_faith
from sim.tactics.gaussian import log_cdf
from sim.worth.utility import faith, hosting_worth, is_neutral, total

# What a search looks for.
MOST_FOR_ME, LIKELIEST, LEAST_LIKELY_YES = range(3)
# draft.sums
GIVEN, RECEIVED, CONCEDED, PRICES, NAMES, ALIGNED, PEOPLE, CREDITS = range(8)
# draft.goal
GOAL_MODE, GOAL_TARGET, GOAL_VENUE_FREE, GOAL_BIAS = range(4)
# Utility charged for each unit by which a constraint is missed; large against any gain.
PENALTY = 25.0
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
    elif holder == me and view.asset_i[asset, c.KIND] == c.CREDIT:
        sums[CREDITS] += level - old
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


@inner
def own_surplus(view: View, draft: Draft) -> float:
    """Return my surplus from the draft, equal to `sim.worth.surplus.surplus` of its package."""
    me = view.who[v.ME]
    venue = draft.place[0]
    guarantor = draft.place[1]
    own = view.own_f
    lowest = 1.0
    for party in range(view.trust.shape[0]):
        if draft.delivers[party] > 0 and party != me and view.trust[party] < lowest:
            lowest = view.trust[party]
    lag = 0.0
    for week in range(LAGS - 1, 0, -1):
        if draft.lags[week] > 0:
            lag = week
            break
    chance = faith(
        own[c.FAITH_BASE], own[c.FAITH_TRUST], own[c.FAITH_GUARANTOR], own[c.FAITH_VENUE],
        lowest, 1 if guarantor >= 0 and guarantor != me else 0, is_neutral(view.venue_i, venue),
    )  # fmt: skip
    extra = draft.sums[ALIGNED] + hosting_worth(own, view.minds, view.venue_i, me, venue, guarantor)
    for link in range(draft.tally[LINKS]):
        if link_holds(view, draft, link):
            owner = view.link_i[link, c.LINK_OWNER]
            if owner == me:
                extra += view.link_mine[link, v.MINE_WEIGHT]
            elif owner < view.align.shape[0] and view.align[owner] != 0.0:
                extra += view.align[owner] * view.belief_link[link] * view.link_mine[link, v.OTHERS_WEIGHT]
    return total(
        own, view.own_i[c.CURVE_SHAPE], view.stock[v.STOCK_CONCEDED], view.stock[v.STOCK_RESERVATION],
        draft.sums[GIVEN], draft.sums[RECEIVED], chance, draft.sums[CONCEDED], draft.sums[PRICES],
        draft.sums[NAMES], extra, lag + view.stock[v.STOCK_DELAY],
    )  # fmt: skip


@inner
def believed_margin(view: View, draft: Draft, actor: int) -> tuple[float, float]:
    """Return mean and variance of what I believe an actor has above what it takes for a yes."""
    venue = draft.place[0]
    guarantor = draft.place[1]
    chance = believed_faith(1 if guarantor >= 0 else 0, is_neutral(view.venue_i, venue))
    mean = draft.given[actor] + chance * draft.received[actor] - view.belief_threshold[actor, 0]
    if venue >= 0 and view.venue_i[venue, c.HOST] == actor:
        mean += BELIEVED_HOST
    if guarantor == actor:
        mean += BELIEVED_GUARANTEE
    spread = draft.given_var[actor] + chance * chance * draft.received_var[actor] + view.belief_threshold[actor, 1]
    for link in range(draft.tally[LINKS]):
        if view.link_i[link, c.LINK_OWNER] == actor and link_holds(view, draft, link):
            mean += view.belief_link[link] * view.link_mine[link, v.OTHERS_WEIGHT]
    return mean, spread


@inner
def needs_consent(view: View, draft: Draft, actor: int) -> bool:
    """Return whether the draft needs a yes of this actor that it does not have yet."""
    me = view.who[v.ME]
    if actor == me:
        return False
    government = view.government[actor]
    if government >= 0:
        return government == me
    host = draft.place[0] >= 0 and view.venue_i[draft.place[0], c.HOST] == actor
    if draft.touched[actor] == 0 and draft.forced[actor] == 0 and not host and draft.place[1] != actor:
        return False
    for row in range(draft.tally[WORDS]):
        commitment = draft.words[row]
        if draft.bound[commitment] > 0 and view.commitments[commitment, c.GIVER] == actor:
            return False
    return True


@inner
def missed(view: View, draft: Draft) -> float:
    """Return by how much the draft misses what it must meet, in units of utility or of assets.

    It must free somebody, break no red line of mine, meet the conditions of the commitments that it
    uses and my budget of credit. Looking for the most for me, it must leave each consenter at what I
    believe it takes; looking for the likeliest yes, it must reach my target.
    """
    me = view.who[v.ME]
    mode = int(draft.goal[GOAL_MODE])
    short = 0.0
    if draft.sums[PEOPLE] < 0.5:
        short += 4.0
    for link in range(draft.tally[LINKS]):
        owner = view.link_i[link, c.LINK_OWNER]
        hard = owner == me and view.link_mine[link, v.MINE_HARD] > 0.0
        if not hard and mode == MOST_FOR_ME and owner != me:
            hard = view.belief_link[link] >= 0.5 and needs_consent(view, draft, owner)
        if hard:
            short += link_broken(view, draft, link)
    for row in range(draft.tally[WORDS]):
        commitment = draft.words[row]
        if draft.bound[commitment] > 0:
            lacking = view.commitments[commitment, c.COMMITMENT_COUNT] - draft.some[commitment]
            short += draft.missing[commitment] + max(0, lacking) + draft.never[commitment]
            place = view.commitments[commitment, c.COMMITMENT_PLACE]
            if place & c.NEEDS_GUARANTOR and draft.place[1] < 0:
                short += 1.0
            if place & c.NEEDS_NEUTRAL and is_neutral(view.venue_i, draft.place[0]) == 0:
                short += 1.0
    short += max(0.0, draft.sums[CREDITS] - view.stock[v.STOCK_CREDIT_LEFT])
    if mode == MOST_FOR_ME:
        for row in range(draft.tally[WATCHED]):
            actor = draft.watched[row]
            if needs_consent(view, draft, actor):
                short += max(0.0, -believed_margin(view, draft, actor)[0])
    elif mode == LIKELIEST:
        short += max(0.0, draft.goal[GOAL_TARGET] - own_surplus(view, draft))
    return short


@inner
def score(view: View, draft: Draft) -> float:
    """Return how good the draft is for its goal; missing a constraint costs `PENALTY` a unit."""
    mode = int(draft.goal[GOAL_MODE])
    own = own_surplus(view, draft)
    penalty = PENALTY * missed(view, draft)
    if mode == MOST_FOR_ME:
        return own - penalty
    log_chance = 0.0
    worst = 0.0
    for row in range(draft.tally[WATCHED]):
        actor = draft.watched[row]
        if needs_consent(view, draft, actor):
            mean, spread = believed_margin(view, draft, actor)
            chance = log_cdf(mean / math.sqrt(spread + 1e-12))
            log_chance += chance
            worst = min(worst, chance)
    for link in range(draft.tally[LINKS]):
        owner = view.link_i[link, c.LINK_OWNER]
        if owner == view.who[v.ME]:
            continue
        broken = link_broken(view, draft, link)
        if broken > 0 and needs_consent(view, draft, owner):
            # The further from holding, the worse: so that a search can see its way towards it.
            chance = math.log(max(1e-9, 1.0 - view.belief_link[link])) * (0.9 + 0.1 * broken)
            log_chance += chance
            worst = min(worst, chance)
    if mode == LEAST_LIKELY_YES:
        return worst + 0.02 * log_chance + draft.goal[GOAL_BIAS] * own - penalty
    return log_chance - penalty + 1e-6 * own


@inner
def log_chance_of(view: View, draft: Draft) -> float:
    """Return the log of the believed chance that everybody says yes to the draft."""
    log_chance = 0.0
    for row in range(draft.tally[WATCHED]):
        actor = draft.watched[row]
        if needs_consent(view, draft, actor):
            mean, spread = believed_margin(view, draft, actor)
            log_chance += log_cdf(mean / math.sqrt(spread + 1e-12))
    for link in range(draft.tally[LINKS]):
        owner = view.link_i[link, c.LINK_OWNER]
        if owner != view.who[v.ME] and link_broken(view, draft, link) > 0 and needs_consent(view, draft, owner):
            log_chance += math.log(max(1e-9, 1.0 - view.belief_link[link]))
    return log_chance
