"""Who has business this week: nobody else is asked to decide, for they would only wait.

A party has business when there is news, when something awaits its answer, when a commitment to it has
just run out, or when the week is there that it noted in its calendar. Deciding is written so that
without business it is to wait and to remember what was remembered; a test holds the two together.
"""

from __future__ import annotations

from sim.conduct.stakes import WEEKS_IN_YEAR
from sim.conduct.text import is_time_for_text
from sim.state import columns as c
from sim.state.compiled import inner
from sim.state.params import Params
from sim.state.random import PARDON, SENTENCE
from sim.state.view import gain_now, luck_of
from sim.state.world import World


@inner
def has_business(params: Params, world: World, me: int) -> bool:
    """Return whether a party has anything to decide this week."""
    week = world.now[c.WEEK]
    if world.calendar[me] <= week or is_moved_to_stakes(params, world, me):
        return True
    if world.now[c.NEWS] != 0 and (world.calendar[me] < c.NEVER or may_wish(params, world, me)):
        return True
    for mail in range(c.MAILS):
        if world.mail[mail, c.MAIL_KIND] == c.WAIT or world.mail[mail, c.MAIL_ARRIVES] != week:
            continue
        addressed = world.mail[mail, c.MAIL_TO] < 0 or world.mail[mail, c.MAIL_TO] == me
        if addressed and world.mail[mail, c.MAIL_FROM] != me:
            if params.member[world.mail[mail, c.MAIL_CHANNEL], me]:
                return True
    for paper in range(c.PAPERS):
        if world.papers[paper, c.PAPER_STATE] != c.LIVE or world.papers[paper, c.PAPER_FROM] == me:
            continue
        if world.letter[paper, me] >= 0:
            if world.answer[paper, me] == c.ASKED:
                return True
        elif world.answer[paper, me] == c.UNASKED and world.papers[paper, c.PAPER_TYPE] != c.DRAFT:
            arrived = world.papers[paper, c.PAPER_ARRIVES] <= week
            if arrived and params.member[world.papers[paper, c.PAPER_CHANNEL], me]:
                return True
    for commitment in range(c.COMMITMENTS):
        if world.commitments[commitment, c.COMMITMENT_STATE] == c.STANDING:
            if world.commitments[commitment, c.TAKER] == me and world.commitments[commitment, c.EXPIRES] == week:
                return True
    return False


@inner
def is_moved_to_stakes(params: Params, world: World, me: int) -> bool:
    """Return whether a party would raise or lower the stakes this week, by its rate and its luck."""
    own = params.party_f[me]
    if own[c.SENTENCE_RATE] <= 0.0 and own[c.PARDON_RATE] <= 0.0:
        return False
    return bool(
        luck_of(params, world, me, SENTENCE) < own[c.SENTENCE_RATE] / WEEKS_IN_YEAR
        or luck_of(params, world, me, PARDON) < own[c.PARDON_RATE] / WEEKS_IN_YEAR
    )


@inner
def may_wish(params: Params, world: World, me: int) -> bool:
    """Return whether a party with nothing in its calendar may have found somebody, or something, to ask for."""
    for asset in range(params.run_i[c.ASSETS]):
        if world.status[asset] != c.HELD or world.reserved[asset]:
            continue
        if world.reach[me, params.asset_i[asset, c.HOLDER]] and gain_now(params, world, me, asset) > 0.0:
            return True
    return False


@inner
def find_reach(params: Params, world: World) -> None:
    """Write down, at the start, whose captives each party could ask for in some channel."""
    parties = params.run_i[c.PARTIES]
    for me in range(parties):
        for channel in range(params.member.shape[0]):
            if params.member[channel, me] == 0:
                continue
            for member in range(parties):
                if member == me or params.member[channel, member] == 0:
                    continue
                side = params.party_i[member, c.SIDE]
                for holder in range(parties):
                    if holder == member or (side != 0 and params.party_i[holder, c.SIDE] == side):
                        world.reach[me, holder] = 1


@inner
def has_text(params: Params, world: World, me: int) -> bool:
    """Return whether a mediator may draft a text in any of its channels this week."""
    if params.party_i[me, c.IS_MEDIATOR] == 0:
        return False
    week = world.now[c.WEEK]
    for channel in range(params.member.shape[0]):
        if params.member[channel, me] and is_time_for_text(params.party_i[me], world.memory[me, channel], week):
            members = 0
            for party in range(params.run_i[c.PARTIES]):
                members += params.member[channel, party]
            if members >= 3:
                return True
    return False


@inner
def note_channels(params: Params, world: World) -> None:
    """A channel that opens, or has closed, is news."""
    week = world.now[c.WEEK]
    for channel in range(params.member.shape[0]):
        if params.channel_i[channel, c.OPENS] == week or params.channel_i[channel, c.CLOSES] + 1 == week:
            world.now[c.NEWS] = 1
