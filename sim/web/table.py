"""A table of a class: one run of a scenario, some of whose parties are people, the others the engine."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from sim.errors import UsageError
from sim.rules import week as rules
from sim.rules.sitting import DECIDE, MEDIATE
from sim.scenario.compile import Compiled
from sim.seat.game import Game, Key
from sim.seat.labels import Labels
from sim.seat.order import acts_of
from sim.seat.parse import parse
from sim.state import columns as c
from sim.state import view as v
from sim.state.layout import allocate, box
from sim.state.view import View
from sim.web.limits import WEEK_ORDERS
from sim.world import Talks

Sent = Mapping[str, tuple[str, ...] | None]
"""What each seat sent in a week; None where the engine decided."""


class Place(Game):
    """One party's place at a table; it has its own view alone, and cannot let the week pass by itself."""

    def __init__(self, table: Table, party: str) -> None:
        self.compiled, self.key = table.compiled, Key(table.scenario, party, table.seed, table.sets)
        self.labels = table.labels
        self.me = table.compiled.index.parties.index(party)
        self.talks = table.talks
        self.orders = ()
        self.log = []
        self.undone = ()
        self.before = None
        self.view: View = allocate(View, v.LAYOUT, table.compiled.sizes)
        self.decisions = []
        self._sent = ()

    def look(self) -> None:
        """Take in the week as it is at its start, for this party."""
        self.before = self.view if self.log else None
        self.view = allocate(View, v.LAYOUT, self.compiled.sizes)
        sitting = self.talks.sitting
        rules.look(box(sitting.params), box(sitting.world), self.me, box(self.view))

    def send(self) -> None:
        """Refuse: a table's week passes when everybody at it is ready."""
        raise UsageError("send: the week passes when everybody at the table is ready; press Ready")

    def hand_in(self) -> None:
        """Hand in what was ordered; called when it is this party's turn."""
        self.log.append(tuple(one.text for one in self.orders))
        self._sent, self.undone = self.orders, ()
        self.talks.sitting.step(acts_of(self.view, self.orders))
        self.orders = ()

    def pass_on(self) -> None:
        """Leave the week to the party's own conduct."""
        self.log.append(())
        self._sent, self.undone, self.orders = (), (), ()
        self.talks.advance()

    def note_undone(self) -> None:
        """Note what the rules did not let happen."""
        self._note_undone()


@dataclass(frozen=True)
class Injected:
    """An event that the lecturer lets happen: which, and in which week."""

    event: str
    week: int


class Table:
    """The talks at one table, paused in each week until everybody is ready.

    Parameters
    ----------
    compiled, scenario, sets
        The scenario as arrays, its id, and the changes by which it came about.
    seed
        Key of all that is drawn; None takes every number at its centre.
    injected
        Events that will happen in their weeks; those of weeks that are over are needed to come to the same again.
    keeps
        Whether to keep the state at every decision, as the debrief needs it: much memory, so not while it is played.

    Examples
    --------
    >>> from sim.scenario.compile import compile_scenario
    >>> from sim.scenario.load import load
    >>> table = Table(compile_scenario(load("ring")), "ring", None)
    >>> _ = table.places["ALFA"].order("propose table: al, bo, cy")
    >>> table.pass_week(humans=["ALFA"])
    >>> table.week, table.weeks[0]["ALFA"], table.weeks[0]["BRAVO"]
    (1, ('propose table: al, bo, cy',), None)
    """

    def __init__(
        self, compiled: Compiled, scenario: str, seed: int | None, sets: tuple[str, ...] = (),
        injected: Sequence[Injected] = (), *, keeps: bool = False,
    ) -> None:  # fmt: skip
        self.compiled, self.scenario, self.seed, self.sets = compiled, scenario, seed, sets
        self.labels = Labels.of(compiled)
        self.talks = Talks(compiled, seed or 0, centre=seed is None)
        self.injected: list[Injected] = []
        for one in injected:
            self._schedule(one)
        self.weeks: list[Sent] = []
        self.keeps = keeps
        self.places = {party: Place(self, party) for party in seats_of(compiled)}
        self._by_number = {place.me: place for place in self.places.values()}
        self._open()

    @property
    def week(self) -> int:
        """Return the number of weeks played."""
        return self.talks.week

    @property
    def is_over(self) -> bool:
        """Return whether the last week has been played."""
        return self.talks.is_over

    def order(self, party: str, text: str) -> None:
        """Add an order of a party for this week."""
        place = self.places[party]
        if len(place.orders) >= WEEK_ORDERS:
            raise UsageError(f"orders: found {len(place.orders)} this week; allowed: no more")
        place.order(text)

    def pass_week(self, humans: Sequence[str]) -> None:
        """Hand in what the people have ordered, let the engine decide for all others, and let the week pass.

        Raises
        ------
        UsageError
            If the talks are over.
        """
        if self.is_over:
            raise UsageError("the talks at this table are over; allowed: the debrief")
        self.weeks.append({
            party: tuple(one.text for one in place.orders) if party in humans else None
            for party, place in self.places.items()
        })  # fmt: skip
        sitting = self.talks.sitting
        while sitting.cursor.phase == DECIDE:
            place = self._by_number.get(sitting.cursor.party)
            if place is None:
                self.talks.advance()
                continue
            if self.keeps:
                place.decisions.append(sitting.snapshot())
            if place.key.party in humans:
                place.hand_in()
            else:
                place.pass_on()
        for place in self.places.values():
            place.note_undone()
        while sitting.cursor.phase == MEDIATE:
            place = self._by_number.get(sitting.cursor.party)
            if place is not None and place.key.party in humans:
                sitting.step(acts_of(place.view, ()))  # whoever sits here tables its packages itself
            else:
                self.talks.advance()
        self.talks.step()
        self._open()

    def _open(self) -> None:
        """Open the next week, and let every place look at it."""
        if self.is_over:
            return
        self.talks.advance()
        for place in self.places.values():
            place.look()

    def inject(self, event: str) -> Injected:
        """Let an event of the scenario happen at the beginning of the next week.

        Raises
        ------
        UsageError
            If there is no such event, it has happened, or there is no next week.
        """
        known = self.compiled.index.events
        if event not in known:
            raise UsageError(f"event {event!r:.60}: found none of that name; allowed: {', '.join(known) or 'none'}")
        if any(one.event == event for one in self.injected):
            raise UsageError(f"event {event}: found it injected already; allowed: each once")
        due = int(self.talks.params.event_i[known.index(event), c.EVENT_WEEK])
        if 0 <= due <= self.week:
            raise UsageError(f"event {event}: it has happened already, in week {due + 1}")
        if self.week + 1 >= self.compiled.weeks:
            raise UsageError(f"event {event}: found the last week; allowed: while another week is to come")
        made = Injected(event, self.week + 1)
        self._schedule(made)
        return made

    def _schedule(self, one: Injected) -> None:
        self.injected.append(one)
        place = self.compiled.index.events.index(one.event)
        self.talks.params.event_i[place, c.EVENT_WEEK] = one.week

    def people(self) -> int:
        """Return how many people have been freed so far."""
        return sum(deal.people for deal in self.talks.result(told=False).deals)

    def papers(self) -> int:
        """Return how many packages lie on the table, in all channels."""
        papers = self.talks.sitting.world.papers
        return int(np.sum((papers[:, c.PAPER_TYPE] != c.NO_PAPER) & (papers[:, c.PAPER_STATE] == c.LIVE)))


def seats_of(compiled: Compiled) -> tuple[str, ...]:
    """Return the parties that can talk to somebody: those that sit in a channel.

    >>> from sim.scenario.compile import compile_scenario
    >>> from sim.scenario.load import load
    >>> seats_of(compile_scenario(load("ring")))
    ('ALFA', 'BRAVO', 'CHARLIE')
    """
    members = {name for one in compiled.scenario.channels.values() for name in one.members}
    return tuple(name for name in compiled.index.parties if name in members)


def replayed(
    compiled: Compiled, scenario: str, seed: int | None, sets: tuple[str, ...], weeks: Sequence[Mapping[str, Any]],
    injected: Sequence[Injected] = (), *, keeps: bool = False,
) -> Table:  # fmt: skip
    """Return a table at which this was sent, week by week.

    Examples
    --------
    >>> from sim.scenario.compile import compile_scenario
    >>> from sim.scenario.load import load
    >>> table = replayed(compile_scenario(load("ring")), "ring", None, (), [{"ALFA": []}, {"ALFA": None}])
    >>> table.week
    2
    """
    table = Table(compiled, scenario, seed, sets, injected, keeps=keeps)
    for sent in weeks:
        humans = [party for party, texts in sent.items() if texts is not None]
        for party in humans:
            place = table.places[party]
            place.orders = tuple(parse(text, place.view, place.labels) for text in sent[party])
        table.pass_week(humans)
    return table
