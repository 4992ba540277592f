"""The briefing of a party: its own interests, what is public, and what it believes of the others."""

from __future__ import annotations

import numpy as np

from sim.seat.labels import Labels
from sim.seat.screen import Screen, screen
from sim.state import columns as c
from sim.state import view as v
from sim.state.view import View

LEAST = 0.05
"""Numbers nearer to nothing than this are left out of a briefing: chosen to be half of what is shown."""


def briefing(view: View, labels: Labels) -> Screen:
    """Return what a party is told before the talks, and may look up at any time.

    All of it is in the party's own view: its own gains and costs, public facts, what its channels hold.

    Parameters
    ----------
    view
        The party's view of the week.
    labels
        Names.
    """
    me = int(view.who[v.ME])
    return screen(
        (f"You speak for {labels.parties[me]}", _situation(view, labels)),
        ("Whom and what you want (worth to you, if all of it is delivered)", _wants(view, labels)),
        ("What you can give (cost to you, legal step included)", _holds(view, labels)),
        ("What you tie together", _ties(view, labels)),
        ("Who must agree at home", _home(view, labels)),
        ("Your channels", _channels(view, labels)),
        ("Where an exchange could be carried out", _places(view, labels)),
    )


def people(view: View, labels: Labels) -> Screen:
    """Return everybody and everything that can be bargained over now, by who holds it, with public facts."""
    sections = []
    for party in range(int(view.who[v.PARTY_COUNT])):
        lines = [
            f"{labels.asset_ids[a]}: {labels.assets[a]} ({labels.facts[a]}{_now(view, a)})"
            for a in _there(view)
            if view.asset_i[a, c.HOLDER] == party
        ]
        sections.append((f"Held by {labels.parties[party]}", lines))
    return screen(*sections)


def beliefs(view: View, labels: Labels, other: int) -> Screen:
    """Return what I believe that another party gains or loses by each release: an estimate, mine alone."""
    wants: list[str] = []
    minds: list[str] = []
    for a in _there(view):
        mean, sd = float(view.belief_mean[other, a]), float(np.sqrt(view.belief_var[other, a]))
        if abs(mean) >= LEAST:
            line = f"{labels.asset_ids[a]}: {labels.assets[a]}, {mean:+.1f}, give or take {sd:.1f}"
            (wants if mean > 0.0 else minds).append(line)
    name = labels.parties[other]
    ties = [
        f"{labels.linkages[k]} (you think it {float(view.belief_link[k]):.0%} likely to bind)"
        for k in range(int(view.who[v.LINKAGES]))
        if view.link_i[k, c.LINK_OWNER] == other
    ]
    return screen(
        (f"What you believe {name} would gain", wants),
        (f"What you believe {name} would lose", minds),
        (f"What {name} is said to tie together", ties),
    )


def _there(view: View) -> list[int]:
    return [a for a in range(int(view.who[v.ASSETS])) if view.there[a] > 0]


def _now(view: View, a: int) -> str:
    said = "; under sentence of death" if view.danger[a] else ""
    asked = int(view.demanded[:, a].sum())
    return said + ("; publicly asked for" if asked else "")


def _situation(view: View, labels: Labels) -> list[str]:
    week, last = int(view.who[v.NOW_WEEK]), int(view.who[v.LAST_WEEK])
    own = view.own_f
    lines = [
        f"{labels.title}.",
        f"It is week {week + 1} of {last}, from {labels.date(week)}. Your own deadline is week {own[c.DEADLINE]:.0f}.",
        f"Going without a deal is worth {view.stock[v.STOCK_RESERVATION]:+.2f} to you now: agree to nothing that is "
        "worth less.",
    ]
    if view.stock[v.STOCK_CONCEDED] > 0.0:
        lines.append(f"You have conceded {view.stock[v.STOCK_CONCEDED]:.1f} so far; what you give next hurts more.")
    if own[c.WAIT_WEEKLY] > 0.0:
        lines.append(f"Each week without a deal costs you {own[c.WAIT_WEEKLY]:.3g}.")
    if own[c.NAME_COST] > 0.0:
        lines.append(f"Each name that you put on a list costs you {own[c.NAME_COST]:.2f} beside.")
    return lines


def _wants(view: View, labels: Labels) -> list[str]:
    me, lines = int(view.who[v.ME]), []
    for a in _there(view):
        if view.asset_i[a, c.HOLDER] != me and abs(view.gain[a]) >= LEAST:
            holder = labels.parties[int(view.asset_i[a, c.HOLDER])]
            lines.append(f"{view.gain[a]:+5.1f}  {labels.asset_ids[a]}: {labels.assets[a]}, with {holder}")
    return lines


def _holds(view: View, labels: Labels) -> list[str]:
    me, lines = int(view.who[v.ME]), []
    for a in _there(view):
        if view.asset_i[a, c.HOLDER] == me:
            net = view.gain[a] - view.cost[a] - view.price[a]
            to = int(view.asset_i[a, c.DESTINATION])
            goes = f", goes to {labels.parties[to]}" if to >= 0 else ", nobody has a claim"
            lines.append(
                f"{net:+5.1f}  {labels.asset_ids[a]}: {labels.assets[a]} ({labels.facts[a]}{_now(view, a)}){goes}"
            )
    if view.own_i[c.CREDIT_BUDGET] > 0:
        me_left = int(view.credit_left[me])
        lines.append(f"       Of favours to allies you can give {me_left} level{'s' if me_left != 1 else ''} in all.")
    return lines


def _ties(view: View, labels: Labels) -> list[str]:
    lines = []
    for k in range(int(view.who[v.LINKAGES])):
        if view.link_i[k, c.LINK_OWNER] != view.who[v.ME]:
            continue
        said = (
            "a red line: you cannot agree to what breaks it"
            if view.link_mine[k, v.MINE_HARD] > 0.0
            else f"worth {view.link_mine[k, v.MINE_WEIGHT]:+.1f} where it holds"
        )
        lines += [f"{labels.linkages[k]} ({said})", *(f"  {line}" for line in _shape(view, labels, k))]
    return lines


def _shape(view: View, labels: Labels, k: int) -> list[str]:
    """Say what a linkage asks for, in the names of those who can be had now."""
    there = view.there > 0

    def names(row: object) -> str:
        return labels.listed([int(a) for a in np.flatnonzero((np.asarray(row) > 0) & there)])

    lines = []
    if view.link_i[k, c.LINK_ALWAYS] == 0:
        lines.append(f"if a package holds any of: {names(view.link_if[k])}")
    if view.link_need[k].any():
        lines.append(f"it needs at least {int(view.link_i[k, c.LINK_COUNT])} of: {names(view.link_need[k])}")
    if view.link_forbid[k].any():
        lines.append(f"it must hold none of: {names(view.link_forbid[k])}")
    return lines


def _home(view: View, labels: Labels) -> list[str]:
    lines = []
    for actor in range(labels.first_ratifier, labels.first_ratifier + len(labels.ratifiers)):
        if view.government[actor] == view.who[v.ME]:
            says = "can stop a deal alone" if view.veto[actor] else "has a vote"
            lines.append(f"{labels.party(actor)} {says}")
    if lines:
        lines.append(f"They take up to {view.stock[v.STOCK_DELAY]:.0f} weeks. `consult` asks what they would say.")
    return lines


def my_channels(view: View) -> list[int]:
    """Return the channels in which the party sits."""
    return [int(at) for at in np.flatnonzero(view.member[:, int(view.who[v.ME])])]


def _channels(view: View, labels: Labels) -> list[str]:
    me, lines = int(view.who[v.ME]), []
    for at in my_channels(view):
        others = [labels.parties[int(p)] for p in np.flatnonzero(view.member[at]) if p != me]
        shut = "" if view.open_channel[at] else " (not open now)"
        lines.append(f"{labels.channel_ids[at]}: {labels.channels[at]}, with {' and '.join(others)}{shut}")
    return lines


def _places(view: View, labels: Labels) -> list[str]:
    me, lines = int(view.who[v.ME]), []
    for at, name in enumerate(labels.venues):
        if not view.open_venue[at]:
            continue
        worth = -float(view.minds[at]) + (float(view.own_f[c.HOSTING]) if view.venue_i[at, c.HOST] == me else 0.0)
        said = f", {worth:+.1f} to you" if abs(worth) >= LEAST else ""
        host = labels.parties[int(view.venue_i[at, c.HOST])]
        lines.append(f"{labels.venue_ids[at]}: {name}, host {host}{said}")
    ready = [labels.parties[int(p)] for p in np.flatnonzero(view.guarantees)]
    if ready:
        lines.append(f"Ready to guarantee: {', '.join(ready)}. A guarantor makes delivery likelier.")
    return lines
