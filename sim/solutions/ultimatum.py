"""The ultimatum: one offer, one answer; between selfish players on a grid, and between players who mind inequity."""

from __future__ import annotations

import itertools
import math

import numpy as np

from sim.errors import UsageError
from sim.given import number, whole
from sim.solutions.solution import Solution


def ultimatum(step: float) -> Solution:
    """Return what the responder gets in the subgame-perfect equilibria on a grid of offers: 0, or one step.

    Selfish players; a responder who is offered 0 is indifferent, hence two. The step divides 1.

    Examples
    --------
    >>> ultimatum(0.1).answer["responder"]
    (0.0, 0.1)
    """
    g = number("step", step, ends="(]")
    if abs(round(1.0 / g) * g - 1.0) > 1e-9:
        raise UsageError(f"step: found {g:g}; allowed: a whole part of 1, such as 0.1; take {1.0 / round(1.0 / g):g}")
    note = "the responder is indifferent at an offer of 0: it may accept or refuse"
    return Solution("two equilibria by the answer to 0", {"step": g}, {"responder": (0.0, g)}, 1.0, 1.0, note)


def list_ultimatums(steps: int) -> tuple[float, ...]:
    """Return the same by trying every plan of the responder and every offer; steps is at most 12.

    A plan, accept or refuse for each offer, is kept if no answer could be bettered; with it every offer is
    kept that pays the proposer most.

    Examples
    --------
    >>> list_ultimatums(4)
    (0.0, 0.25)
    """
    n = whole("steps", steps, 1, 12)
    found = set()
    for plan in itertools.product((False, True), repeat=n + 1):
        # Refusing what is more than nothing could be bettered; nothing itself may be refused.
        if any(offer > 0 and not says for offer, says in enumerate(plan)):
            continue
        payoffs = [(n - offer) if says else 0 for offer, says in enumerate(plan)]
        found |= {offer / n for offer, payoff in enumerate(payoffs) if payoff == max(payoffs) and plan[offer]}
    return tuple(sorted(found))


def inequity_ultimatum(alpha: float, beta: float) -> Solution:
    """Return the ultimatum between players who mind inequity (Fehr, Schmidt 1999).

    A player with x against y has ``x - alpha·max(y - x, 0) - beta·max(x - y, 0)``.

    Parameters
    ----------
    alpha
        How much the responder minds having less, from 0.
    beta
        How much the proposer minds having more, from 0 to below 1.

    Returns
    -------
    Solution
        ``least``: the smallest share that is accepted; ``offer``: what is offered.

    Examples
    --------
    >>> [inequity_ultimatum(alpha, 0.0).answer["least"] for alpha in (0.5, 1.0, 2.0)]
    [0.25, 0.333333, 0.4]
    >>> inequity_ultimatum(1.0, 0.6).answer["offer"]
    0.5
    """
    a, b = number("alpha", alpha, 0.0, math.inf, "[)"), number("beta", beta, ends="[)")
    least = a / (1.0 + 2.0 * a)
    offer = 0.5 if b > 0.5 else least
    note = f"beta of one half: the proposer is indifferent between offers from {least:g} to 0.5" if b == 0.5 else ""
    payoff = 1.0 - offer - b * (1.0 - 2.0 * offer)
    answer = {"least": least, "offer": offer}
    return Solution("Fehr, Schmidt 1999, closed form", {"alpha": a, "beta": b}, answer, payoff, payoff, note)


def search_inequity(alpha: float, beta: float, steps: int = 10000) -> tuple[float, float]:
    """Return (least share accepted, share offered) by trying every offer of a grid.

    Examples
    --------
    >>> search_inequity(1.0, 0.2, 3000)
    (0.333333, 0.333333)
    """
    offers = np.arange(whole("steps", steps, 2, 10**7) + 1) / steps
    kept = 1.0 - offers
    theirs = offers - alpha * np.maximum(kept - offers, 0.0) - beta * np.maximum(offers - kept, 0.0)
    mine = kept - alpha * np.maximum(offers - kept, 0.0) - beta * np.maximum(kept - offers, 0.0)
    accepts = theirs >= -1e-12
    best = int(np.argmax(np.where(accepts, mine, 0.0)))
    return float(offers[np.argmax(accepts)]), float(offers[best])
