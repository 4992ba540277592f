"""Three runs told side by side, as a part of a page."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator

from sim.analysis.examples import HANDFUL, Examples
from sim.analysis.likeness import beside
from sim.domain.package import Deal
from sim.domain.result import RunResult
from sim.report.markup import Html, joined, tag
from sim.report.turning import obstacles, turning_points

HEADS = {
    "typical": ("A typical run", "its deal is nearest to the usual people and the median day"),
    "early": ("An early run", "the earliest deal that frees more than a handful of people"),
    "failed": ("A failed run", "the first by number in which nobody is freed"),
}


def day(date: dt.date) -> str:
    """Return a day in words.

    >>> day(dt.date(2024, 8, 1))
    '1 August 2024'
    """
    return f"{date.day} {date:%B %Y}"


def side_by_side(examples: Examples) -> Html:
    """Return the runs as columns, which stand below each other where there is no room; what is missing is said."""
    columns = [_column(kind, run) for kind, run in zip(HEADS, examples, strict=True) if run is not None]
    return joined(tag("div", columns, class_="runs"), [tag("p", text, class_="quiet") for text in _missing(examples)])


def _missing(examples: Examples) -> Iterator[str]:
    if examples.typical is None:
        yield "No run ended in an agreement, so there is no typical and no early one."
    elif examples.early is None:
        yield f"No other deal of more than {HANDFUL} people came earlier than the typical one, so no early run is told."
    if examples.failed is None:
        yield "No run failed: somebody was freed in each."


def _column(kind: str, result: RunResult) -> Html:
    title, rule = HEADS[kind]
    again = tag("p", "In full: ", tag("code", f"parley rerun runs.sqlite {result.run}"), class_="quiet")
    return column(title, f"Run {result.run}: {rule}.", result, kind, again)


def column(title: str, rule: str, result: RunResult, class_: str, below: Html | None = None) -> Html:
    """Return one run as a column: its facts, its turning points, and whom it freed or what stood in the way.

    Parameters
    ----------
    title, rule
        What to call it, and why it is told.
    result
        The run, with its transcript.
    class_
        How its upper edge is drawn: typical, early or failed.
    below
        What stands at its end.
    """
    points = [
        tag(
            "li",
            tag("time", f"week of {day(point.date)}", datetime=point.date.isoformat()),
            point.text,
            class_=f"point {point.kind}",
        )
        for point in turning_points(result)
    ]
    inside = [
        tag("h3", title),
        tag("p", rule, class_="quiet"),
        _facts(result),
        tag("h4", "How it went"),
        tag("ol", points) if points else tag("p", "Nothing was said and nothing happened."),
    ]
    if result.primary is None:
        inside += [tag("h4", "What stood in the way"), tag("ul", [tag("li", text) for text in obstacles(result)])]
    else:
        inside += [tag("h4", "Who was freed by its largest deal"), _freed(result, result.deals[result.primary])]
    inside += [below] if below is not None else []
    return tag("section", inside, class_=f"run {class_}")


def _facts(result: RunResult) -> Html:
    rows: list[tuple[str, str]] = []
    if result.primary is None:
        rows = [("ended", f"after {result.weeks} weeks without anybody freed")]
    else:
        deal, names = result.deals[result.primary], result.names
        place, word = deal.delivered.venue, deal.delivered.guarantor
        rows = [
            ("freed", f"{deal.people} people"),
            ("agreed", f"week of {day(deal.accepted)}"),
            ("carried out", f"week of {day(deal.executed)}"),
            ("where", names.venues[place] if place else "no venue of its own"),
            ("guarantor", names.parties[word] if word else "none"),
        ]
        others = sum(bool(one.delivered.releases) for one in result.deals) - 1
        if others:
            rows.append(("other deals", str(others)))
        compared = beside(result)
        if compared is not None:
            listed, missed = len(compared["released"]), len(compared["missed"])
            likeness = f"{listed - missed} of the {listed} listed, {len(compared['extra'])} others"
            rows.append(("documented", likeness))
    return tag("dl", [joined(tag("dt", head), tag("dd", text)) for head, text in rows])


def _freed(result: RunResult, deal: Deal) -> Html:
    """Return who went from whom to whom, and the favours in it."""
    names, ways = result.names, dict[tuple[str, str], list[str]]()
    for one in deal.delivered.releases:
        many = f" ({one.count} people)" if one.count > 1 else ""
        ways.setdefault((one.giver, one.receiver), []).append(names.assets[one.asset] + many)
    rows = [
        tag("li", tag("b", f"{names.parties[giver]} to {names.parties[receiver]}: "), ", ".join(people))
        for (giver, receiver), people in ways.items()
    ]
    favours = [
        f"{names.assets[one.asset]} ({names.parties[one.giver]} to {names.parties[one.receiver]}, "
        f"level {one.level} of {one.levels})"
        for one in deal.delivered.grants
    ]
    if favours:
        rows.append(tag("li", tag("b", "Favours: "), "; ".join(favours)))
    return tag("ul", rows)
