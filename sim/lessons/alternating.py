"""R1 to R10: offers in turn, the ultimatum, majority rule, beside backward induction and play listed whole."""

from __future__ import annotations

import math
from collections.abc import Iterator

from sim.lessons.lesson import Figure, Lesson, count
from sim.solutions import alternating_offers as theory
from sim.solutions.backwards import alternate, elect, rotate
from sim.solutions.ultimatum import list_ultimatums, ultimatum

INDUCTION = "backward induction on a grid of offers"
FINEST = 200_000
"""Steps of a grid at most, so that even the most patient are played within a second or two."""


def _grid(patience: float) -> tuple[int, float]:
    """Return steps of a grid and the tolerance that goes with it: h/(1 - delta), h at most (1 - delta)/100.

    Ten times finer where that is quickly played.
    """
    steps = min(FINEST, math.ceil(max(min(1000.0 / (1.0 - patience), 50_000.0), 100.0 / (1.0 - patience))))
    return steps, 1.0 / steps / (1.0 - patience) + 1e-6


def _rounds(left: float) -> int:
    """Return rounds, odd, after which what is left of the pie does not count, if so much is left of it by two."""
    return 3 + 2 * math.ceil(math.log(1e-7) / math.log(min(0.9999, max(1e-3, left))))


def _rubinstein(delta1: float, delta2: float) -> Iterator[Figure]:
    solved = theory.rubinstein(delta1, delta2)
    steps, tolerance = _grid(max(delta1, delta2))
    played = alternate(_rounds(delta1 * delta2), steps, deltas=(delta1, delta2))
    yield Figure("proposer's share", solved.objective, played[0], tolerance)


def _common(delta: float) -> Iterator[Figure]:
    yield from _rubinstein(delta, delta)


def _fixed_costs(cost1: float, cost2: float) -> Iterator[Figure]:
    solved = theory.fixed_costs(cost1, cost2)
    steps = 2000
    rounds = 2 * math.ceil(2.0 / max(0.002, abs(cost1 - cost2))) + 1
    yield Figure("proposer's share", solved.objective, alternate(rounds, steps, costs=(cost1, cost2))[0], 2.0 / steps)


def _last_round(delta: float, rounds: float) -> Iterator[Figure]:
    solved = theory.finite_rounds(delta, count("rounds", rounds, 1, 1000))
    steps = 10_000
    played = alternate(int(rounds), steps, deltas=(delta, delta))
    yield Figure("proposer's share", solved.objective, played[0], rounds / steps + 1e-9)


def _short_periods(rate1: float, rate2: float, delay: float) -> Iterator[Figure]:
    solved = theory.short_periods(rate1, rate2, delay)
    waited = max(delay, 0.05)  # the limit is approached
    deltas = (math.exp(-rate1 * waited), math.exp(-rate2 * waited))
    steps, tolerance = _grid(max(deltas))
    played = alternate(_rounds(deltas[0] * deltas[1]), steps, deltas=deltas)
    near = (
        tolerance if delay else tolerance + abs(theory.short_periods(rate1, rate2, waited).objective - solved.objective)
    )
    yield Figure("proposer's share" if delay else "its limit", solved.objective, played[0], near)


def _breakdown(payoff1: float, payoff2: float, chance: float) -> Iterator[Figure]:
    solved = theory.breakdown(payoff1, payoff2, chance)
    risk = max(chance, 0.02)
    steps, tolerance = _grid(1.0 - risk)
    played = alternate(_rounds((1.0 - risk) ** 2), steps, chance=risk, broken=(payoff1, payoff2))
    near = (
        tolerance if chance else tolerance + abs(theory.breakdown(payoff1, payoff2, risk).objective - solved.objective)
    )
    yield Figure("proposer's share" if chance else "its limit", solved.objective, played[0], near)


def _outside_option(delta: float, option: float) -> Iterator[Figure]:
    solved = theory.outside_option(delta, option)
    steps, tolerance = _grid(delta)
    played = alternate(_rounds(delta**2), steps, deltas=(delta, delta), options=(-math.inf, option))
    yield Figure("responder's share", solved.answer["shares"][1], played[1], tolerance)


def _three(delta: float, players: float) -> Iterator[Figure]:
    n = count("players", players, 2, 100)
    solved = theory.rotating_proposers(delta, n)
    steps, tolerance = _grid(delta)
    played = rotate(_rounds(delta) + n, steps, delta, n)
    for place, (one, other) in enumerate(zip(solved.answer["shares"], played), start=1):
        yield Figure(f"share of speaker {place}", one, other, n * tolerance)


def _ultimatum(step: float) -> Iterator[Figure]:
    solved = ultimatum(step)
    listed = list_ultimatums(round(1.0 / step))
    for name, one, other in zip(("least", "most"), solved.answer["responder"], (listed[0], listed[-1])):
        yield Figure(f"{name} that the responder gets", one, other, 1e-9)


def _majority(delta: float, players: float) -> Iterator[Figure]:
    n = count("players", players, 3, 999)
    solved = theory.majority(delta, n)
    kept, worth = elect(60, delta, n)
    yield Figure("proposer's share", solved.answer["proposer"], kept, 1e-9)
    yield Figure("partner's share", solved.answer["partner"], delta * worth, 1e-9)


LESSONS = (
    Lesson(
        "R1",
        "rubinstein",
        "Equally patient players, no last round: who proposes first has a little more.",
        "Rubinstein 1982",
        INDUCTION,
        ({"delta": 0.9}, {"delta": 0.5}, {"delta": 0.95}, {"delta": 0.99}, {"delta": 0.37}),
        _common,
    ),
    Lesson(
        "R2",
        "patience",
        "Unequally patient players: the more patient has more.",
        "Rubinstein 1982",
        INDUCTION,
        ({"delta1": 0.9, "delta2": 0.8}, {"delta1": 0.95, "delta2": 0.5}, {"delta1": 0.33, "delta2": 0.71}),
        _rubinstein,
    ),
    Lesson(
        "R3",
        "fixed-costs",
        "Delay at a fixed cost: whoever has the lower cost has nearly all.",
        "Rubinstein 1982",
        INDUCTION,
        ({"cost1": 0.1, "cost2": 0.2}, {"cost1": 0.2, "cost2": 0.1}, {"cost1": 0.17, "cost2": 0.06}),
        _fixed_costs,
    ),
    Lesson(
        "R4",
        "last-round",
        "A last round: whoever proposes in it would take all, and that works backwards.",
        "Ståhl 1972",
        INDUCTION,
        (*({"delta": 0.9, "rounds": rounds} for rounds in (1, 2, 3, 4, 5)), {"delta": 0.64, "rounds": 8}),
        _last_round,
    ),
    Lesson(
        "R5",
        "short-periods",
        "Ever shorter rounds: the advantage of going first vanishes.",
        "Binmore, Rubinstein, Wolinsky 1986",
        INDUCTION,
        (
            *({"rate1": 0.1, "rate2": 0.2, "delay": delay} for delay in (1.0, 0.1, 0.0)),
            {"rate1": 0.35, "rate2": 0.15, "delay": 0.5},
        ),
        _short_periods,
    ),
    Lesson(
        "R6",
        "breakdown",
        "A risk that talks break down: what a breakdown pays matters, not patience.",
        "Binmore, Rubinstein, Wolinsky 1986",
        INDUCTION,
        (
            *({"payoff1": 0.3, "payoff2": 0.1, "chance": chance} for chance in (0.0, 0.1)),
            {"payoff1": 0.05, "payoff2": 0.45, "chance": 0.25},
        ),
        _breakdown,
    ),
    Lesson(
        "R7",
        "outside-option",
        "An option outside counts only if it is better than the talks.",
        "Binmore, Rubinstein, Wolinsky 1986; Shaked, Sutton 1984",
        INDUCTION,
        ({"delta": 0.9, "option": 2 / 7}, {"delta": 0.9, "option": 4 / 7}, {"delta": 0.6, "option": 0.5}),
        _outside_option,
    ),
    Lesson(
        "R8",
        "three-players",
        "Three who propose in turn and must all agree.",
        "Herrero 1985 (derived)",
        INDUCTION,
        ({"delta": 0.9, "players": 3}, {"delta": 0.75, "players": 4}),
        _three,
    ),
    Lesson(
        "R9",
        "ultimatum",
        "One offer between selfish players: next to nothing is accepted.",
        "textbook",
        "every plan of the responder tried",
        ({"step": 0.1}, {"step": 0.125}),
        _ultimatum,
    ),
    Lesson(
        "R10",
        "majority",
        "A majority decides: the proposer buys the cheapest one.",
        "Baron, Ferejohn 1989",
        "backward induction, partners bought by price",
        (*({"delta": 1.0, "players": players} for players in (3, 5, 7)), {"delta": 0.8, "players": 9}),
        _majority,
    ),
)
