"""What could have been had: the best packages found for one party against all others, and where a deal lies."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import combinations

import numpy as np

from sim.seat.worths import Worths
from sim.solutions.bloc_frontier import two_bloc_frontier
from sim.solutions.packages import Choice
from sim.state import columns as c
from sim.state.layout import Bytes, Floats

POINTS = 24
"""Packages asked of the solver: chosen so that a debrief of 75 candidates takes seconds."""
BUDGET = 20_000
"""Nodes of each search; what is given up only makes the frontier a little less dense."""
WEIGHTS = (0.05, 0.25, 0.5, 0.75, 0.95)
"""Weights of my gain against the others' for which is climbed."""
CLIMBS = 16
"""Steps of a climb at most; most end sooner."""
IN_PAIRS = 30
"""Assets up to which a climb also tries two at once, and begins from nothing too: more would take minutes."""
TIE = 1e-9


@dataclass(frozen=True)
class Point:
    """A package that all who are needed would agree to; `gains` are (P,) above no deal, as seen at the start."""

    x: Bytes
    venue: int
    guarantor: int
    gains: Floats

    def mine(self, me: int) -> float:
        """Return the gain of one party."""
        return float(self.gains[me])

    def others(self, me: int) -> float:
        """Return the sum of the gains of all others."""
        return float(self.gains.sum() - self.gains[me])


def frontier(worths: Worths, me: int, beside: tuple[tuple[Bytes, int, int], ...] = ()) -> tuple[Point, ...]:
    """Return the packages found that could not give me more without giving the others together less.

    The solver reckons with what each asset alone adds; each of its packages is then weighed as the
    parties weigh it (linkages, concession curves, the chance of delivery), and those that somebody would
    not agree to are mended by leaving out what stands in the way, or dropped. From the best of them a
    climb adds and drops assets, for several weights of mine against the others'. Whatever all
    would agree to on the way counts, and the undominated are kept. It is what was found, not a proof that
    there is no better.

    Parameters
    ----------
    worths
        The eyes of all parties.
    me
        The party against all others.
    beside
        Further packages (x, venue, guarantor) to try, such as those that were agreed.
    """
    tried: dict[bytes, tuple[Bytes, int, int]] = {}
    places = _places(worths)
    usable = worths.obtainable()
    additive = worths.additive()[:, usable]
    choice = Choice(additive, np.zeros(len(worths.views)), consents=_consents(worths))
    levels = worths.views[0].asset_i[:, c.LEVELS]
    for first in ([me], _bloc(worths, me)):
        if not 0 < len(first) < len(worths.views):
            continue
        found = two_bloc_frontier(choice, first, most=POINTS, budget=BUDGET)
        for package in found.answer.get("packages", ()):
            x = np.zeros(levels.shape[0], np.int8)
            for at in package:
                x[usable[at]] = levels[usable[at]]
            for venue, guarantor in places:
                tried[x.tobytes() + bytes((venue + 1, guarantor + 1))] = (x, venue, guarantor)
    points = []
    for x, venue, guarantor in (*tried.values(), *beside):
        mended = _mended(worths, x, venue, guarantor)
        if mended is not None:
            points.append(Point(mended, venue, guarantor, worths.surpluses(mended, venue, guarantor)))
    venue, guarantor = places[0]
    nothing = Point(np.zeros(levels.shape[0], np.int8), venue, guarantor, np.zeros(len(worths.views)))
    for weight in WEIGHTS:
        start = max([*points, nothing], key=lambda one: weight * one.mine(me) + (1.0 - weight) * one.others(me))
        for here in (start, nothing) if len(usable) <= IN_PAIRS else (start,):
            points += _climbed(worths, me, here, weight, usable)
    return undominated(points, me)


def _climbed(worths: Worths, me: int, start: Point, weight: float, usable: list[int]) -> list[Point]:
    """Return the better and better packages on the way up from one, by adding or dropping an asset, or two at once."""
    levels = worths.views[0].asset_i[:, c.LEVELS]
    here = start
    found: list[Point] = []
    moves: list[tuple[int, ...]] = [(a,) for a in usable]
    if len(usable) <= IN_PAIRS:
        moves += list(combinations(usable, 2))
    for _ in range(CLIMBS):
        best, most = None, weight * here.mine(me) + (1.0 - weight) * here.others(me) + TIE
        for move in moves:
            x = here.x.copy()
            for a in move:
                x[a] = 0 if x[a] else levels[a]
            gains = worths.surpluses(x, here.venue, here.guarantor)
            value = weight * float(gains[me]) + (1.0 - weight) * float(gains.sum() - gains[me])
            if value > most and worths.all_would(x, here.venue, here.guarantor) and _frees(worths, x):
                best, most = Point(x, here.venue, here.guarantor, gains), value
        if best is None:
            break
        here = best
        found.append(here)
    return found


def _frees(worths: Worths, x: Bytes) -> bool:
    """Return whether a package frees anybody."""
    return bool(((x > 0) & (worths.views[0].asset_i[:, c.KIND] == c.PERSON)).any())


def undominated(points: list[Point], me: int) -> tuple[Point, ...]:
    """Return the points that no other betters for me or for the others together, from the best for me down."""
    ordered = sorted(points, key=lambda one: (-one.mine(me), -one.others(me), one.x.tobytes()))
    kept: list[Point] = []
    for one in ordered:
        if not kept or one.others(me) > kept[-1].others(me) + TIE:
            kept.append(one)
    return tuple(kept)


def _mended(worths: Worths, x: Bytes, venue: int, guarantor: int) -> Bytes | None:
    """Return a package made agreeable by leaving out, one by one, what hurts whoever objects most; or None."""
    made = x.copy()
    for _ in range(12):  # chosen because what needs more is another package
        if not _frees(worths, made):
            return None
        against = next(
            (p for p in sorted(worths.touched(made, venue, guarantor))
             if not worths.opinion(p, made, venue, guarantor).is_yes), None,
        )  # fmt: skip
        if against is None:
            return made
        base = worths.opinion(against, made, venue, guarantor)
        best, gain = -1, -np.inf
        for a in (int(one) for one in np.flatnonzero(made)):
            less = made.copy()
            less[a] = 0
            found = worths.opinion(against, less, venue, guarantor)
            better = found.surplus - base.surplus + 100.0 * ((base.red_line >= 0) - (found.red_line >= 0))
            if better > gain:
                best, gain = a, better
        made[best] = 0
    return None


def _consents(worths: Worths) -> list[int]:
    """Return the parties that hold somebody: without their consent there is nothing to exchange."""
    facts = worths.views[0].asset_i
    return sorted({int(facts[a, c.HOLDER]) for a in worths.obtainable()})


def _bloc(worths: Worths, me: int) -> list[int]:
    """Return the parties of my side, or me alone if I have none."""
    side = worths.views[0].side[: len(worths.views)]
    return [int(p) for p in np.flatnonzero(side == side[me])] if side[me] != 0 else [me]


def _places(worths: Worths) -> list[tuple[int, int]]:
    """Return a venue with its host as guarantor, for each that is ready; without any place if there is none."""
    view = worths.views[0]
    made = [
        (venue, int(view.venue_i[venue, c.HOST]) if view.guarantees[view.venue_i[venue, c.HOST]] else -1)
        for venue in range(len(worths.compiled.index.venues))
    ]
    return made[:1] or [(-1, -1)]
