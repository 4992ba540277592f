"""SQLite as the run store uses it: opened safely, and its complaints said in one line."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager

from sim.errors import StoreError

NO_STORE = "found a file that is no run store; allowed: one that `parley ensemble --out` made"
_KEPT = "what was stored stays"
_REASONS = (
    ("SQLITE_FULL", f"the disk is full; {_KEPT}; make room and go on with --resume"),
    ("SQLITE_READONLY", f"may not be written; {_KEPT}; allowed: a file and a folder that may be"),
    ("SQLITE_CANTOPEN", "cannot be opened; allowed: a folder that is there and may be written"),
    ("SQLITE_PERM", "may not be opened; allowed: a file that you may read and write"),
    ("SQLITE_NOTADB", NO_STORE),
    ("SQLITE_CORRUPT", "found a damaged store; what can still be read stays; make a new one in another folder"),
    ("SQLITE_BUSY", "another process is writing to it; wait until it has ended"),
    ("SQLITE_LOCKED", "another process is writing to it; wait until it has ended"),
    ("SQLITE_IOERR", f"the disk failed to read or write; {_KEPT}"),
)


@contextmanager
def explained(where: str) -> Iterator[None]:
    """Say what SQLite complains of in one line.

    Raises
    ------
    StoreError
        Instead of any `sqlite3.Error`.
    """
    try:
        yield
    except sqlite3.Error as problem:
        name = getattr(problem, "sqlite_errorname", "") or ""
        reason = next((text for start, text in _REASONS if name.startswith(start)), f"found {problem}")
        raise StoreError(f"{where}: {reason}") from None


def connected(target: str, where: str, writable: bool) -> sqlite3.Connection:
    """Return a connection to a file or ``file:`` address; an empty one is a database without a name, on disk.

    Raises
    ------
    StoreError
        If it cannot be opened, naming `where`.
    """
    with explained(where or "the temporary store"):
        # Closed by whoever lets go of it last, which may be another thread.
        connection = sqlite3.connect(
            target, uri=target.startswith("file:"), isolation_level=None, check_same_thread=False
        )
        try:
            if writable and target:
                connection.execute("PRAGMA journal_mode = WAL")
                connection.execute("PRAGMA synchronous = FULL")
            else:
                connection.execute("SELECT count(*) FROM sqlite_master").fetchone()
        except BaseException:
            connection.close()
            raise
    return connection
