"""Our tactics against NegMAS's negotiators on random domains, both ways round."""

from __future__ import annotations

import logging
import random  # noqa: TID251 - NegMAS draws from it, so it is seeded here; nothing of ours does
import warnings
from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np

from sim.analysis.intervals import Estimate, mean
from sim.bridge.domains import to_negmas
from sim.bridge.negotiator import OURS, Ours, negotiator_class
from sim.bridge.peer import THEIRS, negmas, their_class
from sim.ensemble.generic import Domain, made_up
from sim.errors import UsageError
from sim.state.layout import Floats

DOMAINS, ISSUES, STEPS = 20, 8, 52
"""Domains, yes/no issues in each (so 256 outcomes), turns of each party: a year of weeks."""


@dataclass(frozen=True)
class Pairing:
    """One of our tactics against one of their negotiators.

    `ours` and `theirs` are mean scores over domains with 95 % intervals: the share of the distance from no
    deal to one's best package, 0 without agreement; each domain counts once, as the mean of both ways
    round. `agreed` is the share of negotiations that ended in agreement.
    """

    our_name: str
    their_name: str
    ours: Estimate
    theirs: Estimate
    agreed: float


@dataclass(frozen=True)
class Tournament:
    """All pairings, row by row of ours, and the scores behind them.

    `scores` is (ours, theirs, domains, 2 ways round, 2 sides): 0 our score, 1 theirs; `agreed` the same
    without the last.
    """

    our_names: tuple[str, ...]
    their_names: tuple[str, ...]
    scores: Floats
    agreed: Floats

    def pairing(self, ours: int, theirs: int) -> Pairing:
        """Return one cell of the table."""
        by_domain = self.scores[ours, theirs].mean(axis=1)
        return Pairing(
            self.our_names[ours], self.their_names[theirs], _interval(by_domain[:, 0]), _interval(by_domain[:, 1]),
            float(self.agreed[ours, theirs].mean()),
        )  # fmt: skip

    def overall(self, ours: int) -> tuple[Estimate, Estimate]:
        """Return our and their mean score over all opponents, each domain counted once."""
        by_domain = self.scores[ours].mean(axis=(0, 2))
        return _interval(by_domain[:, 0]), _interval(by_domain[:, 1])


def _interval(scores: Floats) -> Estimate:
    values, counts = np.unique(scores, return_counts=True)
    return mean(values, counts, 0.0, 1.0)


def tournament(
    *,
    domain: Domain | None = None,
    domains: int = DOMAINS,
    issues: int = ISSUES,
    steps: int = STEPS,
    seed: int = 0,
    ours: Sequence[str] = tuple(OURS),
    theirs: Sequence[str] = tuple(THEIRS),
    on_progress: Callable[[int, int], None] | None = None,
) -> Tournament:
    """Play every one of ours against every one of theirs on every domain, both ways round.

    Ways round: our negotiator takes the first seat and speaks first, then the second. Without a `domain`,
    worths are made up as in `sim.ensemble.generic.made_up`, and no agreement is worth what the package
    without a yes is worth, 0; with one (of two parties), its negotiations are played instead.
    The same arguments give the same figures: what NegMAS draws is seeded anew for each negotiation.

    Raises
    ------
    UsageError
        If NegMAS is not installed, or a number is out of range.
    """
    for name, value, least, most in (
        ("domains", domains, 2, 10_000), ("issues", issues, 1, 14), ("steps", steps, 2, 10_000),
    ):  # fmt: skip
        if not least <= value <= most:
            raise UsageError(f"{name}: found {value}; allowed: {least} to {most}")
    worths, leasts = made_up(domains, 2, issues, seed).worth, np.zeros((domains, 2))
    if domain is not None:
        worths, leasts, domains = domain.worth, domain.reservation, len(domain)
        if worths.shape[1] != 2:
            raise UsageError(f"domain: found {worths.shape[1]} parties; allowed: 2; take another")
    shape = (len(ours), len(theirs), domains, 2)
    scores, agreed = np.zeros((*shape, 2)), np.zeros(shape)
    for i, mine in enumerate(ours):
        for j, other in enumerate(theirs):
            for n in range(domains):
                for way in range(2):
                    key = hash_of(seed, i, j, n, way)
                    ours_is = way  # our seat
                    made = play_one(worths[n], leasts[n], OURS[mine], other, ours_is, steps, key)
                    if made is not None:
                        agreed[i, j, n, way] = 1.0
                        scores[i, j, n, way] = made[ours_is], made[1 - ours_is]
            if on_progress is not None:
                on_progress(i * len(theirs) + j + 1, len(ours) * len(theirs))
    return Tournament(tuple(ours), tuple(theirs), scores, agreed)


def hash_of(*words: int) -> int:
    """Return a seed for what NegMAS draws in one negotiation.

    >>> hash_of(0, 1, 2, 3, 1)
    1051007
    """
    key = 0
    for word in words:
        key = key * 101 + word
    return key % (2**32)


def play_one(
    worth: Floats, least: Floats, ours: Ours, theirs: str, seat: int, steps: int, key: int
) -> tuple[float, float] | None:
    """Return the scores of the first and the second seat, or None without agreement.

    Parameters
    ----------
    worth, least
        (2, I) and (2,) worths of the two seats, and what no agreement is worth to them.
    seat
        Where ours sits, 0 or 1.
    """
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        logging.disable(logging.ERROR)
        try:
            random.seed(key)
            np.random.seed(key)  # noqa: NPY002 - so does NegMAS
            issues, utilities = to_negmas(worth, least)
            mechanism = negmas().SAOMechanism(issues=issues, n_steps=steps)
            for at in range(2):
                one = negotiator_class()(ours=ours, name="ours") if at == seat else their_class(theirs)(name="theirs")
                mechanism.add(one, ufun=utilities[at])
            agreement = mechanism.run().agreement
        finally:
            logging.disable(logging.NOTSET)
    if agreement is None:
        return None
    got = worth @ np.array([int(value) for value in agreement], dtype=float)
    stake = np.maximum(worth, 0.0).sum(axis=1) - least
    first, second = (
        min(1.0, max(0.0, float((got[at] - least[at]) / stake[at]))) if stake[at] > 0.0 else 0.0 for at in range(2)
    )
    return first, second
