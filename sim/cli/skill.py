"""Commands that ask how far a scenario's reproduction can be trusted: reproduce, robustness."""

from __future__ import annotations

import json

import click

from sim.cli.common import JSON, SEED_1, SETS, make_console


@click.command()
@click.argument("scenario")
@click.option("--runs", type=click.IntRange(min=10), default=1000, metavar="N", help="Runs a version (default 1000).")
@SEED_1
@click.option(
    "--shuffles",
    type=click.IntRange(min=0),
    default=5,
    metavar="K",
    help="Deal the facts out anew K times (default 5).",
)
@click.option(
    "--seeds",
    type=click.IntRange(min=1),
    default=200,
    metavar="N",
    help="Compare seeds 1 to N one by one (default 200).",
)
@SETS
@JSON
def reproduce(
    scenario: str, runs: int, seed: int | None, shuffles: int, seeds: int, sets: tuple[str, ...], as_json: bool
) -> None:
    """Score a scenario beside what is on record: all overrides, none, each left out, a naive rule, shuffled facts."""
    from sim import api
    from sim.cli.progress import steps
    from sim.report.reproduction import scores_table, seeds_line

    with steps() as show:
        found = api.reproduce(
            scenario, runs=runs, seed=1 if seed is None else seed, shuffles=shuffles, seeds=seeds, sets=sets,
            on_progress=show,
        )  # fmt: skip
    if as_json:
        click.echo(json.dumps(found.as_json(), indent=2, ensure_ascii=False))
        return
    make_console().print(scores_table(found))
    click.echo(seeds_line(found))


@click.command()
@click.argument("scenario")
@click.option("--by", type=float, default=0.15, metavar="SHARE", help="Change each coefficient by this share (0.15).")
@SETS
@JSON
def robustness(scenario: str, by: float, sets: tuple[str, ...], as_json: bool) -> None:
    """Change each coefficient by itself, up and down, at the centre: who is freed then, and who no longer."""
    from sim import api
    from sim.cli.progress import steps
    from sim.report.reproduction import robustness_lines, robustness_table

    with steps() as show:
        found = api.robustness(scenario, by=by, sets=sets, on_progress=show)
    if as_json:
        click.echo(json.dumps(found.as_json(), indent=2, ensure_ascii=False))
        return
    make_console().print(robustness_table(found))
    for line in robustness_lines(found):
        click.echo(line)
