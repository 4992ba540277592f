"""Commands about cases of the past: fit."""

from __future__ import annotations

import json
import sys
from pathlib import Path

import click

from sim.cli.common import JSON, make_console, out_folder


@click.command()
@click.argument("cases", nargs=-1, metavar="[CASE|DIR]...")
@click.option("--free", multiple=True, metavar="PATTERN", help="Coefficients to fit (default: all of types).")
@click.option("--runs", type=int, default=20, metavar="N", help="Runs of each case and trial (default 20).")
@click.option("--offer-runs", type=int, default=3, metavar="N", help="Runs for offers on record (default 3, 0: none).")
@click.option("--population", type=int, default=12, metavar="N", help="Trials in a generation (default 12).")
@click.option("--generations", type=int, default=30, metavar="N", help="How many (default 30).")
@click.option("--prior", type=float, default=0.5, metavar="SD", help="Prior sd of the log of a factor (default 0.5).")
@click.option("--seed", type=int, default=1, metavar="N", help="Key of the search (default 1).")
@click.option("--workers", type=int, default=1, metavar="W", help="Processes (default 1).")
@click.option("--out", type=click.Path(path_type=Path), required=True, metavar="DIR", help="Trials and result.")
@JSON
def fit(
    cases: tuple[str, ...], free: tuple[str, ...], runs: int, offer_runs: int, population: int, generations: int,
    prior: float, seed: int, workers: int, out: Path, as_json: bool,
) -> None:  # fmt: skip
    """Fit the shared coefficients to documented cases (default: all of scenarios/history).

    DIR/trials.json holds every set that was tried: the same command goes on where it stopped. The result is in
    DIR/fitted.yaml, to be extended by cases, and DIR/fit.json. Needs the extra `fit`.
    """
    from sim.analysis import fit as fitting
    from sim.analysis.fit_report import as_yaml, record_of
    from sim.analysis.multiplied import load_multiplied
    from sim.scenario.find import case_files

    files = tuple(str(path) for path in case_files(cases))
    loaded = [load_multiplied(path) for path in files]
    paths = tuple(fitting.free_paths(loaded, free))
    plan = fitting.Plan(
        files, paths, (1.0,) * len(files), prior_sd=prior, runs=runs, offer_runs=offer_runs, population=population,
        generations=generations, search_seed=seed,
    )  # fmt: skip

    def show(done: int, of: int, best: float) -> None:
        click.echo(f"generation {done} of {of}: least L so far {best:.2f}", err=True)

    with out_folder(out) as write:
        on_progress = show if sys.stderr.isatty() else None
        found = fitting.fit(plan, out=out / "trials.json", workers=workers, on_progress=on_progress, cases=loaded)
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
    click.echo(f"L {record['loss']:.2f} after {record['tried']} trials")
