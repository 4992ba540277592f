"""Generic negotiations beside NegMAS: `make bench`. Figures and ratios; the one claim is that outcomes agree."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial

import numpy as np
import pytest

from sim.ensemble.generic import Domain, Negotiations, made_up, negotiate
from tests.bench.harness import CORE, Figure, Figures, Spread, enough, paired, rate, ratio
from tests.bench.peer import TOLERANCE, Ended, play_through_the_peer

PARTIES, ROUNDS = 5, 100
GROUP = f"Alternating offers: {PARTIES} parties, {ROUNDS} rounds at most, Boulware, seconds of one core"
PEER_GROUP = "Beside NegMAS: 12 issues, the same worths, tactics and offer rule, outcomes equal"
# With reservations at the worst package all agree, and with these about half do.
KEPT = (0.0, 0.55)
PAIRS, TIMES = 12, 30


def some(count: int, issues: int, seed: int = 0, kept: float = 0.0) -> Domain:
    """Return made-up negotiations in which everybody keeps a share of what lies between worst and best package.

    Then scaled, so that what is at stake above that is 1, and a tolerance means the same here and there.
    """
    worth = made_up(count, PARTIES, issues, seed).worth / (1.0 - kept)
    worst, best = np.minimum(worth, 0.0).sum(axis=2), np.maximum(worth, 0.0).sum(axis=2)
    return Domain(worth, worst + kept * (best - worst))


def by_the_peers_rule(domain: Domain) -> Negotiations:
    return negotiate(domain, rounds=ROUNDS, offers="nearest", tolerance=TOLERANCE)


@pytest.mark.bench
def test_twelve_issues_beside_negmas(figures: Figures):
    """In a repetition the peer plays every pair once and Parley the same ones, over and over."""
    pytest.importorskip("negmas", reason="beside NegMAS: install the bench extra")
    slow, fast, agreed = [], [], 0
    for kept in KEPT:
        domain = some(PAIRS, 12, seed=7, kept=kept)
        again = Domain(np.tile(domain.worth, (TIMES, 1, 1)), np.tile(domain.reservation, (TIMES, 1)))
        mine = by_the_peers_rule(domain)
        works = [play_through_the_peer(*pair, ROUNDS) for pair in zip(domain.worth, domain.reservation)]
        for n, work in enumerate(works):
            end = work()
            assert (end.agreed, end.rounds) == (bool(mine.agreed[n]), mine.rounds[n])
            assert end.package == tuple(mine.package[n].tolist())
        both = {"peer": partial(play_all, works), "here": partial(by_the_peers_rule, again)}
        times = paired(both, repeats=3, clock=CORE)
        slow += times["peer"]
        fast += times["here"]
        agreed += int(mine.agreed.sum())
    compared = PAIRS * len(KEPT)
    assert 0 < agreed < compared, "both kinds of end must be among those compared"
    beside = partial(Figure, group=PEER_GROUP)
    figures.add(
        beside("12 issues, NegMAS: its default negotiator and mechanism", rate(slow, PAIRS), "talks/s"),
        beside("12 issues, Parley by the same rule", rate(fast, PAIRS * TIMES), "talks/s"),
        beside("12 issues, Parley over NegMAS", ratio(slow, fast, PAIRS, PAIRS * TIMES), "times", 500.0),
        beside(f"compared, equal in end, round and package; {agreed} agreed", Spread.counted(compared), "talks"),
    )


def play_all(works: Sequence[Callable[[], Ended]]) -> None:
    for work in works:
        work()


@pytest.mark.bench
@pytest.mark.parametrize(
    ("issues", "offers", "goal"),
    [(12, "greedy", None), (12, "exact", None), (24, "greedy", 8000.0), (24, "exact", 5000.0),
     (60, "greedy", 6000.0), (60, "exact", 2500.0), (240, "greedy", None), (240, "exact", None)],
)  # fmt: skip
def test_negotiations_a_second(figures: Figures, issues: int, offers: str, goal: float | None):
    count = enough(lambda n: negotiate(some(n, issues), rounds=ROUNDS, offers=offers), 0.2)
    domain = some(count, issues)
    result = negotiate(domain, rounds=ROUNDS, offers=offers)
    assert not result.unproved.any()
    times = paired({"here": lambda: negotiate(domain, rounds=ROUNDS, offers=offers)}, repeats=9, clock=CORE)["here"]
    each = f", {result.nodes.sum() / result.spoken.sum():.1f} bounds a turn" if offers == "exact" else ""
    what = f"{issues} issues, {offers} offers ({result.rounds.mean():.0f} rounds{each})"
    figures.add(Figure(what, rate(times, count), "talks/s", goal, group=GROUP))
