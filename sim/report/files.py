"""Files in one piece: an interrupt or a full disk leaves the old file, never half of a new one."""

from __future__ import annotations

import csv
import errno
import os
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any

STORE_NAME = "runs.sqlite"


def store_in(made: Path) -> Path:
    """Return the run store in the folder of an ensemble; any other path as it is."""
    return made / STORE_NAME if (made / STORE_NAME).is_file() else made


@contextmanager
def whole(path: Path) -> Iterator[Path]:
    """Give a path to write to, which takes the place of `path` once all is written; an OSError names `path`."""
    half = path.with_name(f".{path.stem}.{os.getpid()}{path.suffix}")
    try:
        if path.is_dir():
            raise IsADirectoryError(errno.EISDIR, os.strerror(errno.EISDIR), str(path))
        yield half
        half.replace(path)
    except OSError as failed:
        if failed.filename in (None, str(half)) and failed.errno is not None:
            raise type(failed)(failed.errno, failed.strerror, str(path)) from None
        raise
    finally:
        with suppress(OSError):
            half.unlink(missing_ok=True)


def write_csv(path: Path, heads: Sequence[str], rows: Iterable[Sequence[Any]]) -> Path:
    """Write a table as CSV (UTF-8, commas, a line of heads; true and false; nothing where nothing is)."""
    with whole(path) as half, half.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(heads)
        writer.writerows([str(one).lower() if isinstance(one, bool) else one for one in row] for row in rows)
    return path
