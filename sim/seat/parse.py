"""From what somebody types to an order, or to one clear line about what is not meant so."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping

import numpy as np

from sim.errors import UnknownNameError, UsageError
from sim.seat.briefing import my_channels
from sim.seat.labels import Labels
from sim.seat.offerable import why_not_offerable
from sim.seat.order import Order, levels
from sim.state import columns as c
from sim.state import view as v
from sim.state.view import View

STANDS, WORD_STANDS = 4, 20
"""Weeks for which a proposal and a commitment stand unless told otherwise: as for the other parties."""
Items = tuple[tuple[int, int], ...]

HELP: Mapping[str, str] = {
    "propose": "propose CHANNEL: NAME, NAME=LEVEL, … [at VENUE] [under GUARANTOR] [for N weeks] - offer them a package",
    "accept": "accept PAPER - say yes to a package on the table",
    "refuse": "refuse PAPER [: not NAME, needs NAME, too little] - say no, with up to three objections; "
    "refuse NAME to PARTY [: needs NAME] - answer a question about it",
    "withdraw": "withdraw PAPER - take your own package off the table",
    "sound": "sound PARTY about NAME - ask an ally in private what it would want for somebody it holds",
    "ask": "ask PARTY for NAME: NAME, NAME, … [at VENUE] [under GUARANTOR] - show an ally a draft, ask for its word; "
    "ask CHANNEL for NAME - tell them whom you want",
    "commit": "commit PAPER [: with NAME; some N of NAME, NAME; never NAME; guarantor; neutral] [for N weeks] - give "
    "an ally your word for what its draft asks of you, on a condition",
    "sentence": "sentence NAME - raise the stakes: a sentence of death for somebody you hold",
    "pardon": "pardon NAME - lower the stakes again",
}
"""Each order in plain words."""


def parse(text: str, view: View, labels: Labels) -> Order:
    """Return the order that a line of text stands for.

    Parameters
    ----------
    text
        As described in `HELP`; names are ids or full names, without regard to case.
    view
        The party's view of the week.
    labels
        Names.

    Raises
    ------
    UnknownNameError
        If something is not called so.
    UsageError
        If the words do not make an order, or the rules do not allow it; the line says what to change.
    """
    said = " ".join(text.split())
    verb, _, rest = said.partition(" ")
    reader = _READERS.get(verb.casefold())
    if reader is None:
        raise UnknownNameError("order", verb, [*HELP])
    order = reader(said, rest, view, labels)
    if not view.open_channel[order.channel]:
        raise UsageError(f"{verb}: found {labels.channel_ids[order.channel]}, which is not open this week")
    return order


def package(text: str, view: View, labels: Labels) -> tuple[Items, int, int]:
    """Return (items, venue, guarantor) of a package as typed.

    Raises
    ------
    UnknownNameError, UsageError
        If a name is not known, a level is no number, or a name stands there twice.
    """
    text, under = _tail(text, "under")
    text, at = _tail(text, "at")
    venue = labels.find_venue(at) if at else -1
    if at and not view.open_venue[venue]:
        raise UsageError(f"at {at}: found a venue that is closed; take another")
    guarantor = labels.find_party(under) if under else -1
    if under and not view.guarantees[guarantor]:
        ready = ", ".join(labels.party_ids[int(p)] for p in np.flatnonzero(view.guarantees)) or "nobody"
        raise UsageError(f"under {under}: found a party that is not ready to guarantee; allowed: {ready}")
    items: dict[int, int] = {}
    for word in (one.strip() for one in text.split(",")):
        if not word:
            continue
        name, equals, level = word.partition("=")
        asset = labels.find_asset(name)
        if equals and not level.strip().isdecimal():
            raise UsageError(f"{word}: found the level {level.strip()!r}; allowed: a whole number such as {name}=1")
        if asset in items:
            raise UsageError(f"{word}: found it twice; allowed: each name once")
        items[asset] = int(level) if equals else 1
    if not items:
        raise UsageError("found no names; allowed: NAME, NAME=LEVEL, … after a colon")
    return tuple(sorted(items.items())), venue, guarantor


def find_paper(word: str, view: View) -> int:
    """Return the place of a paper by the number that it bears.

    Raises
    ------
    UsageError
        If I have no such paper.
    """
    known = {int(view.papers[p, c.PAPER_SERIAL]): p for p in range(c.PAPERS) if view.papers[p, c.PAPER_TYPE]}
    number = word.strip().removeprefix("paper").strip()
    if not number.isdecimal() or int(number) not in known:
        have = ", ".join(str(one) for one in sorted(known)) or "none yet"
        raise UsageError(f"paper {number or '?'}: found no such paper; allowed: those you have ({have})")
    return known[int(number)]


def _tail(text: str, word: str) -> tuple[str, str]:
    """Split off what follows a word of its own, the last of its kind."""
    before, found, after = f" {text} ".rpartition(f" {word} ")
    return (before, after.strip()) if found else (text, "")


def _weeks(text: str, usual: int, view: View) -> tuple[str, int]:
    """Split off ``for N weeks``; return the rest and the last week."""
    found = re.search(r"\bfor (\d+) weeks?$", text.strip())
    now = int(view.who[v.NOW_WEEK])
    if not found:
        return text, now + usual
    return text.strip()[: found.start()], now + int(found.group(1))


def _colon(rest: str, verb: str) -> tuple[str, str]:
    head, found, tail = rest.partition(":")
    if not found:
        raise UsageError(f"{verb}: found no colon; allowed: {HELP[verb]}")
    return head.strip(), tail.strip()


def _propose(said: str, rest: str, view: View, labels: Labels) -> Order:
    head, tail = _colon(rest, "propose")
    channel = labels.find_channel(head, my_channels(view))
    tail, until = _weeks(tail, STANDS, view)
    items, venue, guarantor = package(tail, view, labels)
    problem = why_not_offerable(view, labels, channel, levels(view, items))
    if problem:
        raise UsageError(f"propose: {problem}")
    return Order(said, c.PROPOSE, channel, package=items, venue=venue, guarantor=guarantor, until=until)


def _live(word: str, view: View, verb: str, mine: bool) -> int:
    paper = find_paper(word, view)
    row = view.papers[paper]
    number = int(row[c.PAPER_SERIAL])
    if row[c.PAPER_STATE] != c.LIVE:
        raise UsageError(f"{verb} {number}: found a paper that is off the table")
    if (row[c.PAPER_FROM] == view.who[v.ME]) != mine:
        whose = "another's" if mine else "your own"
        raise UsageError(f"{verb} {number}: found {whose} paper; allowed: {'your own' if mine else 'those of others'}")
    return paper


def _where(view: View, paper: int) -> int:
    """Return the channel in which I answer a paper: that of the letter, or its own."""
    return int(view.letter[paper]) if view.letter[paper] >= 0 else int(view.papers[paper, c.PAPER_CHANNEL])


def _accept(said: str, rest: str, view: View, labels: Labels) -> Order:
    paper = _live(rest, view, "accept", mine=False)
    if view.papers[paper, c.PAPER_TYPE] == c.DRAFT:
        raise UsageError(f"accept {rest}: found a draft that asks for your word; allowed: commit or refuse")
    return Order(said, c.ACCEPT, _where(view, paper), paper=paper)


def _withdraw(said: str, rest: str, view: View, labels: Labels) -> Order:
    paper = _live(rest, view, "withdraw", mine=True)
    return Order(said, c.WITHDRAW, int(view.papers[paper, c.PAPER_CHANNEL]), paper=paper)


def _refuse(said: str, rest: str, view: View, labels: Labels) -> Order:
    head, _, tail = rest.partition(":")
    objections = _objections(tail, labels)
    question = re.fullmatch(r"(.+) to (.+)", head.strip())
    if question:
        asset, to = labels.find_asset(question.group(1)), labels.find_party(question.group(2))
        return Order(said, c.REFUSE, _line(view, labels, to), asset=asset, to=to, objections=objections)
    paper = _live(head, view, "refuse", mine=False)
    return Order(said, c.REFUSE, _where(view, paper), paper=paper, objections=objections)


def _objections(text: str, labels: Labels) -> tuple[tuple[int, int], ...]:
    made = []
    for one in (part.strip() for part in text.split(",") if part.strip()):
        if one.casefold() == "too little":
            made.append((c.TOO_LITTLE, -1))
            continue
        for words, code in (("too much ", c.TOO_MUCH), ("needs ", c.NEEDS), ("not ", c.NOT_THIS)):
            if one.casefold().startswith(words):
                made.append((code, labels.find_asset(one[len(words) :])))
                break
        else:
            raise UsageError(
                f"refuse: found the objection {one!r}; allowed: not NAME, needs NAME, too much NAME, too little"
            )
    if len(made) > 3:
        raise UsageError(f"refuse: found {len(made)} objections; allowed: up to 3; keep those that matter most")
    return tuple(made)


def _line(view: View, labels: Labels, to: int) -> int:
    line = int(view.line[to])
    if to == view.who[v.ME] or line < 0:
        known = ", ".join(labels.party_ids[int(p)] for p in np.flatnonzero(view.line >= 0) if p < len(labels.parties))
        raise UsageError(
            f"{labels.party_ids[to]}: found no channel between you two alone; allowed: {known or 'nobody'}"
        )
    return line


def _sound(said: str, rest: str, view: View, labels: Labels) -> Order:
    found = re.fullmatch(r"(.+?) about (.+)", rest)
    if not found:
        raise UsageError(f"sound: found {rest or 'nothing'!r}; allowed: {HELP['sound']}")
    to, asset = labels.find_party(found.group(1)), labels.find_asset(found.group(2))
    return Order(said, c.SOUND_OUT, _line(view, labels, to), asset=asset, to=to)


def _ask(said: str, rest: str, view: View, labels: Labels) -> Order:
    head, _, tail = rest.partition(":")
    found = re.fullmatch(r"(.+?) for (.+)", head.strip())
    if not found:
        raise UsageError(f"ask: found {rest or 'nothing'!r}; allowed: {HELP['ask']}")
    asset = labels.find_asset(found.group(2))
    if not tail:
        try:
            channel, to = labels.find_channel(found.group(1), my_channels(view)), -1
        except UnknownNameError:
            to = labels.find_party(found.group(1))
            channel = _line(view, labels, to)
        return Order(said, c.ASK, channel, asset=asset, to=to)
    to = labels.find_party(found.group(1))
    tail, until = _weeks(tail, STANDS, view)
    items, venue, guarantor = package(tail, view, labels)
    if asset not in dict(items):
        items = tuple(sorted((*items, (asset, 1))))
    line = _line(view, labels, to)
    return Order(
        said, c.ASK, line, asset=asset, to=to, package=items, venue=venue, guarantor=guarantor, until=until
    )  # fmt: skip


def _commit(said: str, rest: str, view: View, labels: Labels) -> Order:
    rest, until = _weeks(rest, WORD_STANDS, view)
    head, _, tail = rest.partition(":")
    paper = _live(head, view, "commit", mine=False)
    if view.papers[paper, c.PAPER_TYPE] != c.DRAFT:
        raise UsageError(f"commit {head.strip()}: found a proposal; allowed: a draft that asks for your word")
    if not any(view.asset_i[a, c.HOLDER] == view.who[v.ME] for a in np.flatnonzero(view.paper_x[paper])):
        raise UsageError(f"commit {head.strip()}: found nothing of yours in it")
    must: Items = ()
    some: tuple[int, ...] = ()
    never: tuple[int, ...] = ()
    count = place = 0
    for one in (part.strip() for part in tail.split(";") if part.strip()):
        several = re.fullmatch(r"some (\d+) of (.+)", one)
        if one == "guarantor":
            place |= c.NEEDS_GUARANTOR
        elif one == "neutral":
            place |= c.NEEDS_NEUTRAL
        elif several:
            count, some = int(several.group(1)), tuple(a for a, _ in package(several.group(2), view, labels)[0])
        elif one.startswith("with "):
            must = package(one[5:], view, labels)[0]
        elif one.startswith("never "):
            never = tuple(a for a, _ in package(one[6:], view, labels)[0])
        else:
            raise UsageError(f"commit: found the condition {one!r}; allowed: {HELP['commit']}")
    if count > len(some):
        raise UsageError(f"commit: found some {count} of {len(some)} names; allowed: at most as many as there are")
    return Order(
        said, c.COMMIT, int(view.papers[paper, c.PAPER_CHANNEL]), paper=paper, until=until, must=must, some=some,
        never=never, count=count, place=place,
    )  # fmt: skip


def _stakes(said: str, rest: str, view: View, labels: Labels) -> Order:
    verb = said.split(" ", 1)[0].casefold()
    asset = labels.find_asset(rest)
    if view.asset_i[asset, c.HOLDER] != view.who[v.ME] or view.there[asset] == 0:
        raise UsageError(f"{verb} {rest}: found somebody whom you do not hold")
    column = c.SENTENCE_RATE if verb == "sentence" else c.PARDON_RATE
    if view.own_f[column] <= 0.0:
        raise UsageError(f"{verb}: found an act that your state does not use in these talks")
    if bool(view.danger[asset]) == (verb == "sentence"):
        raise UsageError(
            f"{verb} {rest}: found nothing to change: {'already' if view.danger[asset] else 'not'} sentenced"
        )
    kind = c.SENTENCE_ACT if verb == "sentence" else c.PARDON_ACT
    open_ones = [at for at in my_channels(view) if view.open_channel[at]]
    if not open_ones:
        raise UsageError(f"{verb}: found no channel open this week")
    return Order(said, kind, open_ones[-1], asset=asset)


_READERS: Mapping[str, Callable[[str, str, View, Labels], Order]] = {
    "propose": _propose, "accept": _accept, "refuse": _refuse, "withdraw": _withdraw, "sound": _sound,
    "ask": _ask, "commit": _commit, "sentence": _stakes, "pardon": _stakes,
}  # fmt: skip
