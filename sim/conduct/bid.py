"""Bidding in a channel: the package likeliest to be accepted among those good enough for me."""

from __future__ import annotations

import math

import numpy as np

from sim.conduct.desk import has_mediator, is_cross_channel, is_free, note_numbers, put_package, remind, say
from sim.conduct.reply import reckon_best
from sim.state import columns as c
from sim.state import view as v
from sim.state.acts import Acts
from sim.state.compiled import inner
from sim.state.layout import Bytes, Floats
from sim.state.view import View
from sim.tactics.appraisal import log_chance_of, own_surplus
from sim.tactics.bidding import (
    aspire,
    chance_of_thought,
    has_friend_in,
    is_ally,
    likeliest,
    my_last_paper,
    open_assets,
    starts_for,
)
from sim.tactics.draft import Draft

# Weeks for which a proposal stands.
PROPOSAL_WEEKS = 4
# A bid must have at least this believed chance: below it, it only gives my hand away.
LEAST_CHANCE = 0.02
# Allies are consulted every so many weeks.
CONSULT_WEEKS = 4
# Whoever has nothing to say looks again after so many weeks; sooner when something has happened, but not
# at once again; at once when there is an answer in the channel or a word from an ally.
RETHINK_WEEKS = 5
REST_WEEKS = 2
# Whoever has sent a draft to an ally holds its own bid back for so many weeks: the draft goes out in one, the
# answer comes in the next. Once only for each time it consults, so that it never waits for ever.
ANSWER_WEEKS = 2
# An ally is asked when its help would raise the chance of a yes by at least this factor.
HELP_FACTOR = 1.1


@inner
def has_allys_word(view: View) -> bool:
    """Return whether an ally has given its word this week."""
    for mail in range(c.MAILS):
        if view.mail[mail, c.MAIL_KIND] == c.COMMIT:
            return True
    return False


@inner
def has_word(view: View, channel: int) -> bool:
    """Return whether there is an answer in a channel, or a word from an ally, on which a bid may turn."""
    if view.who[v.NEWS] == 0:
        return False
    if has_allys_word(view):
        return True
    for mail in range(c.MAILS):
        kind = view.mail[mail, c.MAIL_KIND]
        if kind != c.WAIT and view.mail[mail, c.MAIL_CHANNEL] == channel and kind != c.ASK and kind != c.SOUND_OUT:
            return True
    return False


@inner
def is_time_to_look(view: View, memory: Floats, channel: int) -> bool:
    """Return whether a party looks for a bid in a channel this week, by what it remembers of it.

    While it waits for an ally's answer nothing but an ally's word makes it look.
    """
    week = view.who[v.NOW_WEEK]
    if week >= memory[c.LOOK_AGAIN]:
        return True
    if week < memory[c.AWAITS_ALLY]:
        return has_allys_word(view)
    rested = memory[c.LOOK_AGAIN] >= c.NEVER or week >= memory[c.LOOK_AGAIN] - RETHINK_WEEKS + REST_WEEKS
    return has_word(view, channel) or (view.who[v.NEWS] >= v.EVENT_NEWS and bool(rested))


@inner
def has_live_paper(view: View, channel: int) -> bool:
    """Return whether a proposal of mine in a channel still awaits an answer."""
    mine = my_last_paper(view, channel)
    if mine < 0:
        return False
    live = view.papers[mine, c.PAPER_STATE] == c.LIVE and view.papers[mine, c.PAPER_UNTIL] >= view.who[v.NOW_WEEK]
    return bool(live) or view.papers[mine, c.PAPER_STATE] == c.AGREED


@inner
def has_wish(view: View, channel: int) -> bool:
    """Return whether somebody whom I want is held by a member, or by those a member speaks for."""
    for asset in range(view.who[v.ASSETS]):
        if view.there[asset] == 0 or view.gain[asset] <= 0.0 or view.asset_i[asset, c.KIND] != c.PERSON:
            continue
        holder = view.asset_i[asset, c.HOLDER]
        if holder == view.who[v.ME] or is_ally(view, holder):
            continue
        if view.member[channel, holder] or has_friend_in(view, channel, holder):
            return True
    return False


@inner
def is_same(view: View, paper: int, x: Bytes) -> bool:
    """Return whether a paper holds just this package."""
    for asset in range(x.shape[0]):
        if view.paper_x[paper, asset] != x[asset]:
            return False
    return True


@inner
def bid_in(view: View, acts: Acts, draft: Draft, channel: int, yielding: float, priced: int, ask_allies: bool) -> None:
    """Ask allies for what would make a bid in a channel better; bid, unless one has been asked for it.

    Parameters
    ----------
    yielding
        What my aspiration is multiplied by, 1 for none.
    priced
        An asset that every bid of mine demands while it is to be had, or -1.
    ask_allies
        Whether to draft with what allies hold and ask them for it.
    """
    if not view.open_channel[channel] or not is_cross_channel(view, channel) or has_mediator(view, channel):
        return
    week = view.who[v.NOW_WEEK]
    memory = acts.memory[channel]
    if not is_time_to_look(view, memory, channel):
        remind(acts, int(memory[c.LOOK_AGAIN]))
        return
    if not has_wish(view, channel):
        memory[c.LOOK_AGAIN] = c.NEVER
        return
    look_in = RETHINK_WEEKS if is_free(view, acts, channel) else 1
    memory[c.LOOK_AGAIN] = week + look_in
    remind(acts, week + look_in)
    free = is_free(view, acts, channel) and not has_live_paper(view, channel)
    consulted = memory[c.LAST_CONSULTED]
    asks = ask_allies and (consulted == 0.0 or week + 1 - consulted >= CONSULT_WEEKS)
    if not free and not asks:
        return
    best = reckon_best(view, acts, draft, channel)
    if not math.isfinite(best) or best <= 0.0:
        return
    open_assets(view, draft, channel, True)
    aspiration = yielding * aspire(view, draft, channel, best, memory)
    target = aspiration * best
    if asks and _consult(view, acts, draft, channel, target, aspiration, priced):
        memory[c.AWAITS_ALLY] = week + ANSWER_WEEKS
        memory[c.LOOK_AGAIN] = week + ANSWER_WEEKS
        remind(acts, week + ANSWER_WEEKS)
        return
    if not free:
        return
    thought, trail = acts.thought[channel], acts.trail[channel]
    starts = starts_for(view, channel, thought[c.BID_FOUND], thought[c.BEST_FOUND])
    open_assets(view, draft, channel, False)
    demand(view, draft, priced)
    found = np.zeros(view.asset_i.shape[0], np.int8)
    if not likeliest(view, draft, target, starts, trail[c.BID_FOUND], found):
        return
    thought[c.BID_FOUND] = found
    chance, worth = log_chance_of(view, draft), own_surplus(view, draft)
    if chance <= math.log(LEAST_CHANCE):
        return
    last = my_last_paper(view, channel)
    repeated = last >= 0 and is_same(view, last, found) and view.papers[last, c.PAPER_STATE] == c.CLOSED
    if repeated and week - view.papers[last, c.PAPER_WEEK] < 2 * PROPOSAL_WEEKS:
        return
    say(acts, channel, c.PROPOSE, -1, -1, c.OPENING if last < 0 else c.BETTER_FOR_THEM)
    put_package(acts, channel, found, draft.place[0], draft.place[1], week + PROPOSAL_WEEKS)
    note_numbers(acts, channel, worth, target, math.exp(chance), aspiration, best)
    memory[c.LAST_ASPIRATION] = aspiration
    memory[c.LAST_BID] = worth / best
    if not repeated:
        memory[c.MINE_NAMED] += 1.0


@inner
def _consult(view: View, acts: Acts, draft: Draft, channel: int, target: float, aspiration: float, priced: int) -> bool:
    """Look for what allies could add to a bid, and ask them if that beats what I last thought of alone.

    Return whether a draft was sent to any.
    """
    memory, thought, trail = acts.memory[channel], acts.thought[channel], acts.trail[channel]
    memory[c.LAST_CONSULTED] = view.who[v.NOW_WEEK] + 1
    open_assets(view, draft, channel, False)
    demand(view, draft, priced)
    alone = chance_of_thought(view, draft, target, thought[c.BID_FOUND], trail[c.BID_FOUND])
    open_assets(view, draft, channel, True)
    demand(view, draft, priced)
    if alone + math.log(HELP_FACTOR) >= 0.0 or not has_allies_assets(view, draft, channel):
        return False
    found = np.zeros(view.asset_i.shape[0], np.int8)
    starts = starts_for(view, channel, thought[c.DRAFT_FOUND], thought[c.BEST_FOUND])
    if not likeliest(view, draft, target, starts, trail[c.DRAFT_FOUND], found):
        return False
    thought[c.DRAFT_FOUND] = found
    if log_chance_of(view, draft) <= alone + math.log(HELP_FACTOR):
        return False
    return _ask_allies(view, acts, draft, found, target, aspiration, memory[c.BEST])


@inner
def has_allies_assets(view: View, draft: Draft, channel: int) -> bool:
    """Return whether a draft is open to something that an ally outside the channel would have to give."""
    for asset in range(view.who[v.ASSETS]):
        holder = view.asset_i[asset, c.HOLDER]
        if draft.top[asset] > 0 and not view.member[channel, holder] and is_ally(view, holder):
            return True
    return False


@inner
def demand(view: View, draft: Draft, priced: int) -> None:
    """Make the draft demand my price, if it is open to it."""
    if priced >= 0 and draft.top[priced] > 0:
        draft.low[priced] = 1


@inner
def _ask_allies(view: View, acts: Acts, draft: Draft, x: Bytes, target: float, aspiration: float, best: float) -> bool:
    """Send the draft to each ally of whom it needs something that it has not pledged.

    Return whether it was sent to any. Sounding out does not count: it is answered by what the ally would want,
    which makes for a better draft the next time, and never by a word on which a bid could rest.
    """
    asked = False
    me = view.who[v.ME]
    week = view.who[v.NOW_WEEK]
    worth = own_surplus(view, draft)
    chance = math.exp(log_chance_of(view, draft))
    for ally in range(view.trust.shape[0]):
        line = view.line[ally]
        if ally == me or line < 0 or not is_free(view, acts, line):
            continue
        dearest, loss = -1, -np.inf
        for asset in range(x.shape[0]):
            if x[asset] > 0 and view.asset_i[asset, c.HOLDER] == ally and not is_covered(view, asset, x, draft):
                if -view.belief_mean[ally, asset] > loss:
                    dearest, loss = asset, -view.belief_mean[ally, asset]
        if dearest < 0 or view.side[ally] != view.side[me]:
            continue
        memory = acts.memory[line]
        if memory[c.SOUNDED] == 0.0:
            say(acts, line, c.SOUND_OUT, -1, dearest, c.NEEDS_ALLY)
            memory[c.SOUNDED] = 1.0
            memory[c.LAST_ASKED] = week + 1
        elif week + 1 - memory[c.LAST_ASKED] >= 3.0:
            say(acts, line, c.ASK, -1, dearest, c.NEEDS_ALLY)
            put_package(acts, line, x, draft.place[0], draft.place[1], week + PROPOSAL_WEEKS)
            memory[c.LAST_ASKED] = week + 1
            asked = True
        else:
            continue
        acts.act_i[line, c.ACT_TO] = ally
        note_numbers(acts, line, worth, target, chance, aspiration, best)
    return asked


@inner
def is_covered(view: View, asset: int, x: Bytes, draft: Draft) -> bool:
    """Return whether a standing commitment to me, whose condition the package meets, covers an asset."""
    for commitment in range(c.COMMITMENTS):
        if view.commitments[commitment, c.COMMITMENT_STATE] != c.STANDING:
            continue
        if view.commitments[commitment, c.TAKER] != view.who[v.ME] or view.pledged[commitment, asset] == 0:
            continue
        if view.commitments[commitment, c.EXPIRES] <= view.who[v.NOW_WEEK]:
            continue
        some = 0
        met = True
        for other in range(x.shape[0]):
            if x[other] < view.must[commitment, other] or (x[other] > 0 and view.never[commitment, other]):
                met = False
            if x[other] > 0 and view.some[commitment, other]:
                some += 1
        place = view.commitments[commitment, c.COMMITMENT_PLACE]
        if place & c.NEEDS_GUARANTOR and draft.place[1] < 0:
            met = False
        if place & c.NEEDS_NEUTRAL and (draft.place[0] < 0 or view.venue_i[draft.place[0], c.NEUTRAL] == 0):
            met = False
        if met and some >= view.commitments[commitment, c.COMMITMENT_COUNT]:
            return True
    return False
