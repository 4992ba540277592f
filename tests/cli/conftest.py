"""What tests of the command line share: the command as the shell runs it, and how a mistake ends."""

from __future__ import annotations

import signal
import sys
from collections.abc import Callable
from pathlib import Path
from typing import NamedTuple

import pytest

from sim.cli.commands import main

# Whoever runs the tests in the background may have Ctrl-C ignored; the commands that they start must not.
if signal.getsignal(signal.SIGINT) is signal.SIG_IGN:
    signal.signal(signal.SIGINT, signal.default_int_handler)


class Ran(NamedTuple):
    """What a command came to."""

    status: int
    out: str
    err: str


@pytest.fixture
def parley(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Callable[..., Ran]:
    """Return a function that runs the command as the shell does, but for the leave to copy the tests' process."""

    def run(*words: str | Path) -> Ran:
        monkeypatch.setattr(sys, "argv", ["parley", *map(str, words)])
        with pytest.raises(SystemExit) as leaving:
            main()
        written = capsys.readouterr()
        return Ran(int(leaving.value.code or 0), written.out, written.err)

    return run


@pytest.fixture
def refused(parley: Callable[..., Ran]) -> Callable[[str, str], None]:
    """Return a function that tries a mistake: status 2, nothing on standard output, and one line that says a phrase."""

    def check(words: str, phrase: str) -> None:
        ran = parley(*words.split())
        assert (ran.status, ran.out) == (2, "")
        assert len(ran.err.splitlines()) == 1, ran.err
        assert phrase in ran.err

    return check
