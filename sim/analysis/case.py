"""A scenario with what really happened beside it, read in one go; the world is built from the first alone."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from sim.ensemble.points import POINTS
from sim.ensemble.store import Store
from sim.errors import StoreError
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


def stored_beside(case: Case) -> str:
    """Return what really happened as a text for a run store; empty if nothing is documented."""
    return case.truth.model_dump_json(by_alias=True, exclude_unset=True) if case.truth else ""


def case_of(store: Store) -> Case:
    """Return the scenario of a run store with what really happened, without any scenario file.

    Raises
    ------
    StoreError
        If this Parley cannot read it any more, or its runs are not of one scenario.
    """
    if POINTS in store.plan.versions:
        raise StoreError(f"{store.where}: found runs over many points; allowed: a store of `parley ensemble`")
    try:
        truth = Documented.model_validate_json(store.beside) if store.beside else None
        return Case(store.plan.job.loaded(), truth)
    except ValueError as problem:
        said = str(problem).splitlines()[0]
        raise StoreError(
            f"{store.where}: found a scenario of another format ({said}); use the Parley that made it"
        ) from None
