"""A sheet on which a scenario is written as arrays, remembering which cells are uncertain."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

import numpy as np

from sim.scenario.number import Number
from sim.state.makings import DRAWN, NORMAL, TRIANGULAR, UNIFORM, Draws, Features, Makings
from sim.state.params import Params
from sim.state.random import key_of

_KINDS = {"normal": NORMAL, "uniform": UNIFORM, "triangular": TRIANGULAR}


@dataclass
class Sheet:
    """Arrays being filled, and a row for each uncertain number."""

    params: Params
    makings: Makings
    features: Features
    where: list[tuple[int, int, int, int, int]] = field(default_factory=list)
    how: list[tuple[float, ...]] = field(default_factory=list)

    def put(
        self, record: Any, name: str, at: tuple[int, ...], number: Number, path: str,
        *, least: float = -np.inf, most: float = np.inf,
    ) -> None:  # fmt: skip
        """Write a number at its centre; if it is uncertain, note how to draw it.

        A number whose centre is not negative is never drawn negative, nor the other way round.
        """
        array = getattr(record, name)
        array[at] = number.centre
        if number.kind == "fixed":
            return
        if number.kind == "normal" and number.centre >= 0.0:
            least = max(least, 0.0)
        elif number.kind == "normal":
            most = min(most, 0.0)
        row, column = at[0], at[1] if len(at) > 1 else 0
        self.where.append((DRAWN.index(name), row, _KINDS[number.kind], key_of(f"number {path}"), column))
        self.how.append((number.centre, number.sd, number.low, number.high, least, most))

    def draws(self) -> Draws:
        """Return the rows as arrays."""
        where = np.array(self.where, dtype=np.int64).reshape(-1, 5)
        how = np.array(self.how, dtype=np.float64).reshape(-1, 6)
        return Draws(where, how)
