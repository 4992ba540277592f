"""What one change would do to a score, reckoned from the terms kept, is what making the change does."""

from __future__ import annotations

import numpy as np

from sim.state.compiled import rule
from sim.state.layout import allocate
from sim.tactics.appraisal import score
from sim.tactics.draft import LAYOUT, LEAST_LIKELY_YES, LIKELIEST, LISTED, MOST_FOR_ME, Draft, change, restart
from sim.tactics.settling import settle
from sim.tactics.step import evaluate
from tests.support.kernels import open_draft
from tests.support.random_views import SIZES, random_case

ROUNDING = 1e-9
ANYWHERE = np.array([-2, -2])
PLACES = np.array([[-1, -1], [0, 3], [0, -1], [-1, 3]])


@rule
def compare(view, draft, x, place, differs):
    """Note by how much `settle` differs from `score`, and `evaluate` from `score` of the changed package.

    Then how many changes there were, by how much a bound is below the score or above the bar, and how many bounds.
    """
    restart(view, draft)
    for row in range(draft.tally[LISTED]):
        change(view, draft, row, min(draft.top[draft.listed[row]], x[row]))
    draft.place[:] = place
    value = settle(view, draft)
    differs[0] = max(differs[0], abs(value - score(view, draft)))
    for row in range(draft.tally[LISTED]):
        asset = draft.listed[row]
        old = draft.x[asset]
        for level in range(draft.top[asset] + 1):
            if level != old:
                told = evaluate(view, draft, row, level, -np.inf)
                bound = evaluate(view, draft, row, level, value)
                change(view, draft, row, level)
                differs[1] = max(differs[1], abs(told - score(view, draft)))
                if bound != told:
                    differs[3] = max(differs[3], told - bound, bound - value)
                    differs[4] += 1.0
                change(view, draft, row, old)
                differs[2] += 1.0


def test_what_a_change_would_do_is_what_it_does():
    """In 150 random views, for each goal, ten packages and four places, at each level of each asset."""
    rng = np.random.default_rng(0)
    differs, result = np.zeros(5), np.zeros(1)
    for seed in range(150):
        case = random_case(seed)
        draft = allocate(Draft, LAYOUT, SIZES)
        for mode in (MOST_FOR_ME, LIKELIEST, LEAST_LIKELY_YES):
            open_draft(case.view, draft, 0, case.allies, mode, 1.0, ANYWHERE, result)
            for _ in range(10):
                levels = rng.integers(0, 3, SIZES["A"]) * rng.integers(0, 2, SIZES["A"])
                compare(case.view, draft, levels.astype(np.int8), PLACES[rng.integers(0, 4)], differs)
    assert differs[2] > 10_000, "some changes have to be tried"
    assert differs[0] < ROUNDING, "settling is scoring"
    assert differs[1] < ROUNDING, "evaluating is making the change"
    assert differs[3] < ROUNDING, "a bound lies between the score and the bar"
    assert differs[4] > 1_000, "some changes have to be cut short"
