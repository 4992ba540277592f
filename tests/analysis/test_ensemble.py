"""What an ensemble says is what counting by hand says, in whatever order and parts its runs came."""

from __future__ import annotations

import datetime as dt
import json
import math
import pickle
from collections import Counter

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sim.analysis.ensemble import Summary, Tally
from sim.ensemble.batch import Batch
from sim.errors import UsageError
from tests.support.batches import PEOPLE, documented, made_up, scenario
from tests.support.build import compiled, talks

WORLD = scenario()
LIST = documented("al", "bo", "cy")
SIZES = {name: 3 if name == "cy" else 1 for name in PEOPLE}
HELD = {"ALFA": ("al", "flo"), "BRAVO": ("bo", "cy", "ed"), "CHARLIE": ("di",)}


def summed(*batches: Batch, limit: int = 1 << 18, truth: object = LIST) -> Summary:
    """Return the summary of batches."""
    tally = Tally(WORLD, truth, limit=limit)  # type: ignore[arg-type]
    for batch in batches:
        tally.add(batch)
    return tally.summary()


def everything(summary: Summary) -> dict[str, object]:
    """Return all that a summary holds, so that two can be compared."""
    return {
        name: {key: np.asarray(one).tolist() for key, one in value.items()}
        if isinstance(value, dict)
        else np.asarray(value).tolist()
        if isinstance(value, np.ndarray)
        else value
        for name, value in vars(summary).items()
    } | {"json": json.dumps(summary.as_json(), allow_nan=False)}


class ByHand:
    """The same, run by run, with sets and lists."""

    def __init__(self, batch: Batch) -> None:
        self.first: list[int | None] = []
        self.primary: list[tuple[int, int, frozenset[str]] | None] = []
        self.freed: list[frozenset[str]] = []
        self.surplus: list[list[float]] = []
        for row in range(len(batch)):
            deals = []
            for place in range(batch.deals.shape[1]):
                agreed, week, venue = (int(n) for n in batch.deals[row, place, :3])
                who = {name for name in PEOPLE if batch.released[row, place, WORLD.index.assets.index(name)]}
                if week >= 0:
                    deals.append((week, agreed, venue, frozenset(who)))
            freeing = [deal for deal in deals if deal[3]]
            self.first.append(min((deal[0] for deal in freeing), default=None))
            best = max(freeing, key=lambda deal: sum(SIZES[name] for name in deal[3]), default=None)
            self.primary.append((best[0], best[2], best[3]) if best else None)
            self.freed.append(frozenset(name for deal in deals for name in deal[3]))
            gain = batch.utility[row] - batch.reservation[row]
            self.surplus.append(gain.tolist() if deals else [0.0] * len(gain))

    def jaccards(self) -> list[float]:
        """Return the index of each run, 0 without an agreement."""
        wanted = {"al", "bo", "cy"}
        return [len(one[2] & wanted) / len(one[2] | wanted) if one else 0.0 for one in self.primary]


def rank(values: list[float] | list[int], q: float) -> float:
    """Return the smallest value at or below which a share q lies."""
    return sorted(values)[math.ceil(round(q * len(values), 6)) - 1]


@pytest.fixture(scope="module")
def batch() -> Batch:
    """Return 400 made-up runs."""
    return made_up(WORLD, 5, 400)


@pytest.fixture(scope="module")
def by_hand(batch: Batch) -> ByHand:
    """Return them counted by hand."""
    return ByHand(batch)


def test_shares_are_those_counted_by_hand(batch: Batch, by_hand: ByHand) -> None:
    """Agreement and inclusion, with intervals around them."""
    said = summed(batch).as_json()
    made = [one is not None for one in by_hand.primary]
    assert said["runs"] == 400
    assert said["agreement"]["estimate"] == sum(made) / 400
    for name in PEOPLE:
        one = said["inclusion"][name]
        assert one["estimate"] == sum(name in freed for freed in by_hand.freed) / 400
        assert one["low"] < one["estimate"] < one["high"]


def test_dates_and_counts_are_those_counted_by_hand(batch: Batch, by_hand: ByHand) -> None:
    """Dates of the primary deal among agreements; people over all runs, groups by their number."""
    said = summed(batch).as_json()
    weeks = [one[0] for one in by_hand.primary if one]
    people = [sum(SIZES[name] for name in freed) for freed in by_hand.freed]
    for name, q in {"q05": 0.05, "median": 0.5, "q95": 0.95}.items():
        assert said["date"][name] == str(WORLD.start + dt.timedelta(weeks=int(rank(weeks, q))))
        assert said["released_count"][name] == rank(people, q)
        for n, party in enumerate(WORLD.index.parties):
            assert said["surplus"][party][name] == rank([one[n] for one in by_hand.surplus], q)


def test_the_jaccard_index_counts_no_agreement_as_nothing(batch: Batch, by_hand: ByHand) -> None:
    """Overall; and among agreements."""
    said = summed(batch).as_json()["jaccard"]
    found = by_hand.jaccards()
    assert said["mean"] == pytest.approx(np.mean(found))
    assert said["given_agreement"] == pytest.approx(
        np.mean([one for one, primary in zip(found, by_hand.primary, strict=True) if primary])
    )
    half = 1.96597 * np.std(found, ddof=1) / math.sqrt(400)  # Student's quantile with 399 degrees
    assert (said["low"], said["high"]) == pytest.approx((np.mean(found) - half, np.mean(found) + half), abs=1e-6)


def test_packages_and_pairs_are_those_counted_by_hand(batch: Batch, by_hand: ByHand) -> None:
    """The most frequent set of the primary deal, and who was in how many with whom."""
    summary = summed(batch)
    sets = Counter(one[2] for one in by_hand.primary if one)
    most = max(sets.values())
    first = max([name in one for name in PEOPLE] for one, count in sets.items() if count == most)
    assert summary.as_json()["modal_package"] == [name for name, is_in in zip(PEOPLE, first, strict=True) if is_in]
    assert [one.runs for one in summary.modal_packages(1000)] == sorted(sets.values(), reverse=True)
    for i, one in enumerate(PEOPLE):
        for j, other in enumerate(PEOPLE):
            assert summary.together[i, j] == sum(count for who, count in sets.items() if {one, other} <= who)


def test_sides_venues_and_waits_are_those_counted_by_hand(batch: Batch, by_hand: ByHand) -> None:
    """Everything else that is drawn."""
    summary = summed(batch)
    for party, names in HELD.items():
        people = [sum(SIZES[name] for name in freed if name in names) for freed in by_hand.freed]
        most = sum(SIZES[name] for name in names)
        assert summary.by_custodian[party].tolist() == np.bincount(people, minlength=1 + most).tolist()
    venues = Counter(one[1] for one in by_hand.primary if one)
    assert summary.venue_runs.tolist() == [venues[0], venues[1], venues[-1]]
    alive = summary.survival()
    waits = [WORLD.weeks if week is None else week for week in by_hand.first]
    for week in range(WORLD.weeks):
        assert alive.estimate[week] == pytest.approx(sum(wait > week for wait in waits) / 400)
    assert alive.estimate[-1] == pytest.approx(1.0 - summary.agreement.estimate)
    assert summary.restricted_mean().estimate == pytest.approx(np.mean(waits))


def test_of_equal_packages_the_one_with_the_earlier_person_is_modal() -> None:
    """And the order of runs does not matter."""
    for order in ((2, 0), (0, 2)):
        batch = Batch.empty(WORLD, 0, 2)
        batch.deals[:, 0] = (0, 1, -1, -1, 0)
        for row, name in enumerate(order):
            batch.released[row, 0, WORLD.index.assets.index(PEOPLE[name])] = 1
        assert summed(batch).as_json()["modal_package"] == ["al"]


def test_the_earlier_of_two_equal_deals_is_primary() -> None:
    """A group of three is no fewer than three persons."""
    batch = Batch.empty(WORLD, 0, 1)
    for deal, (week, names) in enumerate([(3, ("al",)), (5, ("cy",)), (9, ("bo", "di", "ed"))]):
        batch.deals[0, deal] = (week - 1, week, 1, -1, 0)
        for name in names:
            batch.released[0, deal, WORLD.index.assets.index(name)] = 1
    summary = summed(batch)
    assert np.flatnonzero(summary.first_weeks).tolist() == [3]
    assert np.flatnonzero(summary.primary_weeks).tolist() == [5]
    assert np.flatnonzero(summary.accepted_weeks).tolist() == [4]
    assert summary.as_json()["modal_package"] == ["cy"]
    assert summary.released_count["median"] == 7


def test_a_deal_of_which_nobody_was_delivered_is_no_agreement() -> None:
    """But those it cost or served have their surplus of it."""
    batch = Batch.empty(WORLD, 0, 1)
    batch.deals[0, 0] = (1, 2, 0, -1, 0)
    batch.released[0, 0, WORLD.index.assets.index("relief")] = 2
    batch.utility[0], batch.reservation[0] = -1.0, 0.5
    summary = summed(batch)
    assert (summary.agreements, summary.released_count["median"]) == (0, 0)
    assert summary.surplus_quantiles["ALFA"]["median"] == -1.5
    assert summary.as_json()["date"] == {"q05": None, "median": None, "q95": None}


def test_without_runs_or_a_list_there_are_nulls_and_the_same_keys() -> None:
    """And no nan in the JSON."""
    keys = "runs agreement inclusion date released_count jaccard modal_package surplus".split()
    for said in (summed().as_json(), summed(made_up(WORLD, 1, 9), truth=None).as_json()):
        assert list(said) == keys
        assert list(said["jaccard"]) == ["mean", "low", "high", "given_agreement"]
        json.dumps(said, allow_nan=False)
    assert said["jaccard"] == dict.fromkeys(["mean", "low", "high", "given_agreement"])
    assert summed().as_json()["agreement"] == {"estimate": None, "low": 0.0, "high": 1.0}


@settings(max_examples=25)
@given(st.permutations(range(6)), st.integers(1, 5), st.sampled_from([7, 40, 1 << 18]))
def test_neither_order_nor_parts_show(order: list[int], cut: int, limit: int) -> None:
    """One after the other, in any order, or in two tallies merged: the same, whatever is kept."""
    batches = [made_up(WORLD, 3, 5 + n, first=100 * n) for n in range(6)]
    plain = everything(summed(*batches, limit=limit))
    assert everything(summed(*(batches[n] for n in order), limit=limit)) == plain
    one, other = Tally(WORLD, LIST, limit=limit), Tally(WORLD, LIST, limit=limit)
    for place, n in enumerate(order):
        (one if place < cut else other).add(batches[n])
    one.merge(other)
    assert everything(one.summary()) == plain


def test_memory_stops_growing_at_the_limit() -> None:
    """What is kept of 6,000 runs takes no more than of 1,500, and says nearly the same."""
    tally, sizes = Tally(WORLD, LIST, limit=1000), []
    for n in range(60):
        tally.add(made_up(WORLD, 8, 100, first=100 * n))
        if n in (14, 59):
            tally.summary()
            sizes.append(len(pickle.dumps(tally._sample)))
    assert sizes[1] <= sizes[0]
    few, all_ = tally.summary(), summed(*(made_up(WORLD, 8, 100, first=100 * n) for n in range(60)))
    assert len(few.kept) == 1000
    assert few.freed.tolist() == all_.freed.tolist()
    for party, quantiles in few.surplus_quantiles.items():
        within = (all_.surplus[:, list(few.parties).index(party)] <= quantiles["median"]).mean()
        assert within == pytest.approx(0.5, abs=0.05)  # 3 standard errors of 1,000 of 6,000


def test_a_tally_takes_no_runs_of_another_scenario() -> None:
    """Neither as a batch nor as a tally."""
    other = compiled(talks())
    with pytest.raises(UsageError, match="found 2 assets and 2 parties; allowed: those of made_up, 7 and 4"):
        Tally(WORLD).add(Batch.empty(other, 0, 1))
    with pytest.raises(UsageError, match="tally: found one of"):
        Tally(WORLD, LIST).merge(Tally(WORLD, documented("al")))


def test_few_runs_that_all_agree_do_not_promise_a_narrow_interval() -> None:
    """The share is taken where the interval is nearest to a half."""
    batch = made_up(WORLD, 5, 400)
    agreeing = Batch.empty(WORLD, 0, 10)
    agreeing.deals[:, 0] = (0, 1, -1, -1, 0)
    agreeing.released[:, 0, 0] = 1
    assert summed(agreeing).runs_needed(0.01) > 5000
    assert summed(batch).runs_needed(0.01) > summed(batch).runs_needed(0.02) > 400
