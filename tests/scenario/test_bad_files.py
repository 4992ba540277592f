"""Each mistake in a file gives one line: where, what was found, what is allowed, how to mend it."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from sim.errors import ScenarioError
from sim.scenario.load import load

Spoil = Callable[..., Path]

# fmt: off
# ruff: noqa: E501
BAD: list[tuple[str, str, str]] = [
    ("weeks: 20", "weeks: 20\nweks: 3", "a.yaml:5:1: weks: found the unknown field 'weks'; allowed: schema, title, start, weeks, protocol, venues, linkages, parties, assets, channels, events; did you mean 'weeks'?"),
    ("weeks: 20", "weeks: 20\nweeks: 3", "a.yaml:5:1: weeks: found the key 'weeks' twice; allowed: each key once; it is first on line 4; remove one"),
    ("weeks: 20", "weeks: 0", "a.yaml:4:8: weeks: found 0; allowed: 1 or more"),
    ("weeks: 20", "weeks: twenty", "a.yaml:4:8: weeks: found 'twenty'; allowed: a whole number"),
    ("weeks: 20\n", "", "a.yaml:1:1: weeks: found no field 'weeks'; allowed: only with this field; add weeks:"),
    ("weeks: 20", "weeks: 1e400", "a.yaml:4:8: weeks: found 1e400; allowed: a number from -1e+15 to 1e+15"),
    ("weeks: 20", "weeks: " + "9" * 5000, "a.yaml:4:8: weeks: found 9999999999999999999999999999999999999999; allowed: a number from -1e+15 to 1e+15"),
    ("schema: 1", "schema: 2", "a.yaml:1:9: schema: found schema 2; allowed: 1; this Parley reads no other format"),
    ("schema: 1", "schema: true", "a.yaml:1:9: schema: found schema True; allowed: 1; this Parley reads no other format"),
    ("title: Two and a court", "title: 7", "a.yaml:2:8: title: found 7; allowed: text; put it in quotes"),
    ("title: Two and a court", "title: ''", "a.yaml:2:8: title: found ''; allowed: text, not empty"),
    ("2024-01-01", "2024-02-30", "a.yaml:3:8: start: found the impossible date '2024-02-30'; allowed: a day as year-month-day, such as 2024-08-01; take a day that is in the calendar"),
    ("2024-01-01", "1724-01-01", "a.yaml:3:8: start: found 1724-01-01; allowed: a day from 1900-01-01 to 2100-12-31; correct the year"),
    ("2024-01-01", "yesterday", "a.yaml:3:8: start: found 'yesterday'; allowed: a day as year-month-day, such as 2024-08-01; write year, month and day with two hyphens"),
    ("value: 2", "value: .nan", "a.yaml:8:47: parties.KIND.reservation.value: found .nan; allowed: a finite number"),
    ("value: 2", "value: -.inf", "a.yaml:8:47: parties.KIND.reservation.value: found -.inf; allowed: a finite number"),
    ("value: 2, sd: 0.5", "low: 3, high: 1", "a.yaml:8:26: parties.KIND.reservation: found low 3, high 1; allowed: low <= value <= high; put them in order"),
    ("value: 2, sd: 0.5", "value: 2, low: 1", "a.yaml:8:26: parties.KIND.reservation: found low without high; allowed: {value}, {value, sd}, {low, high} or {low, value, high}; add high"),
    ("value: 2, sd: 0.5", "valeu: 2", "a.yaml:8:40: parties.KIND.reservation.valeu: found the unknown field 'valeu'; allowed: value, sd, low, high, source, note; did you mean 'value'?"),
    ("scale: 3", "scale: 0", "a.yaml:8:92: parties.KIND.curve.scale: found 0; allowed: more than 0"),
    ("0.4}", "1.4}", "a.yaml:12:20: parties.ALFA.trust.BRAVO: found 1.4; allowed: from 0 to 1"),
    ("{bo: 3}", "{bob: 3}", "a.yaml:11:13: parties.ALFA.gains.bob: found the unknown asset 'bob'; allowed: al, bo, favour; did you mean 'bo'?"),
    ("{bo: 3}", "[bo]", "a.yaml:11:5: parties.ALFA.gains: found a list; allowed: a mapping"),
    ("{bo: 3}", "{bo: NO}", "a.yaml:11:17: parties.ALFA.gains.bo: found 'NO'; allowed: a number, or a mapping with value, sd, low, high, source, note"),
    ("veto: true", "veto: NO", "a.yaml:14:38: parties.ALFA.ratifiers.COURT.veto: found 'NO'; allowed: true or false; write false"),
    ("like: KIND", "like: KNID", "a.yaml:10:11: parties.ALFA.like: found the unknown party 'KNID'; allowed: KIND, BRAVO; did you mean 'KIND'?"),
    ("like: KIND", "like: ALFA", "a.yaml:10:11: parties.ALFA.like: found the circle ALFA -> ALFA; allowed: a chain that ends; remove one like"),
    ("like: KIND", "conduct: Germny", "a.yaml:10:14: parties.ALFA.conduct: found the unknown conduct 'Germny'; allowed: UnitedStates, Russia, Germany, Belarus, Turkey, HoldingState; did you mean 'Germany'?"),
    ("like: KIND", "deadline: -1", "a.yaml:10:15: parties.ALFA.deadline: found -1; allowed: 0 or more"),
    ("like: KIND", "worth: {natoinal: 1}", "a.yaml:10:13: parties.ALFA.worth.natoinal: found 'natoinal'; allowed: national, dual, resident, asked, cause, cause_prominence, prominence, service, trade, crime, held, health, danger, movement, press, ordinary, procurement, renown, money, relief, status, favour; did you mean 'national'?"),
    ("like: KIND", "overrides: {bo: {gain: 3}}", "a.yaml:10:17: parties.ALFA.overrides.bo.source: found no field 'source'; allowed: only with this field; add source:"),
    ("  BRAVO: {gains", "  BRAVO: {gains: {al: 2}, quota: 2}\n  BRAVX: {gains", "a.yaml:15:34: parties.BRAVO.quota: found 2; allowed: from 0 to 1"),
    ("  ALFA:\n", "  Alfa: {}\n  ALFA:\n", "a.yaml:9:3: parties.Alfa: found 'Alfa'; allowed: 2 to 12 capitals, digits or _, a capital first, such as USA"),
    ("", "events2: 1\n", "a.yaml:26:1: events2: found the unknown field 'events2'; allowed: schema, title, start, weeks, protocol, venues, linkages, parties, assets, channels, events; did you mean 'events'?"),
    ("held_by: ALFA, c", "held_by: KIND, c", "a.yaml:17:27: assets.al.held_by: found the abstract party 'KIND'; allowed: ALFA, BRAVO; name one that takes part, or make it one"),
    ("held_by: ALFA, c", "held_by: ALPHA, c", "a.yaml:17:27: assets.al.held_by: found the unknown party 'ALPHA'; allowed: ALFA, BRAVO; did you mean 'ALFA'?"),
    ("[USA]", "[UAS]", "a.yaml:18:49: assets.bo.citizenships.0: found the unknown country 'UAS'; allowed: USA, UGA, RUS, MUS, AUS, ... (251 in all); did you mean 'USA'?"),
    ("[USA]", "[USA, USA]", "a.yaml:18:34: assets.bo.citizenships: found a country twice; allowed: each country once"),
    ("journalist", "jurnalist", "a.yaml:17:62: assets.al.role: found 'jurnalist'; allowed: ex_marine, journalist, political_prisoner, tourist_other, assassin, spy_illegal, cybercriminal, sanctions_evader_smuggler, soldier, other; did you mean 'journalist'?"),
    ("kind: credit, name", "kind: credit, charge: theft, name", "a.yaml:19:34: assets.favour.charge: found charge for a credit; allowed: only for a person"),
    ("to: BRAVO, ", "", "a.yaml:19:3: assets.favour: found a credit without to; allowed: to, the party it is granted to"),
    ("[ALFA, BRAVO]", "[ALFA]", "a.yaml:21:10: channels.line.members: found a list of 1; allowed: 2 or more"),
    ("[ALFA, BRAVO]", "[ALFA, BRAVO, ALFA]", "a.yaml:21:10: channels.line.members: found the member 'ALFA' more than once; allowed: each member once; remove one"),
    (", host: BRAVO", "", "a.yaml:6:3: venues.Hall.host: found no field 'host'; allowed: only with this field; add host:"),
    ("ALFA.COURT", "ALFA.CUORT", "a.yaml:23:19: linkages.basket.party: found the unknown party or ratifier 'ALFA.CUORT'; allowed: ALFA, BRAVO, ALFA.COURT; did you mean 'ALFA.COURT'?"),
    ("{citizen: USA}", "{citizen: GBR}", "a.yaml:23:49: linkages.basket.needs.0: found a selector that matches no asset; allowed: facts that apply to at least one asset; drop a fact"),
    ("{citizen: USA}", "{}", "a.yaml:23:49: linkages.basket.needs.0: found a selector without a fact; allowed: an asset id, or any of asset, held_by, citizen, not_citizen, role, offence, prominence, kind"),
    ("if: [al]", "if: [all]", "a.yaml:23:36: linkages.basket.if.0: found the unknown asset 'all'; allowed: al, bo, favour; did you mean 'al'?"),
    (", level: high", "", "a.yaml:25:3: events.fever: found no level; allowed: an event of kind health with asset, level"),
    (", on: 2024-02-01", "", "a.yaml:25:3: events.fever: found neither on nor rate; allowed: on (a day) or rate (per year), one of them"),
    ("kind: health", "kind: captive", "a.yaml:25:44: events.fever.level: found level; allowed: for an event of kind captive only asset; remove level"),
    ("title: Two and a court", "title: &x Two", "a.yaml:2:8: title: found the anchor &x; allowed: plain YAML without anchors; remove it, or use like: or extends:"),
    ("title: Two and a court", "title: *x", "a.yaml:2:8: title: found the alias *x; allowed: plain YAML without aliases; write the value out, or use like: or extends:"),
    ("title: Two and a court", "title: !!str Two", "a.yaml:2:8: title: found the tag tag:yaml.org,2002:str; allowed: plain YAML without tags; remove it"),
    ("like: KIND", "<<: {name: x}", "a.yaml:10:5: parties.ALFA.<<: found the merge key <<; allowed: plain YAML; use like: or extends:"),
    ("", "---\nschema: 1\n", "a.yaml:26:1: found a second document; allowed: one document; remove the line ---"),
    ("schema: 1", "schema: 1\nprotocol: back_chanels", "a.yaml:2:11: protocol: found the unknown protocol 'back_chanels'; allowed: back_channels; did you mean 'back_channels'?"),
    ("schema: 1", "schema: 1\nextends: nowhere", "a.yaml:2:10: extends: found no such file: 'nowhere.yaml'; allowed: a scenario file"),
    ("schema: 1", "schema: 1\nextends: a", "a.yaml:2:10: extends: found the circle a.yaml -> a.yaml; allowed: a chain that ends; remove one extends"),
    ("schema: 1", "schema: 1\ndeep: " + "[" * 30 + "]" * 30, "a.yaml:2:26: deep.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0: found nesting deeper than 20; allowed: 20 levels"),
    ("schema: 1", "schema: [1", "a.yaml:2:6: not YAML: expected ',' or ']', but got ':'; allowed: YAML 1.2; check indentation, quotes and colons"),
    ("", "documented: {date: 2024-08-01, released: [{asset: all, from: ALFA, to: BRAVO}]}\n", "a.yaml:26:51: documented.released.0.asset: found the unknown asset 'all'; allowed: al, bo, favour; did you mean 'al'?"),
    ("", "documented: {date: 2024-08-01, released: [{asset: al, from: ALFA}]}\n", "a.yaml:26:43: documented.released.0.to: found no field 'to'; allowed: only with this field; add to:"),
]
# fmt: on


IDS = [f"{count}" for count in range(len(BAD))]


@pytest.mark.parametrize(("old", "new", "line"), BAD, ids=IDS)
def test_one_mistake_gives_one_line(spoil: Spoil, old: str, new: str, line: str) -> None:
    with pytest.raises(ScenarioError) as caught:
        load(spoil(old, new))
    assert str(caught.value) == line
