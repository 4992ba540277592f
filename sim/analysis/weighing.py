"""Weighing an offer as its addressee would on that day: accepted, refused or lapsed, and why.

The addressee's own view decides: a yes is a surplus of 0 or more, reservation and beliefs being those of
the day, with no red line crossed and no ratifier with a veto believed against. An amendment is the
standing package with the added names in it, weighed beside the same package without them: an addressee
who would say yes to the standing package has that to fall back on, and says yes to the amendment if it is no worse;
any consenter whom it takes below its reservation stops it too. What cannot be given any more has lapsed; so has what is
welcome but gone before the others' consent and the ratifiers' can come.
"""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np

from sim.analysis.status_quo import Day
from sim.rules import answer as sums
from sim.state import columns as c
from sim.state.layout import Bytes, box

ACCEPTED, REFUSED, LAPSED = "accepted", "refused", "lapsed"
ROUNDING = 1e-9


@dataclass(frozen=True)
class Question:
    """An offer on the table: who puts what to whom, in place of what; parties and assets by their place.

    ``venue`` and ``guarantor`` are -2 where the record names none: then the addressee's best place is taken,
    for a place is part of every offer. ``standing`` is the package that it amends, without the added names.
    """

    by: int
    to: int
    x: Bytes  # (A,) levels
    standing: Bytes | None = None
    venue: int = -2
    guarantor: int = -2


@dataclass(frozen=True)
class Weight:
    """What a package is to one party on one day; ``place`` is (venue, guarantor), -1 for none."""

    surplus: float
    red_line: int  # a linkage, or -1
    over_credit: bool
    ratifier: int  # an actor, or -1
    place: tuple[int, int]

    @property
    def is_yes(self) -> bool:
        """Return whether the party would be no worse off, and neither it nor a ratifier minds too much."""
        return self.surplus >= 0.0 and self.red_line < 0 and not self.over_credit and self.ratifier < 0


@dataclass(frozen=True)
class Verdict:
    """The answer to an offer. ``on_day`` is the addressee's own, before anybody else is asked."""

    answer: str
    on_day: str
    at_aspiration: str
    why: str
    surplus: float
    target: float
    stops: int  # the party on whom it fails, or the addressee


def weigh(day: Day, party: int, x: Bytes, venue: int, guarantor: int) -> Weight:
    """Return what a package is to a party; a venue or guarantor of -2 is free to be the party's best.

    Of equally good places the first counts: none, then in the order of the scenario.
    """
    view, found = box(day.look(party)), np.zeros(sums.FOUND)
    venues = [venue] if venue > -2 else [-1, *np.flatnonzero(day.sitting.view.open_venue)]
    guarantors = [guarantor] if guarantor > -2 else [-1, *np.flatnonzero(day.sitting.view.guarantees)]
    best: Weight | None = None
    for place in [(int(v), int(g)) for v in venues for g in guarantors]:
        sums.weigh(view, box(day.sitting.draft), x, *place, found)
        if best is None or found[sums.WORTH] > best.surplus + ROUNDING:
            line, against = int(found[sums.CROSSES]), int(found[sums.AGAINST])
            best = Weight(float(found[sums.WORTH]), line, bool(found[sums.OVERDRAWS]), against, place)
    assert best is not None
    return best


def ask(day: Day, question: Question, *, aspires: bool = True) -> Verdict:
    """Return the answer to an offer on a day.

    Parameters
    ----------
    aspires
        Whether to reckon the answer at that day's aspiration too, which takes a search; else it is empty.
    """
    to, x = question.to, question.x
    missing = _missing(day, x)
    if missing:
        return Verdict(LAPSED, LAPSED, LAPSED if aspires else "", missing, math.nan, math.nan, to)
    unfit = _unfit(day, x)
    if unfit:
        return Verdict(REFUSED, REFUSED, REFUSED if aspires else "", unfit, math.nan, math.nan, to)
    weight = weigh(day, to, x, question.venue, question.guarantor)
    target, held, out = 0.0, "", ""
    if aspires:
        target, holds = _insists(day, question, weight.surplus)
        held = ACCEPTED if weight.is_yes and not holds else REFUSED
        if weight.is_yes and holds:
            out = f", though it holds out for {target:.2f}"
    if not weight.is_yes:
        return Verdict(REFUSED, REFUSED, held, _why_not(day, to, weight), weight.surplus, target, to)
    lost = _worse_than_standing(day, question, weight)
    if lost > 0.0:
        said = f"{day.party(to)} would be {lost:.2f} worse off than with the standing package"
        return Verdict(REFUSED, REFUSED, REFUSED if aspires else "", said, weight.surplus, target, to)
    other, said = _stopped_by_others(day, question, weight.place)
    if other >= 0:
        return Verdict(REFUSED, ACCEPTED, held, said, weight.surplus, target, other)
    why = f"{day.party(to)} would be {weight.surplus:.2f} above its reservation{out}"
    late = _too_late(day, question, weight.place)
    return Verdict(LAPSED if late else ACCEPTED, ACCEPTED, held, why + late, weight.surplus, target, to)


def consenters(day: Day, x: Bytes, venue: int, guarantor: int) -> list[int]:
    """Return whose consent a package needs: custodians, receivers, host and guarantor, in order."""
    needed = {guarantor, int(day.params.venue_i[venue, c.HOST]) if venue >= 0 else -1}
    for asset in np.flatnonzero(x):
        facts = day.params.asset_i[asset]
        needed.add(int(facts[c.HOLDER]))
        if facts[c.KIND] == c.PERSON:
            needed.add(int(facts[c.DESTINATION]))
    return sorted(needed - {-1, -2})


def consent_weeks(day: Day, question: Question, place: tuple[int, int]) -> int:
    """Return the weeks until all can have agreed: a letter to others than the two, and the slowest ratifier."""
    needed = consenters(day, question.x, *place)
    slowest = 0.0
    for actor in range(int(day.params.run_i[c.PARTIES]), day.params.party_f.shape[0]):
        if int(day.params.party_i[actor, c.GOVERNMENT]) in needed:
            slowest = max(slowest, float(day.params.party_f[actor, c.DELAY]))
    return (1 if set(needed) - {question.by, question.to} else 0) + math.ceil(slowest)


def _missing(day: Day, x: Bytes) -> str:
    """Say who of a package cannot be given that day, and why."""
    status, left = day.world.status, day.world.left
    said = []
    for code, what in ((c.DEAD, "dead"), (c.GONE, "free already"), (c.ABSENT, "not held yet")):
        who = [int(a) for a in np.flatnonzero(x) if status[a] == code]
        if who:
            said.append(f"{day.names(who)} {'is' if len(who) == 1 else 'are'} {what}")
    used = [int(a) for a in np.flatnonzero(x) if status[a] == c.HELD and x[a] > left[a]]
    if used:
        said.append(f"{day.names(used)} can be given no more")
    return " and ".join(said)


def _unfit(day: Day, x: Bytes) -> str:
    """Say who of a package is never given, as own nationals are not, or has nowhere to go."""
    facts = day.params.asset_i
    kept = [int(a) for a in np.flatnonzero(x) if facts[a, c.GATED]]
    if kept:
        return f"{day.party(int(facts[kept[0], c.HOLDER]))} does not expel its own nationals ({day.names(kept)})"
    lost = [int(a) for a in np.flatnonzero(x) if facts[a, c.DESTINATION] < 0]
    return f"nobody has a claim to {day.names(lost)}" if lost else ""


def _why_not(day: Day, party: int, weight: Weight) -> str:
    who = day.party(party)
    if weight.red_line >= 0:
        link = day.compiled.scenario.linkages[day.compiled.index.linkages[weight.red_line]]
        said = f": {link.title}" if link.title else f" ({day.compiled.index.linkages[weight.red_line]})"
        return f"it crosses a red line of {who}{said}"
    if weight.over_credit:
        return f"it asks for more credit than {who} has left"
    if weight.surplus < 0.0:
        return f"{who} would be {-weight.surplus:.2f} below its reservation"
    return f"{who} expects a no of its own: {day.party(weight.ratifier)}, which has a veto"


def _insists(day: Day, question: Question, surplus: float) -> tuple[float, bool]:
    """Return what the addressee aspires to in its channel to the other, and whether it would hold out for it."""
    channel = _channel(day, question)
    conduct = int(day.params.party_i[question.to, c.CONDUCT])
    view, found = box(day.look(question.to)), np.zeros(sums.FOUND)
    sums.hold_out(conduct, view, box(day.sitting.acts), box(day.sitting.draft), channel, surplus, found)
    target = float(found[sums.TARGET])
    enough = surplus >= target - ROUNDING or bool(found[sums.TAKES_ANYTHING]) or surplus >= found[sums.OWN_BID]
    return target, not enough


def _worse_than_standing(day: Day, question: Question, weight: Weight) -> float:
    """Return by how much an amendment is worse for its addressee than the package that it amends; 0 if it is not.

    A standing package to which it would say no is nothing to fall back on.
    """
    if question.standing is None:
        return 0.0
    without = weigh(day, question.to, question.standing, question.venue, question.guarantor)
    lost = without.surplus - weight.surplus
    return lost if without.is_yes and lost > ROUNDING else 0.0


def _channel(day: Day, question: Question) -> int:
    """Return the channel between the two: that of theirs alone, else the first that has both."""
    line = int(day.params.line[question.to, question.by])
    if line >= 0:
        return line
    both = day.params.member[:, question.to] & day.params.member[:, question.by]
    return int(np.argmax(both))


def _stopped_by_others(day: Day, question: Question, place: tuple[int, int]) -> tuple[int, str]:
    """Return the first other consenter whom an amendment takes from yes to no, and why; -1 if none.

    A package of record may leave out what an ally was given for its consent, so that it can look
    worse than nothing to the ally either way. Whoever the added names leave no worse off does not object.
    """
    if question.standing is None:
        return -1, ""
    for party in consenters(day, question.x, *place):
        if party in (question.by, question.to):
            continue
        before, after = weigh(day, party, question.standing, *place), weigh(day, party, question.x, *place)
        worse = after.surplus < before.surplus - ROUNDING and after.surplus < 0.0
        crossed = after.red_line >= 0 and before.red_line < 0
        if worse or crossed or (after.over_credit > before.over_credit) or (after.ratifier >= 0 > before.ratifier):
            return party, _why_not(day, party, after)
    return -1, ""


def _too_late(day: Day, question: Question, place: tuple[int, int]) -> str:
    """Say what is gone before all can have agreed; empty if nothing is."""
    weeks = consent_weeks(day, question, place)
    if weeks == 0:
        return ""
    held = day.path.held_after(day.week + weeks)
    takes = f", but the others' consent takes {weeks} week{'s' if weeks != 1 else ''}"
    if held is None:
        return f"{takes}, past the end of the talks"
    gone = [int(a) for a in np.flatnonzero(question.x > held)]
    return f"{takes}, and by then {day.names(gone)} cannot be given any more" if gone else ""
