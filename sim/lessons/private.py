"""I1 to I5, H1 and N6: what one side does not know, a kidnapping, and players who mind inequity."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from sim.lessons.lesson import Figure, Lesson, count
from sim.solutions import one_sided
from sim.solutions.private_values import (
    auction_regret,
    best_mechanism,
    double_auction,
    draw_trades,
    posted_price,
    search_mechanism,
)
from sim.solutions.ultimatum import inequity_ultimatum, search_inequity

SURE = 4.0
"""Standard errors in the interval of a drawn figure: one lesson in 16,000 fails by chance."""
MOST_DRAWS = 10**7


def _drawn(solved: dict[str, float], found: dict[str, tuple[float, float]]) -> Iterator[Figure]:
    for name, words in (("trade", "chance of trade"), ("gains", "gains from trade")):
        mean, error = found[name]
        yield Figure(words, solved[name], mean, SURE * error)


def _auction(weight: float, draws: float, seed: float) -> Iterator[Figure]:
    solved = dict(double_auction(weight).answer)
    (bid, more), (ask, extra) = solved["bid"], solved["ask"]
    generator = np.random.Generator(np.random.Philox(key=count("seed", seed, 0, 2**53)))
    found = draw_trades(
        lambda v, c: bid * v + more >= ask * c + extra, count("draws", draws, 100, MOST_DRAWS), generator
    )
    yield from _drawn(solved, found)
    steps = 400
    yield Figure("gain by another bid", 0.0, auction_regret(weight, solved["bid"], solved["ask"], steps), 1.0 / steps)


def _best_mechanism(lead: float) -> Iterator[Figure]:
    solved = best_mechanism(lead).answer
    steps = 600
    gains, possible = search_mechanism(lead, steps)
    yield Figure("gains from trade", solved["gains"], gains, 1.0 / steps)
    yield Figure("gains if all were known", solved["possible"], possible, 1.0 / steps)


def _posted_price(price: float, draws: float, seed: float) -> Iterator[Figure]:
    solved = dict(posted_price(price).answer)
    generator = np.random.Generator(np.random.Philox(key=count("seed", seed, 0, 2**53)))
    found = draw_trades(lambda v, c: (v >= price) & (c <= price), count("draws", draws, 100, MOST_DRAWS), generator)
    yield from _drawn(solved, found)


def _two_prices(delta: float) -> Iterator[Figure]:
    solved = one_sided.two_prices(delta).answer
    steps = 2000
    found = one_sided.search_two_prices(delta, steps)
    for name, words in (
        ("cutoff", "lowest value that buys at once"),
        ("first", "first price"),
        ("second", "second price"),
    ):
        yield Figure(words, solved[name], found[name], 4.0 / steps)


def _crisis(chance: float, cost: float, highest: float) -> Iterator[Figure]:
    solved = one_sided.crisis(chance, cost, highest).answer
    steps = 10_000
    found = one_sided.search_crisis(chance, cost, highest, steps)
    yield Figure("share demanded", solved["offer"], found["offer"], 10.0 / steps)
    yield Figure("chance of a breakdown", solved["breakdown"], found["breakdown"], 10.0 / steps / min(1.0, highest))


def _kidnapping(resolve: float, caught: float, loss: float) -> Iterator[Figure]:
    solved = one_sided.kidnapping(resolve, caught, loss).answer
    steps = 2000
    found = one_sided.search_kidnapping(resolve, caught, loss, steps)
    for name in ("demand", "ransom"):
        yield Figure(name, solved[name], found[name], 3.0 * loss / (1.0 - caught) / steps)


def _inequity(alpha: float, beta: float) -> Iterator[Figure]:
    solved = inequity_ultimatum(alpha, beta).answer
    steps = 20_000
    least, offer = search_inequity(alpha, beta, steps)
    yield Figure("least share accepted", solved["least"], least, 1.5 / steps)
    yield Figure("share offered", solved["offer"], offer, 1.5 / steps)


LESSONS = (
    Lesson(
        "I1",
        "auction",
        "Buyer and seller shade their bids, and some good trades are lost.",
        "Chatterjee, Samuelson 1983",
        "drawn values and costs (4 standard errors); every other bid tried",
        ({"weight": 0.5, "draws": 400_000, "seed": 0}, {"weight": 0.8, "draws": 400_000, "seed": 0}),
        _auction,
    ),
    Lesson(
        "I2",
        "best-mechanism",
        "No mechanism does better than that auction, and none brings all gains.",
        "Myerson, Satterthwaite 1983",
        "linear programme over a grid of values and costs",
        ({"lead": 0.0}, {"lead": 0.25}, {"lead": -0.3}),
        _best_mechanism,
    ),
    Lesson(
        "I3",
        "posted-price",
        "A price to take or leave brings less.",
        "derived",
        "drawn values and costs (4 standard errors)",
        ({"price": 0.5, "draws": 400_000, "seed": 0}, {"price": 0.3, "draws": 400_000, "seed": 0}),
        _posted_price,
    ),
    Lesson(
        "I4",
        "two-prices",
        "A second, lower price to come makes buyers wait.",
        "derived",
        "every first price tried",
        ({"delta": 0.5}, {"delta": 0.0}, {"delta": 0.83}),
        _two_prices,
    ),
    Lesson(
        "I5",
        "crisis",
        "A demand that risks a war, since the other's cost of it is not known.",
        "Fearon 1995 (derived)",
        "every demand tried",
        ({"chance": 0.5, "cost": 0.1, "highest": 0.4}, {"chance": 0.3, "cost": 0.05, "highest": 0.7}),
        _crisis,
    ),
    Lesson(
        "H1",
        "kidnapping",
        "A kidnapper demands just what the family then pays; a ransom comes back if he is caught.",
        "Selten 1976 (derived)",
        "every demand and every offer tried",
        (
            {"resolve": 0.5, "caught": 0.2, "loss": 10.0},
            {"resolve": 0.8, "caught": 0.3, "loss": 10.0},
            {"resolve": 0.35, "caught": 0.6, "loss": 4.0},
        ),
        _kidnapping,
    ),
    Lesson(
        "N6",
        "inequity",
        "A responder who minds having less refuses low offers.",
        "Fehr, Schmidt 1999 (derived)",
        "every offer tried",
        (
            {"alpha": 0.5, "beta": 0.3},
            {"alpha": 1.0, "beta": 0.3},
            {"alpha": 2.0, "beta": 0.3},
            {"alpha": 1.0, "beta": 0.6},
            {"alpha": 3.3, "beta": 0.1},
        ),
        _inequity,
    ),
)
