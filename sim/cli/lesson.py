"""The command ``parley lesson``: theory beside a second route to the same figure."""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import Any

import click

from sim.cli.common import JSON, OUT, make_console, out_folder


@click.command()
@click.argument("name", required=False)
@click.option("--set", "sets", multiple=True, metavar="NAME=VALUE", help="Change a parameter of the lesson.")
@JSON
@OUT
def lesson(name: str | None, sets: tuple[str, ...], as_json: bool, out: Path | None) -> None:
    """Show theory beside play: a published result, and the same figure by another route.

    NAME is a lesson's name or id; without it all are shown. The exit status is 1 if any does not hold.
    """
    changes = _changes(sets)
    from sim.lessons.find import find, rows_of

    with out_folder(out) as write:
        rows = rows_of(name, changes)
        text = json.dumps([row.record() for row in rows], indent=2, ensure_ascii=False)
        write("lessons.json", text + "\n")
        pictures = []
        if out is not None:
            from sim.plots.lessons import draw_barter, draw_lesson
            from sim.plots.save import save

            for at in dict.fromkeys(row.lesson for row in rows):
                one = find(at)
                mine = [row for row in rows if row.lesson == at]
                pictures.append(save(draw_lesson(one.title, mine), out / f"{one.id}-{at}.png"))
                if at == "barter":
                    no_deal = (mine[0].parameters["no_deal1"], mine[0].parameters["no_deal2"])
                    pictures.append(save(draw_barter(no_deal), out / f"{one.id}-{at}-frontier.png"))
    if as_json:
        click.echo(text)
    else:
        console = make_console()
        for at in dict.fromkeys(row.lesson for row in rows):
            one = find(at)
            console.print(f"[bold]{one.id} {at}[/bold]: {one.title}", highlight=False)
            console.print(f"[dim]{one.source}; second route: {one.route}[/dim]")
            console.print(_table([row for row in rows if row.lesson == at]))
        for picture in pictures:
            click.echo(f"picture: {picture}")
        wrong = sum(not row.holds for row in rows)
        click.echo(f"{len(rows)} figures: {'all hold' if not wrong else f'{wrong} do not hold'}")
    if not all(row.holds for row in rows):
        sys.exit(1)


def _changes(sets: tuple[str, ...]) -> dict[str, float]:
    """Return parameters from ``name=value``."""
    changes = {}
    for one in sets:
        name, _, value = one.partition("=")
        try:
            changes[name.strip()] = float(value)
        except ValueError:
            raise click.UsageError(f"--set {one}: allowed: name=number, such as delta=0.8; mend it") from None
    return changes


def _table(rows: list[Any]) -> Any:
    """Return a table of a lesson's figures."""
    from rich.table import Table

    table = Table(box=None, padding=(0, 2, 0, 2))
    for title in ("at", "figure"):
        table.add_column(title)
    for title in ("theory", "simulated", "difference", "tolerance"):
        table.add_column(title, justify="right")
    table.add_column("holds")
    for row in rows:
        at = ", ".join(f"{name}={value:g}" for name, value in row.parameters.items())
        table.add_row(at, row.figure, f"{row.theory:.6g}", f"{row.simulated:.6g}", f"{row.difference:+.1e}",
                      f"{row.tolerance:.1e}", "yes" if row.holds else "NO")  # fmt: skip
    return table
