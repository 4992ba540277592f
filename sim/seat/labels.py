"""What everything is called: places in the arrays to ids and names, and what is publicly known of people."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from sim.errors import UnknownNameError
from sim.scenario.compile import Compiled
from sim.scenario.countries import NAMES
from sim.scenario.spec import Asset

ROLES = {
    "tourist_other": "", "ex_marine": "former soldier", "spy_illegal": "spy under cover", "assassin": "killed to order",
    "sanctions_evader_smuggler": "smuggler",
}  # fmt: skip
OFFENCES = {
    "speech": "what was said", "association": "association", "drugs": "a drug offence",
    "cyber": "cyber crime", "violence": "harm to persons", "smuggling": "smuggling", "fraud": "fraud",
    "espionage": "espionage", "treason": "treason", "terrorism": "terrorism", "murder": "murder",
}  # fmt: skip
"""Roles and offences in plain words; as charged, not as believed."""


@dataclass(frozen=True)
class Labels:
    """Names of one scenario, all of them public, by their places in the arrays.

    Examples
    --------
    >>> from sim.scenario.compile import compile_scenario
    >>> from sim.scenario.load import load
    >>> labels = Labels.of(compile_scenario(load("ring")))
    >>> labels.party(0), labels.asset(1), labels.find_asset("BO")
    ('Alfa', 'Bo', 1)
    """

    title: str
    start: dt.date
    party_ids: tuple[str, ...]
    parties: tuple[str, ...]
    ratifiers: tuple[str, ...]
    first_ratifier: int
    asset_ids: tuple[str, ...]
    assets: tuple[str, ...]
    facts: tuple[str, ...]
    channel_ids: tuple[str, ...]
    channels: tuple[str, ...]
    venue_ids: tuple[str, ...]
    venues: tuple[str, ...]
    linkages: tuple[str, ...]

    @classmethod
    def of(cls, compiled: Compiled) -> Labels:
        """Return the names of a compiled scenario."""
        index, scenario = compiled.index, compiled.scenario
        names = {name: one.name or name for name, one in scenario.parties.items()}
        ratifiers = []
        for one in index.ratifiers:
            state, _, inner = one.partition(".")
            ratifiers.append(scenario.parties[state].ratifiers[inner].name)
        return cls(
            scenario.title,
            scenario.start,
            index.parties,
            tuple(scenario.parties[name].name or name for name in index.parties),
            tuple(ratifiers),
            compiled.sizes["P"],
            index.assets,
            tuple(scenario.assets[name].name for name in index.assets),
            tuple(facts_of(scenario.assets[name], names) for name in index.assets),
            index.channels,
            tuple(scenario.channels[name].name or name for name in index.channels),
            index.venues,
            tuple(scenario.venues[name].name for name in index.venues),
            tuple(scenario.linkages[name].title or name.replace("_", " ") for name in index.linkages),
        )

    def date(self, week: int) -> str:
        """Return the first day of a week in words."""
        day = self.start + dt.timedelta(weeks=int(week))
        return f"{day.day} {day:%B %Y}"

    def party(self, place: int) -> str:
        """Return the name of a party, or of a ratifier."""
        return self.parties[place] if place < self.first_ratifier else self.ratifiers[place - self.first_ratifier]

    def asset(self, place: int) -> str:
        """Return the name of an asset."""
        return self.assets[place]

    def listed(self, places: Sequence[int]) -> str:
        """Return names of assets as one phrase."""
        names = [self.assets[place] for place in places]
        return " and ".join([", ".join(names[:-1]), names[-1]] if len(names) > 1 else names) or "nothing"

    def find_asset(self, word: str) -> int:
        """Return the place of an asset by its id or name.

        Raises
        ------
        UnknownNameError
            If nothing is called so.
        """
        return _find("prisoner or favour", word, self.asset_ids, self.assets)

    def find_party(self, word: str) -> int:
        """Return the place of a party by its id or name."""
        return _find("party", word, self.party_ids, self.parties)

    def find_channel(self, word: str, members: Sequence[int]) -> int:
        """Return the place of a channel of mine by its id or name; other channels are not known to me."""
        known = {self.channel_ids[at]: self.channels[at] for at in members}
        at = _find("channel", word, tuple(known), tuple(known.values()))
        return members[at]

    def find_venue(self, word: str) -> int:
        """Return the place of a venue by its id or name."""
        return _find("venue", word, self.venue_ids, self.venues)


def _find(kind: str, word: str, ids: Sequence[str], names: Sequence[str]) -> int:
    wanted = word.strip().casefold()
    for known in (ids, names):
        for at, one in enumerate(known):
            if one.casefold() == wanted:
                return at
    raise UnknownNameError(kind, word.strip(), ids)


def facts_of(asset: Asset, names: Mapping[str, str]) -> str:
    """Return what is publicly known of an asset at the start as one phrase, without its name.

    >>> al = Asset(name="Al", held_by="ALFA", citizenships=("BRAVO", "ESP"), held_since=dt.date(2022, 5, 1))
    >>> facts_of(al, {"BRAVO": "Bravo"})
    'citizen of Bravo and Spain; held since May 2022'
    """
    if asset.kind != "person":
        levels = f"{asset.levels} levels" if asset.levels > 1 else "1 level"
        kind = "favour" if asset.kind == "credit" else "concession"
        return f"a {kind} to {names.get(asset.to or '', asset.to)}, {levels}"
    parts = []
    if asset.count > 1:
        parts.append(f"{asset.count} people")
    if asset.citizenships:
        parts.append(f"citizen of {' and '.join(names.get(one, NAMES.get(one, one)) for one in asset.citizenships)}")
    parts.append({**ROLES, "other": asset.charge}.get(asset.role, asset.role.replace("_", " ")))
    if asset.offence != "other":
        parts.append(
            f"{'charged with' if asset.legal == 'pending' else 'sentenced on a charge of'} {OFFENCES[asset.offence]}"
        )
    parts.append(_sentence(asset))
    if asset.held_since:
        parts.append(f"held since {asset.held_since:%B %Y}")
    if asset.prominence != "low":
        parts.append({"med": "known at home", "high": "known to the world"}[asset.prominence])
    if asset.health in ("high", "critical"):
        parts.append("in poor health")
    return "; ".join(part for part in parts if part)


def _sentence(asset: Asset) -> str:
    if asset.legal == "pending":
        return "no verdict yet"
    kind, years = asset.sentence.kind, asset.sentence.years
    return {"term": f"{years:g} years" if years else "a term", "life": "for life", "death": "sentenced to death"}.get(
        kind, ""
    )
