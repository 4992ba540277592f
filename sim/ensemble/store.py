"""The run store: one SQLite file with the plan of an ensemble and every run's results.

Written by one process, a chunk of runs in each transaction, in WAL mode with full synchronisation: once
`add` has returned, the runs outlive a killed process and a power cut. Reading never changes the file.
"""

from __future__ import annotations

import hashlib
import json
import sqlite3
import weakref
from collections.abc import Iterator
from contextlib import closing, contextmanager, suppress
from dataclasses import replace
from pathlib import Path
from urllib.parse import quote

from sim.ensemble.batch import Batch
from sim.ensemble.chunk import Chunk
from sim.ensemble.database import NO_STORE, connected, explained
from sim.ensemble.plan import Plan
from sim.errors import StoreError
from sim.scenario.compile import Compiled

SCHEMA = 1
"""Version of the tables."""
APPLICATION = int.from_bytes(b"PRLY", "big")
"""Marks the file as ours (SQLite's application_id)."""

_TABLES = (
    "CREATE TABLE plan (key TEXT PRIMARY KEY, value TEXT NOT NULL) WITHOUT ROWID",
    "CREATE TABLE chunk (first INTEGER PRIMARY KEY, count INTEGER NOT NULL, data BLOB NOT NULL)",
    f"PRAGMA application_id = {APPLICATION}",
    f"PRAGMA user_version = {SCHEMA}",
)
_TWO_WRITERS = "another process writes to the same store; let only one do so"


class Store:
    """Runs of one plan, on disk.

    Made by `Store.create`, `Store.open` or, for as long as it is in use and without a name, `Store.passing`.

    Examples
    --------
    >>> from sim.ensemble.worker import play_chunk
    >>> from sim.scenario.compile import compile_scenario
    >>> from sim.scenario.load import load
    >>> plan = Plan.of(compile_scenario(load("ring")), 0, 10)
    >>> store = Store.passing(plan)
    >>> store.add(play_chunk(plan.job, 4, 3))
    >>> len(store), list(store.missing())
    (3, [range(0, 4), range(7, 10)])
    """

    def __init__(self, connection: sqlite3.Connection, where: str, plan: Plan, beside: str, writable: bool) -> None:
        self._connection = connection
        self._writable = writable
        self.where = where
        self.plan = plan
        self.beside = beside
        self._finish = weakref.finalize(self, connection.close)

    @classmethod
    def passing(cls, plan: Plan) -> Store:
        """Return a store without a name; it lies on disk, so that memory stays flat, and vanishes when closed."""
        return cls._made(connected("", "", True), "the temporary store", plan, "")

    @classmethod
    def create(cls, path: Path, plan: Plan, beside: str = "") -> Store:
        """Make a new store.

        Parameters
        ----------
        path
            Where; no store may be there yet.
        plan
            What will be played.
        beside
            A text that is kept with it and never read here.

        Raises
        ------
        StoreError
            If there is a store already, or none can be made there.
        """
        if Store.is_there(path):
            raise StoreError(f"{path}: found a store; allowed: a new folder, or --resume to go on with this one")
        return cls._made(connected(str(path), str(path), True), str(path), plan, beside)

    @classmethod
    def _made(cls, connection: sqlite3.Connection, where: str, plan: Plan, beside: str) -> Store:
        with explained(where):
            connection.execute("BEGIN IMMEDIATE")
            for statement in _TABLES:
                connection.execute(statement)
            rows = [("plan", json.dumps(plan.as_record())), ("beside", beside)]
            connection.executemany("INSERT INTO plan VALUES (?, ?)", rows)
            connection.execute("COMMIT")
        return cls(connection, where, plan, beside, True)

    @classmethod
    def open(cls, path: Path, *, writable: bool = False) -> Store:
        """Open a store that is there.

        Raises
        ------
        StoreError
            If there is none, it is not one, is damaged, or of another format.
        """
        where = str(path)
        if not path.is_file():
            found = "a folder" if path.is_dir() else "no such file"
            raise StoreError(f"{where}: found {found}; allowed: a run store, such as out/runs.sqlite")
        if writable:
            connection = connected(where, where, True)
        else:
            try:
                connection = connected(f"file:{quote(where)}?mode=ro", where, False)
            except StoreError:
                if Path(where + "-wal").exists():
                    raise
                # A folder in which nothing may be written: nobody can be changing the file either.
                connection = connected(f"file:{quote(where)}?mode=ro&immutable=1", where, False)
        try:
            return cls._read(connection, where, writable)
        except StoreError:
            connection.close()
            raise

    @classmethod
    def _read(cls, connection: sqlite3.Connection, where: str, writable: bool) -> Store:
        with explained(where):
            application = connection.execute("PRAGMA application_id").fetchone()[0]
            schema = connection.execute("PRAGMA user_version").fetchone()[0]
            if application != APPLICATION:
                raise StoreError(f"{where}: {NO_STORE}")
            if schema != SCHEMA:
                raise StoreError(f"{where}: found format {schema}; allowed: {SCHEMA}; use the Parley that made it")
            kept = dict(connection.execute("SELECT key, value FROM plan"))
        try:
            plan = Plan.from_record(json.loads(kept["plan"]))
        except (ValueError, KeyError, TypeError) as problem:
            raise StoreError(f"{where}: found a damaged plan ({problem}); make a new store") from None
        return cls(connection, where, plan, kept.get("beside", ""), writable)

    @staticmethod
    def is_there(path: Path) -> bool:
        """Return whether something is there already; a file without any table is a store that was never made."""
        if not path.exists():
            return False
        connection = connected(f"file:{quote(str(path))}?mode=ro", str(path), False)
        try:
            with explained(str(path)):
                return bool(connection.execute("SELECT count(*) FROM sqlite_master").fetchone()[0])
        finally:
            connection.close()

    def close(self) -> None:
        """Close it; a store that was written becomes one plain file, readable where nothing may be written."""
        if self._writable and self._finish.alive:
            # Where somebody is reading, or the disk is full, the -wal file stays, and holds what is missing.
            with suppress(sqlite3.Error):
                self._connection.execute("PRAGMA journal_mode = DELETE")
        self._finish()

    @classmethod
    def resumed(cls, path: Path) -> Store | None:
        """Open a store to go on with; None if none is there yet."""
        return cls.open(path, writable=True) if cls.is_there(path) else None

    def go_on(self, plan: Plan) -> None:
        """Make ready to play what is missing of a plan; chunks that are damaged are dropped, to be played again.

        Raises
        ------
        StoreError
            If the store belongs to another plan.
        """
        different = self.plan.difference(plan)
        if different:
            raise StoreError(f"{self.where}: {different}; allowed: the same again, or another folder")
        if plan.shard != self.plan.shard:
            found, asked = ("/".join(map(str, one.shard)) for one in (self.plan, plan))
            raise StoreError(f"{self.where}: found shard {found}; asked for shard {asked}; take another folder")
        self._extend(plan.runs)
        self.drop_damaged()

    def _extend(self, runs: int) -> None:
        """Wish for more runs than before."""
        if runs == self.plan.runs:
            return
        if self.plan.shard != (1, 1):
            part, parts = self.plan.shard
            raise StoreError(f"{self.where}: found shard {part}/{parts} of {self.plan.runs} runs; asked for {runs}")
        last = self._one("SELECT coalesce(max(first + count), 0) FROM chunk")
        if runs < last:
            raise StoreError(f"{self.where}: found {last} runs; asked for {runs}; allowed: {last} or more")
        plan = replace(self.plan, runs=runs)
        with self._transaction():
            record = json.dumps(plan.as_record())
            self._connection.execute("UPDATE plan SET value = ? WHERE key = 'plan'", (record,))
        self.plan = plan

    def add(self, chunk: Chunk) -> None:
        """Store some runs; when this returns they are safe.

        Raises
        ------
        StoreError
            If one of them is stored already, or does not belong here, or they cannot be written.
        """
        span, after = self.plan.span, chunk.first + chunk.count
        if chunk.count < 1 or chunk.first < span.start or after > span.stop:
            raise StoreError(f"{self.where}: found runs {chunk.first} to {after - 1}; allowed: {_said(span)}")
        with self._transaction():
            before = self._connection.execute(
                "SELECT first, count FROM chunk WHERE first < ? ORDER BY first DESC LIMIT 1", (after,)
            ).fetchone()
            if before is not None and before[0] + before[1] > chunk.first:
                raise StoreError(f"{self.where}: run {max(before[0], chunk.first)} is stored already; {_TWO_WRITERS}")
            self._connection.execute("INSERT INTO chunk VALUES (?, ?, ?)", (chunk.first, chunk.count, chunk.data))

    @contextmanager
    def _transaction(self) -> Iterator[None]:
        with explained(self.where):
            self._connection.execute("BEGIN IMMEDIATE")
            try:
                yield
                self._connection.execute("COMMIT")
            except BaseException:
                if self._connection.in_transaction:
                    self._connection.execute("ROLLBACK")
                raise

    def _one(self, query: str) -> int:
        with explained(self.where):
            return int(self._connection.execute(query).fetchone()[0])

    def __len__(self) -> int:
        """Return how many runs are stored."""
        return self._one("SELECT coalesce(sum(count), 0) FROM chunk")

    @property
    def is_complete(self) -> bool:
        """Return whether every run of the plan is stored."""
        return len(self) == len(self.plan.span)

    def spans(self) -> Iterator[range]:
        """Yield the numbers of the runs of each chunk, in order."""
        with explained(self.where):
            for first, count in self._connection.execute("SELECT first, count FROM chunk ORDER BY first"):
                yield range(first, first + count)

    def missing(self) -> Iterator[range]:
        """Yield the numbers of runs that are not stored yet, in order, as few ranges as there are gaps."""
        at = self.plan.span.start
        for span in self.spans():
            if span.start > at:
                yield range(at, span.start)
            at = span.stop
        if at < self.plan.span.stop:
            yield range(at, self.plan.span.stop)

    def chunks(self) -> Iterator[Chunk]:
        """Yield all that is stored, in order of run.

        Raises
        ------
        StoreError
            If it cannot be read.
        """
        with explained(self.where):
            for first, count, data in self._connection.execute("SELECT first, count, data FROM chunk ORDER BY first"):
                yield Chunk(first, count, data)

    def batches(self, compiled: Compiled) -> Iterator[Batch]:
        """Yield all that is stored as arrays, in order of run.

        Raises
        ------
        StoreError
            If some are damaged.
        """
        for chunk in self.chunks():
            with self._readable():
                batch = chunk.batch(compiled)
            yield batch

    def run(self, number: int) -> bytes:
        """Return one run as `Batch.encode` wrote it.

        Raises
        ------
        StoreError
            If it is not stored, or damaged.
        """
        query = "SELECT first, count, data FROM chunk WHERE first <= ? ORDER BY first DESC LIMIT 1"
        with explained(self.where):
            found = self._connection.execute(query, (number,)).fetchone() if number >= 0 else None
        if found is None or number >= found[0] + found[1]:
            raise StoreError(f"{self.where}: found no run {number}; allowed: {_said(self.plan.span)}, once played")
        with self._readable():
            return Chunk(*found).runs()[number - int(found[0])]

    def digest(self) -> str:
        """Return the SHA-256 over all stored results in order of run, in hexadecimal.

        Raises
        ------
        StoreError
            If some are damaged.
        """
        whole = hashlib.sha256()
        for chunk in self.chunks():
            with self._readable():
                whole.update(chunk.body())
        return whole.hexdigest()

    def copy(self, path: Path) -> None:
        """Copy all that is stored to a new file.

        Raises
        ------
        StoreError
            If it cannot be read or written.
        """
        with explained(str(path)), closing(connected(str(path), str(path), True)) as target:
            self._connection.backup(target)
            target.execute("PRAGMA journal_mode = DELETE")

    def drop_damaged(self) -> int:
        """Forget chunks whose bytes are damaged, to be played again; return how many runs that makes."""
        damaged = []
        for chunk in self.chunks():
            try:
                chunk.body()
            except ValueError:
                damaged.append(chunk)
        if damaged:
            with self._transaction():
                self._connection.executemany("DELETE FROM chunk WHERE first = ?", [(one.first,) for one in damaged])
        return sum(chunk.count for chunk in damaged)

    @contextmanager
    def _readable(self) -> Iterator[None]:
        try:
            yield
        except ValueError as problem:
            raise StoreError(f"{self.where}: {problem}; `parley ensemble --resume` plays them again") from None


def _said(span: range) -> str:
    return f"runs {span.start} to {span.stop - 1}"
