"""NegMAS itself, imported when it is needed and never before."""

from __future__ import annotations

import warnings
from functools import cache
from importlib import import_module
from typing import Any

from sim.errors import UnknownNameError, UsageError

THEIRS = {
    "Boulware": "BoulwareTBNegotiator",
    "Linear": "LinearTBNegotiator",
    "Conceder": "ConcederTBNegotiator",
    "TitForTat": "NaiveTitForTatNegotiator",
    "MiCRO": "MiCRONegotiator",
    "Hybrid": "HybridNegotiator",
}
"""Six of NegMAS's negotiators: three that go by time, one that answers, one that exchanges, one that mixes."""


@cache
def negmas() -> Any:
    """Return the package.

    Raises
    ------
    UsageError
        If it is not installed.
    """
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        try:
            return import_module("negmas")
        except ImportError:
            raise UsageError(
                'found no NegMAS; allowed: with the extra bench; install it with pip install "parley-sim[bench]"'
            ) from None


def their_class(name: str) -> Any:
    """Return one of NegMAS's negotiator classes by our short name for it.

    Raises
    ------
    UnknownNameError
        If it is none of `THEIRS`.
    """
    if name not in THEIRS:
        raise UnknownNameError("negotiator", name, THEIRS)
    return getattr(negmas().sao, THEIRS[name])
