"""What would turn an answer: stated changes of an offer, the smallest of each kind that does.

A no may turn by adding what whoever stops it wants most (its price), or a basket of its wishes; by
relief that it would be granted; or by leaving out what costs it most. A yes may turn by leaving out
what it wants most, or by asking for more of its own captives; an offer that has lapsed by coming
earlier, or by leaving out what is gone. Nothing here knows an offer: each change is tried and the
offer weighed anew.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace

import numpy as np

from sim.analysis.status_quo import Day
from sim.analysis.weighing import ACCEPTED, LAPSED, Question, Verdict, ask, weigh
from sim.state import columns as c
from sim.state.layout import Bytes

# More than this many names added or left out is another offer.
MOST_NAMES = 8
# An offer that comes this much earlier belongs to other talks.
MOST_WEEKS = 16


@dataclass(frozen=True)
class Flip:
    """A change of an offer, in words, and the answer that it brings."""

    change: str
    answer: str


def flips_of(
    day_of: Callable[[dt.date], Day | None], day: dt.date, question: Question, verdict: Verdict
) -> tuple[Flip, ...]:
    """Return the changes that turn an answer: of each kind the smallest, if any does.

    Parameters
    ----------
    day_of
        Gives the state of a day, None before the talks.
    day, question, verdict
        The offer and its answer.
    """
    here = day_of(day)
    assert here is not None
    found: list[Flip] = []
    for tries in _kinds(here, question, verdict):
        for change, x in tries:
            made = ask(here, replace(question, x=x), aspires=False).answer
            if made != verdict.answer:
                found.append(Flip(change, made))
                break
    if verdict.answer == LAPSED:
        for weeks in range(1, MOST_WEEKS + 1):
            earlier = day_of(day - dt.timedelta(weeks=weeks))
            if earlier is None:
                break
            made = ask(earlier, question, aspires=False).answer
            if made != LAPSED:
                found.append(Flip(f"{weeks} week{'s' if weeks != 1 else ''} earlier", made))
                break
    return tuple(found)


def _kinds(day: Day, question: Question, verdict: Verdict) -> list[list[tuple[str, Bytes]]]:
    """Return the changes to try, kind by kind, each from small to large."""
    party, x = verdict.stops, question.x
    if verdict.answer == LAPSED:
        return [list(_without(day, x, _gone(day, question)))[-1:]]
    view = day.look(party)
    facts, there, gain = view.asset_i, view.there, view.gain.copy()
    against = _ratifier(day, party, question)
    if against >= 0:
        gain = view.belief_mean[against].copy()
    own = facts[:, c.HOLDER] == party
    # What giving costs, less what one gains by it oneself, as in the objections of the talks.
    loss = np.where(own, view.cost + view.price, 0.0) - view.gain
    person = facts[:, c.KIND] == c.PERSON
    movable = (there > 0) & (facts[:, c.DESTINATION] >= 0)
    if verdict.answer == ACCEPTED:
        got = _most(gain, (x > 0) & ~own & (gain > 0.0))
        asked = _most(loss, movable & own & person & (x == 0) & (loss > 0.0))
        return [
            list(_without(day, x, got)),
            list(_with(day, x, asked, there, "asked for as well")),
        ]
    wished = _most(gain, movable & ~own & person & (x == 0) & (gain > 0.0))
    relief = _most(gain, (there > 0) & ~own & (facts[:, c.KIND] == c.CONCESSION) & (x == 0) & (gain > 0.0))
    added = x > 0 if question.standing is None else (x > 0) & (question.standing == 0)
    dear = _most(loss, added & (loss > 0.0))
    kept = [change for change in _without(day, x, dear) if _is_offer(change[1], question)]
    alone = [change for wish in wished for change in _with(day, x, [wish], there, "added")]
    return [
        [*alone, *_with(day, x, wished, there, "added")],
        kept,
        list(_with(day, x, relief, there, "allowed")),
    ]


def _is_offer(x: Bytes, question: Question) -> bool:
    """Return whether something is left of an offer, or of what it adds to the standing one."""
    return bool(np.any(x > 0)) and (question.standing is None or bool(np.any(x != question.standing)))


def _ratifier(day: Day, party: int, question: Question) -> int:
    """Return the ratifier whose veto is all that stands against an offer, or -1."""
    weight = weigh(day, party, question.x, question.venue, question.guarantor)
    day.look(party)
    return weight.ratifier if weight.surplus >= 0.0 and weight.red_line < 0 else -1


def _gone(day: Day, question: Question) -> list[int]:
    """Return what of an offer cannot be given that day, or will not be in the weeks that consent takes."""
    x = question.x
    now = np.where(day.world.status == c.HELD, day.world.left, 0)
    missing = [int(a) for a in np.flatnonzero(x > now)]
    for week in range(day.week, day.week + MOST_WEEKS):
        held = day.path.held_after(week)
        if missing or held is None:
            break
        missing = [int(a) for a in np.flatnonzero(x > held)]
    return missing


def _most(worth: np.ndarray, among: np.ndarray) -> list[int]:
    """Return the places where `among` holds, greatest worth first, the earlier of equals first."""
    places = [int(a) for a in np.flatnonzero(among)]
    return sorted(places, key=lambda a: (-float(worth[a]), a))[:MOST_NAMES]


def _with(day: Day, x: Bytes, assets: list[int], levels: Bytes, ending: str) -> Iterator[tuple[str, Bytes]]:
    made, top = x.copy(), levels.copy()
    for count, asset in enumerate(assets, start=1):
        made = made.copy()
        made[asset] = top[asset]
        yield f"with {day.names(assets[:count])} {ending}", made


def _without(day: Day, x: Bytes, assets: list[int]) -> Iterator[tuple[str, Bytes]]:
    made = x.copy()
    for count, asset in enumerate(assets, start=1):
        made = made.copy()
        made[asset] = 0
        yield f"without {day.names(assets[:count])}", made
