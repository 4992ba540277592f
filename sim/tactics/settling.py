"""Settling a draft: its score, and the terms that `sim.tactics.step` asks for."""

from __future__ import annotations

import math

from sim.state import columns as c
from sim.state import view as v
from sim.state.compiled import inner
from sim.state.layout import Floats
from sim.state.view import View
from sim.tactics.appraisal import (
    AT_CONCEDED,
    AT_GUARANTOR,
    AT_VENUE,
    CHANCE,
    EXTRA,
    FAITH,
    HARD_SHORT,
    HOSTING,
    LAG,
    LINK_LOGS,
    LOWEST,
    OWN,
    PAIN,
    PAIN_BEFORE,
    SURETY,
    VIEWS,
    WORST_LOG,
    compose,
    fixed_margin,
    is_asked,
    log_of_break,
    longest_lag,
    lowest_trust,
    own_faith,
    pain_before,
    pain_from,
    share_of_view,
    standing_of,
    unlinked_short,
)
from sim.tactics.belief import believed_faith
from sim.tactics.draft import (
    ALIGNED,
    CONCEDED,
    FORBIDDEN,
    GIVEN,
    GOAL_MODE,
    HEARD,
    LINKS,
    MOST_FOR_ME,
    NAMES,
    NEEDED,
    PRICES,
    RECEIVED,
    SAID,
    TURNED,
    WATCHED,
    WHEN,
    Draft,
    link_broken,
)
from sim.worth.utility import hosting_worth, is_neutral


@inner
def settle(view: View, draft: Draft) -> float:
    """Return the score of the draft and keep its terms for `evaluate`."""
    terms, sums = draft.settled, draft.sums
    terms[LOWEST] = lowest_trust(view, draft)
    terms[LAG] = longest_lag(draft)
    if terms[AT_CONCEDED] != sums[CONCEDED]:
        if math.isnan(terms[AT_CONCEDED]):
            terms[PAIN_BEFORE] = pain_before(view)
        terms[AT_CONCEDED] = sums[CONCEDED]
        terms[PAIN] = pain_from(view, terms[PAIN_BEFORE], sums[CONCEDED])
    said = 0
    for link in range(draft.tally[LINKS]):
        draft.broken[link] = -1
        draft.heed[link, 0], draft.heed[link, 1] = WHEN, 0
        if draft.speaks[link] > 0 or view.link_i[link, c.LINK_ALWAYS] == 1:
            draft.broken[link] = link_broken(view, draft, link)
            spare = draft.needs[link] - view.link_i[link, c.LINK_COUNT]
            last = draft.speaks[link] == 1 and view.link_i[link, c.LINK_ALWAYS] == 0
            draft.heed[link, 0] = FORBIDDEN + (NEEDED if spare < 0 else 0)
            draft.heed[link, 1] = FORBIDDEN + (NEEDED if spare <= 0 else 0) + (WHEN if last else 0)
            draft.said[said] = link
            said += 1
    draft.tally[SAID] = said
    return settle_place(view, draft)


@inner
def settle_place(view: View, draft: Draft) -> float:
    """Return the same where nothing but the place has changed since the draft was settled."""
    mode = int(draft.goal[GOAL_MODE])
    terms, sums = draft.settled, draft.sums
    moved = terms[AT_VENUE] != draft.place[0] or terms[AT_GUARANTOR] != draft.place[1]
    if moved or draft.tally[TURNED]:
        _stand_all(view, draft)
    terms[FAITH] = faith_in(view, draft, draft.faith[int(terms[SURETY])], terms[LOWEST])
    chance = terms[CHANCE]
    for row in range(draft.tally[HEARD]):
        actor = draft.watched[row]
        draft.consent[actor] = 1 if is_asked(draft.asked[actor], draft.touched[actor]) else 0
        draft.margin[actor] = draft.given[actor] + chance * draft.received[actor] + draft.fixed[actor]
        draft.doubt[actor] = draft.given_var[actor] + chance * chance * draft.received_var[actor]
        draft.doubt[actor] += view.belief_threshold[actor, 1]
    views, logs, worst = 0.0, 0.0, 0.0
    short = unlinked_short(view, draft)
    extra = terms[HOSTING]
    for place in range(draft.tally[SAID]):
        link = draft.said[place]
        broken = draft.broken[link]
        owner = draft.link_owner[link]
        if broken == 0:
            extra += draft.link_own[link]
            draft.margin[owner] += draft.link_lift[link]
            continue
        if draft.link_red[link] and (owner == view.who[v.ME] or draft.consent[owner]):
            short += broken
        if mode != MOST_FOR_ME and draft.consent[owner]:
            log = log_of_break(draft, link, broken)
            logs += log
            worst = min(worst, log)
    terms[WORST_LOG] = worst
    for row in range(draft.tally[WATCHED]):
        actor = draft.watched[row]
        draft.share[actor] = 0.0
        if draft.consent[actor]:
            draft.share[actor] = _judge(draft, mode, actor)
            views += draft.share[actor]
            worst = min(worst, draft.share[actor])
    terms[EXTRA], terms[HARD_SHORT], terms[VIEWS], terms[LINK_LOGS] = extra, short, views, logs
    utility = sums[GIVEN] + terms[FAITH] * sums[RECEIVED] + extra + sums[ALIGNED]
    utility -= view.own_f[c.NAME_COST] * sums[NAMES] + sums[PRICES] + terms[PAIN]
    if utility > 0.0:
        utility *= draft.fade[int(terms[LAG])]
    terms[OWN] = utility - view.stock[v.STOCK_RESERVATION]
    return compose(draft, mode, terms[OWN], short, views, logs, worst)


@inner
def _stand_all(view: View, draft: Draft) -> None:
    """Reckon what the place, and the commitments that are used, decide alone."""
    terms = draft.settled
    venue, guarantor = draft.place[0], draft.place[1]
    if draft.tally[TURNED]:
        draft.tally[TURNED] = 0
        for row in range(draft.tally[HEARD]):
            _stand(view, draft, draft.watched[row])
    else:
        # On the place alone none depends but those who have it, and who had it before.
        if terms[AT_VENUE] != venue:
            _stand_as_host(view, draft, int(terms[AT_VENUE]))
            _stand_as_host(view, draft, venue)
        if terms[AT_GUARANTOR] != guarantor:
            if terms[AT_GUARANTOR] >= 0.0:
                _stand(view, draft, int(terms[AT_GUARANTOR]))
            if guarantor >= 0:
                _stand(view, draft, guarantor)
    terms[AT_VENUE] = venue
    terms[AT_GUARANTOR] = guarantor
    neutral = is_neutral(view.venue_i, venue)
    terms[SURETY] = 2 * neutral + (1 if guarantor >= 0 and guarantor != view.who[v.ME] else 0)
    terms[CHANCE] = believed_faith(1 if guarantor >= 0 else 0, neutral)
    terms[HOSTING] = hosting_worth(view.own_f, view.minds, view.venue_i, view.who[v.ME], venue, guarantor)


@inner
def _stand_as_host(view: View, draft: Draft, venue: int) -> None:
    """Reckon anew how the host of a venue stands, if it has one."""
    if venue >= 0:
        _stand(view, draft, view.venue_i[venue, c.HOST])


@inner
def _stand(view: View, draft: Draft, actor: int) -> None:
    """Reckon when an actor's yes is needed, and what the place is to it."""
    draft.asked[actor] = standing_of(view, draft, actor)
    draft.fixed[actor] = fixed_margin(view, draft, actor)


@inner
def faith_in(view: View, draft: Draft, memo: Floats, lowest: float) -> float:
    """Return my faith at a lowest trust; `memo` holds the latest reckoned, and for what trust and surety."""
    surety = draft.settled[SURETY]
    if memo[0] != lowest or memo[1] != surety:
        memo[0] = lowest
        memo[1] = surety
        memo[2] = own_faith(view, draft, lowest)
    return memo[2]


@inner
def _judge(draft: Draft, mode: int, actor: int) -> float:
    """Return an actor's share of the score as it stands; a view seen before need not be judged anew."""
    mean, spread = draft.margin[actor], draft.doubt[actor]
    if mean != draft.judged[actor, 0] or spread != draft.judged[actor, 1]:
        draft.judged[actor, 0] = mean
        draft.judged[actor, 1] = spread
        draft.judged[actor, 2] = share_of_view(mode, mean, spread)
    return draft.judged[actor, 2]
