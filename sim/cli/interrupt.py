"""Ctrl-C before anything has begun: one line, and the end. It loads nothing, to be there first."""

from __future__ import annotations

import os
import signal
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from types import FrameType

INTERRUPTED = "parley: interrupted; nothing half-written is left"
STATUS = 130
"""What a shell gives a command that was ended by Ctrl-C."""


@contextmanager
def at_once() -> Iterator[None]:
    """End the process on Ctrl-C, unless somebody else has a say in that.

    Not by an exception: a library that is half imported could take it for its own, or tell it in its own way.
    """
    if signal.getsignal(signal.SIGINT) is not signal.default_int_handler:
        yield
        return
    signal.signal(signal.SIGINT, _end)
    try:
        yield
    finally:
        signal.signal(signal.SIGINT, signal.default_int_handler)


def _end(_number: int, _frame: FrameType | None) -> None:
    sys.stderr.write(f"{INTERRUPTED}\n")
    sys.stderr.flush()
    os._exit(STATUS)
