"""C1 to C6: power in votes, gloves, a bankruptcy, a majority of three, a ring of custodians."""

from __future__ import annotations

from collections.abc import Iterator
from math import comb, factorial

import numpy as np

from sim.given import number
from sim.lessons.lesson import Figure, Lesson, count
from sim.solutions import coalitions, cores
from sim.solutions.exchange import exchange
from sim.solutions.voting import contested_garment, shapley_shubik

LISTED = "every coalition listed"


def _council(permanent: float, elected: float, needed: float) -> Iterator[Figure]:
    p, e = count("permanent", permanent, 1, 8), count("elected", elected, 1, 10)
    q = count("needed", needed, 1, e)
    n = p + e
    # An elected member turns the vote if all permanent ones and just one fewer than needed came before.
    turns = comb(e - 1, q - 1) * factorial(p + q - 1) * factorial(n - p - q) / factorial(n)
    shares = coalitions.shapley(coalitions.voting_game([e + 1] * p + [1] * e, p * (e + 1) + q)).answer["shares"]
    yield Figure("permanent member", (1.0 - e * turns) / p, shares[0], 1e-9)
    yield Figure("elected member", turns, shares[-1], 1e-9)


def _community(quota: float) -> Iterator[Figure]:
    weights = [4, 4, 4, 2, 2, 1]
    solved = shapley_shubik(weights, count("quota", quota, 1, sum(weights)))
    found = coalitions.shapley(coalitions.voting_game(weights, quota)).answer["shares"]
    for place, votes in ((0, "4 votes"), (3, "2 votes"), (5, "1 vote")):
        yield Figure(votes, float(solved[place]), found[place], 1e-9)


def _gloves(right: float) -> Iterator[Figure]:
    n = count("right", right, 2, 8)
    worth = coalitions.game_of(n + 1, lambda who: float(0 in who and len(who) > 1))
    shares = coalitions.shapley(worth).answer["shares"]
    ranges = cores.core(worth).answer["ranges"]
    yield Figure("Shapley value, left", n / (n + 1), shares[0], 1e-9)
    yield Figure("Shapley value, right", 1.0 / (n * (n + 1)), shares[1], 1e-9)
    yield Figure("least in the core, left", 1.0, ranges[0][0], 1e-7)
    yield Figure("most in the core, right", 0.0, ranges[1][1], 1e-7)


def _bankruptcy(estate: float, claim1: float, claim2: float, claim3: float) -> Iterator[Figure]:
    claims = [number(f"claim{place}", claim, 0.0, 1e9, "(]") for place, claim in enumerate((claim1, claim2, claim3), 1)]
    solved = contested_garment(estate, claims)
    found = cores.nucleolus(coalitions.bankruptcy_game(estate, claims)).answer["shares"]
    for place, (one, other) in enumerate(zip(solved, found), start=1):
        yield Figure(f"creditor {place}", one, other, 1e-7 * max(1.0, sum(claims)))


def _majority(players: float, games: float, seed: float) -> Iterator[Figure]:
    n = count("players", players, 3, 9)
    lacking = (n - 1) / (2 * n) if n % 2 else (n - 2) / (2 * n)
    found = cores.core(coalitions.voting_game([1] * n, n // 2 + 1))
    yield Figure("the core is empty", 1.0, float(found.answer["empty"]), 0.0)
    yield Figure("what some majority always lacks", lacking, -found.bound, 1e-7)
    drawn = np.random.Generator(np.random.Philox(key=count("seed", seed, 0, 2**53)))
    outside = 0
    for _ in range(count("games", games, 1, 2000)):
        size = drawn.uniform(0.0, 5.0, n)
        power = drawn.uniform(1.0, 3.0)
        worth = coalitions.game_of(n, lambda who, s=size, k=power: float(s[list(who)].sum()) ** k)  # type: ignore[misc]
        shares = coalitions.shapley(worth).answer["shares"]
        outside += cores.largest_complaint(worth, shares) > 1e-9 * worth[-1]
    yield Figure("convex games with the Shapley value outside", 0.0, outside, 0.0)


def _ring(custodians: float) -> Iterator[Figure]:
    n = count("custodians", custodians, 3, 200)
    arcs = [(at, (at + 1) % n) for at in range(n)]
    found = exchange(arcs)
    yield Figure("releases in pairs alone", 0.0, len(exchange(arcs, longest=2).answer["releases"]), 0.0)
    yield Figure("releases in the ring", n, len(found.answer["releases"]), 0.0)
    yield Figure("rings", 1.0, len(found.answer["rings"]), 0.0)
    if n == 3:
        yield Figure("freed in the talks of scenario ring", n, _freed_in_play(), 0.0)


def _freed_in_play() -> int:
    """Return how many the engine's talks free where three custodians each want the next one's prisoner."""
    # Here, since the talks need the compiled rules and other lessons do not.
    from sim.scenario.compile import compile_scenario
    from sim.scenario.load import load
    from sim.world import Talks

    talks = Talks(compile_scenario(load("ring")), 0, centre=True)
    talks.play()
    return len(talks.result(told=False).released)


LESSONS = (
    Lesson(
        "C1",
        "security-council",
        "Five who must all agree have nearly all the power.",
        "published",
        LISTED,
        ({"permanent": 5, "elected": 10, "needed": 4}, {"permanent": 3, "elected": 8, "needed": 5}),
        _council,
    ),
    Lesson(
        "C2",
        "community",
        "A country with a vote, and no power: the Community of 1958.",
        "published",
        "every coalition listed; theory counts without listing",
        ({"quota": 12}, {"quota": 10}),
        _community,
    ),
    Lesson(
        "C3",
        "gloves",
        "One left glove, several right ones: the core gives the left one all.",
        "textbook",
        "every coalition listed; linear programmes",
        ({"right": 2}, {"right": 4}),
        _gloves,
    ),
    Lesson(
        "C4",
        "bankruptcy",
        "An estate too small for its claims, divided as the Talmud says: it is the nucleolus.",
        "Aumann, Maschler 1985",
        "linear programmes, one for each level of complaint",
        (
            *(
                {"estate": estate, "claim1": 100.0, "claim2": 200.0, "claim3": 300.0}
                for estate in (100.0, 200.0, 300.0)
            ),
            {"estate": 340.0, "claim1": 80.0, "claim2": 210.0, "claim3": 250.0},
        ),
        _bankruptcy,
    ),
    Lesson(
        "C5",
        "majority-of-three",
        "Where any two can take all, no sharing is safe; in convex games one is.",
        "Shapley 1971",
        "linear programmes; drawn convex games",
        ({"players": 3, "games": 50, "seed": 0}, {"players": 5, "games": 50, "seed": 0}),
        _majority,
    ),
    Lesson(
        "C6",
        "ring",
        "No two can trade, but all can: a ring of releases.",
        "derived",
        "largest circulation; rings listed; the talks played",
        ({"custodians": 3}, {"custodians": 5}),
        _ring,
    ),
)
