"""Scores of a reproduction and of its robustness, told as tables."""

from __future__ import annotations

from rich.markup import escape
from rich.table import Table

from sim.analysis.intervals import Estimate
from sim.analysis.reproduction import Reproduction
from sim.analysis.robustness import Robustness

MOST_ROWS = 12


def _span(one: Estimate | None) -> str:
    return "-" if one is None else f"{one.estimate:.2f} ({one.low:.2f} to {one.high:.2f})"


def scores_table(found: Reproduction) -> Table:
    """Return the score of each version of a scenario, with 95 % intervals, and of what needs no model."""
    table = Table(
        title=f"{escape(found.scenario)}: {found.runs} runs of seed {found.seed} beside the people on record "
        "(Jaccard index, 95 % intervals)",
        title_justify="left",
    )
    for head in (
        "version",
        "agreement",
        "given agreement",
        "overall",
        "centre",
        "not as on record",
    ):
        table.add_column(head)
    for one in found.scores:
        wrong = [f"-{name}" for name in one.missed] + [f"+{name}" for name in one.extra]
        table.add_row(
            escape(one.name), _span(one.agreement), _span(one.given), _span(one.overall), f"{one.centre:.2f}",
            escape(", ".join(wrong)) or "as on record",
        )  # fmt: skip
    table.add_row(
        "naive rule", "-", f"{found.naive:.2f}", f"{found.naive:.2f}", "-", "own nationals, the named, severity"
    )
    if found.shuffled:
        worst, best = min(found.shuffled), max(found.shuffled)
        middle = sum(found.shuffled) / len(found.shuffled)
        table.add_row("facts shuffled", "-", f"{middle:.2f} ({worst:.2f} to {best:.2f}, all shuffles)", "-", "-", "")
    return table


def seeds_line(found: Reproduction) -> str:
    """Return in a sentence how many seeds are exact, and how many near in time."""
    return (
        f"First runs of seeds 1 to {found.seeds}: {found.exact / found.seeds:.0%} free exactly the people on record, "
        f"{found.near / found.seeds:.0%} are executed within 8 weeks of the documented day."
    )


def robustness_table(found: Robustness) -> Table:
    """Return the coefficients whose change moves somebody, those that move the fewest people first."""
    moved = [one for one in found.changes if not one.unmoved]
    table = Table(
        title=f"{escape(found.scenario)}: changes of one coefficient by {found.by:.0%} that move somebody "
        f"({len(moved)} of {len(found.changes)})",
        title_justify="left",
    )
    for head in ("coefficient", "changed by", "freed as well", "freed no longer"):
        table.add_column(head)
    for one in sorted(moved, key=lambda one: (len(one.more) + len(one.fewer), one.path)):
        table.add_row(
            escape(one.path), f"{one.factor - 1.0:+.0%}", escape(", ".join(one.more)) or "-",
            escape(", ".join(one.fewer)) or "-" if one.agreement else "everybody: no agreement",
        )  # fmt: skip
    return table


def robustness_lines(found: Robustness) -> list[str]:
    """Return what the table says, in sentences."""
    lines = [f"The same people are freed under {found.share:.0%} of {len(found.changes)} changes."]
    if found.exact is not None:
        beside = "exactly those on record" if found.exact else "not exactly those on record"
        lines.append(f"At the centre {beside}; exact under {found.share_exact:.0%} of the changes.")
    first = list(found.flips().items())[:MOST_ROWS]
    if first:
        lines.append("Who flips most often: " + ", ".join(f"{name} ({count})" for name, count in first) + ".")
    return lines
