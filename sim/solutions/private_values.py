"""One buyer and one seller who keep to themselves what the thing is worth: auction, best mechanism, posted price.

Values v and costs c are uniform between 0 and 1 and independent, unless said.
"""

from __future__ import annotations

from collections.abc import Callable

import numpy as np

from sim.given import Floats, number, whole
from sim.solutions.solution import Solution


def double_auction(weight: float = 0.5) -> Solution:
    """Return the linear equilibrium of the double auction (Chatterjee, Samuelson 1983).

    The price is ``weight·bid + (1 - weight)·ask`` where the bid is at least the ask, else there is no trade.

    Returns
    -------
    Solution
        ``bid`` and ``ask``: (slope, intercept) in the own value; ``trade``: chance of trade; ``gains``:
        expected gains from trade; ``efficiency``: their share of all that are possible, which are 1/6.

    Examples
    --------
    >>> found = double_auction().answer
    >>> found["bid"], found["ask"], found["trade"], found["gains"], found["efficiency"]
    ((0.666667, 0.083333), (0.666667, 0.25), 0.28125, 0.140625, 0.84375)
    """
    k = number("weight", weight)
    bid = (1.0 / (1.0 + k), k * (1.0 - k) / (2.0 * (1.0 + k)))
    ask = (1.0 / (2.0 - k), (1.0 - k) / 2.0)
    # Trade where v is at least slope·c + start, up to the cost `top`.
    slope, start, top = (1.0 + k) / (2.0 - k), (1.0 - k) / 2.0, (2.0 - k) / 2.0
    gains = (top - (1.0 - start**3) / (3.0 * slope)) / 2.0 - slope * top**3 / 6.0
    answer = {"bid": bid, "ask": ask, "trade": (1.0 + k) * (2.0 - k) / 8.0, "gains": gains, "efficiency": 6.0 * gains}
    note = "the linear equilibrium; there are others"
    return Solution("Chatterjee, Samuelson 1983, closed form", {"weight": k}, answer, gains, gains, note)


def auction_regret(weight: float, bid: tuple[float, float], ask: tuple[float, float], steps: int = 400) -> float:
    """Return the most that any type gains, in expectation, by bidding otherwise than by these lines.

    Every bid of a grid is tried for every value of a grid, against the other's line integrated over a grid.

    Examples
    --------
    >>> auction_regret(0.5, (2 / 3, 1 / 12), (2 / 3, 1 / 4)) < 1e-5
    True
    >>> auction_regret(0.5, (1.0, 0.0), (1.0, 0.0)) > 0.01
    True
    """
    n = whole("steps", steps, 10, 4000)
    types = (np.arange(n) + 0.5) / n
    regret = 0.0
    for own, other, is_buyer in ((bid, ask, True), (ask, bid, False)):
        theirs = other[0] * types + other[1]
        tried = np.concatenate([np.linspace(0.0, 1.0, n + 1), theirs])
        if is_buyer:
            deal = tried[:, None] >= theirs - 1e-12
            price = weight * tried[:, None] + (1.0 - weight) * theirs
        else:
            deal = tried[:, None] <= theirs + 1e-12
            price = weight * theirs + (1.0 - weight) * tried[:, None]
        chance, paid = deal.mean(axis=1), (deal * price).mean(axis=1)
        sign = 1.0 if is_buyer else -1.0
        payoff = sign * (types[:, None] * chance - paid)
        planned = np.searchsorted(np.sort(theirs), own[0] * types + own[1] + (1e-12 if is_buyer else -1e-12))
        # The own line's payoff: all asks up to mine, or all bids from mine on.
        ordered, sums = np.sort(theirs), np.concatenate([[0.0], np.cumsum(np.sort(theirs))])
        line = own[0] * types + own[1]
        if is_buyer:
            mine = (types - weight * line) * planned / n - (1.0 - weight) * sums[planned] / n
        else:
            left = len(ordered) - planned
            mine = (weight * (sums[-1] - sums[planned]) + (1.0 - weight) * line * left - types * left) / n
        regret = max(regret, float((payoff.max(axis=1) - mine).max()))
    return regret


def best_mechanism(lead: float = 0.0) -> Solution:
    """Return the most that any mechanism can bring where nobody is forced or paid extra (Myerson, Satterthwaite 1983).

    Parameters
    ----------
    lead
        Costs are uniform from 0 to 1, values from lead to 1 + lead; above -1, and at most 1/3, up to which
        the best rule has the form given here.

    Returns
    -------
    Solution
        ``margin``: trade if and only if the value exceeds the cost by it; ``trade``, ``gains``, and
        ``possible``: the gains if all were known, which cannot be had.

    Examples
    --------
    >>> found = best_mechanism().answer
    >>> found["margin"], found["gains"], found["possible"]
    (0.25, 0.140625, 0.166667)
    """
    d = number("lead", lead, -1.0, 1.0 / 3.0, "(]")
    m = 1.0 + d
    possible = m**3 / 6.0
    if d > 0.0:
        possible += (1.0 - d) * d**2 / 2.0 + 2.0 * d**3 / 3.0 - m * d**2 / 2.0
    gains = 9.0 * m**3 / 64.0
    answer = {"margin": m / 4.0, "trade": 9.0 * m**2 / 32.0, "gains": gains, "possible": possible}
    return Solution("Myerson, Satterthwaite 1983, closed form", {"lead": d}, answer, gains, gains)


def search_mechanism(lead: float = 0.0, steps: int = 500) -> tuple[float, float]:
    """Return (gains, gains if all were known) on a grid of types, by a linear programme solved in one sorting.

    Maximise the gains over all chances of trade, such that the virtual surplus ``(2v - 1 - lead) - 2c`` does
    not add up to less than 0 (Myerson, Satterthwaite 1983, theorem 1); what costs least of it for its
    gains is taken first.

    Examples
    --------
    >>> search_mechanism(0.0, 400)
    (0.1406, 0.1667)
    """
    n = whole("steps", steps, 10, 3000)
    cost = (np.arange(n) + 0.5) / n
    value = cost + number("lead", lead, -1.0, 1.0, "(]")
    gain = np.maximum(value[:, None] - cost, 0.0).ravel() / n**2
    virtual = (2.0 * value[:, None] - 1.0 - lead - 2.0 * cost).ravel() / n**2
    free = (gain > 0.0) & (virtual >= 0.0)
    room, total = float(virtual[free].sum()), float(gain[free].sum())
    costly = np.flatnonzero((gain > 0.0) & (virtual < 0.0))
    costly = costly[np.argsort(virtual[costly] / gain[costly], kind="stable")[::-1]]
    spent = np.concatenate([[0.0], np.cumsum(-virtual[costly])])
    last = int(np.searchsorted(spent, room, side="right")) - 1
    total += float(gain[costly[:last]].sum())
    if last < len(costly):
        total += float(gain[costly[last]] * (room - spent[last]) / -virtual[costly[last]])
    return total, float(gain.sum())


def posted_price(price: float = 0.5) -> Solution:
    """Return what a price brings that both may take or leave: trade if ``c <= price <= v``.

    Examples
    --------
    >>> posted_price(0.5).answer
    {'trade': 0.25, 'gains': 0.125}
    """
    p = number("price", price)
    answer = {"trade": p * (1.0 - p), "gains": p * (1.0 - p) / 2.0}
    return Solution("closed form", {"price": p}, answer, answer["gains"], answer["gains"])


Trades = Callable[[Floats, Floats], "np.ndarray[tuple[int, ...], np.dtype[np.bool_]]"]


def draw_trades(trades: Trades, draws: int, generator: np.random.Generator) -> dict[str, tuple[float, float]]:
    """Return the chance of trade and the gains from drawn values and costs, each with its standard error.

    Parameters
    ----------
    trades
        Takes values and costs, each (draws,), and says which of them trade.
    draws
        How many pairs.
    generator
        What they are drawn from.

    Examples
    --------
    >>> found = draw_trades(lambda v, c: v >= c, 10_000, np.random.default_rng(1))
    >>> abs(found["gains"][0] - 1 / 6) < 4 * found["gains"][1]
    True
    """
    n = whole("draws", draws, 2, 10**8)
    value, cost = generator.random(n), generator.random(n)
    traded = np.asarray(trades(value, cost), bool)
    gains = np.where(traded, value - cost, 0.0)
    return {
        name: (float(seen.mean()), float(seen.std(ddof=1) / np.sqrt(n)))
        for name, seen in (("trade", traded.astype(float)), ("gains", gains))
    }
