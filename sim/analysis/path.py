"""The bargaining path of a run: what each paper was worth to two parties, who made it, and what became of it."""

from __future__ import annotations

from collections import Counter
from typing import NamedTuple

from sim.domain.act import ActKind
from sim.domain.result import RunResult


class Point(NamedTuple):
    """A paper on the table: its week, its author, and its surplus for both; whether it was accepted."""

    week: int
    paper: int
    by: str
    one: float
    other: float
    accepted: bool


def busiest_pair(*results: RunResult) -> tuple[str, str] | None:
    """Return the two parties between whom most papers went back and forth, in the order of the scenario; None if none.

    >>> from sim.world import Talks
    >>> from sim.scenario.compile import compile_scenario
    >>> from sim.scenario.load import load
    >>> talks = Talks(compile_scenario(load("ring")))
    >>> talks.play()
    >>> busiest_pair(talks.result())
    ('ALFA', 'BRAVO')
    """
    order = [name for result in results for name in result.names.parties]
    found: Counter[tuple[str, str]] = Counter()
    for result in results:
        answered = _answers(result)
        for author, paper, _, _ in _papers(result):
            for reader in answered.get(paper, {}):
                if reader != author:
                    one, other = sorted((author, reader), key=order.index)
                    found[one, other] += 1
    return min(found, key=lambda pair: (-found[pair], order.index(pair[0]), order.index(pair[1]))) if found else None


def path_of(result: RunResult, one: str, other: str) -> list[Point]:
    """Return the papers that one of two parties made and the other answered, in order of their weeks."""
    answered = _answers(result)
    points = []
    for author, paper, week, worth in _papers(result):
        reader = other if author == one else one
        if author not in (one, other) or reader not in answered.get(paper, {}):
            continue
        theirs, accepted = answered[paper][reader]
        mine, yours = (worth, theirs) if author == one else (theirs, worth)
        points.append(Point(week, paper, author, mine, yours, accepted))
    return points


def _papers(result: RunResult) -> list[tuple[str, int, int, float]]:
    """Return (author, paper, week, surplus) of every proposal."""
    return [
        (act.party, act.paper, act.week, act.surplus)
        for week in result.transcript
        for act in week.acts
        if act.kind is ActKind.PROPOSE and act.paper is not None
    ]


def _answers(result: RunResult) -> dict[int, dict[str, tuple[float, bool]]]:
    """Return by paper and reader what it was worth to the reader, and whether it was accepted."""
    found: dict[int, dict[str, tuple[float, bool]]] = {}
    for week in result.transcript:
        for act in week.acts:
            if act.kind in (ActKind.ACCEPT, ActKind.REFUSE) and act.paper is not None:
                found.setdefault(act.paper, {})[act.party] = (act.surplus, act.kind is ActKind.ACCEPT)
    return found
