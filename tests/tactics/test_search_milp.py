"""A bid search at 75 assets against a mixed-integer optimum, on ten real states of the talks of 2024."""

from __future__ import annotations

import numpy as np
import pytest

from sim.rules.sitting import DECIDE
from sim.scenario.compile import SEARCH_BUDGET, compile_scenario
from sim.scenario.load import load
from sim.state import columns as c
from sim.state import view as v
from sim.state.layout import allocate
from sim.tactics.draft import LAYOUT, MOST_FOR_ME, Draft
from tests.support.build import sit
from tests.support.kernels import appraise, open_draft, search
from tests.support.milp import Programme
from tests.support.random_views import random_case

ANYWHERE = np.array([-2, -2])
STATES = [
    ("USA", "usa_rus", 2, None, False), ("USA", "usa_rus", 12, None, True), ("USA", "usa_rus", 30, 7, False),
    ("RUS", "usa_rus", 6, None, True), ("RUS", "usa_rus", 20, 3, False), ("RUS", "usa_rus", 36, 1, True),
    ("DEU", "deu_blr", 4, 2, True), ("DEU", "deu_blr", 32, 5, False),
    ("BLR", "deu_blr", 14, None, True), ("BLR", "rus_blr", 33, 2, True),
]  # fmt: skip
"""Who decides, in which channel, in which week, seed (None: the centre), and whether it drafts with its allies'."""


def reach(scenario, party, week, seed):
    """Return the view of a party at its decision in a week."""
    sitting = sit(scenario, seed)
    at = scenario.index.parties.index(party)
    while sitting.world.now[c.WEEK] < week or (sitting.cursor.phase, sitting.cursor.party) != (DECIDE, at):
        sitting.step()
    return sitting.look()


def starts_in(view, channel):
    """Return my last package in a channel and the last of another's, from which a search starts."""
    starts = np.zeros((2, view.asset_i.shape[0]), np.int8)
    for mine in (True, False):
        papers = [
            (row[c.PAPER_SERIAL], at) for at, row in enumerate(view.papers)
            if row[c.PAPER_TYPE] in (c.PROPOSAL, c.TEXT) and row[c.PAPER_CHANNEL] == channel
            and (row[c.PAPER_FROM] == view.who[v.ME]) == mine
        ]  # fmt: skip
        if papers:
            starts[0 if mine else 1] = view.paper_x[max(papers)[1]]
    return starts


def compare(view, channel, allies):
    """Return what the search finds and the optimum, both by the rules' own appraisal; None if nothing is feasible."""
    assets = view.asset_i.shape[0]
    sizes = {"N": view.side.shape[0], "P": view.trust.shape[0], "A": assets, "L": view.link_i.shape[0]}
    sizes["M"] = sizes["N"] + sizes["L"] + c.COMMITMENTS
    got, judged, found = np.zeros(4), np.zeros(4), np.zeros(assets, np.int8)

    def opened(place):
        draft = allocate(Draft, LAYOUT, sizes)
        open_draft(view, draft, channel, allies, MOST_FOR_ME, 0.0, np.array(place), np.zeros(4))
        return draft

    def judge(x, place):
        appraise(view, opened(place), x, judged)
        return float(judged[1]), float(judged[2])

    search(view, opened(ANYWHERE), starts_in(view, channel), np.zeros(c.TRAIL, np.int64), SEARCH_BUDGET, found, got)
    programme = Programme(view, opened(ANYWHERE))
    best, package, _ = programme.most(judge)
    if package is None:
        assert got[1] > 1e-7, "the search found what the programme calls impossible: the programme is wrong"
        return None
    mine = float(got[2]) if got[1] <= 1e-7 else -np.inf
    assert best >= mine - 1e-4, f"the search ({mine:.6f}) beats the optimum ({best:.6f}): the programme is wrong"
    return mine, best, len(programme.listed), programme.solved


@pytest.mark.slow
def test_the_programme_agrees_with_going_through_every_package():
    """In small random views, where the search is known to be right nearly always."""
    told = [compare(case.view, 0, case.allies) for case in map(random_case, range(40))]
    regrets = np.array([(best - mine) / max(abs(best), 0.05) for mine, best, *_ in filter(None, told)])
    assert len(regrets) >= 25
    assert np.mean(regrets <= 0.01) >= 0.9


@pytest.mark.slow
def test_the_regret_of_a_search_at_75_assets():
    """The figure, printed; the optimum is never beaten."""
    scenario = compile_scenario(load("ankara-2024"))
    regrets = []
    for party, channel, week, seed, allies in STATES:
        view = reach(scenario, party, week, seed)
        told = compare(view, scenario.index.channels.index(channel), allies)
        who = f"{party} in {channel}, week {week}, {'centre' if seed is None else f'seed {seed}'}"
        if told is None:
            print(f"{who}: nothing is feasible")  # noqa: T201
            continue
        mine, best, listed, solved = told
        # Whoever sees nothing better than no deal makes no bid: below nothing all is alike.
        regrets.append((max(best, 0.0) - max(mine, 0.0)) / max(best, 0.05))
        figures = f"search {mine:.4f}, optimum {best:.4f}, regret {regrets[-1]:.1%}, {solved} programmes"
        print(f"{who}: {listed} assets, {figures}")  # noqa: T201
    print(f"regret of the search: mean {np.mean(regrets):.3%}, worst {np.max(regrets):.3%} of {len(regrets)}")  # noqa: T201
    assert len(regrets) >= 8
