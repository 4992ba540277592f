"""Commands for a class without computers: sheets, score."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING

import click

from sim.cli.common import JSON, OUT, SETS, make_console, out_folder

if TYPE_CHECKING:
    from sim.seat.scored import ClassResult


@click.command()
@click.argument("scenario")
@SETS
@click.option("--out", type=click.Path(path_type=Path), required=True, metavar="DIR", help="Write the sheets there.")
def sheets(scenario: str, sets: tuple[str, ...], out: Path) -> None:
    """Write what a class needs that has no computers: role sheets, a common briefing, a sheet to score by.

    Each is one HTML file; any browser prints it. Mark what each table agreed in results.csv, then `parley score` it.
    """
    from sim.report.sheets import write_sheets
    from sim.scenario.compile import compile_scenario
    from sim.scenario.load import load
    from sim.seat.points import PointSheet

    sheet = PointSheet.of(compile_scenario(load(scenario, sets)))
    with out_folder(out):
        for path in write_sheets(sheet, out):
            click.echo(f"sheet: {path}")


@click.command()
@click.argument("results", type=click.Path(path_type=Path, dir_okay=False), metavar="SHEET.csv")
@JSON
@OUT
def score(results: Path, as_json: bool, out: Path | None) -> None:
    """Debrief a class: the results of its tables as a distribution, a table and a picture."""
    from sim.scenario.compile import compile_scenario
    from sim.scenario.load import load
    from sim.seat.scored import read_rows, scored

    rows = read_rows(results)
    found = scored(results, compile_scenario(load(rows[0][0])), rows)
    with out_folder(out) as write:
        text = json.dumps(_record(found), indent=2, ensure_ascii=False)
        write("score.json", text + "\n")
        if out is not None:
            from sim.plots.save import save
            from sim.plots.tables import draw_tables

            click.echo(f"picture: {save(draw_tables(found), out / 'tables.png')}", err=as_json)
        if as_json:
            click.echo(text)
        else:
            _tell(found)


def _record(found: ClassResult) -> dict[str, object]:
    labels, players = found.sheet.labels, found.sheet.players()
    return {
        "scenario": found.sheet.compiled.name,
        "no_deal": {labels.party_ids[p]: int(found.sheet.alone[p]) for p in players},
        "agreement": found.agreement._asdict(),
        "tables": [
            {
                "table": one.name, "deal": one.has_deal, "people": one.people,
                "points": {labels.party_ids[p]: int(one.points[p]) for p in players},
                "red_lines_crossed": [labels.linkages[k] for k in one.broken],
            }
            for one in found.tables
        ],
    }  # fmt: skip


def _tell(found: ClassResult) -> None:
    import numpy as np
    from rich.markup import escape
    from rich.table import Table

    labels, players = found.sheet.labels, found.sheet.players()
    console = make_console()
    agreed = found.agreement
    console.print(f"[bold]{escape(labels.title)}[/bold]")
    console.print(
        f"{sum(one.has_deal for one in found.tables)} of {len(found.tables)} tables agreed: {agreed.estimate:.0%} "
        f"({agreed.low:.0%} to {agreed.high:.0%}, 95 % interval)."
    )
    table = Table(title="Points at each table", title_justify="left")
    table.add_column("table")
    table.add_column("people freed", justify="right")
    for p in players:
        table.add_column(escape(labels.party_ids[p]), justify="right")
    table.add_column("red lines crossed")
    for one in found.tables:
        said = "; ".join(labels.linkages[k] for k in one.broken)
        people = str(one.people) if one.has_deal else "no deal"
        table.add_row(escape(one.name), people, *(f"{int(one.points[p]):+d}" for p in players), escape(said))
    table.add_section()
    points = np.array([one.points for one in found.tables])
    for name, row in (
        ("least", points.min(axis=0)), ("median", np.median(points, axis=0)), ("most", points.max(axis=0)),
        ("no deal", found.sheet.alone),
    ):  # fmt: skip
        table.add_row(name, "", *(f"{float(row[p]):+.0f}" for p in players), "")
    console.print(table)
    for p in players:
        worse = [one.name for one in found.tables if one.has_deal and one.points[p] < found.sheet.alone[p]]
        if worse:
            said = f"{labels.parties[p]} agreed to less than no deal at {', '.join(worse)}."
            console.print(escape(said))
