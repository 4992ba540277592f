"""The week: open, decide one by one, close. Mesa steps through it; the ensemble loops over it.

Order: events, delivery, decisions (each on the state at their start), mediators, consent, ratification,
legal steps, execution, leaks, beliefs. Both enter here, with each record in its box (see
`sim.state.layout.box`).
"""

from __future__ import annotations

from sim.conduct.desk import clear_desk
from sim.conduct.negotiate import negotiate
from sim.conduct.table import stance_of
from sim.conduct.text import table_text
from sim.rules.begin import begin
from sim.rules.consent import settle_consent
from sim.rules.events import happen
from sim.rules.execution import execute
from sim.rules.leaks import leak
from sim.rules.learning import learn
from sim.rules.post import carry_out_all, carry_out_in, take_down
from sim.rules.ratification import ratify
from sim.rules.waking import find_reach, has_business, has_text, note_channels
from sim.state import columns as c
from sim.state.compiled import rule
from sim.state.layout import Box
from sim.state.view import fill_view


@rule
def start(params: Box, world: Box) -> None:
    """Put a world at the start of its run."""
    begin(params[0], world[0])
    find_reach(params[0], world[0])


@rule
def open_week(params: Box, world: Box) -> None:
    """Let the week's events happen; mail sent before and due now counts as delivered."""
    world[0].out_i[:] = 0
    world[0].log[:] = 0
    world[0].awake[:] = 0
    note_channels(params[0], world[0])
    happen(params[0], world[0])


@rule
def is_awake(params: Box, world: Box, me: int) -> bool:
    """Return whether a party has business this week; who has none waits."""
    return has_business(params[0], world[0], me)


@rule
def drafts_text(params: Box, world: Box, me: int) -> bool:
    """Return whether a party may table a text this week, as a mediator."""
    return has_text(params[0], world[0], me)


@rule
def look(params: Box, world: Box, me: int, view: Box) -> None:
    """Fill one party's view of the week."""
    fill_view(params[0], world[0], me, view[0])


@rule
def decide(conduct: int, view: Box, acts: Box, draft: Box, mediates: bool) -> None:
    """Decide by built-in conduct on a view, and on nothing else.

    With `mediates` it is the mediators' phase, in which a mediator may table a text.
    """
    if mediates:
        clear_desk(view[0], acts[0])
        table_text(view[0], acts[0], draft[0])
    else:
        negotiate(view[0], acts[0], draft[0], stance_of(conduct, view[0]))


@rule
def hand_in(params: Box, world: Box, me: int, acts: Box) -> None:
    """Take down what a party has decided; nothing is done until every party has."""
    take_down(world[0], me, acts[0])
    world[0].calendar[me] = acts[0].calendar[0]
    world[0].awake[me] = 1


@rule
def close_decisions(params: Box, world: Box) -> None:
    """Carry out what was decided, all of it on the state before any of it."""
    carry_out_all(params[0], world[0])


@rule
def table(params: Box, world: Box, me: int, acts: Box) -> None:
    """Put a mediator's text on the table, where it has not already acted this week."""
    here, made = world[0], acts[0]
    for channel in range(made.act_i.shape[0]):
        here.memory[me, channel] = made.memory[channel]
        if made.act_i[channel, c.ACT_KIND] != c.PROPOSE or here.out_i[me, channel, c.ACT_KIND] != c.WAIT:
            continue
        here.out_i[me, channel] = made.act_i[channel]
        here.out_f[me, channel] = made.act_f[channel]
        here.out_x[me, channel] = made.x[channel]
        carry_out_in(params[0], here, me, channel, True)


@rule
def close_week(params: Box, world: Box) -> None:
    """Play the rest of the week: consent, ratification, legal steps, execution, leaks, beliefs."""
    world[0].now[c.NEWS] = 0
    settle_consent(params[0], world[0])
    ratify(params[0], world[0])
    execute(params[0], world[0])
    leak(params[0], world[0])
    learn(params[0], world[0])
    world[0].now[c.WEEK] += 1
