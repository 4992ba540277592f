"""A mediator's text: the package that makes the least likely yes as likely as it can be."""

from __future__ import annotations

import numpy as np

from sim.conduct.desk import is_free, note_numbers, put_package, say
from sim.state import columns as c
from sim.state import view as v
from sim.state.acts import Acts
from sim.state.compiled import inner
from sim.state.layout import Floats, Ints
from sim.state.view import View
from sim.tactics.appraisal import believed_margin, missed, needs_consent, own_surplus
from sim.tactics.bidding import TOLERANCE, is_wanted, starts_for
from sim.tactics.draft import GOAL_BIAS, GOAL_MODE, GOAL_VENUE_FREE, LEAST_LIKELY_YES, Draft, clear_draft
from sim.tactics.gaussian import log_cdf
from sim.tactics.search import best_package

TEXT_WEEKS = 4
# A mediator listens for so many weeks before it drafts, and between two texts.
LISTENING_WEEKS = 8


@inner
def is_time_for_text(own_i: Ints, memory: Floats, week: int) -> bool:
    """Return whether a mediator that has not left may draft in a channel, by what it remembers of it."""
    if own_i[c.IS_MEDIATOR] == 0 or 0 <= own_i[c.LEAVES_AFTER] < week:
        return False
    if memory[c.MINE_NAMED] > own_i[c.REVISIONS] or week < LISTENING_WEEKS:
        return False
    return bool(memory[c.LAST_CONSULTED] <= 0.0 or week + 1 - memory[c.LAST_CONSULTED] >= LISTENING_WEEKS)


@inner
def table_text(view: View, acts: Acts, draft: Draft) -> None:
    """Table a text where I mediate, once its least likely yes passes my threshold.

    A mediator knows what it was told: its beliefs. It is biased by what it gains from hosting, may
    revise a few times, and leaves after a while.
    """
    if view.own_i[c.IS_MEDIATOR] == 0:
        return
    week = view.who[v.NOW_WEEK]
    for channel in range(acts.act_i.shape[0]):
        members = 0
        for party in range(view.trust.shape[0]):
            members += view.member[channel, party]
        memory = acts.memory[channel]
        if members < 3 or not is_free(view, acts, channel) or not is_time_for_text(view.own_i, memory, week):
            continue
        memory[c.LAST_CONSULTED] = week + 1
        clear_draft(draft)
        for asset in range(view.asset_i.shape[0]):
            holder = view.asset_i[asset, c.HOLDER]
            spoken_for = view.member[channel, holder] == 1
            for party in range(view.trust.shape[0]):
                if view.member[channel, party] and view.side[party] != 0 and view.side[party] == view.side[holder]:
                    spoken_for = True
            if view.there[asset] > 0 and view.asset_i[asset, c.DESTINATION] >= 0 and spoken_for:
                if is_wanted(view, asset):
                    draft.top[asset] = view.there[asset]
        for party in range(view.trust.shape[0]):
            if party != view.who[v.ME] and view.member[channel, party]:
                draft.forced[party] = 1
        draft.goal[GOAL_MODE] = LEAST_LIKELY_YES
        draft.goal[GOAL_VENUE_FREE] = 1.0
        draft.goal[GOAL_BIAS] = view.own_f[c.TEXT_BIAS]
        found = np.zeros(view.asset_i.shape[0], np.int8)
        starts = starts_for(view, channel, found, found)
        best_package(view, draft, starts, acts.trail[channel, c.BID_FOUND], view.who[v.SEARCH_BUDGET], found)
        if missed(view, draft) > TOLERANCE:
            continue
        worst = 0.0
        for actor in range(view.side.shape[0]):
            if needs_consent(view, draft, actor):
                mean, spread = believed_margin(view, draft, actor)
                worst = min(worst, log_cdf(mean / np.sqrt(spread + 1e-12)))
        chance = np.exp(worst)
        if chance < view.own_f[c.TEXT_THRESHOLD]:
            continue
        say(acts, channel, c.PROPOSE, -1, -1, c.BETTER_FOR_THEM)
        put_package(acts, channel, found, draft.place[0], draft.place[1], week + TEXT_WEEKS)
        note_numbers(acts, channel, own_surplus(view, draft), view.own_f[c.TEXT_THRESHOLD], chance, 0.0, 0.0)
        memory[c.MINE_NAMED] += 1.0
