"""Made-up results: no engine runs for them, so that a sentence is tested apart from what led to it."""

from __future__ import annotations

import datetime as dt
from typing import Any

from sim.domain.act import Act, ActKind, Happening, Objection, ObjectionKind, Reason, Week
from sim.domain.package import Deal, Grant, Package, Release
from sim.domain.result import Names, Outcome, RunResult

START = dt.date(2030, 1, 7)
PEOPLE = {f"person_{n}": f"Person [{n}]" for n in range(1, 25)}
NAMES = Names(
    {"ALFA": "Alfa", "BRAVO": "Bravo", "HOST": "Hostland"},
    {**PEOPLE, "relief": "relief of a [kind]", "credit": "credit with Alfa"},
    {"line": "the line", "letters": "the letters"},
    {"Port": "the Port"},
)


def package(people: int = 2, *, granted: bool = True, placed: bool = True) -> Package:
    """Return a package in which ALFA and BRAVO give by turns."""
    releases = tuple(
        Release(name, "ALFA", "BRAVO") if place % 2 else Release(name, "BRAVO", "ALFA", 3 if place == 2 else 1)
        for place, name in enumerate(list(PEOPLE)[:people])
    )
    grants = (Grant("relief", "ALFA", "BRAVO", 1, 2),) if granted else ()
    return Package(releases, grants, "Port" if placed else None, "HOST" if placed else None)


def act(kind: ActKind, week: int = 0, **changes: Any) -> Act:
    """Return an act of ALFA towards BRAVO."""
    facts: dict[str, Any] = {
        "week": week,
        "date": START + dt.timedelta(weeks=week),
        "party": "ALFA",
        "channel": "line",
        "kind": kind,
        "to": ("BRAVO",),
        "paper": None,
        "package": None,
        "asset": None,
        "objections": (),
        "reason": Reason.NONE,
        "surplus": -13.4,
        "target": 0.0,
        "chance": 0.25,
        "aspiration": 1.0,
        "best": 20.0,
    }
    return Act(**{**facts, **changes})


def refusal(reason: Reason = Reason.BELOW_RESERVATION) -> Act:
    """Return a refusal with every objection there is."""
    objections = (
        Objection(ObjectionKind.NEEDS, "person_1"),
        Objection(ObjectionKind.NOT_THIS, "person_2"),
        Objection(ObjectionKind.TOO_LITTLE, None),
    )
    return act(ActKind.REFUSE, paper=1, package=package(), objections=objections, reason=reason)


def happening(kind: str, text: str = "something is said", week: int = 0, **facts: Any) -> Happening:
    """Return a happening of a week."""
    return Happening(week, START + dt.timedelta(weeks=week), kind, text, **facts)


def weeks(*told: tuple[Act | Happening, ...]) -> tuple[Week, ...]:
    """Return a transcript: what is told of each week, in order."""
    return tuple(
        Week(
            n,
            START + dt.timedelta(weeks=n),
            tuple(one for one in of_week if isinstance(one, Happening)),
            tuple(one for one in of_week if isinstance(one, Act)),
        )
        for n, of_week in enumerate(told)
    )


def deal(people: int, week: int = 2) -> Deal:
    """Return an executed deal."""
    given, day = package(people), START + dt.timedelta(weeks=week)
    return Deal(given, given, "ALFA", day, day + dt.timedelta(weeks=1))


def result(*deals: Deal, transcript: tuple[Week, ...] = (), **changes: Any) -> RunResult:
    """Return a run."""
    surplus = 1.5 if deals else 0.0
    parties = {name: Outcome(surplus - 0.25, -0.25, surplus) for name in NAMES.parties}
    facts: dict[str, Any] = {
        "scenario": "made-up",
        "title": "Made [up]",
        "seed": 3,
        "run": 0,
        "start": START,
        "weeks": 20,
        "deals": deals,
        "parties": parties,
        "names": NAMES,
        "transcript": transcript,
    }
    return RunResult(**{**facts, **changes})
