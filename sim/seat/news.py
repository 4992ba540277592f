"""What arrived: the mail of the week, and what has changed since the party last looked."""

from __future__ import annotations

from typing import Any

import numpy as np

from sim.seat.labels import Labels
from sim.seat.screen import Screen, screen
from sim.state import columns as c
from sim.state import view as v
from sim.state.layout import Bytes
from sim.state.view import View

_SAID = {c.NOT_THIS: "what hurts most is {}", c.NEEDS: "it needs {}", c.TOO_MUCH: "it cannot go so far with {}"}


def news(view: View, before: View | None, labels: Labels) -> Screen:
    """Return what reached the party since it last looked: mail, letters, public events.

    Parameters
    ----------
    view
        The view of this week.
    before
        The view at the last decision; None in the first week.
    labels
        Names.
    """
    return screen(
        ("Mail", _mail(view, labels)),
        ("Letters that ask for your consent", _letters(view, before, labels)),
        ("Promises to you", _promises(view, before, labels)),
        ("What became of it", _papers(view, before, labels)),
        ("What everybody knows", _public(view, before, labels)),
    )


def package_lines(view: View, labels: Labels, x: Bytes, venue: int, guarantor: int) -> list[str]:
    """Return a package as lines: who or what goes from whom to whom, the place and the guarantor."""
    groups: dict[tuple[int, int], list[str]] = {}
    for a in (int(one) for one in np.flatnonzero(x > 0)):
        facts = view.asset_i[a]
        name = f"{labels.assets[a]} [{labels.asset_ids[a]}]"
        if facts[c.LEVELS] > 1:
            name += f" at level {int(x[a])} of {int(facts[c.LEVELS])}"
        groups.setdefault((int(facts[c.HOLDER]), int(facts[c.DESTINATION])), []).append(name)
    lines = [
        f"from {labels.parties[giver]} to {labels.parties[to] if to >= 0 else 'nobody'}: {', '.join(names)}"
        for (giver, to), names in groups.items()
    ]
    place = f"in {labels.venues[venue]}" if venue >= 0 else "no place named"
    word = f"guaranteed by {labels.parties[guarantor]}" if guarantor >= 0 else "no guarantor"
    return [*lines, f"{place}, {word}"]


def paper_lines(view: View, labels: Labels, paper: int) -> list[str]:
    """Return one paper: what it is, from whom, until when, what is in it."""
    row = view.papers[paper]
    kind = {c.DRAFT: "draft", c.PROPOSAL: "proposal", c.TEXT: "mediator's text"}[int(row[c.PAPER_TYPE])]
    state = {
        c.LIVE: f"stands until {labels.date(int(row[c.PAPER_UNTIL]))}",
        c.CLOSED: "off the table",
        c.AGREED: "agreed",
    }
    head = (
        f"Paper {int(row[c.PAPER_SERIAL])}: {kind} of {labels.parties[int(row[c.PAPER_FROM])]} in "
        f"{labels.channel_ids[int(row[c.PAPER_CHANNEL])]}, {state[int(row[c.PAPER_STATE])]}"
    )
    inside = package_lines(view, labels, view.paper_x[paper], int(row[c.PAPER_VENUE]), int(row[c.PAPER_GUARANTOR]))
    return [head, *(f"  {line}" for line in inside)]


def _mail(view: View, labels: Labels) -> list[str]:
    lines: list[str] = []
    for mail in view.mail:
        if mail[c.MAIL_KIND] != c.WAIT:
            lines += _letter(view, labels, mail)
    return lines


def _letter(view: View, labels: Labels, mail: Any) -> list[str]:
    """Return one letter as lines."""
    who = labels.parties[int(mail[c.MAIL_FROM])]
    kind, paper, asset = (int(mail[at]) for at in (c.MAIL_KIND, c.MAIL_PAPER, c.MAIL_ASSET))
    has_paper = paper >= 0 and view.papers[paper, c.PAPER_TYPE] != c.NO_PAPER
    number = f"paper {int(view.papers[paper, c.PAPER_SERIAL])}" if has_paper else "a paper that you have not seen"
    name = f"{labels.assets[asset]} [{labels.asset_ids[asset]}]" if asset >= 0 else "nobody"
    shown = [f"  {line}" for line in paper_lines(view, labels, paper)] if has_paper else []
    if kind == c.PROPOSE:
        return [f"{who} puts a package on the table.", *shown]
    if kind == c.ASK and has_paper:
        return [f"{who} asks you, in private, for {name}, and shows a draft.", *shown]
    if kind == c.ASK:
        where = labels.channel_ids[int(mail[c.MAIL_CHANNEL])]
        return [f"{who} says in {where} whom it wants: {name}."]
    if kind == c.SOUND_OUT:
        return [f"{who} sounds you out, in private, about {name}. (Answer: refuse … to {who}: needs …)"]
    if kind == c.ACCEPT:
        return [f"{who} accepts {number}."]
    if kind == c.WITHDRAW:
        return [f"{who} withdraws {number}."]
    if kind == c.COMMIT:
        return [f"{who} is ready to give what you asked for in {number}; its word stands once nobody at home objects."]
    if kind == c.REFUSE:
        about = number if paper >= 0 else f"to give {name}"
        return [f"{who} refuses {about}{_objections(labels, mail)}."]
    return []


def _objections(labels: Labels, mail: Any) -> str:
    said = []
    for at in range(3):
        code, asset = int(mail[c.MAIL_OBJECTIONS + 2 * at]), int(mail[c.MAIL_OBJECTIONS + 2 * at + 1])
        if code == c.TOO_LITTLE:
            said.append("too little")
        elif code in _SAID and asset >= 0:
            said.append(_SAID[code].format(f"{labels.assets[asset]} [{labels.asset_ids[asset]}]"))
    return f": {'; '.join(said)}" if said else ""


def _letters(view: View, before: View | None, labels: Labels) -> list[str]:
    lines: list[str] = []
    for paper in range(c.PAPERS):
        asked = view.letter[paper] >= 0 and view.answer[paper] == c.ASKED
        new = before is None or before.letter[paper] < 0 or _serial(before, paper) != _serial(view, paper)
        if asked and new and view.papers[paper, c.PAPER_STATE] == c.LIVE:
            lines += paper_lines(view, labels, paper)
    return lines


def _serial(view: View, paper: int) -> int:
    return int(view.papers[paper, c.PAPER_SERIAL]) if view.papers[paper, c.PAPER_TYPE] else -1


def _promises(view: View, before: View | None, labels: Labels) -> list[str]:
    lines = []
    for k in range(c.COMMITMENTS):
        row = view.commitments[k]
        if row[c.TAKER] != view.who[v.ME] or row[c.COMMITMENT_STATE] != c.STANDING:
            continue
        old = before is not None and bool((before.commitments[k] == row).all())
        if not old:
            lines += promise_lines(view, labels, k)
    return lines


def promise_lines(view: View, labels: Labels, k: int) -> list[str]:
    """Return a commitment: who gives what, until when, against which basket."""
    row = view.commitments[k]
    gives = labels.listed([int(a) for a in np.flatnonzero(view.pledged[k] > 0)])
    giver, taker = labels.parties[int(row[c.GIVER])], labels.parties[int(row[c.TAKER])]
    lines = [f"{giver} gives {taker} its word for {gives}, until {labels.date(int(row[c.EXPIRES]))}"]
    if view.must[k].any():
        lines.append(f"  if the package holds {labels.listed([int(a) for a in np.flatnonzero(view.must[k] > 0)])}")
    if row[c.COMMITMENT_COUNT] > 0:
        some = labels.listed([int(a) for a in np.flatnonzero(view.some[k] > 0)])
        lines.append(f"  and at least {int(row[c.COMMITMENT_COUNT])} of {some}")
    if view.never[k].any():
        lines.append(f"  and none of {labels.listed([int(a) for a in np.flatnonzero(view.never[k] > 0)])}")
    if row[c.COMMITMENT_PLACE] & c.NEEDS_GUARANTOR:
        lines.append("  and somebody guarantees it")
    if row[c.COMMITMENT_PLACE] & c.NEEDS_NEUTRAL:
        lines.append("  and the place is neutral")
    return lines


def _papers(view: View, before: View | None, labels: Labels) -> list[str]:
    lines = []
    for paper in range(c.PAPERS) if before is not None else ():
        assert before is not None
        if _serial(before, paper) < 0 or _serial(before, paper) != _serial(view, paper):
            continue
        was, now = (int(one.papers[paper, c.PAPER_STATE]) for one in (before, view))
        if was == c.LIVE and now == c.AGREED:
            lines.append(f"Paper {_serial(view, paper)} is agreed: everybody whose consent it needs has said yes.")
        elif was in (c.LIVE, c.AGREED) and now == c.CLOSED:
            if _is_done(view, before, paper):
                lines.append(f"Paper {_serial(view, paper)} has been agreed and carried out, as far as you can see.")
            else:
                said = "has fallen through" if was == c.AGREED else "is off the table"
                lines.append(f"Paper {_serial(view, paper)} {said}.")
    return lines


def _public(view: View, before: View | None, labels: Labels) -> list[str]:
    lines: list[str] = []
    if before is None:
        return lines
    for a in range(int(view.who[v.ASSETS])):
        name = f"{labels.assets[a]} [{labels.asset_ids[a]}]"
        if view.asset_i[a, c.KIND] == c.PERSON:
            if view.there[a] and not before.there[a]:
                lines.append(f"{name} is held, and can be bargained over.")
            elif before.there[a] and not view.there[a] and not _is_bound(view, before, a):
                lines.append(f"{name} is not to be had any more: bound in a deal, free, or dead.")
            if view.danger[a] != before.danger[a]:
                lines.append(
                    f"{name} is {'sentenced to death' if view.danger[a] else 'no longer under sentence of death'}."
                )
            if before.pending[a] and not view.pending[a]:
                lines.append(f"There is a verdict on {name}.")
        for party in np.flatnonzero(view.demanded[:, a] > before.demanded[:, a]):
            lines.append(f"{labels.parties[int(party)]} publicly asks for {name}.")
    for at in np.flatnonzero(before.open_venue > view.open_venue):
        lines.append(f"{labels.venues[int(at)]} is no longer open for an exchange.")
    if _own_costs_rose(view, before):
        lines.append("Word of the talks is out, or opinion has turned: giving costs you more than before.")
    return lines


def _is_done(view: View, before: View, paper: int) -> bool:
    """Return whether a paper that has left the table was, as far as one can see, carried out."""
    gone = not (view.there[view.paper_x[paper] > 0] > 0).any()
    agreed = int(before.papers[paper, c.PAPER_STATE]) == c.AGREED or view.answer[paper] == c.YES
    return gone and bool(agreed)


def _is_bound(view: View, before: View, a: int) -> bool:
    """Return whether an asset is in a paper that the party knows to be agreed; that it is gone then is no news."""
    for paper in (int(one) for one in np.flatnonzero(view.paper_x[:, a] > 0)):
        if _serial(view, paper) >= 0 and _serial(view, paper) == _serial(before, paper):
            state = int(view.papers[paper, c.PAPER_STATE])
            if state == c.AGREED or (state == c.CLOSED and _is_done(view, before, paper)):
                return True
    return False


def _own_costs_rose(view: View, before: View) -> bool:
    return bool((view.cost > before.cost + 1e-9).any())
