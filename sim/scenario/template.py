"""The template of a case: facts to be filled in, each with a word on what is meant."""

from __future__ import annotations

TEMPLATE = """\
# A case: who held whom, who asked for whom by when, what was on record as a red line. No gain, cost or tactic: those
# come from the types of states in parties/history-fitted. The page sim/docs/cases.md says what each line means.
# Replace every FILL: until then `parley check` names the lines.
schema: 1
title: FILL
start: FILL            # Monday of the week in which talks are first on record, as 2019-04-22
weeks: 52              # a year, whatever came of it
extends: parties/history-fitted

# ISO codes, or ids of your own in capitals. like: DEMOCRACY, ALLY, PATRON, CLIENT, ARMED or MEDIATOR.
# conduct: UnitedStates (asks allies), Russia (names a price, asks clients), Belarus (follows a patron), Germany,
# Turkey (hosts, serves others' deals), HoldingState (all others). side: states that would pay for each other.
parties:
  WEST: {name: FILL, like: DEMOCRACY, conduct: UnitedStates, side: west}
  EAST: {name: FILL, like: PATRON, conduct: Russia, side: east}

# Everybody who was held and known to be a candidate, freed or not. Facts of the start, not of the end.
assets:
  captive_of_east:
    name: FILL
    held_by: EAST
    citizenships: [WEST]
    role: FILL           # ex_marine journalist political_prisoner tourist_other assassin spy_illegal cybercriminal
                         # sanctions_evader_smuggler soldier other
    charge: FILL
    offence: FILL        # speech association espionage treason terrorism murder violence drugs fraud cyber smuggling
                         # other
    severity: 2          # 0 to 10: 1 speech or a trifle, 3 drug dealing, 4 big fraud, 5-6 espionage, 10 murder
    sentence: {kind: pretrial}    # or {kind: term, years: 8}, life, death
    legal: pending       # pending until a verdict, then sentenced
    held_since: FILL
    prominence: FILL     # low, med (national coverage), high (heads of government or world-wide)
    asked_by: []         # - {party: WEST, on: 2019-04-16, source: where}: public demands only
  captive_of_west:
    name: FILL
    held_by: WEST
    citizenships: [EAST]
    role: FILL
    charge: FILL
    offence: FILL
    severity: 5
    sentence: {kind: pretrial}
    legal: pending
    held_since: FILL
    prominence: FILL
    asked_by: []
  # money_or_relief: {kind: concession, name: What, held_by: WEST, to: EAST, form: money}   # relief, status, favour

channels:
  line: {name: FILL, members: [WEST, EAST]}

# A red line that was on record before the start, with its source.
# linkages:
#   never_him: {party: WEST, title: What it said, hard: true, forbids: [captive_of_west], source: where}

# What really happened. Without a date and releases: no deal. Nothing that plays reads it.
documented:
  # date: 2019-11-15
  # released:
  #   - {asset: captive_of_east, from: EAST, to: WEST}
  #   - {asset: captive_of_west, from: WEST, to: EAST}
  # offers:
  #   O1: {on: 2019-11-01, by: WEST, to: EAST, give: [captive_of_west], want: [captive_of_east], answer: accepted}
  note: FILL
"""


def template() -> str:
    """Return the text of a new case; wherever it lies, it reaches the shared types.

    >>> "extends: parties/history-fitted" in template()
    True
    """
    return TEMPLATE
