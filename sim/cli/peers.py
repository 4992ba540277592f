"""Commands beside NegMAS, with the extra bench: tournament, negmas."""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import click

from sim.cli.common import JSON, OUT, SEED, SETS, make_console, out_folder

if TYPE_CHECKING:
    from sim.bridge.tournament import Tournament


@click.command()
@click.option("--domains", type=int, default=20, show_default=True, metavar="N", help="Random domains.")
@click.option("--domain", type=click.Path(path_type=Path), default=None, metavar="DIR", help="A NegMAS domain instead.")
@click.option("--issues", type=int, default=8, show_default=True, metavar="N", help="Yes/no issues in each.")
@click.option("--steps", type=int, default=52, show_default=True, metavar="N", help="Turns of each party.")
@SEED
@JSON
@OUT
def tournament(
    domains: int, domain: Path | None, issues: int, steps: int, seed: int | None, as_json: bool, out: Path | None
) -> None:
    """Play our tactics against six of NegMAS's negotiators, both ways round.

    A score is the share of the way from no deal to one's best package, 0 without agreement.
    """
    from sim.bridge import tournament as games
    from sim.bridge.domains import from_negmas, loaded

    given = from_negmas(loaded(domain)) if domain is not None else None

    def say(done: int, of: int) -> None:
        if sys.stderr.isatty():
            click.echo(f"\r{done} of {of} pairings", nl=done == of, err=True)

    with out_folder(out) as write:
        found = games.tournament(
            domain=given, domains=domains, issues=issues, steps=steps, seed=seed or 0, on_progress=say
        )  # fmt: skip
        text = json.dumps(_record(found), indent=2, ensure_ascii=False)
        write("tournament.json", text + "\n")
        if out is not None:
            from sim.plots.save import save
            from sim.plots.tournament import draw_tournament

            click.echo(f"picture: {save(draw_tournament(found), out / 'tournament.png')}", err=as_json)
        if as_json:
            click.echo(text)
        else:
            _tell(found)


@click.command()
@click.argument("scenario")
@SETS
@click.option(
    "--out", type=click.Path(path_type=Path), required=True, metavar="DIR", help="Write NegMAS's files there."
)
def negmas(scenario: str, sets: tuple[str, ...], out: Path) -> None:
    """Export a scenario to NegMAS: an issue for each prisoner and favour, additive utilities for each party."""
    from sim.bridge.domains import export_scenario
    from sim.scenario.compile import compile_scenario
    from sim.scenario.load import load
    from sim.seat.worths import Worths

    compiled = compile_scenario(load(scenario, sets))
    with out_folder(out):
        click.echo(f"NegMAS scenario: {export_scenario(Worths.of(compiled, None), out)}")
    click.echo("Left out, since NegMAS has no place for it: linkages, ratifiers, whose consent counts, curves, time.")


def _record(found: Tournament) -> dict[str, object]:
    pairs = [found.pairing(i, j) for i in range(len(found.our_names)) for j in range(len(found.their_names))]
    return {
        "domains": int(found.scores.shape[2]),
        "pairings": [
            {
                "ours": one.our_name, "theirs": one.their_name, "our_score": one.ours._asdict(),
                "their_score": one.theirs._asdict(), "agreed": one.agreed,
            }
            for one in pairs
        ],
    }  # fmt: skip


def _tell(found: Tournament) -> None:
    from rich.table import Table

    table = Table(title="Our score / theirs, with the half width of our 95 % interval", title_justify="left")
    table.add_column("ours")
    for name in (*found.their_names, "all"):
        table.add_column(name, justify="right")
    for i, name in enumerate(found.our_names):
        cells = []
        for j in range(len(found.their_names)):
            one = found.pairing(i, j)
            half = (one.ours.high - one.ours.low) / 2
            cells.append(f"{one.ours.estimate:.2f} ±{half:.2f} / {one.theirs.estimate:.2f}")
        ours, theirs = found.overall(i)
        cells.append(f"{ours.estimate:.2f} ±{(ours.high - ours.low) / 2:.2f} / {theirs.estimate:.2f}")
        table.add_row(name, *cells)
    console = make_console()
    console.print(table)
    console.print(
        f"{found.scores.shape[2]} domains, each both ways round; {found.agreed.mean():.0%} of all negotiations agreed. "
        "Each domain counts once in an interval."
    )
