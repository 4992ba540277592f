"""Points for a class without computers: what each release and favour is to each party, in whole numbers that add up."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from sim.scenario.compile import Compiled
from sim.seat.labels import Labels
from sim.seat.worths import Worths
from sim.state import columns as c
from sim.state import view as v
from sim.state.layout import Bytes

SCALE = 10
"""Points for a unit of utility: chosen so that whole points lose little and sums stay below a few hundred."""
Points = NDArray[np.int64]


@dataclass(frozen=True)
class PointSheet:
    """The points of a scenario at the centre of its numbers; P parties, A assets, V venues, L linkages.

    `each` is (P, A) for one level, costs, legal steps and the name on the list included; `alone` (P,) what
    going without a deal is worth at the start; `host` and `guarantee` (P,) and `minds` (P, V) what places
    are worth; `bonus` (L,) what a soft linkage adds for its owner where it holds.

    What it leaves out, so that it can be added up by hand: the chance that somebody does not deliver, the
    delay, and that the tenth concession hurts more than the first.

    Examples
    --------
    >>> from sim.scenario.compile import compile_scenario
    >>> from sim.scenario.load import load
    >>> PointSheet.of(compile_scenario(load("ring"))).each.tolist()
    [[-10, 30, 0], [0, -10, 30], [30, 0, -10]]
    """

    compiled: Compiled
    labels: Labels
    worths: Worths
    each: Points
    alone: Points
    host: Points
    guarantee: Points
    minds: Points
    bonus: Points

    @classmethod
    def of(cls, compiled: Compiled) -> PointSheet:
        """Return the points of a compiled scenario."""
        worths, labels = Worths.of(compiled, None), Labels.of(compiled)
        parties, assets = len(labels.parties), len(labels.assets)
        each = np.zeros((parties, assets))
        for p, view in enumerate(worths.views):
            own = view.asset_i[:assets, c.HOLDER] == p
            net = view.gain[:assets] - own * (view.cost[:assets] + view.price[:assets] + view.own_f[c.NAME_COST])
            each[p] = net / view.asset_i[:assets, c.LEVELS]
        first = worths.views[0]
        bonus = np.zeros(len(labels.linkages))
        for k in range(len(labels.linkages)):
            owner = int(first.link_i[k, c.LINK_OWNER])
            if owner < parties:
                bonus[k] = worths.views[owner].link_mine[k, v.MINE_WEIGHT]
        return cls(
            compiled, labels, worths, _whole(each), _whole([view.stock[v.STOCK_RESERVATION] for view in worths.views]),
            _whole([view.own_f[c.HOSTING] for view in worths.views]),
            _whole([view.own_f[c.GUARANTEEING] if view.guarantees[p] else 0.0 for p, view in enumerate(worths.views)]),
            _whole([-view.minds[: len(labels.venues)] for view in worths.views]), _whole(bonus),
        )  # fmt: skip

    def hard(self, linkage: int) -> bool:
        """Return whether a linkage is a red line of its owner."""
        owner = int(self.worths.views[0].link_i[linkage, c.LINK_OWNER])
        return owner < len(self.labels.parties) and bool(self.worths.views[owner].link_mine[linkage, v.MINE_HARD] > 0.0)

    def state(self, linkage: int, x: Bytes) -> str:
        """Return whether a linkage is ``idle``, ``holds`` or is ``broken`` in a package."""
        view = self.worths.views[0]
        inside = x > 0
        if view.link_i[linkage, c.LINK_ALWAYS] == 0 and not (inside & (view.link_if[linkage] > 0)).any():
            return "idle"
        if view.link_i[linkage, c.LINK_ALWAYS] and not inside.any():
            return "idle"
        enough = int((inside & (view.link_need[linkage] > 0)).sum()) >= int(view.link_i[linkage, c.LINK_COUNT])
        forbidden = bool((inside & (view.link_forbid[linkage] > 0)).any())
        return "holds" if enough and not forbidden else "broken"

    def score(self, x: Bytes, venue: int = -1, guarantor: int = -1) -> Points:
        """Return (P,) points of a package; without anybody in it, what going without is worth."""
        if not (x > 0).any():
            return self.alone.copy()
        made: Points = self.each @ x[: self.each.shape[1]].astype(np.int64)
        first = self.worths.views[0]
        if venue >= 0:
            made += self.minds[:, venue]
            host = int(first.venue_i[venue, c.HOST])
            made[host] += self.host[host]
        if guarantor >= 0:
            made[guarantor] += self.guarantee[guarantor]
        for k in range(len(self.bonus)):
            if self.bonus[k] and self.state(k, x) == "holds":
                made[int(first.link_i[k, c.LINK_OWNER])] += self.bonus[k]
        return made

    def broken(self, x: Bytes) -> list[int]:
        """Return the red lines that a package breaks."""
        return [k for k in range(len(self.bonus)) if self.hard(k) and self.state(k, x) == "broken"]

    def players(self) -> list[int]:
        """Return the parties that hold, want or host something and can talk to somebody."""
        venues = self.worths.views[0].venue_i[: len(self.labels.venues), c.HOST]
        return [
            p for p, view in enumerate(self.worths.views)
            if view.member.any() and (self.each[p].any() or p in venues)
        ]  # fmt: skip


def _whole(values: object) -> Points:
    made: Points = np.rint(SCALE * np.asarray(values, dtype=float)).astype(np.int64)
    return made
