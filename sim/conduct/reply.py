"""Answering what is on the table: accept, or refuse with objections."""

from __future__ import annotations

import math

import numpy as np

from sim.conduct.desk import is_free, note_numbers, say
from sim.conduct.objection import object_for, object_to, ratifier_against
from sim.state import columns as c
from sim.state import view as v
from sim.state.acts import Acts
from sim.state.compiled import inner
from sim.state.view import View
from sim.tactics.bidding import aspire, best_for_me, my_last_paper, open_assets, starts_for, time_used
from sim.tactics.draft import Draft
from sim.worth.surplus import broken_red_line, is_over_credit, surplus

# How often a party reckons anew the best that it could get in a channel, in weeks, and where that was nothing.
RECKON_WEEKS, RECKON_NOTHING_WEEKS = 8, 4
# Within so many weeks of its deadline a party takes what is better than nothing.
LAST_WEEKS = 2


@inner
def must_answer(view: View, paper: int) -> bool:
    """Return whether a live package of another's awaits my answer."""
    kind = view.papers[paper, c.PAPER_TYPE]
    if kind != c.PROPOSAL and kind != c.TEXT:
        return False
    if view.papers[paper, c.PAPER_STATE] != c.LIVE or view.papers[paper, c.PAPER_FROM] == view.who[v.ME]:
        return False
    if view.papers[paper, c.PAPER_UNTIL] < view.who[v.NOW_WEEK]:
        return False
    if view.letter[paper] >= 0:
        return view.answer[paper] == c.ASKED
    return view.answer[paper] == c.UNASKED


@inner
def reckon_best(view: View, acts: Acts, draft: Draft, channel: int) -> float:
    """Return the best surplus I see in a channel; remembered for some weeks."""
    memory = acts.memory[channel]
    week = view.who[v.NOW_WEEK]
    good_for = RECKON_WEEKS if memory[c.BEST] > 0.0 else RECKON_NOTHING_WEEKS
    if memory[c.BEST_WEEK] <= 0.0 or week + 1 - memory[c.BEST_WEEK] >= good_for:
        open_assets(view, draft, channel, True)
        found = np.zeros(view.asset_i.shape[0], np.int8)
        thought = acts.thought[channel, c.BEST_FOUND]
        trail = acts.trail[channel, c.BEST_FOUND]
        best = best_for_me(view, draft, starts_for(view, channel, thought, found), trail, found)
        thought[:] = found
        # A search that finds nothing for once does not make a party forget what it hoped for.
        if math.isfinite(best) or memory[c.BEST_WEEK] <= 0.0:
            memory[c.BEST] = best
        memory[c.BEST_WEEK] = week + 1
    return memory[c.BEST]


@inner
def standing_bid(view: View, channel: int) -> float:
    """Return my surplus from my own bid that stands in a channel, infinite without one.

    What is no worse than what I offer myself is accepted, though I may hope for more by now.
    """
    mine = my_last_paper(view, channel)
    if mine < 0 or view.papers[mine, c.PAPER_STATE] != c.LIVE:
        return np.inf
    return surplus(view, view.paper_x[mine], view.papers[mine, c.PAPER_VENUE], view.papers[mine, c.PAPER_GUARANTOR])


@inner
def note_received(view: View, acts: Acts, channel: int, share: float) -> None:
    """Remember what the other's last two bids gave me."""
    memory = acts.memory[channel]
    memory[c.RECEIVED_BEFORE] = memory[c.RECEIVED_NOW]
    memory[c.RECEIVED_NOW] = share
    memory[c.THEIRS_NAMED] += 1.0


@inner
def answer_all(view: View, acts: Acts, draft: Draft, as_host: bool, yielding: float, priced: int, edits: bool) -> None:
    """Answer the packages that await me: accept the best acceptable one, refuse the rest.

    Parameters
    ----------
    as_host
        Accept at the reservation: a host, or a consenter asked by letter.
    yielding
        What my aspiration is multiplied by, 1 for none.
    priced
        An asset that I ask for first, or -1.
    edits
        Leave the channel free after a refusal by aspiration, so that I can send back an edited list.
    """
    for channel in range(acts.act_i.shape[0]):
        if not is_free(view, acts, channel):
            continue
        best_paper, best_worth = -1, 0.0
        poor_paper, poor_worth, poor_serial = -1, 0.0, -1
        poor_reason = c.BELOW_RESERVATION
        best_reason = c.BY_ASPIRATION
        target = 0.0
        best = 0.0
        aspiration = 0.0
        for paper in range(c.PAPERS):
            if not must_answer(view, paper):
                continue
            here = view.letter[paper] if view.letter[paper] >= 0 else view.papers[paper, c.PAPER_CHANNEL]
            if here != channel:
                continue
            x = view.paper_x[paper]
            venue = view.papers[paper, c.PAPER_VENUE]
            guarantor = view.papers[paper, c.PAPER_GUARANTOR]
            worth = surplus(view, x, venue, guarantor)
            asked_by_letter = view.letter[paper] >= 0
            if as_host or asked_by_letter:
                target = 0.0
            else:
                best = reckon_best(view, acts, draft, channel)
                open_assets(view, draft, channel, True)
                if math.isfinite(best) and best > 0.0:
                    note_received(view, acts, channel, worth / best)
                    aspiration = yielding * aspire(view, draft, channel, best, acts.memory[channel])
                    target = aspiration * best
                else:
                    target = 0.0
            reason = c.NO_REASON
            if broken_red_line(view, x) >= 0 or is_over_credit(view, x):
                reason = c.RED_LINE
            elif worth < 0.0:
                reason = c.BELOW_RESERVATION
            elif ratifier_against(view, draft, x, venue, guarantor) >= 0:
                reason = c.RATIFIER_AGAINST
            late = time_used(view) >= 1.0 - LAST_WEEKS / max(1.0, view.own_f[c.DEADLINE])
            as_bid = not asked_by_letter and worth >= standing_bid(view, channel)
            if reason == c.NO_REASON and worth < target - 1e-9 and not late and not as_bid:
                reason = c.BELOW_ASPIRATION
            if reason == c.NO_REASON:
                if best_paper < 0 or worth > best_worth:
                    best_paper, best_worth = paper, worth
                    best_reason = c.BY_ASPIRATION
                    if worth < target - 1e-9:
                        best_reason = c.BY_NEXT_BID if as_bid else c.BY_DEADLINE
                    if as_host or asked_by_letter:
                        best_reason = c.SERVES_AS_HOST if as_host else c.BY_ASPIRATION
            elif view.papers[paper, c.PAPER_SERIAL] > poor_serial:
                poor_paper, poor_worth, poor_reason = paper, worth, reason
                poor_serial = view.papers[paper, c.PAPER_SERIAL]
        if best_paper >= 0:
            say(acts, channel, c.ACCEPT, best_paper, -1, best_reason)
            note_numbers(acts, channel, best_worth, target, 0.0, aspiration, best)
        elif poor_paper >= 0:
            if edits and poor_reason == c.BELOW_ASPIRATION and view.letter[poor_paper] < 0:
                continue
            x = view.paper_x[poor_paper]
            say(acts, channel, c.REFUSE, poor_paper, -1, poor_reason)
            note_numbers(acts, channel, poor_worth, target, 0.0, aspiration, best)
            if poor_reason == c.RATIFIER_AGAINST:
                against = ratifier_against(
                    view,
                    draft,
                    x,
                    view.papers[poor_paper, c.PAPER_VENUE],
                    view.papers[poor_paper, c.PAPER_GUARANTOR],
                )
                object_for(view, acts, channel, x, against)
            else:
                object_to(view, acts, channel, x, priced)


@inner
def withdraw_regretted(view: View, acts: Acts) -> None:
    """Withdraw a package of mine that news has made worse than nothing."""
    if view.who[v.NEWS] == 0:
        return
    for paper in range(c.PAPERS):
        kind = view.papers[paper, c.PAPER_TYPE]
        if kind != c.PROPOSAL or view.papers[paper, c.PAPER_STATE] != c.LIVE:
            continue
        if view.papers[paper, c.PAPER_FROM] != view.who[v.ME]:
            continue
        channel = view.papers[paper, c.PAPER_CHANNEL]
        if not is_free(view, acts, channel):
            continue
        x = view.paper_x[paper]
        gone = False
        for asset in range(x.shape[0]):
            if x[asset] > view.there[asset]:
                gone = True
        worth = surplus(view, x, view.papers[paper, c.PAPER_VENUE], view.papers[paper, c.PAPER_GUARANTOR])
        if gone or worth < 0.0 or broken_red_line(view, x) >= 0:
            say(acts, channel, c.WITHDRAW, paper, -1, c.CONDITION_GONE if gone else c.BELOW_RESERVATION)
            note_numbers(acts, channel, worth, 0.0, 0.0, 0.0, 0.0)
