"""Sweeps: the same as `--set`, thresholds where they are, and what cannot be moved."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

import sim
from sim import api
from sim.analysis.sweep import Axis, axis_of, crossings, sweep
from sim.errors import ParleyError, UsageError

COST = "parties.ALFA.costs.al"


def ring(*over: str, runs: int = 20, **more):
    """Sweep the ring."""
    return sweep("ring", list(over), runs=runs, workers=1, **more)


def test_a_point_is_the_scenario_with_that_set() -> None:
    """Run by run, as an ensemble with `--set` has it."""
    found = ring(f"{COST}=1,2", sets=("parties.ALFA.reliability=0.5",))
    many = api.ensemble("ring", runs=20, workers=1, sets=("parties.ALFA.reliability=0.5", f"{COST}=2"))
    assert found.points[1].acts.tolist() == many.arrays.digests.tolist()
    assert found.shares("al")[1] == many.summary.inclusion["al"]


def test_where_it_tips_is_found() -> None:
    """Alfa gains 3: it gives up somebody who costs less, and nobody who costs more."""
    found = ring(f"{COST}=2:4:5")
    tips = {one.figure: one for one in found.thresholds()}
    one = tips["agreement"]
    assert (one.low, one.high, one.rises, one.beside) == (2.5, 3.0, False, None)
    assert 2.5 < one.at < 3.0
    assert {"consents.ALFA", "al"} <= set(tips)
    record = found.as_json()
    assert record["over"] == [{"path": COST, "values": [2.0, 2.5, 3.0, 3.5, 4.0]}]
    assert [point["agreement"]["estimate"] for point in record["points"]] == [1.0, 1.0, 0.0, 0.0, 0.0]


def test_two_numbers_make_a_grid() -> None:
    """The last moves fastest; thresholds along the first, for each value of the second."""
    found = ring(f"{COST}=2,4", "parties.BRAVO.costs.bo=1,4", runs=5)
    assert [one.estimate for one in found.shares("agreement")] == [1.0, 0.0, 0.0, 0.0]
    assert [one.beside for one in found.thresholds() if one.figure == "agreement"] == [1.0]


def test_a_polygon_passes_a_half_where_it_does() -> None:
    x = np.array([0.0, 1.0, 2.0])
    found = crossings(x, np.array([0.2, 0.7, 0.1]))
    assert [up for _, up in found] == [True, False]
    assert [at for at, _ in found] == pytest.approx([0.6, 4 / 3])
    assert crossings(x, np.array([0.9, 0.6, 0.5])) == []


def test_a_sweep_goes_on(tmp_path: Path) -> None:
    one = ring(f"{COST}=2,4", out=tmp_path).as_json()
    assert ring(f"{COST}=2,4", out=tmp_path, resume=True).as_json() == one


def test_values_are_counted_or_listed() -> None:
    assert axis_of("weeks=10:20:3") == Axis("weeks", (10.0, 15.0, 20.0))
    assert axis_of("weeks=3,1") == Axis("weeks", (1.0, 3.0))


BAD = [
    (["x"], "allowed: path=first:last:count"),
    ([f"{COST}=1"], "fewer than two values"),
    ([f"{COST}=1:2:1"], "fewer than two values"),
    ([f"{COST}=1:inf:3"], "fewer than two values"),
    ([f"{COST}=1,2", f"{COST}=2,3"], "found it twice"),
    ([f"{COST}=1:2:21", "parties.BRAVO.costs.bo=1:2:21"], "allowed: 400 at most"),
    (["parties.ALFA.cost.al=1,2"], "did you mean 'costs'"),
    ([f"{COST}=1,2"] * 3, "one or two"),
]


@pytest.mark.parametrize(("over", "phrase"), BAD)
def test_what_cannot_be_moved_is_refused_in_one_line(over: list[str], phrase: str) -> None:
    with pytest.raises(ParleyError) as caught:
        ring(*over, runs=1)
    assert phrase in str(caught.value)
    assert len(str(caught.value).splitlines()) == 1


def test_whole_numbers_stay_whole() -> None:
    """A field that takes whole numbers alone can be moved too."""
    assert [point.horizon for point in ring("weeks=10:30:3", runs=2).points] == [10, 20, 30]
    with pytest.raises(UsageError, match="--resume"):
        ring("weeks=10,20", resume=True)


@pytest.mark.parametrize(
    ("name", "call"),
    [
        ("sets", lambda: sim.run("ring", sets="weeks=3")),
        ("sets", lambda: sim.ensemble("ring", sets="weeks=3", runs=2)),
        ("sets", lambda: sim.compare("ring", sets="weeks=3", runs=2)),
        ("variants", lambda: sim.compare("ring", "classroom", runs=2)),
        ("over", lambda: sim.sweep("ring", "weeks=3,4", runs=2)),
        ("of", lambda: sim.sensitivity("classroom", of="VELTA", runs=2)),
        ("inputs", lambda: sim.sensitivity("classroom", inputs="parties.*", runs=2)),
        ("cases", lambda: sim.backtest("berg-2019", in_sample=False)),
    ],
)
def test_one_text_is_not_read_letter_by_letter(name: str, call) -> None:
    """The commonest slip in a notebook."""
    with pytest.raises(UsageError, match=f"{name}: found the text .*; allowed: a list of such"):
        call()


@pytest.mark.parametrize("seed", ["a", 1.5, -1, 2**63])
def test_a_seed_that_is_none_is_refused(seed) -> None:
    with pytest.raises(UsageError, match=r"seed: found .*; allowed: a whole number from 0 to 2\*\*63 - 1"):
        sim.run("ring", seed=seed)
