"""An ally's answer to a draft: a commitment with its condition, or objections."""

from __future__ import annotations

import math

import numpy as np

from sim.conduct.desk import is_free, note_numbers, put_package, say
from sim.conduct.objection import object_for, object_to, ratifier_against
from sim.state import columns as c
from sim.state import view as v
from sim.state.acts import Acts
from sim.state.compiled import inner
from sim.state.layout import Bytes
from sim.state.view import View
from sim.tactics.bidding import aspire, best_for_me
from sim.tactics.draft import GOAL_VENUE_FREE, Draft
from sim.worth.linkage import HOLDS
from sim.worth.surplus import alignment_worth, broken_red_line, is_over_credit, link_state, surplus

# Weeks for which a commitment stands; chosen to outlast one round trip to the other side and back.
COMMITMENT_WEEKS = 20
# A commitment must be worth this much to its giver even at the condition's edge, for what may differ
# from the draft (a longer legal lead, say), in shares of the draft's worth.
EDGE = 0.03


@inner
def open_as_asked(view: View, draft: Draft, x: Bytes) -> None:
    """Open what the draft shows, and what else its holders and my own side could add."""
    me = view.who[v.ME]
    draft.top[:] = 0
    draft.low[:] = 0
    draft.pledge[:] = -1
    draft.place[:] = -1
    draft.forced[:] = 0
    draft.goal[:] = 0.0
    draft.goal[GOAL_VENUE_FREE] = 1.0
    for asset in range(x.shape[0]):
        if view.there[asset] == 0 or view.asset_i[asset, c.DESTINATION] < 0:
            continue
        holder = view.asset_i[asset, c.HOLDER]
        if x[asset] > 0:
            draft.top[asset] = view.there[asset]
            if holder == me:
                draft.low[asset] = x[asset]
        elif holder != me and view.gain[asset] > 0.0:
            for other in range(x.shape[0]):
                if x[other] > 0 and view.asset_i[other, c.HOLDER] == holder:
                    draft.top[asset] = view.there[asset]


@inner
def answer_asks(view: View, acts: Acts, draft: Draft, yielding: float, follows: int) -> None:
    """Answer drafts and questions that allies sent me this week.

    `yielding` multiplies my aspiration; to a patron (`follows`) I answer at my reservation.
    """
    for mail in range(c.MAILS):
        kind = view.mail[mail, c.MAIL_KIND]
        if kind != c.ASK and kind != c.SOUND_OUT:
            continue
        channel = view.mail[mail, c.MAIL_CHANNEL]
        if not is_free(view, acts, channel) or view.mail[mail, c.MAIL_TO] != view.who[v.ME]:
            continue
        paper = view.mail[mail, c.MAIL_PAPER]
        asset = view.mail[mail, c.MAIL_ASSET]
        if kind == c.SOUND_OUT or paper < 0:
            _answer_question(view, acts, channel, asset)
        else:
            _answer_draft(view, acts, draft, channel, paper, yielding, view.mail[mail, c.MAIL_FROM] == follows)


@inner
def _answer_question(view: View, acts: Acts, channel: int, asset: int) -> None:
    """Say what I would want for an asset of mine that I am asked about."""
    if asset < 0 or view.asset_i[asset, c.HOLDER] != view.who[v.ME]:
        return
    x = np.zeros(view.asset_i.shape[0], np.int8)
    x[asset] = 1
    worth = surplus(view, x, -1, -1)
    say(acts, channel, c.REFUSE, -1, asset, c.BELOW_RESERVATION)
    note_numbers(acts, channel, worth, 0.0, 0.0, 0.0, 0.0)
    object_to(view, acts, channel, x, -1)


@inner
def _answer_draft(
    view: View, acts: Acts, draft: Draft, channel: int, paper: int, yielding: float, to_patron: bool
) -> None:
    x = view.paper_x[paper]
    venue = view.papers[paper, c.PAPER_VENUE]
    guarantor = view.papers[paper, c.PAPER_GUARANTOR]
    worth = surplus(view, x, venue, guarantor)
    reason = c.NO_REASON
    target = 0.0
    best = 0.0
    aspiration = 0.0
    if broken_red_line(view, x) >= 0 or is_over_credit(view, x):
        reason = c.RED_LINE
    elif worth < 0.0:
        reason = c.BELOW_RESERVATION
    elif ratifier_against(view, draft, x, venue, guarantor) >= 0:
        reason = c.RATIFIER_AGAINST
    elif not to_patron:
        open_as_asked(view, draft, x)
        found = np.zeros(x.shape[0], np.int8)
        starts = np.zeros((1, x.shape[0]), np.int8)
        starts[0] = x
        best = best_for_me(view, draft, starts, np.zeros(c.TRAIL, np.int64), found)
        if math.isfinite(best) and best > 0.0:
            aspiration = yielding * aspire(view, draft, channel, best, acts.memory[channel])
            target = aspiration * best
        if worth < target - 1e-9:
            reason = c.BELOW_ASPIRATION
    if reason == c.NO_REASON:
        commit(view, acts, channel, paper, worth, target, c.FOLLOWS_PATRON if to_patron else c.BY_ASPIRATION)
    else:
        say(acts, channel, c.REFUSE, paper, -1, reason)
        if reason == c.RATIFIER_AGAINST:
            object_for(view, acts, channel, x, ratifier_against(view, draft, x, venue, guarantor))
        else:
            object_to(view, acts, channel, x, -1)
    note_numbers(acts, channel, worth, target, 0.0, aspiration, best)


@inner
def commit(view: View, acts: Acts, channel: int, paper: int, worth: float, target: float, reason: int) -> None:
    """Give my word for what the draft asks of me, against a basket that suffices whatever is left out.

    The condition names what must be there (favours to me, my own nationals, and what a red line of mine rests
    on), and of the other things that I gain from at least so many that even the least of them are worth the
    `target` that I hold out for: what would not have been enough to ask for my word is not enough to keep it.
    """
    me = view.who[v.ME]
    x = view.paper_x[paper]
    venue = view.papers[paper, c.PAPER_VENUE]
    guarantor = view.papers[paper, c.PAPER_GUARANTOR]
    say(acts, channel, c.COMMIT, paper, -1, reason)
    put_package(acts, channel, x, venue, guarantor, view.who[v.NOW_WEEK] + COMMITMENT_WEEKS)
    place = 0
    if guarantor >= 0 and guarantor != me:
        place |= c.NEEDS_GUARANTOR
    if venue >= 0 and view.venue_i[venue, c.NEUTRAL] == 1:
        place |= c.NEEDS_NEUTRAL
    acts.act_i[channel, c.ACT_PLACE] = place
    count = 0
    for asset in range(x.shape[0]):
        holder = view.asset_i[asset, c.HOLDER]
        if x[asset] > 0 and holder != me and view.gain[asset] > 0.0:
            if view.asset_i[asset, c.KIND] != c.PERSON or view.citizen[me, asset]:
                acts.must[channel, asset] = x[asset]
            else:
                acts.some[channel, asset] = 1
                count += 1
        elif x[asset] == 0 and view.gain[asset] < 0.0 and holder != me:
            acts.never[channel, asset] = 1
    least = x.copy()
    aligned = max(0.0, alignment_worth(view, x))
    removed = 0
    while count > 0:
        best, found = 0.0, -1
        for asset in range(x.shape[0]):
            if least[asset] > 0 and acts.some[channel, asset] and view.gain[asset] > best:
                best, found = view.gain[asset], asset
        if found < 0:
            break
        least[found] = 0
        sure = surplus(view, least, venue, guarantor) - aligned - _at_risk(view, x, least, removed + 1)
        if sure < max(target, EDGE * max(0.0, worth)) or _may_break(view, x, removed + 1):
            break
        removed += 1
        count -= 1
    if removed == 0 and surplus(view, x, venue, guarantor) - aligned < 0.0:
        # Only the whole draft is good enough.
        for asset in range(x.shape[0]):
            if x[asset] > 0 and view.asset_i[asset, c.HOLDER] != me:
                acts.must[channel, asset] = x[asset]
    acts.act_i[channel, c.ACT_COUNT] = count


@inner
def _present(view: View, link: int, x: Bytes) -> int:
    present = 0
    for asset in range(x.shape[0]):
        if x[asset] > 0 and view.link_need[link, asset]:
            present += 1
    return present


@inner
def _at_risk(view: View, x: Bytes, least: Bytes, removed: int) -> float:
    """Return the soft linkages that hold in the least basket but need not in another of its size."""
    me = view.who[v.ME]
    worth = 0.0
    for link in range(view.link_i.shape[0]):
        weight = view.link_mine[link, v.MINE_WEIGHT]
        if view.link_i[link, c.LINK_OWNER] == me and weight > 0.0 and link_state(view, link, least) == HOLDS:
            if _present(view, link, x) - removed < view.link_i[link, c.LINK_COUNT]:
                worth += weight
    return worth


@inner
def _may_break(view: View, x: Bytes, removed: int) -> bool:
    """Return whether leaving out so many could break one of my red lines."""
    me = view.who[v.ME]
    for link in range(view.link_i.shape[0]):
        if view.link_i[link, c.LINK_OWNER] == me and view.link_mine[link, v.MINE_HARD] > 0.0:
            if (
                link_state(view, link, x) == HOLDS
                and _present(view, link, x) - removed < view.link_i[link, c.LINK_COUNT]
            ):
                return True
    return False
