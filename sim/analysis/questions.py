"""The yes-or-no questions that a documented case answers, with the facts that any forecaster may read.

Of each case: was there a deal; of each captive: let go or not; of each concession: made or not; of each offer on
record: accepted or not. Facts are those of the start, by the same rule for all; who was freed is the answer alone.
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from sim.analysis.forecast import outcomes
from sim.analysis.multiplied import Multiplied
from sim.analysis.weighing import ACCEPTED
from sim.scenario import valuation as v
from sim.scenario.compile import Compiled
from sim.scenario.spec import Asset, Scenario

DEAL, CAPTIVE, CONCESSION, OFFER = "deal", "captive", "concession", "offer"
KINDS = (DEAL, CAPTIVE, CONCESSION, OFFER)


@dataclass(frozen=True)
class Question:
    """A question about a case: its answer (1 yes, 0 no), facts by name, and for a captive who holds it."""

    case: str
    family: int
    kind: str
    id: str
    answer: int
    facts: Mapping[str, float]
    holder: str = ""

    @property
    def key(self) -> tuple[str, str, str]:
        """Return what tells the question from all others."""
        return self.case, self.kind, self.id


def families(cases: Sequence[Multiplied]) -> list[int]:
    """Return the family of each case: cases that share a captive or a concession belong together, and so on.

    They are left out together, since a captive of the one is a captive of the other. Families are numbered by
    their first case.

    Examples
    --------
    >>> from sim.analysis.multiplied import load_multiplied
    >>> families([load_multiplied("ring"), load_multiplied("ring"), load_multiplied("vienna-2010")])
    [0, 0, 1]
    """
    first = list(range(len(cases)))
    owner: dict[str, int] = {}
    for at, case in enumerate(cases):
        for asset, one in case.case.loaded.scenario.assets.items():
            if one.kind == "person" and asset in owner:
                a, b = sorted((first[owner[asset]], first[at]))
                first = [a if known == b else known for known in first]
            owner.setdefault(asset, at)
    number = {known: at for at, known in enumerate(dict.fromkeys(first))}
    return [number[known] for known in first]


def questions_about(case: Multiplied, compiled: Compiled, family: int) -> list[Question]:
    """Return the questions that a case answers; none of one that documents nothing."""
    truth = case.case.truth
    if truth is None:
        return []
    scenario, name = compiled.scenario, case.id
    people, grants = outcomes(compiled, truth)
    types = {party: str((case.own.get(party) or {}).get("like", "")) for party in scenario.parties}
    found = [Question(name, family, DEAL, "", int(truth.date is not None), _of_talks(scenario))]
    for asset, freed in people.items():
        one = scenario.assets[asset]
        facts = _of_captive(scenario, asset, one, len(people)) | {f"held by {types[one.held_by]}": 1.0}
        found.append(Question(name, family, CAPTIVE, asset, freed, facts, one.held_by))
    for asset, made in grants.items():
        form = {f"form {scenario.assets[asset].form}": 1.0}
        found.append(
            Question(name, family, CONCESSION, asset, made, {**form, "forbidden": _forbidden(scenario, asset)})
        )
    for offer, record in truth.offers.items():
        give, want = (_people(scenario, side) for side in (record.give, record.want))
        facts = {
            "log of given over wanted": math.log((give + 1.0) / (want + 1.0)),
            "names": float(len(record.give) + len(record.want)) / 10.0,
            "forbidden": max((_forbidden(scenario, one) for one in (*record.give, *record.want)), default=0.0),
            f"put to {types[record.to]}": 1.0,
        }
        found.append(Question(name, family, OFFER, offer, int(record.answer == ACCEPTED), facts))
    return found


def _of_talks(scenario: Scenario) -> dict[str, float]:
    people = [one for one in scenario.assets.values() if one.kind == "person" and not one.hypothetical]
    return {
        "captives": len(people) / 10.0,
        "custodians": len({one.held_by for one in people}) / 3.0,
        "concession": float(any(one.kind == "concession" for one in scenario.assets.values())),
        "red lines": sum(link.hard for link in scenario.linkages.values()) / 2.0,
        "venue": float(bool(scenario.venues)),
        "asked for": sum(bool(_asked(scenario, one)) for one in people) / max(1, len(people)),
    }


def _of_captive(scenario: Scenario, name: str, one: Asset, captives: int) -> dict[str, float]:
    claimed = any(v.claim_of(state, one, scenario.start) > 0 for state in _others(scenario, one))
    own = one.held_by in one.citizenships
    return {
        "asked for": float(_asked(scenario, one)),
        "claimed": float(claimed),
        "dual": float(own and claimed),
        "prominence": v.PROMINENCE[one.prominence],
        "health": v.HEALTH[one.health],
        "severity": one.severity / 10.0,
        "pending": float(one.legal == "pending"),
        "years held": min(20.0, v.years_held(one, scenario.start)) / 10.0,
        "security": float(one.offence in v.SECURITY),
        "service": float(one.role in v.SERVICE_ROLES),
        "cause": float(one.role in v.CAUSE_ROLES),
        "group": float(one.count > 1),
        "log of captives": math.log(captives),
        "forbidden": _forbidden(scenario, name),
    }


def _others(scenario: Scenario, one: Asset) -> list[str]:
    return [name for name, party in scenario.parties.items() if name != one.held_by and not party.abstract]


def _asked(scenario: Scenario, one: Asset) -> bool:
    return any(v.has_asked(state, one, scenario.start) for state in _others(scenario, one))


def _forbidden(scenario: Scenario, asset: str) -> float:
    """Return 1 if a red line on record forbids an asset by name."""
    links = (link for link in scenario.linkages.values() if link.hard)
    return float(any(one.asset == asset for link in links for one in link.forbids))


def _people(scenario: Scenario, side: Sequence[str]) -> int:
    return sum(scenario.assets[one].count for one in side if scenario.assets[one].kind == "person")
