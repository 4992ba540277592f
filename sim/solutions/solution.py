"""The record of an answer: what was asked, what came out, and how far it is from the best at most."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True)
class Solution:
    """An answer of theory with its certificate.

    Parameters
    ----------
    method
        How it was found.
    parameters
        What was asked.
    answer
        Named numbers, tuples or arrays; empty where there is no answer, and `note` says why.
    objective
        What the answer achieves: the maximand of an optimum, the first mover's payoff in a game.
    bound
        What no answer can exceed. For an equilibrium: the most that the first mover could reach by
        deviating once.
    gap
        ``bound - objective``: 0, up to rounding, where the answer is proved. For an equilibrium it is the
        most that any player gains by deviating once.
    note
        Ties, emptiness, or a limit of the answer, in words.

    Examples
    --------
    >>> found = Solution("by hand", {"pie": 1.0}, {"share": 0.5}, objective=0.5, bound=0.5)
    >>> found.answer["share"], found.gap, found.is_proved
    (0.5, 0.0, True)
    """

    method: str
    parameters: Mapping[str, Any]
    answer: Mapping[str, Any]
    objective: float
    bound: float
    note: str = ""

    @property
    def gap(self) -> float:
        """How far the answer is from the best at most, never below 0."""
        if self.bound == self.objective:  # also where both are infinite
            return 0.0
        return max(0.0, self.bound - self.objective)

    @property
    def is_proved(self) -> bool:
        """Whether nothing better is possible, up to rounding."""
        return bool(self.answer) and self.gap <= 1e-7 * max(1.0, abs(self.objective))
