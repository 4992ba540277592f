"""Commands about cases of the past: fit, backtest, new-case."""

from __future__ import annotations

import json
import shlex
import sys
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import click

from sim.cli.common import JSON, make_console, out_folder

WORKERS = click.option("--workers", type=int, default=1, metavar="W", help="Processes (default 1).")
FREE = click.option(
    "--free",
    multiple=True,
    metavar="PATTERN",
    help="Coefficients to fit, such as parties.PATRON.price.*, several times (default: the tracked list).",
)


@contextmanager
def going_on(out: Path | None) -> Iterator[None]:
    """Say after an interrupt how to go on."""
    from sim.errors import Interrupted

    try:
        yield
    except KeyboardInterrupt:
        again = shlex.join(["parley", *sys.argv[1:]])
        how = f"what was done is kept; go on with: {again}" if out else "nothing is kept without --out DIR"
        raise Interrupted(f"interrupted; {how}") from None


@click.command()
@click.argument("cases", nargs=-1, metavar="[CASE|DIR]...")
@FREE
@click.option("--runs", type=int, default=20, metavar="N", help="Runs of each case and trial (default 20).")
@click.option("--offer-runs", type=int, default=3, metavar="N", help="Runs for offers on record (default 3, 0: none).")
@click.option("--population", type=int, default=12, metavar="N", help="Trials in a generation (default 12).")
@click.option("--generations", type=int, default=30, metavar="N", help="How many (default 30).")
@click.option(
    "--draws", type=int, default=0, metavar="N", help="Instead: choose by N draws of the prior, as a back-test."
)
@click.option("--prior", type=float, default=0.5, metavar="SD", help="Prior sd of the log of a factor (default 0.5).")
@click.option("--seed", type=int, default=1, metavar="N", help="Key of the search (default 1).")
@WORKERS
@click.option("--out", type=click.Path(path_type=Path), required=True, metavar="DIR", help="Trials and result.")
@JSON
def fit(
    cases: tuple[str, ...], free: tuple[str, ...], runs: int, offer_runs: int, population: int, generations: int,
    draws: int, prior: float, seed: int, workers: int, out: Path, as_json: bool,
) -> None:  # fmt: skip
    """Fit the shared coefficients to documented cases (default: all of scenarios/history).

    DIR/trials.json (or losses.json) holds every set that was tried: the same command goes on where it stopped. The
    result is in DIR/fitted.yaml, to be extended by cases, and DIR/fit.json. Needs the extra `fit`, unless --draws.
    """
    from sim.analysis import fit as fitting
    from sim.analysis.fit_report import as_yaml, record_of
    from sim.analysis.multiplied import load_multiplied
    from sim.scenario.find import case_files, tracked_free

    files = tuple(str(path) for path in case_files(cases))
    loaded = [load_multiplied(path) for path in files]
    paths = tuple(fitting.free_paths(loaded, free or tracked_free()))
    plan = fitting.Plan(
        files, paths, (1.0,) * len(files), prior_sd=prior, runs=runs, offer_runs=offer_runs, population=population,
        generations=generations, search_seed=seed,
    )  # fmt: skip

    def show(done: int, of: int, best: float | None = None) -> None:
        least = "" if best is None else f": least L so far {best:.2f}"
        click.echo(f"{done} of {of}{least}", err=True)

    on_progress = show if sys.stderr.isatty() else None
    with going_on(out), out_folder(out) as write:
        if draws:
            from sim.analysis.fit_draws import fit_by_sweep

            kept = out / "losses.json"
            found = fit_by_sweep(plan, draws, out=kept, workers=workers, on_progress=on_progress, cases=loaded)
        else:
            kept = out / "trials.json"
            found = fitting.fit(plan, out=kept, workers=workers, on_progress=on_progress, cases=loaded)
        record = record_of(found, loaded)
        text = json.dumps(record, indent=2, ensure_ascii=False)
        write("fit.json", text + "\n")
        write("fitted.yaml", as_yaml(found, loaded))
    if as_json:
        click.echo(text)
        return
    _tell(record)
    click.echo(f"coefficients: {out / 'fitted.yaml'}")


def _tell(record: dict[str, object]) -> None:
    from rich.table import Table

    table = Table(title="Factors by which coefficients were multiplied, with 95 % intervals")
    for head in ("coefficient", "value", "factor", "interval", ""):
        table.add_column(head, justify="left" if head in ("coefficient", "") else "right")
    coefficients = record["coefficients"]
    assert isinstance(coefficients, list)
    for one in coefficients:
        value = "" if one["value"] is None else f"{one['value']:.3g}"
        silent = "" if one["told_by_the_data"] else "the data are silent"
        table.add_row(one["path"], value, f"{one['factor']:.2f}", f"{one['low']:.2f} to {one['high']:.2f}", silent)
    make_console().print(table)
    checks = record["checks"]
    assert isinstance(checks, list)
    for one in checks:
        click.echo(
            f"{one['figure']}: documented {one['on_record']:.2f}, "
            f"by the model {one['median']:.2f} ({one['low']:.2f} to {one['high']:.2f})"
        )
    click.echo(f"L {record['loss']:.2f} after {record['tried']} trials")


@click.command()
@click.argument("cases", nargs=-1, metavar="[CASE|DIR]...")
@click.option("--in-sample", type=click.Choice(["yes", "no"]), default="yes", help="no: nothing is fitted.")
@FREE
@click.option(
    "--draws", type=int, default=128, metavar="N", help="Sets of coefficients to choose from (default 128, at least 8)."
)
@click.option(
    "--runs", type=int, default=30, metavar="N", help="Runs of each case for a forecast (default 30, at least 4)."
)
@WORKERS
@click.option(
    "--out", type=click.Path(path_type=Path), metavar="DIR", help="Keep what is done; go on where it stopped."
)
@JSON
def backtest(
    cases: tuple[str, ...], in_sample: str, free: tuple[str, ...], draws: int, runs: int, workers: int,
    out: Path | None, as_json: bool,
) -> None:  # fmt: skip
    """Forecast documented cases without having been fitted to them, and score that beside naive forecasts.

    Each family of cases (default: all of scenarios/history) is left out in turn, the coefficients are fitted to the
    others, and the family is forecast. With --in-sample no, for cases that were never fitted to, the coefficients are
    used as they are tracked.
    """
    from sim import api

    line = (lambda said: click.echo(said, err=True)) if sys.stderr.isatty() else None
    with going_on(out):
        record = api.backtest(
            cases, in_sample=in_sample == "yes", free=free, draws=draws, runs=runs, workers=workers, out=out,
            on_progress=line,
        )  # fmt: skip
    text = json.dumps(record, indent=2, ensure_ascii=False)
    from sim.report.backtest import markdown, tables

    with out_folder(out) as write:
        write("backtest.json", text + "\n")
        write("backtest.md", markdown(record))
    picture = _picture(record, out)
    if as_json:
        click.echo(text)
        return
    console = make_console()
    for table in tables(record):
        console.print(table)
    skill = record["skill"]
    click.echo(
        f"Skill beside base rates: {skill['estimate']:.2f} ({skill['low']:.2f} to {skill['high']:.2f}), "
        f"{record['families']} families, {record['questions']} questions."
    )
    if picture is not None:
        click.echo(f"picture: {picture}")


def _picture(record: Mapping[str, Any], out: Path | None) -> Path | None:
    if out is None or not record["calibration"]:
        return None
    from sim.plots.save import save
    from sim.plots.skill import draw_skill

    return save(draw_skill(record), out / "skill.png")


@click.command("new-case")
@click.argument("path", type=click.Path(path_type=Path))
def new_case(path: Path) -> None:
    """Write a template of a case, to be filled with facts alone; `parley check` says what is still missing."""
    from sim.errors import UsageError
    from sim.report.files import whole
    from sim.scenario.template import template

    if path.is_dir():
        raise UsageError(f"{path}: found a folder; allowed: a new file, such as my-case.yaml")
    if path.exists():
        raise UsageError(f"{path}: found a file; allowed: a new one, since nothing is written over")
    path.parent.mkdir(parents=True, exist_ok=True)
    with whole(path) as half:
        half.write_text(template(), encoding="utf-8")
    click.echo(f"template: {path}; fill it in, then: parley check {path}")
