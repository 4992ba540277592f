"""Our tactics as a NegMAS negotiator: the rules of `sim.tactics.aspiration`, on NegMAS's outcomes."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from typing import Any

import numpy as np

from sim.bridge.peer import negmas
from sim.conduct.reply import LAST_WEEKS
from sim.tactics.aspiration import talk as t
from sim.tactics.aspiration.dispatch import names
from sim.tactics.aspiration.table import aspiration_of


@dataclass(frozen=True)
class Ours:
    """One of our tactics with its numbers, as a scenario file would state them."""

    tactic: str
    beta: float = 1.0
    floor: float = 0.0
    start: float = 1.0


OURS = {
    "polynomial 0.25": Ours("polynomial", 0.25),
    "polynomial 0.45": Ours("polynomial", 0.45),
    "polynomial 1": Ours("polynomial", 1.0),
    "polynomial 2": Ours("polynomial", 2.0),
    "tit_for_tat": Ours("tit_for_tat", 1.0),
    "micro": Ours("micro"),
}
"""Our tactics of the tournament, with β; 0.45 is about that of the states of the baseline. Zeuthen's is not
among them: it needs beliefs about the other's utilities, and a NegMAS domain tells a negotiator nothing of them."""


class Desk:
    """What one of our tactics remembers in a negotiation, and what it decides; outcomes are places in a list.

    Parameters
    ----------
    ours
        The tactic.
    shares
        What each outcome is worth, as a share of the distance from the reservation (0) to the best (1).
    steps
        How many turns it has.

    Examples
    --------
    >>> desk = Desk(Ours("polynomial", 1.0), np.array([0.0, 0.5, 1.0]), steps=4)
    >>> [desk.bid(step) for step in range(4)]
    [2, 2, 1, 1]
    >>> desk = Desk(Ours("polynomial", 1.0), np.array([0.0, 0.5, 1.0]), steps=8)
    >>> desk.accepts(0, 1), desk.accepts(4, 1)
    (False, True)
    """

    def __init__(self, ours: Ours, shares: Any, steps: int) -> None:
        self.code = names().index(ours.tactic)
        self.start = ours.start
        self.steps = max(1, steps)
        self.shares = np.asarray(shares, dtype=float)
        self.order = np.lexsort((np.arange(len(self.shares)), -self.shares))  # the best first; of equals the first
        self.row = np.zeros(t.LENGTH)
        self.row[t.BETA], self.row[t.FLOOR], self.row[t.START] = ours.beta, ours.floor, ours.start
        self.row[t.LAST] = self.row[t.MY_BID] = ours.start
        self.row[t.RECEIVED] = self.row[t.RECEIVED_BEFORE] = np.nan
        self.mine: set[int] = set()
        self.theirs: set[int] = set()

    def aspiration(self, step: int) -> float:
        """Return the share insisted on in a turn."""
        self.row[t.TIME] = (step + 1) / (self.steps + 1)
        lower = self.shares[self.order]
        below = lower[lower < self.row[t.MY_BID] - 1e-12]
        self.row[t.NEXT_LOWER] = below[0] if len(below) else self.row[t.MY_BID]
        return min(1.0, max(0.0, float(aspiration_of(self.code, self.row))))

    def bid(self, step: int) -> int:
        """Return the outcome that is least above the bar, and remember it."""
        place = self._nearest(self.aspiration(step))
        self.row[t.LAST] = self.aspiration(step)
        self.row[t.MY_BID] = self.shares[place]
        self.mine.add(place)
        self.row[t.MINE_NAMED] = len(self.mine)
        return place

    def _nearest(self, bar: float) -> int:
        enough = self.order[self.shares[self.order] >= bar - 1e-9]
        return int(enough[-1]) if len(enough) else int(self.order[0])

    def hear(self, place: int) -> None:
        """Remember a bid of the other's."""
        self.row[t.RECEIVED_BEFORE] = self.row[t.RECEIVED]
        self.row[t.RECEIVED] = self.shares[place]
        self.theirs.add(place)
        self.row[t.THEIRS_NAMED] = len(self.theirs)

    def accepts(self, step: int, place: int) -> bool:
        """Return whether an outcome reaches the aspiration, or my next bid, or time is nearly up."""
        share = self.shares[place]
        if share < 0.0:
            return False
        bar = self.aspiration(step)
        late = step >= self.steps - LAST_WEEKS
        return bool(share >= bar - 1e-9 or late or share >= self.shares[self._nearest(bar)] - 1e-9)


@cache
def negotiator_class() -> Any:
    """Return the NegMAS negotiator class that decides by a `Desk`; made when NegMAS is first needed."""
    base: Any = negmas().sao.SAONegotiator

    class ParleyNegotiator(base):  # type: ignore[misc]
        """One of our tactics at NegMAS's table."""

        def __init__(self, *args: Any, ours: Ours, **kwargs: Any) -> None:
            super().__init__(*args, **kwargs)
            self._ours = ours
            self._desk: Desk | None = None
            self._place: dict[Any, int] = {}
            self._outcomes: list[Any] = []

        def _sit(self) -> Desk:
            if self._desk is None:
                self._outcomes = list(self.nmi.outcomes)
                self._place = {outcome: at for at, outcome in enumerate(self._outcomes)}
                worth = np.array([float(self.ufun(outcome)) for outcome in self._outcomes])
                least = float(self.ufun.reserved_value)
                least = least if np.isfinite(least) else float(worth.min())
                stake = float(worth.max()) - least
                shares = (worth - least) / stake if stake > 0.0 else np.where(worth >= least, 1.0, -1.0)
                self._desk = Desk(self._ours, shares, int(self.nmi.n_steps))
            return self._desk

        def propose(self, state: Any, dest: str | None = None) -> Any:
            desk = self._sit()
            return self._outcomes[desk.bid(int(state.step))]

        def respond(self, state: Any, source: str | None = None) -> Any:
            desk, answer = self._sit(), negmas().ResponseType
            if state.current_offer is None:
                return answer.REJECT_OFFER
            place = self._place[tuple(state.current_offer)]
            desk.hear(place)
            return answer.ACCEPT_OFFER if desk.accepts(int(state.step), place) else answer.REJECT_OFFER

    return ParleyNegotiator
