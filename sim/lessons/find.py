"""Finding lessons by folder, and reckoning them."""

from __future__ import annotations

from functools import cache
from importlib import import_module
from pathlib import Path

from sim.errors import UnknownNameError, UsageError
from sim.lessons.lesson import Lesson, Row

_NOT_FAMILIES = {"__init__", "find", "lesson"}


@cache
def lessons() -> dict[str, Lesson]:
    """Return all lessons by name, in the order of their ids.

    >>> list(lessons())[:2], len(lessons()) > 30
    (['security-council', 'community'], True)
    """
    found: list[Lesson] = []
    for path in sorted(Path(__file__).parent.glob("*.py")):
        if path.stem not in _NOT_FAMILIES:
            found += import_module(f"sim.lessons.{path.stem}").LESSONS
    found.sort(key=lambda one: ("CHINRTS".index(one.id[0]), int(one.id[1:])))
    return {one.name: one for one in found}


def find(name: str) -> Lesson:
    """Return the lesson with this name or id.

    >>> find("R1").name
    'rubinstein'
    >>> find("rubinstien")  # doctest: +ELLIPSIS
    Traceback (most recent call last):
    sim.errors.UnknownNameError: unknown lesson 'rubinstien'; ...
    """
    known = lessons()
    for one in known.values():
        if name in (one.name, one.id) or name.upper() == one.id:
            return one
    raise UnknownNameError("lesson", name, known)


def rows_of(name: str | None = None, changes: dict[str, float] | None = None) -> list[Row]:
    """Return the rows of one lesson, or of all.

    Raises
    ------
    UsageError
        If parameters are set without saying whose.

    Examples
    --------
    >>> [row.holds for row in rows_of("last-round", {"delta": 0.7, "rounds": 3})]
    [True]
    """
    if name is None:
        if changes:
            raise UsageError(
                f"--set {next(iter(changes))}: found no lesson to set it in; allowed: with a NAME; add one"
            )
        return [row for one in lessons().values() for row in one.rows()]
    return find(name).rows(**(changes or {}))
