"""Alternating offers between two who do not know each other's worths: tactics decide how much, models which package.

In each turn a side accepts what is no worse than its aspiration, or than what it would name; else it names, of all
packages that reach its aspiration, the one that its model of the other rates highest. Ties: the better for itself,
then the package that stands first.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import ArrayLike

from sim.errors import UsageError
from sim.given import Floats, number, row, table, whole
from sim.solutions.packages_listed import list_packages
from sim.state.layout import Bytes
from sim.tactics.aspiration import talk as t
from sim.textbook.find import find

MOST_ISSUES = 14
"""All packages are listed."""


@dataclass(frozen=True)
class Side:
    """How one side bargains.

    Parameters
    ----------
    tactic, model
        Files of `sim.textbook.tactics` and `sim.textbook.models`.
    beta, floor, start
        As of `sim.ensemble.generic.Tactic`.
    mix
        Weight of behaviour in a hybrid tactic, 0 to 1.

    Examples
    --------
    >>> Side(model="bayes")
    Traceback (most recent call last):
    sim.errors.UnknownNameError: unknown model 'bayes'; known: bayesian, frequency, none; did you mean 'bayesian'?
    """

    tactic: str = "time_dependent"
    model: str = "none"
    beta: float = 1.0
    floor: float = 0.0
    start: float = 1.0
    mix: float = 0.5

    def __post_init__(self) -> None:
        find("tactics", self.tactic)
        find("models", self.model)
        number("beta", self.beta, 0.0, np.inf, "()")
        number("mix", self.mix)
        if not 0.0 <= self.floor <= self.start <= 1.0:
            raise UsageError(
                f"floor and start: found {self.floor:g} and {self.start:g}; allowed: 0 <= floor <= start <= 1; mend one"
            )


@dataclass(frozen=True)
class Met:
    """How two sides ended.

    ``offers`` are (side, package) in order, ``aspirations`` the share of what is at stake that each was made at;
    ``models`` what each side has learnt.
    """

    package: Bytes | None
    rounds: int
    utility: tuple[float, float]
    offers: tuple[tuple[int, tuple[int, ...]], ...]
    aspirations: tuple[float, ...]
    models: tuple[Any, Any]


def alternate(
    worth: ArrayLike, sides: Sequence[Side], rounds: int = 50, reservation: ArrayLike | None = None
) -> Met:  # fmt: skip
    """Play two sides, the first of whom speaks first in each round.

    Parameters
    ----------
    worth
        (2, issues) what a yes is worth to each; a no is worth 0.
    sides
        How the two bargain.
    rounds
        How many there are.
    reservation
        (2,) what no agreement is worth; the worst package, if not said.

    Examples
    --------
    >>> met = alternate([[3, -1], [-1, 3]], [Side(), Side()])
    >>> met.package.tolist(), met.utility
    ([1, 1], (2.0, 2.0))
    """
    w = table("worth", worth, "parties", "issues")
    if w.shape[0] != 2 or len(sides) != 2:
        raise UsageError(f"worth: found {w.shape[0]} parties and {len(sides)} sides; allowed: 2 of each; take two")
    if w.shape[1] > MOST_ISSUES:
        raise UsageError(f"worth: found {w.shape[1]} issues; allowed: {MOST_ISSUES}, since all are listed; take fewer")
    count = whole("rounds", rounds, 1, 10**5)
    packages = list_packages(w.shape[1])
    utility = packages @ w.T
    least = utility.min(axis=0)
    floors = least if reservation is None else np.maximum(least, row("reservation", reservation, 2, "party"))
    seats = [_Seat(side, packages, utility[:, at], float(floors[at])) for at, side in enumerate(sides)]
    ends = [float(floors[at]) if reservation is None else float(np.asarray(reservation)[at]) for at in range(2)]
    offers: list[tuple[int, tuple[int, ...]]] = []
    aspirations: list[float] = []
    standing = -1
    for at in range(count):
        for me, seat in enumerate(seats):
            share, named = seat.decide(standing, (at + 1) / (count + 1))
            if standing >= 0 and seat.accepts(standing, named):
                got = (float(utility[standing, 0]), float(utility[standing, 1]))
                return Met(packages[standing], at, got, tuple(offers), tuple(aspirations),
                           (seats[0].model, seats[1].model))  # fmt: skip
            if named < 0:
                continue
            standing = named
            offers.append((me, tuple(packages[named].tolist())))
            aspirations.append(share)
    return Met(None, count, (ends[0], ends[1]), tuple(offers), tuple(aspirations), (seats[0].model, seats[1].model))


class _Seat:
    """One side at the table: what it has heard, and what it asks for."""

    def __init__(self, side: Side, packages: Bytes, own: Floats, floor: float) -> None:
        self.side, self.packages, self.own = side, packages, own
        self.tactic = find("tactics", side.tactic)
        self.model = find("models", side.model).Model(packages.shape[1])
        self.floor, self.best = floor, float(own.max())
        self.talk = np.zeros(t.LENGTH)
        self.talk[[t.BETA, t.FLOOR, t.START, t.LAST, t.MY_BID]] = (
            side.beta,
            side.floor,
            side.start,
            side.start,
            side.start,
        )
        self.talk[[t.RECEIVED, t.RECEIVED_BEFORE]] = np.nan
        self.bar = np.inf

    def accepts(self, standing: int, named: int) -> bool:
        """Return whether what stands is no worse than the aspiration, or than what the side would name."""
        enough = self.bar if named < 0 else min(self.bar, float(self.own[named]))
        return bool(self.own[standing] >= enough)

    def decide(self, standing: int, time: float) -> tuple[float, int]:
        """Return the aspiration, and what the side would name; -1 if there is nothing worth it."""
        stake = self.best - self.floor
        if stake < 0.0:
            return 1.0, -1
        talk = self.talk
        if standing >= 0:
            self.model.hear(self.packages[standing], time)
            talk[t.RECEIVED_BEFORE] = talk[t.RECEIVED]
            talk[t.RECEIVED] = (self.own[standing] - self.floor) / stake if stake > 0.0 else 1.0
        talk[t.TIME] = time
        share = min(1.0, max(0.0, float(self.tactic.aspiration(talk, self.side.mix))))
        self.bar = self.floor + share * stake - 1e-9 * stake
        able = np.flatnonzero(self.own >= self.bar)
        rated = self.model.rate(self.packages[able])
        near = able[rated >= rated.max() - 1e-9]
        named = int(near[np.argmax(self.own[near])])
        if self.side.model == "none":
            # Without a model it names what is just good enough: nothing says that the other likes anything better.
            named = int(able[np.argmin(self.own[able])])
        talk[t.LAST] = share
        talk[t.MY_BID] = (self.own[named] - self.floor) / stake if stake > 0.0 else 1.0
        talk[t.MINE_NAMED] += 1.0
        return share, named
