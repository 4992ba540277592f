"""The uncertain numbers of a scenario: where each stands, how it is drawn, and which to ask about first."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from fnmatch import fnmatchcase
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray
from pydantic import BaseModel
from scipy.special import ndtri

from sim.ensemble.points import drawn_at
from sim.errors import UsageError, listed, nearest
from sim.scenario.compile import Compiled
from sim.scenario.number import Number
from sim.state.makings import NORMAL, UNIFORM

CUT = 2.5
"""Where a normal draw is cut off, in standard deviations (`sim.state.random`)."""
IN_UTILITY = ("worth", "price", "gains", "costs", "reservation", "hosting", "guaranteeing", "overrides", "weight")
"""Parts of a path that say that a number is in units of utility, and can be compared in width with others."""


class Uncertain(NamedTuple):
    """An uncertain number: its path, and how it is drawn."""

    path: str
    number: Number


def uncertain_numbers(compiled: Compiled) -> list[Uncertain]:
    """Return every number that is drawn anew in each run, in the order of the scenario.

    Examples
    --------
    >>> from sim.scenario.compile import compile_scenario
    >>> from sim.scenario.load import load
    >>> ring = compile_scenario(load("ring", ["parties.ALFA.gains.bo={low: 2, high: 4}"]))
    >>> [one.path for one in uncertain_numbers(ring)]
    ['parties.ALFA.gains.bo']
    """
    found = dict(_numbers(compiled.scenario, ""))
    return [
        Uncertain(path, number) for path, number in found.items()
        if number.kind != "fixed" and len(drawn_at(compiled, path))
    ]  # fmt: skip


def _numbers(record: Any, path: str) -> Iterator[tuple[str, Number]]:
    """Yield every number below a record with its dotted path."""
    if isinstance(record, Number):
        yield path, record
    elif isinstance(record, BaseModel):
        for name, field in type(record).model_fields.items():
            yield from _numbers(getattr(record, name), _joined(path, field.alias or name))
    elif isinstance(record, dict):
        for name, one in record.items():
            yield from _numbers(one, _joined(path, str(name)))


def _joined(path: str, step: str) -> str:
    return f"{path}.{step}" if path else step


def chosen(compiled: Compiled, patterns: Sequence[str], most: int) -> list[Uncertain]:
    """Return the numbers to ask about.

    Parameters
    ----------
    patterns
        Paths, in which ``*`` stands for anything. Without any, the numbers in units of utility that can move
        furthest: how far does not say how much hangs on it, which is what is asked.
    most
        How many at most; the first by how far they can move.

    Raises
    ------
    UsageError
        If nothing uncertain has such a path.
    """
    every = uncertain_numbers(compiled)
    if not every:
        raise UsageError(
            f"{compiled.name}: found no uncertain number; allowed: a scenario with some, such as {{low, high}}"
        )
    kept = [one for one in every if any(part in IN_UTILITY for part in one.path.split("."))] if not patterns else []
    for pattern in patterns:
        found = [one for one in every if fnmatchcase(one.path, pattern)]
        if not found:
            paths = [one.path for one in every]
            near = nearest(pattern, paths)
            meant = f"; did you mean {near!r}?" if near else ""
            raise UsageError(f"--input {pattern}: found no uncertain number; allowed: {listed(paths, pattern)}{meant}")
        kept += [one for one in found if one not in kept]
    return sorted(kept, key=lambda one: -width(one.number))[:most]


def width(number: Number) -> float:
    """Return how far a number can move: 95 % of a normal one, all of any other.

    >>> width(Number.read({"low": 1, "high": 3})), round(width(Number.read({"value": 1, "sd": 1})), 2)
    (2.0, 3.92)
    """
    return 2.0 * 1.96 * number.sd if number.kind == "normal" else number.high - number.low


def quantile(compiled: Compiled, path: str, u: NDArray[np.float64]) -> NDArray[np.float64]:
    """Return the values below which a number lies in shares u of the runs; as it is drawn, cuts included.

    Examples
    --------
    >>> from sim.scenario.compile import compile_scenario
    >>> from sim.scenario.load import load
    >>> ring = compile_scenario(load("ring", ["parties.ALFA.gains.bo={low: 2, high: 4}"]))
    >>> quantile(ring, "parties.ALFA.gains.bo", np.array([0.0, 0.5, 1.0])).tolist()
    [2.0, 3.0, 4.0]
    """
    row = int(drawn_at(compiled, path)[0])
    middle, sd, low, high, least, most = (float(value) for value in compiled.draws.how[row])
    kind = int(compiled.draws.where[row, 2])
    if kind == NORMAL:
        value = middle + sd * np.clip(ndtri(np.clip(u, 1e-12, 1.0 - 1e-12)), -CUT, CUT)
    elif kind == UNIFORM or high <= low:
        value = low + (high - low) * u
    else:
        left = np.sqrt(u * (high - low) * (middle - low))
        right = np.sqrt((1.0 - u) * (high - low) * (high - middle))
        value = np.where(u < (middle - low) / (high - low), low + left, high - right)
    return np.asarray(np.clip(value, least, most))
