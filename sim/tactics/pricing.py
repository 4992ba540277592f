"""What a change of a settled draft would do to its score, to first order: quick, and meant for ranking.

`take_prices` reckons how much each consenter's view adds to the score for a little more worth and a
little more doubt; `guess` adds up what one asset more or less brings at these prices. The log of a
chance rises ever more slowly, so that a guess is rather too high than too low: what it finds not to
help need hardly be evaluated.
"""

from __future__ import annotations

import math

from sim.state import columns as c
from sim.state import view as v
from sim.state.compiled import inner
from sim.state.view import View
from sim.tactics.appraisal import (
    A_LITTLE,
    CHANCE,
    FAITH,
    HARD_SHORT,
    LAG,
    LINK_LOGS,
    OWN,
    PAIN,
    PAIN_BEFORE,
    PRICE,
    PRICED_AT,
    VIEWS,
    WORST_LOG,
    compose,
    is_asked,
    log_of_break,
    pain_from,
    share_of_view,
)
from sim.tactics.draft import (
    CONCEDED,
    GIVES,
    GOAL_MODE,
    LEAST_LIKELY_YES,
    MOST_FOR_ME,
    PEOPLE,
    ROW_ALIGNED,
    ROW_COST,
    ROW_GAIN,
    ROW_KIND,
    ROW_MINE,
    ROW_PRICE,
    TOUCHES,
    WATCHED,
    Draft,
    step_of,
    turn_of_link,
)
from sim.tactics.gaussian import search_mills
from sim.tactics.step import evaluate, words_short


@inner
def take_prices(view: View, draft: Draft) -> None:
    """Reckon the prices of a settled draft."""
    terms = draft.settled
    if terms[PRICED_AT] != draft.sums[CONCEDED]:
        terms[PRICED_AT] = draft.sums[CONCEDED]
        terms[PRICE] = (pain_from(view, terms[PAIN_BEFORE], draft.sums[CONCEDED] + A_LITTLE) - terms[PAIN]) / A_LITTLE
    if int(draft.goal[GOAL_MODE]) == MOST_FOR_ME:
        return
    for place in range(draft.tally[WATCHED]):
        actor = draft.watched[place]
        if draft.consent[actor]:
            root = math.sqrt(draft.doubt[actor] + 1e-12)
            z = draft.margin[actor] / root
            rate = search_mills(z)
            draft.pull[actor] = rate / root
            draft.push[actor] = -0.5 * rate * z / (root * root)


@inner
def guess(view: View, draft: Draft, row: int, level: int) -> float:
    """Return about the score with the asset of a row at another level; the prices have to be taken."""
    mode = int(draft.goal[GOAL_MODE])
    if mode == LEAST_LIKELY_YES:
        return evaluate(view, draft, row, level, -math.inf)
    asset = draft.listed[row]
    old = draft.x[asset]
    presence = (1 if level > 0 else 0) - (1 if old > 0 else 0)
    terms, sums = draft.settled, draft.sums
    share, square = step_of(draft, row, old, level)
    short, views, logs, more = terms[HARD_SHORT], terms[VIEWS], terms[LINK_LOGS], 0.0
    chance = terms[CHANCE]
    if draft.row_p[row, ROW_MINE]:
        more += draft.row_f[row, ROW_GAIN] * share - draft.row_f[row, ROW_COST] * share * terms[PRICE]
        more -= (draft.row_f[row, ROW_PRICE] + view.own_f[c.NAME_COST]) * presence
    else:
        more += terms[FAITH] * draft.row_f[row, ROW_GAIN] * share
    for place in range(draft.row_links[row] if presence != 0 else 0):
        link = draft.row_link[row, place]
        speech = draft.row_speech[row, place]
        if speech & draft.heed[link, 0 if presence > 0 else 1] == 0:
            continue
        before, after, turn = turn_of_link(view, draft, link, speech, presence)
        owner = draft.link_owner[link]
        consents = draft.consent[owner] == 1
        more += turn * draft.link_own[link]
        if draft.link_red[link] and (consents or owner == view.who[v.ME]):
            short += after - before
        if consents:
            if mode == MOST_FOR_ME:
                views += max(0.0, -draft.margin[owner] - turn * draft.link_lift[link]) - draft.share[owner]
            else:
                logs += log_of_break(draft, link, after) - log_of_break(draft, link, before)
                views += min(-draft.share[owner], turn * draft.link_lift[link] * draft.pull[owner])
    short += words_short(view, draft, row, level)
    if presence != 0 and draft.row_p[row, ROW_KIND] == c.PERSON:
        people = sums[PEOPLE]
        short += (4.0 if people + presence < 0.5 else 0.0) - (4.0 if people < 0.5 else 0.0)
    aligned = draft.row_p[row, ROW_ALIGNED] == 1
    for entry in range(draft.entries[row]):
        actor = draft.entry_actor[row, entry]
        kind = draft.entry_kind[row, entry]
        consents = draft.consent[actor]
        if aligned:
            more += draft.aligned[actor] * draft.entry_mean[row, entry] * share
        if consents == 0 and not kind & TOUCHES:
            continue
        weight = share if kind & GIVES else share * chance
        worth = draft.entry_mean[row, entry]
        if kind & TOUCHES and presence != 0:
            asked = is_asked(draft.asked[actor], draft.touched[actor] + presence)
            if asked != (consents == 1):
                if asked:
                    views += share_of_view(mode, draft.margin[actor] + weight * worth, draft.doubt[actor])
                else:
                    views -= draft.share[actor]
                continue
        if consents:
            if mode == MOST_FOR_ME:
                views += max(0.0, -draft.margin[actor] - weight * worth) - draft.share[actor]
            else:
                gain = draft.pull[actor] * weight * worth
                spread = square * draft.entry_var[row, entry]
                if not kind & GIVES:
                    spread *= chance * chance
                views += min(-draft.share[actor], gain + draft.push[actor] * spread)
    own = terms[OWN]
    own += more * draft.fade[int(terms[LAG])] if own > -view.stock[v.STOCK_RESERVATION] else more
    return compose(draft, mode, own, max(0.0, short), views, logs, terms[WORST_LOG])
