"""An order: one act that somebody at the seat has in mind, on a view of the week."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from sim.state import acts as layout
from sim.state import columns as c
from sim.state import view as v
from sim.state.acts import Acts
from sim.state.layout import Bytes, allocate
from sim.state.view import View


@dataclass(frozen=True)
class Order:
    """One act in one channel; places are those of the arrays, -1 for none.

    `kind` is a code of `sim.state.columns`; `objections` are pairs of (code, asset); `must`, `some` and
    `never` are the condition of a commitment, of which at least `count` of `some`.
    """

    text: str
    kind: int
    channel: int
    paper: int = -1
    asset: int = -1
    to: int = -1
    package: tuple[tuple[int, int], ...] = ()
    venue: int = -1
    guarantor: int = -1
    until: int = 0
    objections: tuple[tuple[int, int], ...] = ()
    must: tuple[tuple[int, int], ...] = ()
    some: tuple[int, ...] = ()
    never: tuple[int, ...] = ()
    count: int = 0
    place: int = 0


def levels(view: View, package: tuple[tuple[int, int], ...]) -> Bytes:
    """Return a package of (asset, level) as an array of levels."""
    x = np.zeros(view.asset_i.shape[0], np.int8)
    for asset, level in package:
        x[asset] = level
    return x


def acts_of(view: View, orders: tuple[Order, ...]) -> Acts:
    """Return the week's acts of a party that gives these orders and waits in every other channel."""
    channels, assets = view.member.shape[0], view.asset_i.shape[0]
    acts = allocate(Acts, layout.LAYOUT, {"C": channels, "A": assets})
    acts.memory[:] = view.memory
    acts.thought[:] = view.thought
    acts.trail[:] = view.trail
    acts.calendar[0] = int(view.who[v.NOW_WEEK]) + 1  # whoever sits here is asked every week
    acts.act_i[:, [c.ACT_PAPER, c.ACT_ASSET, c.ACT_VENUE, c.ACT_GUARANTOR, c.ACT_TO]] = -1
    for at in range(3):
        acts.act_i[:, c.ACT_OBJECTIONS + 2 * at + 1] = -1
    for one in orders:
        row = acts.act_i[one.channel]
        row[c.ACT_KIND], row[c.ACT_PAPER], row[c.ACT_ASSET] = one.kind, one.paper, one.asset
        row[c.ACT_UNTIL], row[c.ACT_VENUE], row[c.ACT_GUARANTOR] = one.until, one.venue, one.guarantor
        row[c.ACT_TO], row[c.ACT_COUNT], row[c.ACT_PLACE] = one.to, one.count, one.place
        for at, (kind, asset) in enumerate(one.objections):
            row[c.ACT_OBJECTIONS + 2 * at], row[c.ACT_OBJECTIONS + 2 * at + 1] = kind, asset
        acts.x[one.channel] = levels(view, one.package)
        acts.must[one.channel] = levels(view, one.must)
        for asset in one.some:
            acts.some[one.channel, asset] = 1
        for asset in one.never:
            acts.never[one.channel, asset] = 1
    return acts
