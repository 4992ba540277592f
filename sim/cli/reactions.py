"""The command that plays each change that a scenario's facts say something about: reactions."""

from __future__ import annotations

import json
from pathlib import Path

import click

from sim.cli.common import JSON, OUT, SEED_1, SETS, make_console, out_folder
from sim.cli.what_if import RESUME, WORKERS, progress


@click.command()
@click.argument("scenario")
@click.option("--runs", type=int, default=500, show_default=True, metavar="N", help="How many runs of each.")
@SEED_1
@WORKERS
@click.option("--only", multiple=True, metavar="NAME", help="Play this reaction alone; may be given several times.")
@click.option("--file", "file", default=None, metavar="FILE", help="Reactions of your own, or an id of shipped ones.")
@SETS
@JSON
@OUT
@RESUME
def reactions(
    scenario: str, runs: int, seed: int | None, workers: int | None, only: tuple[str, ...], file: str | None,
    sets: tuple[str, ...], as_json: bool, out: Path | None, resume: bool,
) -> None:  # fmt: skip
    """Change what the facts say something about, and say whether SCENARIO reacts as they suggest.

    The changes and what is suggested are in a file of the scenario's name in the folder reactions beside it. Each
    is played with the luck of the base, which is played once. The seed is 1 unless another is given.
    """
    from sim import api

    with progress(out, resume) as show:
        found = api.reactions(
            scenario, file=file, only=only, sets=sets, runs=runs, seed=1 if seed is None else seed, workers=workers,
            out=out, resume=resume, on_progress=show,
        )  # fmt: skip
    from sim.report.reactions import reactions_lines, reactions_table, write_reactions

    text = json.dumps(found.as_json(), indent=2, ensure_ascii=False)
    with out_folder(out) as write:
        write("reactions.json", text + "\n")
        pictures = write_reactions(found, out) if out is not None else []
    if as_json:
        click.echo(text)
        return
    make_console().print(reactions_table(found))
    for line in (*reactions_lines(found), *(f"picture: {path}" for path in pictures)):
        click.echo(line)
