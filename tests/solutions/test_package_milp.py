"""Nash by HiGHS: what tangents, a package that is known and variables that are sure may not change."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from sim.solutions import package_milp
from sim.solutions.kernels import LOG, MIN, SUM
from sim.solutions.package_milp import FINER, Task, by_milp, is_alone
from sim.solutions.package_solver import Solver
from sim.solutions.packages_listed import list_packages
from sim.solutions.programme import solve_mixed
from sim.solutions.relaxation import relax
from tests.solutions.test_packages import made_up

SHAPES = ((), ("power",), ("threshold", "exponential"))


def weighed(task: Task) -> tuple[Any, Any]:
    """Return every package that the rows of a task allow, and its objective."""
    packages = list_packages(task.gain.shape[1])
    packages = packages[(packages @ task.rows.T >= task.need - 1e-9).all(axis=1)]
    shares = (packages @ task.gain.T - task.origin) / task.unit
    gains = np.stack([shares[:, task.owner == i].min(axis=1) for i in range(int(task.owner[-1]) + 1)], axis=1)
    with np.errstate(divide="ignore"):
        logs = np.log(np.maximum(gains, 0.0)).sum(axis=1)
    return packages, {SUM: gains.sum(axis=1), MIN: gains.min(axis=1), LOG: logs}[task.objective]


def asked(seed: int, assets: int, linkages: int, curves: tuple[str, ...], objective: int) -> Task | None:
    """Return a task for those who can gain; None where nobody can."""
    solver = Solver(made_up(seed, 4, assets, linkages, -0.2, curves))
    solver.solve("utilitarian")
    who = solver.players() if solver.known else ()
    return solver.task(who, objective) if who else None


tasks = st.builds(
    asked, st.integers(0, 10**6), st.integers(4, 8), st.integers(0, 3), st.sampled_from(SHAPES),
    st.sampled_from([SUM, MIN, LOG]),
).filter(bool)  # fmt: skip


@settings(max_examples=60)
@given(tasks, st.sampled_from([0.0, 0.01, 0.3]))
def test_what_is_sure_holds_in_every_package_as_good(task: Task, less: float) -> None:
    packages, values = weighed(task)
    assume(values.max() > -np.inf)
    level = float(values.max()) - less
    bound = relax(task)
    assert bound is not None
    sure = bound.sure(level)
    good = packages[values >= level]
    assert ((good == sure) | (sure == -1)).all()


@pytest.mark.parametrize("objective", [SUM, LOG])
def test_something_is_sure(objective: int) -> None:
    """Else the tests beside this one would hold nothing."""
    found = 0
    for seed in range(10):
        task = asked(seed, 8, 2, (), objective)
        assert task is not None
        bound = relax(task)
        assert bound is not None
        found += int((bound.sure(float(weighed(task)[1].max())) >= 0).sum())
    assert found > 20


@settings(max_examples=40)
@given(tasks, st.integers(0, 10**6))
def test_a_package_that_is_known_does_not_change_the_best(task: Task, place: int) -> None:
    packages, values = weighed(task)
    good = np.flatnonzero(values > -np.inf)
    assume(len(good))
    at = good[place % len(good)]
    known, bound = float(values[at]), relax(task)
    assert bound is not None
    for found in (by_milp(task), by_milp(task, 5.0, known, packages[at], bound.sure(known))):
        assert found is not None
        assert found.value == pytest.approx(values.max(), abs=1e-6)
        assert found.bound == pytest.approx(values.max(), abs=1e-5)
        assert values.max() <= found.bound + 1e-6


@settings(max_examples=40)
@given(tasks, st.sampled_from([-0.5, -0.01, 0.01, 0.5]))
def test_no_package_is_said_to_be_missing_that_there_is(task: Task, more: float) -> None:
    """Levels above the best are reached by none, and levels below it are."""
    task = task._replace(objective=LOG)
    packages, values = weighed(task)
    assume(values.max() > -np.inf)
    level, bound = float(values.max()) + more, relax(task)
    assert bound is not None
    near = packages[int(values.argmax())]
    assert is_alone(task, near, level, 5.0) is (more > 0.0)
    assert is_alone(task, near, level, 5.0, bound.sure(level)) is (more > 0.0)


@pytest.mark.parametrize("gain", [0.0, 1e-16, 1e-9])
def test_a_known_package_in_which_somebody_hardly_gains_does_not_hide_the_best(gain: float) -> None:
    worth = np.array([[gain, 1.0, -0.5], [1.0, -0.5, 1.0]])
    task = Task(worth, np.zeros(2), np.ones(2), np.arange(2), np.zeros((0, 3)), np.zeros(0), LOG)
    found = by_milp(task, 5.0, float(np.log(max(gain, 1e-300))), np.array([1, 0, 0]))
    assert found is not None
    assert found.value == pytest.approx(weighed(task)[1].max(), abs=1e-6)


def test_nobody_who_gains_with_the_others_is_told_at_once() -> None:
    rows = np.zeros((0, 2))
    task = Task(np.array([[1.0, -2.0], [-2.0, 1.0]]), np.zeros(2), np.ones(2), np.arange(2), rows, np.zeros(0), LOG)
    found = by_milp(task)
    assert found is None or found.value == -np.inf


def test_what_highs_forgives_is_not_asked_for_again(monkeypatch: pytest.MonkeyPatch) -> None:
    """A bound that stays a rounding above the best package costs one programme, not all that are allowed."""
    calls = []

    def forgiving(*args: Any, **kept: Any) -> Any:
        found = solve_mixed(*args, **kept)
        found.mip_dual_bound -= FINER * 5e-7
        calls.append(found)
        return found

    task = asked(3, 8, 2, (), LOG)
    assert task is not None
    plain = by_milp(task)
    monkeypatch.setattr(package_milp, "solve_mixed", forgiving)
    found = by_milp(task)
    assert plain is not None
    assert found is not None
    assert found.value == pytest.approx(plain.value)
    assert found.bound == found.value
    assert len(calls) < 10
