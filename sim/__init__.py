"""Parley: states bargain over prisoners."""

from __future__ import annotations

import sys
from types import ModuleType
from typing import TYPE_CHECKING, Any

__version__ = "0.1.0"

if TYPE_CHECKING:
    from sim.api import (
        backtest,
        check,
        compare,
        ensemble,
        incentive,
        lesson,
        load,
        offers,
        protocol,
        reactions,
        reproduce,
        robustness,
        run,
        sensitivity,
        sit,
        solve,
        sweep,
        why,
    )

__all__ = [
    "__version__",
    "backtest",
    "check",
    "compare",
    "ensemble",
    "incentive",
    "lesson",
    "load",
    "offers",
    "protocol",
    "reactions",
    "reproduce",
    "robustness",
    "run",
    "sensitivity",
    "sit",
    "solve",
    "sweep",
    "why",
]


def __getattr__(name: str) -> Any:
    if name in __all__:
        from sim import api

        found = getattr(api, name)
        folder = sys.modules.get(f"{__name__}.{name}")
        if folder is not None:
            found.__dict__.update((part, one) for part, one in vars(folder).items() if isinstance(one, ModuleType))
        return found
    raise AttributeError(f"module 'sim' has no attribute {name!r}; it has {', '.join(__all__)}")


class _FrontDoor(ModuleType):
    """This module: its names are those above, even where a folder has the same one.

    Importing anything from the folder ``sim.ensemble`` would otherwise put the folder in the place of the
    function. The files of the folder are found as ever, since the function carries them: by
    ``from sim.ensemble.store import Store``, by ``import sim.ensemble.store as stores`` and as ``sim.ensemble.store``.
    """

    def __setattr__(self, name: str, value: Any) -> None:
        if not (name in __all__ and isinstance(value, ModuleType)):
            super().__setattr__(name, value)


sys.modules[__name__].__class__ = _FrontDoor
