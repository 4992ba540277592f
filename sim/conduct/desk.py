"""The desk of a party: starting a week's acts, and putting one act into a channel."""

from __future__ import annotations

from sim.state import columns as c
from sim.state import view as v
from sim.state.acts import Acts
from sim.state.compiled import inner
from sim.state.layout import Bytes
from sim.state.memory import copy_array, wipe
from sim.state.view import View


@inner
def clear_desk(view: View, acts: Acts) -> None:
    """Start a week: wait in every channel, remember what was remembered."""
    wipe(acts)
    copy_array(view.memory, acts.memory)
    copy_array(view.thought, acts.thought)
    copy_array(view.trail, acts.trail)
    acts.calendar[0] = c.NEVER
    for channel in range(acts.act_i.shape[0]):
        acts.act_i[channel, c.ACT_PAPER] = -1
        acts.act_i[channel, c.ACT_ASSET] = -1
        acts.act_i[channel, c.ACT_VENUE] = -1
        acts.act_i[channel, c.ACT_GUARANTOR] = -1
        acts.act_i[channel, c.ACT_TO] = -1
        for row in range(3):
            acts.act_i[channel, c.ACT_OBJECTIONS + 2 * row + 1] = -1


@inner
def is_free(view: View, acts: Acts, channel: int) -> bool:
    """Return whether I may still act in a channel this week."""
    return channel >= 0 and bool(view.open_channel[channel]) and acts.act_i[channel, c.ACT_KIND] == c.WAIT


@inner
def remind(acts: Acts, week: int) -> None:
    """Note the week in which there will be business, if nothing else comes first."""
    acts.calendar[0] = min(acts.calendar[0], week)


@inner
def say(acts: Acts, channel: int, kind: int, paper: int, asset: int, reason: int) -> None:
    """Put an act into a channel."""
    acts.act_i[channel, c.ACT_KIND] = kind
    acts.act_i[channel, c.ACT_PAPER] = paper
    acts.act_i[channel, c.ACT_ASSET] = asset
    acts.act_i[channel, c.ACT_REASON] = reason


@inner
def put_package(acts: Acts, channel: int, x: Bytes, venue: int, guarantor: int, until: int) -> None:
    """Attach a package to the act in a channel."""
    acts.x[channel] = x
    acts.act_i[channel, c.ACT_VENUE] = venue
    acts.act_i[channel, c.ACT_GUARANTOR] = guarantor
    acts.act_i[channel, c.ACT_UNTIL] = until


@inner
def note_numbers(
    acts: Acts, channel: int, surplus: float, target: float, chance: float, aspiration: float, best: float
) -> None:
    """Note, for the reader alone, the numbers behind an act."""
    acts.act_f[channel, c.ACT_SURPLUS] = surplus
    acts.act_f[channel, c.ACT_TARGET] = target
    acts.act_f[channel, c.ACT_CHANCE] = chance
    acts.act_f[channel, c.ACT_ASPIRATION] = aspiration
    acts.act_f[channel, c.ACT_BEST] = best


@inner
def is_cross_channel(view: View, channel: int) -> bool:
    """Return whether a channel has a member who is not of my side."""
    me = view.who[v.ME]
    for party in range(view.trust.shape[0]):
        if (
            party != me
            and view.member[channel, party]
            and not (view.side[party] == view.side[me] and view.side[me] != 0)
        ):
            return True
    return False


@inner
def has_mediator(view: View, channel: int) -> bool:
    """Return whether a channel of three or more has a member that belongs to no side, while I do."""
    me = view.who[v.ME]
    members = 0
    outside = False
    for party in range(view.trust.shape[0]):
        if view.member[channel, party]:
            members += 1
            if party != me and view.side[party] == 0 and view.side[me] != 0:
                outside = True
    return members >= 3 and outside
