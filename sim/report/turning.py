"""A run in a few sentences: the points at which it turned, and what stood in the way of a deal."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Iterator
from typing import NamedTuple

from sim.domain.act import Act, ActKind, ObjectionKind, Reason
from sim.domain.package import Deal
from sim.domain.result import RunResult
from sim.report.story import WHY, Story

# Points told of a run at most; what weighs least is left out first.
MOST_POINTS = 16
# Parties, ratifiers and wishes named among what stood in the way, at most.
MOST_NAMED = 3


class Point(NamedTuple):
    """One turning point; `weight` 0 is kept before all others. `date`: first day of its week. `kind`: deal, world,
    offer or answer.
    """

    date: dt.date
    weight: int
    kind: str
    text: str


def turning_points(result: RunResult, most: int = MOST_POINTS) -> list[Point]:
    """Return the turning points of a run in order of time.

    These are, in order of weight: deals and what undid them; deaths, sentences, pardons and other events; each
    party's first offer and the first text of a mediator, and the first refusal of each; each ally's first word,
    leaks; the first time that somebody at home was against a draft; what happened outside after the largest deal
    had been carried out. Of equals the earlier is kept. The talks' small steps are left to the story.

    Examples
    --------
    >>> from sim import run
    >>> [point.kind for point in turning_points(run("ring", centre=True))][-1]
    'deal'
    """
    story = Story(result)
    points = [point for deal in result.deals for point in _deal(result, deal)]
    largest = result.deals[result.primary].executed if result.primary is not None else dt.date.max
    executed = {(deal.accepted, deal.agreed.assets) for deal in result.deals}
    seen: set[tuple[str, str]] = set()

    def is_first(kind: str, who: str | None) -> bool:
        known = (kind, who or "")
        return known not in seen and not seen.add(known)  # type: ignore[func-returns-value]

    for week in result.transcript:
        for one in week.happenings:
            said = story.sentence(one)
            if one.kind == "event":
                points.append(Point(one.date, 1 if one.date <= largest else 5, "world", said))
            elif one.kind in ("void", "not_ratified", "default"):
                points.append(Point(one.date, 0, "deal", said))
            elif one.kind == "agreed" and (one.date, one.assets) not in executed:
                points.append(Point(one.date, 0, "deal", f"All agree to exchange {story.listed(one.assets)}."))
            elif one.kind == "leak":
                points.append(Point(one.date, 3, "world", said))
            elif one.kind in ("commitment", "ratifier_against") and is_first(one.kind, one.party):
                points.append(Point(one.date, 3 if one.kind == "commitment" else 4, "answer", said))
        for act in week.acts:
            said = _without_numbers(story.sentence(act))
            if act.kind in (ActKind.SENTENCE, ActKind.PARDON):
                points.append(Point(act.date, 1, "world", said))
            elif act.kind is ActKind.PROPOSE and is_first("offer", act.party):
                points.append(Point(act.date, 2, "offer", _offer(result, act)))
            elif act.kind is ActKind.REFUSE and act.paper is not None and is_first("refusal", act.party):
                points.append(Point(act.date, 2, "answer", said))
    kept = sorted(range(len(points)), key=lambda at: (points[at].weight, points[at].date, at))[:most]
    return sorted((points[at] for at in sorted(kept)), key=lambda point: point.date)


def obstacles(result: RunResult) -> Iterator[str]:
    """Yield what stood in the way: who refused how often and why, who was against it at home, what leaked.

    Counts are of what was said in the run; nothing is guessed beyond that.
    """
    names = result.names
    acts = [act for week in result.transcript for act in week.acts]
    offers = sum(act.kind is ActKind.PROPOSE for act in acts)
    refusals = [act for act in acts if act.kind is ActKind.REFUSE and act.paper is not None]
    answered = Counter(act.party for act in acts if act.kind is ActKind.ACCEPT) + Counter(a.party for a in refusals)
    yield f"Offers made: {offers}; refusals: {len(refusals)}."
    for party, count in Counter(act.party for act in refusals).most_common(MOST_NAMED):
        mine = [act for act in refusals if act.party == party]
        reason, times = Counter(act.reason for act in mine).most_common(1)[0]
        wanted = _most_named(mine, ObjectionKind.NEEDS)
        spared = _most_named(mine, ObjectionKind.NOT_THIS)
        words = WHY.get(reason, "not so")
        text = f"{names.parties[party]} refused {count} of the {answered[party]} papers it answered, "
        text += f"{times} because {words}" if reason is not Reason.NONE else "without saying why"
        if wanted:
            text += f"; what it missed most: {_spelled(names.assets, wanted)}"
        if spared:
            text += f"; what hurt it most: {_spelled(names.assets, spared)}"
        yield f"{text}."
    against = Counter(
        one.text for week in result.transcript for one in week.happenings if one.kind == "ratifier_against"
    )
    for said, count in against.most_common(MOST_NAMED):
        yield f"{said} ({count} times)." if count > 1 else f"{said}."
    leaks = sum(one.kind == "leak" for week in result.transcript for one in week.happenings)
    if leaks:
        yield f"The talks leaked {leaks} times." if leaks > 1 else "The talks leaked once."


def _most_named(acts: list[Act], kind: ObjectionKind) -> list[tuple[str, int]]:
    named = Counter(one.asset for act in acts for one in act.objections if one.kind is kind and one.asset)
    return named.most_common(MOST_NAMED)


def _spelled(assets: object, named: list[tuple[str, int]]) -> str:
    return ", ".join(f"{assets[name]} ({count} times)" for name, count in named)  # type: ignore[index]


def _deal(result: RunResult, deal: Deal) -> Iterator[Point]:
    names = result.names
    place = f" in {names.venues[deal.delivered.venue]}" if deal.delivered.venue else ""
    word = f", guaranteed by {names.parties[deal.delivered.guarantor]}" if deal.delivered.guarantor else ""
    people = sum(one.count for one in deal.agreed.releases)
    yield Point(deal.accepted, 0, "deal", f"All agree: {_people(people)} to be freed{place}{word}.")
    yield Point(deal.executed, 0, "deal", f"The exchange is carried out: {_people(deal.people)} freed.")


def _people(count: int) -> str:
    return "one person" if count == 1 else f"{count} people"


def _offer(result: RunResult, act: Act) -> str:
    names = result.names
    who, to = names.parties[act.party], " and ".join(names.parties[name] for name in act.to)
    assert act.package is not None
    gives = sum(one.count for one in act.package.releases if one.giver == act.party)
    others = sum(one.count for one in act.package.releases) - gives
    if act.by_mediator:
        return f"{who} tables its first text before {to}: {_people(others)} would be freed."
    own = f"{_people(gives)} of those it holds" if gives else "nobody of its own"
    return f"{who} makes its first offer to {to}: {own} against {_people(others) if others else 'favours alone'}."


def _without_numbers(said: str) -> str:
    """Return a sentence without what it was worth to the party, which is private to it."""
    text, found, _ = said.partition(" (worth ")
    return f"{text}." if found else text
