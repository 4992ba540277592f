"""Consent: who must agree to a package, and when it is complete.

A package needs its custodians, receivers and grantors, its host and its guarantor. An answer counts
wherever it was given; a standing commitment whose condition holds is its giver's consent, ratifiers
included; consenters outside the channel are asked by letter.
"""

from __future__ import annotations

import math

import numpy as np

from sim.rules.deals import collapse, is_under_way
from sim.rules.log import note
from sim.rules.post import basket_suffices, send
from sim.state import columns as c
from sim.state.compiled import inner
from sim.state.layout import Bytes
from sim.state.params import Params
from sim.state.world import World
from sim.worth.surplus import actor_red_line

# Weeks that a package stays on the table for those asked by letter.
LETTER_WEEKS = 4


@inner
def is_consenter(params: Params, party: int, x: Bytes, venue: int, guarantor: int) -> bool:
    """Return whether a package touches a party, so that it needs the party's yes."""
    if guarantor == party or (venue >= 0 and params.venue_i[venue, c.HOST] == party):
        return True
    for asset in range(x.shape[0]):
        if x[asset] > 0:
            if params.asset_i[asset, c.HOLDER] == party:
                return True
            if params.asset_i[asset, c.KIND] == c.PERSON and params.asset_i[asset, c.DESTINATION] == party:
                return True
    return False


@inner
def has_committed(params: Params, world: World, party: int, paper: int) -> bool:
    """Return whether a standing commitment is this party's consent to a package."""
    x = world.paper_x[paper]
    for commitment in range(c.COMMITMENTS):
        if (
            world.commitments[commitment, c.COMMITMENT_STATE] != c.STANDING
            or world.commitments[commitment, c.GIVER] != party
            or world.commitments[commitment, c.EXPIRES] <= world.now[c.WEEK]
            or world.answer[paper, world.commitments[commitment, c.TAKER]] != c.YES
        ):
            continue
        place = world.commitments[commitment, c.COMMITMENT_PLACE]
        guarantor = world.papers[paper, c.PAPER_GUARANTOR]
        venue = world.papers[paper, c.PAPER_VENUE]
        if place & c.NEEDS_GUARANTOR and guarantor < 0:
            continue
        if place & c.NEEDS_NEUTRAL and (venue < 0 or params.venue_i[venue, c.NEUTRAL] == 0):
            continue
        covered = basket_suffices(world, commitment, x)
        for asset in range(x.shape[0]):
            mine = params.asset_i[asset, c.HOLDER] == party
            if mine and x[asset] > world.pledged[commitment, asset]:
                covered = False
        if covered and not crosses_red_line(params, party, x):
            return True
    return False


@inner
def crosses_red_line(params: Params, state: int, x: Bytes) -> bool:
    """Return whether a package breaks a red line of a state, or of those who must ratify in it.

    A ratifier's red line counts if it has a veto, or if without its weight the quota is not reached.
    """
    if actor_red_line(params, state, x) >= 0:
        return True
    weight = 0.0
    willing = 0.0
    for actor in range(params.run_i[c.PARTIES], params.party_f.shape[0]):
        if params.party_i[actor, c.GOVERNMENT] != state:
            continue
        crossed = actor_red_line(params, actor, x) >= 0
        if params.party_i[actor, c.VETO] == 1:
            if crossed:
                return True
        else:
            weight += params.party_f[actor, c.WEIGHT]
            if not crossed:
                willing += params.party_f[actor, c.WEIGHT]
    return willing < params.party_f[state, c.QUOTA] * weight - 1e-9


@inner
def settle_consent(params: Params, world: World) -> None:
    """Ask by letter, let what is stale lapse, and agree what everybody has said yes to."""
    complete = np.zeros(c.PAPERS, np.int64)
    week = world.now[c.WEEK]
    for paper in range(c.PAPERS):
        kind = world.papers[paper, c.PAPER_TYPE]
        if kind == c.NO_PAPER or world.papers[paper, c.PAPER_STATE] != c.LIVE:
            continue
        if world.papers[paper, c.PAPER_UNTIL] < week:
            world.papers[paper, c.PAPER_STATE] = c.CLOSED
            if kind != c.DRAFT:
                note(world, c.LOG_LAPSED, paper, -1, -1, -1)
            continue
        if kind == c.DRAFT:
            continue
        if not is_to_be_had(params, world, world.paper_x[paper]):
            world.papers[paper, c.PAPER_STATE] = c.CLOSED
            continue
        complete[paper] = 1 if _is_complete(params, world, paper) else 0
    # Deals that collide: the one with most people first, then by asset order.
    while True:
        best = -1
        for paper in range(c.PAPERS):
            if complete[paper] == 1 and (best < 0 or comes_before(params, world, paper, best)):
                best = paper
        if best < 0:
            return
        complete[best] = 0
        if is_still_there(params, world, world.paper_x[best]):
            _agree(params, world, best)
        else:
            world.papers[best, c.PAPER_STATE] = c.CLOSED


@inner
def is_still_there(params: Params, world: World, x: Bytes) -> bool:
    """Return whether everything in a package can still be given."""
    for asset in range(x.shape[0]):
        if x[asset] > 0:
            if world.status[asset] != c.HELD or world.reserved[asset] or x[asset] > world.left[asset]:
                return False
    return is_within_credit(params, world, x)


@inner
def is_to_be_had(params: Params, world: World, x: Bytes) -> bool:
    """Return whether a package may stay on the table: credit apart, everything in it can be given.

    How much credit a giver has left is its own affair: it says so itself when it answers.
    """
    for asset in range(x.shape[0]):
        if x[asset] > 0 and params.asset_i[asset, c.KIND] != c.CREDIT:
            if world.status[asset] != c.HELD or world.reserved[asset] or x[asset] > world.left[asset]:
                return False
    return True


@inner
def is_within_credit(params: Params, world: World, x: Bytes) -> bool:
    """Return whether every giver's budget of credit covers a package beside what it has promised."""
    for party in range(params.run_i[c.PARTIES]):
        asked = 0
        for asset in range(x.shape[0]):
            if params.asset_i[asset, c.KIND] != c.CREDIT or params.asset_i[asset, c.HOLDER] != party:
                continue
            asked += x[asset]
        if asked == 0:
            continue
        for asset in range(x.shape[0]):
            if params.asset_i[asset, c.KIND] == c.CREDIT and params.asset_i[asset, c.HOLDER] == party:
                for deal in range(c.DEALS):
                    if is_under_way(world, deal):
                        asked += world.deal_x[deal, asset]
        for other in range(params.run_i[c.PARTIES]):
            asked += world.ledger[party, other]
        if asked > params.party_i[party, c.CREDIT_BUDGET]:
            return False
    return True


@inner
def people_in(params: Params, x: Bytes) -> int:
    """Return how many people a package moves, groups by their count."""
    people = 0
    for asset in range(x.shape[0]):
        if x[asset] > 0 and params.asset_i[asset, c.KIND] == c.PERSON:
            people += params.asset_i[asset, c.COUNT]
    return people


@inner
def comes_before(params: Params, world: World, first: int, second: int) -> bool:
    """Return whether one of two colliding packages takes precedence."""
    one = people_in(params, world.paper_x[first])
    other = people_in(params, world.paper_x[second])
    if one != other:
        return one > other
    for asset in range(world.paper_x.shape[1]):
        if world.paper_x[first, asset] != world.paper_x[second, asset]:
            return bool(world.paper_x[first, asset] > world.paper_x[second, asset])
    return bool(world.papers[first, c.PAPER_SERIAL] < world.papers[second, c.PAPER_SERIAL])


@inner
def _is_complete(params: Params, world: World, paper: int) -> bool:
    """Return whether everybody has consented; once the members have, ask the others by letter."""
    parties = params.run_i[c.PARTIES]
    x = world.paper_x[paper]
    venue = world.papers[paper, c.PAPER_VENUE]
    guarantor = world.papers[paper, c.PAPER_GUARANTOR]
    channel = world.papers[paper, c.PAPER_CHANNEL]
    touched = np.zeros(params.party_f.shape[0], np.int8)
    for asset in range(x.shape[0]):
        if x[asset] > 0:
            touched[params.asset_i[asset, c.HOLDER]] = 1
            if params.asset_i[asset, c.KIND] == c.PERSON and params.asset_i[asset, c.DESTINATION] >= 0:
                touched[params.asset_i[asset, c.DESTINATION]] = 1
    if venue >= 0:
        touched[params.venue_i[venue, c.HOST]] = 1
    if guarantor >= 0:
        touched[guarantor] = 1
    lacking = 0
    members_lack = False
    for party in range(parties):
        if not touched[party] or world.answer[paper, party] == c.YES:
            continue
        if has_committed(params, world, party, paper):
            continue
        lacking += 1
        if params.member[channel, party]:
            members_lack = True
    if lacking == 0:
        return True
    if members_lack:
        return False
    for party in range(parties):
        needed = touched[party] and world.answer[paper, party] == c.UNASKED
        if not needed or params.member[channel, party] or has_committed(params, world, party, paper):
            continue
        for asker in range(parties):
            line = params.line[asker, party]
            if line >= 0 and world.answer[paper, asker] == c.YES and world.letter[paper, party] < 0:
                world.letter[paper, party] = line
                world.answer[paper, party] = c.ASKED
                until = world.now[c.WEEK] + LETTER_WEEKS
                world.papers[paper, c.PAPER_UNTIL] = max(world.papers[paper, c.PAPER_UNTIL], until)
                note(world, c.LOG_LETTER, paper, asker, party, line)
    return False


@inner
def _agree(params: Params, world: World, paper: int) -> None:
    """Turn a package that everybody has consented to into a deal under way."""
    deal = world.now[c.NEXT_DEAL]
    if deal >= c.DEALS:
        return
    world.now[c.NEXT_DEAL] += 1
    week = world.now[c.WEEK]
    world.papers[paper, c.PAPER_STATE] = c.AGREED
    world.deals[deal, c.DEAL_STAGE] = c.RATIFYING
    world.deals[deal, c.DEAL_VENUE] = world.papers[paper, c.PAPER_VENUE]
    world.deals[deal, c.DEAL_GUARANTOR] = world.papers[paper, c.PAPER_GUARANTOR]
    world.deals[deal, c.DEAL_AGREED] = week
    world.deals[deal, c.DEAL_FROM] = world.papers[paper, c.PAPER_FROM]
    world.deals[deal, c.DEAL_SERIAL] = world.papers[paper, c.PAPER_SERIAL]
    world.deals[deal, c.DEAL_CHANNEL] = world.papers[paper, c.PAPER_CHANNEL]
    world.deals[deal, c.DEAL_EXECUTED] = -1
    x = world.paper_x[paper]
    delay = 0.0
    for actor in range(params.party_f.shape[0]):
        government = params.party_i[actor, c.GOVERNMENT]
        if government < 0:
            continue
        touched = is_consenter(
            params, government, x, world.deals[deal, c.DEAL_VENUE], world.deals[deal, c.DEAL_GUARANTOR]
        )
        if touched and not has_committed(params, world, government, paper):
            delay = max(delay, params.party_f[actor, c.DELAY])
    for party in range(params.run_i[c.PARTIES]):
        world.deal_bound[deal, party] = 1 if has_committed(params, world, party, paper) else 0
        known = params.member[world.papers[paper, c.PAPER_CHANNEL], party] == 1 or is_consenter(
            params, party, x, world.deals[deal, c.DEAL_VENUE], world.deals[deal, c.DEAL_GUARANTOR]
        )
        world.deal_known[deal, party] = 1 if known else 0
    world.deals[deal, c.DEAL_DUE] = week + int(math.ceil(delay))
    for asset in range(x.shape[0]):
        world.deal_x[deal, asset] = x[asset]
        if x[asset] > 0:
            world.reserved[asset] = 1
    note(world, c.LOG_AGREED, deal, paper, -1, -1)
    for other in range(c.PAPERS):
        # What is bound here cannot be offered elsewhere.
        if other != paper and world.papers[other, c.PAPER_STATE] == c.LIVE:
            if world.papers[other, c.PAPER_TYPE] != c.DRAFT and not is_to_be_had(params, world, world.paper_x[other]):
                world.papers[other, c.PAPER_STATE] = c.CLOSED


@inner
def refuse_deal(params: Params, world: World, deal: int, state: int, first: int, second: int) -> None:
    """Undo a deal that a state's ratifiers have turned down, and say what they need."""
    collapse(world, deal)
    for paper in range(c.PAPERS):
        if world.papers[paper, c.PAPER_SERIAL] == world.deals[deal, c.DEAL_SERIAL]:
            channel = world.deals[deal, c.DEAL_CHANNEL]
            if not params.member[channel, state]:
                channel = world.letter[paper, state]
            if channel >= 0:
                mail = send(params, world, state, channel, c.REFUSE, paper, -1, -1)
                if mail >= 0:
                    for row in range(2):
                        asset = first if row == 0 else second
                        if asset >= 0:
                            world.mail[mail, c.MAIL_OBJECTIONS + 2 * row] = c.NEEDS
                            world.mail[mail, c.MAIL_OBJECTIONS + 2 * row + 1] = asset
