"""The same games by backward induction: from the last round to the first, on a grid of offers.

Nothing here knows a closed form: a proposer tries every offer of the grid, a responder compares with what
refusing is worth, and the values of one round make those of the round before. On a grid of step h the
answer is within ``h/(1 - delta)`` of the game without a grid.
"""

from __future__ import annotations

import math

import numpy as np

from sim.given import number, whole

ENOUGH = 1e-9
"""What is a share of a grid step too small to be meant: forgives sums made in another order."""


def best_offer(least: float, steps: int) -> float:
    """Return the offer, on a grid of so many steps, that keeps most of the pie and is at least so much.

    Every offer is tried; NaN if none is enough.

    Examples
    --------
    >>> best_offer(0.45, 10)
    0.5
    """
    offers = np.arange(steps + 1) / steps
    kept = np.where(offers >= least - ENOUGH / steps, 1.0 - offers, -np.inf)
    at = int(np.argmax(kept))
    return float(offers[at]) if kept[at] >= 0.0 else math.nan


def alternate(
    rounds: int, steps: int, deltas: tuple[float, float] = (1.0, 1.0), costs: tuple[float, float] = (0.0, 0.0),
    chance: float = 0.0, broken: tuple[float, float] = (0.0, 0.0),
    options: tuple[float, float] = (-math.inf, -math.inf),
) -> tuple[float, float]:  # fmt: skip
    """Return both shares of a game of alternating offers, player 1 first.

    Parameters
    ----------
    rounds
        How many rounds; after the last refusal both have 0, or their payoffs of a breakdown if one is possible.
    steps
        Steps of the grid of offers.
    deltas, costs
        What a round of delay leaves of a payoff, and takes from it.
    chance, broken
        Chance that a refusal ends the talks, and what both have then.
    options
        What a responder may leave for instead of refusing; the proposer then has 0.

    Examples
    --------
    >>> alternate(3, 1000, deltas=(0.9, 0.9))
    (0.91, 0.09)
    >>> alternate(500, 10000, deltas=(0.9, 0.8))
    (0.714, 0.286)
    """
    last, grid = whole("rounds", rounds, 1, 10**6), whole("steps", steps, 1, 10**6)
    p = number("chance", chance)
    after = list(broken) if p > 0.0 else [0.0, 0.0]  # what a refusal in the last round leaves
    for at in range(last - 1, -1, -1):
        proposer, responder = at % 2, 1 - at % 2
        least = max(after[responder], options[responder], 0.0)
        offer = best_offer(least, grid)
        left = options[responder] > after[responder]
        otherwise = 0.0 if left else after[proposer]
        agreed = [0.0, 0.0]
        if math.isnan(offer) or 1.0 - offer < otherwise:
            agreed[proposer], agreed[responder] = otherwise, max(after[responder], options[responder])
        else:
            agreed[proposer], agreed[responder] = 1.0 - offer, offer
        if at == 0:
            return agreed[0], agreed[1]
        after = [p * broken[i] + (1.0 - p) * (deltas[i] * agreed[i] - costs[i]) for i in (0, 1)]
    raise AssertionError("a game has a first round")


def rotate(rounds: int, steps: int, delta: float, players: int = 3) -> tuple[float, ...]:
    """Return the shares when n players propose in turn and all must agree, in the order of speaking.

    Examples
    --------
    >>> rotate(120, 10000, 0.9)
    (0.3689, 0.3322, 0.2989)
    """
    d, n = number("delta", delta), whole("players", players, 2, 1000)
    values = [0.0] * n  # in the order of speaking, seen from the round after the last
    for _ in range(whole("rounds", rounds, 1, 10**6)):
        # Who responds k-th now speaks (k-1)-th in the next round.
        offers = [best_offer(d * values[place], steps) for place in range(n - 1)]
        values = [1.0 - math.fsum(offers), *offers]
    return tuple(values)


def elect(rounds: int, delta: float, players: int) -> tuple[float, float]:
    """Return (proposer's share, expected share before anybody is drawn) where a majority decides.

    Proposers buy the cheapest majority; of equally cheap partners each is as likely.

    Examples
    --------
    >>> elect(50, 1.0, 5)
    (0.6, 0.2)
    """
    d, n = number("delta", delta), whole("players", players, 3, 10**4)
    worth = np.zeros(n)  # what each may expect of the next round; after the last nothing
    kept = np.zeros(n)
    for _ in range(whole("rounds", rounds, 1, 10**6)):
        price = d * worth
        expected = np.zeros(n)
        for proposer in range(n):
            others = np.delete(np.arange(n), proposer)
            costly = np.sort(price[others])[n // 2 - 1]  # the dearest of the cheapest majority
            sure = others[price[others] < costly - 1e-15]
            tied = others[np.abs(price[others] - costly) <= 1e-15]
            share_of_tied = (n // 2 - len(sure)) / len(tied)
            kept[proposer] = 1.0 - price[sure].sum() - costly * (n // 2 - len(sure))
            expected[proposer] += kept[proposer] / n
            expected[sure] += price[sure] / n
            expected[tied] += share_of_tied * costly / n
        worth = expected
    return float(kept[0]), float(worth[0])
