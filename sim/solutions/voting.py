"""Power in weighted votes by counting, in whole numbers: no coalition is listed, no rounding is done."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction
from math import factorial

from sim.errors import UsageError


def shapley_shubik(weights: Sequence[int], quota: int) -> tuple[Fraction, ...]:
    """Return the share of orders in which each voter turns the vote (Shapley, Shubik 1954).

    How many coalitions of the others have so many members and votes is counted by adding one voter after
    another (Mann, Shapley 1962).

    Examples
    --------
    >>> [str(share) for share in shapley_shubik([4, 4, 4, 2, 2, 1], 12)]
    ['7/30', '7/30', '7/30', '3/20', '3/20', '0']
    """
    n = len(weights)
    if not n or min(weights) < 0 or not 0 < quota <= sum(weights):
        raise UsageError(f"quota: found {quota}; allowed: 1 to the sum of weights of 0 or more; mend one")
    shares = []
    for voter, own in enumerate(weights):
        others = [weight for at, weight in enumerate(weights) if at != voter]
        ways = {(0, 0): 1}
        for weight in others:
            grown = dict(ways)
            for (size, votes), count in ways.items():
                key = (size + 1, votes + weight)
                grown[key] = grown.get(key, 0) + count
            ways = grown
        turned = sum(
            count * factorial(size) * factorial(n - size - 1)
            for (size, votes), count in ways.items()
            if quota - own <= votes < quota
        )
        shares.append(Fraction(turned, factorial(n)))
    return tuple(shares)


def contested_garment(estate: float, claims: Sequence[float]) -> tuple[float, ...]:
    """Return the division of the Talmud: half-claims, gained evenly up to half of all, lost evenly beyond.

    It is the nucleolus of the bankruptcy game (Aumann, Maschler 1985).

    Examples
    --------
    >>> contested_garment(200, [100, 200, 300])
    (50.0, 75.0, 75.0)
    """
    total = sum(claims)
    if not 0.0 <= estate <= total or min(claims) < 0.0:
        raise UsageError(f"estate: found {estate:g}; allowed: 0 to the sum of claims, {total:g}; mend one")
    halves = [claim / 2.0 for claim in claims]
    given = fill(halves, min(estate, total - estate))
    return tuple(given if estate <= total / 2.0 else [claim - lost for claim, lost in zip(claims, given)])


def fill(limits: Sequence[float], amount: float) -> list[float]:
    """Return an even division in which nobody has more than a limit.

    >>> fill([50, 100, 150], 200)
    [50, 75.0, 75.0]
    """
    given = [0.0] * len(limits)
    left = amount
    order = sorted(range(len(limits)), key=lambda at: limits[at])
    for rank, at in enumerate(order):
        given[at] = min(limits[at], left / (len(limits) - rank))
        left -= given[at]
    return given
