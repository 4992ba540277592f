"""Loading a scenario: strict, all mistakes at once, without what really happened."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path

from sim.scenario.assemble import Assembled, assemble
from sim.scenario.find import find
from sim.scenario.spec import Scenario


@dataclass(frozen=True)
class Loaded:
    """A scenario ready to be compiled.

    Parameters
    ----------
    scenario : Scenario
        What the world is told.
    name : str
        The id: the name of the file without its ending.
    path : pathlib.Path
        Where it was read.
    digest : str
        SHA-256 of the merged data, in hexadecimal; what really happened does not enter it.
    """

    scenario: Scenario
    name: str
    path: Path
    digest: str


def load(name_or_path: str | Path, sets: Sequence[str] = ()) -> Loaded:
    """Return a scenario by id or path, with values changed.

    Parameters
    ----------
    name_or_path : str or pathlib.Path
        Id of a shipped scenario, or a file.
    sets : sequence of str
        Changes ``path=value``, as of ``--set``; null removes.

    Raises
    ------
    ScenarioError
        With all problems, those of the ``documented`` block included.
    UnknownNameError
        If no scenario has that id.

    Examples
    --------
    >>> load("ring", ["weeks=30"]).scenario.weeks
    30
    """
    return loaded_from(assemble(find(name_or_path), sets))


def loaded_from(found: Assembled) -> Loaded:
    """Return what the world is told of an assembled file."""
    text = json.dumps(found.data, ensure_ascii=True, separators=(",", ":"))
    return Loaded(found.scenario, found.path.stem, found.path, sha256(text.encode()).hexdigest())
