"""The compiled loop: whole runs, week by week, by the functions that Mesa steps through."""

from __future__ import annotations

from sim.rules.begin import begin
from sim.rules.outcome import fold_acts, take_stock
from sim.rules.week import close_decisions, close_week, decide, hand_in, look, open_week, table
from sim.state import columns as c
from sim.state.acts import Acts
from sim.state.compiled import inner, rule
from sim.state.layout import Bytes, Floats, Ints
from sim.state.makings import Draws, Features, Makings, prepare
from sim.state.params import Params
from sim.state.view import View
from sim.state.world import World
from sim.tactics.draft import Draft


@inner
def play_one(params: Params, world: World, view: View, acts: Acts, draft: Draft) -> int:
    """Play one run to its end; return the digest of its acts."""
    begin(params, world)
    digest = 0
    while world.now[c.WEEK] < params.run_i[c.WEEKS]:
        open_week(params, world)
        for party in range(params.run_i[c.PARTIES]):
            look(params, world, party, view)
            decide(params.party_i[party, c.CONDUCT], view, acts, draft, False)
            hand_in(params, world, party, acts)
        close_decisions(params, world)
        for party in range(params.run_i[c.PARTIES]):
            if params.party_i[party, c.IS_MEDIATOR]:
                look(params, world, party, view)
                decide(params.party_i[party, c.CONDUCT], view, acts, draft, True)
                table(params, world, party, acts)
        digest = fold_acts(params, world, world.now[c.WEEK], digest)
        close_week(params, world)
    return digest


@rule
def play_runs(
    template: Params, makings: Makings, features: Features, draws: Draws, seed: int, first: int,
    params: Params, drawn: Makings, world: World, view: View, acts: Acts, draft: Draft,
    deals: Ints, released: Bytes, utility: Floats, reservation: Floats, digests: Ints,
) -> None:  # fmt: skip
    """Play runs `first`, `first` + 1, … of a seed, as many as there are rows in the results.

    Parameters
    ----------
    template, makings, features, draws
        The compiled scenario.
    params, drawn, world, view, acts, draft
        Room to work in, used again for every run.
    deals, released, utility, reservation, digests
        Results with runs along the first axis, the rest as in `sim.rules.outcome.take_stock`.
    """
    for row in range(digests.shape[0]):
        prepare(template, makings, features, draws, seed, first + row, 0, params, drawn)
        digests[row] = play_one(params, world, view, acts, draft)
        take_stock(params, world, deals[row], released[row], utility[row], reservation[row])
