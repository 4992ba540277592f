"""A comparison in words and tables: the answer, made from its figures, for the terminal and the page."""

from __future__ import annotations

import math
from collections.abc import Iterator

from rich.markup import escape
from rich.table import Table

from sim.analysis.compare import Compared, Comparison
from sim.analysis.paired import Difference
from sim.report.captions import spelled

NOTHING = "no detectable change"
MOST_PEOPLE = 8
"""Persons whom a table in the terminal names for each variant."""
EXPECTED = {"same": NOTHING, "more": "more", "less": "less"}


def points(found: Difference) -> str:
    """Return a difference of shares in percentage points, with its interval.

    >>> points(Difference(-0.123, -0.2, -0.05, 0.0))
    '−12.3 (−20.0 to −5.0)'
    """
    return _signed(found, 100.0, 1)


def amount(found: Difference, digits: int = 1) -> str:
    """Return a difference in its own units, with its interval.

    >>> amount(Difference(0.0, 0.0, 0.0, 1.0))
    '0.0 (0.0 to 0.0)'
    """
    return _signed(found, 1.0, digits)


def _signed(found: Difference, scale: float, digits: int) -> str:
    def one(value: float) -> str:
        if not math.isfinite(value):
            return "?"
        text = f"{scale * value:+.{digits}f}"
        zero = f"{0.0:.{digits}f}"
        return zero if text[1:] == zero else text.replace("-", "−")

    return f"{one(found.estimate)} ({one(found.low)} to {one(found.high)})"


def names_of(comparison: Comparison) -> dict[str, str]:
    """Return the names of all persons and parties of all sides, by id."""
    found: dict[str, str] = {}
    for side in (comparison.base, *(one.side for one in comparison.variants)):
        scenario = side.compiled.scenario
        found |= {name: one.name for name, one in scenario.assets.items() if name not in found}
        found |= {name: one.name or name for name, one in scenario.parties.items() if name not in found}
    return found


def moved(one: Compared, kind: str = "inclusion") -> list[str]:
    """Return whose figures changed detectably, the largest change first."""
    figures = one.inclusion if kind == "inclusion" else one.surplus
    found = [name for name in figures if one.direction(name) != "same"]
    return sorted(found, key=lambda name: -abs(figures[name].estimate))


def answer(comparison: Comparison, one: Compared) -> Iterator[str]:
    """Yield what a variant changes, in sentences."""
    names, runs = names_of(comparison), comparison.runs
    base, share = comparison.base.outcomes.agrees.mean(), one.side.outcomes.agrees.mean()
    if one.agreement.low == one.agreement.high == 0.0 and not one.changed:
        yield "It is the same scenario: nothing differs in any run."
        return
    if one.direction("agreement") == "same":
        yield (
            f"Whether there is an agreement shows {NOTHING}: {share:.0%} of {runs:,} runs instead of {base:.0%} "
            f"({points(one.agreement)} percentage points)."
        )
    else:
        word = "Fewer" if one.agreement.estimate < 0.0 else "More"
        yield (
            f"{word} runs end in an agreement: {share:.0%} instead of {base:.0%}, {points(one.agreement)} "
            "percentage points."
        )
    if one.direction("weeks") == "same":
        yield f"The wait shows {NOTHING} ({amount(one.weeks)} weeks)."
    else:
        word = "longer" if one.weeks.estimate > 0.0 else "shorter"
        yield f"The wait is {word}: {amount(one.weeks)} weeks, a run without agreement counted as the whole horizon."
    for sign, words in ((1.0, "come home more often"), (-1.0, "come home less often")):
        who = [name for name in moved(one) if sign * one.inclusion[name].estimate > 0.0]
        if who:
            told = [f"{names[name]} ({points(one.inclusion[name]).split(' ')[0]})" for name in who]
            yield f"In percentage points of runs, {words}: {spelled(told, MOST_PEOPLE)}."
    if not moved(one):
        yield f"For every person: {NOTHING}."
    for sign, words in ((1.0, "Better off"), (-1.0, "Worse off")):
        who = [name for name in moved(one, "surplus") if sign * one.surplus[name].estimate > 0.0]
        if who:
            yield f"{words}: {spelled([names[name] for name in who], 12)}."
    yield _flipped(one, runs)


def _flipped(one: Compared, runs: int) -> str:
    if not one.flipped:
        who = f"; in {one.changed:,} of {runs:,} it frees other people" if one.changed else ""
        return f"No run has an agreement on one side alone{who}."
    return (
        f"Of {runs:,} paired runs {len(one.lost):,} lose their agreement and {len(one.gained):,} find one; "
        f"{one.changed:,} free other people."
    )


def expectations(comparison: Comparison, one: Compared) -> Iterator[tuple[str, str, str, str, str]]:
    """Yield each expectation: figure, what the facts suggest, what was found, whether they agree, why."""
    names = names_of(comparison)
    whole = {"agreement": "agreement", "weeks": "weeks until an agreement"}
    for expected in one.side.written.asked.expects:
        found = one.direction(expected.of)
        if found == expected.direction:
            verdict = "as the facts suggest"
        elif found == "same":
            verdict = "too small for so many runs, or not so in this model"
        else:
            verdict = "otherwise than the facts suggest"
        if found != expected.direction and expected.otherwise:
            verdict += f": {expected.otherwise}"
        name = whole.get(expected.of, names.get(expected.of, expected.of))
        yield name, EXPECTED[expected.direction], EXPECTED[found], verdict, expected.why


def comparison_table(comparison: Comparison) -> Table:
    """Return the variants as a table for the terminal."""
    base = comparison.base.outcomes
    horizon = comparison.base.compiled.weeks
    table = Table(
        title=f"{comparison.base.written.title}: {comparison.runs:,} paired runs of each; agreement in "
        f"{base.agrees.mean():.0%}, mean wait {base.weeks.mean():.1f} of {horizon} weeks",
        title_justify="left",
    )
    table.add_column("what if")
    for head in ("agreement (points)", "weeks", "runs flipped", "variance ratio"):
        table.add_column(head, justify="right")
    table.add_column("who comes home more (+) or less (−) often, in points")
    names = names_of(comparison)
    for one in comparison.variants:
        people = [f"{names[who]} {points(one.inclusion[who]).split(' ')[0]}" for who in moved(one)]
        said = spelled(people, MOST_PEOPLE) if people else NOTHING
        ratio = "" if one.variance_reduction is None else f"{one.variance_reduction:.1f}"
        table.add_row(
            escape(one.side.written.title), _mark(points(one.agreement), one.direction("agreement")),
            _mark(amount(one.weeks), one.direction("weeks")), str(one.flipped), ratio, escape(said),
        )  # fmt: skip
    return table


def verdicts(comparison: Comparison) -> Iterator[str]:
    """Yield a line for each expectation, and for each change to which a part of the difference falls."""
    for one in comparison.variants:
        for name, suggested, found, verdict, why in expectations(comparison, one):
            yield f"{one.side.written.title}: {name}: {found}; suggested: {suggested}, since {why}; {verdict}."
        for part in one.parts:
            share = f"{points(part.agreement)} points of agreement, {amount(part.weeks)} weeks"
            yield f"{one.side.written.title}: to {part.name} fall {share}."


def _mark(text: str, direction: str) -> str:
    return f"{text}\n{NOTHING}" if direction == "same" else text
