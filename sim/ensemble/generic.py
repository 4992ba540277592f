"""Generic negotiations for theory and benchmarks: alternating offers over yes/no issues, many at once."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike

from sim.errors import UnknownNameError, UsageError
from sim.protocols.alternating import NEAREST, OFFERS, PROPOSER, ROUND, SPOKEN, TALLY, UNSURE, VISITED, play_many
from sim.protocols.clock import wind_up
from sim.protocols.made_up import draw_worths
from sim.state.layout import Bytes, Floats, Ints
from sim.tactics.aspiration import talk as t
from sim.tactics.aspiration.dispatch import names
from sim.tactics.offers.nearest import MOST_ISSUES

TIME_DEPENDENT = ("exponential", "polynomial")
"""Tactics that depend on time alone; the others answer offers, and are not for these talks."""
ROUNDING = 1e-9
"""Tolerance that only forgives sums made in another order."""


@dataclass(frozen=True, init=False)
class Domain:
    """What is negotiated about: N negotiations of P parties over I issues, each a yes or a no.

    Parameters
    ----------
    worth : array_like, (N, P, I) or (P, I)
        What a yes is worth to a party, in units of its own; a no is worth 0, and worths add up.
    reservation : array_like, optional
        (N, P), or what can be broadcast to it: what no agreement is worth. Without it, as much as
        the worst package.

    Raises
    ------
    UsageError
        If a shape does not fit, or a number is not finite.

    Examples
    --------
    >>> Domain([[2.0, -1.0], [-1.0, 2.0]]).reservation.tolist()
    [[-1.0, -1.0]]
    >>> Domain([[1.0]])
    Traceback (most recent call last):
    sim.errors.UsageError: worth: found 1 party; allowed: at least 2; add a row for each party
    """

    worth: Floats
    reservation: Floats

    def __init__(self, worth: ArrayLike, reservation: ArrayLike | None = None) -> None:
        made = np.ascontiguousarray(worth, dtype=np.float64)
        if made.ndim == 2:
            made = made[np.newaxis]
        if made.ndim != 3:
            raise UsageError(
                f"worth: found {made.ndim} axes; allowed: parties and issues, and before them negotiations; nest rows"
            )
        if made.shape[1] < 2:
            raise UsageError(
                f"worth: found {made.shape[1]} part{'y' if made.shape[1] == 1 else 'ies'}; allowed: at least 2;"
                " add a row for each party"
            )
        least = np.minimum(made, 0.0).sum(axis=2) if reservation is None else np.asarray(reservation, np.float64)
        try:
            kept = np.ascontiguousarray(np.broadcast_to(least, made.shape[:2]))
        except ValueError:
            raise UsageError(
                f"reservation: found the shape {least.shape}; allowed: {made.shape[:2]}, or what broadcasts to it;"
                " give one number for each party"
            ) from None
        for name, numbers in (("worth", made), ("reservation", kept)):
            if not np.isfinite(numbers).all():
                raise UsageError(f"{name}: found a number that is not finite; allowed: finite numbers; mend the input")
        object.__setattr__(self, "worth", made)
        object.__setattr__(self, "reservation", kept)

    def __len__(self) -> int:
        return len(self.worth)


@dataclass(frozen=True)
class Tactic:
    """How a party's aspiration falls with time.

    Parameters
    ----------
    name
        One of `TIME_DEPENDENT`, from `sim.tactics.aspiration`.
    beta
        Exponent: below 1 Boulware, 1 linear, above 1 Conceder (Faratin, Sierra and Jennings 1998).
    floor, start
        Last and first aspiration, 0 the reservation and 1 the best package.

    Examples
    --------
    >>> Tactic("tit_for_tat")
    Traceback (most recent call last):
    sim.errors.UnknownNameError: unknown time-dependent tactic 'tit_for_tat'; known: exponential, polynomial
    """

    name: str = "polynomial"
    beta: float = 0.25
    floor: float = 0.0
    start: float = 1.0

    def __post_init__(self) -> None:
        if self.name not in TIME_DEPENDENT:
            raise UnknownNameError("time-dependent tactic", self.name, TIME_DEPENDENT)
        if not 0.0 < self.beta < np.inf:
            raise UsageError(f"beta: found {self.beta:g}; allowed: above 0; take 1 for a linear tactic")
        if not 0.0 <= self.floor <= self.start <= 1.0:
            raise UsageError(
                f"floor and start: found {self.floor:g} and {self.start:g}; allowed: 0 <= floor <= start <= 1; mend one"
            )


@dataclass(frozen=True)
class Negotiations:
    """How N negotiations of P parties over I issues ended.

    Where no agreement was reached the package is empty, the utility is the reservation, and `proposer`
    is whoever named the last offer.
    """

    agreed: Bytes  # (N,) 1 where agreement was reached
    rounds: Ints  # (N,) rounds before the one of the agreement; all rounds without one
    proposer: Ints  # (N,) place of the party whose offer stood last; -1 if none was made
    package: Bytes  # (N, I) issues agreed with a yes
    utility: Floats  # (N, P) in the party's own units
    spoken: Ints  # (N,) times that a party spoke
    nodes: Ints  # (N,) bounds computed in the search for exact offers
    unproved: Ints  # (N,) exact offers that the search gave up proving

    def __len__(self) -> int:
        return len(self.agreed)


def made_up(negotiations: int, parties: int, issues: int, seed: int = 0, first: int = 0) -> Domain:
    """Return made-up negotiations: worths uniform between -1 and 1, scaled so that each party has 1 at stake.

    Examples
    --------
    >>> some = made_up(3, parties=5, issues=12)
    >>> np.abs(some.worth).sum(axis=2).round(12).tolist()[0]
    [1.0, 1.0, 1.0, 1.0, 1.0]
    >>> bool((made_up(1, 5, 12, first=2).worth[0] == some.worth[2]).all())
    True
    """
    worth = np.zeros((negotiations, parties, issues))
    draw_worths(seed, first, worth)
    return Domain(worth)


def aspirations(tactics: Sequence[Tactic], rounds: int) -> Floats:
    """Return (P, R) aspirations; in round r, from 0, the share (r + 1)/(R + 1) of the time is used.

    Examples
    --------
    >>> aspirations([Tactic(beta=1.0), Tactic(beta=2.0)], 3).round(3).tolist()
    [[0.75, 0.5, 0.25], [0.5, 0.293, 0.134]]
    """
    talk = np.zeros((len(tactics), t.LENGTH))
    for row, tactic in zip(talk, tactics):
        row[t.BETA], row[t.FLOOR], row[t.START] = tactic.beta, tactic.floor, tactic.start
    made = np.zeros((len(tactics), rounds))
    wind_up(np.array([names().index(tactic.name) for tactic in tactics]), talk, made)
    return made


def negotiate(
    domain: Domain,
    tactics: Sequence[Tactic] | Tactic = Tactic(),
    rounds: int = 100,
    offers: str = "exact",
    tolerance: float = ROUNDING,
) -> Negotiations:
    """Play every negotiation of a domain by alternating offers.

    In each round the parties speak once, in their order, and accept what stands or name another
    package; an offer that all others accept in a row is the agreement. A party's bar is its
    reservation plus its aspiration's share of what is at stake for it, which is the distance from there
    to its best package. It accepts what is worth its bar, and names what its offer rule finds there.
    Proposers know everybody's worths; nothing is drawn, so that nothing here depends on a seed.

    Parameters
    ----------
    domain
        The worths and reservations.
    tactics
        One for each party, or one for all; without them as Boulware as NegMAS's default negotiator.
    rounds
        How many rounds there are at most.
    offers
        ``greedy``: the most for the others at no less than my bar, by a quick rule. ``exact``: the
        same, proved. ``nearest``: what is nearest above my bar; on 19 issues at most, since every
        package is listed. The others' worths count in shares of what each has at stake between its
        worst and its best package.
    tolerance
        How far below its aspiration a party goes, as a share of what is at stake.

    Returns
    -------
    Negotiations
        Results in the order of the domain. It is no agreement, at once, if some party prefers its
        reservation to every package.

    Raises
    ------
    UsageError
        If the number of tactics is not that of the parties, or another number is out of its range.
    UnknownNameError
        If there is no such offer rule.

    References
    ----------
    Aydoğan, Festen, Hindriks and Jonker 2017, section 3 (the stacked alternating offers protocol).

    Examples
    --------
    Two parties and two issues; each minds one a little and wants the other very much.

    >>> result = negotiate(Domain([[3.0, -1.0], [-1.0, 3.0]], reservation=0.0), Tactic(beta=1.0), rounds=20)
    >>> result.agreed.tolist(), result.package.tolist(), result.utility.tolist()
    ([1], [[1, 1]], [[2.0, 2.0]])
    >>> negotiate(Domain([[3.0, -1.0], [-1.0, 3.0]]), offers="best")
    Traceback (most recent call last):
    sim.errors.UnknownNameError: unknown offer rule 'best'; known: greedy, exact, nearest
    """
    count, parties, issues = domain.worth.shape
    chosen = [tactics] * parties if isinstance(tactics, Tactic) else list(tactics)
    if len(chosen) != parties:
        raise UsageError(f"tactics: found {len(chosen)}; allowed: 1, or {parties} as there are parties; give one each")
    if offers not in OFFERS:
        raise UnknownNameError("offer rule", offers, OFFERS)
    if rounds < 1:
        raise UsageError(f"rounds: found {rounds}; allowed: 1 or more; give more time")
    if not 0.0 <= tolerance < 1.0:
        raise UsageError(f"tolerance: found {tolerance:g}; allowed: from 0 to below 1; give a share")
    # Without an issue there is one package, which every rule names; the nearest needs a last issue to leave out.
    rule = OFFERS.index(offers if issues else "greedy")
    if rule == NEAREST and issues > MOST_ISSUES:
        raise UsageError(
            f"offers: found 'nearest' on {issues} issues; allowed: {MOST_ISSUES} at most, since every package is"
            " listed; take 'exact'"
        )
    agreed, package = np.zeros(count, np.int8), np.zeros((count, issues), np.int8)
    utility, tally = np.zeros((count, parties)), np.zeros((count, TALLY), np.int64)
    play_many(
        domain.worth, domain.reservation, aspirations(chosen, rounds), rule, tolerance,
        agreed, package, utility, tally,
    )  # fmt: skip
    return Negotiations(
        agreed, tally[:, ROUND], tally[:, PROPOSER], package, utility, tally[:, SPOKEN], tally[:, VISITED],
        tally[:, UNSURE],
    )  # fmt: skip
