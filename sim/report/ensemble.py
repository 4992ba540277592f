"""An ensemble for people: words and tables for the terminal; pictures, each with its data beside it."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path
from typing import Any

from rich.console import Console
from rich.markup import escape
from rich.table import Table

from sim.analysis.intervals import Estimate, share
from sim.analysis.summary import Candidate, Summary
from sim.ensemble.copies import hand_out
from sim.report.figures import MARKS, TABLES, surplus_rows
from sim.report.files import write_csv

# People in the table: those freed in half of the runs or more, but no more and no fewer than this.
MOST_ROWS, FEWEST_ROWS = 30, 10
HALF_WIDTH = 0.01


def write_ensemble(summary: Summary, folder: str | Path, *, copies: int = 1) -> list[Path]:
    """Write every picture of an ensemble as PNG, and what it shows as CSV beside it; return the paths.

    Parameters
    ----------
    summary
        What the runs say.
    folder
        Where; it is made if it is not there.
    copies
        How many copies of this process draw at a time (`sim.ensemble.copies.hand_out`); one is this process alone.

    Raises
    ------
    OSError
        If the folder cannot be made or written.
    """
    from sim.plots.agreement import draw_agreement
    from sim.plots.inclusion import draw_inclusion
    from sim.plots.released import draw_released
    from sim.plots.releases import draw_releases
    from sim.plots.save import save
    from sim.plots.surplus import draw_surplus
    from sim.plots.together import draw_together

    out = Path(folder)
    out.mkdir(parents=True, exist_ok=True)
    drawn: dict[str, Callable[[Summary], Any]] = {
        "inclusion": draw_inclusion, "agreement": draw_agreement, "released": draw_released,
        "releases": draw_releases, "surplus": draw_surplus, "together": draw_together,
    }  # fmt: skip
    paths = {name: out / f"{name}.png" for name in drawn}

    def write(name: str) -> None:
        save(drawn[name](summary), paths[name])

    hand_out([partial(write, name) for name in drawn], copies)
    return [*paths.values()] + [
        write_csv(out / f"{name}.csv", heads, rows(summary)) for name, (heads, rows) in TABLES.items()
    ]


def print_ensemble(summary: Summary, console: Console) -> None:
    """Print what an ensemble says: sentences, who comes home, who gains, and how sure all that is."""
    console.print(summary.title, style="bold", markup=False)
    for line in ensemble_lines(summary):
        console.print(line, markup=False)
    if summary.runs:
        console.print(people_table(summary))
        console.print(surplus_table(summary))
        console.print(enough_line(summary), markup=False)


def ensemble_lines(summary: Summary) -> Iterator[str]:
    """Yield the sentences: agreement, date, wait, number, likeness, places."""
    if not summary.runs:
        yield "No runs."
        return
    yield f"Agreement in {_share(summary.agreement)} of {summary.runs:,} runs (in brackets: 95 % intervals)."
    if not summary.agreements:
        yield f"Nobody was freed within {summary.weeks} weeks in any run."
        return
    early, middle, late = (_day(day) for day in summary.date.values())
    truth = summary.truth
    was = f" (documented: {_day(truth.date)})" if truth and truth.date else ""
    yield f"Primary deal carried out: median {middle}, nine agreements in ten from {early} to {late}{was}."
    wait = summary.restricted_mean()
    yield (
        f"Mean wait for the first release: {wait.estimate:.1f} weeks ({wait.low:.1f} to {wait.high:.1f}), a run "
        f"without agreement counted as {summary.weeks}."
    )
    count = summary.released_count
    was = f" (documented: {truth.people})" if truth and summary.has_list else ""
    yield f"People freed: median {count['median']}, nine runs in ten from {count['q05']} to {count['q95']}{was}."
    overall, given = summary.jaccard, summary.jaccard_given_agreement
    if overall and given:
        yield (
            f"Jaccard index with the documented list: {overall.estimate:.2f} ({overall.low:.2f} to "
            f"{overall.high:.2f}), {given.estimate:.2f} among agreements."
        )
    places = sorted(zip(summary.venue_runs, [*summary.venues.values(), "no venue of its own"]), key=lambda one: -one[0])
    spelled = [f"{name} {count / summary.agreements:.0%}" for count, name in places if count]
    several = int(summary.deals[2:].sum())
    yield f"More than one deal freed somebody in {share(several, summary.agreements).estimate:.0%} of agreements."
    yield f"Where the primary deal took place: {', '.join(spelled)}."


def likeliest(summary: Summary) -> list[Candidate]:
    """Return whom a table names: those freed in half of the runs or more, but neither too few nor too many."""
    shares = summary.inclusion
    ordered = sorted(summary.candidates, key=lambda one: -shares[one.id].estimate)
    likely = [one for one in ordered if shares[one.id].estimate >= 0.5]
    rows = ordered[: min(MOST_ROWS, max(FEWEST_ROWS, len(likely)))]
    return [one for one in rows if shares[one.id].estimate > 0.0]


def people_table(summary: Summary) -> Table:
    """Return those likeliest to be freed, with intervals; the documented ones are marked."""
    shares, rows = summary.inclusion, likeliest(summary)
    table = Table(title=f"Who comes home ({_rest(summary, rows)})", title_justify="left")
    for head in ("who", "held by", "share of runs", "95 % interval"):
        table.add_column(head, justify="right" if head[0] in "s9" else "left")
    if summary.has_list:
        table.add_column("documented")
    for one in rows:
        found = shares[one.id]
        many = f" ({one.people} people)" if one.people > 1 else ""
        cells = [escape(one.name + many), escape(summary.parties[one.custodian]), f"{found.estimate:.0%}"]
        cells.append(f"{found.low:.0%} to {found.high:.0%}")
        table.add_row(*cells, *(["yes" if one.on_record else "no"] if summary.has_list else []))
    return table


def _rest(summary: Summary, rows: list[Candidate]) -> str:
    ever = int((summary.freed > 0).sum())
    return f"{len(rows)} of {ever} who were ever freed, of {len(summary.candidates)} candidates"


def surplus_table(summary: Summary) -> Table:
    """Return quantiles of each party's surplus, and in what share of runs it lost."""
    table = Table(title="What each party makes of it (surplus, in utility)", title_justify="left")
    table.add_column("party")
    for head in ("5 %", "median", "95 %", "lost in"):
        table.add_column(head, justify="right")
    places = [1 + list(MARKS).index(name) for name in ("q05", "median", "q95")]
    for row in surplus_rows(summary):
        cells = [f"{row[place]:+.2f}" for place in places]
        table.add_row(escape(summary.parties[row[0]]), *cells, f"{row[1 + len(MARKS)]:.0%}")
    return table


def enough_line(summary: Summary) -> str:
    """Return how sure the share of agreements is, and how many runs would give a point either way."""
    _, low, high = summary.agreement
    needed = summary.runs_needed(HALF_WIDTH)
    now = f"With {summary.runs:,} runs the share of agreements is known to ±{50.0 * (high - low):.1f} points"
    if needed <= summary.runs:
        return f"{now}; {needed:,} would do for ±{100 * HALF_WIDTH:g}."
    return f"{now}; for ±{100 * HALF_WIDTH:g} play about {needed:,}."


def _share(one: Estimate) -> str:
    return f"{one.estimate:.1%} ({one.low:.1%} to {one.high:.1%})"


def _day(day: dt.date | None) -> str:
    return f"{day.day} {day:%B %Y}" if day else ""
