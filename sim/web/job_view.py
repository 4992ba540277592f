"""Long work on a page: how far it is, a way to stop it, what it has to say so far."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from nicegui import ui

from sim.web.jobs import Job, Jobs
from sim.web.look import Notice, Words, aloud, button, figure, lines, link

LOOK_SECONDS = 0.15
"""How often a page looks whether there is more: a glance costs nothing, and nothing is sent unless there is."""


class JobView:
    """A place on a page for one job at a time.

    Parameters
    ----------
    jobs
        Who does the work.
    draw
        Places what is known so far; called anew whenever that changes.
    keeps
        Whether `draw` keeps its own place; otherwise what it placed before is cleared first.
    """

    def __init__(self, jobs: Jobs, draw: Callable[[Job], None], *, keeps: bool = False) -> None:
        self._jobs, self._draw, self._keeps = jobs, draw, keeps
        self.job: Job | None = None
        self._seen, self._drawn = -1, None
        self.notice = Notice()
        with ui.element("div").classes("w-full") as self._row:
            self._bar = ui.linear_progress(0.0, show_value=False).props("instant-feedback size=0.7rem")
            self._bar.props["aria-label"] = "How far it is"
            self._words = Words("p", "", "quiet")
            self._stop = button("Cancel", self._cancel)
        self._row.set_visibility(False)
        self._heard = aloud("div", classes="aloud")
        self._place = ui.element("div").classes("w-full")
        ui.timer(LOOK_SECONDS, self._look)

    def start(self, kind: str, **arguments: Any) -> None:
        """Ask for the work; what was being done is cancelled."""
        self.cancel()
        self.notice.say("")
        self.job = self._jobs.start(kind, **arguments)
        self._seen, self._drawn = -1, None
        self._place.clear()

    def cancel(self) -> None:
        """Stop what is being done."""
        if self.job is not None and not self.job.has_ended:
            self._jobs.cancel(self.job)

    def _cancel(self) -> None:
        self.cancel()
        self.notice.say("Cancelling")
        self.notice.focus()

    def _look(self) -> None:
        job = self.job
        if job is None or job.version == self._seen:
            return
        self._seen = job.version
        self._row.set_visibility(not job.has_ended)
        self._bar.set_value(job.done / job.total if job.total else 0.0)
        self._words.set_text(_said(job))
        self._heard.set_text(heard(job))
        if job.answer is not None and job.answer is not self._drawn:
            self._drawn = job.answer
            if not self._keeps:
                self._place.clear()
            with self._place:
                self._draw(job)
        if job.state in ("failed", "cancelled"):
            self.notice.say(job.said, is_wrong=job.state == "failed")


def _said(job: Job) -> str:
    if job.state == "waiting":
        return "Waiting for its turn"
    if not job.total:
        return "Beginning"
    left = f", about {job.seconds_left:.0f} s left" if job.seconds_left is not None and job.done < job.total else ""
    return f"{job.done:,} of {job.total:,}{left}"


def heard(job: Job) -> str:
    """Return what is read aloud of how far it is: four times on the way and not at every step, and that it is done.

    >>> from pathlib import Path
    >>> job = Job("ensemble", {}, Path(), state="running", done=130, total=500)
    >>> heard(job), heard(Job("ensemble", {}, Path())), heard(Job("why", {}, Path(), state="done"))
    ('25 % done', 'Waiting for its turn', 'Done: what came of it follows')
    """
    if job.state in ("failed", "cancelled"):
        return ""  # the notice says it
    if job.state == "done":
        return "Done: what came of it follows"
    quarters = 4 * job.done // job.total if job.total else 0
    return f"{25 * quarters} % done" if quarters else _said(job) if job.state == "waiting" else "Beginning"


def draw_answer(job: Job) -> None:
    """Place words, pictures and the report of an ensemble or a comparison."""
    answer = job.answer
    Words("h2", f"What {answer['runs']:,} runs say")
    lines(answer["lines"])
    if "report" in answer:
        with Words("p"):
            made = link("Download the report", f"/files/{job.id}/{answer['report']}")
            made.props["download"] = f"{job.arguments['scenario']}-{answer['report']}"
    with ui.element("div").classes("pictures"):
        for name, (title, caption) in answer["pictures"].items():
            figure(f"/files/{job.id}/{name}.png?v={job.version}", title, caption)
