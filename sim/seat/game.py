"""One person's seat in the talks: the weeks as they come, orders until they are sent, going back, a saved file."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from sim.errors import UnknownNameError, UsageError
from sim.given import whole
from sim.rules.sitting import DECIDE, MEDIATE, OPEN
from sim.scenario.compile import Compiled
from sim.seat.labels import Labels
from sim.seat.order import Order, acts_of
from sim.seat.parse import parse
from sim.state import columns as c
from sim.state import view as v
from sim.state.layout import allocate
from sim.state.memory import copy_record
from sim.state.view import View
from sim.world import Talks

FORMAT = 1
"""Version of the saved file."""


@dataclass(frozen=True)
class Key:
    """By what a game is played: scenario and changes as given, seed (None at the centre), party."""

    scenario: str
    party: str
    seed: int | None
    sets: tuple[str, ...] = ()


class Game:
    """The talks, paused whenever it is one party's turn.

    Parameters
    ----------
    compiled
        The scenario as arrays.
    key
        By what it is played.

    Raises
    ------
    UnknownNameError, UsageError
        If the scenario has no such party, or the seed is out of range.

    Examples
    --------
    >>> from sim.scenario.compile import compile_scenario
    >>> from sim.scenario.load import load
    >>> game = Game(compile_scenario(load("ring")), Key("ring", "ALFA", None))
    >>> game.order("propose table: al, bo, cy").channel
    0
    >>> game.send()
    >>> game.week
    1
    >>> while not game.is_over:
    ...     game.send()
    >>> game.talks.result().agreement
    True
    """

    def __init__(self, compiled: Compiled, key: Key) -> None:
        if key.party not in compiled.index.parties:
            raise UnknownNameError("party", key.party, compiled.index.parties)
        if key.seed is not None:
            whole("seed", key.seed, 0)
        self.compiled, self.key = compiled, key
        self.labels = Labels.of(compiled)
        self.me = compiled.index.parties.index(key.party)
        self.talks = Talks(compiled, key.seed or 0, centre=key.seed is None)
        self.orders: tuple[Order, ...] = ()
        self.log: list[tuple[str, ...]] = []
        self.undone: tuple[str, ...] = ()
        self.before: View | None = None
        self.view: View = allocate(View, v.LAYOUT, compiled.sizes)
        self.decisions: list[bytes] = []
        self._sent: tuple[Order, ...] = ()
        self._go_on()

    @property
    def week(self) -> int:
        """Return the number of weeks played."""
        return self.talks.week

    @property
    def is_over(self) -> bool:
        """Return whether the last week has been played."""
        return self.talks.is_over

    def order(self, text: str) -> Order:
        """Add an order for this week; one act in each channel.

        Raises
        ------
        UnknownNameError, UsageError
            If it cannot be meant so.
        """
        if self.is_over:
            raise UsageError("the talks are over: found an order; allowed: the debrief, or going back to a week")
        made = parse(text, self.view, self.labels)
        for other in self.orders:
            if other.channel == made.channel:
                where = self.labels.channel_ids[made.channel]
                raise UsageError(f"{where}: found an order there already ({other.text}); undo it first")
        self.orders += (made,)
        return made

    def undo(self) -> Order:
        """Take the last order back, as long as it has not been sent.

        Raises
        ------
        UsageError
            If there is none.
        """
        if not self.orders:
            raise UsageError("undo: found no order that is not sent yet; to change a week that is over, go back to it")
        *kept, last = self.orders
        self.orders = tuple(kept)
        return last

    def send(self) -> None:
        """Send what was ordered, and let time pass until the next week."""
        if self.is_over:
            raise UsageError("send: found talks that are over; allowed: the debrief, or going back to a week")
        self.log.append(tuple(one.text for one in self.orders))
        self._sent, self.undone = self.orders, ()
        self.talks.sitting.step(acts_of(self.view, self.orders))
        self.orders = ()
        self._go_on()

    def _go_on(self) -> None:
        """Play until it is this party's turn, or all is over."""
        sitting = self.talks.sitting
        while not self.is_over:
            if sitting.cursor.phase not in (OPEN, DECIDE):
                self._note_undone()
            if sitting.cursor.phase == DECIDE and sitting.cursor.party == self.me:
                self.before = self.view if self.log else None
                self.view = allocate(View, v.LAYOUT, self.compiled.sizes)
                copy_record(sitting.look(), self.view)
                self.decisions.append(sitting.snapshot())
                return
            if sitting.cursor.phase == MEDIATE and sitting.cursor.party == self.me:
                sitting.step(acts_of(self.view, ()))  # whoever sits here tables its packages itself
            else:
                self.talks.advance()

    def _note_undone(self) -> None:
        """Note what the rules did not let happen, once it has been tried."""
        out = self.talks.sitting.world.out_i[self.me]
        self.undone += tuple(one.text for one in self._sent if out[one.channel, c.ACT_KIND] == c.WAIT)
        self._sent = ()

    def since(self, week: int) -> Game:
        """Return the same talks back at a week, counted from 0, with what was sent before it.

        Raises
        ------
        UsageError
            If that week has not been reached.
        """
        if not 0 <= week <= len(self.log):
            raise UsageError(f"week: found {week + 1}; allowed: 1 to {len(self.log) + 1}, the weeks that were played")
        return replay(self.compiled, self.key, self.log[:week])

    def digest(self) -> str:
        """Return the SHA-256 of the state of the talks."""
        return hashlib.sha256(self.talks.snapshot()).hexdigest()

    def as_text(self) -> str:
        """Return the game as the text of a file; `resume` goes on from it."""
        record = {
            "parley_seat": FORMAT, "scenario": self.key.scenario, "scenario_sha256": self.compiled.digest,
            "party": self.key.party, "seed": self.key.seed, "sets": self.key.sets, "weeks": self.log,
            "orders": [one.text for one in self.orders], "state_sha256": self.digest(),
        }  # fmt: skip
        return json.dumps(record, indent=2, ensure_ascii=False) + "\n"


def replay(compiled: Compiled, key: Key, weeks: Sequence[Sequence[str]], orders: Sequence[str] = ()) -> Game:
    """Return a game in which this was sent, week by week, and these orders wait to be sent."""
    game = Game(compiled, key)
    for week in weeks:
        for text in week:
            game.order(text)
        game.send()
    for text in orders:
        game.order(text)
    return game


def saved(path: Path) -> tuple[Key, dict[str, Any]]:
    """Return by what a saved game was played, and the rest of its file.

    Raises
    ------
    UsageError
        If it is no saved game.
    """
    wrong = UsageError(f"{path}: found no saved game; allowed: a file that `save` or --save has written")
    try:
        record = json.loads(path.read_text(encoding="utf-8"))
    except ValueError:
        raise wrong from None
    if not isinstance(record, dict) or record.get("parley_seat") != FORMAT:
        raise wrong
    parts = {"scenario": str, "party": str, "sets": list, "weeks": list, "orders": list, "state_sha256": str}
    if not all(isinstance(record.get(name), kind) for name, kind in parts.items()):
        raise wrong
    if not isinstance(record.get("seed"), int | None):
        raise wrong
    return Key(record["scenario"], record["party"], record["seed"], tuple(map(str, record["sets"]))), record


def resume(compiled: Compiled, key: Key, record: dict[str, Any], path: Path) -> Game:
    """Return a saved game where it was left, replayed and checked.

    Raises
    ------
    UsageError
        If the scenario has changed since, or the replay comes out otherwise.
    """
    if record.get("scenario_sha256") != compiled.digest:
        raise UsageError(f"{path}: found a game of another version of {key.scenario}; begin a new one")
    game = replay(compiled, key, [list(map(str, week)) for week in record["weeks"]], list(map(str, record["orders"])))
    if game.digest() != record["state_sha256"]:
        raise UsageError(f"{path}: found talks that come out otherwise here; go on with the versions it was saved by")
    return game
