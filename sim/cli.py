"""The command ``parley``: no logic, only what is asked for and how it is shown."""

from __future__ import annotations

import json
import os
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import click

from sim import __version__

_SETS = click.option("--set", "sets", multiple=True, metavar="PATH=VALUE", help="Change a number of the scenario.")
_SEED = click.option("--seed", type=int, default=None, metavar="N", help="Key of all that is drawn (default 0).")
_CENTRE = click.option("--centre", is_flag=True, help="Every number at its centre, nothing by chance.")
_JSON = click.option("--json", "as_json", is_flag=True, help="Print JSON alone.")
_OUT = click.option("--out", type=click.Path(path_type=Path), metavar="DIR", help="Write pictures and data there.")


@click.group(context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 110})
@click.version_option(__version__, prog_name="parley")
def cli() -> None:
    """Parley: states bargain over prisoners. SCENARIO is an id (see `parley list`) or a file."""


def main() -> None:
    """Run the command; a user's mistake is one line on standard error and the exit status 2."""
    from sim.errors import ParleyError, ScenarioError

    try:
        status = cli.main(standalone_mode=False)
        sys.stdout.flush()
        sys.exit(status if isinstance(status, int) else 0)
    except click.exceptions.Exit as leaving:
        sys.exit(leaving.exit_code)
    except click.ClickException as mistake:
        _complain(mistake.format_message().replace("\n", " "))
    except (KeyboardInterrupt, click.exceptions.Abort):
        click.echo("parley: interrupted; nothing half-written is left", err=True)
        sys.exit(130)
    except BrokenPipeError:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        sys.exit(0)
    except ScenarioError as mistakes:
        for problem in mistakes.problems:
            click.echo(f"parley: {problem}", err=True)
        sys.exit(2)
    except ParleyError as mistake:
        _complain(str(mistake))
    except OSError as mistake:
        _complain(f"{mistake.filename or 'file'}: {mistake.strerror or mistake}")


def _complain(text: str) -> None:
    click.echo(f"parley: {text}", err=True)
    sys.exit(2)


def _console() -> Any:
    """Return a console that is as wide as the terminal, and wide enough for a sentence elsewhere."""
    from rich.console import Console

    return Console(width=None if sys.stdout.isatty() else 160, highlight=False, soft_wrap=not sys.stdout.isatty())


@contextmanager
def _out_folder(out: Path | None) -> Iterator[Callable[[str, str], None]]:
    """Make the folder; give a function that writes a text file in one piece."""

    def write(name: str, text: str) -> None:
        if out is None:
            return
        half = out / f".{name}.{os.getpid()}"
        try:
            half.write_text(text, encoding="utf-8")
            half.replace(out / name)
        finally:
            half.unlink(missing_ok=True)

    if out is not None:
        out.mkdir(parents=True, exist_ok=True)
    yield write


def _key(seed: int | None, centre: bool) -> int:
    if centre and seed is not None:
        raise click.UsageError("--seed and --centre: at the centre nothing is drawn; leave out one of them")
    return seed or 0


def _conducts(given: tuple[str, ...]) -> dict[str, str]:
    """Return party to class; without a party the class is for all."""
    conducts = {}
    for one in given:
        party, _, spec = one.rpartition("=")
        if not spec or one.startswith("="):
            raise click.UsageError(f"--conduct {one}: allowed: package.module:Class or PARTY=package.module:Class")
        conducts[party or "*"] = spec
    return conducts


@cli.command()
@click.argument("scenario")
@_SEED
@_CENTRE
@_SETS
@click.option("--conduct", multiple=True, metavar="[PARTY=]MODULE:CLASS", help="Conduct of your own, in Python.")
@_JSON
@_OUT
@click.option("--quiet", is_flag=True, help="The deal alone, without the story.")
def run(
    scenario: str, seed: int | None, centre: bool, sets: tuple[str, ...], conduct: tuple[str, ...],
    as_json: bool, out: Path | None, quiet: bool,
) -> None:  # fmt: skip
    """Play one run, told week by week; then the deal, beside the documented one."""
    key = _key(seed, centre)
    from sim import api
    from sim.report.record import record_of

    with _out_folder(out) as write:
        result = api.run(scenario, seed=key, centre=centre, sets=sets, conduct=_conducts(conduct))
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
        _tell(result, quiet)
        for picture in pictures:
            click.echo(f"picture: {picture}")


def _tell(result: Any, quiet: bool) -> None:
    from rich.markup import escape

    from sim.report.story import Story
    from sim.report.tables import deal_table, documented_tables, outcome_table

    console = _console()
    console.print(f"[bold]{escape(result.title)}[/bold]")
    styles = {"date": "bold", "event": "italic", "deal": "bold"}
    if not quiet:
        for kind, line in Story(result).lines():
            if kind == "date":
                console.print()
            said, dot, numbers = line.partition(" (worth")
            dim = f"[dim]{escape(dot + numbers)}[/dim]" if dot else ""
            console.print(("" if kind == "date" else "  ") + escape(said) + dim, style=styles.get(kind))
    console.print()
    if not result.deals:
        console.print("No agreement: nobody was freed by the end of the last week.")
    for deal in range(len(result.deals)):
        console.print(deal_table(result, deal))
    console.print(outcome_table(result))
    for table in documented_tables(result):
        console.print(table)


@cli.command()
@click.argument("scenario")
@click.argument("asset")
@_SEED
@_CENTRE
@_SETS
@_JSON
def why(scenario: str, asset: str, seed: int | None, centre: bool, sets: tuple[str, ...], as_json: bool) -> None:
    """Say why somebody was or was not freed, and the smallest change that would have changed it."""
    key = _key(seed, centre)
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


@cli.command()
@click.argument("files", nargs=-1, required=True, metavar="FILE...")
@_JSON
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


@cli.command("list")
@_JSON
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


@cli.command()
@click.argument("scenario")
@_SETS
@_JSON
@_OUT
def show(scenario: str, sets: tuple[str, ...], as_json: bool, out: Path | None) -> None:
    """Show a scenario: tables, and a map of who holds whom and who wants whom."""
    from sim.report.tables import scenario_tables
    from sim.scenario.load import load

    loaded = load(scenario, sets)
    with _out_folder(out):
        if out is not None:
            from sim.plots.holdings import draw_holdings
            from sim.plots.save import save

            click.echo(f"picture: {save(draw_holdings(loaded.scenario), out / 'holdings.png')}", err=as_json)
        if as_json:
            click.echo(loaded.scenario.model_dump_json(indent=2, by_alias=True))
            return
        console = _console()
        console.print(loaded.scenario.title, style="bold", markup=False)
        for table in scenario_tables(loaded.scenario):
            console.print(table)


if __name__ == "__main__":
    main()
