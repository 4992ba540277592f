"""N1 to N5: which deal two should agree on, by listing, by search, by concessions, and on curves."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
from scipy.optimize import brentq

from sim.given import Floats, number
from sim.lessons.lesson import Figure, Lesson, count
from sim.solutions import finite, lotteries
from sim.solutions.bloc_frontier import two_bloc_frontier
from sim.solutions.package_solver import solve
from sim.solutions.packages import Choice
from sim.solutions.zeuthen import zeuthen
from sim.textbook.domains import BARTER, barter_points

STEPS = 4000
"""Points of a curve."""


def _barter(no_deal1: float, no_deal2: float) -> Iterator[Figure]:
    no_deal = (no_deal1, no_deal2)
    points = barter_points()
    listed = finite.nash(points, no_deal)
    frontier = finite.pareto_frontier(points)
    both = np.intersect1d(frontier, finite.zone_of_agreement(points, no_deal))
    choice = Choice(BARTER, no_deal)
    found = {name: solve(name, choice) for name in ("nash", "egalitarian", "utilitarian")}
    yield Figure("deals", len(points), 2 ** choice.worth.shape[1], 0.0)
    everything = two_bloc_frontier(Choice(BARTER, -100.0), [0])
    yield Figure("Pareto points", len(frontier), len(everything.answer["blocs"]), 0.0)
    yield Figure(
        "Pareto points no worse for anybody",
        len(both),
        len(two_bloc_frontier(choice, [0]).answer.get("blocs", ())),
        0.0,
    )
    for place, who in enumerate(("Bill", "Jack")):
        one, other = (each.answer["utilities"][place] for each in (listed, found["nash"]))
        yield Figure(f"Nash solution, to {who}", one, other, 1e-9)
    for name, words in (("egalitarian", "largest smallest gain"), ("utilitarian", "largest sum of gains")):
        yield Figure(words, finite.SOLUTIONS[name](points, no_deal).objective, found[name].objective, 1e-9)


def _zeuthen(no_deal1: float, no_deal2: float) -> Iterator[Figure]:
    no_deal = (no_deal1, no_deal2)
    points = barter_points()
    solved, met = finite.nash(points, no_deal), zeuthen(points, no_deal)
    for place, who in enumerate(("Bill", "Jack")):
        yield Figure(
            f"where it ends, to {who}", solved.answer["utilities"][place], met.answer["utilities"][place], 1e-9
        )


def _root(power: float) -> Iterator[Figure]:
    a = number("power", power, 0.0, 1.0, "()")
    x = np.arange(STEPS + 1) / STEPS
    points = np.stack([x, (1.0 - x) ** a], axis=1)
    even = brentq(lambda share: share - (1.0 - share) ** a, 0.0, 1.0, xtol=1e-14)
    theory = {"nash": 1.0 / (1.0 + a), "kalai_smorodinsky": even, "egalitarian": even,
              "utilitarian": 1.0 - a ** (1.0 / (1.0 - a))}  # fmt: skip
    for name, solve_listed in finite.SOLUTIONS.items():
        yield Figure(name.replace("_", "-"), theory[name], solve_listed(points).answer["utilities"][0], 2.0 / STEPS)


def _powers(power1: float, power2: float) -> Iterator[Figure]:
    a, b = number("power1", power1, 0.0, 1.0, "(]"), number("power2", power2, 0.0, 1.0, "(]")
    x = np.arange(STEPS + 1) / STEPS
    found = finite.nash(np.stack([x**a, (1.0 - x) ** b], axis=1))
    yield Figure("share of the first", a / (a + b), x[found.answer["place"]], 2.0 / STEPS)


def _comprehensive(points: Floats) -> Floats:
    """Return points whose hull, for two parties, also holds whatever gives somebody less."""
    most = points.max(axis=0)
    return np.vstack([points, [[0.0, 0.0], [most[0], 0.0], [0.0, most[1]]]])


def _chosen(points: Floats, no_deal: Floats | float = 0.0) -> tuple[int, ...]:
    return tuple(finite.nash(points, no_deal).answer.get("ties", ()))


def _axioms(sets: float, seed: float) -> Iterator[Figure]:
    drawn = np.random.Generator(np.random.Philox(key=count("seed", seed, 0, 2**53)))
    broken = dict.fromkeys(("irrelevant", "units", "symmetry", "individual", "strong"), 0)
    for _ in range(count("sets", sets, 1, 5000)):
        points = drawn.integers(0, 12, (int(drawn.integers(2, 12)), 3)).astype(float)
        chosen = _chosen(points)
        kept = np.sort(drawn.permutation(len(points))[: int(drawn.integers(1, len(points) + 1))])
        kept = np.union1d(kept, chosen[:1]).astype(int)
        same_players = finite.players(points).tolist() == finite.players(points[kept]).tolist()
        within = {int(kept[place]) for place in _chosen(points[kept])}
        broken["irrelevant"] += (
            same_players and finite.nash(points).objective > 0.0 and within != set(chosen) & set(kept.tolist())
        )
        unit, origin = drawn.uniform(0.1, 10.0, 3), drawn.uniform(-5.0, 5.0, 3)
        broken["units"] += _chosen(points * unit + origin, origin) != chosen
        broken["symmetry"] += _chosen(points[:, drawn.permutation(3)]) != chosen
        flat = _comprehensive(drawn.integers(1, 12, (int(drawn.integers(2, 6)), 2)).astype(float))
        most = flat.max(axis=0)
        longer = _comprehensive(np.vstack([flat, [most[0] + drawn.uniform(0.0, 5.0), drawn.uniform(0.0, most[1])]]))
        before, after = (lotteries.kalai_smorodinsky(each).answer["utilities"][0] for each in (flat, longer))
        broken["individual"] += after < before - 1e-6
        larger = _comprehensive(np.vstack([flat, drawn.uniform(0.0, 15.0, 2)]))
        before, after = (min(lotteries.egalitarian(each).answer["utilities"]) for each in (flat, larger))
        broken["strong"] += after < before - 1e-6
    few, more = np.array([[1.0, 5.0]]), np.array([[1.0, 5.0], [2.0, 2.0]])
    falls = finite.egalitarian(few).answer["utilities"][1] - finite.egalitarian(more).answer["utilities"][1]
    for name, words in (
        ("irrelevant", "Nash: irrelevant alternatives mattered"), ("units", "Nash: units mattered"),
        ("symmetry", "Nash: names mattered"), ("individual", "Kalai-Smorodinsky: lost by more to gain"),
        ("strong", "egalitarian: lost by a larger set"),
    ):  # fmt: skip
        yield Figure(words, 0.0, broken[name], 0.0)
    yield Figure("egalitarian, finite sets: lost by a larger", 3.0, falls, 1e-9)


LESSONS = (
    Lesson(
        "N1",
        "barter",
        "Bill and Jack swap what they own: of 512 deals theory picks one.",
        "Nash 1950",
        "search under a linear bound; theory lists every deal",
        ({"no_deal1": 0.0, "no_deal2": 0.0}, {"no_deal1": 3.0, "no_deal2": 1.0}),
        _barter,
    ),
    Lesson(
        "N2",
        "zeuthen",
        "Whoever has less to lose by insisting concedes, and they end at the Nash solution.",
        "Zeuthen 1930; Harsanyi 1956",
        "concessions played step by step",
        ({"no_deal1": 0.0, "no_deal2": 0.0}, {"no_deal1": 3.0, "no_deal2": 1.0}),
        _zeuthen,
    ),
    Lesson(
        "N3",
        "four-solutions",
        "One is careful, one is not: four solutions divide differently.",
        "Nash 1950; Kalai, Smorodinsky 1975",
        "every point of a fine curve tried",
        ({"power": 0.5}, {"power": 0.3}),
        _root,
    ),
    Lesson(
        "N4",
        "axioms",
        "What defines each solution, tried on drawn sets.",
        "Nash 1950; Kalai, Smorodinsky 1975; Kalai 1977",
        "violations counted on drawn sets",
        ({"sets": 20, "seed": 0}, {"sets": 20, "seed": 1}),
        _axioms,
    ),
    Lesson(
        "N5",
        "risk",
        "Whoever minds risk more gets less.",
        "textbook",
        "every point of a fine curve tried",
        ({"power1": 1.0, "power2": 0.5}, {"power1": 0.4, "power2": 0.9}),
        _powers,
    ),
)
