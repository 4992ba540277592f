"""The party's own staff: what a package is worth to it, what those at home would say, what its own conduct advises."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np

from sim.rules import answer as sums
from sim.rules import week as rules
from sim.seat.labels import Labels
from sim.seat.news import package_lines
from sim.seat.screen import Screen, screen
from sim.state import acts as a
from sim.state import columns as c
from sim.state import view as v
from sim.state.layout import Bytes, allocate, box
from sim.state.view import View
from sim.tactics import draft as d
from sim.tactics.draft import Draft


@dataclass(frozen=True)
class Opinion:
    """What a package is to a party: surplus, and what stands in the way (-1 or False for nothing)."""

    surplus: float
    red_line: int
    over_credit: bool
    ratifier: int

    @property
    def is_yes(self) -> bool:
        """Return whether the party would be no worse off, and nothing stands in the way."""
        return self.surplus >= 0.0 and self.red_line < 0 and not self.over_credit and self.ratifier < 0


def opinion(view: View, draft: Draft, x: Bytes, venue: int, guarantor: int) -> Opinion:
    """Return what a package is to the viewer, on its view alone; `draft` is room to work in."""
    found = np.zeros(sums.FOUND)
    sums.weigh(box(view), box(draft), x, venue, guarantor, found)
    return Opinion(
        float(found[sums.WORTH]), int(found[sums.CROSSES]), bool(found[sums.OVERDRAWS]), int(found[sums.AGAINST])
    )


def consult(view: View, sizes: Mapping[str, int], labels: Labels, x: Bytes, venue: int, guarantor: int) -> Screen:
    """Return what the party's staff says of a package: its worth, red lines, those who must agree at home."""
    found = opinion(view, allocate(Draft, d.LAYOUT, sizes), x, venue, guarantor)
    than = "better" if found.surplus >= 0.0 else "worse"
    lines = [f"It is worth {found.surplus:+.2f} to you above no deal, so {than} than none."]
    if found.red_line >= 0:
        lines.append(f"It breaks a red line of yours: {labels.linkages[found.red_line]}.")
    if found.over_credit:
        lines.append("It asks for more favours than you have left to give.")
    if found.ratifier >= 0:
        lines.append(f"{labels.party(found.ratifier)} would probably stop it.")
    if found.is_yes:
        lines.append("Nothing that you know of at home stands in its way.")
    return screen(("The package", package_lines(view, labels, x, venue, guarantor)), ("Your staff", lines))


def advice(view: View, sizes: Mapping[str, int], labels: Labels, conduct: int) -> Screen:
    """Return what the party's built-in conduct would do this week, on the same view."""
    acts = allocate(a.Acts, a.LAYOUT, sizes)
    rules.decide(conduct, box(view), box(acts), box(allocate(Draft, d.LAYOUT, sizes)), False)
    lines: list[str] = []
    for at in range(len(labels.channels)):
        row = acts.act_i[at]
        kind, asset = int(row[c.ACT_KIND]), int(row[c.ACT_ASSET])
        paper = int(row[c.ACT_PAPER])
        number = int(view.papers[paper, c.PAPER_SERIAL]) if paper >= 0 else -1
        where, name = labels.channel_ids[at], labels.assets[asset] if asset >= 0 else ""
        to = labels.parties[int(row[c.ACT_TO])] if row[c.ACT_TO] >= 0 else where
        said = {
            c.ACCEPT: f"accept paper {number}", c.REFUSE: f"refuse {f'paper {number}' if paper >= 0 else name}",
            c.WITHDRAW: f"withdraw paper {number}", c.COMMIT: f"give your word on the draft in paper {number}",
            c.SOUND_OUT: f"sound out {to} about {name}", c.ASK: f"ask {to} for {name}",
            c.SENTENCE_ACT: f"sentence {name}", c.PARDON_ACT: f"pardon {name}", c.PROPOSE: f"propose in {where}:",
        }  # fmt: skip
        if kind in said:
            lines.append(f"{where}: {said[kind]}")
        if kind == c.PROPOSE or (kind == c.ASK and acts.x[at].any()):
            inside = package_lines(view, labels, acts.x[at], int(row[c.ACT_VENUE]), int(row[c.ACT_GUARANTOR]))
            lines += [f"  {line}" for line in inside]
    return screen(
        (f"What your state's own conduct would do in week {int(view.who[v.NOW_WEEK]) + 1}", lines or ["wait"])
    )
