"""Tables of a run and of a scenario, as rich renderables."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from typing import Any

from rich.markup import escape
from rich.table import Table

from sim.analysis.likeness import beside
from sim.domain.package import Deal
from sim.domain.result import RunResult
from sim.scenario.spec import Scenario
from sim.scenario.wishes import wishes


def deal_table(result: RunResult, deal: int) -> Table:
    """Return one deal as a table: who goes from where to where, and the favours in it."""
    one, names = result.deals[deal], result.names
    place = f" in {names.venues[one.delivered.venue]}" if one.delivered.venue else ""
    word = f", guaranteed by {names.parties[one.delivered.guarantor]}" if one.delivered.guarantor else ""
    executed, accepted = (f"{day.day} {day:%B %Y}" for day in (one.executed, one.accepted))
    table = Table(
        title=escape(f"Executed on {executed}{place}{word} (accepted {accepted})"),
        title_justify="left",
    )
    for head in ("from", "to", "who or what"):
        table.add_column(head)
    groups: dict[tuple[str, str], list[str]] = {}
    for release in one.delivered.releases:
        text = names.assets[release.asset] + (f" ({release.count} people)" if release.count > 1 else "")
        groups.setdefault((release.giver, release.receiver), []).append(text)
    for grant in one.delivered.grants:
        text = f"{names.assets[grant.asset]} (level {grant.level} of {grant.levels})"
        groups.setdefault((grant.giver, grant.receiver), []).append(text)
    for (giver, receiver), texts in groups.items():
        table.add_row(escape(names.parties[giver]), escape(names.parties[receiver]), escape(", ".join(texts)))
    return table


def outcome_table(result: RunResult) -> Table:
    """Return what each party made of the run."""
    table = Table(title="What each party made of it (units of utility of the scenario)", title_justify="left")
    table.add_column("party")
    for head in ("utility", "no deal", "surplus"):
        table.add_column(head, justify="right")
    for name, one in result.parties.items():
        row = (f"{one.utility:.2f}", f"{one.reservation:.2f}", f"{one.surplus:+.2f}")
        table.add_row(escape(result.names.parties[name]), *row)
    return table


def documented_tables(result: RunResult) -> list[Table]:
    """Return the primary deal beside the documented one: the terms, then person by person.

    Empty if the scenario documents no deal. Nothing is said by colour alone.
    """
    compared = beside(result)
    if compared is None:
        return []
    primary = result.deals[result.primary] if result.primary is not None else None
    return [_terms(result, primary, compared), _people(result, primary, compared)]


def _terms(result: RunResult, primary: Deal | None, compared: Mapping[str, Any]) -> Table:
    names = result.names
    table = Table(title="The deal beside the documented one", title_justify="left")
    for head in ("", "in this run", "documented"):
        table.add_column(head)

    def day(date: dt.date | None) -> str:
        return f"{date.day} {date:%B %Y}" if date else "none"

    def named(known: Mapping[str, str], name: str | None) -> str:
        return escape(known.get(name, name)) if name else "none"

    here = primary.delivered if primary else None
    off = compared["weeks_off"]
    later = "" if off is None else f" ({abs(off):.1f} weeks {'later' if off >= 0 else 'earlier'})"
    rows = (
        ("executed", day(primary.executed if primary else None) + later, day(compared["date"])),
        ("venue", named(names.venues, here.venue if here else None), named(names.venues, compared["venue"])),
        (
            "guarantor",
            named(names.parties, here.guarantor if here else None),
            named(names.parties, compared["guarantor"]),
        ),
        ("names on the list", str(len(here.releases) if here else 0), str(len(compared["released"]))),
        ("of them on both lists", *[str(len(compared["released"]) - len(compared["missed"]))] * 2),
        ("Jaccard index of the lists", f"{compared['jaccard']:.2f}", "1.00"),
    )
    for row in rows:
        table.add_row(*row)
    return table


def _people(result: RunResult, primary: Deal | None, compared: Mapping[str, Any]) -> Table:
    """Return who was freed in both, then whom this run missed, then whom it freed beside."""
    names = result.names
    table = Table(title="Person by person: who was let go by whom, to whom", title_justify="left")
    for head in ("who", "in this run", "documented", ""):
        table.add_column(head)
    here = {one.asset: (one.giver, one.receiver) for one in primary.delivered.releases} if primary else {}
    then: Mapping[str, tuple[str, str]] = compared["released"]

    def way(freed: Mapping[str, tuple[str, str]], name: str) -> str:
        return escape(" to ".join(names.parties.get(one, one) for one in freed[name])) if name in freed else "not freed"

    both = [name for name in then if name in here]
    for word, group in (("both", both), ("missed", compared["missed"]), ("extra", compared["extra"])):
        for name in group:
            mine = way(here, name)
            if name not in here and name in result.released:
                mine = "in another deal"
            table.add_row(escape(names.assets[name]), mine, way(then, name), word, end_section=name == group[-1])
    return table


def scenario_tables(scenario: Scenario) -> list[Table]:
    """Return a scenario as tables: parties, people by custodian, favours, channels, venues, linkages."""
    parties = {name: one for name, one in scenario.parties.items() if not one.abstract}
    first = Table(title="Parties", title_justify="left")
    for head in ("id", "name", "side", "conduct", "must ratify"):
        first.add_column(head)
    for name, party in parties.items():
        ratifiers = ", ".join(one.name for one in party.ratifiers.values())
        first.add_row(name, escape(party.name or name), escape(party.side or ""), party.conduct, escape(ratifiers))
    wanted = wishes(scenario)
    people = Table(title="Who holds whom, and who wants whom (at the start)", title_justify="left")
    for head in ("custodian", "id", "name", "citizen of", "held for", "since", "claimed by", "a cause to"):
        people.add_column(head)
    favours = Table(title="Concessions and credits", title_justify="left")
    for head in ("id", "what", "from", "to", "levels"):
        favours.add_column(head)
    for name, asset in scenario.assets.items():
        if asset.kind == "person":
            since = "only by event" if asset.hypothetical else str(asset.held_since or "")
            row = (
                asset.held_by,
                name,
                escape(asset.name),
                " ".join(asset.citizenships),
                escape(asset.charge),
                since,
                " ".join(party for party in wanted if name in wanted[party].claims),
                " ".join(party for party in wanted if name in wanted[party].causes),
            )
            people.add_row(*row)
        else:
            favours.add_row(name, escape(asset.name), asset.held_by, asset.to or "", str(asset.levels))
    channels = Table(title="Channels", title_justify="left")
    for head in ("id", "members", "delay (weeks)"):
        channels.add_column(head)
    for name, channel in scenario.channels.items():
        channels.add_row(name, " ".join(channel.members), str(channel.delay_weeks))
    venues = Table(title="Venues", title_justify="left")
    for head in ("id", "name", "host"):
        venues.add_column(head)
    for name, venue in scenario.venues.items():
        venues.add_row(name, escape(venue.name), venue.host)
    linkages = Table(title="Linkages", title_justify="left")
    for head in ("id", "of", "what", "binds"):
        linkages.add_column(head)
    for name, linkage in scenario.linkages.items():
        binds = "red line" if linkage.hard else f"weight {linkage.weight.centre:g}"
        linkages.add_row(name, linkage.party, escape(linkage.title or ""), binds)
    return [table for table in (first, people, favours, channels, venues, linkages) if table.row_count]
