"""Whether this process may be copied (fork) to have more hands, instead of new ones being started.

A process started anew takes seconds to load the rules; a copy has at hand all that its parent has loaded. Not every
process bears that: a notebook or a server has threads, whose locks a copy would find shut for ever. So only a
process that is known to be ours alone is copied, such as the command's. Light, since the command loads it first.
"""

from __future__ import annotations

import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager

_OURS: list[bool] = []


@contextmanager
def allowed() -> Iterator[None]:
    """Say of this process that it is ours alone meanwhile: nothing runs in it but what the command was asked for.

    Examples
    --------
    >>> with allowed():
    ...     pass
    >>> is_allowed()
    False
    """
    _OURS.append(True)
    try:
        yield
    finally:
        _OURS.pop()


def are_possible() -> bool:
    """Return whether a process can safely be copied here: Windows cannot, and the libraries of a Mac break."""
    return sys.platform == "linux"


def is_allowed() -> bool:
    """Return whether this process may be copied now: it is ours alone, and has no other thread.

    Examples
    --------
    >>> is_allowed()
    False
    """
    return bool(_OURS) and are_possible() and threading.active_count() == 1
