"""Commands that ask what if: compare."""

from __future__ import annotations

import json
import shlex
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import click

from sim.cli.common import JSON, OUT, SEED, make_console, out_folder

WORKERS = click.option("--workers", type=int, default=None, metavar="W", help="Processes (default: as it pays).")
RESUME = click.option("--resume", is_flag=True, help="Go on with what is in --out, or begin.")


@contextmanager
def progress(out: Path | None, resume: bool) -> Iterator[Any]:
    """Give what shows how far it is; say after an interrupt how to go on."""
    from sim.cli.progress import Line
    from sim.errors import Interrupted

    line = Line(sys.stderr)
    try:
        yield line.show
    except Interrupted as stopped:
        again = shlex.join(["parley", *sys.argv[1:], *([] if resume else ["--resume"])])
        how = f"all are stored; go on with: {again}" if out else "nothing is kept without --out DIR"
        raise Interrupted(f"{stopped}; {how}") from None
    finally:
        line.end()


@click.command()
@click.argument("base")
@click.argument("variants", nargs=-1, metavar="VARIANT...")
@click.option(
    "--set",
    "sets",
    multiple=True,
    metavar="PATH=VALUE",
    help="Change BASE; all --set are one variant.",
)
@click.option("--runs", type=int, default=None, metavar="N", help="How many runs of each (default 1000).")
@SEED
@WORKERS
@click.option("--attribute", is_flag=True, help="Say which of several changes did it: plays every choice of them.")
@JSON
@OUT
@RESUME
def compare(
    base: str, variants: tuple[str, ...], sets: tuple[str, ...], runs: int | None, seed: int | None,
    workers: int | None, attribute: bool, as_json: bool, out: Path | None, resume: bool,
) -> None:  # fmt: skip
    """Play BASE and its variants with the same luck, and say what differs, and how sure that is.

    A VARIANT is a scenario, such as those in scenarios/what-if. With --out DIR the runs, tables, pictures and a
    page to hand over are in DIR; after Ctrl-C, --resume goes on.
    """
    from sim import api

    with progress(out, resume) as show:
        found = api.compare(
            base, variants, sets=sets, runs=runs, seed=seed or 0, workers=workers, attribute=attribute, out=out,
            resume=resume, on_progress=show,
        )  # fmt: skip
    from sim.report.compared import comparison_table, verdicts

    text = json.dumps(found.as_json(), indent=2, ensure_ascii=False)
    written = []
    with out_folder(out) as write:
        write("comparison.json", text + "\n")
        if out is not None:
            from sim.report.comparison import NAME, write_comparison, write_report

            pictures = [path for path in write_comparison(found, out) if path.suffix == ".png"]
            written = [f"page: {write_report(found, out / NAME)}", *(f"picture: {path}" for path in pictures)]
    if as_json:
        click.echo(text)
        return
    console = make_console()
    console.print(comparison_table(found))
    for line in (*verdicts(found), *written):
        click.echo(line)


@click.command()
@click.argument("made", metavar="STORE|COMPARISON", type=click.Path(path_type=Path))
@click.option("--out", "out", required=True, type=click.Path(path_type=Path), metavar="FILE", help="The page, .html")
def report(made: Path, out: Path) -> None:
    """Write one page to hand over: what was asked, the answer, pictures, sources, and how to repeat it.

    Of a run store, or of the folder of a comparison; all is in one file that needs no network, and it prints.
    """
    if out.suffix != ".html":
        raise click.UsageError(f"--out {out}: found the suffix {out.suffix!r}; allowed: .html")
    from sim.report.handed_over import write_any

    click.echo(f"page: {write_any(made, out)}")
