"""What really happened, by its own door: only the analysis asks here."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from sim.scenario.assemble import assemble
from sim.scenario.find import find
from sim.scenario.spec_documented import Documented, Offer, Release


def load_documented(name_or_path: str | Path, sets: Sequence[str] = ()) -> Documented | None:
    """Return the ``documented`` block of a scenario by id or path; None if it has none.

    Raises
    ------
    ScenarioError
        With all problems of the file.
    UnknownNameError
        If no scenario has that id.

    Examples
    --------
    >>> load_documented("ring") is None
    True
    """
    return assemble(find(name_or_path), sets).documented


__all__ = ["Documented", "Offer", "Release", "load_documented"]
