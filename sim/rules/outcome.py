"""What a run has come to: its executed deals, what was delivered, and what each party has of it."""

from __future__ import annotations

import numpy as np

from sim.state import columns as c
from sim.state.compiled import inner, rule
from sim.state.layout import Box, Bytes, Floats, Ints
from sim.state.params import Params
from sim.state.random import mix

# Columns of a deal in the outcome of a run.
AGREED, CARRIED_OUT, AT, BY, PROPOSER = range(5)
OUTCOME_INTS = 5


@inner
def reservation_at_start(params: Params, party: int) -> float:
    """Return r at the start: the value of no deal, less what waiting and a clock would cost."""
    value = params.party_f[party, c.RESERVATION]
    value -= params.party_f[party, c.WAIT_WEEKLY] * max(0, params.party_i[party, c.WAIT_UNTIL])
    return value - (params.party_f[party, c.CLOCK_COST] if params.party_i[party, c.CLOCK_WEEK] >= 0 else 0.0)


@rule
def take_stock(
    params_box: Box, world_box: Box, deals: Ints, released: Bytes, utility: Floats, reservation: Floats
) -> int:
    """Write down the outcome of a run and return the number of its executed deals.

    Parameters
    ----------
    deals
        (DEALS, OUTCOME_INTS) weeks of acceptance and execution, venue, guarantor, proposer; executed
        deals alone, by the week of execution, then by that of acceptance.
    released
        (DEALS, A) levels delivered in each.
    utility, reservation
        (P,) the sum over executed deals of what they were worth, discounted; r at the start.
    """
    params, world = params_box[0], world_box[0]
    count = 0
    utility[:] = 0.0
    released[:] = 0
    deals[:] = -1
    for week in range(params.run_i[c.WEEKS] + 1):
        for deal in range(c.DEALS):
            if world.deals[deal, c.DEAL_STAGE] != c.EXECUTED or world.deals[deal, c.DEAL_EXECUTED] != week:
                continue
            deals[count, AGREED] = world.deals[deal, c.DEAL_AGREED]
            deals[count, CARRIED_OUT] = week
            deals[count, AT] = world.deals[deal, c.DEAL_VENUE]
            deals[count, BY] = world.deals[deal, c.DEAL_GUARANTOR]
            deals[count, PROPOSER] = world.deals[deal, c.DEAL_FROM]
            for asset in range(released.shape[1]):
                released[count, asset] = world.released[deal, asset]
            for party in range(utility.shape[0]):
                utility[party] += world.utility[party, deal]
            count += 1
    for party in range(reservation.shape[0]):
        reservation[party] = reservation_at_start(params, party)
    return count


@rule
def fold_acts(params_box: Box, world_box: Box, week: int, digest: int) -> int:
    """Return the digest of all acts so far with those of a week added: equal runs have equal digests.

    After each act it is kept to the 53 bits of a float, since so are the digests of all runs that are stored.
    """
    params, world = params_box[0], world_box[0]
    for party in range(params.run_i[c.PARTIES]):
        for channel in range(world.out_i.shape[1]):
            if world.out_i[party, channel, c.ACT_KIND] == c.WAIT:
                continue
            word = _fold(digest, week * 100000 + party * 1000 + channel)
            for column in range(c.ACT_INTS):
                word = _fold(word, world.out_i[party, channel, column])
            for asset in range(params.run_i[c.ASSETS]):
                if world.out_x[party, channel, asset]:
                    word = _fold(word, asset * 128 + int(world.out_x[party, channel, asset]))
            digest = int(float(word))
    return digest


@inner
def _fold(digest: int, word: int) -> int:
    return int(mix(mix(np.uint64(digest)) ^ np.uint64(word)) >> np.uint64(1))
