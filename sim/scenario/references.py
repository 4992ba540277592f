"""Names in a scenario that name nothing, or something that cannot be meant there."""

from __future__ import annotations

from importlib.metadata import entry_points
from typing import Any

from sim.errors import Problem, listed, nearest
from sim.scenario.countries import COUNTRIES
from sim.scenario.fields import references
from sim.scenario.position import Node, place, problem_at
from sim.scenario.selector import matches
from sim.scenario.spec import Scenario

CONDUCTS = ("UnitedStates", "Russia", "Germany", "Belarus", "Turkey", "HoldingState")
"""Conducts that come with Parley; others are installed in the entry-point group `CONDUCT_GROUP`."""
CONDUCT_GROUP = "parley.conduct"
PROTOCOLS = ("back_channels",)

_NOUNS = {"any_party": "party", "actor": "party or ratifier"}


def _ids(data: Any, section: str) -> list[str]:
    found = data.get(section) if isinstance(data, dict) else None
    return list(found) if isinstance(found, dict) else []


def _known(data: Any) -> dict[str, list[str]]:
    every = _ids(data, "parties")
    parties = {name: data["parties"][name] for name in every if isinstance(data["parties"][name], dict)}
    present = [name for name in every if parties.get(name, {}).get("abstract") is not True]
    actors = [f"{name}.{inner}" for name in present for inner in _ids(parties.get(name), "ratifiers")]
    return {
        "any_party": every,
        "party": present,
        "actor": [*present, *actors],
        "country": [*present, *sorted(COUNTRIES - set(present))],
        "asset": _ids(data, "assets"),
        "channel": _ids(data, "channels"),
        "venue": _ids(data, "venues"),
        "conduct": list(CONDUCTS),
        "protocol": list(PROTOCOLS),
    }


def dangling(data: Any, kinds: dict[str, Any], tree: Node) -> list[Problem]:
    """Return a problem for each name that names nothing.

    Parameters
    ----------
    data : dict
        The whole file, merged; whatever is of the wrong shape is passed over.
    kinds : dict of str to annotation
        Records by where they stand: ``""`` for the top, or a field of it.
    tree : Node
        Its places.
    """
    known = _known(data)
    problems = []
    for under, kind in kinds.items():
        part = data.get(under) if under else data
        for path, is_key, names, text in references(kind, part, (under,) if under else ()):
            if text in known[names.kind]:
                continue
            if names.kind == "any_party":
                continue  # said where parties inherit
            if names.kind == "conduct":
                known["conduct"] = [
                    *CONDUCTS,
                    *sorted(entry.name for entry in entry_points(group=CONDUCT_GROUP)),
                ]
                if text in known["conduct"]:
                    continue
            noun = _NOUNS.get(names.kind, names.kind)
            found, mend = f"found the unknown {noun} {text!r:.60}", ""
            if names.kind in ("party", "actor") and text in known["any_party"]:
                found, mend = f"found the abstract party {text!r}", "name one that takes part, or make it one"
            allowed = f"allowed: {listed(known[names.kind], text)}"
            likeliest = nearest(text, known[names.kind])
            problems.append(problem_at(place(tree, path, is_key), path, found, allowed, likeliest, mend))
    return problems


def contradictions(scenario: Scenario, tree: Node) -> list[Problem]:
    """Return what only the whole shows: selectors that match nothing, captives that are already there."""
    problems = []
    for name, linkage in scenario.linkages.items():
        for field, selectors in (("if", linkage.if_), ("needs", linkage.needs), ("forbids", linkage.forbids)):
            for index, selector in enumerate(selectors):
                if not matches(selector, scenario.assets):
                    path = ("linkages", name, field, index)
                    found = "found a selector that matches no asset"
                    allowed = "allowed: facts that apply to at least one asset"
                    problems.append(problem_at(place(tree, path), path, found, allowed, mend="drop a fact"))
    for name, event in scenario.events.items():
        if event.kind == "captive" and event.asset and not scenario.assets[event.asset].hypothetical:
            where = ("events", name, "asset")
            found, allowed = (
                f"found {event.asset!r}, which is no hypothetical asset",
                "allowed: one with hypothetical: true",
            )
            problems.append(problem_at(place(tree, where), where, found, allowed, mend="set hypothetical: true on it"))
    if all(party.abstract for party in scenario.parties.values()):
        path_ = ("parties",)
        problems.append(
            problem_at(place(tree, path_), path_, "found only abstract parties", "allowed: one that takes part")
        )
    return problems
