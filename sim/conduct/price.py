"""A price: the one asset that a party wants more than any other, named and held to."""

from __future__ import annotations

from sim.conduct.desk import is_cross_channel, is_free, remind, say
from sim.state import columns as c
from sim.state import view as v
from sim.state.acts import Acts
from sim.state.compiled import inner
from sim.state.view import View
from sim.tactics.bidding import has_friend_in

# An asset is a price if it is worth this many times the next best; chosen because a price that is
# hardly more than the next thing is not worth holding out for.
STANDS_OUT = 1.5
# Weeks after which a price is named again.
REPEAT_WEEKS = 12
# Weeks between two wishes told to a mediator.
TELL_WEEKS = 4


@inner
def price_of(view: View) -> int:
    """Return the asset held by others that stands out for me, or -1."""
    me = view.who[v.ME]
    best, second, found = 0.0, 0.0, -1
    for asset in range(view.asset_i.shape[0]):
        if view.there[asset] == 0 or view.asset_i[asset, c.HOLDER] == me:
            continue
        if view.asset_i[asset, c.DESTINATION] < 0:
            continue
        if view.gain[asset] > best:
            best, second, found = view.gain[asset], best, asset
        elif view.gain[asset] > second:
            second = view.gain[asset]
    return found if best >= STANDS_OUT * second else -1


@inner
def name_price(view: View, acts: Acts, price: int) -> None:
    """Ask for the price in every channel to the other side, and again from time to time."""
    if price < 0:
        return
    week = view.who[v.NOW_WEEK]
    for channel in range(acts.act_i.shape[0]):
        if not view.open_channel[channel] or not is_cross_channel(view, channel):
            continue
        holder = view.asset_i[price, c.HOLDER]
        if not view.member[channel, holder] and not has_friend_in(view, channel, holder):
            continue
        if not is_free(view, acts, channel):
            remind(acts, week + 1)
            continue
        asked = acts.memory[channel, c.LAST_ASKED]
        if asked == 0.0 or week + 1 - asked >= REPEAT_WEEKS:
            say(acts, channel, c.ASK, -1, price, c.NAMES_PRICE)
            acts.memory[channel, c.LAST_ASKED] = week + 1
        remind(acts, int(acts.memory[channel, c.LAST_ASKED]) - 1 + REPEAT_WEEKS)


@inner
def tell_mediators(view: View, acts: Acts) -> None:
    """Ask, where a mediator listens, for what I want most, so that it can draft a text."""
    week = view.who[v.NOW_WEEK]
    for channel in range(acts.act_i.shape[0]):
        if not view.open_channel[channel]:
            continue
        members = 0
        for party in range(view.trust.shape[0]):
            members += view.member[channel, party]
        if members < 3:
            continue
        asked = acts.memory[channel, c.LAST_ASKED]
        if asked != 0.0 and week + 1 - asked < TELL_WEEKS:
            remind(acts, int(asked) - 1 + TELL_WEEKS)
            continue
        if not is_free(view, acts, channel):
            remind(acts, week + 1)
            continue
        rank = int(acts.memory[channel, c.SOUNDED])
        asset = ranked_wish(view, rank)
        if asset < 0:
            continue
        say(acts, channel, c.ASK, -1, asset, c.OPENING)
        acts.memory[channel, c.LAST_ASKED] = week + 1
        acts.memory[channel, c.SOUNDED] = rank + 1
        remind(acts, week + TELL_WEEKS)
        acts.act_i[channel, c.ACT_TO] = -1


@inner
def ranked_wish(view: View, rank: int) -> int:
    """Return the asset of others that I gain `rank`-th most from (0 the most), or -1."""
    me = view.who[v.ME]
    bound, last = 1e300, -1
    for _ in range(rank + 1):
        best, found = 0.0, -1
        for asset in range(view.asset_i.shape[0]):
            if view.there[asset] == 0 or view.asset_i[asset, c.HOLDER] == me:
                continue
            value = view.gain[asset]
            after = value < bound or (value == bound and asset > last)
            if value > best and after:
                best, found = value, asset
        if found < 0:
            return -1
        bound, last = best, found
    return last
