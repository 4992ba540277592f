"""Putting acts on the table: papers, mail, commitments. What is not allowed is not done."""

from __future__ import annotations

from sim.rules.events import set_danger
from sim.state import columns as c
from sim.state.acts import Acts
from sim.state.compiled import inner
from sim.state.layout import Bytes
from sim.state.memory import copy_array
from sim.state.params import Params
from sim.state.view import is_channel_open, is_private_credit
from sim.state.world import World


@inner
def take_down(world: World, me: int, acts: Acts) -> None:
    """Keep what a party decided until every party has decided."""
    copy_array(acts.memory, world.out_memory[me])
    copy_array(acts.thought, world.thought[me])
    copy_array(acts.trail, world.trail[me])
    copy_array(acts.act_i, world.out_i[me])
    for channel in range(acts.act_i.shape[0]):
        if acts.act_i[channel, c.ACT_KIND] != c.WAIT:
            world.out_f[me, channel] = acts.act_f[channel]
            world.out_x[me, channel] = acts.x[channel]
            world.out_must[me, channel] = acts.must[channel]
            world.out_some[me, channel] = acts.some[channel]
            world.out_never[me, channel] = acts.never[channel]


@inner
def carry_out_all(params: Params, world: World) -> None:
    """Put what all parties have decided this week on the table.

    Whether an act is allowed is judged on the state before any is carried out. Answers come first, then
    what is new on the table: who accepts a package that another refuses or withdraws in the same week
    has still accepted it, whoever of them comes first in the scenario, and the package is gone.
    """
    for party in range(params.run_i[c.PARTIES]):
        if world.awake[party] == 0:
            continue
        copy_array(world.out_memory[party], world.memory[party])
        for channel in range(params.member.shape[0]):
            _drop_if_not_allowed(params, world, party, channel)
    for new in range(2):
        for party in range(params.run_i[c.PARTIES]):
            for channel in range(params.member.shape[0]):
                kind = world.out_i[party, channel, c.ACT_KIND]
                puts = kind == c.ASK or kind == c.SOUND_OUT or kind == c.PROPOSE
                if kind != c.WAIT and puts == (new == 1):
                    _carry_out_one(params, world, party, channel, kind, False)


@inner
def carry_out_in(params: Params, world: World, me: int, channel: int, texts: bool) -> None:
    """Carry out a party's act in one channel, if the rules allow it."""
    _drop_if_not_allowed(params, world, me, channel)
    kind = world.out_i[me, channel, c.ACT_KIND]
    if kind != c.WAIT:
        _carry_out_one(params, world, me, channel, kind, texts)


@inner
def _drop_if_not_allowed(params: Params, world: World, me: int, channel: int) -> None:
    """Turn an act that the rules do not allow into waiting."""
    if world.out_i[me, channel, c.ACT_KIND] == c.WAIT:
        return
    member = params.member[channel, me] == 1 and is_channel_open(params, world, channel)
    if not member or not is_allowed(params, world, me, channel):
        world.out_i[me, channel, c.ACT_KIND] = c.WAIT


@inner
def is_allowed(params: Params, world: World, me: int, channel: int) -> bool:
    """Return whether an act is one that the rules allow the party."""
    kind = world.out_i[me, channel, c.ACT_KIND]
    paper = world.out_i[me, channel, c.ACT_PAPER]
    asset = world.out_i[me, channel, c.ACT_ASSET]
    if kind == c.PROPOSE:
        return is_offerable(params, world, me, channel, world.out_x[me, channel])
    if kind == c.ACCEPT or kind == c.WITHDRAW:
        if paper < 0 or paper >= c.PAPERS or world.papers[paper, c.PAPER_STATE] != c.LIVE:
            return False
        mine = world.papers[paper, c.PAPER_FROM] == me
        seen = world.letter[paper, me] >= 0 or params.member[world.papers[paper, c.PAPER_CHANNEL], me] == 1
        return bool(mine) if kind == c.WITHDRAW else bool(seen)
    if kind == c.COMMIT:
        if paper < 0 or paper >= c.PAPERS or world.papers[paper, c.PAPER_TYPE] != c.DRAFT:
            return False
        for other in range(params.asset_i.shape[0]):
            if world.paper_x[paper, other] > 0 and params.asset_i[other, c.HOLDER] == me:
                return True
        return False
    if kind == c.SENTENCE_ACT or kind == c.PARDON_ACT:
        return asset >= 0 and params.asset_i[asset, c.HOLDER] == me and world.status[asset] == c.HELD
    return True


@inner
def is_offerable(params: Params, world: World, me: int, channel: int, x: Bytes) -> bool:
    """Return whether a party may put a package on the table of a channel.

    It may give what it holds or has a standing commitment for, and name what members hold or
    what is held by those of a member's side; nothing that is gone, gated or bound elsewhere. It must
    free somebody: favours alone are no matter of these talks.
    """
    some = False
    side = params.party_i[me, c.SIDE]
    for asset in range(x.shape[0]):
        if x[asset] == 0:
            continue
        if params.asset_i[asset, c.KIND] == c.PERSON:
            some = True
        if x[asset] < 0 or params.asset_i[asset, c.GATED] or params.asset_i[asset, c.DESTINATION] < 0:
            return False
        holder = params.asset_i[asset, c.HOLDER]
        if is_private_credit(params, me, asset):
            # What is left of it only its giver knows, and says when it answers.
            if x[asset] > params.asset_i[asset, c.LEVELS]:
                return False
        elif world.status[asset] != c.HELD or world.reserved[asset] or x[asset] > world.left[asset]:
            return False
        if holder == me or params.member[channel, holder]:
            continue
        if has_word(params, world, me, holder, asset, x):
            continue
        spoken_for = False
        for party in range(params.run_i[c.PARTIES]):
            if params.member[channel, party] and party != me and params.party_i[party, c.SIDE] != 0:
                if params.party_i[party, c.SIDE] == params.party_i[holder, c.SIDE]:
                    spoken_for = True
        if not spoken_for or (side != 0 and params.party_i[holder, c.SIDE] == side):
            return False
    return some


@inner
def has_word(params: Params, world: World, taker: int, giver: int, asset: int, x: Bytes) -> bool:
    """Return whether a standing commitment covers an asset in this package (its place apart)."""
    for commitment in range(c.COMMITMENTS):
        if (
            world.commitments[commitment, c.COMMITMENT_STATE] == c.STANDING
            and world.commitments[commitment, c.GIVER] == giver
            and world.commitments[commitment, c.TAKER] == taker
            and world.commitments[commitment, c.EXPIRES] > world.now[c.WEEK]
            and world.pledged[commitment, asset]
            and basket_suffices(world, commitment, x)
        ):
            return True
    return False


@inner
def basket_suffices(world: World, commitment: int, x: Bytes) -> bool:
    """Return whether a package meets the condition of a commitment on its basket."""
    some = 0
    for asset in range(x.shape[0]):
        if x[asset] < world.must[commitment, asset]:
            return False
        if x[asset] > 0:
            if world.never[commitment, asset]:
                return False
            some += world.some[commitment, asset]
    return bool(some >= world.commitments[commitment, c.COMMITMENT_COUNT])


@inner
def new_paper(params: Params, world: World, me: int, channel: int, kind: int, x: Bytes) -> int:
    """Put a package on the table; the oldest closed paper makes room. Return its place, or -1."""
    found, oldest = -1, -1
    for paper in range(c.PAPERS):
        if world.papers[paper, c.PAPER_TYPE] == c.NO_PAPER:
            found = paper
            break
        if world.papers[paper, c.PAPER_STATE] == c.CLOSED:
            if oldest < 0 or world.papers[paper, c.PAPER_SERIAL] < world.papers[oldest, c.PAPER_SERIAL]:
                oldest = paper
    if found < 0:
        found = oldest
    if found < 0:
        return -1
    week = world.now[c.WEEK]
    world.papers[found, c.PAPER_TYPE] = kind
    world.papers[found, c.PAPER_SERIAL] = world.now[c.NEXT_SERIAL]
    world.now[c.NEXT_SERIAL] += 1
    world.papers[found, c.PAPER_FROM] = me
    world.papers[found, c.PAPER_CHANNEL] = channel
    world.papers[found, c.PAPER_WEEK] = week
    world.papers[found, c.PAPER_UNTIL] = world.out_i[me, channel, c.ACT_UNTIL]
    world.papers[found, c.PAPER_VENUE] = world.out_i[me, channel, c.ACT_VENUE]
    world.papers[found, c.PAPER_GUARANTOR] = world.out_i[me, channel, c.ACT_GUARANTOR]
    world.papers[found, c.PAPER_ARRIVES] = week + params.channel_i[channel, c.CHANNEL_DELAY]
    world.papers[found, c.PAPER_STATE] = c.LIVE
    world.papers[found, c.PAPER_ASSET] = world.out_i[me, channel, c.ACT_ASSET]
    world.paper_x[found] = x
    world.answer[found] = c.UNASKED
    world.letter[found] = -1
    return found


@inner
def send(params: Params, world: World, sender: int, channel: int, kind: int, paper: int, asset: int, to: int) -> int:
    """Send mail through a channel; return its place, or -1 if the bag is full."""
    for mail in range(c.MAILS):
        if world.mail[mail, c.MAIL_KIND] == c.WAIT:
            world.mail[mail] = 0
            world.mail[mail, c.MAIL_KIND] = kind
            world.mail[mail, c.MAIL_FROM] = sender
            world.mail[mail, c.MAIL_CHANNEL] = channel
            world.mail[mail, c.MAIL_ARRIVES] = world.now[c.WEEK] + params.channel_i[channel, c.CHANNEL_DELAY]
            world.mail[mail, c.MAIL_PAPER] = paper
            world.mail[mail, c.MAIL_ASSET] = asset
            world.mail[mail, c.MAIL_TO] = to
            for row in range(3):
                world.mail[mail, c.MAIL_OBJECTIONS + 2 * row + 1] = -1
            return mail
    return -1


@inner
def _carry_out_one(params: Params, world: World, me: int, channel: int, kind: int, texts: bool) -> None:
    act = world.out_i[me, channel]
    paper = act[c.ACT_PAPER]
    asset = act[c.ACT_ASSET]
    x = world.out_x[me, channel]
    to = act[c.ACT_TO]
    if kind == c.ASK or kind == c.SOUND_OUT:
        has_package = False
        for other in range(x.shape[0]):
            if x[other] > 0:
                has_package = True
        if has_package:
            paper = new_paper(params, world, me, channel, c.DRAFT, x)
            act[c.ACT_PAPER] = paper
        send(params, world, me, channel, kind, paper, asset, to)
    elif kind == c.PROPOSE:
        for other in range(c.PAPERS):
            older = world.papers[other, c.PAPER_TYPE] == c.PROPOSAL or world.papers[other, c.PAPER_TYPE] == c.TEXT
            mine = world.papers[other, c.PAPER_FROM] == me and world.papers[other, c.PAPER_CHANNEL] == channel
            if older and mine and world.papers[other, c.PAPER_STATE] == c.LIVE:
                world.papers[other, c.PAPER_STATE] = c.CLOSED
        paper = new_paper(params, world, me, channel, c.TEXT if texts else c.PROPOSAL, x)
        act[c.ACT_PAPER] = paper
        if paper >= 0:
            world.answer[paper, me] = c.YES
            send(params, world, me, channel, kind, paper, -1, -1)
            for other in range(x.shape[0]):
                if x[other] > 0:
                    world.named[other] = 1
    elif kind == c.ACCEPT:
        world.answer[paper, me] = c.YES
        send(params, world, me, channel, kind, paper, -1, -1)
    elif kind == c.REFUSE:
        _refuse(params, world, me, channel, paper, asset)
    elif kind == c.COMMIT:
        _commit(params, world, me, channel, paper)
    elif kind == c.WITHDRAW:
        world.papers[paper, c.PAPER_STATE] = c.CLOSED
        send(params, world, me, channel, kind, paper, -1, -1)
    elif kind == c.SENTENCE_ACT:
        set_danger(params, world, asset, 1)
    elif kind == c.PARDON_ACT:
        set_danger(params, world, asset, 0)


@inner
def _refuse(params: Params, world: World, me: int, channel: int, paper: int, asset: int) -> None:
    """Send a refusal with its objections; a refused package is off the table."""
    to = -1
    if paper >= 0:
        kind = world.papers[paper, c.PAPER_TYPE]
        if kind == c.DRAFT:
            to = world.papers[paper, c.PAPER_FROM]
            world.papers[paper, c.PAPER_STATE] = c.CLOSED
        elif kind == c.PROPOSAL or kind == c.TEXT:
            world.answer[paper, me] = c.NO
            world.papers[paper, c.PAPER_STATE] = c.CLOSED
    mail = send(params, world, me, channel, c.REFUSE, paper, asset, to)
    if mail >= 0:
        for row in range(6):
            world.mail[mail, c.MAIL_OBJECTIONS + row] = world.out_i[me, channel, c.ACT_OBJECTIONS + row]


@inner
def _commit(params: Params, world: World, me: int, channel: int, paper: int) -> None:
    """Write down a commitment; it stands once the giver's ratifiers have had their time."""
    taker = world.papers[paper, c.PAPER_FROM]
    found = -1
    for commitment in range(c.COMMITMENTS):
        if world.commitments[commitment, c.COMMITMENT_STATE] == c.FREE:
            found = commitment
            break
    if found < 0:
        world.out_i[me, channel, c.ACT_KIND] = c.WAIT
        return
    delay = params.channel_i[channel, c.CHANNEL_DELAY] * 1.0
    for actor in range(params.party_f.shape[0]):
        if params.party_i[actor, c.GOVERNMENT] == me:
            delay = max(delay, params.party_f[actor, c.DELAY])
    week = world.now[c.WEEK]
    world.commitments[found, c.GIVER] = me
    world.commitments[found, c.TAKER] = taker
    world.commitments[found, c.COMMITMENT_CHANNEL] = channel
    world.commitments[found, c.EXPIRES] = world.out_i[me, channel, c.ACT_UNTIL]
    world.commitments[found, c.COMMITMENT_STATE] = c.IN_RATIFICATION
    world.commitments[found, c.COMMITMENT_COUNT] = world.out_i[me, channel, c.ACT_COUNT]
    world.commitments[found, c.COMMITMENT_DUE] = week + int(delay + 0.999)
    world.commitments[found, c.COMMITMENT_PAPER] = paper
    world.commitments[found, c.COMMITMENT_PLACE] = world.out_i[me, channel, c.ACT_PLACE]
    for asset in range(params.asset_i.shape[0]):
        mine = params.asset_i[asset, c.HOLDER] == me
        world.pledged[found, asset] = world.paper_x[paper, asset] if mine else 0
    world.must[found] = world.out_must[me, channel]
    world.some[found] = world.out_some[me, channel]
    world.never[found] = world.out_never[me, channel]
