"""Commands about many runs: ensemble, rerun, export, merge, bundle."""

from __future__ import annotations

import errno
import json
import os
import shlex
import sys
from contextlib import closing
from pathlib import Path
from typing import Any

import click

from sim.cli.common import CONDUCT, JSON, OUT, SEED, SETS, conducts_of, make_console, out_folder, tell
from sim.report.files import store_in


def _opened(_context: click.Context, _argument: click.Parameter, given: Any) -> Any:
    return tuple(map(store_in, given)) if isinstance(given, tuple) else store_in(given)


STORE = click.argument("store", type=click.Path(path_type=Path), callback=_opened)


def _shard(given: str | None) -> tuple[int, int]:
    part, _, parts = (given or "1/1").partition("/")
    if not (part.isdecimal() and parts.isdecimal()):
        raise click.UsageError(f"--shard {given}: allowed: part/parts, such as 2/4")
    return int(part), int(parts)


@click.command()
@click.argument("scenario")
@click.option("--runs", type=int, default=None, metavar="N", help="How many runs (default 1000).")
@SEED
@click.option("--workers", type=int, default=None, metavar="W", help="Processes (default: all cores, if it pays).")
@click.option("--engine", default=None, metavar="NAME", help="compiled (default wherever it can be) or mesa.")
@SETS
@CONDUCT
@OUT
@click.option("--resume", is_flag=True, help="Go on with the store in --out, or begin one.")
@click.option("--cluster", default=None, metavar="tcp://…", help="Play on the workers of a running Dask scheduler.")
@click.option("--shard", default=None, metavar="I/N", help="Play part I of N alone; `parley merge` joins the parts.")
@JSON
def ensemble(
    scenario: str, runs: int | None, seed: int | None, workers: int | None, engine: str | None,
    sets: tuple[str, ...], conduct: tuple[str, ...], out: Path | None, resume: bool, cluster: str | None,
    shard: str | None, as_json: bool,
) -> None:  # fmt: skip
    """Play many runs, and say what they say: how often, who, when, and how sure that is.

    With --out every run is kept in DIR/runs.sqlite as it is played: after Ctrl-C, or worse, --resume goes on.
    What they say is in DIR/index.html, in words and pictures.
    """
    part = _shard(shard)
    own = conducts_of(conduct)
    from sim import api
    from sim.cli.progress import Line
    from sim.errors import Interrupted

    line = Line(sys.stderr)
    try:
        many = api.ensemble(
            scenario, runs=runs, seed=seed or 0, workers=workers, engine=engine, sets=sets, conduct=own, out=out,
            resume=resume, cluster=cluster, shard=part, on_progress=line.show,
        )  # fmt: skip
    except Interrupted as stopped:
        again = shlex.join(["parley", *sys.argv[1:], *([] if resume else ["--resume"])])
        how = f"all are stored; go on with: {again}" if out else "nothing is kept without --out DIR"
        raise Interrupted(f"{stopped}; {how}") from None
    finally:
        line.end()
    with closing(many.store), out_folder(out) as write:
        text = json.dumps(many.as_json(), indent=2, ensure_ascii=False)
        write("summary.json", text + "\n")
        written: list[str] = []
        if out is not None and shard is None:
            from sim.ensemble.copies import drawing
            from sim.report.ensemble import write_ensemble
            from sim.report.page import write_page

            paths = write_ensemble(many.summary, out, copies=drawing())
            pictures = [path for path in paths if path.suffix == ".png"]
            written = [f"page: {write_page(many, out)}", *(f"picture: {path}" for path in pictures)]
    if as_json:
        click.echo(text)
        return
    _sum_up(many)
    for line_of_file in written:
        click.echo(line_of_file)


def _sum_up(many: Any) -> None:
    from sim.report.ensemble import print_ensemble

    print_ensemble(many.summary, make_console())
    click.echo(f"Digest of all {many.summary.runs} results: {many.digest}")


@click.command()
@STORE
@click.argument("number", type=int, metavar="RUN")
@JSON
@click.option("--quiet", is_flag=True, help="The deal alone, without the story.")
def rerun(store: Path, number: int, as_json: bool, quiet: bool) -> None:
    """Play one run of a run store again, alone and told, and check that it is the same.

    STORE is a run store, such as out/runs.sqlite, or the folder that `parley ensemble --out` wrote; runs count from 0.
    """
    from sim import api
    from sim.errors import StoreError
    from sim.report.record import record_of

    result, different = api.rerun(store, number)
    if as_json:
        record = {**record_of(result), "run": number, "as_stored": not different}
        click.echo(json.dumps(record, indent=2, ensure_ascii=False))
    else:
        tell(result, quiet)
    if different:
        raise StoreError(different)
    if not as_json:
        click.echo(f"Run {number} is the same as stored, bit for bit.")


@click.command()
@STORE
@click.option("--to", "to", required=True, type=click.Path(path_type=Path), metavar="FILE", help=".parquet or .csv")
def export(store: Path, to: Path) -> None:
    """Write all runs of a store as a table.

    STORE is a run store, such as out/runs.sqlite, or the folder that `parley ensemble --out` wrote.
    """
    from sim.analysis.case import case_of
    from sim.ensemble.store import Store
    from sim.report.export import export_runs
    from sim.scenario.compile import compile_scenario

    with closing(Store.open(store)) as opened:
        compiled = compile_scenario(case_of(opened).loaded)
        path = export_runs(opened.batches(compiled), compiled, to)
        click.echo(f"{len(opened)} runs: {path}")


@click.command()
@click.argument("out", type=click.Path(path_type=Path))
@click.argument(
    "stores", nargs=-1, required=True, type=click.Path(path_type=Path), metavar="STORE...", callback=_opened
)
def merge(out: Path, stores: tuple[Path, ...]) -> None:
    """Join the stores of all shards of an ensemble into one, OUT, a new file such as out/whole.sqlite.

    A STORE is a file, or the folder that `parley ensemble --out` wrote.
    """
    from sim.ensemble.merge import merge as merge_stores
    from sim.ensemble.store import Store

    if not out.parent.is_dir():
        raise FileNotFoundError(errno.ENOENT, os.strerror(errno.ENOENT), str(out.parent))
    merge_stores(out, stores)
    with closing(Store.open(out)) as whole:
        click.echo(f"{len(whole)} runs: {out}\nDigest of all {len(whole)} results: {whole.digest()}")


@click.command()
@STORE
@click.option("--to", "to", required=True, type=click.Path(path_type=Path), metavar="FILE", help="a ZIP archive, .zip")
def bundle(store: Path, to: Path) -> None:
    """Pack scenario, seed, versions, runs and summary of a store, to hand over."""
    if to.suffix != ".zip":
        raise click.UsageError(f"--to {to}: found the suffix {to.suffix!r}; allowed: .zip")
    from sim.analysis.case import case_of
    from sim.analysis.gathered import gather
    from sim.ensemble.store import Store
    from sim.report.bundle import write_bundle
    from sim.scenario.compile import compile_scenario

    with closing(Store.open(store)) as opened:
        case = case_of(opened)
        names = write_bundle(gather(opened, case, compile_scenario(case.loaded)), case, to)
        click.echo(f"{to}: {', '.join(names)}")
