"""What a lesson is, and a row of its answer: theory, what was simulated, and whether they agree."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable, Mapping
from dataclasses import asdict, dataclass
from typing import Any, NamedTuple

from sim.errors import UnknownNameError, UsageError
from sim.given import is_number, whole


class Figure(NamedTuple):
    """One number by two routes, and how far apart the routes may be."""

    name: str
    theory: float
    simulated: float
    tolerance: float


@dataclass(frozen=True)
class Row:
    """One figure of a lesson at given parameters.

    Parameters
    ----------
    id, lesson
        Which result: its letter and number, its name.
    parameters
        What it was reckoned at.
    figure
        What the number is.
    theory, simulated
        The published formula, and the second route.
    route
        What the second route is.
    tolerance
        How far apart they may be.
    source
        Who published it.
    """

    id: str
    lesson: str
    parameters: Mapping[str, float]
    figure: str
    theory: float
    simulated: float
    route: str
    tolerance: float
    source: str

    @property
    def difference(self) -> float:
        """Simulated less theory."""
        return self.simulated - self.theory

    @property
    def holds(self) -> bool:
        """Whether theory and simulation agree within the tolerance."""
        return math.isfinite(self.difference) and abs(self.difference) <= self.tolerance

    def record(self) -> dict[str, Any]:
        """Return it as plain values, for JSON."""
        return {**asdict(self), "parameters": dict(self.parameters), "difference": self.difference, "holds": self.holds}


@dataclass(frozen=True)
class Lesson:
    """A published result, and how to reckon it twice.

    Parameters
    ----------
    id, name
        Its letter and number, and a name to ask for it by.
    title
        One sentence.
    source
        Who published it.
    route
        What the second route is.
    cases
        Parameters at which it is shown: published ones first, and at least one that is not, where there is
        a formula. Every case has the same names; the first has the values that are kept where others are set.
    figures
        Takes the parameters, gives the figures.
    """

    id: str
    name: str
    title: str
    source: str
    route: str
    cases: tuple[Mapping[str, float], ...]
    figures: Callable[..., Iterable[Figure]]

    def rows(self, **changes: float) -> list[Row]:
        """Return its rows: at all its cases, or at the first one with some parameters changed.

        Raises
        ------
        UnknownNameError
            If it has no such parameter.
        UsageError
            If a value is out of range.
        """
        for name, value in changes.items():
            if name not in self.cases[0]:
                raise UnknownNameError(f"parameter of {self.name}", name, self.cases[0])
            if not is_number(value):
                raise UsageError(f"{name}: found {value!r:.40}; allowed: a number, such as {self.cases[0][name]:g}")
        cases = [{**self.cases[0], **changes}] if changes else list(self.cases)
        return [
            Row(self.id, self.name, case, *_plain(figure), self.route, float(figure.tolerance), self.source)
            for case in cases
            for figure in self.figures(**case)
        ]


def _plain(figure: Figure) -> tuple[str, float, float]:
    return figure.name, float(figure.theory), float(figure.simulated)


def count(name: str, value: float, low: int, high: int) -> int:
    """Return a parameter that must be a whole number.

    >>> count("players", 3.0, 2, 9)
    3
    >>> count("players", 2.5, 2, 9)
    Traceback (most recent call last):
    sim.errors.UsageError: players: found 2.5; allowed: a whole number from 2 to 9; give one
    """
    return whole(name, value, low, high)
