"""After the talks: what could have been had, what each really wanted, which week decided it."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from sim.rules.outcome import OUTCOME_INTS, take_stock
from sim.rules.sitting import Sitting
from sim.seat.frontier import Point, frontier
from sim.seat.game import Game
from sim.seat.labels import Labels
from sim.seat.news import package_lines
from sim.seat.screen import Screen, screen
from sim.seat.worths import Worths
from sim.state import columns as c
from sim.state.layout import Bytes, Floats, box

SHOWN = 8
"""Most lines that the debrief spends on what one party wanted or minded."""
TURNS = 8
"""Most weeks that are told as turning points."""
LEAST_TURN = 0.05
"""A change below this is not told by itself: it turned nothing."""
NEAR = 0.005
"""Differences below this are nothing: half of what is shown."""


@dataclass(frozen=True)
class Turn:
    """What one week's decision changed: my surplus with it, less that with the conduct's own choice in that week.

    Everything before is as it was played, everything after is left to the conduct, with the same luck.
    """

    week: int
    sent: tuple[str, ...]
    change: float


@dataclass(frozen=True)
class Debrief:
    """All that a debrief says; P parties.

    `points` is the frontier from the best for me down, `reached` the executed deals together as one
    package (None without one), `surpluses` (P,) what each made of the talks, `engine` (P,) the same had my
    state's own conduct decided every week, `turns` the weeks in which my decision made a difference.
    """

    game: Game
    points: tuple[Point, ...]
    reached: Point | None
    surpluses: Floats
    engine: Floats
    turns: tuple[Turn, ...]
    worths: Worths

    @property
    def left(self) -> Point | None:
        """Return the package found that gives neither me nor the others less, and most in sum; None if none does."""
        if self.reached is None:
            return max(self.points, key=lambda one: float(one.gains.sum()), default=None)
        me, mine, others = self.game.me, self.reached.mine(self.game.me), self.reached.others(self.game.me)
        better = [one for one in self.points if one.mine(me) >= mine - NEAR and one.others(me) >= others - NEAR]
        best = max(better, key=lambda one: float(one.gains.sum()), default=None)
        return best if best is not None and best.gains.sum() > self.reached.gains.sum() + NEAR else None


def debrief(game: Game) -> Debrief:
    """Return the debrief of talks that are over.

    Raises
    ------
    ValueError
        If they are not.
    """
    if not game.is_over:
        raise ValueError("a debrief tells what the others wanted: it comes when the talks are over")
    worths = Worths.of(game.compiled, game.key.seed)
    reached = _reached(game, worths)
    beside = () if reached is None else ((reached.x, reached.venue, reached.guarantor),)
    points = frontier(worths, game.me, beside)
    paths = _left_to_the_conduct(game)
    changes = [
        Turn(week, sent, float(after[game.me] - before[game.me]))
        for week, (sent, before, after) in enumerate(zip(game.log, paths, paths[1:], strict=False))
    ]
    turns = tuple(one for one in changes if abs(one.change) >= NEAR)
    return Debrief(game, points, reached, paths[-1], paths[0], turns, worths)


def surpluses(sitting: Sitting, parties: int) -> Floats:
    """Return (P,) what each party made of a run that is over: 0 where nothing was executed."""
    assets = sitting.view.asset_i.shape[0]
    utilities, reservations = np.zeros(parties), np.zeros(parties)
    deals = take_stock(
        box(sitting.params), box(sitting.world), np.zeros((c.DEALS, OUTCOME_INTS), np.int16),
        np.zeros((c.DEALS, assets), np.int8), utilities, reservations,
    )  # fmt: skip
    made: Floats = utilities - reservations if deals else np.zeros(parties)
    return made


def _left_to_the_conduct(game: Game) -> list[Floats]:
    """Return, for each week, what all make of the talks if my state's conduct takes over then; last, as played."""
    parties = len(game.compiled.index.parties)
    params = game.compiled.params(game.key.seed or 0, centre=game.key.seed is None)
    sitting = Sitting.start(params, dict(game.compiled.sizes))
    made: list[Floats] = []
    for week, stored in enumerate(game.decisions):
        sitting.restore(stored)
        quiet = week > 0 and not game.log[week - 1] and not _was_awake(sitting, game.decisions[week - 1])
        if quiet:
            made.append(made[-1])  # nothing was sent and nothing would have been: the two paths are one
            continue
        sitting.restore(stored)
        sitting.play()
        made.append(surpluses(sitting, parties))
    made.append(surpluses(game.talks.sitting, parties))
    return made


def _was_awake(sitting: Sitting, stored: bytes) -> bool:
    sitting.restore(stored)
    return sitting.is_awake


def _reached(game: Game, worths: Worths) -> Point | None:
    """Return what was delivered in all, as one package at the place of the first deal."""
    world = game.talks.sitting.world
    done = [d for d in range(c.DEALS) if world.deals[d, c.DEAL_STAGE] == c.EXECUTED]
    if not done:
        return None
    x: Bytes = world.released[done].sum(axis=0).astype(np.int8)
    venue, guarantor = int(world.deals[done[0], c.DEAL_VENUE]), int(world.deals[done[0], c.DEAL_GUARANTOR])
    return Point(x, venue, guarantor, worths.surpluses(x, venue, guarantor))


def debrief_screen(told: Debrief) -> Screen:
    """Return the debrief as sections of lines."""
    game, labels = told.game, told.game.labels
    return screen(
        ("How it ended", _ending(told)),
        ("What could have been had (worth above no deal, as all saw it at the start)", _frontier_lines(told)),
        ("Gains left on the table", _left_lines(told)),
        (
            "Which week decided it (beside your state's own conduct taking over in that week)",
            _turn_lines(told),
        ),
        *[
            (f"What {labels.parties[party]} really wanted", _wanted(told.worths, labels, party))
            for party in range(len(labels.parties))
            if party != game.me
        ],
    )


def _ending(told: Debrief) -> list[str]:
    labels = told.game.labels
    world = told.game.talks.sitting.world
    view = told.game.view
    lines = []
    for d in range(c.DEALS):
        if world.deals[d, c.DEAL_STAGE] == c.EXECUTED:
            row = world.deals[d]
            lines.append(f"Deal carried out in the week of {labels.date(int(row[c.DEAL_EXECUTED]))}:")
            place = int(row[c.DEAL_VENUE]), int(row[c.DEAL_GUARANTOR])
            lines += [f"  {line}" for line in package_lines(view, labels, world.released[d], *place)]
    lines = lines or ["No agreement: nobody was freed by the end of the last week."]
    for party, name in enumerate(labels.parties):
        if abs(told.surpluses[party]) >= NEAR or abs(told.engine[party]) >= NEAR:
            you = " (you)" if party == told.game.me else ""
            lines.append(
                f"{name}{you}: {told.surpluses[party]:+.2f} above no deal; {told.engine[party]:+.2f} had your state's "
                "own conduct decided all along"
            )
    return lines


def _frontier_lines(told: Debrief) -> list[str]:
    me = told.game.me
    if not told.points:
        return ["No package was found that everybody needed would have agreed to."]
    step = max(1, (len(told.points) - 1) // 5)
    lines = [
        f"{one.mine(me):+6.2f} for you, {one.others(me):+6.2f} for the others together, "
        f"{_people(told, one)} people freed"
        for one in told.points[::step]
    ]
    if told.reached is not None:
        mine, others = told.reached.mine(me), told.reached.others(me)
        lines.append(f"{mine:+6.2f} for you, {others:+6.2f} for the others together: what was reached")
    else:
        lines.append(" +0.00 for you,  +0.00 for the others together: what was reached")
    lines.append("It is what a search found: there may be better.")
    return lines


def _people(told: Debrief, one: Point) -> int:
    facts = told.worths.views[0].asset_i
    freed = np.flatnonzero((one.x > 0) & (facts[:, c.KIND] == c.PERSON))
    return int(facts[freed, c.COUNT].sum())


def _left_lines(told: Debrief) -> list[str]:
    best = told.left
    if best is None:
        return ["None that a search found: nothing gave both you and the others together as much, and somebody more."]
    me, labels = told.game.me, told.game.labels
    mine, others = (told.reached.mine(me), told.reached.others(me)) if told.reached else (0.0, 0.0)
    x = told.reached.x if told.reached else np.zeros_like(best.x)
    more = labels.listed([int(a) for a in np.flatnonzero(best.x > x)])
    less = labels.listed([int(a) for a in np.flatnonzero(best.x < x)])
    return [
        f"{best.mine(me) - mine:+.2f} for you and {best.others(me) - others:+.2f} for the others together "
        "were still there:",
        f"with {more}",
        f"without {less}",
    ]


def _turn_lines(told: Debrief) -> list[str]:
    if not told.turns:
        return ["None: at every point your state's own conduct would have come to the same."]
    told_of = [one for one in told.turns if abs(one.change) >= LEAST_TURN] or list(told.turns)
    largest = sorted(told_of, key=lambda one: (-abs(one.change), one.week))[:TURNS]
    most, lines = largest[0], []
    for one in sorted(largest, key=lambda one: one.week):
        mark = "  <- decided it" if one is most else ""
        sent = "; ".join(one.sent) or "(nothing sent)"
        lines.append(f"week {one.week + 1:>2}: {one.change:+6.2f}  {sent}{mark}")
    rest = [one.change for one in told.turns if one not in largest]
    if rest:
        lines.append(f"{len(rest)} more weeks with smaller changes: {sum(rest):+.2f} in sum")
    total = float(told.surpluses[told.game.me] - told.engine[told.game.me])
    lines.append(f"together {total:+.2f}: your result less that of your state's own conduct")
    lines.append("A single name can turn what follows, so read the largest alone, and not its decimals.")
    return lines


def _wanted(worths: Worths, labels: Labels, party: int) -> list[str]:
    """Return what a party gained and lost by each release, reservation and red lines, the largest numbers alone."""
    view = worths.views[party]
    lines = []
    net = view.gain - view.cost - view.price
    there = [a for a in range(len(labels.assets)) if view.there[a] > 0]
    kept = sorted(there, key=lambda a: (-abs(float(net[a])), a))[:SHOWN]
    for a in sorted(kept):
        if abs(net[a]) >= 0.05:
            holds = view.asset_i[a, c.HOLDER] == party
            lines.append(f"{net[a]:+5.1f}  {labels.assets[a]}{' (its own to give)' if holds else ''}")
    if lines:
        lines.append(
            f"no deal was worth {float(view.stock[0]):+.2f} to it, its deadline was week {view.own_f[c.DEADLINE]:.0f}"
        )
    for k in range(len(labels.linkages)):
        if view.link_i[k, c.LINK_OWNER] == party and view.link_mine[k, 1] > 0.0:
            lines.append(f"red line: {labels.linkages[k]}")
    return lines
