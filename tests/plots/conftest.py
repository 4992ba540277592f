"""A made-up run with everything in it that a picture can show."""

from __future__ import annotations

import datetime as dt

import pytest

from sim.domain.act import ActKind, Reason
from sim.domain.package import Deal
from sim.domain.result import RunResult
from tests.report import made_up


@pytest.fixture
def full() -> RunResult:
    """Return a run of 20 weeks with two deals, a leak, letters, texts, and acts of all kinds."""
    told = made_up.weeks(
        (
            made_up.act(ActKind.ASK, 0, asset="person_1"),
            made_up.act(ActKind.ASK, 0, party="BRAVO", to=("ALFA",), asset="person_2"),
            made_up.act(ActKind.SOUND_OUT, 0, channel="letters", to=("HOST",), asset="person_3"),
        ),
        (
            made_up.happening("event", "a court speaks about somebody who is held there", 1),
            made_up.happening("leak", "the talks leak", 1),
            made_up.act(ActKind.PROPOSE, 1, paper=1, package=made_up.package(), aspiration=0.9),
            made_up.act(ActKind.SENTENCE, 1, party="BRAVO", to=("ALFA",), asset="person_1"),
        ),
        (
            made_up.act(ActKind.REFUSE, 2, party="BRAVO", to=("ALFA",), paper=1, aspiration=0.8),
            made_up.act(
                ActKind.COMMIT, 2, party="HOST", to=("ALFA",), channel="letters", paper=2, package=made_up.package()
            ),
        ),
        (
            made_up.act(ActKind.WITHDRAW, 3, paper=1, reason=Reason.CONDITION_GONE),
            made_up.act(ActKind.PARDON, 3, party="BRAVO", to=("ALFA",), asset="person_1"),
        ),
        (
            made_up.act(ActKind.PROPOSE, 4, paper=3, package=made_up.package(24), aspiration=0.7),
            made_up.act(ActKind.ACCEPT, 4, party="BRAVO", to=("ALFA",), paper=3, aspiration=0.6),
        ),
    )
    return made_up.result(_deal(24, 4, 6), _deal(3, 9, 9), transcript=told)


def _deal(people: int, agreed: int, executed: int) -> Deal:
    package = made_up.package(people)
    days = [made_up.START + dt.timedelta(weeks=week) for week in (agreed, executed)]
    return Deal(package, package, "ALFA", days[0], days[1])
