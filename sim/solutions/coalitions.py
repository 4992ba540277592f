"""Coalitions with transferable utility: what each can reach alone, and how the whole may be shared.

A game is an array of 2^n worths; the coalition of players i, j, … stands at ``2^i + 2^j + …``, the empty one
at 0 with the worth 0.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence

import numpy as np
from numpy.typing import ArrayLike, NDArray

from sim.errors import UsageError
from sim.given import Floats, finite, row, whole
from sim.solutions.solution import Solution

MOST = 20
"""Players at most where every coalition is listed: a million of them."""


def game(worth: ArrayLike) -> tuple[Floats, int]:
    """Return a game as an array, and how many players it has.

    Raises
    ------
    UsageError
        If the length is no power of 2, or the empty coalition is worth anything.

    Examples
    --------
    >>> game([0, 0, 0, 1])[1]
    2
    >>> game([0, 1, 2])
    Traceback (most recent call last):
    sim.errors.UsageError: worth: found 3 coalitions; allowed: 2, 4, 8, ..., all there are; give each its worth
    """
    v = np.asarray(worth, np.float64)
    n = int(v.size).bit_length() - 1
    if v.ndim != 1 or v.size < 2 or v.size != 2**n:
        raise UsageError(f"worth: found {v.size} coalitions; allowed: 2, 4, 8, ..., all there are; give each its worth")
    if v[0] != 0.0:
        raise UsageError(f"worth: found {v[0]:g} for nobody; allowed: 0; take it off")
    whole("players", n, 1, MOST)
    return finite("worth", v), n


def members(n: int) -> NDArray[np.bool_]:
    """Return (2^n, n) who is in each coalition.

    >>> members(2).astype(int).tolist()
    [[0, 0], [1, 0], [0, 1], [1, 1]]
    """
    return (np.arange(2**n)[:, None] >> np.arange(n) & 1).astype(bool)


def game_of(players: int, worth: Callable[[tuple[int, ...]], float]) -> Floats:
    """Return the game in which a function says what each coalition is worth.

    Examples
    --------
    >>> game_of(3, lambda who: float(len(who) >= 2)).tolist()
    [0.0, 0.0, 0.0, 1.0, 0.0, 1.0, 1.0, 1.0]
    """
    n = whole("players", players, 1, MOST)
    inside = members(n)
    return np.array([0.0, *(float(worth(tuple(np.flatnonzero(one).tolist()))) for one in inside[1:])])


def voting_game(weights: ArrayLike, quota: float) -> Floats:
    """Return the game in which a coalition is worth 1 if its votes reach the quota, else 0.

    Examples
    --------
    >>> voting_game([2, 1, 1], 3).tolist()
    [0.0, 0.0, 0.0, 1.0, 0.0, 1.0, 0.0, 1.0]
    """
    votes = np.asarray(weights, np.float64)
    n = whole("players", votes.size, 1, MOST)
    votes = row("weights", votes, n, "player")
    return (members(n) @ votes >= quota - 1e-9).astype(np.float64)


def bankruptcy_game(estate: float, claims: ArrayLike) -> Floats:
    """Return the game in which a coalition has what the others' claims leave of the estate.

    Examples
    --------
    >>> bankruptcy_game(200, [100, 200, 300])[[1, 2, 3, 4, 7]].tolist()
    [0.0, 0.0, 0.0, 0.0, 200.0]
    """
    owed = np.asarray(claims, np.float64)
    owed = row("claims", owed, owed.size, "creditor")
    return np.maximum(0.0, estate - (~members(owed.size)) @ owed) * (np.arange(2**owed.size) > 0)


def shapley(worth: ArrayLike) -> Solution:
    """Return what each player adds on average over all orders of joining (Shapley 1953).

    For a voting game this is the Shapley–Shubik index.

    Examples
    --------
    >>> shapley([0, 0, 0, 1, 0, 1, 0, 1]).answer["shares"]
    (0.666667, 0.166667, 0.166667)
    """
    v, n = game(worth)
    size = members(n).sum(axis=1)
    weight = np.array([math.factorial(s) * math.factorial(n - s - 1) / math.factorial(n) for s in range(n)] + [0.0])
    shares = []
    for player in range(n):
        without = np.flatnonzero((np.arange(2**n) >> player & 1) == 0)
        shares.append(math.fsum(weight[size[without]] * (v[without | 1 << player] - v[without])))
    total = float(v[-1])
    return Solution("Shapley 1953, all coalitions", {"players": n}, {"shares": tuple(shares)}, total, total)


def shapley_over_orders(
    players: int, worth: Callable[[tuple[int, ...]], float], orders: Sequence[Sequence[int]]
) -> Floats:
    """Return (orders, players) what each player adds where they join in these orders.

    Its mean over all orders is the Shapley value, over drawn ones an estimate of it.

    Examples
    --------
    >>> from itertools import permutations
    >>> added = shapley_over_orders(3, lambda who: float(0 in who and len(who) > 1), list(permutations(range(3))))
    >>> added.mean(axis=0).tolist()
    [0.667, 0.167, 0.167]
    """
    known: dict[tuple[int, ...], float] = {(): 0.0}
    added = np.zeros((len(orders), players))
    for line, order in enumerate(orders):
        inside: tuple[int, ...] = ()
        for player in order:
            joined = tuple(sorted((*inside, player)))
            if joined not in known:
                known[joined] = float(worth(joined))
            added[line, player] = known[joined] - known[inside]
            inside = joined
    return added


def sample_shapley(
    players: int, worth: Callable[[tuple[int, ...]], float], orders: int, generator: np.random.Generator
) -> Solution:
    """Return the Shapley value estimated from drawn orders, with standard errors.

    Each order is used forwards and backwards, which makes the errors smaller; they are those of the pairs.

    Parameters
    ----------
    players
        How many; here any number.
    worth
        What a coalition, a sorted tuple of players, is worth.
    orders
        How many orders are drawn, at least 2.
    generator
        What they are drawn from.

    Examples
    --------
    >>> found = sample_shapley(3, lambda who: float(0 in who and len(who) > 1), 400, np.random.default_rng(0))
    >>> abs(found.answer["shares"][0] - 2 / 3) < 4 * found.answer["errors"][0]
    True
    """
    n, count = whole("players", players, 1, 10**6), whole("orders", orders, 2, 10**7)
    drawn = [generator.permutation(n).tolist() for _ in range(count)]
    pairs = (
        shapley_over_orders(n, worth, drawn) + shapley_over_orders(n, worth, [order[::-1] for order in drawn])
    ) / 2.0
    mean, error = pairs.mean(axis=0), pairs.std(axis=0, ddof=1) / math.sqrt(count)
    answer = {"shares": tuple(mean.tolist()), "errors": tuple(error.tolist())}
    total = float(mean.sum())
    return Solution("Shapley 1953, drawn orders in pairs", {"players": n, "orders": count}, answer, total, total,
                    "an estimate: see its standard errors")  # fmt: skip


def banzhaf(worth: ArrayLike) -> Solution:
    """Return what each player adds on average over all coalitions of the others (Banzhaf 1965).

    ``shares`` are these averages, ``index`` the same made to add up to 1.

    Examples
    --------
    >>> found = banzhaf([0, 0, 0, 1, 0, 1, 0, 1]).answer
    >>> found["shares"], found["index"]
    ((0.75, 0.25, 0.25), (0.6, 0.2, 0.2))
    """
    v, n = game(worth)
    shares = []
    for player in range(n):
        without = np.flatnonzero((np.arange(2**n) >> player & 1) == 0)
        shares.append(float((v[without | 1 << player] - v[without]).mean()))
    total = math.fsum(shares)
    index = tuple(share / total for share in shares) if total else tuple(shares)
    answer = {"shares": tuple(shares), "index": index}
    return Solution("Banzhaf 1965, all coalitions", {"players": n}, answer, total, total)


def is_convex(worth: ArrayLike) -> bool:
    """Return whether joining is worth the more, the larger the coalition already is (Shapley 1971).

    Examples
    --------
    >>> is_convex([0, 0, 0, 1]), is_convex([0, 0, 0, 1, 0, 1, 1, 1])
    (True, False)
    """
    v, n = game(worth)
    every = np.arange(2**n)
    for one in range(n):
        for other in range(one):
            rest = every[(every >> one & 1 | every >> other & 1) == 0]
            first, second = 1 << one, 1 << other
            if (v[rest | first | second] - v[rest | first] < v[rest | second] - v[rest] - 1e-9).any():
                return False
    return True
