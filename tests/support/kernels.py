"""Entrances for tests to rules that only other rules call; few, since each has to be compiled."""

from __future__ import annotations

import numpy as np

from sim.state.compiled import rule
from sim.tactics.appraisal import log_chance_of, missed, own_surplus, score
from sim.tactics.bidding import open_assets
from sim.tactics.draft import (
    GOAL_MODE,
    GOAL_TARGET,
    GOAL_VENUE_FREE,
    LISTED,
    change,
    clear_draft,
    load_package,
    restart,
)
from sim.tactics.rows import list_what_matters
from sim.tactics.search import best_package
from sim.worth.surplus import surplus

TOLERANCE = 1e-7


@rule
def surplus_of(view, x, venue, guarantor):
    """Return the viewer's surplus from a package."""
    return surplus(view, x, venue, guarantor)


@rule
def open_draft(view, draft, channel, allies, mode, target, place, result):
    """Open a draft for a channel; with a place that is not (-2, -2) the place is fixed."""
    clear_draft(draft)
    open_assets(view, draft, channel, allies)
    draft.goal[GOAL_MODE] = mode
    draft.goal[GOAL_TARGET] = target
    if place[0] > -2:
        draft.goal[GOAL_VENUE_FREE] = 0.0
        draft.place[:] = place
    list_what_matters(view, draft)
    result[0] = draft.tally[LISTED]


@rule
def search(view, draft, starts, trail, budget, found, result):
    """Search an open draft; result: score, missed, my surplus, log of the chance."""
    result[0] = best_package(view, draft, starts, trail, budget, found)
    result[1] = missed(view, draft)
    result[2] = own_surplus(view, draft)
    result[3] = log_chance_of(view, draft)


@rule
def appraise(view, draft, x, result):
    """Load a package into an open draft; result: score, missed, my surplus, log of the chance."""
    load_package(view, draft, x)
    result[0] = score(view, draft)
    result[1] = missed(view, draft)
    result[2] = own_surplus(view, draft)
    result[3] = log_chance_of(view, draft)


@rule
def enumerate_packages(view, draft, by_chance, found, result):
    """Go through every package and place of an open draft, one change at a time (a Gray code).

    Among those that miss nothing, the best by surplus or by chance; result as of `appraise`, with
    -inf for the score if there is none.
    """
    list_what_matters(view, draft)
    free = draft.goal[GOAL_VENUE_FREE] > 0.0
    first_venue, first_guarantor = draft.place[0], draft.place[1]
    result[0] = -np.inf
    listed = draft.tally[LISTED]
    for venue in range(-1, view.venue_i.shape[0]):
        for guarantor in range(-1, view.trust.shape[0]):
            if free:
                if venue >= 0 and view.open_venue[venue] == 0:
                    continue
                if guarantor >= 0 and view.guarantees[guarantor] == 0:
                    continue
                draft.place[0] = venue
                draft.place[1] = guarantor
            elif venue != first_venue or guarantor != first_guarantor:
                continue
            restart(view, draft)
            direction = np.ones(listed, np.int64)
            while True:
                if missed(view, draft) <= TOLERANCE:
                    value = log_chance_of(view, draft) if by_chance else own_surplus(view, draft)
                    if value > result[0]:
                        result[0] = value
                        result[1] = missed(view, draft)
                        result[2] = own_surplus(view, draft)
                        result[3] = log_chance_of(view, draft)
                        found[:] = draft.x
                row = 0
                while row < listed:
                    asset = draft.listed[row]
                    level = draft.x[asset] + direction[row]
                    if draft.low[asset] <= level <= draft.top[asset]:
                        change(view, draft, row, level)
                        break
                    direction[row] = -direction[row]
                    row += 1
                if row == listed:
                    break
    draft.place[0] = first_venue
    draft.place[1] = first_guarantor
