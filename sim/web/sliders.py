"""Which numbers of a scenario a page lets one move: their words, range, source and the change that a move is."""

from __future__ import annotations

from typing import NamedTuple

from sim.errors import UsageError
from sim.report.assumptions import extent
from sim.scenario.number import Number
from sim.scenario.spec import Scenario

MOST = 10
"""Sliders on a page: chosen so that they can be taken in at a glance; any other number can be moved by --set."""
STEPS = 40
KINDS = {
    "reservation": "value of no deal", "worth": "gain by", "price": "cost by", "gains": "gain from", "costs": "cost of",
    "hosting": "gain from hosting", "guaranteeing": "gain from guaranteeing", "overrides": "for", "weight": "weight",
}  # fmt: skip


class Slider(NamedTuple):
    """A number that can be moved; between `low` and `high` lie 95 % of its draws or all, or what is said."""

    path: str
    words: str
    centre: float
    low: float
    high: float
    step: float
    source: str

    def change(self, value: float) -> str:
        """Return a move as the change that `--set` takes; the number is then held there in every run.

        Raises
        ------
        UsageError
            If the value is no number of the slider's range.
        """
        slack = 1e-6 + 1e-9 * abs(self.high - self.low)
        if isinstance(value, bool) or not isinstance(value, int | float) or not (
            self.low - slack <= value <= self.high + slack
        ):  # fmt: skip
            raise UsageError(f"{self.words}: found {value!r:.40}; allowed: {self.low:g} to {self.high:g}")
        return f"{self.path}={float(value):.6g}"


def sliders(name: str) -> list[Slider]:
    """Return the numbers in units of utility that can move furthest, that of time with them.

    Examples
    --------
    >>> [(one.path, one.low, one.high) for one in sliders("ring")][:2]
    [('weeks', 4, 40), ('parties.ALFA.reservation', -2.0, 2.0)]
    """
    from sim.analysis.uncertain import chosen
    from sim.errors import UsageError as NoneFound
    from sim.scenario.compile import compile_scenario
    from sim.scenario.load import load

    loaded = load(name)
    scenario = loaded.scenario
    made = [_weeks(scenario)]
    try:
        found = [(one.path, one.number) for one in chosen(compile_scenario(loaded), (), MOST - 1)]
    except NoneFound:
        found = []
    for path, number in found:
        low, high = extent(number)
        made.append(_slider(scenario, path, number, low, high, f"{_told(number)}; drawn anew in each run until moved"))
    for party, one in scenario.parties.items():
        path = f"parties.{party}.reservation"
        if len(made) < MOST // 2 and not one.abstract and path not in dict(found):
            number = one.reservation
            reach = max(2.0, 2.0 * abs(number.value))
            said = f"{_told(number)}; the range of this slider is two units, or twice the number, to either side"
            made.append(_slider(scenario, path, number, number.value - reach, number.value + reach, said))
    return made


def _weeks(scenario: Scenario) -> Slider:
    weeks = scenario.weeks
    said = "the scenario's horizon; the range of this slider is a fifth of it to twice as much"
    return Slider("weeks", "Weeks until the talks end", weeks, max(2, weeks // 5), min(2 * weeks, 250), 1, said)


def _slider(scenario: Scenario, path: str, number: Number, low: float, high: float, said: str) -> Slider:
    return Slider(path, words_of(scenario, path), number.value, low, high, round((high - low) / STEPS, 6) or 0.01, said)


def _told(number: Number) -> str:
    told = "; ".join(one for one in (number.note, number.source) if one)
    return told or "by the scenario's file, which gives no source for this number alone"


def words_of(scenario: Scenario, path: str) -> str:
    """Return what a path means, in the names of the scenario.

    >>> from sim.scenario.load import load
    >>> words_of(load("ring").scenario, "parties.ALFA.gains.bo")
    'Alfa: gain from Bo'
    """
    steps = path.split(".")
    names = {name: one.name for name, one in scenario.assets.items()}
    names |= {name: one.title or name for name, one in scenario.linkages.items()}
    names |= {name: one.name for name, one in scenario.venues.items()}
    whose = ""
    if steps[0] == "parties" and len(steps) > 1:
        party = scenario.parties[steps[1]]
        whose, steps = f"{party.name or steps[1]}: ", steps[2:]
        if steps[0] == "ratifiers":
            whose, steps = f"{party.ratifiers[steps[1]].name} ({whose[:-2]}): ", steps[2:]
    elif steps[0] == "linkages":
        steps = steps[1:]
    said = [names.get(step, KINDS.get(step, step)).replace("_", " ") for step in steps]
    text = f"{whose}{' '.join(said)}"
    return text[:1].upper() + text[1:]
