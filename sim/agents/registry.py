"""Conducts by name: the built-in ones, those installed as entry points, those named on the command line."""

from __future__ import annotations

import importlib
from collections.abc import Mapping
from importlib.metadata import entry_points

from sim.agents.base import StateAgent
from sim.agents.belarus import Belarus
from sim.agents.germany import Germany
from sim.agents.holding_state import HoldingState
from sim.agents.russia import Russia
from sim.agents.turkey import Turkey
from sim.agents.united_states import UnitedStates
from sim.errors import UnknownNameError, UsageError

ENTRY_POINTS = "parley.conduct"
BUILT_IN: Mapping[str, type[StateAgent]] = {
    shell.conduct: shell for shell in (UnitedStates, Russia, Germany, Belarus, Turkey, HoldingState)
}


def agent_class(name: str) -> type[StateAgent]:
    """Return the agent class of a conduct that a scenario file names: built in or installed.

    Raises
    ------
    UnknownNameError
        If no such conduct is built in or installed.
    UsageError
        If an installed one is not a `StateAgent`.

    Examples
    --------
    >>> agent_class("Germany").__name__
    'Germany'
    """
    if name in BUILT_IN:
        return BUILT_IN[name]
    installed = {point.name: point for point in entry_points(group=ENTRY_POINTS)}
    if name not in installed:
        raise UnknownNameError("conduct", name, [*BUILT_IN, *installed])
    return _checked(installed[name].load(), name)


def imported_class(spec: str) -> type[StateAgent]:
    """Return the agent class that ``package.module:Class`` names, imported by the user's own word.

    Raises
    ------
    UsageError
        If it cannot be imported or is not a `StateAgent`.
    """
    module, _, name = spec.partition(":")
    if not module or not name:
        raise UsageError(f"--conduct {spec}: found no class; allowed: package.module:Class")
    try:
        found = getattr(importlib.import_module(module), name)
    except ImportError as problem:
        raise UsageError(f"--conduct {spec}: cannot import {module}: {problem}") from None
    except AttributeError:
        raise UsageError(f"--conduct {spec}: {module} has no {name}") from None
    return _checked(found, spec)


def _checked(found: object, name: str) -> type[StateAgent]:
    if not isinstance(found, type) or not issubclass(found, StateAgent):
        raise UsageError(f"conduct {name}: found {found!r:.60}; allowed: a subclass of sim.agents.base.StateAgent")
    return found
