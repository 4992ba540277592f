"""How much anybody may ask of the page, and the clear word when it is too much."""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass, field

from sim.errors import UsageError

RUNS = 2_000
"""Most runs of one job: about a minute of one core for the largest scenario."""
WAITING = 8
"""Most jobs that may wait for their turn."""
ROOMS, TABLES, NAME, LINE = 20, 16, 40, 1_000
"""Most rooms, tables in a room, letters of a name, letters of an order."""
MESSAGE_BYTES = 64_000
"""Most bytes of one message of a browser: far above any order, far below what could hurt."""
WEEK_ORDERS = 30
"""Most orders at one seat in one week; there is one act for each channel anyway."""


@dataclass
class Rate:
    """So many acts at once, and so many a second after that.

    Examples
    --------
    >>> now = [0.0]
    >>> rate = Rate(burst=2, per_second=1.0, clock=lambda: now[0])
    >>> rate.allows(), rate.allows(), rate.allows()
    (True, True, False)
    >>> now[0] = 1.5
    >>> rate.allows()
    True
    """

    burst: float
    per_second: float
    clock: Callable[[], float] = time.monotonic
    _left: float = field(init=False)
    _last: float = field(init=False)

    def __post_init__(self) -> None:
        self._left, self._last = self.burst, self.clock()

    def allows(self) -> bool:
        """Return whether one more act is allowed now, and count it."""
        now = self.clock()
        self._left = min(self.burst, self._left + (now - self._last) * self.per_second)
        self._last = now
        if self._left < 1.0:
            return False
        self._left -= 1.0
        return True

    def check(self) -> None:
        """Count one act.

        Raises
        ------
        UsageError
            If that is too fast.
        """
        if not self.allows():
            raise UsageError("too fast: found more requests than a person makes; wait a few seconds")


def line_of(text: object) -> str:
    """Return what somebody typed as one line.

    Raises
    ------
    UsageError
        If it is no text, or too long.

    Examples
    --------
    >>> line_of("  accept\\n 3 ")
    'accept 3'
    """
    if not isinstance(text, str):
        raise UsageError("found no text; allowed: a line of text")
    if len(text) > LINE:
        raise UsageError(f"found {len(text):,} letters; allowed: {LINE:,} at most; leave something out")
    return " ".join("".join(letter if letter.isprintable() else " " for letter in text).split())


def name_of(text: object, usual: str = "") -> str:
    """Return the name that somebody gave, or the usual one.

    Raises
    ------
    UsageError
        If it is too long.

    Examples
    --------
    >>> name_of("  Ada  "), name_of("", "a student")
    ('Ada', 'a student')
    """
    if isinstance(text, str) and len(text) > NAME:
        raise UsageError(f"found a name of {len(text):,} letters; allowed: {NAME} at most")
    return line_of(text or "") or usual


def runs_of(found: object) -> int:
    """Return how many runs are asked for.

    Raises
    ------
    UsageError
        If it is no whole number, or out of range.

    Examples
    --------
    >>> runs_of(500.0)
    500
    """
    if isinstance(found, bool) or not isinstance(found, int | float) or found != found or found != int(found):
        raise UsageError(f"runs: found {found!r:.40}; allowed: a whole number from 10 to {RUNS:,}")
    if not 10 <= found <= RUNS:
        raise UsageError(
            f"runs: found {int(found):,}; allowed on this page: 10 to {RUNS:,}; for more use `parley ensemble`"
        )
    return int(found)
