"""What packages are to every party at the start of a run, as each sees it then: what only a debrief may show."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from sim.rules import week as rules
from sim.rules.sitting import Sitting
from sim.scenario.compile import Compiled
from sim.seat.staff import Opinion, opinion
from sim.state import columns as c
from sim.state import view as v
from sim.state.layout import Bytes, Floats, allocate, box
from sim.state.memory import copy_record
from sim.state.view import View
from sim.tactics.draft import Draft


@dataclass(frozen=True)
class Worths:
    """The eyes of every party before the first week of a run; P parties, A assets.

    Examples
    --------
    >>> from sim.scenario.compile import compile_scenario
    >>> from sim.scenario.load import load
    >>> worths = Worths.of(compile_scenario(load("ring")), None)
    >>> worths.additive().round(2).tolist()[0]
    [-1.0, 2.86, 0.0]
    """

    compiled: Compiled
    views: tuple[View, ...]
    draft: Draft

    @classmethod
    def of(cls, compiled: Compiled, seed: int | None) -> Worths:
        """Return the eyes of all parties in a run, by its seed, or None at the centre."""
        params = compiled.params(seed or 0, centre=seed is None)
        sitting = Sitting.start(params, dict(compiled.sizes))
        views = []
        for party in range(len(compiled.index.parties)):
            rules.look(box(params), box(sitting.world), party, box(sitting.view))
            mine = allocate(View, v.LAYOUT, compiled.sizes)
            copy_record(sitting.view, mine)
            mine.there[:] = np.maximum(
                mine.there, (params.asset_i[:, c.ENTERS] < c.NEVER) * params.asset_i[:, c.LEVELS]
            )
            views.append(mine)
        return cls(compiled, tuple(views), sitting.draft)

    def opinion(self, party: int, x: Bytes, venue: int, guarantor: int) -> Opinion:
        """Return what a package is to one party."""
        return opinion(self.views[party], self.draft, x, venue, guarantor)

    def surpluses(self, x: Bytes, venue: int, guarantor: int) -> Floats:
        """Return (P,) what a package is to each party above no deal; 0 for whom it neither touches nor moves."""
        return np.array([self._gain(party, x, venue, guarantor) for party in range(len(self.views))])

    def _gain(self, party: int, x: Bytes, venue: int, guarantor: int) -> float:
        found = self.opinion(party, x, venue, guarantor).surplus
        if party in self.touched(x, venue, guarantor):
            return found
        nothing = self.opinion(party, np.zeros_like(x), -1, -1).surplus
        return found - nothing

    def touched(self, x: Bytes, venue: int, guarantor: int) -> set[int]:
        """Return whose consent a package needs."""
        facts = self.views[0].asset_i
        needed = {guarantor, int(self.views[0].venue_i[venue, c.HOST]) if venue >= 0 else -1}
        for a in (int(one) for one in np.flatnonzero(x)):
            needed.add(int(facts[a, c.HOLDER]))
            if facts[a, c.KIND] == c.PERSON:
                needed.add(int(facts[a, c.DESTINATION]))
        return needed - {-1}

    def all_would(self, x: Bytes, venue: int, guarantor: int) -> bool:
        """Return whether everybody whose consent a package needs would be no worse off, with no red line crossed."""
        return all(self.opinion(party, x, venue, guarantor).is_yes for party in self.touched(x, venue, guarantor))

    def additive(self) -> Floats:
        """Return (P, A) what each asset alone, at its highest level, adds for each party: a first approximation."""
        facts = self.views[0].asset_i
        count = len(self.compiled.index.assets)
        made = np.zeros((len(self.views), count))
        empty = np.zeros(facts.shape[0], np.int8)
        for party in range(len(self.views)):
            nothing = self.opinion(party, empty, -1, -1).surplus
            for a in range(count):
                x = empty.copy()
                x[a] = facts[a, c.LEVELS]
                made[party, a] = self.opinion(party, x, -1, -1).surplus - nothing
        return made

    def obtainable(self) -> list[int]:
        """Return the assets that could ever be exchanged: not gated, somewhere to go, not merely possible captives."""
        facts = self.views[0].asset_i
        return [
            a for a in range(len(self.compiled.index.assets))
            if not facts[a, c.GATED] and facts[a, c.DESTINATION] >= 0 and self.views[0].there[a] > 0
        ]  # fmt: skip
