"""Sheets for a class: own interests only, points that add up, results that are scored."""

from __future__ import annotations

import csv
import re

import numpy as np
import pytest

from sim.errors import ParleyError
from sim.plots.tables import draw_tables
from sim.report.sheets import results_template, role_sheet, write_sheets
from sim.scenario.compile import compile_scenario
from sim.scenario.load import load
from sim.seat.points import PointSheet
from sim.seat.scored import read_rows, scored

CLASS = compile_scenario(load("classroom"))
SHEET = PointSheet.of(CLASS)


def marked(path, marks, scenario="classroom"):
    """Write a file of results: id to the marks of the tables."""
    rows = list(csv.reader(results_template(SHEET).splitlines()))
    rows[0][0] = scenario
    for row in rows[1:]:
        row[2 : 2 + len(marks.get(row[0], []))] = marks.get(row[0], [])
    with path.open("w", newline="") as file:
        csv.writer(file).writerows(rows)
    return path


def test_each_role_has_a_sheet_and_nothing_is_fetched(tmp_path) -> None:
    """One file each; no address, no script."""
    paths = write_sheets(SHEET, tmp_path)
    names = {path.name for path in paths}
    assert {"briefing.html", "role-VELTA.html", "role-MIRAS.html", "scoring.html", "results.csv"} <= names
    for path in paths:
        text = path.read_text()
        assert "http://" not in text
        assert "https://" not in text
        assert "<script" not in text


def test_what_is_read_names_countries_and_not_codes(tmp_path) -> None:
    """Those at the table and others."""
    write_sheets(PointSheet.of(compile_scenario(load("ankara-2024"))), tmp_path)
    text = (tmp_path / "briefing.html").read_text()
    assert "citizen of Russia and Spain" in text
    assert not re.search(r"citizen of [^;<]*\b[A-Z]{3}\b", text)


@pytest.mark.parametrize(
    "change",
    ["parties.SARVIA.reservation=3", "parties.SARVIA.deadline=9", "linkages.no_spy_without_him.hard=false",
     "parties.VELTA.gains.credit_velta=9", "parties.SARVIA.overrides={x1: {gain: 1, source: made up}}"],
)  # fmt: skip
def test_a_role_sheet_holds_no_private_number_of_another(change) -> None:
    """Change one of another party's own, and the sheet of Komar keeps its bytes."""
    other = PointSheet.of(compile_scenario(load("classroom", [change])))
    komar = CLASS.index.parties.index("KOMAR")
    before, after = role_sheet(SHEET, komar), role_sheet(other, komar)
    if "credit_velta" in change:  # a public coefficient: Komar may guess it, and nothing else of its sheet moves
        cut = re.compile(r"<h2>What you believe.*?</div>", re.DOTALL)
        before, after = cut.sub("", before), cut.sub("", after)
    assert before == after


def test_points_are_the_party_s_own_numbers_and_add_up() -> None:
    """A deal of three by hand: gains, costs, the bonus, the host."""
    at = {name: n for n, name in enumerate(SHEET.labels.asset_ids)}
    velta, nordal, miras = (SHEET.labels.party_ids.index(name) for name in ("VELTA", "NORDAL", "MIRAS"))
    x = np.zeros(SHEET.worths.views[0].asset_i.shape[0], np.int8)
    x[[at["x1"], at["n1"], at["n2"], at["c1"], at["v1"]]] = 1
    points = SHEET.score(x, 0, miras)
    each = SHEET.each
    assert points[velta] == each[velta, [at[n] for n in ("x1", "n1", "n2", "c1", "v1")]].sum() + SHEET.bonus[2]
    assert points[nordal] == each[nordal, [at[n] for n in ("n1", "n2", "c1", "v1")]].sum() + SHEET.bonus[3]
    assert points[miras] == SHEET.host[miras] + SHEET.guarantee[miras]
    assert SHEET.broken(x) == []
    x[at["v1"]] = 0
    assert [SHEET.labels.linkages[k] for k in SHEET.broken(x)] == ["The killer never for citizens of Nordal alone"]
    assert (SHEET.score(np.zeros_like(x)) == SHEET.alone).all()


def test_a_class_is_scored_as_a_distribution(tmp_path) -> None:
    """Three tables: a deal, none, a deal that crosses a red line."""
    path = marked(
        tmp_path / "r.csv",
        {
            "x1": ["1", "", "x"],
            "n1": ["1", "", "1"],
            "n2": ["1"],
            "v1": ["1"],
            "credit_velta": ["3"],
            "place": ["MirasPort"],
        },
    )
    found = scored(path, CLASS, read_rows(path))
    assert [one.has_deal for one in found.tables] == [True, False, True]
    assert [one.people for one in found.tables] == [4, 0, 2]
    assert found.tables[0].broken == ()
    assert len(found.tables[2].broken) == 2
    assert found.agreement.estimate == pytest.approx(2 / 3)
    axes = draw_tables(found)
    assert axes.get_xlabel() == "points of the role sheet"
    assert [text.get_text() for text in axes.get_yticklabels()] == [SHEET.labels.parties[p] for p in SHEET.players()]


@pytest.mark.parametrize(
    ("marks", "told"),
    [
        ({}, "found no mark"),
        ({"x1": ["2"]}, "allowed: 0 to 1"),
        ({"x1": ["maybe"]}, "table 1: x1: found 'maybe'"),
        ({"x1": ["1"], "place": ["Mirasport2"]}, "unknown venue"),
        ({"x1": ["1"], "guarantor": ["Nobody"]}, "unknown party"),
    ],
)
def test_a_mark_that_cannot_be_meant_is_told_with_its_place(tmp_path, marks, told) -> None:
    """In one line."""
    path = marked(tmp_path / "r.csv", marks)
    with pytest.raises(ParleyError) as mistake:
        scored(path, CLASS, read_rows(path))
    assert told in str(mistake.value)
    assert "\n" not in str(mistake.value)


@pytest.mark.parametrize("text", ["", "a\n", "a,b\n1,2\n"])
def test_a_file_without_tables_is_refused(tmp_path, text) -> None:
    """Before anything is compiled."""
    path = tmp_path / "r.csv"
    path.write_text(text)
    with pytest.raises(ParleyError, match="found no tables"):
        read_rows(path)
