"""The command ``parley solve``: what theory says of a scenario, beside the documented deal."""

from __future__ import annotations

import datetime as dt
import json
from pathlib import Path

import click

from sim.cli.common import JSON, OUT, SETS, make_console, out_folder


@click.command()
@click.argument("scenario")
@click.option("--date", type=click.DateTime(["%Y-%m-%d"]), metavar="DAY",
              help="The day (default: that on which the documented deal was accepted, else the start).")  # fmt: skip
@click.option("--venue", metavar="ID", help="The venue, or none (default: place with the largest sum of surplus).")
@click.option("--guarantor", metavar="ID", help="The guarantor, or none (default: as for the venue).")
@click.option("--coalitions/--no-coalitions", default=True, show_default=True,
              help="Values, core and what each asset adds as well.")  # fmt: skip
@click.option("--exact", is_flag=True, help="Reckon every coalition of parties, however many there are.")
@click.option("--orders", type=int, metavar="N", help="Orders drawn for Shapley values, each used both ways.")
@click.option("--runs", type=click.IntRange(min=0), default=200, show_default=True, metavar="N",
              help="Simulated deals in the picture.")  # fmt: skip
@click.option("--milp", is_flag=True, help="By HiGHS alone, as a cross-check.")
@click.option("--leximin", is_flag=True,
              help="Leximin as well: of equal smallest gains the largest next smallest, and so on.")  # fmt: skip
@SETS
@JSON
@OUT
def solve(
    scenario: str, date: dt.datetime | None, venue: str | None, guarantor: str | None, coalitions: bool, exact: bool,
    orders: int | None, runs: int, milp: bool, leximin: bool, sets: tuple[str, ...], as_json: bool, out: Path | None,
) -> None:  # fmt: skip
    """Solve a scenario: the four solutions with their certificates, coalitions, and the documented deal among them."""
    from sim import api
    from sim.cli.progress import steps
    from sim.report.theory import frontier_record, theory_lines, theory_record, theory_tables

    with out_folder(out) as write:
        with steps() as show:
            theory = api.solve(
                scenario, date=date.date() if date else None, venue=venue, guarantor=guarantor, coalitions=coalitions,
                exact=exact, orders=orders, sets=sets, method="milp" if milp else "search", leximin=leximin,
                on_progress=show,
            )  # fmt: skip
        record = theory_record(theory)
        picture = None
        if out is not None:
            from sim.analysis.theory import frontier_of

            frontier = frontier_of(theory, runs=runs) if theory.players else None
            record["frontier"] = frontier_record(frontier)
            if frontier is not None:
                from sim.plots.frontier import draw_frontier
                from sim.plots.save import save

                picture = save(draw_frontier(theory, frontier), out / "frontier.png")
        text = json.dumps(record, indent=2, ensure_ascii=False)
        write("theory.json", text + "\n")
    if as_json:
        click.echo(text)
        return
    console = make_console()
    for line in theory_lines(theory):
        console.print(line, markup=False)
    for table in theory_tables(theory) if theory.players else ():
        console.print()
        console.print(table)
    if picture is not None:
        click.echo(f"picture: {picture}")
    elif out is not None:
        click.echo("No picture: the frontier needs two sides that can gain.")
