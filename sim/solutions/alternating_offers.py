"""Alternating offers over a pie of size 1: closed forms of the subgame-perfect division.

Player 1 moves first; x is its share when it proposes, y is player 2's when that one proposes. A responder is
offered what refusing is worth to it, and accepts: ``1 - x = R2(y)`` and ``1 - y = R1(x)``, where R is what
refusing is worth. Each function solves these two equations for one meaning of R; its gap is what is left
of them. `sim.solutions.backwards` plays the same games from their last round.
"""

from __future__ import annotations

import math
from collections.abc import Mapping

from sim.errors import UsageError
from sim.given import number, whole
from sim.solutions.solution import Solution


def _division(method: str, parameters: Mapping[str, object], first: float, refusal: float, note: str = "") -> Solution:
    """Return the record of an agreement on `first`, where refusing is worth `refusal` to the responder."""
    gain = abs((1.0 - first) - refusal)
    return Solution(method, parameters, {"shares": (first, 1.0 - first)}, first, first + gain, note)


def rubinstein(delta1: float, delta2: float | None = None) -> Solution:
    """Return the division when each player discounts a round of delay (Rubinstein 1982).

    Parameters
    ----------
    delta1, delta2
        Discount factors of a round, from 0 to below 1; without the second both have the first.

    Examples
    --------
    >>> rubinstein(0.9).answer["shares"]
    (0.526316, 0.473684)
    >>> rubinstein(0.95, 0.5).answer["shares"][0]
    0.952381
    """
    d1 = number("delta1", delta1, ends="[)")
    d2 = d1 if delta2 is None else number("delta2", delta2, ends="[)")
    x, y = (1.0 - d2) / (1.0 - d1 * d2), (1.0 - d1) / (1.0 - d1 * d2)
    return _division("Rubinstein 1982, closed form", {"delta1": d1, "delta2": d2}, x, d2 * y)


def fixed_costs(cost1: float, cost2: float) -> Solution:
    """Return the division when each round of delay costs a player a fixed amount (Rubinstein 1982).

    With equal costs every first share from the cost to 1 is an equilibrium; the answer is then the largest,
    and the note says so.

    Examples
    --------
    >>> fixed_costs(0.1, 0.2).answer["shares"], fixed_costs(0.2, 0.1).answer["shares"]
    ((1.0, 0.0), (0.1, 0.9))
    """
    c1, c2 = number("cost1", cost1, ends="()"), number("cost2", cost2, ends="()")
    x = 1.0 if c1 <= c2 else c2
    y = 1.0 - max(0.0, x - c1)
    note = f"equal costs: every first share from {c1:g} to 1 is an equilibrium" if c1 == c2 else ""
    return _division("Rubinstein 1982, fixed costs", {"cost1": c1, "cost2": c2}, x, max(0.0, y - c2), note)


def finite_rounds(delta: float, rounds: int) -> Solution:
    """Return the division in a game of T rounds, whose last proposer takes all (Ståhl 1972).

    Examples
    --------
    >>> [finite_rounds(0.9, rounds).objective for rounds in (1, 2, 3, 4, 5)]
    [1.0, 0.1, 0.91, 0.181, 0.8371]
    """
    d, last = number("delta", delta), whole("rounds", rounds, 1, 10**6)
    x = (1.0 - (-d) ** last) / (1.0 + d)
    later = (1.0 - (-d) ** (last - 1)) / (1.0 + d)
    return _division("Ståhl 1972, closed form", {"delta": d, "rounds": last}, x, d * later)


def short_periods(rate1: float, rate2: float, delay: float) -> Solution:
    """Return the division when rounds last so long and players discount by rates (Binmore, Rubinstein, Wolinsky 1986).

    A delay of 0 gives the limit r2/(r1 + r2).

    Examples
    --------
    >>> [short_periods(0.1, 0.2, delay).objective for delay in (1.0, 0.1, 0.0)]
    [0.69939, 0.66999, 0.666667]
    """
    r1, r2 = number("rate1", rate1, 0.0, math.inf, "()"), number("rate2", rate2, 0.0, math.inf, "()")
    wait = number("delay", delay, 0.0, math.inf, "[)")
    asked = {"rate1": r1, "rate2": r2, "delay": wait}
    if wait == 0.0:
        return _division("Binmore, Rubinstein, Wolinsky 1986, limit", asked, r2 / (r1 + r2), r1 / (r1 + r2))
    # expm1 keeps the difference from 1 exact where rounds are very short.
    lost1, lost2, lost = -math.expm1(-r1 * wait), -math.expm1(-r2 * wait), -math.expm1(-(r1 + r2) * wait)
    return _division("Binmore, Rubinstein, Wolinsky 1986", asked, lost2 / lost, math.exp(-r2 * wait) * lost1 / lost)


def breakdown(payoff1: float, payoff2: float, chance: float) -> Solution:
    """Return the division when each refusal may end the talks (Binmore, Rubinstein, Wolinsky 1986).

    Parameters
    ----------
    payoff1, payoff2
        What a breakdown pays, together at most 1.
    chance
        Chance of a breakdown after a refusal, from 0, which gives the limit, to 1.

    Examples
    --------
    >>> breakdown(0.3, 0.1, 0.0).objective, breakdown(0.3, 0.1, 0.5).objective
    (0.6, 0.7)
    """
    b1, b2 = number("payoff1", payoff1), number("payoff2", payoff2)
    number("payoff1 + payoff2", b1 + b2)
    p = number("chance", chance)
    x = (1.0 - b2 + (1.0 - p) * b1) / (2.0 - p)
    y = (1.0 - b1 + (1.0 - p) * b2) / (2.0 - p)
    method = "Binmore, Rubinstein, Wolinsky 1986, breakdown"
    return _division(method, {"payoff1": b1, "payoff2": b2, "chance": p}, x, p * b2 + (1.0 - p) * y)


def outside_option(delta: float, option: float) -> Solution:
    """Return the division when player 2 may leave for something else as it responds (Shaked, Sutton 1984).

    The option counts only where it is better than the talks: player 2 gets ``max(delta/(1 + delta), option)``.

    Examples
    --------
    >>> outside_option(0.9, 2 / 7).answer["shares"][1], outside_option(0.9, 4 / 7).answer["shares"][1]
    (0.473684, 0.571429)
    """
    d, o = number("delta", delta, ends="[)"), number("option", option)
    x = 1.0 - max(d / (1.0 + d), o)
    return _division("Shaked, Sutton 1984", {"delta": d, "option": o}, x, max(d * (1.0 - d * x), o))


def rotating_proposers(delta: float, players: int = 3) -> Solution:
    """Return the stationary division among n players who propose in turn and must all agree (Herrero 1985).

    Shares are in proportion to 1, delta, delta², and so on, in the order of speaking. Without
    stationarity other divisions are equilibria too, if players are patient.

    Examples
    --------
    >>> rotating_proposers(0.9).answer["shares"]
    (0.369004, 0.332103, 0.298893)
    """
    d, n = number("delta", delta, ends="[)"), whole("players", players, 2, 1000)
    parts = [d**place for place in range(n)]
    shares = tuple(part / math.fsum(parts) for part in parts)
    offered = (1.0 - math.fsum(d * share for share in shares[:-1]), *(d * share for share in shares[:-1]))
    gain = max(abs(one - other) for one, other in zip(shares, offered))
    return Solution("Herrero 1985, stationary", {"delta": d, "players": n}, {"shares": shares}, shares[0],
                    shares[0] + gain, "stationary: other divisions may be equilibria of other kinds")  # fmt: skip


def majority(delta: float, players: int) -> Solution:
    """Return the stationary division when a majority decides and the proposer is drawn (Baron, Ferejohn 1989).

    Parameters
    ----------
    delta
        Discount factor, from 0 to 1.
    players
        How many, odd, from 3.

    Returns
    -------
    Solution
        ``proposer`` and ``partner``: the share kept, and that of each of the (n - 1)/2 others in the majority.

    Examples
    --------
    >>> [majority(1.0, players).answer["proposer"] for players in (3, 5, 7)]
    [0.666667, 0.6, 0.571429]
    """
    d, n = number("delta", delta), whole("players", players, 3, 10**6)
    if n % 2 == 0:
        raise UsageError(f"players: found {n}; allowed: an odd number from 3, so that there is a majority; add one")
    proposer, partner = 1.0 - d * (n - 1) / (2 * n), d / n
    # What a player may expect of the next round, from being drawn to propose, or to be bought.
    worth = (proposer + (n - 1) / 2 * partner) / n
    gain = abs(partner - d * worth)
    answer = {"proposer": proposer, "partner": partner, "partners": (n - 1) // 2}
    return Solution("Baron, Ferejohn 1989", {"delta": d, "players": n}, answer, proposer, proposer + gain)
