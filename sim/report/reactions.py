"""Reactions in words and tables: what the facts suggest, what the model does, whether it is as suggested; as files."""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping
from pathlib import Path

from rich.markup import escape
from rich.table import Table

from sim.analysis.intervals import Estimate
from sim.analysis.reacted import Measure
from sim.analysis.reactions import Reacted, Reacting
from sim.plots.reactions import draw_reactions
from sim.plots.save import save
from sim.report.compared import amount, points
from sim.report.files import write_csv
from sim.scenario.spec_reactions import Bound, Expected

MOST_NAMES = 3
"""Persons whom a line names before it counts them."""


def suggested(one: Expected, names: Mapping[str, str]) -> str:
    """Return in words what the facts suggest of a figure.

    Parameters
    ----------
    one
        What is measured, and its bound.
    names
        Names of persons by their ids.

    Examples
    --------
    >>> suggested(Expected.model_validate({"of": "weeks", "differs": {"at_most": -4}}), {})
    'accepted at least 4 weeks earlier'
    >>> few = {"of": "freed", "who": ["al"], "is": {"below": 0.1}}
    >>> suggested(Expected.model_validate(few), {"al": "Al"})
    'Al: freed in under 10% of runs'
    """
    bound = one.bound
    if one.is_ is not None:
        unit = "weeks" if one.of == "weeks" else "runs with an agreement" if "given" in one.of else "runs"
        return f"{figure(one, names)} {_level(bound, unit)}" + _interval(bound)
    if one.of == "weeks":
        said = _moved(bound, "later", "earlier", 1.0, "weeks") + _interval(bound)
        return f"{'acceptance' if None not in (bound.lower, bound.upper) else 'accepted'} {said}"
    way = ("more often", "less often") if one.of != "agreement" else ("oftener", "rarer")
    where = " where there is an agreement" if one.of == "freed_given_agreement" else ""
    return f"{figure(one, names)} " + _moved(bound, *way, 100.0, "points") + where + _interval(bound)


def figure(one: Expected, names: Mapping[str, str]) -> str:
    """Return in words what is measured.

    >>> figure(Expected.model_validate({"of": "refused", "offer": "O1", "is": {"above": 0.9}}), {})
    'offer O1 refused'
    """
    if one.of == "weeks":
        return "accepted in the mean after"
    if one.of == "agreement":
        return "agreement"
    if one.is_answer:
        return f"offer {one.offer} {one.of}"
    who = [names.get(name, name) for name in one.who]
    if len(who) == 1:
        return f"{who[0]}: freed"
    more = len(who) - MOST_NAMES
    shown = ", ".join(who if more <= 0 else who[:MOST_NAMES])
    return f"any of {shown}{f' and {more} others' if more > 0 else ''}: freed"


def _level(bound: Bound, unit: str) -> str:
    words = {"above": "over", "at_least": "at least", "below": "under", "at_most": "at most"}
    is_weeks = unit == "weeks"
    ends = [
        f"{word} {getattr(bound, name):g} weeks" if is_weeks else f"{word} {100 * getattr(bound, name):g}%"
        for name, word in words.items()
        if getattr(bound, name) is not None
    ]
    return " and ".join(ends) if is_weeks else f"in {' and '.join(ends)} of {unit}"


def _moved(bound: Bound, up: str, down: str, scale: float, unit: str) -> str:
    lower, upper = bound.lower, bound.upper
    if lower is not None and upper is not None:
        if lower == -upper:
            return f"moved by {'less than' if bound.above is not None else 'at most'} {scale * upper:g} {unit}"
        return f"changed by {scale * lower:+g} to {scale * upper:+g} {unit}".replace("-", "−")
    end = lower if lower is not None else upper
    assert end is not None
    rises = lower is not None
    if end == 0.0:
        return (up if rises else down) if bound.above == 0.0 or bound.below == 0.0 else f"not {down if rises else up}"
    is_away = (end > 0.0) == rises
    strict = bound.above is not None or bound.below is not None
    word = ("more than" if strict else "at least") if is_away else ("less than" if strict else "at most")
    return f"{word} {scale * abs(end):g} {unit} {up if end > 0.0 else down}"


def _interval(bound: Bound) -> str:
    return ", beyond the interval" if bound.beyond_interval else ""


def level_of(one: Measure, found: Estimate | None, *, interval: bool = False) -> str:
    """Return a figure in words: in percent, or in weeks; with its interval if that is wished."""
    if found is None or not math.isfinite(found.estimate):
        return "-"
    if one.expected.of == "weeks":
        text, ends = f"{found.estimate:.1f}", f"{found.low:.1f} to {found.high:.1f}"
    else:
        text, ends = f"{found.estimate:.1%}", f"{found.low:.1%} to {found.high:.1%}"
    return f"{text} ({ends})" if interval else text


def changed(one: Measure) -> str:
    """Return a difference in words, with its interval; nothing where there is none."""
    if one.difference is None:
        return "-"
    return f"{amount(one.difference)} weeks" if one.expected.of == "weeks" else f"{points(one.difference)} points"


def verdict(as_suggested: bool, beyond_doubt: bool) -> str:
    """Return whether it is as suggested, in a word or some.

    >>> verdict(True, True), verdict(False, False)
    ('yes', 'no, not beyond doubt')
    """
    return ("yes" if as_suggested else "no") + ("" if beyond_doubt else ", not beyond doubt")


def reactions_table(found: Reacting) -> Table:
    """Return all reactions as a table: one row for each figure that is measured."""
    table = Table(
        title=f"{escape(found.title)}: {found.runs:,} runs of seed {found.seed} of each (95 % intervals)",
        title_justify="left",
    )
    for head in ("change", "the facts suggest", "base", "in the variant", "difference", "as suggested"):
        table.add_column(head, ratio=3 if head == "change" else None)
    for row in found.rows:
        for at, one in enumerate(row.measures):
            joined = "or " if at and row.said.needs == "any" else ""
            table.add_row(
                escape(row.title) if at == 0 else "", escape(joined + suggested(one.expected, found.names)),
                level_of(one, one.base), level_of(one, one.variant, interval=True), changed(one),
                _of_measure(row, one, at),
            )  # fmt: skip
    return table


def _of_measure(row: Reacted, one: Measure, at: int) -> str:
    """Return the verdict of a measure; where any of several will do, that of all, at the first."""
    if row.said.needs == "any":
        return verdict(row.as_suggested, row.beyond_doubt) if at == 0 else ""
    return verdict(one.as_suggested, one.beyond_doubt)


def reactions_lines(found: Reacting) -> Iterator[str]:
    """Yield what the table says, in sentences."""
    if found.agreement is not None and found.weeks is not None:
        agreement, weeks = found.agreement, found.weeks
        yield (
            f"In the base {agreement.estimate:.0%} of runs agree ({agreement.low:.0%} to {agreement.high:.0%}), and "
            f"the deal is accepted after {weeks.estimate:.1f} weeks in the mean ({weeks.low:.1f} to {weeks.high:.1f}), "
            "a run without one counted as the whole horizon."
        )
    good = sum(one.as_suggested for one in found.rows)
    yield f"As the facts suggest: {good} of {len(found.rows)} changes."
    for row in found.rows:
        if not row.as_suggested:
            yield f"Not as suggested: {row.title}. The facts: {row.said.why}."


def write_reactions(found: Reacting, folder: Path) -> list[Path]:
    """Write the picture of reactions, and all figures as a table; return the paths of pictures."""
    heads = ["reaction", "variant", "title", "of", "who", "offer", "suggested"]
    for name in ("base", "variant", "difference"):
        heads += [name, f"{name}_low", f"{name}_high"]
    rows = []
    for row in found.rows:
        for one in row.measures:
            said = one.expected
            first = [row.name, row.variant, row.title, said.of, " ".join(said.who), said.offer]
            numbers = [value for part in (one.base, one.variant, one.difference) for value in (part or [None] * 3)[:3]]
            rows.append([*first, suggested(said, found.names), *numbers, one.as_suggested, one.beyond_doubt])
    write_csv(folder / "reactions.csv", [*heads, "as_suggested", "beyond_doubt"], rows)
    return [save(draw_reactions(found), folder / "reactions.png")]
