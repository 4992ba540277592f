"""Which coefficients an outcome hangs on: each changed by itself, at the centre, and who flips."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from sim.analysis.multiplied import load_multiplied
from sim.errors import UsageError
from sim.given import number
from sim.scenario.compile import compile_scenario
from sim.scenario.load import Loaded

FIELDS = ("worth", "price", "gains", "costs", "name_cost", "tactic", "ratifiers", "curve", "execution", "reservation")
"""What of a party is a coefficient: everything that says what something is worth to it, or how it holds out."""


@dataclass(frozen=True)
class Change:
    """One coefficient changed: by which factor, and who is freed that was not (``more``), or no longer (``fewer``)."""

    path: str
    factor: float
    exact: bool
    agreement: bool
    more: tuple[str, ...]
    fewer: tuple[str, ...]

    @property
    def unmoved(self) -> bool:
        """Return whether the same people are freed."""
        return self.agreement and not self.more and not self.fewer


@dataclass(frozen=True)
class Robustness:
    """What becomes of the centre run under each change; ``freed`` is whom it frees unchanged.

    ``exact`` is whether that is the documented list, None where nothing is on record.
    """

    scenario: str
    by: float
    freed: tuple[str, ...]
    exact: bool | None
    changes: tuple[Change, ...]

    @property
    def share(self) -> float:
        """Return the share of changes under which the same people are freed."""
        return sum(change.unmoved for change in self.changes) / len(self.changes) if self.changes else 1.0

    @property
    def share_exact(self) -> float:
        """Return the share of changes under which the documented people are freed, and nobody else."""
        return sum(change.exact for change in self.changes) / len(self.changes) if self.changes else 1.0

    def flips(self) -> dict[str, int]:
        """Return who flips under how many changes, the most first, equals by id."""
        counts: dict[str, int] = {}
        for change in self.changes:
            for name in (*change.more, *change.fewer):
                counts[name] = counts.get(name, 0) + 1
        return dict(sorted(counts.items(), key=lambda one: (-one[1], one[0])))

    def as_json(self) -> dict[str, Any]:
        """Return everything as data for JSON."""
        return {
            "scenario": self.scenario,
            "by": self.by,
            "released": list(self.freed),
            "exact": self.exact,
            "share_unmoved": self.share,
            "share_exact": self.share_exact,
            "flips": self.flips(),
            "changes": [
                {"path": one.path, "factor": one.factor, "exact": one.exact, "agreement": one.agreement,
                 "more": list(one.more), "fewer": list(one.fewer)}
                for one in self.changes
            ],
        }  # fmt: skip


def coefficients(data: Mapping[str, Any]) -> Iterator[tuple[str, float]]:
    """Yield the path and value of each coefficient, as it is written: where a party inherits one, only at its type.

    Parameters
    ----------
    data
        The parties as they are written in the files, before they inherit.
    """
    for name, party in data.items():
        for field in FIELDS:
            yield from _numbers(f"parties.{name}.{field}", party.get(field))


def _numbers(path: str, found: Any) -> Iterator[tuple[str, float]]:
    if isinstance(found, Mapping):
        if isinstance(found.get("value"), int | float):
            yield from _numbers(path, found["value"])
            return
        for key, value in found.items():
            yield from _numbers(f"{path}.{key}", value)
    elif isinstance(found, int | float) and not isinstance(found, bool) and found:
        yield path, float(found)


def robustness(
    scenario: str | Path,
    *,
    sets: Sequence[str] = (),
    by: float = 0.15,
    on_progress: Callable[[str, int, int], None] | None = None,
) -> Robustness:
    """Return what becomes of the centre run when each coefficient is changed by a share of itself, up and down.

    Parameters
    ----------
    scenario, sets
        Id or file, and changes to it.
    by
        Share by which each coefficient is changed, between 0 and 1.
    on_progress
        Called with the path, and changes tried of all.

    Raises
    ------
    UsageError
        If `by` is not between 0 and 1, or the scenario has no coefficients.

    Examples
    --------
    >>> found = robustness("ring", by=0.1)
    >>> found.freed, found.share
    (('al', 'bo', 'cy'), 1.0)
    """
    by = number("by", by, ends="()")
    base = load_multiplied(scenario, sets)
    paths = [path for path, _ in coefficients(base.own) if base.places(path)]
    if not paths:
        raise UsageError(f"{base.id}: found no coefficients; allowed: a scenario whose parties have some")
    truth = base.case.truth
    freed = _freed(base.case.loaded)
    wanted = {one.asset for one in truth.released} if truth else None
    changes: list[Change] = []
    for path in paths:
        for factor in (1.0 - by, 1.0 + by):
            if on_progress:
                on_progress(path, len(changes), 2 * len(paths))
            now = _freed(base.times({path: factor}))
            more, fewer = tuple(sorted(now - freed)), tuple(sorted(freed - now))
            changes.append(Change(path, factor, now == wanted, bool(now), more, fewer))
    exact = freed == wanted if wanted is not None else None
    return Robustness(base.id, by, tuple(sorted(freed)), exact, tuple(changes))


def _freed(loaded: Loaded) -> set[str]:
    """Return whom the primary deal of the centre run frees."""
    from sim.world import Talks

    talks = Talks(compile_scenario(loaded), centre=True, told=False)
    talks.play()
    result = talks.result()
    if result.primary is None:
        return set()
    return {release.asset for release in result.deals[result.primary].delivered.releases}
