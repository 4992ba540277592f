"""A scenario beside its variants, played with the same luck: what differs, how sure that is, and in which runs."""

from __future__ import annotations

import json
import math
import shlex
from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from sim.analysis.attribution import Part, attributed, coalitions
from sim.analysis.case import Case, case_of, stored_beside
from sim.analysis.outcomes import Outcomes, outcomes_of
from sim.analysis.paired import EXACTLY_NONE, Difference, holm, means, shares, variance_reduction
from sim.analysis.variants import BASE, NOWHERE, Written, idle, is_same, part_of, variants_of, written
from sim.ensemble.crew import Crew, workers_asked
from sim.ensemble.plan import Plan
from sim.ensemble.runner import Progress
from sim.ensemble.several import fill_all, kept
from sim.ensemble.store import Store
from sim.errors import UsageError
from sim.given import whole
from sim.scenario.compile import Compiled, compile_scenario
from sim.scenario.spec_what_if import Asked

RUNS = 1000
DETECTED = 0.05
"""A difference counts as detected if its corrected p-value is below this."""
RUNS_FOLDER = "runs"


@dataclass(frozen=True, eq=False)
class Side:
    """A scenario that was played: as written, as arrays, its store, and what came of each run."""

    written: Written
    compiled: Compiled
    store: Store
    outcomes: Outcomes

    @property
    def name(self) -> str:
        """Return the name by which it is told from the others."""
        return self.written.name


@dataclass(frozen=True, eq=False)
class Compared:
    """What differs between a variant and the base; all differences are variant less base.

    Parameters
    ----------
    agreement
        In the share of runs with an agreement.
    weeks
        In the mean number of weeks to the primary deal, a run without one counted as the whole horizon.
    inclusion
        In the share of runs in which each person is freed.
    surplus
        In the mean surplus of each party, in its own units of utility.
    lost, gained
        Numbers of the runs in which the variant has no agreement any more, or has one where the base has none.
    changed
        In how many runs other people are freed.
    variance_reduction
        Of the difference in agreement: variance unpaired over variance paired; None where it cannot be said.
    corrected
        p-values by Holm, of each figure among those of its kind and all variants.
    parts
        Which of several changes did it, if that was asked.
    """

    side: Side
    agreement: Difference
    weeks: Difference
    inclusion: Mapping[str, Difference]
    surplus: Mapping[str, Difference]
    lost: NDArray[np.int64]
    gained: NDArray[np.int64]
    changed: int
    variance_reduction: float | None
    corrected: Mapping[tuple[str, str], float]
    parts: tuple[Part, ...] = ()

    @property
    def flipped(self) -> int:
        """Return in how many runs one side has an agreement and the other has none."""
        return len(self.lost) + len(self.gained)

    def difference(self, figure: str) -> Difference:
        """Return the difference in agreement, weeks, a person's release or a party's surplus."""
        whole = {"agreement": self.agreement, "weeks": self.weeks}
        return whole.get(figure) or self.inclusion.get(figure) or self.surplus[figure]

    def direction(self, figure: str) -> str:
        """Return which way a figure moves: more, less, or same if no change can be detected."""
        kind = figure if figure in ("agreement", "weeks") else "inclusion" if figure in self.inclusion else "surplus"
        one = self.difference(figure)
        if self.corrected[kind, figure] >= DETECTED or one.estimate == 0.0:
            return "same"
        return "more" if one.estimate > 0.0 else "less"


@dataclass(frozen=True, eq=False)
class Comparison:
    """A base and its variants."""

    base: Side
    variants: tuple[Compared, ...]
    seed: int
    runs: int

    @property
    def command(self) -> str:
        """Return the command that plays the same again; a scenario that is not shipped is named by its file."""
        words = ["parley", "compare", self.base.written.known_as]
        words += [one.side.written.known_as for one in self.variants if not one.side.written.sets]
        words += [f"--set={one}" for variant in self.variants for one in variant.side.written.sets]
        words += ["--runs", str(self.runs), "--seed", str(self.seed)]
        words += ["--attribute"] if any(one.parts for one in self.variants) else []
        return shlex.join(words)

    def as_json(self) -> dict[str, Any]:
        """Return the comparison as data for JSON."""
        return {
            "base": self.base.name,
            "seed": self.seed,
            "runs": self.runs,
            "command": self.command,
            "variants": [_record(one) for one in self.variants],
        }


def compare(
    base: str | Path,
    variants: Sequence[str | Path] = (),
    *,
    sets: Sequence[str] = (),
    runs: int | None = None,
    seed: int = 0,
    workers: int | None = None,
    crew: Callable[[Compiled], Crew] | None = None,
    attribute: bool = False,
    out: str | Path | None = None,
    resume: bool = False,
    on_progress: Callable[[Progress], None] | None = None,
) -> Comparison:
    """Play a scenario and its variants with common random numbers, and return what differs.

    Parameters
    ----------
    base, variants
        Ids of shipped scenarios, or paths.
    sets
        Changes ``path=value`` of the base; all together are one more variant.
    runs
        How many of each (default 1000).
    seed, workers, resume, on_progress
        As of `sim.ensemble`.
    crew
        Who plays a scenario, if not so many workers.
    attribute
        Also play every choice of each variant's changes, and say which change did it.
    out
        A folder for the run stores; without it runs are kept as long as the result.

    Raises
    ------
    ScenarioError, UnknownNameError, UsageError
        If a scenario or a change cannot be meant so, or changes nothing.
    StoreError, Interrupted
        As of `sim.ensemble`.

    Examples
    --------
    >>> found = compare("ring", sets=["parties.ALFA.gains.bo=0"], runs=20, workers=1)
    >>> one = found.variants[0]
    >>> one.agreement.estimate, one.flipped, one.direction("agreement")
    (-1.0, 20, 'less')
    """
    workers = workers_asked(workers)
    runs, seed = whole("runs", RUNS if runs is None else runs, 1), whole("seed", seed, 0)
    first = written(base)
    others = variants_of(first, variants, sets)
    if resume and out is None:
        raise UsageError("--resume: found no folder; allowed: with --out, the folder of the comparison")
    folder = None if out is None else Path(out) / RUNS_FOLDER
    cases: dict[str, tuple[Case, tuple[str, ...]]] = {BASE: (first.case, ())}
    cases |= {one.name: (one.case, one.sets) for one in others}
    for one in others if attribute else ():
        for key, chosen in coalitions(one).items():
            cases[f"{one.name}--{key}"] = (part_of(first, one, chosen), ())
    compiled = {name: compile_scenario(case.loaded) for name, (case, _) in cases.items()}
    for one in others:
        if one.changes and is_same(compiled[BASE], compiled[one.name]):
            raise idle(first, one)
    played = _played(cases, compiled, seed, runs, folder, resume, workers, crew, on_progress)
    side = Side(first, *played[BASE])
    sides = [Side(one, *played[one.name]) for one in others]
    compared = [_compared(side, one) for one in sides]
    parts = [
        attributed(one.written, side.outcomes, one.outcomes, {
            key: played[f"{one.name}--{key}"][2] for key in coalitions(one.written)
        }) if attribute else ()
        for one in sides
    ]  # fmt: skip
    return Comparison(side, _corrected(compared, parts), seed, runs)


NAME = "comparison.json"


def reopen(path: str | Path) -> Comparison:
    """Return a comparison that was written to a folder, from its stores.

    Parameters
    ----------
    path
        The folder, or its ``comparison.json``.

    Raises
    ------
    StoreError
        If a store is missing, unfinished or cannot be read.
    UsageError
        If it is no comparison.
    """
    folder = Path(path) if Path(path).is_dir() else Path(path).parent
    wrong = "allowed: what `parley compare --out` wrote, or a run store"

    def side(name: str, row: Mapping[str, Any] | None) -> Side:
        store = Store.open(folder / RUNS_FOLDER / f"{name}.sqlite")
        if not store.is_complete:
            raise UsageError(f"{store.where}: found {len(store)} of {len(store.plan.span)} runs; go on with --resume")
        case = case_of(store)
        compiled = compile_scenario(case.loaded)
        bare = Written(case.loaded.name, Path(f"{case.loaded.name}.yaml"), NOWHERE, case, Asked())
        made = bare if row is None else Written.from_record(row, case)
        return Side(made, compiled, store, outcomes_of(compiled, store.batches(compiled)))

    try:
        record = json.loads((folder / NAME).read_text(encoding="utf-8"))
        base = side(BASE, None)
        compared = [_compared(base, side(row["name"], row)) for row in record["variants"]]
        parts = [tuple(Part.from_record(one) for one in row["attribution"]) for row in record["variants"]]
        return Comparison(base, _corrected(compared, parts), int(record["seed"]), int(record["runs"]))
    except FileNotFoundError:
        raise UsageError(f"{path}: found no {NAME}; {wrong}") from None
    except (UnicodeDecodeError, json.JSONDecodeError, KeyError, TypeError) as problem:
        raise UsageError(f"{folder / NAME}: found no comparison ({problem}); {wrong}") from None


def _played(
    cases: Mapping[str, tuple[Case, tuple[str, ...]]], compiled: Mapping[str, Compiled], seed: int, runs: int,
    folder: Path | None, resume: bool, workers: int | None, crew: Callable[[Compiled], Crew] | None,
    on_progress: Callable[[Progress], None] | None,
) -> dict[str, tuple[Compiled, Store, Outcomes]]:  # fmt: skip
    stores: dict[str, tuple[Store, Compiled]] = {}
    try:
        for name, (case, sets) in cases.items():
            plan = Plan.of(compiled[name], seed, runs, sets=sets)
            path = None if folder is None else folder / f"{name}.sqlite"
            stores[name] = (kept(path, plan, stored_beside(case), resume), compiled[name])
        fill_all(list(stores.values()), workers=workers, crew=crew, on_progress=on_progress)
        return {
            name: (arrays, store, outcomes_of(arrays, store.batches(arrays)))
            for name, (store, arrays) in stores.items()
        }
    except BaseException:
        for store, _ in stores.values():
            with suppress(Exception):
                store.close()
        raise


def _compared(base: Side, side: Side) -> Compared:
    b, v = base.outcomes, side.outcomes
    persons = tuple(dict.fromkeys([*b.persons, *v.persons]))
    parties = tuple(dict.fromkeys([*b.parties, *v.parties]))
    freed = [np.stack([one.person(name) for name in persons], axis=1) for one in (b, v)]
    surplus = [np.stack([one.party(name) for name in parties], axis=1) for one in (b, v)]
    horizon = min(b.horizon, v.horizon)
    weeks = [np.minimum(one.weeks, horizon) for one in (b, v)]
    if is_same(base.compiled, side.compiled):
        agreement = date = EXACTLY_NONE
        inclusion, gains = dict.fromkeys(persons, EXACTLY_NONE), dict.fromkeys(parties, EXACTLY_NONE)
    else:
        agreement, date = shares(b.agrees, v.agrees)[0], means(*weeks)[0]
        inclusion = dict(zip(persons, shares(*freed), strict=True))
        gains = dict(zip(parties, means(*surplus), strict=True))
    lost, gained = np.flatnonzero(b.agrees & ~v.agrees), np.flatnonzero(v.agrees & ~b.agrees)
    changed = int((freed[0] != freed[1]).any(axis=1).sum())
    reduction = variance_reduction(b.agrees, v.agrees)
    return Compared(side, agreement, date, inclusion, gains, lost, gained, changed, reduction, {})


def _corrected(compared: Sequence[Compared], parts: Sequence[tuple[Part, ...]]) -> tuple[Compared, ...]:
    """Correct the p-values of each kind of figure for being many."""
    p: dict[tuple[str, int, str], float] = {}
    for at, one in enumerate(compared):
        p[("agreement", at, "agreement")] = one.agreement.p
        p[("weeks", at, "weeks")] = one.weeks.p
        p |= {("inclusion", at, name): found.p for name, found in one.inclusion.items()}
        p |= {("surplus", at, name): found.p for name, found in one.surplus.items()}
    corrected: list[dict[tuple[str, str], float]] = [{} for _ in compared]
    for kind in ("agreement", "weeks", "inclusion", "surplus"):
        keys = [key for key in p if key[0] == kind]
        for (_, at, name), value in zip(keys, holm([p[key] for key in keys]).tolist(), strict=True):
            corrected[at][kind, name] = value
    return tuple(
        replace(one, corrected=found, parts=mine) for one, found, mine in zip(compared, corrected, parts, strict=True)
    )


def _record(one: Compared) -> dict[str, Any]:
    def plain(kind: str, name: str, found: Difference) -> dict[str, Any]:
        return {**_numbers(found), "p_corrected": one.corrected[kind, name], "direction": one.direction(name)}

    record = {
        "name": one.side.name,
        "runs": len(one.side.outcomes),
        "agreement": plain("agreement", "agreement", one.agreement),
        "date_weeks": plain("weeks", "weeks", one.weeks),
        "inclusion": {name: plain("inclusion", name, found) for name, found in one.inclusion.items()},
        "surplus": {name: plain("surplus", name, found) for name, found in one.surplus.items()},
        "flipped": one.flipped,
        "lost": len(one.lost),
        "gained": len(one.gained),
        "changed": one.changed,
        "variance_reduction": one.variance_reduction,
        "title": one.side.written.title,
        "question": one.side.written.asked.question,
        "sets": list(one.side.written.sets),
        "changes": [
            {"path": ".".join(change.path), "before": change.before, "after": change.after, "why": change.why}
            for change in one.side.written.changes
        ],
        "expects": [
            {**expected.model_dump(), "found": one.direction(expected.of)}
            for expected in one.side.written.asked.expects
        ],
    }
    record["attribution"] = [
        {
            "change": part.name,
            "agreement": {**_numbers(part.agreement), "p": part.agreement.p},
            "date_weeks": {**_numbers(part.weeks), "p": part.weeks.p},
        }
        for part in one.parts
    ]
    return record


def _numbers(found: Difference) -> dict[str, float | None]:
    values = {"estimate": found.estimate, "low": found.low, "high": found.high}
    return {name: value if math.isfinite(value) else None for name, value in values.items()}
