"""Who wants whom at the start: claims and causes, by the one rule for all parties and persons."""

from __future__ import annotations

from typing import NamedTuple

from sim.scenario.spec import Asset, Party, Scenario
from sim.scenario.valuation import claim_of, is_cause


class Wishes(NamedTuple):
    """Ids of those whom a party has a claim to, and of others whose cause it takes up."""

    claims: frozenset[str]
    causes: frozenset[str]


def people_of(scenario: Scenario) -> dict[str, Asset]:
    """Return the persons of a scenario, but for those whom only an event would bring in."""
    return {name: one for name, one in scenario.assets.items() if one.kind == "person" and not one.hypothetical}


def wishes(scenario: Scenario) -> dict[str, Wishes]:
    """Return what each party wants of what others hold; a gain stated outright counts as a claim.

    Examples
    --------
    >>> from sim.scenario.load import load
    >>> sorted(wishes(load("ring").scenario)["ALFA"].claims)
    ['bo']
    """
    people = people_of(scenario)
    return {
        name: _of_party(name, party, people, scenario) for name, party in scenario.parties.items() if not party.abstract
    }


def _of_party(name: str, party: Party, people: dict[str, Asset], scenario: Scenario) -> Wishes:
    stated = {who for who, gain in party.gains.items() if gain.centre > 0.0}
    others = {who: one for who, one in people.items() if one.held_by != name}
    claims = {who for who, one in others.items() if who in stated or claim_of(name, one, scenario.start) > 0.0}
    feels = "cause" in party.worth and party.worth["cause"].centre > 0.0
    causes = {who for who, one in others.items() if feels and who not in claims and is_cause(name, one)}
    return Wishes(frozenset(claims), frozenset(causes))
