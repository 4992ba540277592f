"""A package weighed apart is weighed as the talks weigh it: same surplus, same target, same reason."""

from __future__ import annotations

from collections import Counter

import numpy as np
import pytest

from sim.rules import answer as sums
from sim.rules.sitting import Sitting
from sim.scenario.compile import compile_scenario
from sim.scenario.load import load
from sim.state import columns as c
from sim.state import view as v
from sim.state.layout import box


def test_an_answer_reckoned_apart_is_that_of_the_talks() -> None:
    """Every answer to a package that alone awaits one, in two runs of the baseline; letters apart."""
    scenario = compile_scenario(load("ankara-2024"))
    reasons: Counter[int] = Counter()
    for seed in (None, 3):
        sitting = Sitting.start(scenario.params(seed or 0, centre=seed is None), dict(scenario.sizes))
        while not sitting.is_over:
            acts = None
            if sitting.is_deciding and sitting.is_awake:
                made = sitting.decide().act_i.copy(), sitting.acts.act_f.copy()
                for channel in np.flatnonzero(np.isin(made[0][:, c.ACT_KIND], (c.ACCEPT, c.REFUSE))):
                    reasons[_compare(sitting, int(channel), made[0][channel], made[1][channel])] += 1
                acts = sitting.decide()
            sitting.step(acts)
    assert reasons[c.BY_ASPIRATION]
    assert reasons[c.BELOW_RESERVATION]
    assert reasons[c.BELOW_ASPIRATION]


def _compare(sitting: Sitting, channel: int, act: np.ndarray, numbers: np.ndarray) -> int:
    """Compare one answer with what the entrances say; return its reason, or -1 if it is not for them."""
    view, paper = sitting.view, int(act[c.ACT_PAPER])
    type_ = view.papers[paper, c.PAPER_TYPE] if paper >= 0 else c.NO_PAPER
    waiting = (view.answer == c.UNASKED) & np.isin(view.papers[:, c.PAPER_TYPE], (c.PROPOSAL, c.TEXT))
    waiting &= (view.papers[:, c.PAPER_STATE] == c.LIVE) & (view.papers[:, c.PAPER_FROM] != view.who[v.ME])
    if type_ not in (c.PROPOSAL, c.TEXT) or view.letter[paper] >= 0 or waiting.sum() != 1:
        return -1
    found = np.zeros(sums.FOUND)
    place = int(view.papers[paper, c.PAPER_VENUE]), int(view.papers[paper, c.PAPER_GUARANTOR])
    sums.weigh(box(view), box(sitting.draft), view.paper_x[paper].copy(), *place, found)
    worth, crosses, over, against = found[: sums.AGAINST + 1]
    assert worth == numbers[c.ACT_SURPLUS]
    conduct = int(sitting.params.party_i[sitting.cursor.party, c.CONDUCT])
    sums.hold_out(conduct, box(view), box(sitting.acts), box(sitting.draft), channel, worth, found)
    assert found[sums.TARGET] == pytest.approx(numbers[c.ACT_TARGET])
    reason = int(act[c.ACT_REASON])
    if act[c.ACT_KIND] == c.ACCEPT:
        assert (crosses, over, against) == (-1, 0, -1)
        assert worth >= 0
    elif crosses >= 0 or over:
        assert reason == c.RED_LINE
    elif worth < 0:
        assert reason == c.BELOW_RESERVATION
    elif against >= 0:
        assert reason == c.RATIFIER_AGAINST
    else:
        assert reason == c.BELOW_ASPIRATION
        assert worth < min(found[sums.TARGET], found[sums.OWN_BID])
        assert not found[sums.TAKES_ANYTHING]
    return reason
