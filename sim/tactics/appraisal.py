"""What a draft is worth: to me, to the others as I believe, and for the goal of a search."""

from __future__ import annotations

import math

from sim.state import columns as c
from sim.state import view as v
from sim.state.compiled import inner
from sim.state.view import View
from sim.tactics.belief import BELIEVED_GUARANTEE, BELIEVED_HOST, believed_faith
from sim.tactics.draft import (
    ALIGNED,
    CONCEDED,
    CREDITS,
    FAILURE,
    GIVEN,
    GOAL_BIAS,
    GOAL_MODE,
    GOAL_TARGET,
    LAGS,
    LEAST_LIKELY_YES,
    LIKELIEST,
    LINKS,
    MOST_FOR_ME,
    NAMES,
    PENALTY,
    PEOPLE,
    PRICES,
    RECEIVED,
    TOLERANCE,
    WATCHED,
    WORDS,
    Draft,
    link_broken,
    link_holds,
)
from sim.tactics.gaussian import log_cdf
from sim.worth.utility import faith, hosting_worth, is_neutral, total


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
    if draft.sums[CREDITS] > 0.0:
        for party in range(view.credit_left.shape[0]):
            short += max(0, draft.credits[party] - view.credit_left[party])
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
    """Return how good the draft is for its goal; missing a constraint costs `FAILURE`, and `PENALTY` a unit."""
    mode = int(draft.goal[GOAL_MODE])
    own = own_surplus(view, draft)
    short = missed(view, draft)
    penalty = PENALTY * short + (FAILURE if short > TOLERANCE else 0.0)
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
