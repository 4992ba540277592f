"""One change of a settled draft: what it would do to the score, without making it."""

from __future__ import annotations

from sim.state import columns as c
from sim.state import view as v
from sim.state.compiled import inner
from sim.state.view import View
from sim.tactics.appraisal import (
    CHANCE,
    EXTRA,
    FAITH,
    HARD_SHORT,
    LAG,
    LINK_LOGS,
    LOWEST,
    PAIN,
    PAIN_BEFORE,
    VIEWS,
    WORST_LOG,
    compose,
    credit_short,
    is_asked,
    log_of_break,
    pain_from,
    score,
    share_of_view,
    word_short,
)
from sim.tactics.draft import (
    ALIGNED,
    CONCEDED,
    DESTINATION_OWNS,
    GIVEN,
    GIVES,
    GOAL_MODE,
    HOLDER_OWNS,
    LEAST_LIKELY_YES,
    LINKS,
    MOST_FOR_ME,
    NAMES,
    PEOPLE,
    PRICES,
    RECEIVED,
    ROW_ALIGNED,
    ROW_COST,
    ROW_DELIVERS,
    ROW_DESTINATION,
    ROW_GAIN,
    ROW_HOLDER,
    ROW_KIND,
    ROW_LAG,
    ROW_MINE,
    ROW_PRICE,
    ROW_TURNS,
    ROW_WORDS,
    TOUCHES,
    WATCHED,
    WORDS,
    Draft,
    broken_by,
    change,
    step_of,
    turn_of_link,
)
from sim.tactics.settling import faith_in

# By so much a bound has to be below a bar, lest rounding decide.
MARGIN = 1e-6


@inner
def evaluate(view: View, draft: Draft, row: int, level: int, bar: float) -> float:
    """Return the score with the asset of a row at another level; the draft has to be settled.

    Of a score that is sure to be below `bar` it may return no more than a bound, which is below it too.
    """
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
    holder = draft.row_p[row, ROW_HOLDER]
    turns = draft.row_p[row, ROW_TURNS] if presence != 0 else 0
    if turns:
        destination = draft.row_p[row, ROW_DESTINATION]
        if turns & HOLDER_OWNS and _is_turned(draft, holder, presence):
            turned = holder
        if turns & DESTINATION_OWNS and _is_turned(draft, destination, presence):
            other_turned = destination
    any_turned = turned >= 0 or other_turned >= 0
    if any_turned and mode == LEAST_LIKELY_YES:
        return _evaluate_slowly(view, draft, row, level)
    for link in range(draft.tally[LINKS] if any_turned else 0):
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
        if speech & draft.heed[link, 0 if presence > 0 else 1] == 0:
            continue
        before, after, turn = turn_of_link(view, draft, link, speech, presence)
        if before == after and turn == 0.0:
            continue
        owner = draft.link_owner[link]
        consents = draft.consent[owner] == 1
        has_turned = owner == turned or owner == other_turned
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
    short += words_short(view, draft, row, level)
    aligned = sums[ALIGNED]
    for entry in range(draft.entries[row] if draft.row_p[row, ROW_ALIGNED] else 0):
        aligned += draft.aligned[draft.entry_actor[row, entry]] * (draft.entry_mean[row, entry] * share)
    # My own.
    given, received, names, prices, pain = sums[GIVEN], sums[RECEIVED], sums[NAMES], sums[PRICES], terms[PAIN]
    trusted = terms[FAITH]
    if draft.row_p[row, ROW_MINE]:
        given += draft.row_f[row, ROW_GAIN] * share
        prices += draft.row_f[row, ROW_PRICE] * presence
        names += presence
        if draft.row_f[row, ROW_COST] != 0.0:
            pain = _pain_with(view, draft, row, draft.row_f[row, ROW_COST] * share)
    else:
        received += draft.row_f[row, ROW_GAIN] * share
        if presence != 0 and draft.row_p[row, ROW_DELIVERS]:
            if presence > 0:
                lowest = min(terms[LOWEST], view.trust[holder])
            elif draft.delivers[holder] > 1 or view.trust[holder] > terms[LOWEST]:
                lowest = terms[LOWEST]
            else:
                lowest = _lowest_without(view, draft, holder)
            if lowest != terms[LOWEST]:
                trusted = faith_in(view, draft, draft.row_faith[row], lowest)
    people = sums[PEOPLE]
    if draft.row_p[row, ROW_KIND] == c.PERSON:
        people += presence
    elif draft.row_p[row, ROW_KIND] == c.CREDIT:
        asked = draft.credits[holder]
        short += credit_short(view, holder, asked + level - old) - credit_short(view, holder, asked)
    short += (4.0 if people < 0.5 else 0.0) - (4.0 if sums[PEOPLE] < 0.5 else 0.0)
    short = max(0.0, short)
    utility = given + trusted * received + extra + aligned
    utility -= view.own_f[c.NAME_COST] * names + prices + pain
    if utility > 0.0:
        utility *= draft.fade[_lag_if(draft, draft.row_p[row, ROW_LAG], presence)]
    own = utility - view.stock[v.STOCK_RESERVATION]
    worst = terms[WORST_LOG]
    # The others at their best agree for sure.
    bound = compose(draft, mode, own, short, 0.0, logs, worst)
    if bound < bar - MARGIN:
        return bound
    # The others' views.
    least = mode == LEAST_LIKELY_YES
    if least:
        draft.trial[:] = draft.share
    for entry in range(draft.entries[row]):
        actor = draft.entry_actor[row, entry]
        worth = draft.entry_mean[row, entry] * share
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
    if least:
        for place in range(draft.tally[WATCHED]):
            worst = min(worst, draft.trial[draft.watched[place]])
    return compose(draft, mode, own, short, views, logs, worst)


@inner
def words_short(view: View, draft: Draft, row: int, level: int) -> float:
    """Return by how much more the commitments that are used miss their conditions with a row at another level."""
    if draft.row_p[row, ROW_WORDS] == 0:
        return 0.0
    asset = draft.listed[row]
    old = draft.x[asset]
    presence = (1 if level > 0 else 0) - (1 if old > 0 else 0)
    short = 0.0
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
    return short


@inner
def _evaluate_slowly(view: View, draft: Draft, row: int, level: int) -> float:
    """Return the same by making the change, reckoning all, and taking it back."""
    old = draft.x[draft.listed[row]]
    change(view, draft, row, level)
    value = score(view, draft)
    change(view, draft, row, old)
    return value


@inner
def _is_turned(draft: Draft, actor: int, presence: int) -> bool:
    """Return whether an actor's yes comes to be needed, or no longer is, with an asset more or less that touches it."""
    return is_asked(draft.asked[actor], draft.touched[actor] + presence) != (draft.consent[actor] == 1)


@inner
def _pain_with(view: View, draft: Draft, row: int, more: float) -> float:
    """Return what conceding hurts with so much more of a row; what was reckoned last for it is at hand."""
    conceded = draft.sums[CONCEDED] + more
    at = 0 if more > 0.0 else 2
    if draft.row_pain[row, at] != conceded:
        draft.row_pain[row, at] = conceded
        draft.row_pain[row, at + 1] = pain_from(view, draft.settled[PAIN_BEFORE], conceded)
    return draft.row_pain[row, at + 1]


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
def _lowest_without(view: View, draft: Draft, holder: int) -> float:
    """Return the lowest trust among those who deliver beside one."""
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
