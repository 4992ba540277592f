"""What somebody types at the seat, and the answer: orders, looks, undo, send; nothing here prints or reads a file."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from sim.errors import UnknownNameError, UsageError
from sim.scenario.compile import conduct_code
from sim.seat.briefing import beliefs, briefing, people
from sim.seat.game import Game
from sim.seat.news import news, paper_lines
from sim.seat.options import options, table
from sim.seat.order import levels
from sim.seat.parse import HELP, find_paper, package
from sim.seat.screen import Screen, as_text, screen
from sim.seat.staff import advice, consult
from sim.state import columns as c
from sim.state import view as v

LOOKS: Mapping[str, str] = {
    "brief": "brief - your interests, limits and channels again",
    "people": "people - everybody who can be bargained over now, with public facts",
    "beliefs": "beliefs PARTY - what you believe that another party wants and minds",
    "papers": "papers - what is on the table and promised",
    "paper": "paper N - one paper in full",
    "consult": "consult PAPER, or consult NAME, NAME, … [at VENUE] [under GUARANTOR] - what your staff says of it",
    "advice": "advice - what your state's own conduct would do this week, on what you know",
    "orders": "orders - what awaits an answer, what you have ordered, what you may do",
    "undo": "undo - take the last order back, until it is sent",
    "send": "send - send your orders and let a week pass",
    "wait": "wait [N] - send, and let up to N weeks pass until something reaches you",
    "help": "help [WORD] - this, or one word of it",
}
"""Everything beside orders, in plain words."""
WAITS = 4
"""Weeks that a bare `wait` lets pass at most: as long as a proposal stands."""


@dataclass(frozen=True)
class Answer:
    """What to show, and whether a week has passed."""

    text: str
    passed: bool = False


def open_week(game: Game) -> str:
    """Return what greets the party in a week: the date, what could not be done, what arrived, what it may do."""
    view = game.view
    week = int(view.who[v.NOW_WEEK])
    head = f"Week {week + 1} of {int(view.who[v.LAST_WEEK])}, from {game.labels.date(week)}"
    lost = [f"Could not be done: {text}" for text in game.undone]
    shown = news(view, game.before, game.labels)
    quiet: Screen = () if shown else screen(("Mail", ["Nothing has reached you."]))
    return "\n".join([head, *lost, as_text(shown or quiet), as_text(options(view, game.labels, game.orders))])


def say(game: Game, text: str) -> Answer:
    """Return the answer to a line that is typed at the seat.

    Raises
    ------
    UnknownNameError, UsageError
        If it cannot be meant so.

    Examples
    --------
    >>> from sim.scenario.compile import compile_scenario
    >>> from sim.scenario.load import load
    >>> from sim.seat.game import Key
    >>> game = Game(compile_scenario(load("ring")), Key("ring", "ALFA", None))
    >>> print(say(game, "consult bo, al").text.splitlines()[-1])
      Nothing that you know of at home stands in its way.
    """
    verb, _, rest = " ".join(text.split()).partition(" ")
    verb, rest = verb.casefold(), rest.strip()
    if verb in HELP:
        made = game.order(text)
        return Answer(f"Ordered in {game.labels.channel_ids[made.channel]}: {made.text}")
    if verb not in _ANSWERS:
        raise UnknownNameError("word", verb, [*HELP, *LOOKS])
    return _ANSWERS[verb](game, rest)


def _brief(game: Game, rest: str) -> Answer:
    return Answer(as_text(briefing(game.view, game.labels)))


def _people(game: Game, rest: str) -> Answer:
    return Answer(as_text(people(game.view, game.labels)))


def _beliefs(game: Game, rest: str) -> Answer:
    other = game.labels.find_party(rest)
    if other == game.me:
        raise UsageError("beliefs: found yourself; allowed: another party; for your own interests say brief")
    return Answer(as_text(beliefs(game.view, game.labels, other)) or "You believe that nothing here touches it.")


def _papers(game: Game, rest: str) -> Answer:
    return Answer(as_text(table(game.view, game.labels)))


def _paper(game: Game, rest: str) -> Answer:
    return Answer("\n".join(paper_lines(game.view, game.labels, find_paper(rest, game.view))))


def _consult(game: Game, rest: str) -> Answer:
    view = game.view
    if rest.removeprefix("paper").strip().isdecimal():
        paper = find_paper(rest, view)
        x, row = view.paper_x[paper], view.papers[paper]
        venue, guarantor = int(row[c.PAPER_VENUE]), int(row[c.PAPER_GUARANTOR])
    else:
        items, venue, guarantor = package(rest, view, game.labels)
        x = levels(view, items)
    return Answer(as_text(consult(view, game.compiled.sizes, game.labels, x, venue, guarantor)))


def _advice(game: Game, rest: str) -> Answer:
    conduct = conduct_code(game.compiled.index.conducts[game.me])
    if conduct < 0:
        raise UsageError("advice: found a conduct in Python, which gives none")
    return Answer(as_text(advice(game.view, game.compiled.sizes, game.labels, conduct)))


def _orders(game: Game, rest: str) -> Answer:
    return Answer(as_text(options(game.view, game.labels, game.orders)))


def _undo(game: Game, rest: str) -> Answer:
    return Answer(f"Taken back: {game.undo().text}")


def _send(game: Game, rest: str) -> Answer:
    game.send()
    return Answer("", passed=True)


def _wait(game: Game, rest: str) -> Answer:
    if rest and not (rest.isdecimal() and int(rest) > 0):
        raise UsageError(f"wait {rest}: found no number of weeks; allowed: wait, or wait 3")
    for _ in range(int(rest) if rest else WAITS):
        game.send()
        if game.is_over or game.undone or news(game.view, game.before, game.labels):
            break
    return Answer("", passed=True)


def _help(game: Game, rest: str) -> Answer:
    known = {**HELP, **LOOKS}
    if rest and rest not in known:
        raise UnknownNameError("word", rest, known)
    if rest:
        return Answer(known[rest])
    lines = [
        "A name is the word in brackets or before the colon: an id such as those that `people` lists.",
        "Orders, one a week in each channel; nothing leaves your desk before `send`:",
        *(f"  {line}" for line in HELP.values()),
        "Looks, as many as you like:",
        *(f"  {line}" for line in LOOKS.values()),
    ]
    return Answer("\n".join(lines))


_ANSWERS: Mapping[str, Callable[[Game, str], Answer]] = {
    "brief": _brief, "people": _people, "beliefs": _beliefs, "papers": _papers, "paper": _paper,
    "consult": _consult, "advice": _advice, "orders": _orders, "undo": _undo, "send": _send, "wait": _wait,
    "help": _help,
}  # fmt: skip
