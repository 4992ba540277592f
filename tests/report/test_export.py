"""Runs as a table: the same in both formats, documented, whole or not there at all."""

from __future__ import annotations

import csv
import datetime as dt
import sys
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pyarrow.parquet as pq
import pytest

from sim.ensemble.batch import Batch
from sim.errors import UsageError
from sim.report import export
from sim.report.export import COLUMNS, columns_of, columns_table, export_runs
from tests.support.batches import PEOPLE, made_up, scenario

WORLD = scenario()
DOCS = Path(__file__).parents[2] / "sim" / "docs" / "results.md"


def batches(*sizes: int) -> Iterator[Batch]:
    """Yield made-up batches of these sizes, one after the other."""
    first = 0
    for size in sizes:
        yield made_up(WORLD, 4, size, first=first)
        first += size


def parsed(kind: str, text: str) -> object:
    """Return a cell of a CSV as a value of its column's type."""
    if not text:
        return None
    return {
        "int64": int, "double": float, "string": str, "date32": dt.date.fromisoformat,
        "bool": {"true": True, "false": False}.__getitem__,
    }[kind](text)  # fmt: skip


def read_csv(path: Path) -> list[dict[str, object]]:
    """Return the rows of a CSV with the types of their columns."""
    kinds = {name: column.kind for name, column in columns_of(WORLD)}
    with path.open(encoding="utf-8", newline="") as file:
        return [{name: parsed(kinds[name], cell) for name, cell in row.items()} for row in csv.DictReader(file)]


def test_both_formats_hold_the_same(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Value by value, whatever the sizes of batches and of groups."""
    monkeypatch.setattr(export, "GROUP", 16)
    one = export_runs(batches(5, 40, 1, 9), WORLD, tmp_path / "runs.parquet")
    other = export_runs(batches(55), WORLD, tmp_path / "runs.csv")
    rows = pq.read_table(one).to_pylist()
    assert rows == read_csv(other)
    assert [row["run"] for row in rows] == list(range(55))
    assert pq.ParquetFile(one).num_row_groups > 2


def test_every_value_is_the_batch_s(tmp_path: Path) -> None:
    """Run by run, by its definition."""
    (batch,) = batches(80)
    rows = pq.read_table(export_runs([batch], WORLD, tmp_path / "runs.parquet")).to_pylist()
    for n, row in enumerate(rows):
        sizes = {name: 3 if name == "cy" else 1 for name in PEOPLE}
        deals = [
            {name for name in PEOPLE if batch.released[n, d, WORLD.index.assets.index(name)]}
            for d in range(batch.deals.shape[1])
        ]
        counts = [sum(sizes[name] for name in deal) for deal in deals]
        primary = counts.index(max(counts))
        executed = int((batch.deals[n, :, 1] >= 0).sum())
        assert row["agreement"] is (max(counts) > 0)
        assert (row["deals"], row["primary_count"], row["released_count"]) == (executed, max(counts), sum(counts))
        assert {name for name in PEOPLE if row[f"freed.{name}"]} == set().union(*deals)
        assert {name for name in PEOPLE if row[f"primary.{name}"]} == deals[primary]
        assert row["level.relief"] == batch.released[n, :, WORLD.index.assets.index("relief")].sum()
        agreed, week, venue = batch.deals[n, primary, :3]
        if not row["agreement"]:
            assert {row[name] for name in ("date", "accepted", "venue", "guarantor", "proposer")} == {None}
        else:
            assert row["date"] == WORLD.date_of(week)
            assert row["accepted"] == WORLD.date_of(agreed)
            assert row["venue"] == (WORLD.index.venues[venue] if venue >= 0 else None)
            assert (row["guarantor"], row["proposer"]) == (None, "ALFA")
        for p, party in enumerate(WORLD.index.parties):
            assert row[f"utility.{party}"] == batch.utility[n, p]
            gain = batch.utility[n, p] - batch.reservation[n, p]
            assert row[f"surplus.{party}"] == (gain if executed else 0.0)
        assert int(str(row["acts"]), 16) == batch.digests[n]


def test_every_column_is_documented_and_no_other() -> None:
    """The page holds the table as it is made from the columns."""
    assert columns_table() in DOCS.read_text(encoding="utf-8")
    assert {column for _, column in columns_of(WORLD)} == set(COLUMNS)
    assert len({name for name, _ in columns_of(WORLD)}) == len(columns_of(WORLD))


def test_a_parquet_file_explains_itself(tmp_path: Path) -> None:
    """Units and meanings are in its schema; the scenario too."""
    schema = pq.read_schema(export_runs(batches(1), WORLD, tmp_path / "runs.parquet"))
    assert schema.metadata[b"scenario"] == b"made_up"
    for name, column in columns_of(WORLD):
        assert schema.field(name).metadata[b"unit"].decode() == column.unit


@pytest.mark.parametrize("suffix", [".csv", ".parquet"])
def test_no_runs_make_a_table_with_heads_alone(suffix: str, tmp_path: Path) -> None:
    """And an empty batch adds nothing."""
    for number, given in enumerate(([], [Batch.empty(WORLD, 0, 0)])):
        path = export_runs(given, WORLD, tmp_path / f"{number}{suffix}")
        if suffix == ".csv":
            assert path.read_text().splitlines() == [",".join(name for name, _ in columns_of(WORLD))]
        else:
            assert pq.read_table(path).num_rows == 0


@pytest.mark.parametrize("suffix", [".csv", ".parquet"])
def test_an_interrupt_leaves_no_half_written_file(suffix: str, tmp_path: Path) -> None:
    """The old one stays."""
    path = tmp_path / f"runs{suffix}"
    path.write_text("old")

    def interrupted() -> Iterator[Batch]:
        yield from batches(20)
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        export_runs(interrupted(), WORLD, path)
    assert path.read_text() == "old"
    assert list(tmp_path.iterdir()) == [path]


def test_another_suffix_or_no_pyarrow_is_one_clear_line(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Before anything is written or played."""

    def never() -> Iterator[Batch]:
        raise AssertionError("no run was asked for")
        yield

    with pytest.raises(UsageError, match=r"found the suffix '\.xlsx'; allowed: \.parquet, \.csv"):
        export_runs(never(), WORLD, tmp_path / "runs.xlsx")
    monkeypatch.setitem(sys.modules, "pyarrow", None)
    with pytest.raises(UsageError, match=r"needs pyarrow, which is not installed; .*parley-sim\[export\]"):
        export_runs(never(), WORLD, tmp_path / "runs.parquet")
    assert list(tmp_path.iterdir()) == []


def test_memory_does_not_grow_with_runs(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """No more rows than a group has, and the batch that filled it, are held at once."""
    monkeypatch.setattr(export, "GROUP", 50)
    taken, seen = [0], []

    def counted() -> Iterator[Batch]:
        for batch in batches(*[20] * 30):
            taken[0] += 20
            yield batch

    plain = export._joined

    def watched(tables: list[dict[str, list[object]]]) -> dict[str, list[object]]:
        seen.append(sum(len(table["run"]) for table in tables))
        return plain(tables)

    monkeypatch.setattr(export, "_joined", watched)
    export_runs(counted(), WORLD, tmp_path / "runs.csv")
    assert (taken[0], sum(seen)) == (600, 600)
    assert max(seen) <= 70
    assert np.min(seen[:-1]) >= 50
