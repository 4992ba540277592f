"""Random scenarios for Hypothesis: one strategy that every property draws from."""

from __future__ import annotations

import datetime as dt
from typing import Any

from hypothesis import strategies as st

PARTIES = ("ALFA", "BRAVO", "CHARLIE", "DELTA")
CONDUCTS = ("HoldingState", "UnitedStates", "Russia", "Germany", "Belarus", "Turkey")
TACTICS = ("polynomial", "exponential", "tit_for_tat", "micro", "zeuthen")
SHAPES = ("linear", "power", "exponential", "threshold")
START = dt.date(2024, 1, 1)


def amounts(low: float, high: float) -> st.SearchStrategy[float]:
    """Return numbers in thousandths, so that a failing example reads well and ties are rare."""
    return st.integers(round(low * 1000), round(high * 1000)).map(lambda n: n / 1000)


@st.composite
def scenarios(
    draw: st.DrawFn, *, parties: int | None = None, bilateral: bool = False, plain: bool = False
) -> dict[str, Any]:
    """Return a scenario as data.

    Two to four parties on one or two sides, 3 to 10 assets with a concession and a credit, linkages soft and
    hard, ratifiers sometimes, any tactic, conduct and curve, one to three channels, 8 to 16 weeks.

    Parameters
    ----------
    parties
        How many, or drawn.
    bilateral
        Two-party channels only.
    plain
        No venues, guarantors or mediators, and generous values: nothing that has to break a tie.
    """
    count = parties or draw(st.integers(2, 4))
    names = PARTIES[:count]
    weeks = draw(st.integers(8, 16))
    sides = [draw(st.sampled_from(["east", "west", None])) for _ in names]
    sides[:2] = ["east", "west"]
    assets = _assets(draw, names, sides)
    data: dict[str, Any] = {
        "schema": 1, "title": "Made up", "start": START.isoformat(), "weeks": weeks, "assets": assets,
        "parties": {name: _party(draw, name, side, names, assets, weeks, plain) for name, side in zip(names, sides)},
        "channels": _channels(draw, names, bilateral), "linkages": _linkages(draw, names, assets), "events": {},
    }  # fmt: skip
    if not plain:
        data["venues"] = {
            "Hall": {"name": "Hall", "host": draw(st.sampled_from(names)), "neutral": draw(st.booleans())}
        }
        data["events"] = _events(draw, names, assets, weeks)
    for name in names:
        if draw(st.integers(0, 3)) == 0:
            data["parties"][name]["ratifiers"] = {"COURT": _ratifier(draw, name, assets)}
            if draw(st.booleans()):
                others = [a for a in assets if assets[a]["held_by"] != name]
                data["linkages"]["court"] = _linkage(draw, f"{name}.COURT", list(assets), others)
    return data


def _assets(draw: st.DrawFn, names: tuple[str, ...], sides: list[str | None]) -> dict[str, Any]:
    assets: dict[str, Any] = {}
    for at in range(draw(st.integers(3, 8))):
        holder = names[at] if at < 2 else draw(st.sampled_from(names))
        assets[f"p{at}"] = {
            "name": f"P{at}", "held_by": holder,
            "legal": draw(st.sampled_from(["pending", "sentenced"])),
            "offence": draw(st.sampled_from(["espionage", "murder", "speech"])),
            "prominence": draw(st.sampled_from(["low", "high"])),
        }  # fmt: skip
    assets["grant"] = {
        "kind": "concession",
        "name": "G",
        "held_by": names[0],
        "to": names[1],
        "levels": draw(st.integers(1, 3)),
    }
    allies = [
        (a, b) for i, a in enumerate(names) for j, b in enumerate(names) if i != j and sides[i] and sides[i] == sides[j]
    ]
    giver, taker = draw(st.sampled_from(allies)) if allies else (names[1], names[0])
    assets["favour"] = {"kind": "credit", "name": "F", "held_by": giver, "to": taker, "levels": draw(st.integers(1, 2))}
    return assets


def _party(
    draw: st.DrawFn,
    name: str,
    side: str | None,
    names: tuple[str, ...],
    assets: dict[str, Any],
    weeks: int,
    plain: bool,
) -> dict[str, Any]:
    held = [a for a in assets if assets[a]["held_by"] == name]
    wanted = [a for a in assets if a not in held and assets[a].get("to", name) == name]
    low = 1.0 if plain else 0.0
    gains = {a: draw(amounts(low, 4)) for a in wanted}
    costs = {a: draw(amounts(0.05, 0.6 if plain else 2)) for a in held}
    party: dict[str, Any] = {
        "gains": gains, "costs": costs, "spread": draw(st.sampled_from([0, 0.25])),
        "conduct": draw(st.sampled_from(CONDUCTS)) if not plain else "HoldingState",
        "tactic": {
            "name": draw(st.sampled_from(TACTICS)), "beta": draw(amounts(0.3, 3)), "floor": draw(amounts(0, 0.3)),
        },
        "curve": {
            "shape": draw(st.sampled_from(SHAPES)), "scale": draw(amounts(2, 8)), "exponent": draw(amounts(1, 1.5)),
            "threshold": draw(amounts(0, 3)), "jump": draw(amounts(0, 1)),
        },
        "name_cost": draw(amounts(0, 0.1)), "discount": draw(amounts(0.98, 1)),
        "reservation": draw(amounts(-0.3, 0.3)), "waiting": {"weekly": draw(amounts(0, 0.05))},
        "deadline": draw(st.integers(4, weeks)), "trust_default": draw(amounts(0.3, 0.9)),
        "reliability": draw(amounts(0.5, 1)), "credit_budget": draw(st.integers(0, 2)),
        "steps": {"clemency": {"weeks": draw(st.integers(0, 2)), "price": draw(amounts(0, 0.1))}},
    }  # fmt: skip
    if side:
        party["side"] = side
    if not plain:
        party["hosting"] = draw(amounts(0, 0.5))
        party["guaranteeing"] = draw(st.one_of(st.none(), amounts(0, 0.5)))
        other = draw(st.sampled_from([n for n in names if n != name]))
        party["alignment"] = {other: draw(amounts(-0.1, 0.4))}
        party["stakes"] = {"sentence_rate": draw(amounts(0, 4)), "pardon_rate": draw(amounts(0, 4))}
        if len(names) > 2 and draw(st.integers(0, 2)) == 0:
            party["mediator"] = {"threshold": 0.05}
    return party


def _ratifier(draw: st.DrawFn, state: str, assets: dict[str, Any]) -> dict[str, Any]:
    held = [a for a in assets if assets[a]["held_by"] == state]
    others = [a for a in assets if a not in held]
    return {
        "name": "Court", "veto": draw(st.booleans()), "delay_weeks": draw(st.integers(0, 2)),
        "threshold": draw(amounts(-2, 0.2)), "costs": {a: draw(amounts(0, 1)) for a in held},
        "gains": {a: draw(amounts(0, 2)) for a in others},
    }  # fmt: skip


def _linkage(draw: st.DrawFn, owner: str, assets: list[str], needed: list[str]) -> dict[str, Any]:
    linkage: dict[str, Any] = {"party": owner, "hard": draw(st.booleans()), "weight": draw(amounts(0.1, 1.5))}
    linkage["if"] = draw(st.lists(st.sampled_from(assets), max_size=2, unique=True))
    linkage["needs"] = draw(st.lists(st.sampled_from(needed), min_size=1, max_size=2, unique=True))
    linkage["believed"] = draw(amounts(0.1, 0.9))
    if draw(st.booleans()):
        linkage["forbids"] = [draw(st.sampled_from(assets))]
    return linkage


def _linkages(draw: st.DrawFn, names: tuple[str, ...], assets: dict[str, Any]) -> dict[str, Any]:
    made = {}
    for at in range(draw(st.integers(0, 3))):
        owner = draw(st.sampled_from(names))
        others = [a for a in assets if assets[a]["held_by"] != owner]
        made[f"tie{at}"] = _linkage(draw, owner, list(assets), others)
    return made


def _channels(draw: st.DrawFn, names: tuple[str, ...], bilateral: bool) -> dict[str, Any]:
    made = {"line": {"members": list(names[:2]), "delay_weeks": draw(st.integers(1, 2))}}
    if bilateral:
        if len(names) > 2:
            made["second"] = {"members": [names[0], names[2]]}
        return made
    for at in range(draw(st.integers(0, 2))):
        members = draw(st.lists(st.sampled_from(names), min_size=2, max_size=4, unique=True))
        made[f"room{at}"] = {"members": members, "leak_rate": draw(amounts(0, 3))}
    return made


def _events(draw: st.DrawFn, names: tuple[str, ...], assets: dict[str, Any], weeks: int) -> dict[str, Any]:
    day = (START + dt.timedelta(weeks=draw(st.integers(1, weeks)))).isoformat()
    kinds = [
        {"kind": "death", "asset": "p0", "on": day},
        {"kind": "cost", "party": names[0], "amount": 0.5, "on": day},
        {"kind": "gain", "party": names[1], "amount": 0.3, "rate": 3},
        {"kind": "trust", "party": names[0], "other": names[1], "amount": -0.1, "rate": 3},
        {"kind": "reservation", "party": names[1], "amount": 0.4, "on": day},
        {"kind": "sentence", "asset": "p1", "on": day},
    ]
    chosen = draw(st.lists(st.sampled_from(range(len(kinds))), max_size=2, unique=True))
    return {f"event{at}": kinds[at] for at in chosen}
