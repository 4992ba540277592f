"""A guess ranks changes as their evaluation does; the relaxed problem's optimum is one where nobody need consent."""

from __future__ import annotations

import numpy as np

from sim.state import columns as c
from sim.state import view as v
from sim.state.compiled import rule
from sim.state.layout import allocate
from sim.tactics.draft import LAYOUT, LIKELIEST, LISTED, MOST_FOR_ME, Draft, change, restart
from sim.tactics.pricing import guess, take_prices
from sim.tactics.relaxed import SEEDS, relax
from sim.tactics.rows import list_what_matters
from sim.tactics.settling import settle
from sim.tactics.step import evaluate
from tests.support.kernels import appraise, enumerate_packages, open_draft
from tests.support.random_views import SIZES, random_case

ANYWHERE = np.array([-2, -2])
CHANGES, PAYS, SEEN, TRIES = range(4)


@rule
def tell(view, draft, x, place, told):
    """Count the changes of a package, those that pay, those of these that seem to, and all that seem to."""
    restart(view, draft)
    for row in range(draft.tally[LISTED]):
        change(view, draft, row, min(draft.top[draft.listed[row]], x[row]))
    draft.place[:] = place
    value = settle(view, draft)
    take_prices(view, draft)
    for row in range(draft.tally[LISTED]):
        for level in range(draft.top[draft.listed[row]] + 1):
            if abs(level - draft.x[draft.listed[row]]) == 1:
                pays = evaluate(view, draft, row, level, -np.inf) > value + 1e-9
                seems = guess(view, draft, row, level) > value + 1e-9
                told[0] += 1
                told[1] += pays
                told[2] += pays and seems
                told[3] += seems


@rule
def relaxed(view, draft, seeds):
    """Return how many optima of the relaxed problem there are; they are written into `seeds`."""
    list_what_matters(view, draft)
    restart(view, draft)
    settle(view, draft)
    return relax(view, draft, seeds)


def test_what_pays_is_nearly_always_guessed_to():
    """In 150 random views, for two goals, ten packages each; and most of what is guessed to pay does."""
    rng = np.random.default_rng(0)
    draft, result = allocate(Draft, LAYOUT, SIZES), np.zeros(1)
    places = np.array([[-1, -1], [0, 3], [0, -1], [-1, 3]])
    for mode in (MOST_FOR_ME, LIKELIEST):
        told = np.zeros(4)
        for seed in range(150):
            case = random_case(seed)
            open_draft(case.view, draft, 0, case.allies, mode, 1.0, ANYWHERE, result)
            for _ in range(10):
                levels = rng.integers(0, 3, SIZES["A"]) * rng.integers(0, 2, SIZES["A"])
                tell(case.view, draft, levels.astype(np.int8), places[rng.integers(0, 4)], told)
        assert told[CHANGES] > 10_000
        assert told[PAYS] > 1_000
        assert told[SEEN] / told[PAYS] > 0.95
        assert told[SEEN] / told[TRIES] > 0.8


def test_without_consent_conditions_or_costs_that_rise_the_relaxed_optimum_is_the_best_package():
    """Every asset that is worth anything to me, and nothing else: as going through every package finds."""
    draft, result, judged = allocate(Draft, LAYOUT, SIZES), np.zeros(4), np.zeros(4)
    checked = 0
    for seed in range(60):
        case = random_case(seed)
        view = case.view
        view.who[v.LINKAGES] = 0
        view.commitments[:] = 0
        view.pledged[:] = 0
        view.belief_threshold[:, 0] = -1e3  # everybody says yes to anything
        view.own_i[c.CURVE_SHAPE] = 0
        view.own_f[c.DISCOUNT] = 1.0
        view.credit_left[:] = 9
        view.trust[:] = 0.5
        seeds, found = np.zeros((SEEDS, SIZES["A"]), np.int8), np.zeros(SIZES["A"], np.int8)
        place = np.array([0, 3])
        open_draft(view, draft, 0, False, MOST_FOR_ME, 0.0, place, result)
        enumerate_packages(view, draft, False, found, result)
        if result[0] == -np.inf or found.sum() == 0:
            continue
        credits = view.asset_i[:, c.KIND] == c.CREDIT
        open_draft(view, draft, 0, False, MOST_FOR_ME, 0.0, place, judged)
        assert relaxed(view, draft, seeds) >= 1
        appraise(view, draft, seeds[0], judged)
        assert judged[2] >= result[2] - 1e-6 or credits[found > 0].any()
        checked += 1
    assert checked > 30
