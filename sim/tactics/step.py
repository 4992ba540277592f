"""One change of a settled draft: what it would do to the score, without making it."""

from __future__ import annotations

import math

from sim.state import columns as c
from sim.state import view as v
from sim.state.compiled import inner
from sim.state.view import View
from sim.tactics.appraisal import (
    AT_CONCEDED,
    AT_GUARANTOR,
    AT_LOWEST,
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
    VIEWS,
    WORST_LOG,
    compose,
    credit_short,
    fixed_margin,
    is_asked,
    log_of_break,
    longest_lag,
    lowest_trust,
    own_faith,
    pain_before,
    pain_from,
    score,
    share_of_view,
    standing_of,
    unlinked_short,
    word_short,
)
from sim.tactics.belief import believed_faith
from sim.tactics.draft import (
    ALIGNED,
    CONCEDED,
    FORBIDDEN,
    GIVEN,
    GIVES,
    GOAL_MODE,
    HEARD,
    LEAST_LIKELY_YES,
    LINKS,
    MOST_FOR_ME,
    NAMES,
    NEEDED,
    PEOPLE,
    PRICES,
    RECEIVED,
    ROW_COST,
    ROW_DELIVERS,
    ROW_GAIN,
    ROW_HOLDER,
    ROW_KIND,
    ROW_LAG,
    ROW_MINE,
    ROW_PRICE,
    ROW_TURNS,
    TOUCHES,
    TURNED,
    WATCHED,
    WHEN,
    WORDS,
    Draft,
    broken_by,
    change,
    link_broken,
    step_of,
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
    for link in range(draft.tally[LINKS]):
        idle = draft.speaks[link] == 0 and view.link_i[link, c.LINK_ALWAYS] == 0
        draft.broken[link] = -1 if idle else link_broken(view, draft, link)
    return settle_place(view, draft)


@inner
def settle_place(view: View, draft: Draft) -> float:
    """Return the same where nothing but the place has changed since the draft was settled."""
    mode = int(draft.goal[GOAL_MODE])
    terms, sums = draft.settled, draft.sums
    moved = terms[AT_VENUE] != draft.place[0] or terms[AT_GUARANTOR] != draft.place[1]
    if moved or draft.tally[TURNED]:
        _settle_standings(view, draft)
    if moved or terms[AT_LOWEST] != terms[LOWEST]:
        terms[AT_LOWEST] = terms[LOWEST]
        terms[FAITH] = own_faith(view, draft, terms[LOWEST])
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
    for link in range(draft.tally[LINKS]):
        broken = draft.broken[link]
        if broken < 0:
            continue
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
def _settle_standings(view: View, draft: Draft) -> None:
    """Reckon what the place, and the commitments that are used, decide alone."""
    terms = draft.settled
    venue, guarantor = draft.place[0], draft.place[1]
    terms[AT_VENUE] = venue
    terms[AT_GUARANTOR] = guarantor
    terms[CHANCE] = believed_faith(1 if guarantor >= 0 else 0, is_neutral(view.venue_i, venue))
    terms[HOSTING] = hosting_worth(view.own_f, view.minds, view.venue_i, view.who[v.ME], venue, guarantor)
    for row in range(draft.tally[HEARD]):
        actor = draft.watched[row]
        draft.asked[actor] = standing_of(view, draft, actor)
        draft.fixed[actor] = fixed_margin(view, draft, actor)
    draft.tally[TURNED] = 0


@inner
def _judge(draft: Draft, mode: int, actor: int) -> float:
    """Return an actor's share of the score as it stands; a view seen before need not be judged anew."""
    mean, spread = draft.margin[actor], draft.doubt[actor]
    if mean != draft.judged[actor, 0] or spread != draft.judged[actor, 1]:
        draft.judged[actor, 0] = mean
        draft.judged[actor, 1] = spread
        draft.judged[actor, 2] = share_of_view(mode, mean, spread)
    return draft.judged[actor, 2]


@inner
def evaluate(view: View, draft: Draft, row: int, level: int) -> float:
    """Return the score with the asset of a row at another level; the draft has to be settled."""
    mode = int(draft.goal[GOAL_MODE])
    asset = draft.listed[row]
    old = draft.x[asset]
    presence = (1 if level > 0 else 0) - (1 if old > 0 else 0)
    if presence != 0 and _turns_word(draft, row, presence):
        return _evaluate_slowly(view, draft, row, level)
    terms, sums = draft.settled, draft.sums
    me = view.who[v.ME]
    share, square = step_of(draft, row, old, level)
    chance = terms[CHANCE]
    short, views, logs, extra = terms[HARD_SHORT], terms[VIEWS], terms[LINK_LOGS], terms[EXTRA]
    # Linkages that speak of the asset: what they are worth, whether they break, what their owners make of it.
    lifted, lift = -1, 0.0
    # Owners of linkages whose yes comes to be needed, or no longer is: all their linkages are looked at.
    turned, other_turned = -1, -1
    if presence != 0 and draft.row_p[row, ROW_TURNS]:
        for entry in range(draft.entries[row]):
            actor = draft.entry_actor[row, entry]
            if draft.entry_kind[row, entry] & TOUCHES and draft.owns_link[actor]:
                if is_asked(draft.asked[actor], draft.touched[actor] + presence) != (draft.consent[actor] == 1):
                    if mode == LEAST_LIKELY_YES or other_turned >= 0:
                        return _evaluate_slowly(view, draft, row, level)
                    other_turned = turned
                    turned = actor
    for link in range(draft.tally[LINKS] if turned >= 0 else 0):
        owner = draft.link_owner[link]
        if owner == turned or owner == other_turned:
            before = max(0, draft.broken[link])
            after = broken_by(
                view, link, draft.speaks[link] + presence * view.link_if[link, asset],
                draft.needs[link] + presence * view.link_need[link, asset],
                draft.forbids[link] + presence * view.link_forbid[link, asset],
            )  # fmt: skip
            # What counted while the yes was needed no longer does; what it would break now begins to count.
            if draft.consent[owner] == 1:
                if draft.link_red[link]:
                    short -= before
                if mode != MOST_FOR_ME:
                    logs -= log_of_break(draft, link, before)
            else:
                if draft.link_red[link]:
                    short += after
                if mode != MOST_FOR_ME:
                    logs += log_of_break(draft, link, after)
    for place in range(draft.row_links[row] if presence != 0 else 0):
        if mode == LEAST_LIKELY_YES:
            return _evaluate_slowly(view, draft, row, level)
        link = draft.row_link[row, place]
        speech = draft.row_speech[row, place]
        speaks = draft.speaks[link] + (presence if speech & WHEN else 0)
        after = broken_by(
            view, link, speaks, draft.needs[link] + (presence if speech & NEEDED else 0),
            draft.forbids[link] + (presence if speech & FORBIDDEN else 0),
        )  # fmt: skip
        before = max(0, draft.broken[link])
        held = draft.broken[link] == 0
        holds = after == 0 and (speaks > 0 or view.link_i[link, c.LINK_ALWAYS] == 1)
        if before == after and held == holds:
            continue
        owner = draft.link_owner[link]
        consents = draft.consent[owner] == 1
        has_turned = owner == turned or owner == other_turned
        turn = (1.0 if holds else 0.0) - (1.0 if held else 0.0)
        extra += turn * draft.link_own[link]
        if not has_turned and (owner == me or consents) and draft.link_red[link]:
            short += after - before
        if consents != has_turned:
            if mode != MOST_FOR_ME and not has_turned:
                logs += log_of_break(draft, link, after) - log_of_break(draft, link, before)
            weight = turn * draft.link_lift[link]
            if weight != 0.0:
                if lifted >= 0 and lifted != owner:
                    return _evaluate_slowly(view, draft, row, level)
                lifted = owner
                lift += weight
    # Commitments whose condition speaks of the asset.
    for place in range(draft.tally[WORDS]):
        word = draft.words[place]
        if draft.bound[word] == 0:
            continue
        must = view.must[word, asset]
        missing, some, never = draft.missing[word], draft.some[word], draft.never[word]
        if must > 0:
            missing += (1 if level < must else 0) - (1 if old < must else 0)
        some += presence * view.some[word, asset]
        never += presence * view.never[word, asset]
        if missing != draft.missing[word] or some != draft.some[word] or never != draft.never[word]:
            short += word_short(view, draft, word, missing, some, never)
            short -= word_short(view, draft, word, draft.missing[word], draft.some[word], draft.never[word])
    # The others' views.
    least = mode == LEAST_LIKELY_YES
    if least:
        draft.trial[:] = draft.share
    aligned = sums[ALIGNED]
    for entry in range(draft.entries[row]):
        actor = draft.entry_actor[row, entry]
        worth = draft.entry_mean[row, entry] * share
        aligned += draft.aligned[actor] * worth
        kind = draft.entry_kind[row, entry]
        touched = draft.touched[actor]
        if kind & TOUCHES:
            touched += presence
        if not is_asked(draft.asked[actor], touched):
            views -= draft.share[actor]
            if least:
                draft.trial[actor] = 0.0
            continue
        weight = 1.0 if kind & GIVES else chance
        more = weight * worth
        if actor == lifted:
            more += lift
            lifted = -1
        seen = _share_with(draft, mode, actor, more, weight * weight * square * draft.entry_var[row, entry])
        views += seen - draft.share[actor]
        if least:
            draft.trial[actor] = seen
    if lifted >= 0:
        views += _share_with(draft, mode, lifted, lift, 0.0) - draft.share[lifted]
    # My own.
    given, received, names, prices, pain = sums[GIVEN], sums[RECEIVED], sums[NAMES], sums[PRICES], terms[PAIN]
    trusted = terms[FAITH]
    holder = draft.row_p[row, ROW_HOLDER]
    if draft.row_p[row, ROW_MINE]:
        given += draft.row_f[row, ROW_GAIN] * share
        prices += draft.row_f[row, ROW_PRICE] * presence
        names += presence
        if draft.row_f[row, ROW_COST] != 0.0:
            pain = pain_from(view, terms[PAIN_BEFORE], sums[CONCEDED] + draft.row_f[row, ROW_COST] * share)
    else:
        received += draft.row_f[row, ROW_GAIN] * share
        if presence != 0 and draft.row_p[row, ROW_DELIVERS]:
            lowest = _lowest_if(view, draft, holder, presence)
            if lowest != terms[LOWEST]:
                trusted = own_faith(view, draft, lowest)
    people = sums[PEOPLE]
    if draft.row_p[row, ROW_KIND] == c.PERSON:
        people += presence
    elif draft.row_p[row, ROW_KIND] == c.CREDIT:
        asked = draft.credits[holder]
        short += credit_short(view, holder, asked + level - old) - credit_short(view, holder, asked)
    short += (4.0 if people < 0.5 else 0.0) - (4.0 if sums[PEOPLE] < 0.5 else 0.0)
    utility = given + trusted * received + extra + aligned
    utility -= view.own_f[c.NAME_COST] * names + prices + pain
    if utility > 0.0:
        utility *= draft.fade[_lag_if(draft, draft.row_p[row, ROW_LAG], presence)]
    own = utility - view.stock[v.STOCK_RESERVATION]
    worst = terms[WORST_LOG]
    if least:
        for place in range(draft.tally[WATCHED]):
            worst = min(worst, draft.trial[draft.watched[place]])
    return compose(draft, mode, own, max(0.0, short), views, logs, worst)


@inner
def _evaluate_slowly(view: View, draft: Draft, row: int, level: int) -> float:
    """Return the same by making the change, reckoning all, and taking it back."""
    old = draft.x[draft.listed[row]]
    change(view, draft, row, level)
    value = score(view, draft)
    change(view, draft, row, old)
    return value


@inner
def _turns_word(draft: Draft, row: int, presence: int) -> bool:
    """Return whether a commitment comes into use or out of it, so that only the whole package tells."""
    pledge = draft.pledge[draft.listed[row]]
    return pledge >= 0 and (draft.bound[pledge] == 0) != (draft.bound[pledge] + presence == 0)


@inner
def _share_with(draft: Draft, mode: int, actor: int, more: float, spread: float) -> float:
    """Return an actor's share of the score with so much more to it, and so much more in doubt."""
    return share_of_view(mode, draft.margin[actor] + more, draft.doubt[actor] + spread)


@inner
def _lowest_if(view: View, draft: Draft, holder: int, presence: int) -> float:
    """Return the lowest trust among those who deliver, with one asset of a holder more or less."""
    lowest = draft.settled[LOWEST]
    if presence > 0:
        return min(lowest, view.trust[holder])
    if draft.delivers[holder] > 1 or view.trust[holder] > lowest:
        return lowest
    least = 1.0
    for party in range(view.trust.shape[0]):
        if party != holder and draft.delivers[party] > 0 and view.trust[party] < least:
            least = view.trust[party]
    return least


@inner
def _lag_if(draft: Draft, week: int, presence: int) -> int:
    """Return the longest lead time with one asset more or less that takes until a week."""
    lag = int(draft.settled[LAG])
    if presence > 0:
        return max(lag, week)
    if presence == 0 or week < lag or draft.lags[week] > 1:
        return lag
    for shorter in range(lag - 1, 0, -1):
        if draft.lags[shorter] > 0:
            return shorter
    return 0
