"""The world knows nothing of what really happened, of names, or of what is not yet so."""

from __future__ import annotations

import datetime as dt
import shutil
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from sim.scenario import valuation
from sim.scenario.assemble import assemble
from sim.scenario.compile import compile_scenario, week_of
from sim.scenario.find import find
from sim.scenario.load import load
from sim.state import columns as c
from sim.state.layout import to_bytes
from tests.support.build import compiled, sit, talks

CASE = "ankara-2024"
WORTHS = ["gain", "cost", "drift", "danger_gain", "health_gain", "demand_gain", "prior_mean", "prior_var", "claim"]
UNREAD: dict[str, Any] = {
    "name": "Somebody else", "charge": "another", "note": "other", "held_since_precision": "season",
    "uncertain": True, "sources": ["elsewhere"], "source": "elsewhere",
}  # fmt: skip


@pytest.fixture(scope="module")
def case():
    return compile_scenario(load(CASE))


def ending(scenario, seed=None):
    sitting = sit(scenario, seed)
    sitting.play()
    return to_bytes(sitting.world)


def test_deleting_what_is_documented_changes_no_number(case, tmp_path: Path):
    """The same files without the block make the same parameters, byte for byte, and the same run."""
    folder = find(CASE).parent
    shutil.copytree(folder, tmp_path / "scenarios")
    path = tmp_path / "scenarios" / f"{CASE}.yaml"
    kept, _, cut = path.read_text(encoding="utf-8").partition("\ndocumented:\n")
    assert "released:" in cut
    path.write_text(kept + "\n", encoding="utf-8")
    blind = compile_scenario(load(path))
    assert blind.digest == case.digest
    for seed in (None, 0, 7):
        mine, theirs = (to_bytes(made.params(seed or 0, centre=seed is None)) for made in (case, blind))
        assert mine == theirs
    assert ending(blind) == ending(case)


def renamed(data: dict[str, Any]) -> dict[str, Any]:
    """Return a scenario in which every id is another, and every name and text is gone; the order stays."""
    new: dict[str, dict[str, str]] = {
        "parties": {}, "assets": {}, "channels": {}, "venues": {}, "linkages": {}, "events": {},
    }  # fmt: skip
    for section, known in new.items():
        for at, old in enumerate(data.get(section, {})):
            known[old] = f"X{at}" if section in ("parties", "venues") else f"x{at}"
    country: dict[str, str] = dict(new["parties"])
    actor = dict(new["parties"])
    ratifier: dict[str, str] = {}
    for name, party in data["parties"].items():
        for inner in party.get("ratifiers", {}):
            ratifier.setdefault(inner, f"Y{len(ratifier)}")
            actor[f"{name}.{inner}"] = f"{new['parties'][name]}.{ratifier[inner]}"

    def keys(known, mapping):
        return {known[key]: value for key, value in mapping.items()}

    def of(known, record, *fields):
        return {key: known[value] if key in fields and value is not None else value for key, value in record.items()}

    def state(code):
        return country.setdefault(code, f"Z{len(country)}")

    def preferences(who):
        made = {key: value for key, value in who.items() if key not in ("like", "source", "note")}
        for field in ("gains", "costs", "overrides"):
            if field in made:
                made[field] = keys(new["assets"], made[field])
        for field in ("trust", "alignment"):
            if field in made:
                made[field] = keys(new["parties"], made[field])
        if "minds_venue" in made:
            made["minds_venue"] = keys(new["venues"], made["minds_venue"])
        if "name" in made:
            made["name"] = "N"
        if "ratifiers" in made:
            made["ratifiers"] = {ratifier[r]: preferences(v) for r, v in made["ratifiers"].items()}
        return made

    def asset(facts):
        made = of(new["parties"], facts, "held_by", "to") | {"name": "N"}
        for field in ("citizenships",):
            if field in made:
                made[field] = [state(code) for code in made[field]]
        if made.get("residence"):
            made["residence"] = state(made["residence"])
        if "asked_by" in made:
            made["asked_by"] = [of(new["parties"], demand, "party") for demand in made["asked_by"]]
        return made

    def selector(raw):
        if isinstance(raw, str):
            return new["assets"][raw]
        made = of(new["assets"], of(new["parties"], raw, "held_by"), "asset")
        return {key: state(v) if key in ("citizen", "not_citizen") else v for key, v in made.items()}

    def linkage(raw):
        made = of(actor, raw, "party")
        return {
            key: [selector(one) for one in v] if key in ("if", "needs", "forbids") else v for key, v in made.items()
        }

    def event(raw):
        made = of(new["assets"], of(new["parties"], raw, "party", "other"), "asset")
        return of(new["channels"], of(new["venues"], made, "venue"), "channel")

    parts = {
        "parties": preferences, "assets": asset, "linkages": linkage, "events": event,
        "channels": lambda raw: raw | {"members": [new["parties"][one] for one in raw["members"]]},
        "venues": lambda raw: of(new["parties"], raw, "host") | {"name": "N"},
    }  # fmt: skip
    made = {key: value for key, value in data.items() if key not in new and key != "extends"}
    for section, make in parts.items():
        made[section] = {new[section][name]: make(raw) for name, raw in data.get(section, {}).items()}
    return made | {"title": "T"}


def test_renaming_everything_leaves_a_run_at_the_centre_as_it_was(case):
    """Every id of parties, ratifiers, assets, channels, venues, linkages, events and countries is another."""
    other = compiled(renamed(assemble(find(CASE)).data))
    assert not set(other.index.assets) & set(case.index.assets)
    assert not set(other.index.parties) & set(case.index.parties)
    mine = case.params(centre=True)
    theirs = other.params(centre=True)
    keys = {"party_i": c.PARTY_KEY, "asset_i": c.ASSET_KEY, "channel_i": c.CHANNEL_KEY, "venue_i": c.VENUE_KEY,
            "link_i": c.LINK_KEY, "event_i": c.EVENT_KEY}  # fmt: skip
    for name, column in keys.items():
        assert not np.array_equal(mine[name], theirs[name])
        mine[name][:, column] = theirs[name][:, column] = 0
    assert to_bytes(mine) == to_bytes(theirs)
    assert ending(other) == ending(case)


class Recorder:
    """An asset that notes which of its fields are read."""

    def __init__(self, asset):
        self._asset, self.read = asset, set()

    def __getattr__(self, name):
        self.read.add(name)
        return getattr(self._asset, name)


def test_a_valuation_reads_only_permitted_facts(case):
    """Features of every captive for every state, by a captive that notes what is read of it."""
    read = set()
    for asset in case.scenario.assets.values():
        if asset.kind != "person":
            continue
        noted = Recorder(asset)
        for state in (*case.index.parties, "ZZZ"):
            valuation.worth_features(state, noted, case.start)
            valuation.claim_of(state, noted, case.start)
            valuation.years_each_week(state, noted, case.start)
        valuation.price_features(noted, case.start)
        read |= noted.read
    assert read <= set(valuation.PERMITTED_FACTS)
    assert read == set(valuation.PERMITTED_FACTS), "a permitted fact that nothing reads should not be on the list"


def test_other_fields_of_a_captive_change_no_parameter(case):
    """Names, charges, notes and sources enter no number; a count enters no worth."""
    data = assemble(find(CASE)).data
    for name, facts in data["assets"].items():
        person = facts.get("kind", "person") == "person"
        fields = {
            k: v for k, v in UNREAD.items() if k in (facts if not person else UNREAD) and (k != "source" or not person)
        }
        data["assets"][name] = facts | fields
    other = compiled(data)
    for seed in (None, 3):
        mine, theirs = (to_bytes(made.params(seed or 0, centre=seed is None)) for made in (case, other))
        assert mine == theirs
    for facts in data["assets"].values():
        if facts.get("kind", "person") == "person":
            facts["count"] = 3
    many = compiled(data).params(centre=True)
    for name in WORTHS:
        assert np.array_equal(many[name], case.params(centre=True)[name]), name


def demanded(on: str):
    worth = {"asked": 2.0, "prominence": 1.0, "national": 1.0}
    bo = {"asked_by": [{"party": "CHARLIE", "on": on}], "prominence": "high"}
    third = {"worth": worth, "spread": 0}
    return compiled(
        talks(parties={"CHARLIE": third}, assets={"bo": bo}, channels={"line": {"members": ["ALFA", "CHARLIE"]}})
    )


def gain_in_week(scenario, party, asset, week):
    """Return what a party gains of an asset once a week has been opened."""
    sitting = sit(scenario)
    while sitting.world.now[c.WEEK] < week:
        sitting.step()
    sitting.step()
    sitting.cursor.party = scenario.index.parties.index(party)
    return float(sitting.look().gain[scenario.index.assets.index(asset)])


def test_a_public_demand_counts_from_its_week():
    """A demand before the start is a fact; one after it is nothing until its week, then the same worth."""
    before, after = demanded("2023-12-01"), demanded("2024-02-01")
    week = week_of(after.start, dt.date(2024, 2, 1))
    assert week == 4
    assert gain_in_week(before, "CHARLIE", "bo", 0) == pytest.approx(3.0)
    assert gain_in_week(after, "CHARLIE", "bo", week - 1) == 0.0
    assert gain_in_week(after, "CHARLIE", "bo", week) == pytest.approx(3.0)
    never = compiled(talks(parties={"CHARLIE": {"worth": {"asked": 2.0}}}))
    assert np.all(never.params(centre=True).gain[2] == after.params(centre=True).gain[2])


def test_somebody_arrested_later_enters_in_that_week():
    """Absent until the week of the arrest, then held, with no time held counted before."""
    scenario = compiled(talks(assets={"bo": {"held_since": "2024-02-01", "held_since_precision": "day"}}))
    sitting = sit(scenario)
    status = []
    while not sitting.is_over:
        sitting.step()
        if sitting.cursor.phase == 1 and sitting.cursor.party == 0:
            status.append(int(sitting.world.status[1]))
    assert status[:5] == [c.ABSENT] * 4 + [c.HELD]
    facts = scenario.scenario.assets["bo"]
    assert valuation.years_held(facts, scenario.start) == 0.0
    assert valuation.worth_features("ALFA", facts, scenario.start)["held"] == 0.0


def test_no_fact_of_the_case_is_used_before_its_week(case):
    """Whoever was arrested after the start is absent then; each later demand is an event of its own week."""
    sitting = sit(case)
    demands = {
        (int(row[c.EVENT_PARTY]), int(row[c.EVENT_ASSET]), int(row[c.EVENT_WEEK]))
        for row in sitting.params.event_i
        if row[c.EVENT_KIND] == c.EVENT_DEMAND and row[c.EVENT_KEY]
    }
    later = 0
    for at, (name, facts) in enumerate(case.scenario.assets.items()):
        if facts.held_since and facts.held_since > case.start:
            later += 1
            assert sitting.params.asset_i[at, c.ENTERS] in (week_of(case.start, facts.held_since), c.NEVER), name
            assert week_of(case.start, facts.held_since) == 0 or sitting.world.status[at] == c.ABSENT
        for demand in facts.asked_by:
            if demand.on >= case.start:
                party = case.index.parties.index(demand.party)
                assert (party, at, week_of(case.start, demand.on)) in demands
    assert later > 5
