"""What a child process does for the page: it waits for work, does it, tells how far it is, and stops when told."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from contextlib import suppress
from functools import lru_cache
from multiprocessing import active_children, current_process
from multiprocessing.connection import Connection
from pathlib import Path
from tempfile import TemporaryDirectory
from threading import Lock
from typing import TYPE_CHECKING, Any

from sim.ensemble import child

if TYPE_CHECKING:
    from sim.ensemble.crew import Crew
    from sim.scenario.compile import Compiled


class Stopped(Exception):
    """The page has asked to let it be."""


class Teller:
    """Tells the page how far it is, and hears whether to stop.

    Parameters
    ----------
    ends
        This end of the pipe to the page.
    copies
        How many copies of this process may play and draw at a time; one is this process alone.
    """

    def __init__(self, ends: Connection, copies: int = 1) -> None:
        self._ends = ends
        self._telling = Lock()
        self.copies = copies

    def hear(self) -> None:
        """Stop here if that was asked; copies that play are not waited for, since they hold nothing."""
        if self._ends.poll():
            self._ends.recv()
            for one in active_children():
                one.kill()
            raise Stopped

    def progress(self, done: int, total: int, seconds_left: float | None) -> None:
        """Tell how many runs are played."""
        self.hear()
        self._tell("progress", done, total, seconds_left)

    def so_far(self, answer: Mapping[str, Any]) -> None:
        """Tell what can be said already; a thread may do so too."""
        self._tell("so far", answer)

    def _tell(self, *what: Any) -> None:
        with self._telling:
            self._ends.send(what)

    def crew(self, compiled: Compiled) -> Crew:
        """Return who plays a scenario: copies of this process, or it alone."""
        from sim.ensemble import copies
        from sim.ensemble import crew as crews

        return (
            crews.here(compiled) if self.copies == 1 else copies.crew(compiled, self.copies, yielding=copies.YIELDING)
        )


def wait_for_work(ends: Connection, most: int | None = None) -> None:
    """Do one piece of work after the other, until the page closes its end.

    Parameters
    ----------
    ends
        This end of the pipe.
    most
        How many copies of this process may work at a time, instead of one for each core.
    """
    child.begin()
    current_process().daemon = False  # it may have children of its own, which end with it; it ends with the page
    with suppress(Exception):
        warm()
    from sim.ensemble import copies, forking

    count = (most or copies.places()) if forking.are_possible() else 1
    while True:
        try:
            asked = ends.recv()
        except (EOFError, OSError):
            return
        if isinstance(asked, str):
            continue  # too late to stop what has ended
        kind, folder, arguments = asked
        try:
            answer = KINDS[kind](Teller(ends, count), Path(folder), **arguments)
            ends.send(("done", answer))
        except Stopped:
            ends.send(("stopped",))
        except Exception as problem:
            from sim.errors import ParleyError

            said = str(problem) if isinstance(problem, ParleyError) else f"it failed: {type(problem).__name__}"
            ends.send(("failed", said))


def warm() -> None:
    """Load what every piece of work needs, so that the first one is quick too; fonts come with the first pictures."""
    from sim.analysis.ensemble import Tally
    from sim.ensemble.batch import play_batch
    from sim.report.comparison import write_comparison  # noqa: F401
    from sim.report.ensemble import write_ensemble
    from sim.report.page import write_page  # noqa: F401
    from sim.web import sketches  # noqa: F401

    ring = _compiled("ring", ()).compiled
    tally = Tally(ring)
    tally.add(play_batch(ring, 0, 0, 1))
    with TemporaryDirectory() as folder:
        write_ensemble(tally.summary(), folder)


class _Made:
    """A scenario, read and written as arrays."""

    def __init__(self, name: str, sets: tuple[str, ...]) -> None:
        from sim.analysis.case import load_case
        from sim.scenario.compile import compile_scenario

        self.case = load_case(name, sets)
        self.compiled = compile_scenario(self.case.loaded)


@lru_cache(maxsize=8)
def _compiled(name: str, sets: tuple[str, ...]) -> _Made:
    return _Made(name, sets)


def ensemble(
    tell: Teller, folder: Path, *, scenario: str, sets: tuple[str, ...], runs: int, seed: int
) -> dict[str, Any]:
    """Play many runs; pictures and words come as the runs do, the page to hand over at the end."""
    from sim.analysis.case import stored_beside
    from sim.analysis.gathered import gather
    from sim.ensemble.plan import Plan
    from sim.ensemble.runner import Progress, fill
    from sim.ensemble.store import Store
    from sim.report.captions import CAPTIONS
    from sim.report.ensemble import write_ensemble
    from sim.report.page import write_page
    from sim.web.sketches import Sketches, said

    made = _compiled(scenario, tuple(sets))
    plan = Plan.of(made.compiled, seed, runs, sets=tuple(sets))
    store = Store.create(folder / "runs.sqlite", plan, stored_beside(made.case))
    sketches = Sketches(folder, tell.so_far)

    def show(progress: Progress) -> None:
        tell.progress(progress.done, progress.total, progress.seconds_left)
        if progress.done < progress.total and sketches.is_time(progress.done, progress.seconds_left):
            sketches.draw(gather(store, made.case, made.compiled).summary)

    try:
        fill(store, tell.crew(made.compiled), on_progress=show)
        sketches.end()
        many = gather(store, made.case, made.compiled)
        write_ensemble(many.summary, folder, copies=tell.copies)
        answer = said(many.summary, tuple(CAPTIONS))
        tell.so_far(answer)
        tell.hear()
        write_page(many, folder)
        return {**answer, "report": "index.html"}
    finally:
        sketches.end()
        store.close()


def compare(
    tell: Teller, folder: Path, *, scenario: str, variants: tuple[str, ...], sets: tuple[str, ...], runs: int, seed: int
) -> dict[str, Any]:
    """Play a scenario and its variants with the same luck, and say what differs."""
    from sim.analysis.compare import compare as play_both
    from sim.report.compared import answer as answer_of
    from sim.report.compared import verdicts
    from sim.report.comparison import CAPTIONS, NAME, pairs_of, write_comparison, write_report

    found = play_both(
        scenario, variants, sets=sets, runs=runs, seed=seed, crew=tell.crew,
        on_progress=lambda at: tell.progress(at.done, at.total, at.seconds_left),
    )  # fmt: skip
    pairs = pairs_of(found)
    write_comparison(found, pairs, folder, copies=tell.copies)
    said = [line for one in found.variants for line in answer_of(found, one)]
    answer = {
        "lines": [*said, *verdicts(found)], "runs": found.runs,
        "pictures": {name: (title, "") for name, title in CAPTIONS.items()},
    }  # fmt: skip
    tell.so_far(answer)
    tell.hear()
    write_report(found, pairs, folder / NAME, drawn=folder)
    return {**answer, "report": NAME}


def why(tell: Teller, folder: Path, *, scenario: str, sets: tuple[str, ...], asset: str) -> dict[str, Any]:
    """Say why somebody was or was not freed with every number at its centre, and what would change it."""
    from sim import api

    found = api.why(scenario, asset, centre=True, sets=sets)
    lines = [f"{found.name}: {'freed' if found.freed else 'not freed'}, with every number at its centre."]
    lines += found.story
    change = found.change
    lines.append(
        f"The smallest change found that would turn it: {change.what} from {change.from_value:.3g} to "
        f"{change.to_value:.3g} ({change.relative:+.0%}); then {change.outcome}."
        if change
        else "No single number that was tried, scaled up to fourfold, would turn it."
    )
    return {"lines": lines}


def story(tell: Teller, folder: Path, *, scenario: str, sets: tuple[str, ...], seed: int, run: int) -> dict[str, Any]:
    """Play one run and tell it week by week, each week with its map; seed -1 is the centre of all numbers."""
    from sim import api
    from sim.plots.save import save
    from sim.plots.week import draw_week
    from sim.report.story import Story

    result = api.run(scenario, seed=None if seed < 0 else seed, run=run, centre=seed < 0, sets=sets)
    told = Story(result)
    weeks: list[dict[str, Any]] = []
    for kind, line in told.lines():
        if kind == "date":
            weeks.append({"title": line, "lines": [], "map": ""})
        else:
            weeks[-1]["lines"].append(line)
    busy = [week for week in result.transcript if _title(week) in {one["title"] for one in weeks}]
    tell.progress(0, len(busy), None)
    for at, (week, shown) in enumerate(zip(busy, weeks, strict=True), start=1):
        name = f"week{week.index}"
        save(draw_week(result, week), folder / f"{name}.png")
        shown["map"] = name
        tell.progress(at, len(busy), None)
        if at in (1, 4):
            tell.so_far({"weeks": weeks[:at]})
    return {"weeks": weeks}


def _title(week: Any) -> str:
    return f"Week {week.index + 1}, from {week.date.day} {week.date:%B %Y}"


def debriefs(tell: Teller, folder: Path, *, record: dict[str, Any], parties: tuple[str, ...]) -> dict[str, Any]:
    """Reckon the debrief of each named party of a table that is over."""
    from sim.plots.debrief import draw_debrief
    from sim.plots.save import save
    from sim.seat.debrief import debrief, debrief_screen
    from sim.web.record import class_scenario, table_of

    table = table_of(class_scenario(record["scenario"], tuple(record["sets"])), record, keeps=True)
    shown: dict[str, Any] = {}
    for at, party in enumerate(parties):
        tell.progress(at, len(parties), None)
        found = debrief(table.places[party])
        save(draw_debrief(found), folder / f"{party}.png")
        screens = [(one.title, list(one.lines)) for one in debrief_screen(found)]
        shown[party] = {"screens": screens, "picture": party}
    return shown


KINDS: Mapping[str, Callable[..., Any]] = {
    "ensemble": ensemble, "compare": compare, "why": why, "story": story, "debriefs": debriefs,
}  # fmt: skip
"""Everything that a child can be asked to do."""
