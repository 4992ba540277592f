"""What one may do this week: what awaits an answer, what stands, which channels are free."""

from __future__ import annotations

import numpy as np

from sim.seat.briefing import my_channels
from sim.seat.labels import Labels
from sim.seat.news import paper_lines, promise_lines
from sim.seat.order import Order
from sim.seat.screen import Screen, screen
from sim.state import columns as c
from sim.state import view as v
from sim.state.view import View


def options(view: View, labels: Labels, orders: tuple[Order, ...] = ()) -> Screen:
    """Return what awaits an answer and what may be done, with what has been ordered so far.

    One act a week in each channel; whoever does nothing waits.
    """
    taken = {one.channel for one in orders}
    free = [labels.channel_ids[at] for at in my_channels(view) if view.open_channel[at] and at not in taken]
    return screen(
        ("Awaiting your answer", [_await(view, labels, paper) for paper in awaiting(view)]),
        ("Ordered for this week (undo takes the last back; send sends them)", [one.text for one in orders]),
        ("Free to act in", [", ".join(free) or "no channel"]),
        ("You may", may(view)),
    )


def may(view: View) -> list[str]:
    """Return the acts that make sense this week."""
    can = ["propose", "ask", "sound", "consult", "advice", "people", "beliefs", "papers", "send", "wait", "help"]
    if awaiting(view):
        can = ["accept", "refuse", *(["commit"] if _drafts(view) else []), *can]
    if any(_is_mine_live(view, paper) for paper in range(c.PAPERS)):
        can = ["withdraw", *can]
    if view.own_f[c.PARDON_RATE] > 0.0 and any(_is_own(view, int(a)) for a in np.flatnonzero(view.danger)):
        can.append("pardon")
    if view.own_f[c.SENTENCE_RATE] > 0.0:
        can.append("sentence")
    return [", ".join(can)]


def awaiting(view: View) -> list[int]:
    """Return the papers of others that stand and that the party has not answered."""
    return [paper for paper in range(c.PAPERS) if _awaits(view, paper)]


def table(view: View, labels: Labels) -> Screen:
    """Return all papers that the party has and that stand, and all promises to and by it."""
    lines: list[str] = []
    for paper in range(c.PAPERS):
        row = view.papers[paper]
        stands = row[c.PAPER_STATE] == c.LIVE and row[c.PAPER_UNTIL] >= view.who[v.NOW_WEEK]
        if row[c.PAPER_TYPE] and (stands or row[c.PAPER_STATE] == c.AGREED):
            lines += paper_lines(view, labels, paper)
    promises: list[str] = []
    for k in range(c.COMMITMENTS):
        if (
            view.commitments[k, c.COMMITMENT_STATE] == c.STANDING
            and view.commitments[k, c.EXPIRES] > view.who[v.NOW_WEEK]
        ):
            promises += promise_lines(view, labels, k)
    return screen(("On the table", lines or ["nothing"]), ("Promises", promises))


def _await(view: View, labels: Labels, paper: int) -> str:
    return paper_lines(view, labels, paper)[0]


def _awaits(view: View, paper: int) -> bool:
    row = view.papers[paper]
    if row[c.PAPER_TYPE] == c.NO_PAPER or row[c.PAPER_STATE] != c.LIVE or row[c.PAPER_FROM] == view.who[v.ME]:
        return False
    if row[c.PAPER_UNTIL] < view.who[v.NOW_WEEK]:
        return False
    if row[c.PAPER_TYPE] == c.DRAFT:
        given = (view.commitments[:, c.COMMITMENT_STATE] != c.FREE) & (view.commitments[:, c.GIVER] == view.who[v.ME])
        if (given & (view.commitments[:, c.COMMITMENT_PAPER] == paper)).any():
            return False
        return any(_is_own(view, int(a)) for a in np.flatnonzero(view.paper_x[paper]))
    return bool(view.answer[paper] == (c.ASKED if view.letter[paper] >= 0 else c.UNASKED))


def _drafts(view: View) -> bool:
    return any(view.papers[paper, c.PAPER_TYPE] == c.DRAFT for paper in awaiting(view))


def _is_own(view: View, asset: int) -> bool:
    return bool(view.asset_i[asset, c.HOLDER] == view.who[v.ME])


def _is_mine_live(view: View, paper: int) -> bool:
    row = view.papers[paper]
    return bool(
        row[c.PAPER_TYPE] == c.PROPOSAL and row[c.PAPER_STATE] == c.LIVE and row[c.PAPER_FROM] == view.who[v.ME]
    )
