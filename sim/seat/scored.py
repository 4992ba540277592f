"""What the tables of a class came to: read from the file in which the teacher marked their deals."""

from __future__ import annotations

import csv
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from sim.analysis.intervals import Estimate, share
from sim.errors import UnknownNameError, UsageError
from sim.scenario.compile import Compiled
from sim.seat.points import Points, PointSheet
from sim.state import columns as c
from sim.state.layout import Bytes

PLACE, GUARANTOR = "place", "guarantor"
MOST = 1_000_000
"""Bytes of a file of results at most: chosen far above any class."""


@dataclass(frozen=True)
class TableResult:
    """One table of a class: its package, points of each party, red lines crossed, people freed."""

    name: str
    x: Bytes
    points: Points
    broken: tuple[int, ...]
    people: int

    @property
    def has_deal(self) -> bool:
        """Return whether it agreed on anything."""
        return self.people > 0


@dataclass(frozen=True)
class ClassResult:
    """All tables of a class, and the points by which they were scored."""

    sheet: PointSheet
    tables: tuple[TableResult, ...]

    @property
    def agreement(self) -> Estimate:
        """Return the share of tables with a deal, with its interval."""
        return share(sum(one.has_deal for one in self.tables), len(self.tables))


def read_rows(path: Path) -> list[list[str]]:
    """Return the rows of a file of results.

    Raises
    ------
    UsageError
        If it is no such file.
    """
    if path.stat().st_size > MOST:
        raise UsageError(f"{path}: found {path.stat().st_size:,} bytes; allowed: {MOST:,} at most")
    try:
        text = path.read_text(encoding="utf-8-sig")
        separator = ";" if text.partition("\n")[0].count(";") > text.partition("\n")[0].count(",") else ","
        rows = [
            [cell.strip() for cell in row] for row in csv.reader(text.splitlines(), delimiter=separator) if any(row)
        ]
    except (UnicodeDecodeError, csv.Error):
        raise UsageError(f"{path}: found no table of text; allowed: results.csv as `parley sheets` writes it") from None
    if len(rows) < 2 or len(rows[0]) < 3:
        raise UsageError(f"{path}: found no tables; allowed: results.csv as `parley sheets` writes it, marked")
    return rows


def scored(path: Path, compiled: Compiled, rows: Sequence[Sequence[str]]) -> ClassResult:
    """Return what the tables came to; columns without a mark before the last marked one had no deal.

    Parameters
    ----------
    path
        The file, for what is said of a mistake.
    compiled
        The scenario that its first cell names.
    rows
        As `read_rows` gives them.

    Raises
    ------
    UsageError, UnknownNameError
        If a row or a mark cannot be meant so.
    """
    sheet = PointSheet.of(compiled)
    heads = rows[0][2:]
    packages = [np.zeros(sheet.worths.views[0].asset_i.shape[0], np.int8) for _ in heads]
    places, guarantors = [-1] * len(heads), [-1] * len(heads)
    for line, row in enumerate(rows[1:], start=2):
        marks = [*row[2:], *[""] * len(heads)][: len(heads)]
        for at, mark in enumerate(marks):
            if not mark:
                continue
            where = f"{path}:{line}: {heads[at] or at + 1}"
            if row[0] == PLACE:
                places[at] = _found(where, lambda word: sheet.labels.find_venue(word), mark)
            elif row[0] == GUARANTOR:
                guarantors[at] = _found(where, lambda word: sheet.labels.find_party(word), mark)
            else:
                asset = _found(where, lambda word: sheet.labels.find_asset(word), row[0])
                packages[at][asset] = _level(where, sheet, asset, mark)
    facts = sheet.worths.views[0].asset_i
    used = [at for at, x in enumerate(packages) if x.any()]
    if not used:
        raise UsageError(f"{path}: found no mark; allowed: 1 for everybody who goes free, at least at one table")
    tables = []
    for at in range(used[-1] + 1):
        x = packages[at]
        freed = np.flatnonzero((x > 0) & (facts[:, c.KIND] == c.PERSON))
        points = sheet.score(x, places[at], guarantors[at])
        people = int(facts[freed, c.COUNT].sum())
        tables.append(TableResult(heads[at] or f"table {at + 1}", x, points, tuple(sheet.broken(x)), people))
    return ClassResult(sheet, tuple(tables))


def _found(where: str, find: object, word: str) -> int:
    assert callable(find)
    try:
        return int(find(word))
    except UnknownNameError as mistake:
        raise UsageError(f"{where}: {mistake}") from None


def _level(where: str, sheet: PointSheet, asset: int, mark: str) -> int:
    most = int(sheet.worths.views[0].asset_i[asset, c.LEVELS])
    marked = {"x": "1", "yes": "1", "no": "0"}.get(mark.casefold(), mark)
    if not marked.isdecimal() or int(marked) > most:
        name = sheet.labels.asset_ids[asset]
        raise UsageError(f"{where}: {name}: found {mark!r}; allowed: 0 to {most}, or nothing")
    return int(marked)
