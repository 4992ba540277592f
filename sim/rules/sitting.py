"""One run's arrays together: parameters, world, and the desk on which each party decides."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from sim.rules import week as rules
from sim.state import acts as a
from sim.state import columns as c
from sim.state import view as v
from sim.state import world as w
from sim.state.acts import Acts
from sim.state.layout import allocate, box, from_bytes, to_bytes
from sim.state.params import Params
from sim.state.view import View
from sim.state.world import World
from sim.tactics import draft as d
from sim.tactics.draft import Draft

OPEN, DECIDE, MEDIATE, CLOSE = range(4)


@dataclass
class Cursor:
    """Where in the week a run stands: the phase, and whose turn it is."""

    phase: int = OPEN
    party: int = 0


@dataclass
class Sitting:
    """A run that can be stepped, paused at any decision, stored, restored and continued.

    Examples
    --------
    >>> from sim.scenario.compile import compile_scenario
    >>> from sim.scenario.load import load
    >>> compiled = compile_scenario(load("ring"))
    >>> sitting = Sitting.start(compiled.params(centre=True), compiled.sizes)
    >>> sitting.play()
    >>> int(sitting.world.now[c.WEEK])
    20
    """

    params: Params
    world: World
    view: View
    acts: Acts
    draft: Draft
    cursor: Cursor

    @classmethod
    def start(cls, params: Params, sizes: Mapping[str, int]) -> Sitting:
        """Return a run before its first week."""
        world = allocate(World, w.LAYOUT, sizes)
        rules.start(box(params), box(world))
        return cls(
            params, world, allocate(View, v.LAYOUT, sizes), allocate(Acts, a.LAYOUT, sizes),
            allocate(Draft, d.LAYOUT, sizes), Cursor(),
        )  # fmt: skip

    def __post_init__(self) -> None:
        self._params, self._world = box(self.params), box(self.world)

    @property
    def is_over(self) -> bool:
        """Return whether the last week has been played."""
        return bool(self.world.now[c.WEEK] >= self.params.run_i[c.WEEKS])

    @property
    def is_deciding(self) -> bool:
        """Return whether the next step is a party's decision."""
        return self.cursor.phase == DECIDE

    @property
    def is_awake(self) -> bool:
        """Return whether the party whose turn it is has business this week; who has none waits."""
        return bool(rules.is_awake(self._params, self._world, self.cursor.party))

    def look(self) -> View:
        """Fill and return the view of the party whose turn it is."""
        rules.look(self._params, self._world, self.cursor.party, box(self.view))
        return self.view

    def decide(self) -> Acts:
        """Return what the party whose turn it is decides by built-in conduct; nothing is handed in."""
        conduct = int(self.params.party_i[self.cursor.party, c.CONDUCT])
        rules.decide(conduct, box(self.look()), box(self.acts), box(self.draft), self.cursor.phase == MEDIATE)
        return self.acts

    def step(self, acts: Acts | None = None) -> None:
        """Take one step: open the week, hand in one decision, table one text, or close the week.

        Parameters
        ----------
        acts
            The decision of the party whose turn it is, instead of its built-in conduct's.
        """
        cursor, parties = self.cursor, int(self.params.run_i[c.PARTIES])
        if cursor.phase == OPEN:
            rules.open_week(self._params, self._world)
            cursor.phase, cursor.party = DECIDE, 0
        elif cursor.phase == DECIDE:
            if acts is not None or self.is_awake:
                made = self.decide() if acts is None else acts
                rules.hand_in(self._params, self._world, cursor.party, box(made))
            cursor.party += 1
            if cursor.party == parties:
                rules.close_decisions(self._params, self._world)
                cursor.phase, cursor.party = MEDIATE, 0
                self._skip_to_mediator()
        elif cursor.phase == MEDIATE:
            rules.table(self._params, self._world, cursor.party, box(self.decide() if acts is None else acts))
            cursor.party += 1
            self._skip_to_mediator()
        else:
            rules.close_week(self._params, self._world)
            cursor.phase, cursor.party = OPEN, 0

    def _skip_to_mediator(self) -> None:
        while self.cursor.party < int(self.params.run_i[c.PARTIES]):
            if rules.drafts_text(self._params, self._world, self.cursor.party):
                return
            self.cursor.party += 1
        self.cursor.phase, self.cursor.party = CLOSE, 0

    def play(self) -> None:
        """Play every week that is left by built-in conduct."""
        while not self.is_over:
            self.step()

    def snapshot(self) -> bytes:
        """Return the whole run as bytes: `restore` continues it from here."""
        head = bytes((self.cursor.phase, self.cursor.party))
        return head + to_bytes(self.params) + to_bytes(self.world)

    def restore(self, stored: bytes) -> None:
        """Continue from a snapshot of a run of the same scenario.

        Raises
        ------
        ValueError
            If the snapshot does not fit this scenario.
        """
        middle = 2 + len(to_bytes(self.params))
        from_bytes(stored[2:middle], self.params)
        from_bytes(stored[middle:], self.world)
        self.cursor = Cursor(stored[0], stored[1])
