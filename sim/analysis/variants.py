"""A scenario and its variants, as they were written: what each changes, asks and expects."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Self

import numpy as np

from sim.analysis.case import Case
from sim.errors import Problem, ScenarioError, UsageError, refuse_text
from sim.scenario.assemble import Whole, gather, settle
from sim.scenario.changes import Change, changed, changes
from sim.scenario.compile import Compiled
from sim.scenario.find import find, list_scenarios
from sim.scenario.load import loaded_from
from sim.scenario.position import Mark, Node
from sim.scenario.spec_what_if import Asked, Expectation

NOWHERE = Node(Mark(""), {})
BASE = "base"
"""Name of the base among its variants, as of its store."""


@dataclass(frozen=True, eq=False)
class Written:
    """A scenario as written: ready to be played, and with its tree, to tell what it changes."""

    name: str
    path: Path
    tree: Node
    case: Case
    asked: Asked
    sets: tuple[str, ...] = ()
    changes: tuple[Change, ...] = ()

    @property
    def title(self) -> str:
        """Return its title; of changes on the command line these."""
        return ", ".join(self.sets) if self.sets else self.case.loaded.scenario.title

    @property
    def known_as(self) -> str:
        """Return its id if it is shipped, else the name of its file."""
        shipped = any(one.id == self.path.stem for one in list_scenarios())
        return self.path.stem if shipped else self.path.name

    @classmethod
    def from_record(cls, record: Mapping[str, Any], case: Case) -> Self:
        """Return what a comparison's record says of a variant whose store holds a case.

        Raises
        ------
        KeyError, ValueError
            If it is no such record.
        """
        expects = [{key: one[key] for key in Expectation.model_fields} for one in record["expects"]]
        asked = Asked.model_validate({"question": record["question"], "expects": expects})
        changed = [
            Change(tuple(one["path"].split(".")), one["before"], one["after"], None, one["why"])
            for one in record["changes"]
        ]
        name, sets = record["name"], tuple(record["sets"])
        return cls(name, Path(f"{name}.yaml"), NOWHERE, case, asked, sets, tuple(changed))


def written(name_or_path: str | Path, sets: Sequence[str] = (), name: str | None = None) -> Written:
    """Return a scenario by id or path, with values changed.

    Raises
    ------
    ScenarioError, UnknownNameError
        With all problems of the file, or if there is none.
    """
    path = find(name_or_path)
    problems: list[Problem] = []
    tree = gather(path, sets, problems)
    found = settle(path, tree, problems)
    return Written(name or path.stem, path, tree, Case(loaded_from(found), found.documented), found.asked, tuple(sets))


def variants_of(base: Written, files: Sequence[str | Path], sets: Sequence[str]) -> list[Written]:
    """Return the variants of a base: a scenario each, and all changes of the command line together as one more.

    The base itself may be named again, to see that nothing differs from itself.

    Raises
    ------
    ScenarioError, UnknownNameError
        With all problems of a file.
    UsageError
        If a variant changes nothing, contradicts itself or has the name of another.

    Examples
    --------
    >>> ring = written("ring")
    >>> [str(one) for one in variants_of(ring, [], ["weeks=30"])[0].changes]
    ['weeks: 20 → 30']
    """
    refuse_text("variants", files)
    refuse_text("sets", sets)
    made = [_variant(base, written(file)) for file in files]
    if sets:
        _refuse_contradictions(sets)
        both = written(base.path, sets, "set")
        for one in sets:
            if not changes(base.tree, gather(base.path, [one], []), Whole):
                raise UsageError(f"--set {one}: found the value that {base.name} has already; allowed: another one")
        made.append(_variant(base, both))
    if not made:
        raise UsageError(
            f"{base.name}: found nothing to compare with it; allowed: other scenarios, or --set PATH=VALUE"
        )
    names = [base.name if one.path == base.path and not one.sets else one.name for one in made]
    for at, name in enumerate(names):
        if name == BASE:
            raise UsageError(f"{made[at].path}: found a variant {name!r}; allowed: any other name of the file")
        if name in names[:at]:
            raise UsageError(f"{made[at].path}: found a second variant {name!r}; allowed: each name once")
    return made


def _variant(base: Written, one: Written) -> Written:
    found = changes(base.tree, one.tree, Whole)
    if not found and one.path.resolve() != base.path.resolve():
        raise idle(base, one)
    return Written(one.name, one.path, one.tree, one.case, one.asked, one.sets, tuple(found))


def idle(base: Written, one: Written) -> UsageError:
    """Return the error of a variant that changes nothing."""
    where = f"--set {' '.join(one.sets)}" if one.sets else str(one.path)
    allowed = "allowed: a scenario that differs from it in a value that matters"
    return UsageError(f"{where}: found nothing that changes a run of {base.name}; {allowed}")


def _refuse_contradictions(sets: Sequence[str]) -> None:
    paths = [one.partition("=")[0].strip() for one in sets]
    for at, path in enumerate(paths):
        for other in paths[:at]:
            if path == other or path.startswith(f"{other}.") or other.startswith(f"{path}."):
                raise UsageError(f"--set {sets[at]}: found {other} set as well; allowed: each value set once")


def part_of(base: Written, variant: Written, chosen: Sequence[Change]) -> Case:
    """Return the base with some of a variant's changes.

    Raises
    ------
    UsageError
        If these make no sense without the others.
    """
    try:
        found = settle(base.path, changed(base.tree, chosen, Whole))
    except ScenarioError as error:
        names = ", ".join(dict.fromkeys(".".join(one.group) for one in chosen))
        said = error.problems[0].message
        raise UsageError(f"{variant.name}: cannot be taken apart, since {names} alone makes no sense: {said}") from None
    return Case(loaded_from(found), None)


def is_same(one: Compiled, other: Compiled) -> bool:
    """Return whether two scenarios are the same arrays with the same names, and so the same runs.

    >>> from sim.scenario.compile import compile_scenario
    >>> ring = [compile_scenario(written("ring", sets).case.loaded) for sets in ([], [], ["weeks=21"])]
    >>> is_same(ring[0], ring[1]), is_same(ring[0], ring[2])
    (True, False)
    """
    if one.index != other.index or one.start != other.start or one.weeks != other.weeks:
        return False
    records = ("template", "makings", "features", "draws")
    pairs = [pair for name in records for pair in zip(getattr(one, name), getattr(other, name), strict=True)]
    return all(np.array_equal(a, b, equal_nan=a.dtype.kind == "f") for a, b in pairs)
