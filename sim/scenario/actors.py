"""Parties and ratifiers as rows: preferences, curve, tactic, trust, alignment, steps of law."""

from __future__ import annotations

import datetime as dt

import numpy as np

from sim.conduct.dispatch import class_name
from sim.conduct.dispatch import names as conduct_names
from sim.scenario import valuation
from sim.scenario.number import Number
from sim.scenario.sheet import Sheet
from sim.scenario.spec import Party, Preferences, Ratifier, Scenario
from sim.state import columns as c
from sim.state.makings import CLEMENCY, DROP_CHARGE, PLEA, VERDICT
from sim.state.random import key_of
from sim.tactics.aspiration.dispatch import names as tactic_names

SHAPES = {"linear": c.LINEAR, "power": c.POWER, "exponential": c.EXPONENTIAL, "threshold": c.THRESHOLD}
STEPS = {"verdict": VERDICT, "drop_charge": DROP_CHARGE, "clemency": CLEMENCY, "plea": PLEA}
# Alignment from which another counts as one's patron.
PATRON_ALIGNMENT = 0.3


def write_actors(
    sheet: Sheet, scenario: Scenario, parties: tuple[str, ...], ratifiers: tuple[str, ...],
    venues: tuple[str, ...], assets: tuple[str, ...], conducts: tuple[str, ...],
) -> None:  # fmt: skip
    """Write every party, then every ratifier."""
    sides = [side for side in dict.fromkeys(scenario.parties[name].side for name in parties) if side]
    known = [class_name(module) for module in conduct_names()]
    at = {name: n for n, name in enumerate(assets)}
    for n, name in enumerate(parties):
        party = scenario.parties[name]
        path = f"parties.{name}"
        _write_preferences(sheet, n, party, path, at, _by_form(name, party, scenario))
        _write_party_numbers(sheet, n, party, path, scenario)
        _write_relations(sheet, n, party, path, parties, venues)
        row = sheet.params.party_i[n]
        row[c.CONDUCT] = known.index(conducts[n]) if conducts[n] in known else -1
        row[c.SIDE] = sides.index(party.side) + 1 if party.side else 0
        row[c.GOVERNMENT] = -1
        row[c.PARTY_KEY] = key_of(f"party {name}")
        for asset, override in party.overrides.items():
            if override.gain is not None:
                sheet.makings.set_gain[n, at[asset]] = 0.0
                sheet.put(sheet.makings, "set_gain", (n, at[asset]), override.gain, f"{path}.overrides.{asset}.gain")
            if override.cost is not None:
                sheet.put(sheet.makings, "set_cost", (n, at[asset]), override.cost, f"{path}.overrides.{asset}.cost")
    for r, name in enumerate(ratifiers):
        n = sheet.params.line.shape[0] + r
        state, inner = name.split(".")
        ratifier = scenario.parties[state].ratifiers[inner]
        path = f"parties.{state}.ratifiers.{inner}"
        _write_preferences(sheet, n, ratifier, path, at, _by_form(state, ratifier, scenario))
        _write_ratifier_numbers(sheet, n, ratifier, scenario.parties[state], path)
        row = sheet.params.party_i[n]
        row[c.CONDUCT] = -1
        row[c.GOVERNMENT] = parties.index(state)
        row[c.SIDE] = sheet.params.party_i[parties.index(state), c.SIDE]
        row[c.VETO] = 1 if ratifier.veto else 0
        row[c.PARTY_KEY] = key_of(f"ratifier {name}")


def _cell(
    sheet: Sheet, n: int, column: int, number: Number, path: str, least: float = -np.inf, most: float = np.inf
) -> None:
    sheet.put(sheet.params, "party_f", (n, column), number, path, least=least, most=most)


def _by_form(state: str, who: Preferences, scenario: Scenario) -> tuple[dict[str, Number], dict[str, Number]]:
    """Return what a state gains in concessions made to it, and what its own cost it, by their form."""
    forms = {name: one for name, one in scenario.assets.items() if one.form is not None}
    gains = {name: who.worth[one.form] for name, one in forms.items() if one.to == state and one.form in who.worth}
    costs = {name: who.price[one.form] for name, one in forms.items() if one.held_by == state and one.form in who.price}
    return gains, costs


def _write_preferences(
    sheet: Sheet, n: int, who: Preferences, path: str, at: dict[str, int],
    by_form: tuple[dict[str, Number], dict[str, Number]],
) -> None:  # fmt: skip
    """Write coefficients, direct gains and costs, curve and cost of a name."""
    sheet.makings.set_gain[n] = np.nan
    sheet.makings.set_cost[n] = np.nan
    for k, worth in enumerate(valuation.WORTH):
        if worth in who.worth:
            sheet.put(sheet.makings, "worth", (n, k), who.worth[worth], f"{path}.worth.{worth}")
    for k, price in enumerate(valuation.PRICE):
        if price in who.price:
            sheet.put(sheet.makings, "price", (n, k), who.price[price], f"{path}.price.{price}")
    for asset, number in ({**by_form[0], **who.gains}).items():
        sheet.put(sheet.makings, "direct_gain", (n, at[asset]), number, f"{path}.gains.{asset}")
    for asset, number in ({**by_form[1], **who.costs}).items():
        sheet.put(sheet.makings, "direct_cost", (n, at[asset]), number, f"{path}.costs.{asset}")
    sheet.params.party_i[n, c.CURVE_SHAPE] = SHAPES[who.curve.shape]
    _cell(sheet, n, c.CURVE_SCALE, who.curve.scale, f"{path}.curve.scale", 1e-3)
    _cell(sheet, n, c.CURVE_EXPONENT, who.curve.exponent, f"{path}.curve.exponent", 1e-3)
    _cell(sheet, n, c.CURVE_THRESHOLD, who.curve.threshold, f"{path}.curve.threshold")
    _cell(sheet, n, c.CURVE_JUMP, who.curve.jump, f"{path}.curve.jump")
    _cell(sheet, n, c.NAME_COST, who.name_cost, f"{path}.name_cost")


def _week(start: dt.date, day: dt.date) -> int:
    return (day - start).days // 7


def _write_party_numbers(sheet: Sheet, n: int, party: Party, path: str, scenario: Scenario) -> None:
    cells: list[tuple[int, Number, str, float, float]] = [
        (c.RESERVATION, party.reservation, "reservation", -np.inf, np.inf),
        (c.DISCOUNT, party.discount, "discount", 0.5, 1.0),
        (c.WAIT_WEEKLY, party.waiting.weekly, "waiting.weekly", 0.0, np.inf),
        (c.BETA, party.tactic.beta, "tactic.beta", 0.02, np.inf),
        (c.FLOOR, party.tactic.floor, "tactic.floor", 0.0, 1.0),
        (c.START, party.tactic.start, "tactic.start", 0.0, 1.0),
        (c.RELIABILITY, party.reliability, "reliability", 0.0, 1.0),
        (c.HOSTING, party.hosting, "hosting", -np.inf, np.inf),
        (c.FAITH_BASE, party.execution.base, "execution.base", -np.inf, np.inf),
        (c.FAITH_TRUST, party.execution.trust, "execution.trust", -np.inf, np.inf),
        (c.FAITH_GUARANTOR, party.execution.guarantor, "execution.guarantor", -np.inf, np.inf),
        (c.FAITH_VENUE, party.execution.venue, "execution.venue", -np.inf, np.inf),
        (c.LEAK_COST, party.leak_cost, "leak_cost", 0.0, np.inf),
        (c.QUOTA, party.quota, "quota", 0.0, 1.0),
        (c.SENTENCE_RATE, party.stakes.sentence_rate, "stakes.sentence_rate", 0.0, np.inf),
        (c.PARDON_RATE, party.stakes.pardon_rate, "stakes.pardon_rate", 0.0, np.inf),
        (c.SPREAD, party.spread, "spread", 0.0, np.inf),
    ]
    for column, number, name, least, most in cells:
        _cell(sheet, n, column, number, f"{path}.{name}", least, most)
    row = sheet.params.party_i[n]
    row[c.TACTIC] = tactic_names().index(party.tactic.name)
    until = party.waiting.until
    row[c.WAIT_UNTIL] = _week(scenario.start, until) if until else scenario.weeks
    row[c.CLOCK_WEEK] = -1
    if party.clock:
        row[c.CLOCK_WEEK] = _week(scenario.start, party.clock.date)
        _cell(sheet, n, c.CLOCK_COST, party.clock.cost, f"{path}.clock.cost")
    deadline = party.deadline or Number(float(scenario.weeks))
    _cell(sheet, n, c.DEADLINE, deadline, f"{path}.deadline", 1.0)
    if party.guaranteeing is not None:
        row[c.GUARANTEES] = 1
        _cell(sheet, n, c.GUARANTEEING, party.guaranteeing, f"{path}.guaranteeing")
    row[c.CREDIT_BUDGET] = party.credit_budget
    row[c.EXPELS] = 1 if party.expels_nationals else 0
    if party.mediator:
        row[c.IS_MEDIATOR] = 1
        row[c.REVISIONS] = party.mediator.revisions
        leaves = party.mediator.leaves_after_weeks
        row[c.LEAVES_AFTER] = -1 if leaves is None else leaves
        _cell(sheet, n, c.TEXT_THRESHOLD, party.mediator.threshold, f"{path}.mediator.threshold", 0.0, 1.0)
        _cell(sheet, n, c.TEXT_BIAS, party.mediator.bias, f"{path}.mediator.bias", 0.0)


def _write_relations(
    sheet: Sheet, n: int, party: Party, path: str, parties: tuple[str, ...], venues: tuple[str, ...]
) -> None:
    patron, strongest = -1, PATRON_ALIGNMENT
    for o, other in enumerate(parties):
        trust = party.trust.get(other, party.trust_default)
        key = other if other in party.trust else "trust_default"
        if o != n:
            sheet.put(sheet.params, "trust", (n, o), trust, f"{path}.trust.{key}", least=0.0, most=1.0)
        if other in party.alignment:
            sheet.put(sheet.params, "align", (n, o), party.alignment[other], f"{path}.alignment.{other}")
            if party.alignment[other].centre >= strongest:
                patron, strongest = o, party.alignment[other].centre
    sheet.params.party_i[n, c.PATRON] = patron
    for v, venue in enumerate(venues):
        if venue in party.minds_venue:
            sheet.put(sheet.params, "minds", (n, v), party.minds_venue[venue], f"{path}.minds_venue.{venue}")
    for name, step in party.steps.items():
        s = STEPS[name]
        sheet.makings.has_step[n, s] = 1
        sheet.put(sheet.makings, "step_weeks", (n, s), step.weeks, f"{path}.steps.{name}.weeks", least=0.0)
        sheet.put(sheet.makings, "step_price", (n, s), step.price, f"{path}.steps.{name}.price", least=0.0)
        sheet.put(
            sheet.makings,
            "step_security",
            (n, s),
            step.espionage_price,
            f"{path}.steps.{name}.espionage_price",
        )


def _write_ratifier_numbers(sheet: Sheet, n: int, ratifier: Ratifier, party: Party, path: str) -> None:
    _cell(sheet, n, c.RESERVATION, ratifier.threshold, f"{path}.threshold")
    _cell(sheet, n, c.WEIGHT, ratifier.weight, f"{path}.weight", 0.0)
    _cell(sheet, n, c.DELAY, ratifier.delay_weeks, f"{path}.delay_weeks", 0.0)
    _cell(sheet, n, c.KNOWN_SD, ratifier.known_sd, f"{path}.known_sd", 0.0)
    sheet.params.party_f[n, c.DISCOUNT] = 1.0
    # A ratifier trusts others as its government does, and is as uncertain to us.
    _cell(sheet, n, c.FAITH_BASE, party.execution.base, f"{path}.execution.base")
    _cell(sheet, n, c.FAITH_TRUST, party.execution.trust, f"{path}.execution.trust")
    _cell(sheet, n, c.FAITH_GUARANTOR, party.execution.guarantor, f"{path}.execution.guarantor")
    _cell(sheet, n, c.FAITH_VENUE, party.execution.venue, f"{path}.execution.venue")
    _cell(sheet, n, c.SPREAD, party.spread, f"{path}.spread", 0.0)
