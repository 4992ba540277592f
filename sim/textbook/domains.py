"""Textbook domains to play protocols on: lists of deals by name."""

from __future__ import annotations

from collections.abc import Callable

from sim.given import Floats
from sim.solutions.packages_listed import utilities_of_all
from sim.textbook.deals import Deals

BARTER = ((-2, -2, -2, -2, -4, 10, 4, 6, 2), (4, 2, 1, 2, 1, -1, -1, -2, -2))
"""What it changes for Bill and for Jack if book, whip, ball, bat, box and pen, toy, knife, hat change hands."""
PARTS = 100
"""Parts of a pie for two; a pie for three has fewer, since there are more ways to cut it."""


def barter_points() -> Floats:
    """Return (512, 2) what each deal of Nash's barter is worth to Bill and to Jack.

    >>> barter_points().max(axis=0).tolist()
    [22.0, 10.0]
    """
    return utilities_of_all(BARTER)


def barter() -> Deals:
    """Return Nash's barter of 1950: 512 deals between Bill and Jack.

    >>> len(barter().labels)
    512
    """
    return Deals(barter_points(), 0.0, ("Bill", "Jack"))


def pie() -> Deals:
    """Return every division of a pie of 1 among two into hundredths.

    >>> pie().utility[25].tolist()
    [0.25, 0.75]
    """
    cuts = [(part / PARTS, 1.0 - part / PARTS) for part in range(PARTS + 1)]
    return Deals(cuts, 0.0, ("first", "second"), [f"{one:g} to {other:.4g}" for one, other in cuts])


def pie_for_three() -> Deals:
    """Return every division of a pie of 1 among three into thirtieths.

    >>> pie_for_three().utility.shape
    (496, 3)
    """
    cuts = [(a / 30, b / 30, (30 - a - b) / 30) for a in range(31) for b in range(31 - a)]
    return Deals(cuts, 0.0, ("first", "second", "third"), [" to ".join(f"{c:.3g}" for c in cut) for cut in cuts])


DOMAINS: dict[str, Callable[[], Deals]] = {"barter": barter, "pie": pie, "pie-for-three": pie_for_three}
"""Domains by name."""
