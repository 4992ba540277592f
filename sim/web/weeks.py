"""One run stepped through week by week: what was said, and the map of who acted towards whom."""

from __future__ import annotations

from typing import Any

from nicegui import ui

from sim.web.jobs import Job
from sim.web.look import Words, aloud, button, buttons, focus, lines, picture


class Weeks:
    """The week on show, and two buttons to go from one to another.

    The buttons stay what they are while more weeks arrive, so that no press is lost; each can be pressed only
    where there is somewhere to go.
    """

    def __init__(self) -> None:
        self._job: Job | None = None
        self._at = 0
        with ui.element("div").classes("w-full") as self._place:
            with buttons():
                self._back = button("Previous week", lambda: self._step(-1))
                self._on = button("Next week", lambda: self._step(1), is_main=True)
                self._count = Words("span", "", "quiet")
            with aloud("div"):
                self._title = Words("h2")
            self._title.props["tabindex"] = "-1"
            self._week = ui.element("div").classes("w-full")
        self._place.set_visibility(False)

    def clear(self) -> None:
        """Show nothing."""
        self._job, self._at = None, 0
        self._week.clear()
        self._place.set_visibility(False)

    def draw(self, job: Job) -> None:
        """Take in what is told so far; the week on show is drawn once."""
        is_new, self._job = job is not self._job, job
        if is_new:
            self._at = 0
            self._show()
        self._mark()

    def _told(self) -> list[dict[str, Any]]:
        return self._job.answer["weeks"] if self._job is not None else []

    def _step(self, by: int) -> None:
        at = min(max(0, self._at + by), len(self._told()) - 1)
        if at != self._at:
            self._at = at
            self._show()
            self._mark()
            pressed = self._back if by < 0 else self._on
            if not pressed.enabled:
                focus(self._title)

    def _mark(self) -> None:
        told = self._told()
        self._back.set_enabled(self._at > 0)
        self._on.set_enabled(self._at < len(told) - 1)
        so_far = "" if self._job is not None and self._job.has_ended else " so far"
        self._count.set_text(f" {len(told)} weeks in which something happened{so_far}")

    def _show(self) -> None:
        self._place.set_visibility(True)
        self._week.clear()
        told = self._told()
        self._title.set_text(told[self._at]["title"] if told else "Nothing happened in any week")
        if not told:
            return
        one = told[self._at]
        with self._week, ui.element("div").classes("columns"):
            with ui.element("section"):
                lines(one["lines"])
            if one["map"] and self._job is not None:
                said = f"Map of {one['title']}: who acted towards whom; the same is told in words beside it"
                picture(f"/files/{self._job.id}/{one['map']}.png", said, "map")
