"""The uncertain numbers of a scenario: where each stands, how it is drawn, and which to ask about first."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
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
from sim.state import makings as m
from sim.state import params as p
from sim.state.layout import allocate
from sim.state.makings import DRAWN, NORMAL, UNIFORM, Makings
from sim.state.memory import copy_record
from sim.state.params import Params

CUT = 2.5
"""Where a normal draw is cut off, in standard deviations (`sim.state.random`)."""
HALF_95 = 1.96
MOVED = ("gain", "cost", "step_price", "party_f", "link_f", "minds")
"""Arrays of parameters in units of utility, or nearly so; what only an event would make of a gain is left out."""
OF_PARAMS = 7
"""So many arrays of `DRAWN` are parameters; the rest are what parameters are made of."""
IN_UTILITY = ("worth", "price", "gains", "costs", "reservation", "hosting", "guaranteeing", "overrides", "weight")
"""Parts of a path that say that a number is in units of utility."""


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
        Paths, in which ``*`` stands for anything. Without any, all numbers in units of utility.
    most
        How many at most: those that can move gains, costs and what no deal is worth furthest, which does not say
        how much hangs on them, as is asked.

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
    return sorted(kept, key=lambda one: -reach(compiled, one))[:most]


def reach(compiled: Compiled, one: Uncertain) -> float:
    """Return how far a number can move gains, costs and what no deal is worth, of everybody and all assets together.

    Between the ends that hold 95 % of the draws of a normal number, or all of any other; everything else at its centre.

    Examples
    --------
    >>> from sim.scenario.compile import compile_scenario
    >>> from sim.scenario.load import load
    >>> ring = compile_scenario(load("ring", ["parties.ALFA.gains.bo={low: 2, high: 4}"]))
    >>> reach(ring, uncertain_numbers(ring)[0])
    2.0
    """
    number = one.number
    ends = (number.low, number.high) if number.kind != "normal" else (
        number.centre - HALF_95 * number.sd, number.centre + HALF_95 * number.sd)  # fmt: skip
    low, high = (_at(compiled, one.path, end).params(centre=True) for end in ends)
    return float(sum(np.abs(getattr(high, name) - getattr(low, name)).sum() for name in MOVED))


def _at(compiled: Compiled, path: str, value: float) -> Compiled:
    """Return a scenario with the centre of a number moved; what others believe stays."""
    for draw in drawn_at(compiled, path):
        array, row, _, _, column = compiled.draws.where[draw].tolist()
        is_param = array < OF_PARAMS
        part = "template" if is_param else "makings"
        kind: tuple[Any, Any] = (Params, p.LAYOUT) if is_param else (Makings, m.LAYOUT)
        record = allocate(kind[0], kind[1], compiled.sizes)
        copy_record(getattr(compiled, part), record)
        cells = getattr(record, DRAWN[array])
        cells[(row, column) if cells.ndim > 1 else row] = value
        compiled = replace(compiled, **{part: record})
    return compiled


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
