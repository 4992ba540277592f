"""Commands about one scenario or one run: run, why, check, list, show."""

from __future__ import annotations

import json
import sys
from pathlib import Path

import click

from sim.cli.common import CENTRE, CONDUCT, JSON, OUT, SEED, SETS, conducts_of, key_of, make_console, out_folder, tell


@click.command()
@click.argument("scenario")
@SEED
@CENTRE
@SETS
@CONDUCT
@JSON
@OUT
@click.option("--quiet", is_flag=True, help="The deal alone, without the story.")
def run(
    scenario: str, seed: int | None, centre: bool, sets: tuple[str, ...], conduct: tuple[str, ...],
    as_json: bool, out: Path | None, quiet: bool,
) -> None:  # fmt: skip
    """Play one run, told week by week; then the deal, beside the documented one."""
    key = key_of(seed, centre)
    from sim import api
    from sim.report.record import record_of

    with out_folder(out) as write:
        result = api.run(scenario, seed=key, centre=centre, sets=sets, conduct=conducts_of(conduct))
        text = json.dumps(record_of(result), indent=2, ensure_ascii=False)
        write("result.json", text + "\n")
        pictures = []
        if out is not None:
            from sim.plots.exchange import draw_exchange
            from sim.plots.save import save
            from sim.plots.timeline import draw_timeline

            pictures.append(save(draw_timeline(result), out / "timeline.png"))
            for deal in range(len(result.deals)):
                name = "exchange.png" if deal == result.primary else f"exchange-{deal + 1}.png"
                pictures.append(save(draw_exchange(result, deal=deal), out / name))
        if as_json:
            click.echo(text)
            return
        tell(result, quiet)
        for picture in pictures:
            click.echo(f"picture: {picture}")


@click.command()
@click.argument("scenario")
@click.argument("asset")
@SEED
@CENTRE
@SETS
@JSON
def why(scenario: str, asset: str, seed: int | None, centre: bool, sets: tuple[str, ...], as_json: bool) -> None:
    """Say why somebody was or was not freed, and the smallest change that would have changed it."""
    key = key_of(seed, centre)
    from dataclasses import asdict

    from sim import api

    answer = api.why(scenario, asset, seed=key, centre=centre, sets=sets)
    if as_json:
        click.echo(json.dumps(asdict(answer), indent=2, ensure_ascii=False))
        return
    click.echo(f"{answer.name}: {'freed' if answer.freed else 'not freed'}.")
    for line in answer.story:
        click.echo(f"  {line}")
    change = answer.change
    if change is None:
        click.echo(f"No single change by up to threefold makes a difference ({answer.runs} runs).")
        return
    click.echo(
        f"The cheapest change: {change.what} by {change.relative:+.1%}, from {change.from_value:.3g} to "
        f"{change.to_value:.3g} ({change.path}): then {change.outcome} ({answer.runs} runs)."
    )


@click.command()
@click.argument("scenario")
@SEED
@click.option("--runs", type=int, default=100, show_default=True, metavar="N", help="Drawn runs for the probability.")
@SETS
@JSON
def offers(scenario: str, seed: int | None, runs: int, sets: tuple[str, ...], as_json: bool) -> None:
    """Put each documented offer to its addressee in the state of its day, beside the answer on record.

    The answer is that at the centre of all numbers; the probability is the share of drawn runs with a yes.
    """
    from sim import api
    from sim.analysis.offers import rows_of
    from sim.report.offers import lines

    answers = api.offers(scenario, seed=seed or 0, runs=runs, sets=sets)
    if as_json:
        click.echo(json.dumps(rows_of(answers), indent=2, ensure_ascii=False))
        return
    for line in lines(answers):
        click.echo(line)


@click.command()
@click.argument("files", nargs=-1, required=True, metavar="FILE...")
@JSON
def check(files: tuple[str, ...], as_json: bool) -> None:
    """Check scenario files: every mistake with its place and what is allowed."""
    from sim import api

    problems = api.check(*files)
    if as_json:
        keys = ("file", "line", "column", "path", "found", "allowed", "likeliest")
        rows = [{key: getattr(problem, key) for key in keys} for problem in problems]
        click.echo(json.dumps(rows, indent=2, ensure_ascii=False, default=str))
    else:
        for problem in problems:
            click.echo(f"parley: {problem}", err=True)
    if problems:
        sys.exit(2)
    if not as_json:
        click.echo(f"{len(files)} file{'s' if len(files) != 1 else ''}: no mistakes")


@click.command("list")
@JSON
def list_(as_json: bool) -> None:
    """List the shipped scenarios."""
    from sim.scenario.find import list_scenarios

    rows = [(str(one[0]), str(one[1])) for one in list_scenarios()]
    if as_json:
        click.echo(json.dumps([{"id": name, "title": title} for name, title in rows], indent=2, ensure_ascii=False))
        return
    width = max((len(name) for name, _ in rows), default=0)
    for name, title in rows:
        click.echo(f"{name:<{width}}  {title}")


@click.command()
@click.argument("scenario")
@SETS
@JSON
@OUT
def show(scenario: str, sets: tuple[str, ...], as_json: bool, out: Path | None) -> None:
    """Show a scenario: tables, and a map of who holds whom and who wants whom."""
    from sim.report.tables import scenario_tables
    from sim.scenario.load import load

    loaded = load(scenario, sets)
    with out_folder(out):
        if out is not None:
            from sim.plots.holdings import draw_holdings
            from sim.plots.save import save

            click.echo(f"picture: {save(draw_holdings(loaded.scenario), out / 'holdings.png')}", err=as_json)
        if as_json:
            click.echo(loaded.scenario.model_dump_json(indent=2, by_alias=True))
            return
        console = make_console()
        console.print(loaded.scenario.title, style="bold", markup=False)
        for table in scenario_tables(loaded.scenario):
            console.print(table)
