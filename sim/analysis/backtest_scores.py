"""Scores of a back-test beside those of its rivals, and the skill with its interval.

Each case counts as one, however many its people: a score is the mean over a case's questions, then over cases. Skill is
1 − loss / loss of the base rates; its interval comes from drawing whole families anew (bootstrap, Efron 1979), since
cases that share a captive are no independent evidence.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping, Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

from sim.analysis.backtest import Backtest
from sim.analysis.likeness import jaccard
from sim.analysis.questions import CAPTIVE, CONCESSION, DEAL, KINDS, OFFER, Question
from sim.analysis.rivals import RIVALS, Key
from sim.analysis.scores import auc, brier, calibration, log_loss

GROUPS = (("inclusion", CAPTIVE), ("concessions", CONCESSION), ("offers", OFFER))
RESAMPLES = 2000
LIKELY = 0.5
"""Chance from which on somebody is forecast to be let go, and an offer to be accepted."""


def scores_of(questions: Sequence[Question], chances: Mapping[Key, float]) -> dict[str, float | None]:
    """Return log_loss, brier, auc, jaccard and offers_right of one forecaster; None where there is nothing to score."""
    losses, squares = _by_case(questions, chances)
    people = [one for one in questions if one.kind == CAPTIVE]
    offers = [one for one in questions if one.kind == OFFER]
    area = auc([chances[one.key] for one in people], [one.answer for one in people]) if people else math.nan
    alike = list(jaccard_by_case(questions, chances).values())
    right = [(chances[one.key] >= LIKELY) == bool(one.answer) for one in offers]
    return {
        "log_loss": float(np.mean(losses)),
        "brier": float(np.mean(squares)),
        "auc": None if math.isnan(area) else area,
        "jaccard": float(np.mean(alike)) if alike else None,
        "offers_right": float(np.mean(right)) if right else None,
    }


def jaccard_by_case(questions: Sequence[Question], chances: Mapping[Key, float]) -> dict[str, float]:
    """Return by case the index of those likely to be let go with those who were; 1 if both are nobody."""
    found = {}
    for case in dict.fromkeys(one.case for one in questions):
        people = [one for one in questions if one.case == case and one.kind == CAPTIVE]
        told = [one.id for one in people if chances[one.key] >= LIKELY]
        found[case] = jaccard(told, [one.id for one in people if one.answer])
    return found


def skill(
    questions: Sequence[Question], chances: Mapping[Key, float], beside: Mapping[Key, float], seed: int = 0
) -> dict[str, float]:
    """Return 1 − loss / loss of another forecaster, with the 95 % interval by bootstrap over families."""
    mine, theirs = _by_case(questions, chances)[0], _by_case(questions, beside)[0]
    family = np.array([next(one.family for one in questions if one.case == case) for case in _cases(questions)])
    groups = [np.flatnonzero(family == mark) for mark in np.unique(family)]
    drawn = np.random.default_rng(seed).integers(0, len(groups), (RESAMPLES, len(groups)))
    ratios = []
    for picks in drawn:
        rows = np.concatenate([groups[at] for at in picks])
        ratios.append(1.0 - mine[rows].sum() / theirs[rows].sum())
    low, high = np.quantile(ratios, [0.025, 0.975])
    return {"estimate": float(1.0 - mine.sum() / theirs.sum()), "low": float(low), "high": float(high)}


def shuffled(test: Backtest, seed: int = 0) -> dict[str, float | None]:
    """Return the scores when who was let go is dealt out anew among all captives: what skill must not survive."""
    people = [at for at, one in enumerate(test.questions) if one.kind == CAPTIVE]
    order = np.random.default_rng(seed).permutation(people)
    answers = {at: test.questions[other].answer for at, other in zip(people, order, strict=True)}
    dealt = [
        Question(one.case, one.family, one.kind, one.id, answers.get(at, one.answer), one.facts, one.holder)
        for at, one in enumerate(test.questions)
    ]
    return scores_of(dealt, test.chances())


def record_of(test: Backtest) -> dict[str, Any]:
    """Return a back-test as data for JSON."""
    questions, chances = list(test.questions), test.chances()
    alike = jaccard_by_case(questions, chances)
    cases = []
    for case in _cases(questions):
        about = [one for one in questions if one.case == case]
        fold = next(fold for fold in test.folds if case in fold.cases)
        cases.append(
            {
                "id": case,
                "agreement": next(chances[one.key] for one in about if one.kind == DEAL),
                "deal": next(bool(one.answer) for one in about if one.kind == DEAL),
                "jaccard": alike[case],
                **{name: {one.id: chances[one.key] for one in about if one.kind == kind} for name, kind in GROUPS},
                "answers": {name: {one.id: one.answer for one in about if one.kind == kind} for name, kind in GROUPS},
                "people_by_custodian": dict(fold.people[case]),
            }
        )
    base = test.rival("base_rates")
    people = [one for one in questions if one.kind == CAPTIVE]
    return {
        "cases": cases,
        "scores": scores_of(questions, chances),
        "scores_as_played": scores_of(questions, test.raw()),
        "baselines": {name: scores_of(questions, test.rival(name)) for name in RIVALS},
        "skill": skill(questions, chances, base),
        "skill_beside": {name: skill(questions, chances, test.rival(name)) for name in RIVALS},
        "by_kind": {kind: _of_kind(questions, chances, base, kind) for kind in KINDS},
        "calibration": [
            bin._asdict() for bin in calibration([chances[one.key] for one in people], [one.answer for one in people])
        ],
        "subsets": {name: _of_subset(own, chances, base) for name, own in subsets(questions).items() if own},
        "shuffled": shuffled(test),
        "questions": len(questions),
        "families": len({one.family for one in questions}),
        "coefficients_fitted": test.in_sample,
    }


def subsets(questions: Sequence[Question]) -> dict[str, list[Question]]:
    """Return the questions of exchanges, of spells, and of cases without a red line on record.

    Spells are easier to call where a red line forbids the trade: the last shows what the rest is worth without.
    """
    about = {one.case: one for one in questions if one.kind == DEAL}
    tests: dict[str, Callable[[Question], bool]] = {
        "exchanges": lambda deal: bool(deal.answer),
        "spells": lambda deal: not deal.answer,
        "without a red line": lambda deal: deal.facts["red lines"] == 0.0,
    }
    return {name: [one for one in questions if holds(about[one.case])] for name, holds in tests.items()}


def _of_subset(
    own: Sequence[Question], chances: Mapping[Key, float], base: Mapping[Key, float]
) -> dict[str, float | dict[str, float] | None]:
    return {"cases": len(_cases(own)), **scores_of(own, chances), "skill": skill(own, chances, base)}


def _of_kind(
    questions: Sequence[Question], chances: Mapping[Key, float], base: Mapping[Key, float], kind: str
) -> dict[str, float] | None:
    own = [one for one in questions if one.kind == kind]
    if not own:
        return None
    answers = [one.answer for one in own]
    return {
        "questions": len(own), "log_loss": float(log_loss([chances[one.key] for one in own], answers).mean()),
        "base_rates": float(log_loss([base[one.key] for one in own], answers).mean()),
    }  # fmt: skip


def _cases(questions: Sequence[Question]) -> list[str]:
    return list(dict.fromkeys(one.case for one in questions))


def _by_case(
    questions: Sequence[Question], chances: Mapping[Key, float]
) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """Return the mean logarithmic and Brier score of each case, in order."""
    losses, squares = [], []
    for case in _cases(questions):
        own = [one for one in questions if one.case == case]
        told, answers = [chances[one.key] for one in own], [one.answer for one in own]
        losses.append(float(log_loss(told, answers).mean()))
        squares.append(float(brier(told, answers).mean()))
    return np.array(losses), np.array(squares)
