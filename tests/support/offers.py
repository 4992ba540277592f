"""Offers over yes/no issues as a test calls them, and the slow, obvious way to make them."""

from __future__ import annotations

import itertools

import numpy as np

from sim.ensemble.generic import Domain
from sim.state.compiled import rule
from sim.tactics.offers.exact import take_best
from sim.tactics.offers.greedy import take_greedily
from sim.tactics.offers.trades import line_up, name_package


@rule
def name_both(worth, others, bar, greedy, exact, tally):
    """Write the greedy and the exact offer of the party in row 0."""
    start, taken, trial = np.zeros(worth.shape, np.int8), np.zeros_like(greedy), np.zeros_like(greedy)
    issue, gain, cost = np.zeros(worth.shape, np.int64), np.zeros(worth.shape), np.zeros(worth.shape)
    count = line_up(worth, others, 0, start, issue, gain, cost)
    room = np.maximum(worth[0], 0.0).sum() - bar
    take_greedily(gain, cost, 0, count, room, taken)
    name_package(start, issue, 0, taken, count, greedy)
    take_best(gain, cost, 0, count, room, taken, trial, tally)
    name_package(start, issue, 0, taken, count, exact)


def offers_of(worth, others, bar):
    """Return the greedy offer, the exact one, the nodes that it took, and whether it is proved."""
    greedy, exact, tally = np.zeros(len(worth), np.int8), np.zeros(len(worth), np.int8), np.zeros(2, np.int64)
    name_both(np.array([worth], float), np.array([others], float), float(bar), greedy, exact, tally)
    return greedy, exact, int(tally[0]), tally[1] == 0


def every_package(issues: int) -> np.ndarray:
    """Return (2^I, I) all packages."""
    return np.array(list(itertools.product((0, 1), repeat=issues)), np.int8)


def summed(worth, package) -> float:
    """Return a worth summed in the order of the issues."""
    total = 0.0
    for value, yes in zip(worth, package):
        total += float(value) * int(yes)
    return total


def plain_talks(domain: Domain, aspiration: np.ndarray, offers: str, tolerance: float):
    """Play the first negotiation of a domain over a list of all packages; return (rounds, package or None)."""
    worth, reservation = domain.worth[0], domain.reservation[0]
    parties, packages = range(len(worth)), every_package(worth.shape[1])
    sums = np.array([[summed(row, package) for package in packages] for row in worth])
    best, worst = sums.max(axis=1), sums.min(axis=1)
    floor = np.maximum(worst, reservation)
    if (best < floor).any():
        return 0, None
    shares = sums / (best - worst)[:, None]

    def bar_of(party, at):
        stake = best[party] - floor[party]
        return min(best[party], max(floor[party], stake * aspiration[party, at] + floor[party] - tolerance * stake))

    def offer_of(party, bar):
        able = np.flatnonzero(sums[party] >= bar)
        if offers == "nearest":
            near = np.flatnonzero(sums[party] >= bar - 1e-6)
            return near[np.argmin(abs(sums[party, near] - bar))]
        others = shares.sum(axis=0) - shares[party]
        return able[np.argmax(others[able])]

    stands, accepted = -1, 0
    for at in range(aspiration.shape[1]):
        for party in parties:
            bar = bar_of(party, at)
            if accepted and sums[party, stands] >= bar:
                accepted += 1
                if accepted == len(parties):
                    return at, packages[stands]
            else:
                stands, accepted = offer_of(party, bar), 1
    return aspiration.shape[1], None
