"""Protocols and models by name: whatever files are there."""

from __future__ import annotations

from importlib import import_module
from inspect import signature
from pathlib import Path
from typing import Any

from sim.errors import UnknownNameError
from sim.textbook.deals import Deals, Played


def names_in(folder: str) -> list[str]:
    """Return the names of all files of a folder of this package.

    >>> names_in("protocols")[:3]
    ['alternating_offers', 'majority', 'simultaneous_demands']
    """
    return sorted(path.stem for path in (Path(__file__).parent / folder).glob("*.py") if path.stem != "__init__")


def find(folder: str, name: str) -> Any:
    """Return a module of a folder of this package.

    Raises
    ------
    UnknownNameError
        If there is none of that name.
    """
    known = names_in(folder)
    if name not in known:
        raise UnknownNameError(folder.removesuffix("s"), name, known)
    return import_module(f"sim.textbook.{folder}.{name}")


def parameters_of(protocol: str) -> list[str]:
    """Return the names of a protocol's parameters.

    >>> parameters_of("ultimatum")
    ['proposer']
    """
    return [name for name in signature(find("protocols", protocol).play).parameters if name != "deals"]


def play(protocol: str, deals: Deals, **options: Any) -> Played:
    """Play a protocol by its name.

    Raises
    ------
    UnknownNameError
        If there is no such protocol, or it has no such parameter.

    Examples
    --------
    >>> play("ultimatum", Deals([[1, 3], [2, 1]])).deal
    1
    """
    function = find("protocols", protocol).play
    known = parameters_of(protocol)
    for name in options:
        if name not in known:
            raise UnknownNameError(f"parameter of {protocol}", name, known)
    made: Played = function(deals, **options)
    return made
