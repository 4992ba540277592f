"""Alternating offers among n parties over yes/no issues: accept what stands, or name something else.

The stacked alternating offers protocol (Aydoğan, Festen, Hindriks and Jonker 2017): in each round the
parties speak once, in their order. Whoever speaks accepts the offer that stands or replaces it; an
offer that all the others have accepted in a row is the agreement. A party's *bar* falls with time: it
accepts at it, and names at it. Everything here is certain: no draw is made.
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

from sim.state.compiled import inner, rule
from sim.state.layout import Bytes, Floats, Ints
from sim.tactics.offers.exact import NODES, UNPROVED, take_best
from sim.tactics.offers.greedy import take_greedily
from sim.tactics.offers.nearest import list_packages, name_nearest
from sim.tactics.offers.trades import line_up, name_package

OFFERS = ("greedy", "exact", "nearest")
"""Offer rules by code."""
GREEDY, EXACT, NEAREST = 0, 1, 2
ROUND, PROPOSER, SPOKEN, VISITED, UNSURE = 0, 1, 2, 3, 4  # columns of `tally`
TALLY = 5


class Table(NamedTuple):
    """What the parties have before them; P parties, I issues, L = 2^I if packages are listed, else 1."""

    best: Floats  # (P,) most that any package is worth
    floor: Floats  # (P,) least that it may be worth: the reservation, or the worst package if that is more
    others: Floats  # (P, I) what a yes is worth to the others, each in shares of what is at stake for it
    start: Bytes  # (P, I) best package
    issue: Ints  # (P, I) issues of trades in order
    gain: Floats  # (P, I)
    cost: Floats  # (P, I)
    trades: Ints  # (P,)
    sums: Floats  # (P, L)
    packages: Ints  # (P, L)
    spare: Floats  # (L,)
    spare_packages: Ints  # (L,)
    taken: Bytes  # (I,)
    trial: Bytes  # (I,)
    search: Ints  # (2,) nodes and unproved offers


@inner
def lay_table(parties: int, issues: int, offers: int) -> Table:
    """Return room for negotiations of this size."""
    listed = np.int64(1) << (issues - 1) if offers == NEAREST else np.int64(1)
    return Table(
        np.zeros(parties), np.zeros(parties), np.zeros((parties, issues)), np.zeros((parties, issues), np.int8),
        np.zeros((parties, issues), np.int64), np.zeros((parties, issues)), np.zeros((parties, issues)),
        np.zeros(parties, np.int64), np.zeros((parties, listed)), np.zeros((parties, listed), np.int64),
        np.zeros(listed), np.zeros(listed, np.int64), np.zeros(issues, np.int8), np.zeros(issues, np.int8),
        np.zeros(2, np.int64),
    )  # fmt: skip


@inner
def sit_down(worth: Floats, reservation: Floats, offers: int, table: Table) -> bool:
    """Prepare every party's side of the table; return whether each of them could gain at all."""
    parties, issues = worth.shape
    table.others[:] = 0.0
    for i in range(parties):
        best, worst = 0.0, 0.0
        for a in range(issues):
            if worth[i, a] > 0.0:
                best += worth[i, a]
            else:
                worst += worth[i, a]
        table.best[i] = best
        table.floor[i] = max(worst, reservation[i])
        if best < table.floor[i]:
            return False
        if best > worst:
            for j in range(parties):
                if j != i:
                    for a in range(issues):
                        table.others[j, a] += worth[i, a] / (best - worst)
    for i in range(parties):
        if offers == NEAREST:
            list_packages(worth[i], table.sums[i], table.packages[i], table.spare, table.spare_packages)
        else:
            table.trades[i] = line_up(worth, table.others, i, table.start, table.issue, table.gain, table.cost)
    return True


@inner
def worth_of(worth: Floats, party: int, package: Bytes) -> float:
    """Return what a package is worth, summed in the order of the issues."""
    total = 0.0
    for a in range(worth.shape[1]):
        total += worth[party, a] * package[a]
    return total


@inner
def play(
    worth: Floats, reservation: Floats, aspiration: Floats, offers: int, tolerance: float, table: Table,
    package: Bytes, tally: Ints,
) -> bool:  # fmt: skip
    """Play one negotiation; return whether it ends in agreement, which is then `package`."""
    parties, rounds = aspiration.shape
    tally[:] = 0
    tally[PROPOSER] = -1
    if not sit_down(worth, reservation, offers, table):
        return False
    # Taken out of the table once: to hand the whole of it on at every turn would take longer than the turn.
    best, floor, start, issue, gain, cost = table.best, table.floor, table.start, table.issue, table.gain, table.cost
    taken, trial, search, trades = table.taken, table.trial, table.search, table.trades
    sums, packages = table.sums, table.packages
    search[:] = 0
    at, accepted, proposer, spoken = 0, 0, -1, 0
    while at < rounds and accepted < parties:
        for party in range(parties):
            stake = best[party] - floor[party]
            bar = stake * aspiration[party, at] + floor[party] - tolerance * stake
            bar = max(floor[party], min(best[party], bar))
            spoken += 1
            if accepted > 0 and worth_of(worth, party, package) >= bar:
                accepted += 1
                if accepted == parties:
                    break
                continue
            proposer, accepted = party, 1
            room, count = best[party] - bar, trades[party]
            if offers == NEAREST:
                name_nearest(sums[party], packages[party], worth[party, -1], bar, package)
            elif offers == EXACT:
                take_best(gain, cost, party, count, room, taken, trial, search)
                name_package(start, issue, party, taken, count, package)
            else:
                take_greedily(gain, cost, party, count, room, taken)
                name_package(start, issue, party, taken, count, package)
        if accepted < parties:
            at += 1
    tally[ROUND], tally[PROPOSER], tally[SPOKEN] = at, proposer, spoken
    tally[VISITED], tally[UNSURE] = search[NODES], search[UNPROVED]
    return accepted == parties


@rule
def play_many(
    worth: Floats, reservation: Floats, aspiration: Floats, offers: int, tolerance: float,
    agreed: Bytes, package: Bytes, utility: Floats, tally: Ints,
) -> None:  # fmt: skip
    """Play negotiations one after the other; N negotiations, P parties, I issues, R rounds.

    Parameters
    ----------
    worth
        (N, P, I) what a yes to an issue is worth to a party; a no is worth 0.
    reservation
        (N, P) what no agreement is worth.
    aspiration
        (P, R) share of what is at stake, between reservation and best package, that a party insists
        on in each round.
    offers
        Code of the offer rule, a place in `OFFERS`.
    tolerance
        How far below its aspiration a party goes, as a share of what is at stake.
    agreed, package, utility, tally
        Results with negotiations along the first axis: (N,), (N, I), (N, P), (N, `TALLY`).
    """
    table = lay_table(worth.shape[1], worth.shape[2], offers)
    for n in range(worth.shape[0]):
        agreed[n] = play(worth[n], reservation[n], aspiration, offers, tolerance, table, package[n], tally[n])
        if agreed[n]:
            for party in range(worth.shape[1]):
                utility[n, party] = worth_of(worth[n], party, package[n])
        else:
            package[n] = 0
            utility[n] = reservation[n]
