"""What a scenario's packages are made of on one day: gains, costs, trust and places, as plain arrays.

The letters are those of `sim.worth.surplus`, whose sums the package problem repeats; a test holds them to it.
"""

from __future__ import annotations

import math
from typing import NamedTuple

import numpy as np

from sim.analysis.status_quo import Day
from sim.given import Floats, Ints
from sim.solutions.curves import Curve
from sim.state import columns as c

SHAPES = {c.LINEAR: "linear", c.POWER: "power", c.EXPONENTIAL: "exponential", c.THRESHOLD: "threshold"}


class Place(NamedTuple):
    """Where an exchange would be carried out and who would vouch for it; -1 for none."""

    venue: int
    guarantor: int


class Terms:
    """The numbers of one day with nothing agreed.

    Parameters
    ----------
    day
        The day; its state is read here, not kept.

    Attributes
    ----------
    gain, cost
        (N, A) of parties and ratifiers, at the highest level.
    levels, holder, receiver
        (A,) levels that can be given now, who gives, and who receives a person (-1).
    """

    def __init__(self, day: Day) -> None:
        params, world = day.params, day.world
        self.params, self.world, self.day = params, world, day
        self.parties = int(params.run_i[c.PARTIES])
        self.assets = int(params.run_i[c.ASSETS])
        facts = params.asset_i
        self.levels_of: Ints = facts[:, c.LEVELS].copy()
        self.holder: Ints = facts[:, c.HOLDER].copy()
        is_person = facts[:, c.KIND] == c.PERSON
        self.is_person = is_person
        self.is_credit = facts[:, c.KIND] == c.CREDIT
        self.receiver: Ints = np.where(is_person, facts[:, c.DESTINATION], -1)
        there = (world.status == c.HELD) & (world.reserved == 0) & (facts[:, c.GATED] == 0)
        there &= ~is_person | (facts[:, c.DESTINATION] >= 0)
        there[self.assets :] = False
        self.levels: Ints = np.where(there, world.left, 0).astype(np.int64)
        week = int(world.now[c.WEEK])
        gain = params.gain + world.gain_shift + params.drift * week
        gain = gain + params.health_gain * (world.health - params.health)
        gain = gain + params.danger_gain * world.danger
        self.gain: Floats = gain * world.gain_factor[:, None]
        self.cost: Floats = params.cost * world.cost_factor
        pending = np.where(world.pending != 0, 0, 1)
        at = np.arange(len(pending))
        self.price: Floats = params.step_price[at, pending].copy()
        self.weeks: Floats = np.ceil(params.step_weeks[at, pending])
        self.trust: Floats = np.clip(params.trust + world.trust_shift, 0.0, 1.0)

    @property
    def pool(self) -> list[int]:
        """Return the assets that can be given, in order."""
        return np.flatnonzero(self.levels).tolist()

    def state_of(self, actor: int) -> int:
        """Return the party that an actor is, or ratifies for."""
        government = int(self.params.party_i[actor, c.GOVERNMENT])
        return government if government >= 0 else actor

    def ratifiers(self, party: int) -> list[int]:
        """Return the ratifiers of a party."""
        return np.flatnonzero(self.params.party_i[:, c.GOVERNMENT] == party).tolist()

    def level(self, actor: int) -> float:
        """Return what no deal is worth that day: what any deal would end is taken off."""
        numbers, codes = self.params.party_f[actor], self.params.party_i[actor]
        week = int(self.world.now[c.WEEK])
        value = float(numbers[c.RESERVATION] + self.world.threshold_shift[actor])
        if week < codes[c.WAIT_UNTIL]:
            value -= float(numbers[c.WAIT_WEEKLY]) * int(codes[c.WAIT_UNTIL] - week)
        if 0 <= week <= codes[c.CLOCK_WEEK]:
            value -= float(numbers[c.CLOCK_COST])
        return value

    def curve(self, actor: int) -> Curve:
        """Return how an actor feels its concessions, from what it has conceded."""
        numbers = self.params.party_f[actor]
        return Curve(
            SHAPES[int(self.params.party_i[actor, c.CURVE_SHAPE])], float(numbers[c.CURVE_SCALE] or 1.0),
            float(numbers[c.CURVE_EXPONENT] or 1.0), float(numbers[c.CURVE_THRESHOLD]), float(numbers[c.CURVE_JUMP]),
            float(self.world.conceded[actor]),
        )  # fmt: skip

    def faith(self, actor: int, trust: float, place: Place) -> float:
        """Return the chance that an actor gives to the others' delivering, at a lowest trust."""
        own, state = self.params.party_f[actor], self.state_of(actor)
        vouched = place.guarantor >= 0 and place.guarantor != state
        neutral = place.venue >= 0 and self.params.venue_i[place.venue, c.NEUTRAL] == 1
        made = own[c.FAITH_BASE] + own[c.FAITH_TRUST] * trust
        made += own[c.FAITH_GUARANTOR] * vouched + own[c.FAITH_VENUE] * neutral
        return 1.0 / (1.0 + math.exp(-float(made)))

    def lowest_trust(self, actor: int, assets: list[int]) -> float:
        """Return the lowest trust in those who deliver something that an actor gains from; 1 if nobody does."""
        state = self.state_of(actor)
        found = [float(self.trust[state, self.holder[a]]) for a in assets
                 if self.holder[a] != state and self.gain[actor, a] > 0.0]  # fmt: skip
        return min(found, default=1.0)

    def delay(self, party: int) -> float:
        """Return the weeks that a party's slowest ratifier takes."""
        return max((float(self.params.party_f[actor, c.DELAY]) for actor in self.ratifiers(party)), default=0.0)

    def hosting(self, party: int, place: Place) -> float:
        """Return what a party gains as host or guarantor, less what it minds of a venue."""
        own, worth = self.params.party_f[party], 0.0
        if place.venue >= 0:
            worth -= float(self.params.minds[party, place.venue])
            if self.params.venue_i[place.venue, c.HOST] == party:
                worth += float(own[c.HOSTING])
        if place.guarantor == party:
            worth += float(own[c.GUARANTEEING])
        return worth

    def hosts(self, place: Place) -> set[int]:
        """Return whom a place touches."""
        host = int(self.params.venue_i[place.venue, c.HOST]) if place.venue >= 0 else -1
        return {host, place.guarantor} - {-1}

    def places(self) -> list[Place]:
        """Return every place that is open: none first, then in the order of the scenario."""
        venues = [-1, *np.flatnonzero(self.world.open_venue[: int(self.params.run_i[c.VENUES])]).tolist()]
        guarantors = [-1, *np.flatnonzero(self.params.party_i[: self.parties, c.GUARANTEES]).tolist()]
        return [Place(int(venue), int(guarantor)) for venue in venues for guarantor in guarantors]
