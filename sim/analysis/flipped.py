"""One run of a variant beside the same run of the base: one that came out otherwise."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, replace

import numpy as np

from sim.analysis.compare import Compared, Comparison, Side
from sim.analysis.likeness import likeness
from sim.domain.result import RunResult
from sim.world import Talks


@dataclass(frozen=True)
class Pair:
    """Run `run` in the base and in the variant, played again and told; alike before `parted`, None if throughout."""

    run: int
    base: RunResult
    variant: RunResult
    parted: dt.date | None


def flipped_run(comparison: Comparison, one: Compared) -> int | None:
    """Return the run to tell: of the commoner kind of flip the first; without one, the first that frees others."""
    runs = one.lost if len(one.lost) >= len(one.gained) else one.gained
    if len(runs):
        return int(runs[0])
    b, v = comparison.base.outcomes, one.side.outcomes
    persons = tuple(dict.fromkeys([*b.persons, *v.persons]))
    other = np.flatnonzero(np.any([b.person(name) != v.person(name) for name in persons], axis=0))
    return int(other[0]) if len(other) else None


def told_pair(comparison: Comparison, one: Compared) -> Pair | None:
    """Return a run that came out otherwise, told on both sides; None if none did."""
    run = flipped_run(comparison, one)
    if run is None:
        return None
    base, variant = _told(comparison.base, run), _told(one.side, run)
    parted = next((a.date for a, b in zip(base.transcript, variant.transcript, strict=False) if a.acts != b.acts), None)
    return Pair(run, base, variant, parted)


def _told(side: Side, run: int) -> RunResult:
    played = Talks(side.compiled, side.store.plan.seed, run)
    played.play()
    result = played.result()
    return replace(result, documented=likeness(result, side.written.case.truth))
