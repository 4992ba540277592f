"""The talks with nothing agreed: the state in which an offer of some day found its addressee.

A run is played as ever, except that no acceptance is handed in: parties ask, offer, refuse, promise and
learn, captives enter, die and are sentenced, but nobody is freed, so that an offer made late is weighed
by what was to be had then. What an event changes depends on its day, and the world goes by weeks: an
event, or an arrest, of a later day of the offer's own week has not happened yet.
"""

from __future__ import annotations

import datetime as dt
import math
from collections.abc import Iterable, Sequence

import numpy as np

from sim.rules import week as rules
from sim.rules.sitting import Sitting
from sim.scenario.compile import Compiled, week_of
from sim.state import columns as c
from sim.state.acts import Acts
from sim.state.layout import Bytes, box
from sim.state.params import Params
from sim.state.view import View


def longest_consent(params: Params) -> int:
    """Return the weeks that consent can take in a run at most: a letter, and the slowest ratifier."""
    return 1 + math.ceil(float(params.party_f[:, c.DELAY].max()))


class StatusQuo:
    """One run with nothing agreed, and its state before each of some weeks.

    Parameters
    ----------
    compiled
        The scenario.
    params
        The parameters of the run.
    weeks
        The weeks that will be asked for, counted from 0.

    Examples
    --------
    >>> from sim.scenario.compile import compile_scenario
    >>> from sim.scenario.load import load
    >>> compiled = compile_scenario(load("ring"))
    >>> path = StatusQuo(compiled, compiled.params(centre=True), [5])
    >>> int(path.on(compiled.date_of(5)).sitting.world.now[c.NEXT_DEAL])
    0
    """

    def __init__(self, compiled: Compiled, params: Params, weeks: Sequence[int]) -> None:
        self.compiled, self.params = compiled, params
        self.sitting = Sitting.start(params, dict(compiled.sizes))
        self._before: dict[int, bytes] = {}
        self._held: list[Bytes] = []
        last = min(int(params.run_i[c.WEEKS]), max(weeks) + longest_consent(params) + 1)
        for week in range(last):
            if week in weeks:
                self._before[week] = self.sitting.snapshot()
            self._play_week()
            world = self.sitting.world
            self._held.append(np.where(world.status == c.HELD, world.left, 0).astype(np.int8))

    def _play_week(self) -> None:
        sitting, week = self.sitting, int(self.sitting.world.now[c.WEEK])
        while int(sitting.world.now[c.WEEK]) == week:
            decides = sitting.is_deciding and sitting.is_awake
            sitting.step(_without_yes(sitting.decide()) if decides else None)

    def held_after(self, week: int) -> Bytes | None:
        """Return the levels of each asset that can be given at the end of a week; None after the talks."""
        return self._held[week] if week < len(self._held) else None

    def on(self, day: dt.date) -> Day:
        """Return the state of a day in one of the weeks asked for; the day before it is gone then."""
        self.sitting.restore(self._before[week_of(self.compiled.start, day)])
        return Day(self, day)


class Day:
    """The state of one day with nothing agreed, as each party sees it."""

    def __init__(self, path: StatusQuo, day: dt.date) -> None:
        self.path, self.day, self.sitting = path, day, path.sitting
        self.compiled, self.week = path.compiled, week_of(path.compiled.start, day)
        params = self.sitting.params
        for e in _places(self.compiled.index.events, self._later_events()):
            params.event_i[e, c.EVENT_WEEK] += 1
        for a in _places(self.compiled.index.assets, self._later_arrests()):
            params.asset_i[a, c.ENTERS] += 1
        self.sitting.step()  # mail is delivered and the events happen
        self.params, self.world = params, self.sitting.world

    def _later_events(self) -> Iterable[str]:
        for name, event in self.compiled.scenario.events.items():
            if event.on and event.on > self.day and week_of(self.compiled.start, event.on) == self.week:
                yield name

    def _later_arrests(self) -> Iterable[str]:
        start = self.compiled.start
        for name, asset in self.compiled.scenario.assets.items():
            held = asset.held_since
            if held and held > max(self.day, start) and week_of(start, held) == self.week:
                yield name

    def look(self, party: int) -> View:
        """Return what a party sees that day; the view before it is overwritten."""
        rules.look(box(self.params), box(self.world), party, box(self.sitting.view))
        return self.sitting.view

    def names(self, assets: Iterable[int]) -> str:
        """Return the names of some assets, the first three written out."""
        known = [self.compiled.scenario.assets[self.compiled.index.assets[a]].name for a in assets]
        shown = known if len(known) <= 4 else [*known[:3], f"{len(known) - 3} more"]
        return " and ".join(part for part in (", ".join(shown[:-1]), shown[-1]) if part)

    def party(self, actor: int) -> str:
        """Return what a party or a ratifier is called."""
        index, behind = self.compiled.index, actor - self.compiled.sizes["P"]  # ratifiers stand behind all parties
        name, _, inside = (index.parties[actor] if behind < 0 else index.ratifiers[behind]).partition(".")
        party = self.compiled.scenario.parties[name]
        if inside:
            return party.ratifiers[inside].name or inside
        return party.name or name


def _places(index: Sequence[str], names: Iterable[str]) -> list[int]:
    return [index.index(name) for name in names if name in index]


def _without_yes(acts: Acts) -> Acts:
    """Turn every acceptance of a party's week into waiting."""
    kinds = acts.act_i[:, c.ACT_KIND]
    kinds[kinds == c.ACCEPT] = c.WAIT
    return acts
