"""Pictures while runs come: one soon, then all, never two sets at a time, and not oftener than they can be seen."""

from __future__ import annotations

from functools import cache

import pytest

from sim.analysis.ensemble import Tally
from sim.analysis.summary import Summary
from sim.ensemble.batch import play_batch
from sim.web import sketches
from sim.web.sketches import QUICK, Sketches
from tests.support.ensembles import ring


@cache
def some(runs: int) -> Summary:
    """Return what some runs of the ring say."""
    tally = Tally(ring())
    tally.add(play_batch(ring(), 0, 0, runs))
    return tally.summary()


@pytest.mark.parametrize(("pause_seconds", "is_again"), [(0.0, True), (1000.0, False)])
def test_the_quickest_comes_alone_then_all(tmp_path, monkeypatch, pause_seconds, is_again) -> None:
    """Each time with three times as many runs, once the last have been there for a while."""
    monkeypatch.setattr(sketches, "PAUSE_SECONDS", pause_seconds)
    told = []
    drawing = Sketches(tmp_path, told.append)
    assert drawing.is_time(1)
    drawing.draw(some(2))
    drawing.end()
    assert [(tuple(one["pictures"]), one["runs"]) for one in told] == [(("agreement",), 2)]
    assert {path.name for path in tmp_path.iterdir()} == {"agreement.png"}
    assert not drawing.is_time(5)
    assert drawing.is_time(6) is is_again
    assert drawing.is_time(6, seconds_left=60.0) is is_again
    assert not drawing.is_time(6, seconds_left=0.1)


def test_all_are_drawn_the_second_time_and_never_two_sets_at_once(tmp_path, monkeypatch) -> None:
    """While they are drawn it is never time for more."""
    monkeypatch.setattr(sketches, "PAUSE_SECONDS", 0.0)
    told, times = [], []
    drawing = Sketches(tmp_path, lambda answer: (told.append(answer), times.append(drawing.is_time(1000))))
    drawing.draw(some(2))
    drawing.draw(some(6))
    drawing.end()
    assert [tuple(one["pictures"]) for one in told] == [("agreement",), tuple(QUICK)]
    assert times == [False, False]
    assert {path.name for path in tmp_path.iterdir()} == {f"{name}.png" for name in QUICK}
