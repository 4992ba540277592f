"""What the commands share: their options, the console, the folder they write to, how a run is told."""

from __future__ import annotations

import errno
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import click

from sim.report.files import whole


def _each_once(_context: click.Context, _option: click.Parameter, sets: tuple[str, ...]) -> tuple[str, ...]:
    seen: set[str] = set()
    for one in sets:
        path = one.partition("=")[0].strip()
        if path in seen:
            raise click.UsageError(f"--set {one}: found {path} set as well; allowed: each value set once")
        seen.add(path)
    return sets


SETS = click.option(
    "--set", "sets", multiple=True, metavar="PATH=VALUE", callback=_each_once,
    help="Change a value, such as parties.ALFA.reservation=2; may be given several times.",
)  # fmt: skip
SEED = click.option("--seed", type=int, default=None, metavar="N", help="Key of all that is drawn (default 0).")
SEED_1 = click.option("--seed", type=int, default=None, metavar="N", help="Key of all that is drawn (default 1).")
CENTRE = click.option("--centre", is_flag=True, help="Every number at its centre, nothing by chance.")
JSON = click.option("--json", "as_json", is_flag=True, help="Print JSON alone.")
OUT = click.option("--out", type=click.Path(path_type=Path), metavar="DIR", help="Write pictures and data there.")
CONDUCT = click.option(
    "--conduct", multiple=True, metavar="[PARTY=]MODULE:CLASS", help="Conduct of your own, in Python."
)

PLACES = {
    errno.EEXIST: "found a file; allowed: a folder, which is made if it is not there",
    errno.ENOTDIR: "found a file where a folder is needed; allowed: a folder, which is made if it is not there",
    errno.EISDIR: "found a folder; allowed: a file",
    errno.ENOENT: "found no such file, or no folder for it; allowed: what is there already",
    errno.EACCES: "found no permission; allowed: a place that you may read and write",
    errno.EPERM: "found no permission; allowed: a place that you may read and write",
    errno.EROFS: "found a place where nothing can be written; allowed: another folder",
    errno.ENOSPC: "found no space left; allowed: a disk with room; free some, and say it again",
}
"""What an error of the operating system comes to: what was found, what is allowed."""


def in_words(failed: OSError) -> str:
    """Return an error of the operating system in words.

    Examples
    --------
    >>> in_words(IsADirectoryError(errno.EISDIR, "Is a directory", "out"))
    'out: found a folder; allowed: a file'
    """
    said = PLACES.get(failed.errno or 0, failed.strerror or str(failed))
    return f"{failed.filename or 'file'}: {said}"


def make_console() -> Any:
    """Return a console that is as wide as the terminal, and wide enough for a sentence elsewhere."""
    from rich.console import Console

    return Console(width=None if sys.stdout.isatty() else 160, highlight=False, soft_wrap=not sys.stdout.isatty())


@contextmanager
def out_folder(out: Path | None) -> Iterator[Callable[[str, str], None]]:
    """Make the folder; give a function that writes a text file in one piece."""

    def write(name: str, text: str) -> None:
        if out is None:
            return
        with whole(out / name) as half:
            half.write_text(text, encoding="utf-8")

    if out is not None:
        out.mkdir(parents=True, exist_ok=True)
    yield write


def key_of(seed: int | None, centre: bool) -> int | None:
    """Return the seed to draw by, 0 unless one was given; None at the centre."""
    if centre and seed is not None:
        raise click.UsageError("--seed and --centre: at the centre nothing is drawn; leave out one of them")
    return None if centre else seed or 0


def conducts_of(given: tuple[str, ...]) -> dict[str, str]:
    """Return party to class; without a party the class is for all."""
    conducts = {}
    for one in given:
        party, _, spec = one.rpartition("=")
        if not spec or one.startswith("="):
            raise click.UsageError(f"--conduct {one}: allowed: package.module:Class or PARTY=package.module:Class")
        conducts[party or "*"] = spec
    return conducts


def tell(result: Any, quiet: bool) -> None:
    """Print a run: its story, unless it is to be quiet, its deals and what each party made of it."""
    from rich.markup import escape

    from sim.report.story import Story
    from sim.report.tables import deal_table, documented_tables, outcome_table

    console = make_console()
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
