"""From facts to worth: one rule for all, linear in a few coefficients shared by type of state.

A party's gain in a captive is the sum of its worth coefficients times the captive's features, and a
custodian's cost the sum of its price coefficients times features. A feature is made of dated facts
from the list `PERMITTED_FACTS` and nothing else; what was not so yet in the week in which it is used
enters later, as an event or as time held.

``claim`` below is 1 for an own national or somebody publicly asked for, 0.7 for a resident, else 0.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping

from sim.scenario.spec import Asset

PERMITTED_FACTS = (
    "citizenships",
    "residence",
    "role",
    "offence",
    "severity",
    "sentence",
    "legal",
    "held_since",
    "held_by",
    "health",
    "prominence",
    "asked_by",
)
"""Fields of a person that a valuation may read."""

WORTH = (
    "national", "dual", "resident", "asked", "cause", "cause_prominence", "prominence", "service",
    "trade", "crime", "held", "health", "danger", "movement", "press", "ordinary", "procurement",
    "renown",
)  # fmt: skip
PRICE = ("base", "gravity", "unserved", "security", "chip", "critic", "pending", "investigation")

HEALTH = {"none": 0.0, "low": 0.25, "medium": 0.5, "high": 0.75, "critical": 1.0}
PROMINENCE = {"low": 0.0, "med": 0.5, "high": 1.0}
SERVICE_ROLES = {"assassin", "spy_illegal"}
TRADE_ROLES = {"cybercriminal", "sanctions_evader_smuggler"}
CAUSE_ROLES = {"political_prisoner", "journalist"}
CAUSE_OFFENCES = {"speech", "association", "espionage", "treason", "terrorism"}
SPEECH = {"speech", "association"}
# Of the trades that serve a state, what was broken into for it, and what was bought for it.
BREAKING, BUYING = "cyber", "smuggling"
SECURITY = {"espionage", "treason"}
ORDINARY = {"violence", "murder", "drugs", "fraud", "cyber", "smuggling", "other"}
RESIDENT_CLAIM = 0.7
# How much of a captive's plight touches a state that has no claim but sympathy.
CAUSE_PLIGHT = 0.4
LONGEST_TERM = 25.0
# Years after an arrest for which a case is usually still being investigated, less and less.
INVESTIGATION = 1.0


def years_held(asset: Asset, day: dt.date) -> float:
    """Return the years somebody has been held on a day, 0 before the arrest."""
    if asset.held_since is None:
        return 0.0
    return max(0.0, (day - asset.held_since).days / 365.25)


def claim_of(state: str, asset: Asset, day: dt.date) -> float:
    """Return a state's claim to a person on a day, by citizenship, public demand or residence.

    Examples
    --------
    >>> person = Asset(name="A", held_by="ALFA", citizenships=("DEU",))
    >>> claim_of("DEU", person, dt.date(2024, 1, 1)), claim_of("USA", person, dt.date(2024, 1, 1))
    (1.0, 0.0)
    """
    if state in asset.citizenships or has_asked(state, asset, day):
        return 1.0
    return RESIDENT_CLAIM if asset.residence == state else 0.0


def has_asked(state: str, asset: Asset, day: dt.date) -> bool:
    """Return whether a state had publicly asked for a person before a day."""
    return any(demand.party == state and demand.on < day for demand in asset.asked_by)


def is_cause(state: str, asset: Asset) -> bool:
    """Return whether a person is held for what a state may take up as a cause, without a claim."""
    return asset.role in CAUSE_ROLES and asset.offence in CAUSE_OFFENCES and state not in asset.citizenships


def worth_features(state: str, asset: Asset, start: dt.date) -> Mapping[str, float]:
    """Return the features of a captive for a state that does not hold it, as of the start.

    Somebody who is arrested later counts from then, with no time held; ``held`` is in years,
    ``danger`` is what a sentence of death would add. Shares are 0 to 1.
    """
    day = max(start, asset.held_since) if asset.held_since else start
    own = state in asset.citizenships
    shared = asset.held_by in asset.citizenships
    claim = claim_of(state, asset, start)
    cause = 1.0 if is_cause(state, asset) else 0.0
    plight = max(claim, CAUSE_PLIGHT * cause)
    ordinary = asset.offence in ORDINARY and asset.role not in SERVICE_ROLES | TRADE_ROLES
    served, traded = own and asset.role in SERVICE_ROLES, own and asset.role in TRADE_ROLES
    return {
        "national": 1.0 if own and not shared else 0.0,
        "dual": 1.0 if own and shared else 0.0,
        "resident": 1.0 if asset.residence == state and not own else 0.0,
        "asked": 1.0 if has_asked(state, asset, start) else 0.0,
        "cause": cause,
        "cause_prominence": cause * PROMINENCE[asset.prominence],
        "prominence": claim * PROMINENCE[asset.prominence],
        "service": asset.severity / 10.0 if own and asset.role in SERVICE_ROLES else 0.0,
        "trade": asset.severity / 10.0 if traded and asset.offence == BREAKING else 0.0,
        "crime": claim * asset.severity / 10.0 if ordinary else 0.0,
        "held": plight * years_held(asset, day),
        "health": plight * HEALTH[asset.health],
        "danger": plight,
        "movement": cause if asset.offence == "association" else 0.0,
        "press": claim if asset.role == "journalist" else 0.0,
        "ordinary": claim if ordinary else 0.0,
        "procurement": asset.severity / 10.0 if traded and asset.offence == BUYING else 0.0,
        "renown": PROMINENCE[asset.prominence] if served or (traded and asset.offence in (BREAKING, BUYING)) else 0.0,
    }


def price_features(asset: Asset, start: dt.date) -> Mapping[str, float]:
    """Return the features of a captive for its custodian, as of the start (or of the arrest)."""
    day = max(start, asset.held_since) if asset.held_since else start
    if asset.sentence.kind in ("life", "death"):
        unserved = 1.0
    elif asset.sentence.kind == "term" and asset.sentence.years is not None:
        unserved = min(1.0, max(0.0, asset.sentence.years - years_held(asset, day)) / LONGEST_TERM)
    else:
        unserved = 0.0
    known = PROMINENCE[asset.prominence]
    own = asset.held_by in asset.citizenships
    return {
        "base": 1.0,
        "gravity": (asset.severity / 10.0) ** 3 if asset.offence not in SPEECH else 0.0,
        "unserved": unserved,
        "security": 1.0 if asset.offence in SECURITY else 0.0,
        "chip": 0.0 if own else known,
        "critic": known if own and asset.offence in SPEECH else 0.0,
        "pending": 1.0 if asset.legal == "pending" else 0.0,
        "investigation": max(0.0, 1.0 - years_held(asset, day) / INVESTIGATION) if asset.legal == "pending" else 0.0,
    }


def years_each_week(state: str, asset: Asset, start: dt.date) -> float:
    """Return by how much the feature ``held`` grows each week."""
    claim = claim_of(state, asset, start)
    cause = 1.0 if is_cause(state, asset) else 0.0
    return max(claim, CAUSE_PLIGHT * cause) / 52.0
