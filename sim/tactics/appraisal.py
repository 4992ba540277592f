"""What a draft is worth: to me, to the others as I believe, and for the goal of a search.

`score` reckons a package as a whole. `settle` does the same and keeps the terms, after which
`evaluate` tells the score of the package with one asset at another level, without making the change:
it looks only at what that asset touches, and equals `score` of the changed package.
"""

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
    LONGEST,
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
from sim.tactics.gaussian import search_log_cdf
from sim.worth.utility import concession, delta_concession, faith, hosting_worth, is_neutral

# A linkage believed to bind at least this likely is taken for a red line.
BELIEVED_HARD = 0.5
# By so much more conceded it is reckoned what a little more costs.
A_LITTLE = 0.5
# draft.settled: terms of the score of the package as it stands; SURETY numbers what the place is for faith;
# the last four tell for which place and stock the slowest were reckoned, and what has been conceded before hurts.
CHANCE, LOWEST, LAG, PAIN, EXTRA, FAITH, HARD_SHORT, VIEWS, LINK_LOGS, OWN, WORST_LOG, HOSTING, SURETY = range(13)
AT_VENUE, AT_GUARANTOR, AT_CONCEDED, PAIN_BEFORE = range(13, 17)
# What a little more conceded costs, and at what it was reckoned.
PRICE, PRICED_AT = range(17, 19)
# draft.asked: when an actor's yes is needed
NEVER_ASKED, IF_TOUCHED, ALWAYS_ASKED = range(3)


@inner
def lowest_trust(view: View, draft: Draft) -> float:
    """Return the lowest trust among those who deliver to me."""
    lowest = 1.0
    for party in range(view.trust.shape[0]):
        if draft.delivers[party] > 0 and party != view.who[v.ME] and view.trust[party] < lowest:
            lowest = view.trust[party]
    return lowest


@inner
def lag_of(view: View, asset: int) -> int:
    """Return the lead time of an asset's legal step in whole weeks."""
    return int(min(LAGS - 1, math.ceil(view.weeks[asset])))


@inner
def longest_lag(draft: Draft) -> int:
    """Return the longest lead time in the draft, in whole weeks."""
    for week in range(draft.tally[LONGEST], 0, -1):
        if draft.lags[week] > 0:
            return week
    return 0


@inner
def own_faith(view: View, draft: Draft, lowest: float) -> float:
    """Return my chance that the others deliver, at the draft's venue and with its guarantor."""
    own = view.own_f
    guarantor = draft.place[1]
    return faith(
        own[c.FAITH_BASE], own[c.FAITH_TRUST], own[c.FAITH_GUARANTOR], own[c.FAITH_VENUE], lowest,
        1 if guarantor >= 0 and guarantor != view.who[v.ME] else 0, is_neutral(view.venue_i, draft.place[0]),
    )  # fmt: skip


@inner
def own_extra(view: View, draft: Draft) -> float:
    """Return what place and linkages are worth to me; alignment to others' assets stands apart."""
    me = view.who[v.ME]
    extra = hosting_worth(view.own_f, view.minds, view.venue_i, me, draft.place[0], draft.place[1])
    for link in range(draft.tally[LINKS]):
        if link_holds(view, draft, link):
            extra += own_share_of_link(view, link)
    return extra


@inner
def own_share_of_link(view: View, link: int) -> float:
    """Return what it is worth to me that a linkage holds: my own, or of somebody I am aligned with."""
    owner = view.link_i[link, c.LINK_OWNER]
    if owner == view.who[v.ME]:
        return view.link_mine[link, v.MINE_WEIGHT]
    if 0 <= owner < view.align.shape[0] and view.align[owner] != 0.0:
        return view.align[owner] * view.belief_link[link] * view.link_mine[link, v.OTHERS_WEIGHT]
    return 0.0


@inner
def pain_of(view: View, conceded: float) -> float:
    """Return what conceding so much more hurts me."""
    return delta_concession(view.own_f, view.own_i[c.CURVE_SHAPE], view.stock[v.STOCK_CONCEDED], conceded)


@inner
def pain_from(view: View, before: float, conceded: float) -> float:
    """Return the same as `pain_of`, with what was conceded before at hand as `pain_before`."""
    own = view.own_f
    return (
        concession(
            view.own_i[c.CURVE_SHAPE], own[c.CURVE_SCALE], own[c.CURVE_EXPONENT], own[c.CURVE_THRESHOLD],
            own[c.CURVE_JUMP], view.stock[v.STOCK_CONCEDED] + conceded,
        )
        - before
    )  # fmt: skip


@inner
def pain_before(view: View) -> float:
    """Return K of what I have conceded in this run so far."""
    return pain_from(view, 0.0, 0.0)


@inner
def own_surplus(view: View, draft: Draft) -> float:
    """Return my surplus from the draft, equal to `sim.worth.surplus.surplus` of its package."""
    sums = draft.sums
    utility = sums[GIVEN] + own_faith(view, draft, lowest_trust(view, draft)) * sums[RECEIVED]
    utility += own_extra(view, draft) + sums[ALIGNED] - view.own_f[c.NAME_COST] * sums[NAMES] - sums[PRICES]
    utility -= pain_of(view, sums[CONCEDED])
    if utility > 0.0:
        utility *= draft.fade[longest_lag(draft)]
    return utility - view.stock[v.STOCK_RESERVATION]


@inner
def believed_margin(view: View, draft: Draft, actor: int) -> tuple[float, float]:
    """Return mean and variance of what I believe an actor has above what it takes for a yes."""
    chance = believed_faith(1 if draft.place[1] >= 0 else 0, is_neutral(view.venue_i, draft.place[0]))
    mean = draft.given[actor] + chance * draft.received[actor] + fixed_margin(view, draft, actor)
    spread = draft.given_var[actor] + chance * chance * draft.received_var[actor] + view.belief_threshold[actor, 1]
    for link in range(draft.tally[LINKS]):
        if view.link_i[link, c.LINK_OWNER] == actor and link_holds(view, draft, link):
            mean += view.belief_link[link] * view.link_mine[link, v.OTHERS_WEIGHT]
    return mean, spread


@inner
def fixed_margin(view: View, draft: Draft, actor: int) -> float:
    """Return what an actor is believed to have of the place alone, less what it takes for a yes."""
    mean = -view.belief_threshold[actor, 0]
    if draft.place[0] >= 0 and view.venue_i[draft.place[0], c.HOST] == actor:
        mean += BELIEVED_HOST
    if draft.place[1] == actor:
        mean += BELIEVED_GUARANTEE
    return mean


@inner
def needs_consent(view: View, draft: Draft, actor: int) -> bool:
    """Return whether the draft needs a yes of this actor that it does not have yet."""
    return consent_if(view, draft, actor, draft.touched[actor])


@inner
def consent_if(view: View, draft: Draft, actor: int, touched: int) -> bool:
    """Return the same if so many assets touched the actor."""
    return is_asked(standing_of(view, draft, actor), touched)


@inner
def is_asked(standing: int, touched: int) -> bool:
    """Return whether an actor of this standing is asked if so many assets touch it."""
    return standing == ALWAYS_ASKED or (standing == IF_TOUCHED and touched != 0)


@inner
def standing_of(view: View, draft: Draft, actor: int) -> int:
    """Return when an actor's yes is needed, by the draft's place and the commitments that it uses."""
    me = view.who[v.ME]
    if actor == me:
        return NEVER_ASKED
    government = view.government[actor]
    if government >= 0:
        return ALWAYS_ASKED if government == me else NEVER_ASKED
    for row in range(draft.tally[WORDS]):
        commitment = draft.words[row]
        if draft.bound[commitment] > 0 and view.commitments[commitment, c.GIVER] == actor:
            return NEVER_ASKED
    host = draft.place[0] >= 0 and view.venue_i[draft.place[0], c.HOST] == actor
    if draft.forced[actor] or host or draft.place[1] == actor:
        return ALWAYS_ASKED
    return IF_TOUCHED


@inner
def share_of_view(mode: int, mean: float, spread: float) -> float:
    """Return what an actor's view adds to a score: its shortage, or the log of the chance of its yes."""
    if mode == MOST_FOR_ME:
        return max(0.0, -mean)
    return search_log_cdf(mean / math.sqrt(spread + 1e-12))


@inner
def word_short(view: View, draft: Draft, commitment: int, missing: int, some: int, never: int) -> float:
    """Return by how much a commitment's condition on the basket and its place is missed."""
    short = missing + max(0, view.commitments[commitment, c.COMMITMENT_COUNT] - some) + never * 1.0
    place = view.commitments[commitment, c.COMMITMENT_PLACE]
    if place & c.NEEDS_GUARANTOR and draft.place[1] < 0:
        short += 1.0
    if place & c.NEEDS_NEUTRAL and is_neutral(view.venue_i, draft.place[0]) == 0:
        short += 1.0
    return short


@inner
def is_red_line(view: View, mode: int, link: int) -> bool:
    """Return whether breaking a linkage of mine, or one believed to bind, is out of the question."""
    if view.link_i[link, c.LINK_OWNER] == view.who[v.ME]:
        return view.link_mine[link, v.MINE_HARD] > 0.0
    return mode == MOST_FOR_ME and view.belief_link[link] >= BELIEVED_HARD


@inner
def hard_short(view: View, draft: Draft, mode: int) -> float:
    """Return by how much the draft misses what no worth makes up for, except others' margins and my target.

    It must free somebody, break no red line of mine (or of a consenter's, as believed, when looking
    for the most for me), meet the conditions of the commitments that it uses, and each budget of credit.
    """
    short = unlinked_short(view, draft)
    for link in range(draft.tally[LINKS]):
        if is_red_line(view, mode, link):
            owner = view.link_i[link, c.LINK_OWNER]
            if owner == view.who[v.ME] or needs_consent(view, draft, owner):
                short += link_broken(view, draft, link)
    return short


@inner
def unlinked_short(view: View, draft: Draft) -> float:
    """Return the part of `hard_short` that no linkage has to do with."""
    short = 4.0 if draft.sums[PEOPLE] < 0.5 else 0.0
    for row in range(draft.tally[WORDS]):
        commitment = draft.words[row]
        if draft.bound[commitment] > 0:
            short += word_short(
                view, draft, commitment, draft.missing[commitment], draft.some[commitment], draft.never[commitment]
            )
    if draft.sums[CREDITS] > 0.0:
        for party in range(view.credit_left.shape[0]):
            short += credit_short(view, party, draft.credits[party])
    return short


@inner
def credit_short(view: View, party: int, asked: int) -> int:
    """Return by how many levels a party is asked for more credit than I know it to have."""
    return max(0, asked - view.credit_left[party]) if asked > 0 else 0


@inner
def log_of_break(draft: Draft, link: int, broken: int) -> float:
    """Return the log of the chance that it passes though a linkage is broken: the further, the worse."""
    return draft.log_break[link] * (0.9 + 0.1 * broken) if broken > 0 else 0.0


@inner
def missed(view: View, draft: Draft) -> float:
    """Return by how much the draft misses what it must meet, in units of utility or of assets.

    Beside `hard_short`: looking for the most for me, each consenter must be left at what I believe it
    takes; looking for the likeliest yes, my target must be reached.
    """
    mode = int(draft.goal[GOAL_MODE])
    short = hard_short(view, draft, mode)
    if mode == MOST_FOR_ME:
        for row in range(draft.tally[WATCHED]):
            actor = draft.watched[row]
            if needs_consent(view, draft, actor):
                short += max(0.0, -believed_margin(view, draft, actor)[0])
    elif mode == LIKELIEST:
        short += max(0.0, draft.goal[GOAL_TARGET] - own_surplus(view, draft))
    return short


@inner
def compose(draft: Draft, mode: int, own: float, short: float, views: float, logs: float, worst: float) -> float:
    """Return the score from its terms."""
    if mode == MOST_FOR_ME:
        short += views
    elif mode == LIKELIEST:
        short += max(0.0, draft.goal[GOAL_TARGET] - own)
    penalty = PENALTY * short + (FAILURE if short > TOLERANCE else 0.0)
    if mode == MOST_FOR_ME:
        return own - penalty
    if mode == LEAST_LIKELY_YES:
        return worst + 0.02 * (views + logs) + draft.goal[GOAL_BIAS] * own - penalty
    return views + logs - penalty + 1e-6 * own


@inner
def score(view: View, draft: Draft) -> float:
    """Return how good the draft is for its goal; missing a constraint costs `FAILURE`, and `PENALTY` a unit."""
    mode = int(draft.goal[GOAL_MODE])
    views, logs, worst = 0.0, 0.0, 0.0
    for row in range(draft.tally[WATCHED]):
        actor = draft.watched[row]
        if needs_consent(view, draft, actor):
            mean, spread = believed_margin(view, draft, actor)
            share = share_of_view(mode, mean, spread)
            views += share
            worst = min(worst, share)
    if mode != MOST_FOR_ME:
        for link in range(draft.tally[LINKS]):
            owner = view.link_i[link, c.LINK_OWNER]
            if owner != view.who[v.ME]:
                broken = link_broken(view, draft, link)
                if broken > 0 and needs_consent(view, draft, owner):
                    log = log_of_break(draft, link, broken)
                    logs += log
                    worst = min(worst, log)
    return compose(draft, mode, own_surplus(view, draft), hard_short(view, draft, mode), views, logs, worst)


@inner
def log_chance_of(view: View, draft: Draft) -> float:
    """Return the log of the believed chance that everybody says yes to the draft."""
    log_chance = 0.0
    for row in range(draft.tally[WATCHED]):
        actor = draft.watched[row]
        if needs_consent(view, draft, actor):
            mean, spread = believed_margin(view, draft, actor)
            log_chance += search_log_cdf(mean / math.sqrt(spread + 1e-12))
    for link in range(draft.tally[LINKS]):
        owner = view.link_i[link, c.LINK_OWNER]
        if owner != view.who[v.ME] and link_broken(view, draft, link) > 0 and needs_consent(view, draft, owner):
            log_chance += draft.log_break[link]
    return log_chance
