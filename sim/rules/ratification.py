"""Ratification: a state's own ratifiers answer after a while, by their own lights.

Every ratifier with a veto must find the package above its threshold, and the weights of the rest
must reach the state's quota. An ally's ratifiers answer before its commitment stands.
"""

from __future__ import annotations

import numpy as np

from sim.rules.consent import is_consenter, refuse_deal
from sim.rules.log import note
from sim.rules.post import send
from sim.state import columns as c
from sim.state.compiled import inner
from sim.state.layout import Bytes
from sim.state.params import Params
from sim.state.view import gain_now
from sim.state.world import World
from sim.tactics.belief import believed_faith, learn_answer, learn_wish
from sim.worth.surplus import actor_red_line, actor_surplus


@inner
def who_is_against(params: Params, world: World, state: int, x: Bytes, venue: int, guarantor: int) -> int:
    """Return the ratifier on whom a package fails inside a state, or -1 if it passes."""
    weight = 0.0
    willing = 0.0
    heaviest, against = 0.0, -1
    for actor in range(params.run_i[c.PARTIES], params.party_f.shape[0]):
        if params.party_i[actor, c.GOVERNMENT] != state:
            continue
        worth = actor_surplus(params, world, actor, x, venue, guarantor, False)
        yes = worth >= 0.0 and actor_red_line(params, actor, x) < 0
        _teach(params, world, state, actor, x, guarantor, yes)
        if params.party_i[actor, c.VETO] == 1:
            if not yes:
                return actor
        else:
            weight += params.party_f[actor, c.WEIGHT]
            if yes:
                willing += params.party_f[actor, c.WEIGHT]
            elif params.party_f[actor, c.WEIGHT] > heaviest:
                heaviest, against = params.party_f[actor, c.WEIGHT], actor
    if weight > 0.0 and willing < params.party_f[state, c.QUOTA] * weight - 1e-9:
        return against
    return -1


@inner
def _teach(params: Params, world: World, state: int, actor: int, x: Bytes, guarantor: int, yes: bool) -> None:
    """Let the government learn from its ratifier's answer."""
    learn_answer(
        world.belief_mean[state, actor], world.belief_var[state, actor], world.belief_threshold[state, actor],
        params.asset_i, state, x, believed_faith(1 if guarantor >= 0 else 0, 0), 0.0, yes,
    )  # fmt: skip


@inner
def needs_of(params: Params, world: World, actor: int, state: int, x: Bytes, skip: int) -> int:
    """Return what a ratifier would gain most from that is not in the package, or -1.

    What a linkage that it minds asks for comes first.
    """
    best, found = 0.0, -1
    for asset in range(x.shape[0]):
        there = world.status[asset] == c.HELD and world.reserved[asset] == 0
        if x[asset] > 0 or not there or asset == skip or params.asset_i[asset, c.HOLDER] == state:
            continue
        if params.asset_i[asset, c.DESTINATION] < 0:
            continue
        value = gain_now(params, world, actor, asset)
        for link in range(params.link_i.shape[0]):
            if params.link_i[link, c.LINK_OWNER] == actor and params.link_need[link, asset]:
                value += abs(params.link_f[link, 0]) + 0.1
        if value > best + 1e-12:
            best, found = value, asset
    return found


@inner
def ratify(params: Params, world: World) -> None:
    """Take the answers that are due: on commitments first, then on deals."""
    week = world.now[c.WEEK]
    for commitment in range(c.COMMITMENTS):
        state = world.commitments[commitment, c.COMMITMENT_STATE]
        if state == c.STANDING and world.commitments[commitment, c.EXPIRES] <= week:
            world.commitments[commitment, c.COMMITMENT_STATE] = c.FREE
        if state == c.IN_RATIFICATION and world.commitments[commitment, c.COMMITMENT_DUE] <= week + 1:
            _ratify_commitment(params, world, commitment)
    for deal in range(c.DEALS):
        if world.deals[deal, c.DEAL_STAGE] != c.RATIFYING or world.deals[deal, c.DEAL_DUE] > week:
            continue
        x = world.deal_x[deal]
        venue = world.deals[deal, c.DEAL_VENUE]
        guarantor = world.deals[deal, c.DEAL_GUARANTOR]
        failed = False
        for party in range(params.run_i[c.PARTIES]):
            if failed or world.deal_bound[deal, party] or not is_consenter(params, party, x, venue, guarantor):
                continue
            actor = who_is_against(params, world, party, x, venue, guarantor)
            if actor >= 0:
                first = needs_of(params, world, actor, party, x, -1)
                second = needs_of(params, world, actor, party, x, first)
                note(world, c.LOG_NOT_RATIFIED, deal, actor, first, -1)
                refuse_deal(params, world, deal, party, first, second)
                failed = True
        if not failed:
            note(world, c.LOG_RATIFIED, deal, -1, -1, -1)
            world.deals[deal, c.DEAL_STAGE] = c.STEPS
            lead = 0.0
            for asset in range(x.shape[0]):
                if x[asset] > 0:
                    lead = max(lead, params.step_weeks[asset, 0 if world.pending[asset] else 1])
            world.deals[deal, c.DEAL_DUE] = week + int(np.ceil(lead))


@inner
def _ratify_commitment(params: Params, world: World, commitment: int) -> None:
    """Let a commitment stand, or send its taker the ratifiers' objections instead."""
    giver = world.commitments[commitment, c.GIVER]
    taker = world.commitments[commitment, c.TAKER]
    paper = world.commitments[commitment, c.COMMITMENT_PAPER]
    channel = world.commitments[commitment, c.COMMITMENT_CHANNEL]
    x = world.paper_x[paper]
    actor = who_is_against(
        params, world, giver, x, world.papers[paper, c.PAPER_VENUE], world.papers[paper, c.PAPER_GUARANTOR]
    )
    world.papers[paper, c.PAPER_STATE] = c.CLOSED
    if actor < 0:
        for other in range(c.COMMITMENTS):
            same = world.commitments[other, c.GIVER] == giver and world.commitments[other, c.TAKER] == taker
            if other != commitment and same and world.commitments[other, c.COMMITMENT_STATE] == c.STANDING:
                world.commitments[other, c.COMMITMENT_STATE] = c.FREE
        world.commitments[commitment, c.COMMITMENT_STATE] = c.STANDING
        note(world, c.LOG_COMMITMENT, commitment, giver, taker, -1)
        send(params, world, giver, channel, c.COMMIT, paper, -1, taker)
        return
    world.commitments[commitment, c.COMMITMENT_STATE] = c.FREE
    first = needs_of(params, world, actor, giver, x, -1)
    second = needs_of(params, world, actor, giver, x, first)
    note(world, c.LOG_RATIFIER_AGAINST, giver, actor, first, second)
    mail = send(params, world, giver, channel, c.REFUSE, paper, -1, taker)
    for row in range(2):
        asset = first if row == 0 else second
        if asset >= 0:
            learn_wish(world.belief_mean[giver, actor], world.belief_var[giver, actor], asset, 1.0)
            if mail >= 0:
                world.mail[mail, c.MAIL_OBJECTIONS + 2 * row] = c.NEEDS
                world.mail[mail, c.MAIL_OBJECTIONS + 2 * row + 1] = asset
    for link in range(params.link_i.shape[0]):
        if params.link_i[link, c.LINK_OWNER] == actor and first >= 0 and params.link_need[link, first]:
            world.belief_link[giver, link] = 0.95
