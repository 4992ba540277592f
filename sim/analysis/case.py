"""A scenario with what really happened beside it, read in one go; the world is built from the first alone."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from sim.scenario.assemble import assemble
from sim.scenario.documented import Documented
from sim.scenario.find import find
from sim.scenario.load import Loaded, loaded_from


@dataclass(frozen=True)
class Case:
    """A scenario ready to be compiled, and its documented deal, if any."""

    loaded: Loaded
    truth: Documented | None


def load_case(name_or_path: str | Path, sets: Sequence[str] = ()) -> Case:
    """Return a scenario and its documented deal by id or path.

    Raises
    ------
    ScenarioError
        With all problems of the file.
    UnknownNameError
        If no scenario has that id.

    Examples
    --------
    >>> load_case("ring").truth is None
    True
    """
    found = assemble(find(name_or_path), sets)
    return Case(loaded_from(found), found.documented)
