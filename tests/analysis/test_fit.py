"""Fitting coefficients: fast multiplication is the slow one, trials go on, and a planted factor is found again."""

from __future__ import annotations

import math
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from sim.analysis.fit import Fitted, Plan, Trials, fit, free_paths, total
from sim.analysis.fit_interval import intervals
from sim.analysis.fit_report import as_yaml, record_of
from sim.analysis.multiplied import load_multiplied
from sim.errors import StoreError, UsageError
from sim.scenario.compile import compile_scenario
from sim.scenario.load import load
from sim.scenario.parse import parse
from sim.state.layout import to_bytes

PAIR = """
schema: 1
title: A type and two heirs
start: 2024-01-01
weeks: 12
parties:
  KIND: {name: Kind, abstract: true, worth: {national: {value: 2, sd: 0.5}, asked: 1}, price: {base: 0.5}}
  ALFA: {name: Alfa, like: KIND}
  BRAVO: {name: Bravo, like: KIND, worth: {national: 3}}
assets:
  al: {name: Al, held_by: ALFA, citizenships: [BRAVO], held_since: 2022-05-01}
  bo: {name: Bo, held_by: BRAVO, citizenships: [ALFA], held_since: 2022-06-01}
channels:
  line: {name: The line, members: [ALFA, BRAVO]}
documented:
  date: 2024-02-01
  released:
    - {asset: al, from: ALFA, to: BRAVO}
    - {asset: bo, from: BRAVO, to: ALFA}
"""


@pytest.fixture
def pair(tmp_path: Path) -> Path:
    path = tmp_path / "pair.yaml"
    path.write_text(PAIR, encoding="utf-8")
    return path


def test_multiplying_is_the_same_as_setting_the_type(pair: Path):
    """A type's coefficient moves the heir that has it from the type, and not the one with a number of its own."""
    fast = load_multiplied(pair).times({"parties.KIND.worth.national": 1.5})
    slow = load(pair, ["parties.KIND.worth.national.value=3", "parties.KIND.worth.national.sd=0.75"])
    assert to_bytes(compile_scenario(fast).params(3, 1)) == to_bytes(compile_scenario(slow).params(3, 1))
    assert fast.scenario.parties["ALFA"].worth["national"].centre == 3.0
    assert fast.scenario.parties["BRAVO"].worth["national"].centre == 3.0
    assert load_multiplied(pair).places("parties.KIND.worth.national") == [
        ("parties", "KIND", "worth", "national"), ("parties", "ALFA", "worth", "national"),
    ]  # fmt: skip


def test_an_unknown_coefficient_names_those_that_there_are(pair: Path):
    with pytest.raises(UsageError, match=r"--free parties\.KIND\.worth\.natonal.*parties\.KIND\.worth\.national"):
        free_paths([load_multiplied(pair)], ["parties.KIND.worth.natonal"])


def plan_of(path: Path, **changes: object) -> Plan:
    paths = ("parties.KIND.worth.national", "parties.KIND.price.base")
    plan = Plan((str(path),), paths, (1.0,), runs=3, offer_runs=0, population=4, generations=2)
    return replace(plan, **changes)


def test_a_search_that_was_stopped_goes_on_to_the_same_end(pair: Path, tmp_path: Path):
    """Two generations, then two more from the file, are four in one go; the same seed gives the same search."""
    whole = fit(plan_of(pair, generations=4), out=tmp_path / "whole.json")
    fit(plan_of(pair, generations=2), out=tmp_path / "parts.json")
    assert fit(plan_of(pair, generations=4), out=tmp_path / "parts.json") == whole
    assert (tmp_path / "whole.json").read_text().count("[") == (tmp_path / "parts.json").read_text().count("[")


def test_trials_of_another_plan_are_refused(pair: Path, tmp_path: Path):
    fit(plan_of(pair, generations=1), out=tmp_path / "trials.json")
    with pytest.raises(StoreError, match="of another fit"):
        fit(plan_of(pair, generations=1, runs=4), out=tmp_path / "trials.json")
    (tmp_path / "trials.json").write_text("{", encoding="utf-8")
    with pytest.raises(StoreError, match="no trials of a fit"):
        fit(plan_of(pair), out=tmp_path / "trials.json")


@pytest.mark.parametrize("change", [{"runs": 0}, {"population": 2}, {"weights": ()}, {"paths": ()}])
def test_a_plan_out_of_range_is_refused(pair: Path, change: dict[str, object]):
    with pytest.raises(UsageError, match="allowed"):
        fit(plan_of(pair, **change))


def test_a_fit_makes_what_happened_less_surprising(pair: Path):
    """With a price above one heir's gain, the search finds factors under which it comes about."""
    dear = load_multiplied(pair, ["parties.KIND.price.base=2.5"])
    plan = plan_of(pair, prior_sd=1.0, step=0.6, population=8, generations=6)
    found = fit(plan, cases=[dear])
    start = fit(plan_of(pair, generations=0), cases=[dear])
    assert found.losses[0] < start.losses[0] - 1.0
    assert total(plan, found.x, found.losses) < start.losses[0]
    assert found.factors["parties.KIND.price.base"] < 1.0 < found.factors["parties.KIND.worth.national"]


def test_intervals_are_those_of_a_parabola():
    """Losses that are exactly parabolic give Laplace's variance, and the prior where they say nothing."""
    plan = Plan(("a",), ("p", "q"), (1.0,), prior_sd=0.5)
    x = np.random.default_rng(3).normal(0.2, 0.3, (400, 2))
    trials = Trials(x.tolist(), [[40.0 * 0.5 * (one - 0.2) ** 2 + 3.0] for one, _ in x])
    told, silent = intervals(Fitted(plan, (0.2, 0.0), (3.0,), trials))
    assert told.sd_log == pytest.approx(1 / math.sqrt(40 + 4), rel=0.02)
    assert silent.sd_log == pytest.approx(0.5, rel=0.02)
    assert (told.told, silent.told) == (True, False)
    assert told.low < math.exp(0.2) < told.high


def test_a_fit_is_written_as_a_file_to_extend(pair: Path, tmp_path: Path):
    """What is written can be read, extended, and gives the fitted value."""
    case = load_multiplied(pair)
    found = replace(fit(plan_of(pair, generations=0), cases=[case]), x=(math.log(2), 0.0))
    text = as_yaml(found, [case])
    assert not parse(text.encode(), "fitted.yaml")[1]
    (tmp_path / "fitted.yaml").write_text(text, encoding="utf-8")
    own = PAIR.replace("title:", "extends: fitted\ntitle:").replace("national: {value: 2, sd: 0.5}, ", "")
    pair.write_text(own.replace(", price: {base: 0.5}", ""), encoding="utf-8")
    assert load(pair).scenario.parties["ALFA"].worth["national"].centre == 4.0
    record = record_of(found, [case])
    assert record["coefficients"][0]["value"] == pytest.approx(4.0)
    assert record["cases"][0]["id"] == "pair"
