"""Commands that ask what if: compare, sweep, sensitivity, incentive, and the page of what they found: report."""

from __future__ import annotations

import json
import shlex
import sys
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import click

from sim.cli.common import JSON, OUT, SEED, SETS, make_console, out_folder

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
            from sim.ensemble.copies import drawing
            from sim.report.comparison import NAME, pairs_of, write_comparison, write_report

            pairs = pairs_of(found)
            paths = write_comparison(found, pairs, out, copies=drawing())
            pictures = [path for path in paths if path.suffix == ".png"]
            written = [f"page: {write_report(found, pairs, out / NAME)}", *(f"picture: {path}" for path in pictures)]
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


def _kept(
    found: Any, name: str, draw: Callable[[Any, Path], Sequence[Path]], out: Path | None, as_json: bool
) -> Sequence[Path]:
    """Write a result and its pictures into the folder, if there is one; print it as JSON if that is asked for."""
    text = json.dumps(found.as_json(), indent=2, ensure_ascii=False)
    with out_folder(out) as write:
        write(f"{name}.json", text + "\n")
        pictures = draw(found, out) if out is not None else ()
    if as_json:
        click.echo(text)
    return pictures


@click.command()
@click.argument("scenario")
@click.option("--over", "over", multiple=True, required=True, metavar="PATH=A:B:N", help="Move a number; at most two.")
@click.option("--runs", type=int, default=200, show_default=True, metavar="N", help="How many runs at each point.")
@SEED
@SETS
@WORKERS
@JSON
@OUT
@RESUME
def sweep(
    scenario: str, over: tuple[str, ...], runs: int, seed: int | None, sets: tuple[str, ...], workers: int | None,
    as_json: bool, out: Path | None, resume: bool,
) -> None:  # fmt: skip
    """Move one or two numbers step by step, and say where the outcome tips.

    PATH=A:B:N is N values from A to B; PATH=X,Y,Z are these. All points share their luck.
    """
    from sim import api

    with progress(out, resume) as show:
        found = api.sweep(
            scenario, over, runs=runs, seed=seed or 0, sets=sets, workers=workers, out=out, resume=resume,
            on_progress=show,
        )  # fmt: skip
    from sim.report.swept import sweep_table, threshold_lines, write_sweep

    pictures = _kept(found, "sweep", write_sweep, out, as_json)
    if as_json:
        return
    make_console().print(sweep_table(found))
    for line in (*threshold_lines(found), *(f"picture: {path}" for path in pictures)):
        click.echo(line)


@click.command()
@click.argument("scenario")
@click.option("--method", default="sobol", show_default=True, metavar="NAME", help="sobol or morris.")
@click.option("--input", "inputs", multiple=True, metavar="PATH", help="Ask about these numbers; * is anything.")
@click.option("--most", type=int, default=None, metavar="D", help="How many numbers (default 12; 24 by Morris).")
@click.option("--of", "of", multiple=True, metavar="ID", help="A person or a party to ask about as well.")
@click.option("--samples", type=int, default=None, metavar="N", help="Base samples (64), or trajectories (20).")
@click.option("--runs", type=int, default=20, show_default=True, metavar="N", help="How many runs at each point.")
@SEED
@SETS
@WORKERS
@JSON
@OUT
@RESUME
def sensitivity(
    scenario: str, method: str, inputs: tuple[str, ...], most: int | None, of: tuple[str, ...], samples: int | None,
    runs: int, seed: int | None, sets: tuple[str, ...], workers: int | None, as_json: bool, out: Path | None,
    resume: bool,
) -> None:  # fmt: skip
    """Say which of the uncertain numbers a result hangs on, with intervals."""
    from sim import api

    with progress(out, resume) as show:
        found = api.sensitivity(
            scenario, method=method, inputs=inputs, most=most, of=of, samples=samples, runs=runs, seed=seed or 0,
            sets=sets, workers=workers, out=out, resume=resume, on_progress=show,
        )  # fmt: skip
    from sim.report.swept import sensitivity_tables, write_sensitivity

    pictures = _kept(found, "sensitivity", write_sensitivity, out, as_json)
    if as_json:
        return
    console = make_console()
    for table in sensitivity_tables(found):
        console.print(table)
    for path in pictures:
        click.echo(f"picture: {path}")


@click.command()
@click.argument("scenario")
@click.option("--taker", default=None, metavar="ID", help="Whose custody (default: who arrests most).")
@click.option("--rate", type=float, default=None, metavar="N", help="Arrests a year before any release.")
@click.option("--elasticity", default="0.64:0.87", show_default=True, metavar="A:B", help="By how much it rises.")
@click.option("--memory", default="1:5", show_default=True, metavar="A:B", help="Years until half is forgotten.")
@click.option("--years", type=int, default=10, show_default=True, metavar="Y", help="How far to look ahead.")
@click.option("--runs", type=int, default=500, show_default=True, metavar="N", help="How many runs.")
@SEED
@SETS
@WORKERS
@JSON
@OUT
@RESUME
def incentive(
    scenario: str, taker: str | None, rate: float | None, elasticity: str, memory: str, years: int, runs: int,
    seed: int | None, sets: tuple[str, ...], workers: int | None, as_json: bool, out: Path | None, resume: bool,
) -> None:  # fmt: skip
    """Set today's gain beside tomorrow's captives: what if releases teach that taking people pays?

    The elasticity is that of Brandt, George and Sandler (2016): kidnappings up by 64 to 87 % after concessions.
    """
    ranges = [_range("--elasticity", elasticity), _range("--memory", memory)]
    from sim import api

    with progress(out, resume) as show:
        found = api.incentive(
            scenario, taker=taker, rate=rate, elasticity=ranges[0], memory=ranges[1], years=years, runs=runs,
            seed=seed or 0, sets=sets, workers=workers, out=out, resume=resume, on_progress=show,
        )  # fmt: skip
    from sim.report.swept import incentive_lines, write_incentive

    pictures = _kept(found, "incentive", write_incentive, out, as_json)
    if as_json:
        return
    for line in (*incentive_lines(found), *(f"picture: {path}" for path in pictures)):
        click.echo(line)


def _range(name: str, text: str) -> tuple[float, float]:
    low, _, high = text.partition(":")
    try:
        return float(low), float(high or low)
    except ValueError:
        raise click.UsageError(f"{name} {text}: allowed: low:high, such as 0.64:0.87") from None
