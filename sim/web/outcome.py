"""What the tables of a class came to: rows for a file, and the class as a distribution."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator
from typing import NamedTuple

from sim.domain.act import ActKind
from sim.domain.result import RunResult
from sim.web.room import Desk, Room

VERBS = {
    ActKind.PROPOSE: "proposes", ActKind.ACCEPT: "accepts", ActKind.REFUSE: "refuses", ActKind.WITHDRAW: "withdraws",
    ActKind.ASK: "asks", ActKind.SOUND_OUT: "sounds out an ally", ActKind.COMMIT: "gives its word",
    ActKind.SENTENCE: "raises the stakes", ActKind.PARDON: "lowers the stakes",
}  # fmt: skip
OPEN = ("event", "enters", "leak", "agreed", "executed", "default", "void")
"""Happenings that a desk shows: it may stand on a wall, so nothing that one party alone knows."""


class Row(NamedTuple):
    """One seat of one table; `surplus` is above no deal, in units of utility."""

    table: str
    party: str
    name: str
    played_by: str
    weeks_played: int
    is_over: bool
    agreement: bool
    date: str
    people_freed: int
    surplus: float


def rows(room: Room) -> Iterator[Row]:
    """Yield every seat of every table.

    Examples
    --------
    >>> room, _ = Room.made("ring", None, ["ALFA"], tables=1)
    >>> room.play_on("table 1")
    >>> [(row.party, row.played_by, row.people_freed, round(row.surplus, 1)) for row in rows(room)][0]
    ('ALFA', 'engine', 3, 2.0)
    """
    for desk in room.desks.values():
        yield from _of(desk)


def _of(desk: Desk) -> Iterator[Row]:
    result = desk.table.talks.result(told=False)
    people = sum(deal.people for deal in result.deals)
    date = "" if result.primary is None else str(result.deals[result.primary].executed)
    for party in desk.table.places:
        seat = desk.seats.get(party)
        held = seat is not None and seat.is_held
        yield Row(
            desk.name, party, seat.name if seat else "", "student" if held else "engine", desk.table.week,
            desk.table.is_over, result.agreement, date, people, round(result.parties[party].surplus, 4),
        )  # fmt: skip


def as_csv(room: Room) -> str:
    """Return the results as CSV; a name that a spreadsheet would take for a formula is quoted as text."""
    made = io.StringIO()
    writer = csv.writer(made, lineterminator="\n")
    writer.writerow(Row._fields)
    for row in rows(room):
        writer.writerow([*row[:2], harmless(row.name), *row[3:]])
    return made.getvalue()


def harmless(cell: str) -> str:
    """Return a cell that no spreadsheet takes for a formula.

    >>> harmless("=1+1"), harmless("Ada")
    ("'=1+1", 'Ada')
    """
    return f"'{cell}" if cell[:1] in "=+-@\t\r" and cell else cell


class Standing(NamedTuple):
    """A class as a whole."""

    tables: int
    over: int
    with_deal: int
    people: list[int]
    surplus: dict[str, list[float]]


def standing(room: Room) -> Standing:
    """Return how many tables are over, with a deal, and what each party made of it at each table that is over."""
    found = [row for row in rows(room) if row.is_over]
    over = list(dict.fromkeys(row.table for row in found))
    first = {row.table: row for row in found}
    surplus: dict[str, list[float]] = {}
    for row in found:
        surplus.setdefault(row.party, []).append(row.surplus)
    deals = sum(first[table].agreement for table in over)
    return Standing(len(room.desks), len(over), deals, [first[table].people_freed for table in over], surplus)


def told_openly(result: RunResult) -> list[str]:
    """Return what was done, week by week, without a reason and without a number: none of that is for all eyes.

    Examples
    --------
    >>> from sim import run
    >>> told_openly(run("ring", centre=True))[:2]
    ['Week 1, from 1 January 2024', '  Alfa proposes in The table of three, to Bravo and Charlie: Al, Bo, Cy']
    """
    names, told = result.names, []
    for week in result.transcript:
        said = [one.text for one in week.happenings if one.kind in OPEN]
        for act in week.acts:
            if act.kind in VERBS:
                to = " and ".join(names.parties.get(one, one) for one in act.to)
                inside = ", ".join(names.assets[one] for one in act.package.assets) if act.package else ""
                about = f": {inside}" if inside and act.kind is ActKind.PROPOSE else ""
                where = names.channels.get(act.channel, act.channel)
                said.append(f"{names.parties[act.party]} {VERBS[act.kind]} in {where}, to {to or 'all'}{about}")
        if said:
            told += [f"Week {week.index + 1}, from {week.date.day} {week.date:%B %Y}", *(f"  {one}" for one in said)]
    return told
