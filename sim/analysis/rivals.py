"""Naive forecasts to be measured by: each learns from the other cases, as the model does, and plays nothing.

- base rates: how often each kind of question was answered yes;
- everyone asked for: the rate among captives whom somebody had asked for in public, and among the others;
- one for one: the best-known captive of each custodian goes, at the rate at which such did; the others at theirs;
- logistic regression on the same facts, one for each kind of question, with a ridge.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence

import numpy as np
from numpy.typing import NDArray
from scipy.special import expit

from sim.analysis.questions import CAPTIVE, KINDS, Question

Key = tuple[str, str, str]
Rival = Callable[[Sequence[Question], Sequence[Question]], dict[Key, float]]

RIDGE = 1.0
"""Ridge of the regression, on standardised facts: the usual default."""


def base_rates(known: Sequence[Question], asked: Sequence[Question]) -> dict[Key, float]:
    """Return for each question the share of yes among known ones of its kind (a half is added to each side).

    >>> made = [Question("a", 0, "deal", "", answer, {}) for answer in (1, 1, 0)]
    >>> round(base_rates(made, made)["a", "deal", ""], 3)
    0.625
    """
    return _rates(known, asked, lambda question: question.kind)


def everyone_asked_for(known: Sequence[Question], asked: Sequence[Question]) -> dict[Key, float]:
    """Return base rates, those of captives by whether somebody had asked for them."""
    return _rates(known, asked, lambda one: (one.kind, one.facts.get("asked for") if one.kind == CAPTIVE else None))


def one_for_one(known: Sequence[Question], asked: Sequence[Question]) -> dict[Key, float]:
    """Return base rates, those of captives by whether they are the best known that their custodian holds."""
    best = _best_known([*known, *asked])
    return _rates(known, asked, lambda one: (one.kind, one.key in best))


def regression(known: Sequence[Question], asked: Sequence[Question]) -> dict[Key, float]:
    """Return the forecasts of a logistic regression on facts, one for each kind; base rates where it has too little."""
    found = base_rates(known, asked)
    for kind in KINDS:
        learn, tell = ([one for one in group if one.kind == kind] for group in (known, asked))
        if tell and len({one.answer for one in learn}) == 2:
            names = sorted({name for one in learn for name in one.facts})
            chances = _logistic(_matrix(learn, names), np.array([one.answer for one in learn]), _matrix(tell, names))
            found |= {one.key: float(p) for one, p in zip(tell, chances, strict=True)}
    return found


RIVALS: Mapping[str, Rival] = {
    "base_rates": base_rates,
    "everyone_asked_for": everyone_asked_for,
    "one_for_one": one_for_one,
    "logistic_regression": regression,
}


def _rates(
    known: Sequence[Question], asked: Sequence[Question], group: Callable[[Question], object]
) -> dict[Key, float]:
    counts: dict[object, list[float]] = {}
    for one in known:
        count = counts.setdefault(group(one), [0.5, 1.0])
        count[0] += one.answer
        count[1] += 1.0
    shares = {name: yes / of for name, (yes, of) in counts.items()}
    return {one.key: shares.get(group(one), 0.5) for one in asked}


def _best_known(questions: Sequence[Question]) -> set[Key]:
    """Return the captives who are the best known of their custodian; of equals one asked for, then the first."""
    best: dict[tuple[str, str], Question] = {}
    for one in questions:
        if one.kind == CAPTIVE:
            place = (one.case, one.holder)
            if place not in best or _rank(one) > _rank(best[place]):
                best[place] = one
    return {one.key for one in best.values()}


def _rank(one: Question) -> tuple[float, float]:
    return one.facts["prominence"], one.facts["asked for"]


def _matrix(questions: Sequence[Question], names: Sequence[str]) -> NDArray[np.float64]:
    return np.array([[one.facts.get(name, 0.0) for name in names] for one in questions])


def _logistic(
    x: NDArray[np.float64], y: NDArray[np.int64], told: NDArray[np.float64], ridge: float = RIDGE
) -> NDArray[np.float64]:
    """Return the chances of a ridge logistic regression that learnt from (n, k) facts and (n,) answers."""
    from scipy.optimize import minimize  # an ensemble need not wait for it

    middle, spread = x.mean(axis=0), np.where(x.std(axis=0) > 0, x.std(axis=0), 1.0)
    columns = np.hstack([np.ones((len(x), 1)), (x - middle) / spread])

    def loss(w: NDArray[np.float64]) -> tuple[float, NDArray[np.float64]]:
        z = columns @ w
        slope = columns.T @ (expit(z) - y)
        slope[1:] += ridge * w[1:]
        return float(np.logaddexp(0.0, z).sum() - y @ z + 0.5 * ridge * (w[1:] @ w[1:])), slope

    w = minimize(loss, np.zeros(columns.shape[1]), jac=True, method="L-BFGS-B").x
    return np.asarray(expit(w[0] + (told - middle) / spread @ w[1:]))
