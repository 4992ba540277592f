"""Sensitivity: a function whose indices are known, and talks in which one number alone can matter."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from sim.analysis.indices import indices, moves, points
from sim.analysis.outcomes import outcomes_of
from sim.analysis.sensitivity import sensitivity
from sim.analysis.uncertain import quantile, uncertain_numbers
from sim.api import rerun
from sim.ensemble.batch import play_batch
from sim.ensemble.points import held
from sim.errors import ParleyError, StoreError, UsageError
from sim.scenario.compile import compile_scenario
from sim.scenario.load import load
from sim.state.makings import draw

UNCERTAIN = (
    "parties.ALFA.gains.bo={low: 0, high: 3}",
    "parties.BRAVO.gains.cy={value: 3, sd: 0.1}",
    "parties.ALFA.reliability=1", "parties.BRAVO.reliability=1", "parties.CHARLIE.reliability=1",
)  # fmt: skip


def ishigami(u: np.ndarray) -> np.ndarray:
    """Return Ishigami and Homma's function (1990) with a = 7 and b = 0.1."""
    x = np.pi * (2.0 * u - 1.0)
    return np.sin(x[:, 0]) + 7.0 * np.sin(x[:, 1]) ** 2 + 0.1 * x[:, 2] ** 4 * np.sin(x[:, 0])


FIRST, TOTAL = (0.313905, 0.442411, 0.0), (0.557589, 0.442411, 0.243684)


@pytest.mark.parametrize("seed", [0, 1])
def test_the_indices_of_ishigami_lie_within_their_intervals(seed: int) -> None:
    x = points("sobol", 3, 1024, seed)
    found = indices("sobol", "abc", x, ishigami(x), seed)
    for one, first, total in zip(found, FIRST, TOTAL, strict=True):
        assert one.first.low <= first <= one.first.high
        assert one.second.low <= total <= one.second.high
        assert one.second.high - one.second.low < 0.2


def test_morris_sees_what_matters() -> None:
    """An input without effect has none; one whose effect is the same everywhere has no spread."""
    x = points("morris", 3, 30, 0)
    found = indices("morris", "abc", x, 4.0 * x[:, 0] + x[:, 1], 0)
    assert [round(one.first.estimate, 9) for one in found] == [4.0, 1.0, 0.0]
    assert [round(one.second.estimate, 9) for one in found] == [0.0, 0.0, 0.0]
    assert [round(one.estimate, 9) for one in moves("morris", x, 4.0 * x[:, 0] - x[:, 1])] == [4.0, -1.0, 0.0]
    assert indices("morris", "abc", x, np.ones(len(x)), 0) is None


def test_seed_nought_is_a_seed() -> None:
    assert np.array_equal(points("sobol", 2, 8, 0), points("sobol", 2, 8, 0))
    assert not np.array_equal(points("sobol", 2, 8, 0), points("sobol", 2, 8, 1))


def test_values_are_those_that_runs_draw() -> None:
    """The share of draws below a quantile is that share, for every kind of number."""
    kinds = ["{value: 3, sd: 0.5}", "{low: 1, high: 3}", "{low: 1, value: 2.5, high: 3}"]
    for kind in kinds:
        path = "parties.ALFA.gains.bo"
        ring = compile_scenario(load("ring", [f"{path}={kind}"]))
        assert [one.path for one in uncertain_numbers(ring)] == [path]
        how, where = ring.draws.how[0], ring.draws.where[0]
        drawn = np.array([draw(how, where[2], where[3], 0, run) for run in range(2000)])
        for share in (0.1, 0.5, 0.9):
            below = (drawn <= quantile(ring, path, np.array([share]))[0] + 1e-9).mean()
            assert below == pytest.approx(share, abs=0.035)


def test_a_point_is_the_scenario_with_its_values_drawn() -> None:
    """Held at what run 3 draws, run 3 is the same run."""
    ring = compile_scenario(load("ring", UNCERTAIN[:2]))
    paths = tuple(one.path for one in uncertain_numbers(ring))
    values = tuple(float(draw(*row[:1], row[1][2], row[1][3], 7, 3)) for row in zip(ring.draws.how, ring.draws.where))
    played, free = play_batch(held(ring, paths, values), 7, 3, 1), play_batch(ring, 7, 3, 1)
    assert played.encode(0) == free.encode(0)


def test_talks_hang_on_the_number_that_decides_them(tmp_path: Path) -> None:
    """Alfa agrees only if it gains enough; how much Bravo gains hardly varies. Resumed, the same comes out."""
    found = sensitivity("ring", sets=UNCERTAIN, samples=16, runs=2, workers=1, of=["ALFA"], out=tmp_path)
    first = found.figures["agreement"][0]
    assert first.path == "parties.ALFA.gains.bo"
    assert first.second.estimate == pytest.approx(1.0, abs=0.2)
    assert found.figures["agreement"][1].second.estimate == pytest.approx(0.0, abs=0.05)
    rise = found.moves["agreement"][first.path]
    assert 0.0 < rise.low < rise.estimate < rise.high
    assert found.moves["agreement"]["parties.BRAVO.gains.cy"].estimate == 0.0
    again = sensitivity("ring", sets=UNCERTAIN, samples=16, runs=2, workers=1, of=["ALFA"], out=tmp_path, resume=True)
    assert again.as_json() == found.as_json()
    with pytest.raises(StoreError, match="runs over many points"):
        rerun(tmp_path / "points.sqlite", 0)
    with pytest.raises(StoreError, match="points"):
        sensitivity("ring", sets=UNCERTAIN, samples=8, runs=4, workers=1, out=tmp_path, resume=True)


BAD = [
    ({"method": "guess"}, "unknown method 'guess'"),
    ({"samples": 12}, "a power of 2"),
    ({"inputs": ["parties.ALFA.gain.bo"]}, "did you mean 'parties.ALFA.gains.bo'"),
    ({"of": ["all"]}, "unknown person or party 'all'"),
    ({"runs": 0}, "allowed: a whole number from 1 to"),
    ({"resume": True}, "--resume"),
]


@pytest.mark.parametrize(("change", "phrase"), BAD)
def test_what_cannot_be_meant_is_refused(change, phrase: str) -> None:
    with pytest.raises(ParleyError) as caught:
        sensitivity("ring", sets=UNCERTAIN, workers=1, **change)
    assert phrase in str(caught.value)
    assert len(str(caught.value).splitlines()) == 1


def test_a_scenario_without_uncertain_numbers_is_refused() -> None:
    with pytest.raises(UsageError, match="found no uncertain number"):
        sensitivity("ring")


def test_outcomes_of_nothing_are_empty() -> None:
    assert len(outcomes_of(compile_scenario(load("ring")), [])) == 0
