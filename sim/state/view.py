"""What one party may see: its own preferences, public facts, and what its channels delivered.

A view is a set of arrays of its own, zeroed and filled by copying, so that nothing of another
party's can be reached through it. Deciding reads a view and nothing else.
"""

from __future__ import annotations

import math
from typing import NamedTuple

import numpy as np

from sim.state import columns as c
from sim.state.compiled import inner
from sim.state.layout import Bytes, Floats, Ints
from sim.state.memory import copy_array, wipe
from sim.state.params import Params
from sim.state.random import PARDON, SENTENCE, uniform
from sim.state.world import World

# view.who
ME, NOW_WEEK, LAST_WEEK, PARTY_COUNT, SEARCH_BUDGET, IS_CENTRE, LINKAGES, ASSETS, NEWS = range(9)
WHO = 9
# view.who[NEWS]: mail for me, or more: something has happened that everybody may act on
MAIL_NEWS, EVENT_NEWS = 1, 2
# view.stock
STOCK_RESERVATION, STOCK_CONCEDED, STOCK_LUCK_SENTENCE, STOCK_LUCK_PARDON, STOCK_DELAY = range(5)
STOCK = 5
# view.link_mine
MINE_WEIGHT, MINE_HARD, OTHERS_WEIGHT = range(3)


class View(NamedTuple):
    """One party's sight. N actors, P parties, A assets, C channels, L linkages, V venues."""

    own_f: Floats  # (PARTY_FLOATS,) mine
    stock: Floats  # (STOCK,) my reservation now, my conceded stock, my luck this week
    gain: Floats  # (A,) mine, now
    cost: Floats  # (A,) mine, now, of what I hold
    price: Floats  # (A,) of the legal step for what I hold
    weeks: Floats  # (A,) lead time of the legal step, public
    trust: Floats  # (P,) mine
    align: Floats  # (P,) mine
    minds: Floats  # (V,) mine
    belief_mean: Floats  # (N, A) mine
    belief_var: Floats  # (N, A) mine
    belief_threshold: Floats  # (N, 2) mine
    belief_link: Floats  # (L,) mine; of my own linkages 0
    link_mine: Floats  # (L, 3) weight and hardness of mine, weight that all believe of others'
    memory: Floats  # (C, MEMORY) mine
    thought: Bytes  # (C, THOUGHTS, A) mine
    trail: Ints  # (C, THOUGHTS, TRAIL) mine
    who: Ints  # (WHO,)
    own_i: Ints  # (PARTY_INTS,) mine
    asset_i: Ints  # (A, ASSET_INTS) public
    venue_i: Ints  # (V, VENUE_INTS) public
    link_i: Ints  # (L, LINK_INTS) owner, count, shape; hardness only of mine
    side: Ints  # (N,) public
    government: Ints  # (N,) whose ratifier, or -1
    veto: Ints  # (N,) 1 for a ratifier that can stop its government alone, public
    guarantees: Ints  # (P,) who is ready to guarantee, public
    credit_left: Ints  # (P,) levels of credit that I can still give; of others, what I believe that they can
    line: Ints  # (P,) my two-party channels
    papers: Ints  # (PAPERS, PAPER_INTS) those I have received or sent
    letter: Ints  # (PAPERS,) channel by which I was asked
    commitments: Ints  # (COMMITMENTS, COMMITMENT_INTS) given by me or to me
    mail: Ints  # (MAILS, MAIL_INTS) delivered to me this week
    member: Bytes  # (C, P) of my channels
    open_channel: Bytes  # (C,) mine and open
    open_venue: Bytes  # (V,)
    link_if: Bytes  # (L, A)
    link_need: Bytes  # (L, A)
    link_forbid: Bytes  # (L, A)
    citizen: Bytes  # (P, A) public
    there: Bytes  # (A,) levels that can be bargained over now
    pending: Bytes  # (A,)
    danger: Bytes  # (A,)
    demanded: Bytes  # (P, A)
    named: Bytes  # (A,) named in talks that I saw
    paper_x: Bytes  # (PAPERS, A)
    answer: Bytes  # (PAPERS,) mine
    pledged: Bytes  # (COMMITMENTS, A) what the giver would give
    must: Bytes  # (COMMITMENTS, A)
    some: Bytes  # (COMMITMENTS, A)
    never: Bytes  # (COMMITMENTS, A)


LAYOUT: dict[str, tuple[str, tuple[str | int, ...]]] = {
    "own_f": ("f", (c.PARTY_FLOATS,)),
    "stock": ("f", (STOCK,)),
    "gain": ("f", ("A",)),
    "cost": ("f", ("A",)),
    "price": ("f", ("A",)),
    "weeks": ("f", ("A",)),
    "trust": ("f", ("P",)),
    "align": ("f", ("P",)),
    "minds": ("f", ("V",)),
    "belief_mean": ("f", ("N", "A")),
    "belief_var": ("f", ("N", "A")),
    "belief_threshold": ("f", ("N", 2)),
    "belief_link": ("f", ("L",)),
    "link_mine": ("f", ("L", 3)),
    "memory": ("f", ("C", c.MEMORY)),
    "thought": ("b", ("C", c.THOUGHTS, "A")),
    "trail": ("i", ("C", c.THOUGHTS, c.TRAIL)),
    "who": ("i", (WHO,)),
    "own_i": ("i", (c.PARTY_INTS,)),
    "asset_i": ("i", ("A", c.ASSET_INTS)),
    "venue_i": ("i", ("V", c.VENUE_INTS)),
    "link_i": ("i", ("L", c.LINK_INTS)),
    "side": ("i", ("N",)),
    "government": ("i", ("N",)),
    "veto": ("i", ("N",)),
    "guarantees": ("i", ("P",)),
    "credit_left": ("i", ("P",)),
    "line": ("i", ("P",)),
    "papers": ("i", (c.PAPERS, c.PAPER_INTS)),
    "letter": ("i", (c.PAPERS,)),
    "commitments": ("i", (c.COMMITMENTS, c.COMMITMENT_INTS)),
    "mail": ("i", (c.MAILS, c.MAIL_INTS)),
    "member": ("b", ("C", "P")),
    "open_channel": ("b", ("C",)),
    "open_venue": ("b", ("V",)),
    "link_if": ("b", ("L", "A")),
    "link_need": ("b", ("L", "A")),
    "link_forbid": ("b", ("L", "A")),
    "citizen": ("b", ("P", "A")),
    "there": ("b", ("A",)),
    "pending": ("b", ("A",)),
    "danger": ("b", ("A",)),
    "demanded": ("b", ("P", "A")),
    "named": ("b", ("A",)),
    "paper_x": ("b", (c.PAPERS, "A")),
    "answer": ("b", (c.PAPERS,)),
    "pledged": ("b", (c.COMMITMENTS, "A")),
    "must": ("b", (c.COMMITMENTS, "A")),
    "some": ("b", (c.COMMITMENTS, "A")),
    "never": ("b", (c.COMMITMENTS, "A")),
}


@inner
def gain_now(params: Params, world: World, actor: int, asset: int) -> float:
    """Return what an actor gains from an asset this week."""
    value = params.gain[actor, asset] + world.gain_shift[actor, asset]
    value += params.drift[actor, asset] * world.now[c.WEEK]
    value += params.health_gain[actor, asset] * (world.health[asset] - params.health[asset])
    if world.danger[asset]:
        value += params.danger_gain[actor, asset]
    return value * world.gain_factor[actor]


@inner
def reservation_now(params: Params, world: World, actor: int) -> float:
    """Return r_i(s): the value of no deal, with what any deal would end.

    Waiting costs a party `weekly` in each week until a date; a clock costs it a lump at its date.
    Both lower the value of going without, and are over once a deal has been executed.
    """
    value = params.party_f[actor, c.RESERVATION] + world.threshold_shift[actor]
    week = world.now[c.WEEK]
    if world.now[c.NEXT_DEAL] == 0 or not has_executed(world):
        until = params.party_i[actor, c.WAIT_UNTIL]
        if week < until:
            value -= params.party_f[actor, c.WAIT_WEEKLY] * (until - week)
        clock = params.party_i[actor, c.CLOCK_WEEK]
        if 0 <= week <= clock:
            value -= params.party_f[actor, c.CLOCK_COST]
    return value


@inner
def has_executed(world: World) -> bool:
    """Return whether a deal of this run has been executed that freed somebody.

    Only what frees somebody can be proposed; a default may still have left nothing of it.
    """
    for deal in range(c.DEALS):
        if world.deals[deal, c.DEAL_STAGE] == c.EXECUTED:
            return True
    return False


@inner
def is_channel_open(params: Params, world: World, channel: int) -> bool:
    """Return whether a channel may be used this week."""
    week = world.now[c.WEEK]
    return bool(params.channel_i[channel, c.OPENS] <= week <= params.channel_i[channel, c.CLOSES])


@inner
def luck_of(params: Params, world: World, me: int, purpose: int) -> float:
    """Return a party's own draw of the week for a purpose; at the centre an undated act never happens."""
    if params.run_i[c.CENTRE] == 1:
        return np.inf
    return uniform(
        params.run_i[c.SEED], params.run_i[c.RUN], params.party_i[me, c.PARTY_KEY], world.now[c.WEEK], purpose
    )


@inner
def is_private_credit(params: Params, me: int, asset: int) -> bool:
    """Return whether an asset is a credit between two others: what is left of it is not mine to see."""
    facts = params.asset_i[asset]
    return bool(facts[c.KIND] == c.CREDIT and facts[c.HOLDER] != me and facts[c.DESTINATION] != me)


@inner
def _credit_there(params: Params, world: World, me: int, asset: int) -> int:
    """Return what I know to be left of a credit between others, from the deals that I know of."""
    for deal in range(c.DEALS):
        stage = world.deals[deal, c.DEAL_STAGE]
        under_way = stage == c.RATIFYING or stage == c.STEPS
        if under_way and world.deal_known[deal, me] and world.deal_x[deal, asset] > 0:
            return 0
    return max(0, params.asset_i[asset, c.LEVELS] - world.credit_seen[me, asset])


@inner
def fill_view(params: Params, world: World, me: int, view: View) -> None:
    """Zero a view and fill it with what party `me` may see this week."""
    wipe(view)
    actors = params.party_f.shape[0]
    parties = params.run_i[c.PARTIES]
    assets = params.run_i[c.ASSETS]
    links = params.run_i[c.LINKAGES]
    week = world.now[c.WEEK]
    view.who[ME] = me
    view.who[NOW_WEEK] = week
    view.who[LAST_WEEK] = params.run_i[c.WEEKS]
    view.who[PARTY_COUNT] = parties
    view.who[SEARCH_BUDGET] = params.run_i[c.BUDGET]
    view.who[IS_CENTRE] = params.run_i[c.CENTRE]
    view.who[LINKAGES] = params.run_i[c.LINKAGES]
    view.who[ASSETS] = assets
    view.who[NEWS] = EVENT_NEWS if world.now[c.NEWS] != 0 else 0
    view.own_f[:] = params.party_f[me]
    view.own_i[:] = params.party_i[me]
    view.stock[STOCK_RESERVATION] = reservation_now(params, world, me)
    view.stock[STOCK_CONCEDED] = world.conceded[me]
    view.stock[STOCK_LUCK_SENTENCE] = luck_of(params, world, me, SENTENCE)
    view.stock[STOCK_LUCK_PARDON] = luck_of(params, world, me, PARDON)
    for actor in range(actors):
        view.side[actor] = params.party_i[actor, c.SIDE]
        view.government[actor] = params.party_i[actor, c.GOVERNMENT]
        view.veto[actor] = params.party_i[actor, c.VETO]
        if params.party_i[actor, c.GOVERNMENT] == me:
            view.stock[STOCK_DELAY] = max(view.stock[STOCK_DELAY], params.party_f[actor, c.DELAY])
        if actor < parties or params.party_i[actor, c.GOVERNMENT] == me:
            copy_array(world.belief_mean[me, actor], view.belief_mean[actor])
            copy_array(world.belief_var[me, actor], view.belief_var[actor])
            view.belief_threshold[actor, 0] = world.belief_threshold[me, actor, 0]
            view.belief_threshold[actor, 1] = world.belief_threshold[me, actor, 1]
    for other in range(parties):
        view.credit_left[other] = world.credit_most[me, other]
        view.trust[other] = min(1.0, max(0.0, params.trust[me, other] + world.trust_shift[me, other]))
        view.align[other] = params.align[me, other]
        view.guarantees[other] = params.party_i[other, c.GUARANTEES]
        view.line[other] = params.line[me, other]
    view.credit_left[me] = params.party_i[me, c.CREDIT_BUDGET] - world.ledger[me].sum()
    copy_array(params.citizen, view.citizen)
    copy_array(params.asset_i, view.asset_i)
    view.venue_i[:] = params.venue_i
    view.minds[:] = params.minds[me]
    view.open_venue[:] = world.open_venue
    view.pending[:] = world.pending
    view.danger[:] = world.danger
    copy_array(world.demanded, view.demanded)
    for asset in range(assets):
        held = world.status[asset] == c.HELD and world.reserved[asset] == 0
        if is_private_credit(params, me, asset):
            view.there[asset] = _credit_there(params, world, me, asset)
        elif held and params.asset_i[asset, c.GATED] == 0:
            view.there[asset] = world.left[asset]
        view.gain[asset] = gain_now(params, world, me, asset)
        sentenced = 0 if world.pending[asset] else 1
        view.weeks[asset] = math.ceil(params.step_weeks[asset, sentenced])
        if params.asset_i[asset, c.HOLDER] == me:
            view.cost[asset] = params.cost[me, asset] * world.cost_factor[me, asset]
            view.price[asset] = params.step_price[asset, sentenced]
    view.link_i[:] = -1
    for link in range(links):
        copy_array(params.link_if[link], view.link_if[link])
        copy_array(params.link_need[link], view.link_need[link])
        copy_array(params.link_forbid[link], view.link_forbid[link])
        view.link_i[link] = params.link_i[link]
        owner = params.link_i[link, c.LINK_OWNER]
        view.link_mine[link, OTHERS_WEIGHT] = params.link_f[link, 2]
        if owner == me:
            view.link_mine[link, MINE_WEIGHT] = params.link_f[link, 0]
            view.link_mine[link, MINE_HARD] = params.link_i[link, c.LINK_HARD]
        else:
            view.link_i[link, c.LINK_HARD] = 0
            if owner < parties or params.party_i[owner, c.GOVERNMENT] == me:
                view.belief_link[link] = world.belief_link[me, link]
    _fill_talks(params, world, me, view)


@inner
def _fill_talks(params: Params, world: World, me: int, view: View) -> None:
    """Copy what the party's channels have delivered."""
    week = world.now[c.WEEK]
    for channel in range(params.member.shape[0]):
        if params.member[channel, me]:
            view.member[channel] = params.member[channel]
            view.open_channel[channel] = 1 if is_channel_open(params, world, channel) else 0
            view.memory[channel] = world.memory[me, channel]
            copy_array(world.thought[me, channel], view.thought[channel])
            copy_array(world.trail[me, channel], view.trail[channel])
    for paper in range(c.PAPERS):
        view.letter[paper] = -1
        if world.papers[paper, c.PAPER_TYPE] == c.NO_PAPER:
            continue
        mine = world.papers[paper, c.PAPER_FROM] == me
        channel = world.papers[paper, c.PAPER_CHANNEL]
        here = params.member[channel, me] and world.papers[paper, c.PAPER_ARRIVES] <= week
        asked = world.letter[paper, me] >= 0
        if mine or here or asked:
            view.papers[paper] = world.papers[paper]
            copy_array(world.paper_x[paper], view.paper_x[paper])
            view.answer[paper] = world.answer[paper, me]
            view.letter[paper] = world.letter[paper, me]
            for asset in range(params.run_i[c.ASSETS]):
                if world.paper_x[paper, asset]:
                    view.named[asset] = 1
    for commitment in range(c.COMMITMENTS):
        if world.commitments[commitment, c.COMMITMENT_STATE] == c.FREE:
            continue
        giver = world.commitments[commitment, c.GIVER] == me
        taker = (
            world.commitments[commitment, c.TAKER] == me
            and world.commitments[commitment, c.COMMITMENT_STATE] == c.STANDING
        )
        if giver or taker:
            view.commitments[commitment] = world.commitments[commitment]
            copy_array(world.pledged[commitment], view.pledged[commitment])
            copy_array(world.must[commitment], view.must[commitment])
            copy_array(world.some[commitment], view.some[commitment])
            copy_array(world.never[commitment], view.never[commitment])
    for mail in range(c.MAILS):
        if world.mail[mail, c.MAIL_KIND] == c.WAIT or world.mail[mail, c.MAIL_ARRIVES] != week:
            continue
        channel = world.mail[mail, c.MAIL_CHANNEL]
        addressed = world.mail[mail, c.MAIL_TO] < 0 or world.mail[mail, c.MAIL_TO] == me
        if params.member[channel, me] and world.mail[mail, c.MAIL_FROM] != me and addressed:
            view.mail[mail] = world.mail[mail]
            view.who[NEWS] = max(view.who[NEWS], MAIL_NEWS)
