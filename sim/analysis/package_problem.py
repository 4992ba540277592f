"""The package problem of a scenario on one day: what there is to choose from, as the solver of packages takes it.

Everything of a package's worth is in it: gains, costs and their curve, prices of legal steps, the cost of each
name, hosting, linkages hard and soft, what allies' interests are worth, levels of concessions, budgets of credit,
and the consent of whom a package touches, their ratifiers' included. Two things that depend on the package in a
bent way are taken as in a deal that all hands take part in: the chance that others deliver is that at the lowest
trust among those who could deliver something one gains from, and the delay that of the slowest step in the pool.
Whom a package does not touch has no say in it, keeps what no deal is worth to it, and may still mind or gain.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from functools import partial
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from sim.analysis.terms import Place, Terms
from sim.solutions.builder import Builder
from sim.solutions.problem import Problem
from sim.state import columns as c
from sim.state.layout import Bytes

Weights = dict[int, float]


@dataclass(frozen=True, eq=False)
class PackageProblem:
    """A problem, and what its variables and interests stand for.

    Parameters
    ----------
    units
        Of each of the problem's assets: (asset of the scenario, level from which it is on).
    actors
        Of each interest: its party or ratifier.
    """

    problem: Problem
    terms: Terms
    place: Place
    units: tuple[tuple[int, int], ...]
    actors: tuple[int, ...]

    def levels(self, package: Sequence[int] | NDArray[Any]) -> Bytes:
        """Return (A,) the scenario's levels of a package of the problem's assets."""
        x = np.zeros(len(self.terms.levels), np.int8)
        for (asset, _), on in zip(self.units, package):
            x[asset] += int(on)
        return x

    def package(self, levels: Bytes) -> Bytes:
        """Return the problem's assets for levels of the scenario's; what cannot be given stays out."""
        return np.array([levels[asset] >= unit for asset, unit in self.units], np.int8)


def package_problem(terms: Terms, place: Place, only: Sequence[int] | None = None) -> PackageProblem:
    """Return the package problem at a place.

    Parameters
    ----------
    terms
        The day.
    place
        Venue and guarantor.
    only
        Assets that may be given; all, if not said.
    """
    return _Making(terms, place, terms.pool if only is None else sorted(set(only) & set(terms.pool))).made()


class Parts(NamedTuple):
    """A linkage over the problem's variables: if any of `speak`, then `least` of `need` and none of `forbid`."""

    speak: list[int]
    need: list[int]
    forbid: list[int]
    least: int
    always: bool

    def speaks(self, x: Any) -> bool:
        """Return whether it says anything of a package."""
        return self.always or bool(x[self.speak].any())

    def keeps(self, x: Any) -> bool:
        """Return whether a package has what it asks for."""
        return bool(x[self.need].sum() >= self.least) and not x[self.forbid].any()


class _Making:
    """What is collected on the way."""

    def __init__(self, terms: Terms, place: Place, pool: list[int]) -> None:
        self.terms, self.place, self.pool = terms, place, pool
        self.units = [(a, unit) for a in pool for unit in range(1, int(terms.levels[a]) + 1)]
        self.on: dict[int, int] = {}
        self.build = Builder(len(self.units))
        for variable, (a, unit) in enumerate(self.units):
            if unit == 1:
                self.on[a] = variable
            else:
                self.build.only_if(variable, variable - 1)
        self.touched: dict[int, int | None] = {}  # a variable, or None for whoever is touched anyway
        self.holds: dict[int, int] = {}
        self.worths: dict[int, Weights] = {}

    def made(self) -> PackageProblem:
        """Return the problem."""
        terms, build = self.terms, self.build
        people = [self.on[a] for a in self.pool if terms.is_person[a]]
        build.row(dict.fromkeys(people, 1.0), 1.0)  # only what frees somebody can be proposed
        for party in range(terms.parties):
            self._limit_credit(party)
            self.touched[party] = self._touch(party)
        for link in range(int(terms.params.run_i[c.LINKAGES])):
            self._link(link)
        consents: dict[int, tuple[Weights, float] | None] = {}
        actors = list(range(terms.parties))
        ratifiers = {party: terms.ratifiers(party) for party in actors}
        for party in range(terms.parties):
            interest = self._interest(party)
            if self._can_be_touched(party):
                consents[interest] = self._waiver(party, self.touched[party])
        for party, behind in ratifiers.items():
            if behind and self._can_be_touched(party):
                self._ratify(party, behind, consents)
                actors += behind
        candidates = [party for party in range(terms.parties) if self._can_be_touched(party)]
        made = build.build(terms.parties, consents, candidates)
        return PackageProblem(made, terms, self.place, tuple(self.units), tuple(actors))

    # Who is touched.

    def _touching(self, party: int) -> list[int]:
        return [self.on[a] for a in self.pool if party in (self.terms.holder[a], self.terms.receiver[a])]

    def _can_be_touched(self, party: int) -> bool:
        return party in self.terms.hosts(self.place) or bool(self._touching(party))

    def _touch(self, party: int) -> int | None:
        """Return a variable that is on where a party is touched, where that makes a difference."""
        terms, near = self.terms, self._touching(party)
        if party in terms.hosts(self.place) or not near:
            return None
        return self.build.any_of(near)

    def _waiver(self, interest: int, touched: int | None) -> tuple[Weights, float] | None:
        """Return what lets somebody off consent who is not touched: as much as the interest could then be below 0."""
        if touched is None:
            return None
        near = set(self._touching(interest)) if interest < self.terms.parties else set()
        low = sum(min(0.0, weight) for place, weight in self.worths[interest].items() if place not in near)
        return ({touched: low}, low) if low < 0.0 else None

    def _limit_credit(self, party: int) -> None:
        terms = self.terms
        mine = [v for v, (a, _) in enumerate(self.units) if terms.holder[a] == party and terms.is_credit[a]]
        left = int(terms.params.party_i[party, c.CREDIT_BUDGET] - terms.world.ledger[party].sum())
        if len(mine) > left:
            self.build.row(dict.fromkeys(mine, -1.0), -float(max(0, left)))

    # Linkages.

    def _members(self, which: Bytes) -> list[int]:
        return [self.on[a] for a in self.pool if which[a]]

    def _parts_of(self, link: int) -> Parts:
        params = self.terms.params
        return Parts(
            self._members(params.link_if[link]), self._members(params.link_need[link]),
            self._members(params.link_forbid[link]), int(params.link_i[link, c.LINK_COUNT]),
            bool(params.link_i[link, c.LINK_ALWAYS]),
        )  # fmt: skip

    def _link(self, link: int) -> None:
        params, parts = self.terms.params, self._parts_of(link)
        owner = int(params.link_i[link, c.LINK_OWNER])
        counts = self._counts_of(link)
        if counts:
            held = self.build.variable(lambda x: parts.speaks(x) and parts.keeps(x))
            self.holds[link] = held
            self._tie(held, parts, minded=any(weight < 0.0 for weight in counts.values()))
        if params.link_i[link, c.LINK_HARD] == 1 and owner < self.terms.parties and self._can_be_touched(owner):
            self._forbid(self.touched[owner], parts, self._touching(owner))

    def _counts_of(self, link: int) -> Weights:
        """Return to whom a linkage that holds is worth what."""
        params, world = self.terms.params, self.terms.world
        owner, made = int(params.link_i[link, c.LINK_OWNER]), {}
        if params.link_f[link, 0] != 0.0:
            made[owner] = float(params.link_f[link, 0])
        for party in range(self.terms.parties):
            weight = float(params.align[party, owner]) if owner < self.terms.parties else 0.0
            weight *= float(world.belief_link[party, link] * params.link_f[link, 2])
            if weight != 0.0:
                made[party] = made.get(party, 0.0) + weight
        return made

    def _tie(self, held: int, parts: Parts, minded: bool) -> None:
        """Let a variable be on only where a linkage holds; where somebody minds that, make it be on there."""
        build, need, count = self.build, parts.need, parts.least
        if not parts.always:
            build.row({**dict.fromkeys(parts.speak, 1.0), held: -1.0}, 0.0)
        if count > len(need):
            build.row({held: -1.0}, 0.0)
            return
        build.at_least(held, need, count)
        for other in parts.forbid:
            build.never_both(held, other)
        if not minded:
            return
        enough = build.variable(lambda x: bool(x[need].sum() >= count)) if count else None
        if enough is not None:
            build.row({**dict.fromkeys(need, -1.0), enough: len(need) - count + 1.0}, 1.0 - count)
        for one in [None] if parts.always else parts.speak:
            on = [place for place in (one, enough) if place is not None]
            row = {held: 1.0, **dict.fromkeys(on, -1.0)}
            for other in parts.forbid:
                row[other] = row.get(other, 0.0) + 1.0
            build.row(row, 1.0 - len(on))

    def _forbid(self, unless: int | None, parts: Parts, near: Collection[int]) -> None:
        """Forbid what breaks a red line, where a variable is on or is not needed: what is near switches it on."""
        for one in [None] if parts.always else parts.speak:
            on = [place for place in (one, None if one in near else unless) if place is not None]
            if parts.least > len(parts.need):
                self.build.row(dict.fromkeys(on, -1.0), 1.0 - len(on))
            elif parts.least:
                row: Weights = dict.fromkeys(parts.need, 1.0)
                for place in on:
                    row[place] = row.get(place, 0.0) - parts.least
                self.build.row(row, parts.least * (1.0 - len(on)))
            for other in parts.forbid:
                row = {other: -1.0}
                for place in on:
                    row[place] = row.get(place, 0.0) - 1.0
                self.build.row(row, -float(len(on)))

    # Interests.

    def _interest(self, actor: int) -> int:
        """Add what a party or a ratifier has of a package."""
        terms, own = self.terms, self.terms.params.party_f[actor]
        state = terms.state_of(actor)
        is_party = actor == state
        worth: Weights = {}
        pains: Weights = {}
        chance = terms.faith(actor, terms.lowest_trust(actor, self.pool), self.place)
        for variable, (a, unit) in enumerate(self.units):
            share = 1.0 / float(terms.levels_of[a])
            if terms.holder[a] == state:
                worth[variable] = terms.gain[actor, a] * share
                pains[variable] = terms.cost[actor, a] * share
                if unit == 1:
                    worth[variable] -= float(own[c.NAME_COST]) + (float(terms.price[a]) if is_party else 0.0)
            else:
                worth[variable] = terms.gain[actor, a] * share * chance
            if is_party:
                for other in np.flatnonzero(terms.params.align[actor, : terms.parties]):
                    theirs = float(terms.world.belief_mean[actor, other, a]) * share
                    worth[variable] += float(terms.params.align[actor, other]) * theirs
        for link, held in self.holds.items():
            weight = self._counts_of(link).get(actor, 0.0)
            worth[held] = worth.get(held, 0.0) + weight
        level, base = terms.level(actor), 0.0
        reserve: Weights = {}
        if is_party:
            # Whoever is not touched keeps what no deal is worth, and minds no place.
            touched, here = self.touched[actor], terms.hosting(actor, self.place)
            if touched is not None:
                worth[touched] = here
                reserve, level = {touched: level}, 0.0
            elif self._can_be_touched(actor):
                base = here
            else:
                level = 0.0
        weeks = [float(terms.weeks[a]) for a in self.pool]
        wait = max(weeks, default=0.0) + (terms.delay(actor) if is_party else 0.0)
        self.worths[len(self.worths)] = worth
        return self.build.interest(worth, level, cost=pains, curve=terms.curve(actor), reserve=reserve, both=True,
                                discount=float(own[c.DISCOUNT]) ** wait, base=base)  # fmt: skip

    def _ratify(self, party: int, behind: list[int], consents: dict[int, tuple[Weights, float] | None]) -> None:
        """Ask a state's ratifiers: each with a veto, and of the rest enough to reach the quota."""
        params, build, touched = self.terms.params, self.build, self.touched[party]
        weights: Weights = {}
        for actor in behind:
            interest = self._interest(actor)
            own = [link for link in range(int(params.run_i[c.LINKAGES])) if params.link_i[link, c.LINK_OWNER] == actor]
            lines = [self._parts_of(link) for link in own if params.link_i[link, c.LINK_HARD] == 1]
            asked = touched
            if params.party_i[actor, c.VETO] != 1:
                asked = build.variable(partial(_says_yes, build, interest, lines))
                weights[asked] = float(params.party_f[actor, c.WEIGHT])
            low = build.least(interest)
            consents[interest] = ({asked: low}, low) if asked is not None else None
            for parts in lines:
                self._forbid(asked, parts, near=())
        if weights:
            quota = float(params.party_f[party, c.QUOTA]) * sum(weights.values())
            build.row(weights if touched is None else {**weights, touched: -quota},
                      (quota if touched is None else 0.0) - 1e-9)  # fmt: skip


def _says_yes(build: Builder, interest: int, lines: list[Parts], x: Any) -> bool:
    """Return whether a ratifier without a veto would say yes."""
    return build.is_content(interest, x) and not any(parts.speaks(x) and not parts.keeps(x) for parts in lines)
