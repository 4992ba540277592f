"""T1 to T5: how aspirations fall, where two tactics meet, and concessions along rankings."""

from __future__ import annotations

import math
from collections.abc import Iterator

import numpy as np
from scipy.optimize import brentq

from sim.ensemble.generic import Domain, Tactic, aspirations, negotiate
from sim.given import number
from sim.lessons.lesson import Figure, Lesson, count
from sim.solutions.rankings import concede_minimally, name_unique_offers, rank_of_utilities, smallest_larger_rank

TIMES = (0.25, 0.5, 0.75)
ROUNDS = 4000
PARTS = 14
"""A pie in parts that double: 2^14 divisions, finer than a round's concession."""


def _conceded(name: str, k: float, beta: float) -> Iterator[float]:
    """Yield what the engine's tactic concedes at each of the times."""
    fell = aspirations([Tactic(name, beta, start=1.0 - k)], 3)[0]
    yield from (1.0 - fell).tolist()


def _polynomial(k: float, beta: float) -> Iterator[Figure]:
    number("k", k, ends="(]"), number("beta", beta, 0.0, math.inf, "()")
    for t, found in zip(TIMES, _conceded("polynomial", k, beta)):
        yield Figure(f"conceded at {t:g} of the time", k + (1.0 - k) * t ** (1.0 / beta), found, 1e-9)


def _exponential(k: float, beta: float) -> Iterator[Figure]:
    number("k", k, 1e-6, 1.0), number("beta", beta, 0.0, math.inf, "()")
    for t, found in zip(TIMES, _conceded("exponential", k, beta)):
        yield Figure(f"conceded at {t:g} of the time", math.exp((1.0 - t) ** beta * math.log(k)), found, 1e-9)


def _meeting(e1: float, e2: float) -> Iterator[Figure]:
    e1, e2 = number("e1", e1, 0.1, 10.0), number("e2", e2, 0.1, 10.0)
    t = brentq(lambda at: at ** (1.0 / e1) + at ** (1.0 / e2) - 1.0, 0.0, 1.0, xtol=1e-14)
    parts = 2.0 ** np.arange(PARTS)[::-1]
    pie = np.array([parts, -parts]) / parts.sum()
    played = negotiate(Domain(pie), [Tactic(beta=e1), Tactic(beta=e2)], ROUNDS)
    slope = max(t ** (1.0 / e - 1.0) / e for e in (e1, e2))
    near = 3.0 * (1.0 + slope) / ROUNDS
    yield Figure("share of the time", t, (float(played.rounds[0]) + 1.0) / (ROUNDS + 1.0), 2.0 / ROUNDS)
    yield Figure("share of the first", 1.0 - t ** (1.0 / e1), float(played.utility[0, 0]), near)
    yield Figure("share of the second", 1.0 - t ** (1.0 / e2), float(played.utility[0, 1]) + 1.0, near)


def _micro(deals: float, domains: float, seed: float) -> Iterator[Figure]:
    drawn = np.random.Generator(np.random.Philox(key=count("seed", seed, 0, 2**53)))
    solved, met = 0, 0
    size = count("deals", deals, 2, 5000)
    for _ in range(count("domains", domains, 1, 5000)):
        ranks = rank_of_utilities(drawn.random((2, size)))
        solved += smallest_larger_rank(ranks)
        met += int(ranks[:, concede_minimally(ranks)].max())
    yield Figure("mean of the larger rank", solved / domains, met / domains, 1e-9)


def _unique_offers(parties: float, deals: float, accepted: float, domains: float, seed: float) -> Iterator[Figure]:
    drawn = np.random.Generator(np.random.Philox(key=count("seed", seed, 0, 2**53)))
    shape = (count("parties", parties, 2, 20), count("deals", deals, 2, 5000))
    share = number("accepted", accepted)
    possible, found = 0, 0
    for _ in range(count("domains", domains, 1, 5000)):
        ranks = rank_of_utilities(drawn.random(shape))
        takes = ranks <= np.round(share * shape[1] * drawn.uniform(0.2, 1.8, (shape[0], 1)))
        possible += bool(takes.all(axis=0).any())
        met = name_unique_offers(ranks, takes)
        found += met is not None and bool(takes[:, met].all())
    yield Figure("domains with a deal", possible / domains, found / domains, 0.0)


LESSONS = (
    Lesson(
        "T1",
        "polynomial-tactic",
        "Concede late or early; beta below 1 is Boulware here, other texts turn it round.",
        "Faratin, Sierra, Jennings 1998",
        "the engine's tactic",
        (*({"k": 0.1, "beta": beta} for beta in (0.1, 1.0, 10.0)), {"k": 0.3, "beta": 2.5}),
        _polynomial,
    ),
    Lesson(
        "T2",
        "exponential-tactic",
        "The same in another shape.",
        "Faratin, Sierra, Jennings 1998",
        "the engine's tactic",
        (*({"k": 0.1, "beta": beta} for beta in (0.5, 1.0, 5.0)), {"k": 0.25, "beta": 1.7}),
        _exponential,
    ),
    Lesson(
        "T3",
        "meeting",
        "Two who concede by the clock meet where their demands fit; the tougher has more.",
        "derived",
        "alternating offers, played",
        ({"e1": 1.0, "e2": 1.0}, {"e1": 0.2, "e2": 2.0}, {"e1": 0.5, "e2": 0.8}),
        _meeting,
    ),
    Lesson(
        "T4",
        "micro",
        "Concede one deal for each that the other names: the larger rank is as small as can be.",
        "de Jonge 2022; Brams, Kilgour 2001",
        "concessions along drawn rankings, played",
        ({"deals": 40, "domains": 200, "seed": 0}, {"deals": 111, "domains": 100, "seed": 1}),
        _micro,
    ),
    Lesson(
        "T5",
        "unique-offers",
        "Nobody may repeat an offer: a deal is found whenever one is acceptable to all.",
        "Mohammad 2023",
        "offers along drawn rankings, played",
        (
            {"parties": 3, "deals": 40, "accepted": 0.4, "domains": 300, "seed": 0},
            {"parties": 4, "deals": 25, "accepted": 0.6, "domains": 300, "seed": 1},
        ),
        _unique_offers,
    ),
)
