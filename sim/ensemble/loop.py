"""The compiled loop: whole runs, week by week, by the functions that Mesa steps through."""

from __future__ import annotations

from sim.rules.outcome import fold_acts, take_stock
from sim.rules.week import close_decisions, close_week, decide, drafts_text, hand_in, is_awake, look, open_week, start
from sim.rules.week import table as put_text
from sim.state import columns as c
from sim.state.compiled import inner, rule
from sim.state.layout import Box, Bytes, Floats, Ints
from sim.state.makings import Draws, prepare


@inner
def play_one(params: Box, world: Box, view: Box, acts: Box, draft: Box) -> int:
    """Play one run to its end; return the digest of its acts."""
    start(params, world)
    digest = 0
    while world[0].now[c.WEEK] < params[0].run_i[c.WEEKS]:
        open_week(params, world)
        for party in range(params[0].run_i[c.PARTIES]):
            if is_awake(params, world, party):
                look(params, world, party, view)
                decide(params[0].party_i[party, c.CONDUCT], view, acts, draft, False)
                hand_in(params, world, party, acts)
        close_decisions(params, world)
        for party in range(params[0].run_i[c.PARTIES]):
            if drafts_text(params, world, party):
                look(params, world, party, view)
                decide(params[0].party_i[party, c.CONDUCT], view, acts, draft, True)
                put_text(params, world, party, acts)
        digest = fold_acts(params, world, world[0].now[c.WEEK], digest)
        close_week(params, world)
    return digest


@rule
def play_runs(
    template: Box, makings: Box, features: Box, draws: Draws, seed: int, first: int,
    params: Box, drawn: Box, world: Box, view: Box, acts: Box, draft: Box,
    deals: Ints, released: Bytes, utility: Floats, reservation: Floats, digests: Ints,
) -> None:  # fmt: skip
    """Play runs `first`, `first` + 1, … of a seed, as many as there are rows in the results.

    Parameters
    ----------
    template, makings, features, draws
        The compiled scenario.
    params, drawn, world, view, acts, draft
        Room to work in, used again for every run; records in their boxes.
    deals, released, utility, reservation, digests
        Results with runs along the first axis, the rest as in `sim.rules.outcome.take_stock`.
    """
    for row in range(digests.shape[0]):
        prepare(template, makings, features, draws, seed, first + row, 0, params, drawn)
        digests[row] = play_one(params, world, view, acts, draft)
        take_stock(params, world, deals[row], released[row], utility[row], reservation[row])
