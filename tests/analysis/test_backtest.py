"""The back-test: scores by hand, nothing of a family in its own fold, resumable, no skill if answers are dealt out."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from sim import api
from sim.analysis.backtest import Backtest, Fold, Settings, backtest
from sim.analysis.backtest_scores import jaccard_by_case, record_of, scores_of, shuffled, skill
from sim.analysis.fit_draws import Sweep, draws
from sim.analysis.multiplied import load_multiplied
from sim.analysis.questions import CAPTIVE, Question, families, questions_about
from sim.analysis.recalibration import recalibrated
from sim.analysis.rivals import RIVALS, base_rates, everyone_asked_for, one_for_one, regression
from sim.errors import StoreError, UsageError
from sim.scenario.compile import compile_scenario
from sim.scenario.template import template

PATHS = ["parties.DEMOCRACY.worth.national", "parties.PATRON.worth.service", "parties.PATRON.price.chip"]
QUICK = Settings(draws=8, fit_runs=2, runs=4, offer_runs=1)
IDS = ("powers-1960", "powers-abel-1962", "vienna-2010")


@pytest.fixture(scope="module")
def cases():
    return [load_multiplied(name) for name in IDS]


@pytest.fixture(scope="module")
def made(cases) -> Backtest:
    return backtest(cases, PATHS, QUICK)


def made_up(count: int = 60, seed: int = 1) -> list[Question]:
    """Return captives of many cases of which those asked for were let go, but for a few."""
    rng = np.random.default_rng(seed)
    found = []
    for at in range(count):
        asked = float(rng.random() < 0.5)
        answer = int(rng.random() < (0.9 if asked else 0.1))
        facts = {"asked for": asked, "prominence": float(rng.random())}
        found.append(Question(f"case{at // 4}", at // 4, CAPTIVE, str(at), answer, facts, "A"))
    return found


def test_cases_that_share_a_captive_are_one_family(cases):
    assert families(cases) == [0, 0, 1]


def test_a_case_asks_about_the_deal_everybody_and_every_offer(cases):
    case = cases[1]
    asked = questions_about(case, compile_scenario(case.case.loaded), 0)
    assert [one.kind for one in asked].count("captive") == 5
    assert {one.id: one.answer for one in asked if one.kind == "captive"} == {
        "powers": 1, "pryor": 1, "makinen": 0, "ciszek": 0, "abel": 1,
    }  # fmt: skip
    assert {one.id: one.answer for one in asked if one.kind == "offer"} == {"O1": 0, "O2": 1}


def test_facts_hold_nothing_of_the_answer(cases):
    """The same case with nobody freed has the same facts, and other answers."""
    case = cases[1]
    truth = case.case.truth.model_copy(update={"date": None, "released": ()})
    other = replace(case, case=replace(case.case, truth=truth))
    compiled = compile_scenario(case.case.loaded)
    mine, theirs = questions_about(case, compiled, 0), questions_about(other, compiled, 0)
    assert [one.facts for one in mine] == [one.facts for one in theirs]
    assert sum(one.answer for one in theirs if one.kind == CAPTIVE) == 0


def test_rivals_learn_from_the_known_alone():
    """A forecast depends on known answers and own facts, never on the answer asked for."""
    known, asked = made_up()[:40], made_up()[40:]
    turned = [replace(one, answer=1 - one.answer) for one in asked]
    for rival in RIVALS.values():
        assert rival(known, asked) == rival(known, turned)


def test_rivals_by_hand():
    known = made_up()
    yes = sum(one.answer for one in known)
    assert base_rates(known, known[:1]) == {known[0].key: (yes + 0.5) / 61}
    asked = [one for one in known if one.facts["asked for"]]
    share = (sum(one.answer for one in asked) + 0.5) / (len(asked) + 1)
    assert everyone_asked_for(known, asked[:1])[asked[0].key] == share
    told = regression(known, known)
    assert told[asked[0].key] > 0.75
    best = [one.id for one in known if one_for_one(known, known)[one.key] == one_for_one(known, known)[known[0].key]]
    assert len(best) in (15, 45)


def test_a_forecaster_that_knows_beats_one_that_does_not():
    questions = made_up()
    sharp = {one.key: 0.9 if one.facts["asked for"] else 0.1 for one in questions}
    base = base_rates(questions, questions)
    found = skill(questions, sharp, base)
    assert found["low"] > 0.0
    assert found["low"] < found["estimate"] < found["high"]
    scores = scores_of(questions, sharp)
    assert scores["auc"] > 0.8
    assert scores["log_loss"] < scores_of(questions, base)["log_loss"]
    assert skill(questions, base, base) == {"estimate": 0.0, "low": 0.0, "high": 0.0}


def test_jaccard_of_nobody_and_nobody_is_one():
    none = [Question("a", 0, CAPTIVE, "x", 0, {}, "A"), Question("b", 1, CAPTIVE, "y", 1, {}, "A")]
    assert jaccard_by_case(none, {one.key: 0.1 for one in none}) == {"a": 1.0, "b": 0.0}


def test_dealing_the_answers_anew_takes_the_skill_away():
    questions = made_up(400)
    sharp = {one.key: 0.9 if one.facts["asked for"] else 0.1 for one in questions}
    fold = Fold((), sharp, sharp, {name: base_rates(questions, questions) for name in RIVALS}, {}, {}, {})
    test = Backtest(tuple(questions), (fold,), True)
    dealt = shuffled(test)
    assert abs(dealt["auc"] - 0.5) < 0.1
    assert dealt["log_loss"] > scores_of(questions, base_rates(questions, questions))["log_loss"]


def test_sure_and_wrong_is_corrected_sure_and_right_is_not():
    questions = made_up(200)
    right = {one.key: 0.95 if one.answer else 0.05 for one in questions}
    wrong = {one.key: 0.95 if at % 2 else 0.05 for at, one in enumerate(questions)}
    assert recalibrated(questions, questions, right)[1][CAPTIVE] > 0.9
    assert recalibrated(questions, questions, wrong)[1][CAPTIVE] < 0.2


def test_every_question_is_answered_once_by_the_fold_that_left_it_out(made, cases):
    assert [fold.cases for fold in made.folds] == [IDS[:2], IDS[2:]]
    assert set(made.chances()) == {one.key for one in made.questions}
    assert all(0.0 < p < 1.0 for p in made.chances().values())
    record = record_of(made)
    assert [case["id"] for case in record["cases"]] == list(IDS)
    assert set(record["baselines"]) == set(RIVALS)
    assert {"log_loss", "brier", "auc", "jaccard", "offers_right"} == set(record["scores"])
    json.dumps(record, allow_nan=False)


def test_nothing_of_a_family_enters_its_own_fold(made, cases):
    """With other answers of the family left out, its forecast is the same."""
    truth = cases[2].case.truth.model_copy(update={"date": None, "released": ()})
    turned = [*cases[:2], replace(cases[2], case=replace(cases[2].case, truth=truth))]
    # A changed answer is read from the case in hand, not from the file, so play in this process.
    from sim.analysis import backtest as module

    module._LOADED.update({str(case.case.loaded.path): case for case in turned})
    try:
        sweep = Sweep(module._plan(turned, PATHS, QUICK), draws(QUICK.draws, len(PATHS), QUICK.prior_sd))
        sweep.losses = {module.key_of(case): [0.0] * 8 for case in turned}
        files = [str(case.case.loaded.path) for case in turned]
        other = module._fold((1, sweep, files, QUICK, None))
        module._LOADED.update({str(case.case.loaded.path): case for case in cases})
        sweep.losses = {module.key_of(case): [0.0] * 8 for case in cases}
        same = module._fold((1, sweep, files, QUICK, None))
    finally:
        module._LOADED.clear()
    assert other.chances == same.chances
    assert other.rivals == same.rivals


def test_a_back_test_goes_on_where_it_stopped(made, cases, tmp_path: Path):
    first = backtest(cases, PATHS, QUICK, out=tmp_path)
    said: list[str] = []
    again = backtest(cases, PATHS, QUICK, out=tmp_path, on_progress=said.append)
    assert again.chances() == first.chances() == made.chances()
    assert not any(line.startswith("losses") for line in said)
    kept = next(tmp_path.glob("fold-1-*.json"))
    kept.write_text("{", encoding="utf-8")
    with pytest.raises(StoreError, match="no fold"):
        backtest(cases, PATHS, QUICK, out=tmp_path)


def test_losses_of_another_plan_are_refused(cases, tmp_path: Path):
    backtest(cases, PATHS, QUICK, out=tmp_path)
    with pytest.raises(StoreError, match="another plan"):
        backtest(cases, PATHS, replace(QUICK, fit_runs=3), out=tmp_path)


def test_one_family_cannot_be_left_out(cases):
    with pytest.raises(UsageError, match="two or more"):
        backtest(cases[:2], PATHS, QUICK)


FILLED = {
    "start: FILL  ": "start: 2019-04-22  ", "role: FILL": "role: journalist", "offence: FILL": "offence: espionage",
    "held_since: FILL": "held_since: 2018-05-01", "prominence: FILL": "prominence: high",
    "  # date: 2019-11-15": "  date: 2019-11-15", "  # released:": "  released:", "  #   - {asset": "    - {asset",
}  # fmt: skip


def test_the_template_runs_and_is_scored_once_filled(tmp_path: Path):
    """Facts alone, no change of code: check, run and back-test take it."""
    path = tmp_path / "new.yaml"
    text = template()
    for old, new in FILLED.items():
        assert old in text, old
        text = text.replace(old, new)
    path.write_text(text.replace("FILL", "something"), encoding="utf-8")
    assert api.check(path) == []
    assert api.run(path, seed=1).parties
    record = api.backtest([path], in_sample=False, runs=4)
    assert record["cases"][0]["id"] == "new"
    assert record["coefficients_fitted"] is False
    assert set(record["cases"][0]["inclusion"]) == {"captive_of_east", "captive_of_west"}
