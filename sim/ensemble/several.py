"""Several ensembles one after the other by one crew, whose processes are started once."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from contextlib import ExitStack
from pathlib import Path

from sim.ensemble import crew as crews
from sim.ensemble.crew import Crew
from sim.ensemble.plan import Plan
from sim.ensemble.runner import Progress, fill
from sim.ensemble.store import Store
from sim.ensemble.team import Team
from sim.errors import Interrupted
from sim.scenario.compile import Compiled


def fill_all(
    works: Sequence[tuple[Store, Compiled]],
    *,
    workers: int | None = None,
    crew: Callable[[Compiled], Crew] | None = None,
    on_progress: Callable[[Progress], None] | None = None,
) -> None:
    """Play every run that some stores lack.

    Parameters
    ----------
    works
        Stores, each with its scenario as arrays.
    workers
        1 is this process alone; None takes a process for each core if there is more left to do than starting
        them takes.
    crew
        Who plays a scenario, if not so many workers.
    on_progress
        Called whenever runs have been stored, with the progress of the whole.

    Raises
    ------
    Interrupted
        On Ctrl-C, after all that was done has been stored.
    ParleyError
        As of `sim.ensemble.runner.fill`.
    """
    team, told = Team.of(workers), _Told(works, on_progress)
    with ExitStack() as hired:
        try:
            for store, compiled in works:
                if crew is None and not _is_done(store, compiled, team, told):
                    crew = hired.enter_context(team.crews())
                if crew is not None:
                    fill(store, crew(compiled), on_progress=told.of(store))
        except Interrupted:
            raise Interrupted(f"interrupted after {told.total - told.left} of {told.total} runs") from None


def _is_done(store: Store, compiled: Compiled, team: Team, told: _Told) -> bool:
    """Begin here; play it to its end where more processes would not pay; return whether it is finished."""
    if not team.begins_here and not store.is_complete:
        return False
    here = crews.here(compiled)
    said = fill(store, here, on_progress=told.of(store), patience_seconds=team.look)
    left = told.left
    if left and said is not None and said.rate > 0.0 and left / said.rate >= team.worthwhile and team.places > 1:
        return False
    fill(store, here, on_progress=told.of(store))
    return True


def kept(path: Path | None, plan: Plan, beside: str, resume: bool) -> Store:
    """Return a store for a plan: a passing one without a path; one that is there already is gone on with.

    Raises
    ------
    StoreError
        If there is one of something else, or any and `resume` is not wished.
    """
    if path is None:
        return Store.passing(plan)
    path.parent.mkdir(parents=True, exist_ok=True)
    store = Store.resumed(path) if resume else None
    if store is None:
        return Store.create(path, plan, beside)
    store.go_on(plan)
    return store


class _Told:
    """Progress of one store as progress of all."""

    def __init__(self, works: Sequence[tuple[Store, Compiled]], on_progress: Callable[[Progress], None] | None) -> None:
        self._stores = [store for store, _ in works]
        self._on_progress = on_progress
        self.total = sum(len(store.plan.span) for store in self._stores)

    @property
    def left(self) -> int:
        """Return how many runs are missing."""
        return self.total - sum(len(store) for store in self._stores)

    def of(self, store: Store) -> Callable[[Progress], None] | None:
        """Return what is called with the progress of one store."""
        tell = self._on_progress
        if tell is None:
            return None
        others = sum(len(one) for one in self._stores if one is not store)

        def said(progress: Progress) -> None:
            done = others + progress.done
            left = None if progress.seconds_left is None or not progress.rate else (self.total - done) / progress.rate
            tell(Progress(done, self.total, progress.rate, left))

        return said
