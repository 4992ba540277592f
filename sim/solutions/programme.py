"""Linear and mixed-integer programmes through HiGHS, which then prints nothing."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from scipy.optimize import Bounds, LinearConstraint, linprog, milp

from sim.errors import ParleyError
from sim.given import Floats


@contextmanager
def silence() -> Iterator[None]:
    """Keep what a solver writes by itself off standard output."""
    kept, nothing = os.dup(1), os.open(os.devnull, os.O_WRONLY)
    try:
        os.dup2(nothing, 1)
        yield
    finally:
        os.dup2(kept, 1)
        os.close(kept)
        os.close(nothing)


def solve_linear(cost: Floats, **rows: Any) -> Any:
    """Return scipy's result of a linear programme, minimised; None if it is infeasible.

    Examples
    --------
    >>> import numpy as np
    >>> float(solve_linear(np.array([1.0]), A_ub=[[-1.0]], b_ub=[-2.0]).fun)
    2.0
    """
    found = linprog(cost, method="highs", **rows)
    if found.status == 2:
        return None
    if not found.success:
        raise ParleyError(f"linear programme: found {found.message!r}; allowed: a bounded one; mend the numbers")
    return found


def solve_mixed(
    cost: Floats, whole: Floats, low: Floats, high: Floats, rows: Any = None, least: Any = None, most: Any = None,
    seconds: float = 60.0, gap: float = 0.0,
) -> Any:  # fmt: skip
    """Return scipy's result of a mixed-integer programme, minimised; its ``x`` is None where nothing was found.

    Parameters
    ----------
    cost, whole, low, high
        For each variable: what it costs, 1 if it must be whole, its range.
    rows, least, most
        Linear constraints ``least <= rows·x <= most``.
    seconds, gap
        When to stop: after so long, or within this share of the optimum.

    Examples
    --------
    >>> import numpy as np
    >>> one = np.ones(2)
    >>> solve_mixed(-one, one, 0 * one, one, np.array([[2.0, 3.0]]), [-np.inf], [4.0]).x.tolist()
    [1.0, 0.0]
    """
    constraints = () if rows is None else LinearConstraint(rows, least, most)
    with silence():
        return milp(
            cost, integrality=whole, bounds=Bounds(low, high), constraints=constraints,
            options={"mip_rel_gap": gap, "time_limit": seconds},
        )  # fmt: skip
