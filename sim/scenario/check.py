"""All problems of several scenario files, without stopping at the first."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

from sim.errors import Problem, ScenarioError, UnknownNameError
from sim.scenario.load import load


def check(files: Iterable[str | Path]) -> list[Problem]:
    """Return every problem of every file, in the order of the files; empty if all are sound.

    Examples
    --------
    >>> check(["ring"])
    []
    """
    problems: dict[Problem, None] = {}
    for file in files:
        try:
            load(file)
        except ScenarioError as error:
            problems |= dict.fromkeys(error.problems)
        except UnknownNameError as error:
            allowed = "allowed: a file, or an id from `parley list`"
            found = "found a folder" if Path(file).is_dir() else "found no such file or scenario"
            problems[Problem(str(file), None, None, "", found, allowed, error.likeliest)] = None
    return list(problems)
