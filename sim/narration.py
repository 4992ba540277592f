"""From codes to words: what a week's arrays say, as records that a reader understands."""

from __future__ import annotations

from typing import Any

import numpy as np

from sim.domain.act import Act, ActKind, Happening, Objection, ObjectionKind, Reason, Week
from sim.domain.package import Deal, Grant, Package, Release
from sim.scenario.compile import Compiled
from sim.state import columns as c
from sim.state.params import Params
from sim.state.world import World

_KINDS, _OBJECTIONS, _REASONS = tuple(ActKind), tuple(ObjectionKind), tuple(Reason)
_LOGS = (
    "nothing", "event", "enters", "commitment", "ratifier_against", "letter", "agreed", "ratified",
    "not_ratified", "void", "executed", "default", "leak", "lapsed",
)  # fmt: skip


class Narrator:
    """Tells weeks of one scenario; it reads the state and changes nothing."""

    def __init__(self, compiled: Compiled) -> None:
        self.compiled = compiled
        self.index = compiled.index
        self.first_ratifier = compiled.sizes["P"]

    def tell(self, params: Params, world: World, week: int) -> Week:
        """Return a week that has just been closed."""
        date = self.compiled.date_of(week)
        spoken = np.argwhere(world.out_i[:, :, c.ACT_KIND] != c.WAIT)
        acts = tuple(self._act(params, world, week, int(n), int(ch)) for n, ch in spoken)
        happenings = tuple(
            self._happening(params, world, week, row) for row in world.log if row[c.LOG_KIND] != c.LOG_NOTHING
        )
        return Week(week, date, happenings, acts)

    def package(self, params: Params, x: Any, venue: int, guarantor: int) -> Package:
        """Return an array of levels as a package."""
        releases, grants = [], []
        facts = params.asset_i
        for a in np.flatnonzero(x > 0):
            name, row = self.index.assets[a], facts[a]
            giver = self.index.parties[int(row[c.HOLDER])]
            receiver = self.index.parties[int(row[c.DESTINATION])] if row[c.DESTINATION] >= 0 else giver
            if row[c.KIND] == c.PERSON:
                releases.append(Release(name, giver, receiver, int(row[c.COUNT])))
            else:
                grants.append(Grant(name, giver, receiver, int(x[a]), int(row[c.LEVELS])))
        return Package(
            tuple(releases),
            tuple(grants),
            self.index.venues[venue] if venue >= 0 else None,
            self.index.parties[guarantor] if guarantor >= 0 else None,
        )

    def deal(self, params: Params, world: World, deal: int) -> Deal:
        """Return an executed deal."""
        row = world.deals[deal]
        venue, guarantor = int(row[c.DEAL_VENUE]), int(row[c.DEAL_GUARANTOR])
        agreed = self.package(params, world.deal_x[deal], venue, guarantor)
        delivered = self.package(params, world.released[deal], venue, guarantor)
        kept = set(delivered.assets)
        givers = {item.asset: item.giver for item in agreed.items}
        defaulted = tuple(dict.fromkeys(giver for asset, giver in givers.items() if asset not in kept))
        return Deal(
            agreed, delivered, self.index.parties[int(row[c.DEAL_FROM])],
            self.compiled.date_of(int(row[c.DEAL_AGREED])), self.compiled.date_of(int(row[c.DEAL_EXECUTED])),
            defaulted,
        )  # fmt: skip

    def _asset(self, asset: int) -> str | None:
        return self.index.assets[asset] if asset >= 0 else None

    def actor(self, actor: int) -> str:
        """Return the id of a party, or PARTY.RATIFIER of a ratifier."""
        if actor < self.first_ratifier:
            return self.index.parties[actor]
        return self.index.ratifiers[actor - self.first_ratifier]

    def _act(self, params: Params, world: World, week: int, n: int, ch: int) -> Act:
        row, numbers = world.out_i[n, ch], world.out_f[n, ch]
        kind = _KINDS[int(row[c.ACT_KIND])]
        paper = int(row[c.ACT_PAPER])
        package, serial = None, None
        if paper >= 0:
            on_table = world.papers[paper]
            serial = int(on_table[c.PAPER_SERIAL])
            place = int(on_table[c.PAPER_VENUE]), int(on_table[c.PAPER_GUARANTOR])
            package = self.package(params, world.paper_x[paper], *place)
        objections = []
        for at in range(3):
            code = int(row[c.ACT_OBJECTIONS + 2 * at])
            if code != c.NOTHING and kind is ActKind.REFUSE:
                asset = self._asset(int(row[c.ACT_OBJECTIONS + 2 * at + 1]))
                objections.append(Objection(_OBJECTIONS[code], asset))
        others = tuple(name for m, name in enumerate(self.index.parties) if params.member[ch, m] and m != n)
        to = int(row[c.ACT_TO])
        surplus, target, chance, aspiration, best = (float(number) for number in numbers)
        return Act(
            week, self.compiled.date_of(week), self.index.parties[n], self.index.channels[ch], kind,
            (self.index.parties[to],) if to >= 0 else others, serial, package,
            self._asset(int(row[c.ACT_ASSET])), tuple(objections), _REASONS[int(row[c.ACT_REASON])],
            surplus, target, chance, aspiration, best,
            by_mediator=bool(params.party_i[n, c.IS_MEDIATOR]) and kind is ActKind.PROPOSE,
        )  # fmt: skip

    def _happening(self, params: Params, world: World, week: int, row: Any) -> Happening:
        kind = _LOGS[int(row[c.LOG_KIND])]
        first, second, third, fourth = (int(row[column]) for column in (c.LOG_A, c.LOG_B, c.LOG_C, c.LOG_D))
        scenario, parts = self.compiled.scenario, self.index
        party = other = channel = event = None
        assets: tuple[str, ...] = ()

        def name(actor: int) -> str:
            who = self.actor(actor)
            state, _, inner = who.partition(".")
            if inner:
                return f"{scenario.parties[state].ratifiers[inner].name} ({scenario.parties[state].name or state})"
            return scenario.parties[state].name or state

        def called(asset: int) -> str:
            return scenario.assets[parts.assets[asset]].name

        if kind == "event":
            event = parts.events[first]
            entry = scenario.events.get(event)
            at = int(params.event_i[first, c.EVENT_ASSET])
            assets = (parts.assets[at],) if at >= 0 else ()
            text = (entry.title if entry else None) or event.replace("_", " ")
        elif kind == "enters":
            assets = (parts.assets[first],)
            party = self.actor(int(params.asset_i[first, c.HOLDER]))
            verb = "is" if scenario.assets[assets[0]].count == 1 else "are"
            text = f"{called(first)} {verb} taken into custody"
        elif kind == "commitment":
            party, other = self.actor(second), self.actor(third)
            assets = tuple(parts.assets[a] for a in range(len(parts.assets)) if world.pledged[first, a])
            text = f"{name(second)} gives {name(third)} its word"
        elif kind == "ratifier_against":
            party, other = self.actor(first), self.actor(second)
            assets = tuple(parts.assets[a] for a in (third, fourth) if a >= 0)
            text = f"{name(second)} turns the draft down"
        elif kind == "letter":
            party, other, channel = self.actor(second), self.actor(third), parts.channels[fourth]
            text = f"{name(third)} is asked by letter for its consent"
        elif kind in ("agreed", "ratified", "executed"):
            text = {"agreed": "everybody has consented", "ratified": "nobody at home stands in the way",
                    "executed": "the exchange is carried out"}[kind]  # fmt: skip
            assets = tuple(parts.assets[a] for a in range(len(parts.assets)) if world.deal_x[first, a])
        elif kind == "not_ratified":
            party = self.actor(second)
            assets = (parts.assets[third],) if third >= 0 else ()
            text = f"{name(second)} does not ratify, and the deal is off"
        elif kind == "void":
            assets = (parts.assets[second],)
            text = f"the deal is void: {called(second)} has died"
        elif kind == "default":
            party = self.actor(second)
            text = f"{name(second)} does not deliver"
        elif kind == "leak":
            channel = parts.channels[first]
            text = f"the talks in {scenario.channels[channel].name or channel} leak"
        else:
            text = "a proposal lapses"
        return Happening(week, self.compiled.date_of(week), kind, text, party, other, assets, channel, event)
