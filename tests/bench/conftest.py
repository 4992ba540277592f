"""One collection of figures for a session of benchmarks; at its end a table, a file and pictures."""

from __future__ import annotations

import sys
from collections.abc import Iterator

import pytest

from tests.bench.harness import OUT, Figures


@pytest.fixture(scope="session")
def figures() -> Iterator[Figures]:
    """Yield where figures go; afterwards write them out."""
    made = Figures()
    yield made
    if made.rows:
        sys.stdout.write(f"\n\n{made.table()}\n\nwritten: {made.write()}\n")
        from tests.bench.pictures import draw_all

        for path in draw_all(made, OUT):
            sys.stdout.write(f"written: {path}\n")
