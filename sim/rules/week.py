"""The week: open, decide one by one, close. Mesa steps through it; the ensemble loops over it.

Order: events, delivery, decisions (each on the state at their start), mediators, consent, ratification,
legal steps, execution, leaks, beliefs.
"""

from __future__ import annotations

from sim.conduct.desk import clear_desk
from sim.conduct.negotiate import negotiate
from sim.conduct.table import stance_of
from sim.conduct.text import table_text
from sim.rules.consent import settle_consent
from sim.rules.events import happen
from sim.rules.execution import execute
from sim.rules.leaks import leak
from sim.rules.learning import learn
from sim.rules.post import carry_out_all, carry_out_in, take_down
from sim.rules.ratification import ratify
from sim.state import columns as c
from sim.state.acts import Acts
from sim.state.compiled import rule
from sim.state.params import Params
from sim.state.view import View, fill_view
from sim.state.world import World
from sim.tactics.draft import Draft


@rule
def open_week(params: Params, world: World) -> None:
    """Let the week's events happen; mail sent before and due now counts as delivered."""
    world.out_i[:] = 0
    world.log[:] = 0
    happen(params, world)


@rule
def look(params: Params, world: World, me: int, view: View) -> None:
    """Fill one party's view of the week."""
    fill_view(params, world, me, view)


@rule
def decide(conduct: int, view: View, acts: Acts, draft: Draft, mediates: bool) -> None:
    """Decide by built-in conduct on a view, and on nothing else.

    With `mediates` it is the mediators' phase, in which a mediator may table a text.
    """
    if mediates:
        clear_desk(view, acts)
        table_text(view, acts, draft)
    else:
        negotiate(view, acts, draft, stance_of(conduct, view))


@rule
def hand_in(params: Params, world: World, me: int, acts: Acts) -> None:
    """Take down what a party has decided; nothing is done until every party has."""
    take_down(world, me, acts)


@rule
def close_decisions(params: Params, world: World) -> None:
    """Carry out what was decided, all of it on the state before any of it."""
    carry_out_all(params, world)


@rule
def table(params: Params, world: World, me: int, acts: Acts) -> None:
    """Put a mediator's text on the table, where it has not already acted this week."""
    for channel in range(acts.act_i.shape[0]):
        world.memory[me, channel] = acts.memory[channel]
        if acts.act_i[channel, c.ACT_KIND] != c.PROPOSE or world.out_i[me, channel, c.ACT_KIND] != c.WAIT:
            continue
        world.out_i[me, channel] = acts.act_i[channel]
        world.out_f[me, channel] = acts.act_f[channel]
        world.out_x[me, channel] = acts.x[channel]
        carry_out_in(params, world, me, channel, True)


@rule
def close_week(params: Params, world: World) -> None:
    """Play the rest of the week: consent, ratification, legal steps, execution, leaks, beliefs."""
    settle_consent(params, world)
    ratify(params, world)
    execute(params, world)
    leak(params, world)
    learn(params, world)
    world.now[c.WEEK] += 1
