"""From a scenario to arrays: ids become places, numbers become cells and draws.

Assets, venues, linkages and events keep the order of the file; parties and channels have an order of their own.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any

import numpy as np

from sim.conduct.dispatch import class_name
from sim.conduct.dispatch import names as conduct_names
from sim.scenario import valuation
from sim.scenario.actors import write_actors
from sim.scenario.load import Loaded
from sim.scenario.order import channels_in_order, parties_in_order
from sim.scenario.selector import matches
from sim.scenario.sheet import Sheet
from sim.scenario.spec import Asset, Event, Linkage, Scenario
from sim.state import columns as c
from sim.state import makings as m
from sim.state import params as p
from sim.state.layout import allocate, box, from_bytes, size_class, to_bytes
from sim.state.makings import Draws, Features, Makings, prepare
from sim.state.memory import copy_record
from sim.state.params import Params
from sim.state.random import key_of

# Evaluations that one search may spend; chosen so that it is within 1 % of brute force on packages
# of 14 assets (see the tests) and a run of the 2024 talks stays well under a second.
SEARCH_BUDGET = 480
# What others believe of a value before talks: its sd in shares of the estimate, and the least.
PRIOR_SHARE, PRIOR_LEAST = 0.4, 0.3
PRIOR_THRESHOLD_SD = 0.7
KIND_CODES = {"person": c.PERSON, "concession": c.CONCESSION, "credit": c.CREDIT}
EVENT_CODES = {
    "death": c.EVENT_DEATH,
    "sentence": c.EVENT_SENTENCE,
    "verdict": c.EVENT_VERDICT,
    "health": c.EVENT_HEALTH,
    "demand": c.EVENT_DEMAND,
    "cost": c.EVENT_COST,
    "gain": c.EVENT_GAIN,
    "trust": c.EVENT_TRUST,
    "leak": c.EVENT_LEAK,
    "reservation": c.EVENT_RESERVATION,
    "venue": c.EVENT_VENUE_CLOSES,
    "captive": c.EVENT_CAPTIVE,
}


@dataclass(frozen=True)
class Index:
    """Ids in the order of their places in the arrays."""

    parties: tuple[str, ...]
    ratifiers: tuple[str, ...]  # PARTY.RATIFIER
    assets: tuple[str, ...]
    channels: tuple[str, ...]
    venues: tuple[str, ...]
    linkages: tuple[str, ...]
    events: tuple[str, ...]
    conducts: tuple[str, ...]  # of each party, by name

    @property
    def actors(self) -> tuple[str, ...]:
        """Return parties, then ratifiers."""
        return self.parties + self.ratifiers


@dataclass(frozen=True)
class Compiled:
    """A scenario as arrays: the centre of its parameters, and what a run draws them from."""

    name: str
    title: str
    start: dt.date
    weeks: int
    digest: str
    index: Index
    sizes: Mapping[str, int]
    template: Params
    makings: Makings
    features: Features
    draws: Draws
    scenario: Scenario

    def __getstate__(self) -> dict[str, Any]:
        """Return what to send to another process: NumPy forgets what a record that is sent belongs to, bytes do not."""
        return self.__dict__ | {name: to_bytes(getattr(self, name)) for name in _RECORDS}

    def __setstate__(self, state: dict[str, Any]) -> None:
        """Take what was sent."""
        self.__dict__.update(state)
        for name, (kind, layout) in _RECORDS.items():
            record = allocate(kind, layout, self.sizes)
            from_bytes(state[name], record)
            self.__dict__[name] = record

    def params(self, seed: int = 0, run: int = 0, *, centre: bool = False) -> Params:
        """Return the parameters of one run.

        Parameters
        ----------
        seed, run
            Keys of the draws.
        centre
            Take every number at its centre; seed and run then do not matter.
        """
        made = allocate(Params, p.LAYOUT, self.sizes)
        drawn = allocate(Makings, m.LAYOUT, self.sizes)
        prepare(
            box(self.template), box(self.makings), box(self.features), self.draws, seed, run, 1 if centre else 0,
            box(made), box(drawn),
        )  # fmt: skip
        return made

    def date_of(self, week: int) -> dt.date:
        """Return the first day of a week."""
        return self.start + dt.timedelta(weeks=int(week))


_RECORDS: dict[str, tuple[Any, Any]] = {
    "template": (Params, p.LAYOUT), "makings": (Makings, m.LAYOUT), "features": (Features, m.FEATURE_LAYOUT),
}  # fmt: skip


def week_of(start: dt.date, day: dt.date) -> int:
    """Return the week in which a day lies; negative before the start.

    >>> week_of(dt.date(2023, 11, 6), dt.date(2023, 11, 13))
    1
    """
    return (day - start).days // 7


def compile_scenario(loaded: Loaded) -> Compiled:
    """Return a loaded scenario as arrays.

    Examples
    --------
    >>> from sim.scenario.load import load
    >>> compile_scenario(load("ring")).index.channels
    ('table',)
    """
    scenario = loaded.scenario
    index, events = _index(scenario)
    sizes = size_class(
        {
            "P": len(index.parties),
            "R": len(index.ratifiers),
            "A": len(index.assets),
            "C": len(index.channels),
            "V": len(index.venues),
            "L": len(index.linkages),
            "E": len(events),
        }
    )
    sheet = Sheet(
        allocate(Params, p.LAYOUT, sizes),
        allocate(Makings, m.LAYOUT, sizes),
        allocate(Features, m.FEATURE_LAYOUT, sizes),
    )
    place = {name: at for at, name in enumerate(index.parties)}
    place |= {name: sizes["P"] + at for at, name in enumerate(index.ratifiers)}
    sheet.params.party_i[:, c.GOVERNMENT] = -1
    sheet.params.link_i[:, c.LINK_OWNER] = -1
    write_actors(sheet, scenario, index.parties, index.ratifiers, index.venues, index.assets, index.conducts)
    _write_assets(sheet, scenario, index, place)
    _write_talks(sheet, scenario, index, place)
    _write_events(sheet, scenario, events, index, place)
    _write_run(sheet, scenario, index)
    draws = sheet.draws()
    _write_priors(sheet, scenario, index, sizes, draws)
    return Compiled(
        loaded.name, scenario.title, scenario.start, scenario.weeks, loaded.digest, index, sizes,
        sheet.params, sheet.makings, sheet.features, draws, scenario,
    )  # fmt: skip


def _index(scenario: Scenario) -> tuple[Index, dict[str, Event]]:
    parties = parties_in_order(scenario)
    ratifiers = tuple(f"{name}.{inner}" for name in parties for inner in scenario.parties[name].ratifiers)
    events = dict(scenario.events)
    for name, asset in scenario.assets.items():
        for at, demand in enumerate(asset.asked_by):
            if demand.on >= scenario.start:
                title = f"{demand.party} publicly asks for {asset.name}"
                events[f"{name}.asked_by.{at}"] = Event.model_validate(
                    {"kind": "demand", "title": title, "on": demand.on, "party": demand.party, "asset": name}
                )
    conducts = tuple(scenario.parties[name].conduct for name in parties)
    channels = channels_in_order(scenario, parties)
    index = Index(
        parties, ratifiers, tuple(scenario.assets), channels, tuple(scenario.venues),
        tuple(scenario.linkages), tuple(events), conducts,
    )  # fmt: skip
    return index, events


def _write_assets(sheet: Sheet, scenario: Scenario, index: Index, place: Mapping[str, int]) -> None:
    """Write facts, features, and to whom each captive would go."""
    for a, (name, asset) in enumerate(scenario.assets.items()):
        row = sheet.params.asset_i[a]
        row[c.KIND] = KIND_CODES[asset.kind]
        row[c.HOLDER] = place[asset.held_by]
        row[c.LEVELS] = asset.levels
        row[c.COUNT] = asset.count
        row[c.ASSET_KEY] = key_of(f"asset {name}")
        row[c.PENDING] = 1 if asset.kind == "person" and asset.legal == "pending" else 0
        row[c.SECURITY] = 1 if asset.offence in valuation.SECURITY else 0
        row[c.ENTERS] = c.NEVER if asset.hypothetical else _entry(scenario, asset)
        row[c.DESTINATION] = place[asset.to] if asset.to else -1
        if asset.kind != "person":
            continue
        holder = scenario.parties[asset.held_by]
        row[c.GATED] = 1 if asset.held_by in asset.citizenships and not holder.expels_nationals else 0
        sheet.params.health[a] = valuation.HEALTH[asset.health]
        sheet.features.known[a] = valuation.PROMINENCE[asset.prominence]
        prices = valuation.price_features(asset, scenario.start)
        sheet.features.price[a] = [prices[k] for k in valuation.PRICE]
        for actor in index.actors:
            state = actor.split(".")[0]
            at = place[actor]
            if at < len(index.parties):
                sheet.params.citizen[at, a] = 1 if state in asset.citizenships else 0
                sheet.params.claim[at, a] = valuation.claim_of(state, asset, scenario.start)
            if state == asset.held_by or _is_friendly(scenario, state, asset.held_by):
                continue
            worths = valuation.worth_features(state, asset, scenario.start)
            sheet.features.worth[at, a] = [worths[k] for k in valuation.WORTH]
            sheet.features.each_week[at, a] = valuation.years_each_week(state, asset, scenario.start)
            sheet.features.claim[at, a] = worths["danger"]


def _is_friendly(scenario: Scenario, state: str, custodian: str) -> bool:
    """Return whether a custodian is of a state's own side: before its courts nobody needs to be bought free."""
    side = scenario.parties[state].side
    return bool(side) and side == scenario.parties[custodian].side


def _entry(scenario: Scenario, asset: Asset) -> int:
    """Return the week in which somebody enters the pool, 0 for whoever is held at the start."""
    if asset.held_since is None or asset.held_since <= scenario.start:
        return 0
    return week_of(scenario.start, asset.held_since)


def _write_talks(sheet: Sheet, scenario: Scenario, index: Index, place: Mapping[str, int]) -> None:
    """Write channels, venues and linkages."""
    params = sheet.params
    params.line[:] = -1
    for ch, name in enumerate(index.channels):
        channel = scenario.channels[name]
        for member in channel.members:
            params.member[ch, place[member]] = 1
        row = params.channel_i[ch]
        row[c.OPENS] = week_of(scenario.start, channel.opens) if channel.opens else 0
        row[c.CLOSES] = week_of(scenario.start, channel.closes) if channel.closes else scenario.weeks
        row[c.CHANNEL_DELAY] = channel.delay_weeks
        row[c.CHANNEL_KEY] = key_of(f"channel {name}")
        sheet.put(params, "leak_rate", (ch,), channel.leak_rate, f"channels.{name}.leak_rate", least=0.0)
        if len(channel.members) == 2:
            one, two = (place[member] for member in channel.members)
            if params.line[one, two] < 0:
                params.line[one, two] = params.line[two, one] = ch
    for v, (name, venue) in enumerate(scenario.venues.items()):
        params.venue_i[v] = (place[venue.host], 1 if venue.neutral else 0, key_of(f"venue {name}"))
    for k, (name, linkage) in enumerate(scenario.linkages.items()):
        _write_linkage(sheet, scenario, k, name, linkage, index, place)


def _write_linkage(
    sheet: Sheet,
    scenario: Scenario,
    k: int,
    name: str,
    linkage: Linkage,
    index: Index,
    place: Mapping[str, int],
) -> None:
    params = sheet.params
    at = {asset: n for n, asset in enumerate(index.assets)}
    for field, selectors in (
        ("link_if", linkage.if_),
        ("link_need", linkage.needs),
        ("link_forbid", linkage.forbids),
    ):
        for selector in selectors:
            for asset in matches(selector, scenario.assets):
                getattr(params, field)[k, at[asset]] = 1
    count = linkage.count if linkage.needs else 0
    always = 0 if linkage.if_ else 1
    params.link_i[k] = (
        place[linkage.party],
        1 if linkage.hard else 0,
        count,
        always,
        key_of(f"linkage {name}"),
    )
    sheet.put(params, "link_f", (k, 0), linkage.weight, f"linkages.{name}.weight")
    sheet.put(params, "link_f", (k, 1), linkage.believed, f"linkages.{name}.believed", least=0.0, most=1.0)
    params.link_f[k, 2] = linkage.weight.centre


def _write_events(
    sheet: Sheet, scenario: Scenario, events: Mapping[str, Event], index: Index, place: Mapping[str, int]
) -> None:
    assets = {name: at for at, name in enumerate(index.assets)}
    channels = {name: at for at, name in enumerate(index.channels)}
    venues = {name: at for at, name in enumerate(index.venues)}
    for e, (name, event) in enumerate(events.items()):
        row = sheet.params.event_i[e]
        row[c.EVENT_KIND] = EVENT_CODES[event.kind]
        row[c.EVENT_WEEK] = max(-1, week_of(scenario.start, event.on)) if event.on else -1
        row[c.EVENT_ASSET] = assets[event.asset] if event.asset else -1
        row[c.EVENT_PARTY] = place[event.party] if event.party else -1
        row[c.EVENT_OTHER] = place[event.other] if event.other else -1
        row[c.EVENT_CHANNEL] = channels[event.channel] if event.channel else -1
        row[c.EVENT_VENUE] = venues[event.venue] if event.venue else -1
        row[c.EVENT_KEY] = key_of(f"event {name}")
        if event.rate is not None:
            sheet.put(sheet.params, "event_f", (e, c.RATE), event.rate, f"events.{name}.rate", least=0.0)
        if event.amount is not None:
            sheet.put(sheet.params, "event_f", (e, c.AMOUNT), event.amount, f"events.{name}.amount")
        if event.level is not None:
            sheet.params.event_f[e, c.AMOUNT] = valuation.HEALTH[event.level]


def _write_run(sheet: Sheet, scenario: Scenario, index: Index) -> None:
    sheet.params.run_i[c.WEEKS] = scenario.weeks
    sheet.params.run_i[c.PARTIES] = len(index.parties)
    sheet.params.run_i[c.BUDGET] = SEARCH_BUDGET
    sheet.params.run_i[c.PROTOCOL] = 0
    sheet.params.run_i[c.ASSETS] = len(index.assets)
    sheet.params.run_i[c.VENUES] = len(index.venues)
    sheet.params.run_i[c.EVENTS] = len(index.events)
    sheet.params.run_i[c.LINKAGES] = len(index.linkages)


def _write_priors(sheet: Sheet, scenario: Scenario, index: Index, sizes: Mapping[str, int], draws: Draws) -> None:
    """Write what everybody believes before the talks: the public estimate, without overrides.

    Captives go to whoever is believed to gain most from them, the earlier party of equals; somebody whom nobody
    wants yet, to the party whose public demand stands first among the events.
    """
    params = sheet.params
    public = allocate(Makings, m.LAYOUT, sizes)
    copy_record(sheet.makings, public)
    public.set_gain[:] = np.nan
    public.set_cost[:] = np.nan
    seen = allocate(Params, p.LAYOUT, sizes)
    drawn = allocate(Makings, m.LAYOUT, sizes)
    prepare(box(params), box(public), box(sheet.features), draws, 0, 0, 1, box(seen), box(drawn))
    government = params.party_i[:, c.GOVERNMENT]
    actors, assets = np.arange(sizes["N"]), np.arange(sizes["A"])
    state = np.where(government >= 0, government, actors)
    holder, pending = params.asset_i[:, c.HOLDER], params.asset_i[:, c.PENDING]
    held = holder[None, :] == state[:, None]
    step = seen.step_price[assets, np.where(pending, 0, 1)]
    giving = seen.gain - (seen.cost + params.party_f[:, c.NAME_COST, None])
    giving -= np.where((state == actors)[:, None], step[None, :], 0.0)
    net = np.where(held, giving, seen.gain)
    params.prior_mean[...] = net
    params.prior_var[...] = np.where(net != 0.0, np.maximum(PRIOR_LEAST, PRIOR_SHARE * np.abs(net)) ** 2, 0.0)
    params.prior_danger[...], params.prior_demand[...] = seen.danger_gain, seen.demand_gain
    params.prior_threshold[:] = (0.0, PRIOR_THRESHOLD_SD**2)
    estimates = net[: sizes["P"]].copy()
    estimates[holder, assets] = 0.0
    best = np.argmax(estimates, axis=0)
    later = np.full(sizes["A"], -1)
    for row in params.event_i[::-1]:
        if row[c.EVENT_KIND] == c.EVENT_DEMAND and row[c.EVENT_KEY]:
            later[row[c.EVENT_ASSET]] = row[c.EVENT_PARTY]
    wanted = np.where(estimates[best, assets] > 0.0, best, later)
    is_person = params.asset_i[:, c.KIND] == c.PERSON
    params.asset_i[:, c.DESTINATION] = np.where(is_person, wanted, params.asset_i[:, c.DESTINATION])


@cache
def conduct_code(name: str) -> int:
    """Return the code of a built-in conduct, or -1 for one that runs in Python only.

    >>> conduct_code("Belarus"), conduct_code("Somebody")
    (0, -1)
    """
    known = [class_name(module) for module in conduct_names()]
    return known.index(name) if name in known else -1
