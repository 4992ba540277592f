"""What a scenario assumes, as a part of a page: numbers with ranges, what is tied together, events, people, sources."""

from __future__ import annotations

from sim.report.assumptions import actor_name, uncertain_numbers
from sim.report.markup import Html, Inside, joined, linked, table, tag
from sim.report.side_by_side import day
from sim.scenario.spec import Asset, Event, Linkage, Scenario

# Numbers that the page shows; the others are counted.
MOST_NUMBERS = 20


def assumed(scenario: Scenario) -> Html:
    """Return the assumptions of a scenario; a section without entries is left out."""
    return joined(_numbers(scenario), _linkages(scenario), _events(scenario), _people(scenario))


def _numbers(scenario: Scenario) -> Html:
    found = uncertain_numbers(scenario)
    if not found:
        return joined(
            tag("h3", "Numbers"), tag("p", "No gain and no cost is uncertain: each is the same in every run.")
        )
    rows: list[list[Inside]] = [
        [
            ", ".join(one.whose), one.what, f"{one.centre:.3g}", f"{one.low:.3g} to {one.high:.3g}",
            [one.note, " " if one.note and one.source else "", linked(one.source)],
        ]
        for one in found[:MOST_NUMBERS]
    ]  # fmt: skip
    rest = len(found) - len(rows)
    more = f" {rest} more can move less far; the scenario file has them all." if rest else ""
    words = (
        "Gains and costs are in units of utility and are drawn anew in every run. These can move furthest: the range "
        f"holds 95 % of the draws of a normal number and all draws of any other.{more}"
    )
    heads = ["whose", "what", ">centre", ">range", "why, and from where"]
    return joined(tag("h3", "The numbers that can move furthest"), tag("p", words), table(heads, rows, "wide"))


def _linkages(scenario: Scenario) -> Html:
    def row(one: Linkage) -> list[Inside]:
        binds = "red line" if one.hard else f"weight\u00a0{one.weight.centre:g}"
        return [actor_name(scenario, one.party), one.title or "untitled", binds, _why(one.note, one.source)]

    if not scenario.linkages:
        return joined()
    rows = [row(one) for one in scenario.linkages.values()]
    heads = ["whose", "what is tied together", "binds", "why, and from where"]
    return joined(tag("h3", "What somebody ties together"), table(heads, rows, "wide"))


def _events(scenario: Scenario) -> Html:
    def row(name: str, one: Event) -> list[Inside]:
        when = day(one.on) if one.on else f"by chance, {one.rate.centre:g} a year" if one.rate else ""
        return [when, one.title or name.replace("_", " "), _why(one.note, one.source)]

    if not scenario.events:
        return joined()
    rows = [row(name, one) for name, one in scenario.events.items()]
    return joined(tag("h3", "What happens outside the talks"), table(["when", "what", "from where"], rows, "wide"))


def _people(scenario: Scenario) -> Html:
    def row(one: Asset) -> list[Inside]:
        many = f" ({one.count} people)" if one.count > 1 else ""
        since = "only by event" if one.hypothetical else str(one.held_since or "not given")
        spaced = [[" " if at else "", linked(source)] for at, source in enumerate(one.sources)]
        return [one.name + many, scenario.parties[one.held_by].name or one.held_by, one.charge, since, spaced]

    people = [one for one in scenario.assets.values() if one.kind == "person"]
    sourced = sum(bool(one.sources) for one in people)
    words = f"The {len(people)} entries of people who could be freed; sources are given for {sourced}"
    return tag(
        "details",
        tag("summary", words),
        table(["who", "held by", "held for", "since", "sources"], map(row, people), "wide"),
    )


def _why(note: str | None, source: str | None) -> Html:
    return joined(note or "", " " if note and source else "", linked(source or ""))
