"""A seat at a table: built from that party's own view alone, and shown to whoever has its link."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np
from nicegui import ui

from sim.errors import ParleyError
from sim.seat.briefing import beliefs, briefing, my_channels, people
from sim.seat.news import news, paper_lines
from sim.seat.options import awaiting, table
from sim.seat.parse import HELP
from sim.seat.screen import Screen, screen
from sim.seat.table_talk import LOOKS
from sim.state import columns as c
from sim.state import view as v
from sim.web.job_view import JobView
from sim.web.jobs import Job, Jobs
from sim.web.limits import LINE
from sim.web.look import (
    CHIP,
    Notice,
    Words,
    aloud,
    button,
    buttons,
    choice,
    choices,
    details,
    focus,
    frame,
    guarded,
    lines,
    picture,
    screen_view,
)
from sim.web.record import record_of
from sim.web.room import Desk, Room
from sim.web.table import Place

LOOK_SECONDS = 0.1
"""How often a seat looks whether its table has changed: a third of what a move may take to reach it."""


class SeatPage:
    """What one browser at one seat sees and does."""

    def __init__(self, room: Room, token: str, jobs: Jobs) -> None:
        self.room, self.token, self.jobs = room, token, jobs
        found = room.find_seat(token)
        assert found is not None
        self.desk, self.seat = found
        self.party = self.seat.party
        self.seen = (-1, -1)
        self.week = -1
        self.mine: tuple[Any, ...] = ()
        name = room.compiled.scenario.parties[self.party].name or self.party
        with frame(f"{name}, {self.desk.name}", ("Start", "/")):
            Words("h1", f"{name} at {self.desk.name}")
            self.status = aloud("p")
            self.status.props["tabindex"] = "-1"
            self.notice = Notice()
            self.news = ui.element("div").classes("w-full")
            self.act = ui.element("div").classes("w-full")
            with ui.element("div").classes("w-full") as self.orders:
                self._orders_place()
            self.looks = ui.element("div").classes("w-full")
            self.end = ui.element("div").classes("w-full")
            self.look()
            ui.timer(LOOK_SECONDS, self.look)

    @property
    def place(self) -> Place:
        """Return the party's place at the table."""
        return self.desk.table.places[self.party]

    def look(self) -> None:
        """Show what has changed since this seat last looked."""
        now = (self.desk.version, int(self.desk.table.is_over and self.room.shows_debriefs))
        if now == self.seen:
            return
        self.seen = now
        found = self.room.find_seat(self.token)
        if found is None:
            self.status.set_text("This seat is not yours any more: the lecturer has freed it.")
            for part in (self.news, self.act, self.orders, self.looks):
                part.clear()
            return
        self.desk, self.seat = found
        self.status.set_text(self._status())
        if self.desk.table.is_over:
            self._debrief()
            return
        if self.week != self.desk.table.week:
            is_first, self.week = self.week < 0, self.desk.table.week
            self.notice.say("")
            self._week()
            if not is_first:
                focus(self.status, if_lost=True)
        mine = (self.week, self.seat.is_ready, self.place.orders)
        if mine != self.mine:  # what others do leaves alone what somebody may be about to press
            self.mine = mine
            self._orders()

    def _status(self) -> str:
        table, room = self.desk.table, self.room
        if table.is_over:
            waits = "" if room.shows_debriefs else " The debrief comes when the other tables are done."
            return f"The talks are over.{waits}"
        said = f"Week {table.week + 1} of {room.compiled.weeks}, from {self.place.labels.date(table.week)}."
        if room.is_paused:
            return f"{said} The lecturer has paused the room."
        if self.seat.is_ready:
            names = [room.compiled.scenario.parties[one].name or one for one in self.desk.waits_for]
            return f"{said} Handed in; waiting for {', '.join(names)}."
        return said

    def _week(self) -> None:
        view, labels = self.place.view, self.place.labels
        self.news.clear()
        with self.news:
            shown: Screen = news(view, self.place.before, labels)
            lost = [f"Could not be done: {text}" for text in self.place.undone]
            Words("h2", "What has reached you")
            lines(lost)
            screen_view(shown or screen(("Mail", ["Nothing has reached you."])))
        self.act.clear()
        with self.act:
            self._answers()
            self._package()
            self._typed()
        self.looks.clear()
        with self.looks:
            Words("h2", "What you may look up")
            with details("Your briefing: what you want, what you can give, your red lines") as made:
                if self.week == 0:
                    made.props["open"] = True
                screen_view(briefing(view, labels))
            with details("On the table, and promised"):
                screen_view(table(view, labels))
            with details("Everybody and everything that can be bargained over"):
                screen_view(people(view, labels))
            with details("What you believe of the others"):
                for other in range(len(labels.parties)):
                    if other != self.place.me:
                        screen_view(beliefs(view, labels, other))

    def _answers(self) -> None:
        view, labels = self.place.view, self.place.labels
        papers = awaiting(view)
        if not papers:
            return
        Words("h2", "Awaiting your answer")
        for paper in papers:
            serial = int(view.papers[paper, c.PAPER_SERIAL])
            lines(paper_lines(view, labels, paper))
            with buttons():
                if view.papers[paper, c.PAPER_TYPE] == c.DRAFT:
                    button(f"Give your word on paper {serial}", self._say(f"commit {serial}"))
                else:
                    button(f"Accept paper {serial}", self._say(f"accept {serial}"), is_main=True)
                button(f"Refuse paper {serial}", self._say(f"refuse {serial}"))
                button(f"Ask your staff about paper {serial}", self._say(f"consult {serial}"))

    def _package(self) -> None:
        view, labels = self.place.view, self.place.labels
        mine = [at for at in my_channels(view) if view.open_channel[at]]
        if not mine:
            return
        Words("h2", "Propose a package")
        there = [a for a in range(int(view.who[v.ASSETS])) if view.there[a] > 0]
        held = labels.parties
        names = {
            labels.asset_ids[a]: f"{labels.assets[a]} (with {held[int(view.asset_i[a, c.HOLDER])]})" for a in there
        }
        with ui.element("div").classes("columns"):
            channel = choice({labels.channel_ids[at]: labels.channels[at] for at in mine}, "To whom: channel",
                             labels.channel_ids[mine[0]])  # fmt: skip
            venues = {"": "no place named"} | {
                labels.venue_ids[at]: labels.venues[at] for at in range(len(labels.venues)) if view.open_venue[at]
            }
            venue = choice(venues, "Where", "")
            ready = {"": "nobody"} | {
                labels.party_ids[int(one)]: labels.parties[int(one)] for one in np.flatnonzero(view.guarantees)
            }
            guarantor = choice(ready, "Guaranteed by", "")
        inside = choices(names, "Who and what is in it", with_input=True)
        inside.add_slot("selected-item", CHIP)

        def text() -> str:
            where = f" at {venue.value}" if venue.value else ""
            who = f" under {guarantor.value}" if guarantor.value else ""
            return f"{', '.join(inside.value or ())}{where}{who}"

        with buttons():
            button("Order this proposal", self._say(lambda: f"propose {channel.value}: {text()}"), is_main=True)
            button("Ask your staff about this package", self._say(lambda: f"consult {text()}"))
            button("What would your state's own conduct do?", self._say("advice"))

    def _typed(self) -> None:
        with details("Type any order: refuse with reasons, ask an ally, give your word, withdraw …"):
            typed = ui.input("Order").props(f"outlined dense maxlength={LINE} autocomplete=off").classes("w-full")

            def send() -> None:
                if self._answered(str(typed.value or "")):
                    typed.set_value("")

            typed.on("keydown.enter", send)
            button("Do it", send)
            lines([*HELP.values(), *(text for word, text in LOOKS.items() if word not in ("send", "wait", "undo"))])

    def _orders_place(self) -> None:
        """Place buttons that stay, each to be seen while it can be pressed."""
        self.orders_title = Words("h2", "Ordered for this week")
        self.orders_title.props["tabindex"] = "-1"
        self.ordered = ui.element("div").classes("w-full")
        with buttons():
            self.take_back = button("Take the last one back", self._say("undo"))
            self.hand_in = button("Ready: hand in, and let the week pass", lambda: self._ready(True), is_main=True)
            self.not_yet = button("Not ready yet", lambda: self._ready(False))

    def _orders(self) -> None:
        ordered = [one.text for one in self.place.orders]
        self.ordered.clear()
        with self.ordered:
            lines(ordered or ["Nothing: you wait."])
        is_ready = self.seat.is_ready
        self.take_back.set_visibility(bool(ordered) and not is_ready)
        self.hand_in.set_visibility(not is_ready)
        self.not_yet.set_visibility(is_ready)

    def _say(self, text: str | Callable[[], str]) -> Callable[[], None]:
        return lambda: (self._answered(text if isinstance(text, str) else text()), None)[1]

    def _answered(self, text: str) -> bool:
        try:
            answer = self.room.say(self.token, text)
        except ParleyError as mistake:
            self.notice.say(str(mistake), is_wrong=True)
            return False
        self.notice.say(answer.text)
        self.look()
        if text == "undo":
            focus(self.orders_title, if_lost=True)
        return True

    def _ready(self, is_ready: bool) -> None:
        guarded(self.notice, lambda: self.room.ready(self.token, is_ready))
        self.look()
        focus(self.orders_title, if_lost=True)

    def _debrief(self) -> None:
        for part in (self.news, self.act, self.orders, self.looks):
            part.clear()
        focus(self.status, if_lost=True)
        if self.end.default_slot.children or not self.room.shows_debriefs:
            return
        with self.end:
            Words("h2", "Debrief")
            Words("p", "What each really wanted, what could have been had, and which week decided it.")
            view = JobView(self.jobs, self._draw_debrief)
            view.job = debrief_job(self.jobs, self.desk)

    def _draw_debrief(self, job: Job) -> None:
        if job.state != "done":
            return
        shown: dict[str, Any] = job.answer[self.party]
        said = "The frontier between your party and all others, no deal, and what was reached; told in words below"
        picture(f"/files/{job.id}/{shown['picture']}.png", said, "map")
        screen_view(shown["screens"])
        if len(self.desk.humans) > 1:
            Words("p", "Where it says that your state's own conduct takes over, at a table of several people the "
                       "conduct of all of them does.", "quiet")  # fmt: skip


def debrief_job(jobs: Jobs, desk: Desk) -> Job:
    """Return the work that reckons the debrief of a table, asked for once for all its seats."""
    known = jobs.known.get(desk.debrief_job)
    if known is None or known.state in ("failed", "cancelled"):
        known = jobs.start("debriefs", record=record_of(desk.table), parties=tuple(desk.seats))
        desk.debrief_job = known.id
    return known


def seat_page(room: Room, token: str, jobs: Jobs) -> None:
    """Place the page of a seat."""
    SeatPage(room, token, jobs)
