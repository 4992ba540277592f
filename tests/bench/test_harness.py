"""The harness itself, with a clock that is made up: what it reports is what it was told."""

from __future__ import annotations

import csv

import pytest

from sim.scenario.load import load
from tests.bench.harness import Figure, Figures, Spread, enough, paired, peak_bytes, rate, ratio, short, slope
from tests.support.large import repeated, ring_of


class Clock:
    """A clock that work itself moves on."""

    def __init__(self) -> None:
        self.now = 0.0

    def __call__(self) -> float:
        return self.now

    def work(self, *seconds: float):
        """Return work that takes these seconds, one after the other, the first without counting."""
        left = list(seconds)

        def done() -> None:
            self.now += left.pop(0)

        return done


def test_works_are_paired_and_the_first_time_does_not_count():
    clock = Clock()
    times = paired({"slow": clock.work(99, 4, 6), "fast": clock.work(99, 2, 2)}, repeats=2, clock=clock)
    assert times == {"slow": [4, 6], "fast": [2, 2]}


def test_a_ratio_is_taken_in_each_repetition_and_then_its_median():
    found = ratio([4.0, 60.0, 9.0], [2.0, 20.0, 3.0], slow_units=1, fast_units=10)
    assert found == Spread(30.0, 20.0, 30.0)
    assert rate([2.0, 4.0], 8) == Spread(3.0, 2.0, 4.0)


@pytest.mark.parametrize(("power", "sizes"), [(1.0, [24, 96, 400]), (2.0, [3, 6, 12]), (0.0, [1, 10])])
def test_the_slope_is_the_exponent_of_growth(power, sizes):
    assert slope(sizes, [0.25 * size**power for size in sizes]) == pytest.approx(power, abs=1e-12)


def test_slow_work_is_done_once():
    done = []
    assert enough(lambda n: done.append(n), least_seconds=0.0) == 1
    assert done == [1, 1]


def test_a_figure_says_whether_its_goal_is_reached_on_the_right_side():
    low = Spread.counted(2.0)
    words = [Figure("f", low, "s", goal, at_least).reached for goal in (1.0, 3.0, None) for at_least in (True, False)]
    assert words == ["reached", "missed", "missed", "reached", "", ""]


@pytest.mark.parametrize(("value", "text"), [(12345.6, "12,300"), (830.4, "830"), (4.3, "4.30"), (0.01234, "0.0123")])
def test_numbers_have_three_figures(value, text):
    assert short(value) == text


def test_figures_are_written_as_they_were_measured(tmp_path):
    figures = Figures()
    figures.add(Figure("talks", Spread(2.0, 1.0, 3.0), "talks/s", 5.0, group="Speed"))
    with figures.write(tmp_path).open(encoding="utf-8") as file:
        (row,) = csv.DictReader(file)
    assert (row["what"], row["median"], row["least"], row["most"], row["reached"]) == (
        "talks", "2.0", "1.0", "3.0", "missed",
    )  # fmt: skip
    assert "2.00 (1.00 to 3.00)" in figures.table()


def test_pictures_are_drawn_of_rates_and_of_growth(tmp_path):
    from tests.bench.pictures import draw_all

    figures = Figures()
    figures.add(Figure("compiled", Spread(400.0, 350.0, 420.0), "runs/s", 300.0, group="Speed"))
    for size, spread in ((24, Spread(0.2, 0.1, 0.3)), (400, Spread(2.0, 1.9, 2.2))):
        figures.add(Figure(f"assets: {size}", spread, "s", group="Growth", size=size))
    assert [path.name for path in draw_all(figures, tmp_path)] == ["runs-per-s.png", "growth-1.png"]


def test_peak_memory_is_that_of_the_child():
    small, large = (peak_bytes(f"block = b'x' * {size}") for size in (1, 100 * 2**20))
    assert large - small == pytest.approx(100 * 2**20, rel=0.2)


def test_a_pool_is_repeated_with_all_the_facts_of_its_persons():
    loaded = load("ankara-2024")
    own = loaded.scenario.assets
    large = repeated(loaded, 400).scenario.assets
    assert len(large) == 400
    assert list(large)[: len(own)] == list(own)
    person = next(name for name in own if own[name].kind == "person")
    assert large[f"{person}_3"] == own[person]
    small = repeated(loaded, 24).scenario.assets
    assert len(small) == 24
    assert all(small[name] == own[name] for name in small)
    with pytest.raises(ValueError, match="too few"):
        repeated(loaded, 5)


def test_a_ring_gives_everybody_something_to_give_and_to_want():
    ring = ring_of(5, 24)
    assert (len(ring["parties"]), len(ring["assets"])) == (5, 24)
    assert all(party["gains"] and party["costs"] for party in ring["parties"].values())
    assert all(not set(party["gains"]) & set(party["costs"]) for party in ring["parties"].values())
