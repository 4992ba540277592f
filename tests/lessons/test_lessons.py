"""Every lesson holds, at the published parameters and at drawn ones, and says which table row it is."""

from __future__ import annotations

import json
from functools import cache

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sim.errors import ParleyError
from sim.lessons.find import find, lessons, rows_of
from sim.lessons.lesson import Figure, Lesson, Row

# The published table: every row has its lesson.
TABLE = (
    [f"R{n}" for n in range(1, 11)] + [f"I{n}" for n in range(1, 6)] + ["H1"] + [f"N{n}" for n in range(1, 7)]
    + [f"T{n}" for n in range(1, 6)] + [f"C{n}" for n in range(1, 7)] + ["S1"]
)  # fmt: skip


@cache
def shown(name: str) -> list[Row]:
    """Return a lesson's rows at all its cases, reckoned once."""
    return find(name).rows()


def test_each_row_of_the_table_is_a_lesson() -> None:
    assert sorted(one.id for one in lessons().values()) == sorted(TABLE)


@pytest.mark.parametrize("name", TABLE)
def test_the_lesson_holds_at_all_its_cases(name: str) -> None:
    rows = shown(name)
    assert rows
    assert [row.record() for row in rows if not row.holds] == []
    assert len(json.dumps([row.record() for row in rows])) > 10


# What the table prints, by lesson, case and figure.
PUBLISHED = {
    "R1": [0.526316, 0.666667, 0.512821, 0.502513], "R2": [0.714286, 0.952381], "R3": [1.0, 0.1],
    "R4": [1, 0.1, 0.91, 0.181, 0.8371], "R5": [0.69939, 0.66999, 0.666667], "R6": [0.6], "R7": [0.473684, 0.571429],
    "R8": [0.369004, 0.332103, 0.298893], "R9": [0, 0.1], "R10": [2 / 3, 1 / 3, 0.6, 0.2, 0.571429],
    "I1": [9 / 32, 9 / 64, 0], "I2": [9 / 64, 1 / 6], "I3": [0.25, 0.125], "I4": [0.6, 0.45, 0.3], "I5": [0.65, 0.375],
    "H1": [4.1667, 4.1667, 6.3492], "N1": [512, 11, 7, 12, 5, 6, 18], "N2": [12, 5],
    "N3": [0.666667, 0.618034, 0.618034, 0.75], "N4": [0] * 5, "N5": [2 / 3], "N6": [0.25, 0.25, 0.333333],
    "T1": [0.1, 0.10088, 0.15068, 0.325, 0.55, 0.775, 0.8835, 0.93973, 0.97448],
    "T2": [0.13614, 0.19629, 0.31623, 0.17783, 0.31623, 0.56234, 0.57902, 0.93057, 0.99775],
    "T3": [0.5, 0.5, 0.5, 0.69736, 0.83508, 0.16492], "T4": [], "T5": [], "C1": [421 / 2145, 4 / 2145],
    "C2": [7 / 30, 3 / 20, 0], "C3": [2 / 3, 1 / 6, 1, 0], "C4": [100 / 3] * 3 + [50, 75, 75], "C5": [1, 1 / 3, 0],
    "C6": [0, 3, 1, 3], "S1": [0.313905, 0.442411, 0, 0.557589, 0.442411, 0.243684],
}  # fmt: skip


@pytest.mark.parametrize("name", TABLE)
def test_theory_is_what_the_table_prints(name: str) -> None:
    """Four decimals at least, in the order of cases and figures; R6's own limit comes first."""
    found = [row.theory for row in shown(name)]
    assert found[: len(PUBLISHED[name])] == pytest.approx(PUBLISHED[name], abs=6e-5)


patience = st.floats(0.05, 0.97)
DRAWN = [
    ("R1", {"delta": patience}), ("R2", {"delta1": patience, "delta2": patience}),
    ("R4", {"delta": st.floats(0, 1), "rounds": st.integers(1, 15)}),
    ("R5", {"rate1": st.floats(0.05, 2), "rate2": st.floats(0.05, 2), "delay": st.floats(0.2, 2)}),
    ("R6", {"payoff1": st.floats(0, 0.5), "payoff2": st.floats(0, 0.5), "chance": st.floats(0.05, 1)}),
    ("R7", {"delta": patience, "option": st.floats(0, 1)}), ("R8", {"delta": patience, "players": st.integers(2, 5)}),
    ("R10", {"delta": st.floats(0, 1), "players": st.sampled_from([3, 5, 11])}),
    ("I2", {"lead": st.floats(-0.7, 0.33)}), ("I4", {"delta": st.floats(0, 1)}),
    ("I5", {"chance": st.floats(0, 0.6), "cost": st.floats(0, 0.19), "highest": st.floats(0.2, 0.6)}),
    ("H1", {"resolve": st.floats(0.2, 1), "caught": st.floats(0, 0.8), "loss": st.floats(1, 50)}),
    ("N5", {"power1": st.floats(0.1, 1), "power2": st.floats(0.1, 1)}), ("N3", {"power": st.floats(0.1, 0.9)}),
    ("N6", {"alpha": st.floats(0, 4), "beta": st.floats(0, 0.49)}),
    ("T1", {"k": st.floats(0.01, 1), "beta": st.floats(0.1, 10)}),
    ("T2", {"k": st.floats(0.01, 1), "beta": st.floats(0.1, 10)}),
    ("T3", {"e1": st.floats(0.2, 4), "e2": st.floats(0.2, 4)}),
    ("C1", {"permanent": st.integers(1, 5), "elected": st.integers(2, 6), "needed": st.integers(1, 2)}),
    ("C2", {"quota": st.integers(1, 17)}), ("C3", {"right": st.integers(2, 5)}),
    ("C4", {"estate": st.floats(0, 600)}), ("C6", {"custodians": st.integers(4, 12)}),
    ("S1", {"a": st.floats(0.5, 10), "b": st.floats(0.01, 0.5)}),
]  # fmt: skip


@pytest.mark.parametrize(("name", "ranges"), DRAWN, ids=[name for name, _ in DRAWN])
@settings(max_examples=10)
@given(data=st.data())
def test_the_formula_holds_at_drawn_parameters(name: str, ranges, data) -> None:
    drawn = {key: data.draw(values, label=key) for key, values in ranges.items()}
    assert [row.record() for row in find(name).rows(**drawn) if not row.holds] == []


def test_a_lesson_can_fail() -> None:
    """A figure outside its tolerance, or none at all, is said not to hold."""
    wrong = Lesson("X1", "x", "", "", "", ({"a": 1.0},), lambda a: [Figure("f", a, a + 0.2, 0.1)])
    none = Lesson("X2", "y", "", "", "", ({"a": 1.0},), lambda a: [Figure("f", a, float("nan"), 0.1)])
    assert not wrong.rows()[0].holds
    assert not none.rows()[0].holds


@pytest.mark.parametrize(
    ("call", "complaint"),
    [
        (lambda: find("rubinstien"), "did you mean 'rubinstein'"),
        (lambda: rows_of("R1", {"delt": 0.5}), "did you mean 'delta'"),
        (lambda: rows_of("R1", {"delta": 1.0}), "delta1?: found 1"),
        (lambda: rows_of(None, {"delta": 0.5}), "with a NAME"),
        (lambda: rows_of("R4", {"rounds": 2.5}), "rounds: found 2.5"),
        (lambda: rows_of("R9", {"step": 0.3}), "step: found 0.3"),
        (lambda: rows_of("T1", {"beta": 0.0}), "beta: found 0"),
        (lambda: rows_of("C4", {"estate": 700.0}), "estate: found 700"),
        (lambda: rows_of("N4", {"sets": 0.0}), "sets: found 0"),
    ],
)
def test_what_cannot_be_meant_is_refused(call, complaint: str) -> None:
    with pytest.raises(ParleyError, match=complaint):
        call()
