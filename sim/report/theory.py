"""What theory says of a scenario, as plain values and as lines for people."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import numpy as np

from sim.analysis.deals import Standing
from sim.analysis.theory import Frontier, Sharing, Solved, Theory
from sim.state.layout import Bytes

WORDS = {
    "nash": "Nash", "kalai_smorodinsky": "Kalai–Smorodinsky", "egalitarian": "egalitarian",
    "utilitarian": "utilitarian", "leximin": "leximin",
}  # fmt: skip
DIGITS = 6
MOST_SHOWN = 10


def theory_record(theory: Theory) -> dict[str, Any]:
    """Return everything as plain values, for JSON: parties and assets by their ids, numbers in units of utility."""
    index, place, terms = theory.compiled.index, theory.made.place, theory.made.terms
    others = [party for party in theory.problem.candidates if party not in theory.players]
    made: dict[str, Any] = {
        "scenario": theory.compiled.name,
        "date": theory.day.isoformat(),
        "venue": index.venues[place.venue] if place.venue >= 0 else None,
        "guarantor": index.parties[place.guarantor] if place.guarantor >= 0 else None,
        "assets": len(terms.pool),
        "players": [index.parties[party] for party in theory.players],
        "constraints": [index.parties[party] for party in others],
        "reservation": {index.parties[party]: _number(terms.level(party)) for party in theory.players},
        "zone_of_agreement": {
            "empty": not theory.solutions[0].record.answer,
            "largest_surplus": {index.parties[party]: _number(theory.ideals[party]) for party in theory.players},
        },
        "solutions": {one.name: _solved(theory, one) for one in theory.solutions},
        "win_sets": {
            index.parties[one.party]: {
                "ratifiers": [_actor(theory, actor) for actor in one.ratifiers],
                "largest_surplus": _number(one.most), "without_ratifiers": _number(one.most_alone),
                "narrows": one.narrows,
            }
            for one in theory.win_sets
        },
    }  # fmt: skip
    if theory.shared is not None:
        shared = theory.shared
        made["coalitions"] = {"worth_of_all": _number(shared.worth), "reckoned": shared.coalitions}
        made["shapley"] = {
            "parties": _sharing(index.parties, shared.shapley), "assets": _sharing(index.assets, shared.assets)
        }  # fmt: skip
        made["banzhaf"] = {"parties": _sharing(index.parties, shared.banzhaf)}
        made["nucleolus"] = {"parties": _sharing(index.parties, shared.nucleolus)}
        made["core"] = {"empty": shared.is_empty, "least_complaint": _number(shared.complaint)}
    if theory.of_record is not None:
        made |= {"documented": _standing(theory, theory.of_record)}
        with_favours = theory.of_record_with_favours
        made["documented_with_favours"] = None if with_favours is None else _standing(theory, with_favours)
    made["note"] = theory.note
    return made


def frontier_record(frontier: Frontier | None) -> dict[str, Any] | None:
    """Return the frontier as plain values: points and simulated deals as (first side, second side)."""
    if frontier is None:
        return None
    return {
        "sides": list(frontier.sides),
        "points": [[_number(x), _number(y)] for x, y in frontier.points],
        "simulated_deals": [[_number(x), _number(y)] for x, y in frontier.deals],
        "note": frontier.note,
    }


def _number(value: float | None) -> float | None:
    return None if value is None else round(float(value), DIGITS)


def _actor(theory: Theory, actor: int) -> str:
    """Return the id of a party or a ratifier."""
    behind = actor - theory.compiled.sizes["P"]
    return theory.compiled.index.parties[actor] if behind < 0 else theory.compiled.index.ratifiers[behind]


def package_of(theory: Theory, levels: Bytes | None) -> dict[str, Any] | None:
    """Return who is released, and what is granted at which level, by ids."""
    if levels is None:
        return None
    names, is_person = theory.compiled.index.assets, theory.made.terms.is_person
    return {
        "released": [names[a] for a in np.flatnonzero(levels) if is_person[a]],
        "granted": {names[a]: int(levels[a]) for a in np.flatnonzero(levels) if not is_person[a]},
    }


def _solved(theory: Theory, one: Solved) -> dict[str, Any]:
    record, names = one.record, theory.compiled.index.parties
    if "package" not in record.answer:
        return {"released": None, "note": record.note, "seconds": round(one.seconds, 3)}
    package = package_of(theory, one.levels) or {}
    surplus = theory.problem.surpluses(record.answer["package"])
    stages = {
        key: [_number(one) for one in record.answer[key]] for key in ("sums", "bounds") if key in record.answer
    }  # fmt: skip
    return {
        **package,
        "utilities": {names[party]: _number(record.answer["utilities"][party]) for party in theory.players},
        "surplus": {names[party]: _number(surplus[party]) for party in theory.players},
        "objective": record.objective, "bound": record.bound, "gap": record.gap, **stages,
        "method": record.method, "note": record.note, "seconds": round(one.seconds, 3),
        "as_good": package_of(theory, one.tie),
    }  # fmt: skip


def _sharing(names: tuple[str, ...], sharing: Sharing | None) -> dict[str, Any] | None:
    if sharing is None:
        return None
    made: dict[str, Any] = {"share": {names[at]: _number(share) for at, share in zip(sharing.who, sharing.share)}}
    if sharing.error:
        made["standard_error"] = {names[at]: _number(error) for at, error in zip(sharing.who, sharing.error)}
    return made


def _standing(theory: Theory, deal: Standing) -> dict[str, Any]:
    index = theory.compiled.index
    return {
        **(package_of(theory, deal.levels) or {}),
        "missing": [index.assets[a] for a in deal.missing],
        "surplus": {index.parties[party]: _number(deal.surplus[party]) for party in theory.players},
        "below_no_deal": [index.parties[party] for party in deal.below],
        "ratifiers_against": [_actor(theory, actor) for actor in deal.against],
        "agreeable": deal.is_feasible,
        "dominated": deal.is_dominated,
        "sum_that_is_left": _number(deal.more),
        "distance_to_frontier": _number(deal.distance),
        "bettered_by": package_of(theory, deal.better),
        "alike": {
            WORDS[one.name]: _number(_jaccard(theory, deal.levels, one.levels))
            for one in theory.solutions if one.levels.any()
        },
    }  # fmt: skip


def _jaccard(theory: Theory, one: Bytes, other: Bytes) -> float:
    """Return the Jaccard index of the people in two packages."""
    people = theory.made.terms.is_person
    both, either = (one > 0) & (other > 0) & people, ((one > 0) | (other > 0)) & people
    return float(both.sum() / either.sum()) if either.any() else 1.0


def theory_tables(theory: Theory) -> Iterator[Any]:
    """Yield tables for the console: the solutions side by side, then coalitions."""
    from rich.table import Table

    names = theory.compiled.index.parties
    table = Table(
        title="Surplus by solution, in units of utility", title_justify="left", box=None, padding=(0, 2, 0, 0)
    )
    table.add_column("")
    columns: list[tuple[str, Any, Bytes]] = []
    for one in theory.solutions:
        if "package" in one.record.answer:
            columns.append((WORDS[one.name], theory.problem.surpluses(one.record.answer["package"]), one.levels))
    for title, deal in (("on record", theory.of_record), ("with favours", theory.of_record_with_favours)):
        if deal is not None:
            columns.append((title, deal.surplus, deal.levels))
    for title, _, _ in columns:
        table.add_column(title, justify="right")
    for party in theory.players:
        table.add_row(names[party], *(f"{surplus[party]:.2f}" for _, surplus, _ in columns))
    people = theory.made.terms.is_person
    table.add_row("people released", *(str(int(((levels > 0) & people).sum())) for _, _, levels in columns))
    yield table
    if theory.shared is not None:
        shared = theory.shared
        table = _table("What each adds on average, and its standard error (Shapley)")
        for title in ("party", "share", "error"):
            table.add_column(title, justify="left" if title == "party" else "right")
        for at, party in enumerate(shared.shapley.who):
            error = f"{shared.shapley.error[at]:.2f}" if shared.shapley.error else ""
            table.add_row(names[party], f"{shared.shapley.share[at]:.2f}", error)
        yield table
        if shared.assets is not None:
            # In the order of the scenario: a share is a weight in a model of states, and nothing ranks people.
            table = _table(f"On whom the deal hangs: the {MOST_SHOWN} largest Shapley shares, in the order of the file")
            for title in ("asset", "share", "error"):
                table.add_column(title, justify="left" if title == "asset" else "right")
            for at in sorted(np.argsort(-np.array(shared.assets.share), kind="stable")[:MOST_SHOWN].tolist()):
                name = theory.compiled.scenario.assets[theory.compiled.index.assets[shared.assets.who[at]]].name
                table.add_row(name, f"{shared.assets.share[at]:.2f}", f"{shared.assets.error[at]:.2f}")
            yield table


def _table(title: str) -> Any:
    from rich.table import Table

    return Table(title=title, title_justify="left", box=None, padding=(0, 2, 0, 0))


def theory_lines(theory: Theory) -> Iterator[str]:
    """Yield what theory says in sentences."""
    index, place = theory.compiled.index, theory.made.place
    where = theory.compiled.scenario.venues[index.venues[place.venue]].name if place.venue >= 0 else "no fixed place"
    by = f", {index.parties[place.guarantor]} vouching" if place.guarantor >= 0 else ""
    yield f"On {theory.day}, at {where}{by}: {len(theory.made.terms.pool)} assets can be given."
    if not theory.players:
        yield f"No solution: {theory.note}."
        return
    yield f"Players, who can gain in some package that all would accept: {_listed(theory, theory.players)}."
    others = [party for party in theory.problem.candidates if party not in theory.players]
    if others:
        yield f"Constraints, who can only say no: {_listed(theory, others)}."
    for one in theory.solutions:
        record = one.record
        proof = "proved" if record.gap <= 1e-6 * max(1.0, abs(record.objective)) else f"gap {record.gap:.3g}"
        tied = "another package is as good" if one.tie is not None else ""
        said = "; ".join(part for part in (record.note, tied) if part)
        note = f" ({said})" if said else ""
        yield f"{WORDS[one.name]}: {record.objective:.6g}, {proof}, {one.seconds:.2f} s{note}"
    for sets in theory.win_sets:
        if sets.narrows:
            yield (f"{index.parties[sets.party]}: ratification takes its best from {sets.most_alone or 0.0:.2f} to "
                   f"{sets.most or 0.0:.2f}.")  # fmt: skip
    if theory.shared is not None:
        shared = theory.shared
        said = {True: "empty", False: "not empty", None: "not refuted"}[shared.is_empty]
        yield f"Core over {shared.coalitions} coalitions: {said}; together they reach {shared.worth:.2f}."
    for title, deal in (("The documented deal", theory.of_record), ("With favours", theory.of_record_with_favours)):
        if deal is not None:
            yield f"{title}: {_said(theory, deal)}"


def _listed(theory: Theory, parties: Any) -> str:
    return ", ".join(theory.compiled.index.parties[party] for party in parties)


def _said(theory: Theory, deal: Standing) -> str:
    """Return where a deal stands, in a sentence."""
    names = theory.compiled.index
    said = []
    if deal.missing:
        said.append(f"{', '.join(names.assets[a] for a in deal.missing)} cannot be given that day")
    if deal.below:
        said.append(f"it leaves {_listed(theory, deal.below)} below no deal")
    if deal.against:
        said.append(f"{', '.join(_actor(theory, actor) for actor in deal.against)} would not ratify it")
    if deal.is_feasible:
        said.append("all would agree to it")
    if deal.is_dominated:
        said.append(f"another package gives nobody less and {deal.more:.2f} more in all")
        said.append(f"all could have {100 * deal.distance:.1f} % of their largest gain more")
    else:
        said.append("no package gives one more and nobody less")
    return "; ".join(said) + "."
