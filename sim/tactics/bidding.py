"""What a party bids: which assets are open to it, its target, and the package that it names."""

from __future__ import annotations

import math

import numpy as np

from sim.state import columns as c
from sim.state import view as v
from sim.state.compiled import inner
from sim.state.layout import Bytes, Floats, Ints
from sim.state.view import View
from sim.tactics.appraisal import believed_margin, log_chance_of, missed, own_surplus
from sim.tactics.aspiration import talk as t
from sim.tactics.aspiration.table import aspiration_of, looks_at_next_lower, looks_at_their_risk
from sim.tactics.draft import (
    GOAL_MODE,
    GOAL_TARGET,
    GOAL_VENUE_FREE,
    LIKELIEST,
    LISTED,
    MOST_FOR_ME,
    Draft,
    change,
    load_package,
)
from sim.tactics.rows import list_what_matters
from sim.tactics.search import best_package, go_back

# A held asset matters to a bid if somebody is believed to gain at least this much of it.
LEAST_WORTH = 0.02
# B is a yardstick and no bid: half of the budget is enough for it. A search that goes on from where the last has
# stopped needs a quarter.
SHARE_OF_BEST, SHARE_ONCE_FOUND = 2, 4
# A constraint counts as met within rounding.
TOLERANCE = 1e-7


@inner
def is_wanted(view: View, asset: int) -> bool:
    """Return whether anybody but its holder is believed to gain from an asset."""
    holder = view.asset_i[asset, c.HOLDER]
    me = view.who[v.ME]
    if holder != me and view.gain[asset] > 0.0:
        return True
    for actor in range(view.side.shape[0]):
        state = view.government[actor] if view.government[actor] >= 0 else actor
        if state != holder and state != me and view.belief_mean[actor, asset] > LEAST_WORTH:
            return True
    return False


@inner
def pledge_for(view: View, asset: int) -> int:
    """Return the standing commitment that lets me offer an ally's asset, or -1."""
    me = view.who[v.ME]
    found = -1
    for commitment in range(c.COMMITMENTS):
        if (
            view.commitments[commitment, c.COMMITMENT_STATE] == c.STANDING
            and view.commitments[commitment, c.TAKER] == me
            and view.commitments[commitment, c.EXPIRES] > view.who[v.NOW_WEEK]
            and view.pledged[commitment, asset]
        ):
            found = commitment
    return found


@inner
def is_ally(view: View, other: int) -> bool:
    """Return whether another is of my side and I have a line to it."""
    return view.side[other] != 0 and view.side[other] == view.side[view.who[v.ME]] and view.line[other] >= 0


@inner
def has_friend_in(view: View, channel: int, other: int) -> bool:
    """Return whether a member of the channel, not I, is of another's side and may speak for it."""
    me = view.who[v.ME]
    if view.side[other] == 0:
        return False
    for party in range(view.trust.shape[0]):
        if party != me and view.member[channel, party] and view.side[party] == view.side[other]:
            return True
    return False


@inner
def open_assets(view: View, draft: Draft, channel: int, allies: bool) -> None:
    """Open to the draft what may be bargained over in a channel.

    I offer what I hold or have a standing commitment for (with `allies`, also what allies hold: a
    draft to show them, never to the other side), and ask for what members hold or those for whom
    a member can speak.
    """
    me = view.who[v.ME]
    draft.top[:] = 0
    draft.low[:] = 0
    draft.pledge[:] = -1
    # Each search begins anywhere, whatever another channel's has ended with.
    draft.place[:] = -1
    for asset in range(view.asset_i.shape[0]):
        if view.there[asset] == 0 or view.asset_i[asset, c.DESTINATION] < 0 or not is_wanted(view, asset):
            continue
        holder = view.asset_i[asset, c.HOLDER]
        if holder == me:
            draft.top[asset] = view.there[asset]
            continue
        pledge = pledge_for(view, asset)
        if pledge >= 0:
            draft.top[asset] = view.there[asset]
            draft.pledge[asset] = pledge
        elif view.member[channel, holder]:
            draft.top[asset] = view.there[asset]
        elif is_ally(view, holder):
            if allies:
                draft.top[asset] = view.there[asset]
        elif has_friend_in(view, channel, holder):
            draft.top[asset] = view.there[asset]
    if allies:
        # An ally's standing word does not bind a new draft: it is asked again about the whole.
        draft.pledge[:] = -1
    draft.forced[:] = 0
    for party in range(view.trust.shape[0]):
        if party != me and view.member[channel, party]:
            draft.forced[party] = 1
    draft.goal[:] = 0.0
    draft.goal[GOAL_VENUE_FREE] = 1.0


@inner
def my_last_paper(view: View, channel: int) -> int:
    """Return the latest package that I proposed in a channel, or -1."""
    return _latest(view, channel, True)


@inner
def their_last_paper(view: View, channel: int) -> int:
    """Return the latest package that another proposed in a channel, or -1."""
    return _latest(view, channel, False)


@inner
def _latest(view: View, channel: int, mine: bool) -> int:
    me = view.who[v.ME]
    found, serial = -1, 0
    for paper in range(c.PAPERS):
        kind = view.papers[paper, c.PAPER_TYPE]
        if (kind == c.PROPOSAL or kind == c.TEXT) and view.papers[paper, c.PAPER_CHANNEL] == channel:
            if (view.papers[paper, c.PAPER_FROM] == me) == mine and view.papers[paper, c.PAPER_SERIAL] > serial:
                found, serial = paper, view.papers[paper, c.PAPER_SERIAL]
    return found


@inner
def starts_for(view: View, channel: int, thought: Bytes, other: Bytes) -> Bytes:
    """Return the packages from which a search starts: my last bid, the last received, and two that I thought of."""
    starts = np.zeros((4, view.asset_i.shape[0]), np.int8)
    starts[2] = thought
    starts[3] = other
    mine = my_last_paper(view, channel)
    theirs = their_last_paper(view, channel)
    if mine >= 0:
        starts[0] = view.paper_x[mine]
    if theirs >= 0:
        starts[1] = view.paper_x[theirs]
    return starts


@inner
def best_for_me(view: View, draft: Draft, starts: Bytes, trail: Ints, found: Bytes) -> float:
    """Return B: my best surplus that leaves each consenter at what I believe it takes."""
    draft.goal[GOAL_MODE] = MOST_FOR_ME
    value = best_package(view, draft, starts, trail, _budget_for(view, trail) // SHARE_OF_BEST, found)
    return value if missed(view, draft) <= TOLERANCE else -np.inf


@inner
def likeliest(view: View, draft: Draft, target: float, starts: Bytes, trail: Ints, found: Bytes) -> bool:
    """Find the package likeliest to be accepted among those that reach my target."""
    draft.goal[GOAL_MODE] = LIKELIEST
    draft.goal[GOAL_TARGET] = target
    best_package(view, draft, starts, trail, _budget_for(view, trail), found)
    if missed(view, draft) <= TOLERANCE:
        return True
    trail[:] = 0
    return False


@inner
def _budget_for(view: View, trail: Ints) -> int:
    """Return the evaluations of a search: fewer for one that goes on from where the last has stopped."""
    return view.who[v.SEARCH_BUDGET] // (SHARE_ONCE_FOUND if trail[c.TRAIL_VENUE] > 0 else 1)


@inner
def chance_of_thought(view: View, draft: Draft, target: float, thought: Bytes, trail: Ints) -> float:
    """Return the log of the chance of a package that I thought of before, -inf if it no longer will do."""
    draft.goal[GOAL_MODE] = LIKELIEST
    draft.goal[GOAL_TARGET] = target
    list_what_matters(view, draft)
    go_back(view, draft, trail)
    load_package(view, draft, thought)
    return log_chance_of(view, draft) if missed(view, draft) <= TOLERANCE else -np.inf


@inner
def time_used(view: View) -> float:
    """Return the share of my time that is used, 0 to 1."""
    deadline = min(view.own_f[c.DEADLINE], view.who[v.LAST_WEEK])
    if deadline <= 0.0:
        return 1.0
    return min(1.0, view.who[v.NOW_WEEK] / deadline)


@inner
def next_lower(view: View, draft: Draft, channel: int) -> float:
    """Return my surplus from the best package, by one change of assets named, below my last bid."""
    mine = my_last_paper(view, channel)
    if mine < 0:
        return np.inf
    list_what_matters(view, draft)
    place = draft.place.copy()
    draft.place[0] = view.papers[mine, c.PAPER_VENUE]
    draft.place[1] = view.papers[mine, c.PAPER_GUARANTOR]
    load_package(view, draft, view.paper_x[mine])
    last = own_surplus(view, draft)
    best = -np.inf
    for row in range(draft.tally[LISTED]):
        asset = draft.listed[row]
        if view.named[asset] == 0 and view.paper_x[mine, asset] == 0:
            continue
        level = draft.x[asset]
        change(view, draft, row, 0 if level > 0 else draft.top[asset])
        value = own_surplus(view, draft)
        if value < last - 1e-9 and value > best:
            best = value
        change(view, draft, row, level)
    draft.place[:] = place
    return best


@inner
def believed_risk(view: View, draft: Draft, channel: int) -> float:
    """Return the other's readiness to risk a breakdown, by my beliefs: Zeuthen's limit."""
    mine = my_last_paper(view, channel)
    theirs = their_last_paper(view, channel)
    if mine < 0 or theirs < 0:
        return 1.0
    other = view.papers[theirs, c.PAPER_FROM]
    list_what_matters(view, draft)
    load_package(view, draft, view.paper_x[theirs])
    asked = believed_margin(view, draft, other)[0]
    load_package(view, draft, view.paper_x[mine])
    offered = believed_margin(view, draft, other)[0]
    if asked <= 1e-9:
        return 0.0
    return min(1.0, max(0.0, (asked - max(0.0, offered)) / asked))


@inner
def aspire(view: View, draft: Draft, channel: int, best: float, memory: Floats) -> float:
    """Return my aspiration in a channel, as a share of the best attainable."""
    row = np.zeros(t.LENGTH, np.float64)
    row[t.TIME] = time_used(view)
    row[t.BETA] = view.own_f[c.BETA]
    row[t.FLOOR] = view.own_f[c.FLOOR]
    row[t.START] = view.own_f[c.START]
    row[t.LAST] = memory[c.LAST_ASPIRATION]
    row[t.MY_BID] = memory[c.LAST_BID]
    row[t.RECEIVED] = memory[c.RECEIVED_NOW]
    row[t.RECEIVED_BEFORE] = memory[c.RECEIVED_BEFORE]
    row[t.MINE_NAMED] = memory[c.MINE_NAMED]
    row[t.THEIRS_NAMED] = memory[c.THEIRS_NAMED]
    tactic = view.own_i[c.TACTIC]
    row[t.NEXT_LOWER] = memory[c.LAST_BID]
    if looks_at_next_lower(tactic):
        lower = next_lower(view, draft, channel) / max(best, 1e-9)
        if math.isfinite(lower):
            row[t.NEXT_LOWER] = lower
    if looks_at_their_risk(tactic):
        row[t.THEIR_RISK] = believed_risk(view, draft, channel)
    return min(1.0, max(0.0, aspiration_of(tactic, row)))
