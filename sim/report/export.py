"""Runs as a table for other programs: one row for each run, as Parquet or CSV."""

from __future__ import annotations

import csv
from collections.abc import Callable, Iterable, Iterator
from itertools import chain
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from sim.ensemble.batch import Batch
from sim.errors import UsageError
from sim.report.files import whole
from sim.rules.outcome import AGREED, AT, BY, CARRIED_OUT, PROPOSER
from sim.scenario.compile import Compiled

# Rows that are held in memory, and make a row group: 9 MB with a hundred columns.
GROUP = 10_000
SUFFIXES = (".parquet", ".csv")


class Column(NamedTuple):
    """A column of the table, or one for each person, favour or party: its name ends in their id then."""

    name: str
    each: str  # "", "person", "favour" or "party"
    kind: str  # int64, bool, date32, string, double
    unit: str
    meaning: str


COLUMNS = (
    Column("run", "", "int64", "number", "of the run; with scenario and seed it repeats the run"),
    Column("agreement", "", "bool", "true or false", "whether an executed deal freed somebody"),
    Column("deals", "", "int64", "deals", "executed, whether or not everybody delivered"),
    Column("date", "", "date32", "day", "on which the week begins in which the primary deal was executed"),
    Column("accepted", "", "date32", "day", "the same, of its acceptance by all"),
    Column("venue", "", "string", "id", "of the primary deal"),
    Column("guarantor", "", "string", "id", "of the primary deal"),
    Column("proposer", "", "string", "id", "of the party that proposed the primary deal"),
    Column("released_count", "", "int64", "people", "freed by the horizon, groups by their number"),
    Column("primary_count", "", "int64", "people", "freed by the primary deal"),
    Column("freed.", "person", "bool", "true or false", "whether freed by the horizon"),
    Column("primary.", "person", "bool", "true or false", "whether freed by the primary deal"),
    Column("level.", "favour", "int64", "levels", "of a concession or credit delivered by the horizon"),
    Column("utility.", "party", "double", "utility", "of what was delivered in all executed deals, discounted"),
    Column("reservation.", "party", "double", "utility", "of no deal, at the start"),
    Column("surplus.", "party", "double", "utility", "utility less reservation; 0 without an executed deal"),
    Column("acts", "", "string", "16 hexadecimal digits", "digest of all acts: equal runs have equal ones"),
)
"""Every column, in order. Of the primary deal nothing is said (null, empty in CSV) in a run without agreement,
and of a venue or a guarantor where the deal has none."""


def columns_of(compiled: Compiled) -> list[tuple[str, Column]]:
    """Return the columns of a scenario's table, with their names.

    Examples
    --------
    >>> from sim.scenario.compile import compile_scenario
    >>> from sim.scenario.load import load
    >>> [name for name, _ in columns_of(compile_scenario(load("ring")))][10:14]
    ['freed.al', 'freed.bo', 'freed.cy', 'primary.al']
    """
    assets = compiled.scenario.assets
    ids = {
        "": ("",),
        "person": tuple(name for name, one in assets.items() if one.kind == "person"),
        "favour": tuple(name for name, one in assets.items() if one.kind != "person"),
        "party": compiled.index.parties,
    }
    return [(column.name + name, column) for column in COLUMNS for name in ids[column.each]]


def columns_table() -> str:
    """Return the columns as a table in Markdown, as it stands in the documentation."""
    rows = [f"| `{one.name}{f'<{one.each}>' if one.each else ''}` | {one.kind} | {one.unit} | {one.meaning} |"
            for one in COLUMNS]  # fmt: skip
    return "\n".join(["| column | type | unit | what |", "|---|---|---|---|", *rows])


def export_runs(batches: Iterable[Batch], compiled: Compiled, path: str | Path) -> Path:
    """Write runs, as they come, to a file whose suffix says how; return its path.

    Memory does not grow with the number of runs, and the file is there only once it is whole.

    Parameters
    ----------
    batches
        Results of runs, in the order in which they are to be written.
    compiled
        The scenario that was played.
    path
        Ends in .parquet (needs the extra ``export``) or .csv.

    Raises
    ------
    UsageError
        If the suffix is another one, or pyarrow is missing for Parquet.
    OSError
        If the file cannot be written.
    """
    target = Path(path)
    if target.suffix not in SUFFIXES:
        raise UsageError(f"{target}: found the suffix {target.suffix!r}; allowed: {', '.join(SUFFIXES)}")
    write = _parquet_writer(target) if target.suffix == ".parquet" else _write_csv
    with whole(target) as half:
        write(half, compiled, _groups(batches, compiled))
    return target


# Columns: arrays of numbers and truths, lists of what may be missing.
_Table = dict[str, NDArray[Any] | list[Any]]


def _groups(batches: Iterable[Batch], compiled: Compiled) -> Iterator[_Table]:
    """Yield tables of about as many rows as a group has."""
    held: list[_Table] = []
    for batch in batches:
        for table in _tables(batch, compiled):
            held.append(table)
            if sum(len(one["run"]) for one in held) >= GROUP:
                yield _joined(held)
                held = []
    if held:
        yield _joined(held)


def _joined(tables: list[_Table]) -> _Table:
    joined: _Table = {}
    for name, first in tables[0].items():
        parts = [table[name] for table in tables]
        joined[name] = np.concatenate(parts) if isinstance(first, np.ndarray) else list(chain.from_iterable(parts))
    return joined


def _tables(batch: Batch, compiled: Compiled) -> Iterator[_Table]:
    """Yield the rows of a batch, of a large one in parts."""
    for start in range(0, len(batch), GROUP):
        part = slice(start, start + GROUP)
        yield table_of(
            Batch(
                batch.first + start, batch.deals[part], batch.released[part], batch.utility[part],
                batch.reservation[part], batch.digests[part],
            ),
            compiled,
        )  # fmt: skip


def table_of(batch: Batch, compiled: Compiled) -> _Table:
    """Return the runs of a batch as columns.

    Examples
    --------
    >>> from sim.ensemble.batch import play_batch
    >>> from sim.scenario.compile import compile_scenario
    >>> from sim.scenario.load import load
    >>> ring = compile_scenario(load("ring"))
    >>> table = table_of(play_batch(ring, 0, 0, 2), ring)
    >>> table["run"].tolist(), table["agreement"].tolist(), table["venue"]
    ([0, 1], [True, True], [None, None])
    """
    index, assets = compiled.index, compiled.scenario.assets
    people = np.array([n for n, name in enumerate(index.assets) if assets[name].kind == "person"], np.int64)
    favours = np.array([n for n, name in enumerate(index.assets) if assets[name].kind != "person"], np.int64)
    sizes = np.array([assets[index.assets[n]].count for n in people], np.int64)
    rows = np.arange(len(batch))
    executed = (batch.deals[:, :, CARRIED_OUT] >= 0).sum(axis=1)
    most = max(1, int(executed.max(initial=0)))  # deals stand in order
    delivered = np.asarray(batch.released[:, :most, people] > 0)
    counts = delivered @ sizes
    agreement = np.asarray(counts.max(axis=1, initial=0) > 0)
    primary = counts.argmax(axis=1)
    facts = batch.deals[rows, primary]
    at_horizon, of_primary = np.asarray(delivered.any(axis=1)), delivered[rows, primary]
    levels = batch.released[:, :, favours].sum(axis=1, dtype=np.int64)
    surplus = np.where((executed > 0)[:, None], batch.utility - batch.reservation, 0.0)

    def of_deal(column: int, name: Callable[[int], Any]) -> list[Any]:
        places = zip(agreement.tolist(), facts[:, column].tolist(), strict=True)
        return [name(place) if made and place >= 0 else None for made, place in places]

    single: _Table = {
        "run": batch.first + rows,
        "agreement": agreement,
        "deals": executed,
        "date": of_deal(CARRIED_OUT, compiled.date_of),
        "accepted": of_deal(AGREED, compiled.date_of),
        "venue": of_deal(AT, index.venues.__getitem__),
        "guarantor": of_deal(BY, index.parties.__getitem__),
        "proposer": of_deal(PROPOSER, index.parties.__getitem__),
        "released_count": at_horizon @ sizes,
        "primary_count": counts[rows, primary],
        "acts": [f"{digest:016x}" for digest in batch.digests.tolist()],
    }
    several = {
        "freed.": at_horizon, "primary.": of_primary, "level.": levels, "utility.": batch.utility,
        "reservation.": batch.reservation, "surplus.": surplus,
    }  # fmt: skip
    places = dict.fromkeys(several, 0)
    table: _Table = {}
    for name, column in columns_of(compiled):
        if column.each:
            table[name] = several[column.name][:, places[column.name]]
            places[column.name] += 1
        else:
            table[name] = single[name]
    return table


def _write_csv(half: Path, compiled: Compiled, groups: Iterator[_Table]) -> None:
    columns = columns_of(compiled)
    truths = [name for name, column in columns if column.kind == "bool"]
    with half.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow([name for name, _ in columns])
        for table in groups:
            for name in truths:
                table[name] = np.where(table[name], "true", "false")
            columnwise = [one.tolist() if isinstance(one, np.ndarray) else one for one in table.values()]
            writer.writerows(zip(*columnwise, strict=True))


def _parquet_writer(target: Path) -> Callable[[Path, Compiled, Iterator[_Table]], None]:
    """Return what writes Parquet.

    Raises
    ------
    UsageError
        If pyarrow is not installed.
    """
    try:
        import pyarrow as pa
        import pyarrow.parquet as pq
    except ImportError:
        raise UsageError(
            f"{target}: Parquet needs pyarrow, which is not installed; allowed without it: .csv; "
            "to mend it install the extra: pip install 'parley-sim[export]'"
        ) from None
    kinds = {"int64": pa.int64(), "bool": pa.bool_(), "date32": pa.date32(), "string": pa.string(),
             "double": pa.float64()}  # fmt: skip

    def write(half: Path, compiled: Compiled, groups: Iterator[_Table]) -> None:
        fields = [
            pa.field(name, kinds[column.kind], metadata={"unit": column.unit, "meaning": column.meaning})
            for name, column in columns_of(compiled)
        ]
        schema = pa.schema(fields, metadata={"scenario": compiled.name, "scenario_digest": compiled.digest})
        with pq.ParquetWriter(half, schema) as writer:
            for table in groups:
                writer.write_table(pa.table(table, schema=schema))

    return write
