"""The frontier between two blocs: every package that could not give one more without giving the other less."""

from __future__ import annotations

from collections.abc import Collection

import numpy as np

from sim.errors import UsageError
from sim.solutions.finite import EMPTY
from sim.solutions.given import whole
from sim.solutions.kernels import SUM, compiled, improve, search
from sim.solutions.package_solver import BUDGET
from sim.solutions.packages import Choice
from sim.solutions.relaxation import relax
from sim.solutions.solution import Solution

FINE = 1e-6
"""Share of a bloc's range that counts as nothing: packages nearer than this to each other count as one."""


def two_bloc_frontier(choice: Choice, first: Collection[int], most: int = 2000, budget: int = BUDGET) -> Solution:
    """Return the Pareto frontier between a bloc of parties and all the others, by ε-constraints.

    A bloc's utility is the sum of its members'. The most for the first bloc is found under the condition
    that the second has more than in the last package, from its least to its most (Haimes, Lasdon, Wismer 1971).

    Parameters
    ----------
    choice
        What there is to choose from; consents and linkages hold as ever.
    first
        Parties of the first bloc; the others are the second.
    most
        Points at most; the note says if there are more.
    budget
        Nodes of each search at most.

    Returns
    -------
    Solution
        ``blocs``: (utility of the first, of the second) of each point, from the best for the first to the best
        for the second; ``packages``: their assets. The objective is the number of points; bound and gap say
        how much a search that was given up may have missed, in the first bloc's utility.

    Examples
    --------
    >>> found = two_bloc_frontier(Choice([[3, -1, 2], [-1, 3, -3]], no_deal=-9), first=[0])
    >>> found.answer["blocs"]
    ((5.0, -4.0), (4.0, -1.0), (2.0, 2.0), (-1.0, 3.0))
    """
    parties, assets = choice.worth.shape
    one = sorted(set(first))
    if not one or len(one) == parties or one[0] < 0 or one[-1] >= parties:
        raise UsageError(f"first: found {one}; allowed: some of the {parties} parties, from 0, but not all; mend it")
    limit = whole("most", most, 1, 10**6)
    utility, rows, need = choice.programme()
    other = [party for party in range(parties) if party not in one]
    mine, theirs = utility[one].sum(axis=0), utility[other].sum(axis=0)
    span = float(np.abs(theirs).sum()) or 1.0
    # A trace of the second bloc's utility, so that of equally good packages the better for it is taken.
    gain = np.ascontiguousarray((mine + FINE * float(np.abs(mine).sum() or 1.0) / span * theirs)[None])
    none, unit = np.zeros(1), np.ones(1)
    rows = np.ascontiguousarray(np.vstack([rows, theirs]))
    level, missed = -np.inf, 0.0
    blocs: list[tuple[float, float]] = []
    packages: list[tuple[int, ...]] = []
    while len(blocs) < limit:
        needed = np.append(need, level if level > -np.inf else -span)
        bound = relax(gain, none, unit, rows, needed, SUM)
        if bound is None:
            break
        prefer = (bound.slope > 0.0).astype(np.int8)
        best = np.round(bound.middle).astype(np.int8)
        value = compiled(improve)(best, np.arange(len(best)), -1, rows, needed, gain, none, unit, SUM)
        drop = np.abs(bound.slope)
        value, _, left = compiled(search)(
            np.argsort(-drop, kind="stable"), prefer, drop, rows, needed, gain, none, unit, SUM,
            bound.most, best, value, 1e-9, budget,
        )  # fmt: skip
        if left > -np.inf:
            missed = max(missed, left - max(value, 0.0))
        if value == -np.inf:
            break
        blocs.append((float(mine @ best), float(theirs @ best)))
        packages.append(tuple(np.flatnonzero(best[:assets]).tolist()))
        level = blocs[-1][1] + FINE * span
    asked = {"assets": assets, "parties": parties, "first": tuple(one)}
    answer = {"blocs": tuple(blocs), "packages": tuple(packages)} if blocs else {}
    note = EMPTY if not blocs else f"cut after {limit} points" if len(blocs) == limit else ""
    return Solution("ε-constraints, depth-first searches", asked, answer, float(len(blocs)), len(blocs) + missed, note)
