"""Games in which one side knows what the other does not: two prices, a crisis, a kidnapping."""

from __future__ import annotations

import math

import numpy as np

from sim.errors import UsageError
from sim.given import number, whole
from sim.solutions.solution import Solution


def two_prices(delta: float) -> Solution:
    """Return the equilibrium of two price offers to a buyer whose value is uniform from 0 to 1; the seller's cost is 0.

    Who is offered the second price has waited a round, which both discount.

    Returns
    -------
    Solution
        ``cutoff``: the lowest value that buys at once; ``first`` and ``second`` price.

    Examples
    --------
    >>> two_prices(0.5).answer, two_prices(0.0).answer["first"]
    ({'cutoff': 0.6, 'first': 0.45, 'second': 0.3}, 0.5)
    """
    d = number("delta", delta)
    cutoff = (2.0 - d) / (4.0 - 3.0 * d)
    first, second = (2.0 - d) * cutoff / 2.0, cutoff / 2.0
    profit = first * (1.0 - cutoff) + d * second * (cutoff - second)
    # The value at the cut-off must be indifferent between buying now and later.
    gain = abs((cutoff - first) - d * (cutoff - second))
    answer = {"cutoff": cutoff, "first": first, "second": second}
    return Solution("two prices, closed form", {"delta": d}, answer, profit, profit + gain)


def search_two_prices(delta: float, steps: int = 2000) -> dict[str, float]:
    """Return the same by trying every first price; the second, and who waits for it, follow on the same grid.

    Examples
    --------
    >>> search_two_prices(0.5, 1000)
    {'cutoff': 0.6, 'first': 0.45, 'second': 0.3}
    """
    d, n = number("delta", delta), whole("steps", steps, 10, 5000)
    grid = np.arange(n + 1) / n
    # For each cut-off the second price that earns most from those below it, by trial of half as large steps.
    half = np.arange(2 * n + 1) / (2 * n)
    second = np.array([half[np.argmax(half[: 2 * at + 1] * (grid[at] - half[: 2 * at + 1]))] for at in range(n + 1)])
    first = grid - d * (grid - second)  # what makes the value at the cut-off indifferent
    profit = first * (1.0 - grid) + d * second * (grid - second)
    at = int(np.argmax(profit))
    return {"cutoff": float(grid[at]), "first": float(first[at]), "second": float(second[at])}


def crisis(chance: float, cost: float, highest: float) -> Solution:
    """Return the demand of a state that does not know the other's cost of war (Fearon 1995).

    Parameters
    ----------
    chance
        Chance that the demanding state wins, 0 to 1.
    cost
        Its own cost of war, from 0 to below `highest`.
    highest
        The other's cost is uniform from 0 to this.

    Returns
    -------
    Solution
        ``offer``: the share that it demands for itself; ``breakdown``: chance of war.

    Raises
    ------
    UsageError
        If a number is out of range, or the demand would exceed the whole.

    Examples
    --------
    >>> crisis(0.5, 0.1, 0.4).answer
    {'offer': 0.65, 'breakdown': 0.375}
    """
    p, most = number("chance", chance), number("highest", highest, 0.0, math.inf, "()")
    c = number("cost", cost, 0.0, most, "[)")
    offer = p + (most - c) / 2.0
    if offer > 1.0:
        raise UsageError(
            f"chance, cost and highest: found a demand of {offer:g}; allowed: at most 1, the whole; lower the chance"
        )
    war = (most - c) / (2.0 * most)
    payoff = offer * (1.0 - war) + (p - c) * war
    answer = {"offer": offer, "breakdown": war}
    return Solution("Fearon 1995, closed form", {"chance": p, "cost": c, "highest": most}, answer, payoff, payoff)


def search_crisis(chance: float, cost: float, highest: float, steps: int = 10000) -> dict[str, float]:
    """Return the same by trying every demand of a grid against every cost of another.

    Examples
    --------
    >>> search_crisis(0.5, 0.1, 0.4)
    {'offer': 0.65, 'breakdown': 0.375}
    """
    n = whole("steps", steps, 10, 10**6)
    offers = np.arange(n + 1) / n
    costs = highest * (np.arange(100 * n) + 0.5) / (100 * n)
    # It fights where giving in leaves it less: 1 - offer < 1 - chance - cost.
    war = np.searchsorted(costs, offers - chance, side="left") / len(costs)
    at = int(np.argmax(offers * (1.0 - war) + (chance - cost) * war))
    return {"offer": float(offers[at]), "breakdown": float(war[at])}


def kidnapping(resolve: float, caught: float, loss: float) -> Solution:
    """Return demand and ransom in the kidnapping game (Selten 1976), which agree.

    The kidnapper demands D, the family offers C up to D. The threat is carried out with the chance
    ``resolve·(1 - C/D)``, and costs the family `loss`; otherwise the hostage is freed for C. The kidnapper
    is caught with the chance `caught`, and a ransom that was paid then comes back. The family loses as
    little as it can; the kidnapper expects as much ransom as it can.

    Parameters
    ----------
    resolve
        a, above 0 to 1.
    caught
        q, from 0 to below 1.
    loss
        w, above 0.

    Examples
    --------
    >>> kidnapping(0.5, 0.2, 10.0).answer["demand"], kidnapping(0.8, 0.3, 10.0).answer["demand"]
    (4.1667, 6.3492)
    """
    a, q = number("resolve", resolve, ends="(]"), number("caught", caught, ends="[)")
    w = number("loss", loss, 0.0, math.inf, "()")
    demand = a * w / ((1.0 + a) * (1.0 - q))
    expected = (1.0 - q) * demand
    asked = {"resolve": a, "caught": q, "loss": w}
    return Solution("Selten 1976, closed form", asked, {"demand": demand, "ransom": demand}, expected, expected)


def search_kidnapping(resolve: float, caught: float, loss: float, steps: int = 2000) -> dict[str, float]:
    """Return the same by trying every demand and, for each, every offer, on a grid up to twice the loss at stake.

    Examples
    --------
    >>> {name: round(value, 2) for name, value in search_kidnapping(0.5, 0.2, 10.0).items()}
    {'demand': 4.17, 'ransom': 4.17}
    """
    n = whole("steps", steps, 10, 5000)
    demands = loss / (1.0 - caught) * np.arange(1, n + 1)[:, None] / n
    offers = demands * np.arange(n + 1) / n
    executed = resolve * (1.0 - offers / demands)
    family = executed * loss + (1.0 - executed) * (1.0 - caught) * offers
    # Of equal losses the larger offer, which keeps the hostage safer.
    paid = n - np.argmin(family[:, ::-1], axis=1)
    rows = np.arange(n)
    ransom = offers[rows, paid]
    at = int(np.argmax((1.0 - caught) * (1.0 - executed[rows, paid]) * ransom))
    return {"demand": float(demands[at, 0]), "ransom": float(ransom[at])}
