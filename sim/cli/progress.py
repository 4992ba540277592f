"""How far a long command is: one line that is written over on a terminal, now and then a new one elsewhere."""

from __future__ import annotations

import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any, TextIO

EVERY_SECONDS = 30.0
"""How often a line is written where it cannot be written over, as in the log of a batch job."""
REDRAW_SECONDS = 0.2


class Line:
    """A line of progress.

    Parameters
    ----------
    stream
        Where it goes: standard error, so that standard output holds results alone.
    """

    def __init__(self, stream: TextIO) -> None:
        self._stream = stream
        self._is_terminal = stream.isatty()
        self._last = time.monotonic() - (EVERY_SECONDS if self._is_terminal else 0.0)
        self._is_open = False

    def show(self, progress: Any) -> None:
        """Show how far an ensemble is, unless that was shown a moment ago."""
        if self._is_due():
            self._write(said(progress.done, progress.total, progress.rate, progress.seconds_left))

    def _is_due(self) -> bool:
        now = time.monotonic()
        if now - self._last < (REDRAW_SECONDS if self._is_terminal else EVERY_SECONDS):
            return False
        self._last = now
        return True

    def _write(self, text: str) -> None:
        self._stream.write(f"\r\x1b[2K{text}" if self._is_terminal else f"{text}\n")
        self._stream.flush()
        self._is_open = self._is_terminal

    def end(self) -> None:
        """Clear the line."""
        if self._is_open:
            self._stream.write("\r\x1b[2K")
            self._stream.flush()


class Steps(Line):
    """A line of progress of work in steps, each with a name."""

    def __init__(self, stream: TextIO) -> None:
        super().__init__(stream)
        self._began = time.monotonic()

    def step(self, what: str, done: int, total: int) -> None:
        """Show what is being done, and how far all is, unless that was shown a moment ago; 0 done begins anew."""
        if not done:
            self._began = time.monotonic()
        if self._is_due():
            seconds = time.monotonic() - self._began
            left = f", {_duration(seconds * (total - done) / done)} left" if done else ""
            self._write(f"{what}: {done:,} of {total:,}{left}")


@contextmanager
def steps() -> Iterator[Callable[[str, int, int], None]]:
    """Give what shows steps on standard error, and clear the line at the end."""
    line = Steps(sys.stderr)
    try:
        yield line.step
    finally:
        line.end()


def said(done: int, total: int, rate: float, seconds_left: float | None) -> str:
    """Return progress in words.

    Examples
    --------
    >>> said(12300, 100000, 412.3, 213.0)
    '12,300 of 100,000 runs, 412 a second, 4 min left'
    """
    speed = f"{rate:,.0f}" if rate >= 10 else f"{rate:.2g}"
    left = "" if seconds_left is None else f", {_duration(seconds_left)} left"
    return f"{done:,} of {total:,} runs, {speed} a second{left}"


def _duration(seconds: float) -> str:
    if seconds < 100:
        return f"{seconds:.0f} s"
    minutes = round(seconds / 60)
    return f"{minutes} min" if minutes < 100 else f"{minutes / 60:.1f} h"
