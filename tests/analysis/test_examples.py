"""Which runs stand for many: the rules, tried against a plain search over made-up runs."""

from __future__ import annotations

import pytest

from sim import api
from sim.analysis.ensemble import Tally
from sim.analysis.examples import HANDFUL, Chosen, choose, examples
from sim.analysis.intervals import quantile
from sim.analysis.likeness import jaccard
from sim.ensemble.batch import Batch
from tests.support.batches import PEOPLE, made_up, scenario

COUNTS = {name: 3 if name == "cy" else 1 for name in PEOPLE}


def chosen(*batches: Batch) -> Chosen:
    """Return the choice among made-up runs."""
    world = scenario()
    tally = Tally(world)
    for batch in batches:
        tally.add(batch)
    return choose(tally.summary(), world, batches)


def slowly(batch: Batch) -> Chosen:
    """Return the same by lists and sets."""
    world = scenario()
    primaries: dict[int, tuple[set[str], int]] = {}
    failed = []
    for row in range(len(batch)):
        deals = []
        for freed, facts in zip(batch.released[row], batch.deals[row], strict=True):
            names = {name for name in PEOPLE if freed[world.index.assets.index(name)] > 0}
            deals.append((sum(COUNTS[name] for name in names), names, int(facts[1])))
        size, names, week = max(deals, key=lambda deal: deal[0])
        if size:
            primaries[batch.first + row] = (names, week)
        else:
            failed.append(batch.first + row)
    usual = {name for name in PEOPLE if 2 * sum(name in one for one, _ in primaries.values()) >= len(primaries)}
    weeks = [sum(week == at for _, week in primaries.values()) for at in range(world.weeks + 1)]
    median = quantile(weeks, 0.5)
    assert usual
    assert median is not None
    far = {
        run: round(1.0 - jaccard(names, usual) + abs(week - median) / world.weeks, 9)
        for run, (names, week) in primaries.items()
    }
    typical = min(far, key=lambda run: (far[run], run))
    large = {run for run, (names, _) in primaries.items() if sum(COUNTS[name] for name in names) > HANDFUL}
    early = min(large or set(primaries), key=lambda run: (primaries[run][1], run))
    is_earlier = primaries[early][1] < primaries[typical][1]
    return Chosen(typical, early if is_earlier else None, failed[0] if failed else None)


@pytest.mark.parametrize("seed", range(8))
@pytest.mark.parametrize("odds", [0.5, 0.8])
def test_the_choice_is_that_of_a_plain_search(seed: int, odds: float) -> None:
    """However the runs are cut into batches, and in whatever order these come."""
    world = scenario()
    whole = made_up(world, seed, 40, odds=odds)
    assert chosen(whole) == slowly(whole)
    assert chosen(made_up(world, seed, 25, 15, odds=odds), made_up(world, seed, 15, odds=odds)) == slowly(whole)


def test_where_nobody_is_freed_there_is_only_a_failed_run() -> None:
    """The first by number."""
    assert chosen(made_up(scenario(), 1, 4, odds=0.0)) == Chosen(None, None, 0)


def test_the_runs_are_those_of_the_store() -> None:
    """Played again by their number, they come to the same deal, and are told."""
    many = api.ensemble("ring", runs=4, workers=1)
    told, numbers = examples(many), choose(many.summary, many.compiled, many.batches())
    for result, run in zip(told, numbers, strict=True):
        assert (result and result.run) == run
        if result is not None and run is not None:
            assert result.transcript
            assert [one.utility for one in result.parties.values()] == many.arrays.utility[run].tolist()
    assert told.typical is not None
