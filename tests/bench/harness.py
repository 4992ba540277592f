"""How measurements are made: paired repetitions, medians and ratios with their spread, a table, a file.

Two pieces of work are compared in one repetition, one after the other, so that whatever else the
machine does falls on both; the ratio of a repetition is taken before the median over repetitions.
A figure without a peer is a median with its least and most. Nothing here is a verdict.
"""

from __future__ import annotations

import csv
import math
import os
import statistics
import subprocess
import sys
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

OUT = Path("out") / "bench"


@dataclass(frozen=True)
class Spread:
    """Median, least and most of some repetitions."""

    median: float
    least: float
    most: float

    @classmethod
    def of(cls, values: Sequence[float]) -> Spread:
        return cls(statistics.median(values), min(values), max(values))

    @classmethod
    def counted(cls, value: float) -> Spread:
        """Return what was counted or fitted, not sampled."""
        return cls(value, value, value)

    def __str__(self) -> str:
        if self.least == self.most:
            return short(self.median)
        return f"{short(self.median)} ({short(self.least)} to {short(self.most)})"


@dataclass(frozen=True)
class Figure:
    """One line of the table.

    `goal` is in the unit of the figure; `at_least` says on which side of it one wants to be.
    `figure` is a key for a picture: a group of bars, or a curve whose points have a `size`.
    """

    what: str
    spread: Spread
    unit: str
    goal: float | None = None
    at_least: bool = True
    group: str = ""
    size: float | None = None

    @property
    def reached(self) -> str:
        """Return whether the median reaches the goal, in a word."""
        if self.goal is None:
            return ""
        return "reached" if (self.spread.median >= self.goal) == self.at_least else "missed"


@dataclass
class Figures:
    """What a session of benchmarks has measured so far."""

    rows: list[Figure] = field(default_factory=list)

    def add(self, *rows: Figure) -> None:
        """Keep figures, and show them at once."""
        for row in rows:
            self.rows.append(row)
            sys.stdout.write(f"\n{line(row)}")
        sys.stdout.flush()

    def table(self) -> str:
        """Return all figures as lines, each group under its name."""
        lines = [f"{'':<68}{'median (least to most)':<36}{'unit':<16}goal"]
        group = None
        for row in self.rows:
            if row.group != group:
                group = row.group
                lines.append(group)
            lines.append(line(row))
        return "\n".join(lines)

    def write(self, folder: Path = OUT) -> Path:
        """Write all figures as CSV; return the file."""
        folder.mkdir(parents=True, exist_ok=True)
        path = folder / "figures.csv"
        with path.open("w", newline="", encoding="utf-8") as file:
            writer = csv.writer(file)
            writer.writerow("group what size median least most unit goal at_least reached".split())
            for row in self.rows:
                spread = (row.spread.median, row.spread.least, row.spread.most)
                writer.writerow([row.group, row.what, row.size, *spread, row.unit, row.goal, row.at_least, row.reached])
        return path


def short(value: float) -> str:
    """Return a number with three figures and a comma for thousands."""
    if value == 0 or not math.isfinite(value):
        return f"{value:g}"
    digits = 2 - math.floor(math.log10(abs(value)))
    return f"{round(value, digits):,.{max(0, digits)}f}"


def line(row: Figure) -> str:
    """Return one figure as a line."""
    sign = "at least " if row.at_least else "at most "
    goal = "" if row.goal is None else f"{sign}{short(row.goal)}: {row.reached}"
    return f"  {row.what:<66}{row.spread!s:<36}{row.unit:<16}{goal}"


WALL, CORE = time.perf_counter, time.process_time
"""Clocks: on the wall, and what the processor spent on this process, which other work does not stretch."""


def seconds(work: Callable[[], object], clock: Callable[[], float] = WALL) -> float:
    """Return how long one piece of work takes."""
    start = clock()
    work()
    return clock() - start


def paired(
    works: Mapping[str, Callable[[], object]], repeats: int = 5, clock: Callable[[], float] = WALL
) -> dict[str, list[float]]:
    """Return the seconds of each work in each repetition.

    Every work is done once without counting, so that nothing is compiled or imported in a measured
    one; then all in turn, the order reversed in every other repetition.
    """
    for work in works.values():
        work()
    times: dict[str, list[float]] = {name: [] for name in works}
    for repeat in range(repeats):
        for name in list(works)[:: 1 if repeat % 2 == 0 else -1]:
            times[name].append(seconds(works[name], clock))
    return times


def rate(times: Sequence[float], units: float = 1.0) -> Spread:
    """Return units a second."""
    return Spread.of([units / each for each in times])


def ratio(slow: Sequence[float], fast: Sequence[float], slow_units: float = 1.0, fast_units: float = 1.0) -> Spread:
    """Return how many times as fast the second is, repetition by repetition, for a unit of work each."""
    return Spread.of([(one / slow_units) / (other / fast_units) for one, other in zip(slow, fast)])


def enough(work: Callable[[int], object], least_seconds: float = 0.3, most: int = 100_000) -> int:
    """Return for how many units the work takes long enough to be timed; once is always enough."""
    work(1)
    count = 1
    while count < most:
        took = seconds(lambda: work(count))  # noqa: B023 - called at once
        if took >= least_seconds:
            break
        count = min(most, max(count + 1, round(count * min(10.0, 1.2 * least_seconds / max(took, 1e-9)))))
    return count


def slope(sizes: Sequence[float], times: Sequence[float]) -> float:
    """Return the exponent with which time grows with size: least squares in logarithms; 1 is linear."""
    x, y = [math.log(size) for size in sizes], [math.log(each) for each in times]
    middle_x, middle_y = statistics.fmean(x), statistics.fmean(y)
    return sum((a - middle_x) * (b - middle_y) for a, b in zip(x, y)) / sum((a - middle_x) ** 2 for a in x)


def in_a_child(script: str, *arguments: str) -> tuple[float, str]:
    """Run Python afresh on a script; return the seconds from start to end, and what it printed."""
    start = time.perf_counter()
    done = subprocess.run(
        [sys.executable, "-c", script, *arguments], check=True, capture_output=True, text=True, env=dict(os.environ)
    )
    return time.perf_counter() - start, done.stdout


# On Linux what getrusage tells is handed down from the parent that started the child; the status file is its own.
PEAK = """
import resource, sys
from pathlib import Path
status = Path("/proc/self/status")
if status.exists():
    peak = 1024 * next(int(l.split()[1]) for l in status.read_text().splitlines() if l.startswith("VmHWM:"))
else:
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * (1 if sys.platform == "darwin" else 1024)
sys.stdout.write(str(peak))
"""


def peak_bytes(script: str, *arguments: str) -> float:
    """Return the peak memory of a child that runs a script."""
    return float(in_a_child(script + PEAK, *arguments)[1])
