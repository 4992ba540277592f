"""The lecturer's desk: all tables of a room, pause, events, the debrief of the class, results as CSV."""

from __future__ import annotations

from collections.abc import Callable
from io import BytesIO
from statistics import median

from nicegui import ui

from sim.web.jobs import Jobs
from sim.web.look import Notice, Words, button, buttons, choice, details, figure, frame, guarded, lines, row, table_of
from sim.web.outcome import as_csv, standing, told_openly
from sim.web.room import Desk, Room
from sim.web.rooms import Rooms

LOOK_SECONDS = 0.3
ALL = "every table"


def desk_page(rooms: Rooms, room: Room, jobs: Jobs) -> None:
    """Place the lecturer's desk of a room."""
    with frame(f"Desk of {room.code}", ("Start", "/")):
        Words("h1", room.compiled.scenario.title)
        Words("p", "Students join at /join with the code")
        Words("p", room.code, "code")
        notice = Notice()
        _controls(rooms, room, notice)
        Words("h2", "Tables")
        places = ui.element("div").classes("columns")
        Words("h2", "The class")
        whole = ui.element("div").classes("w-full")
        shown: dict[str, DeskView] = {}
        over = -1

        def look() -> None:
            nonlocal over
            for name, desk in room.desks.items():
                if name not in shown:
                    with places:
                        shown[name] = DeskView(room, desk, notice)
                shown[name].draw()
            now = sum(desk.table.is_over for desk in room.desks.values())
            if now != over:
                over = now
                whole.clear()
                with whole:
                    _class(room)

        look()
        ui.timer(LOOK_SECONDS, look)
        Words("h2", "What has happened at a table")
        table = choice(list(room.desks), "Table", next(iter(room.desks)))

        def tell() -> None:
            told.clear()
            with told:
                lines(told_openly(room.desks[str(table.value)].table.talks.result()) or ["Nothing yet."])

        button("Tell", tell)
        told = ui.element("div").classes("w-full")


def _controls(rooms: Rooms, room: Room, notice: Notice) -> None:
    with buttons():
        pause = button("Pause all tables", lambda: flip(), is_main=True)
        button("One more table", lambda: guarded(notice, room.add_table))
        button("Open the debriefs", room.open_debriefs)
        button("Results as CSV", lambda: ui.download.content(as_csv(room), f"class-{room.code}.csv"))
    with details("Let something happen"):
        titles = room.events()
        event = choice(titles, "What", next(iter(titles), None))
        table = choice([ALL, *room.desks], "Where", ALL)

        def inject() -> None:
            where = None if table.value == ALL else str(table.value)
            count = room.inject(str(event.value), where)
            notice.say(f"It will happen next week at {count} {'table' if count == 1 else 'tables'}.")

        button("Let it happen next week", lambda: guarded(notice, inject))
    with details("Close the room"):
        Words("p", "All its tables and seats are gone then. Take the results first.")

        def close() -> None:
            rooms.close(room)
            ui.navigate.to("/class")

        button("Close it for good", close)

    def flip() -> None:
        room.pause(not room.is_paused)
        pause.set_text("Let all tables go on" if room.is_paused else "Pause all tables")
        notice.say("All tables are paused: nobody can order or hand in." if room.is_paused else "")

    if room.is_paused:
        pause.set_text("Let all tables go on")


class DeskView:
    """One table on the desk: what is told of it changes, its buttons stay, so that no press and no keyboard is lost."""

    def __init__(self, room: Room, desk: Desk, notice: Notice) -> None:
        self._room, self._desk, self._version = room, desk, -1
        self._free: dict[str, ui.button] = {}

        def freeing(party: str) -> Callable[[], None]:
            return lambda: guarded(notice, lambda: room.free(desk.name, party))

        with ui.element("section"):
            Words("h3", desk.name.capitalize())
            self._told = ui.element("div").classes("w-full")
            with ui.element("div").classes("w-full") as self._acts:
                button(f"Let a week pass at {desk.name}", lambda: guarded(notice, lambda: room.pass_week(desk.name)))
                with details(f"More for {desk.name}"):
                    finish = f"Let the engine finish {desk.name}"
                    button(finish, lambda: guarded(notice, lambda: room.play_on(desk.name)))
                    for party in desk.seats:
                        called = room.compiled.scenario.parties[party].name or party
                        self._free[party] = button(f"Free the seat of {called} at {desk.name}", freeing(party))

    def draw(self) -> None:
        """Show the table as it is, if anything has changed there."""
        desk = self._desk
        if self._version == desk.version:
            return
        self._version = desk.version
        self._told.clear()
        with self._told:
            _tell(self._room, desk)
        self._acts.set_visibility(not desk.table.is_over)
        for party, free in self._free.items():
            free.set_visibility(desk.seats[party].is_held)


def _tell(room: Room, desk: Desk) -> None:
    table, scenario = desk.table, room.compiled.scenario
    state = "The talks are over" if table.is_over else f"Week {table.week + 1} of {room.compiled.weeks}"
    Words("p", f"{state}. {table.people()} freed so far; packages on the table: {table.papers()}.")
    with table_of(f"Seats of {desk.name}", "Seat", "Held by", "This week"):
        for seat in desk.seats.values():
            orders = len(table.places[seat.party].orders)
            if table.is_over:
                doing = ""
            elif not seat.is_held:
                doing = "the engine decides"
            else:
                doing = "ready" if seat.is_ready else f"not ready, {orders} ordered"
            row(scenario.parties[seat.party].name or seat.party, seat.name if seat.is_held else "engine", doing)
    for one in table.injected:
        Words("p", f"Lecturer's event in week {one.week + 1}: {room.events().get(one.event, one.event)}.", "quiet")


def _class(room: Room) -> None:
    found = standing(room)
    if not found.over:
        Words("p", "When a table is over, its results stand here, and the debrief at its seats.")
        return
    Words("p", f"{found.over} of {found.tables} tables are over, {found.with_deal} of them with a deal; "
               f"people freed: {', '.join(map(str, found.people))}.")  # fmt: skip
    names = room.compiled.scenario.parties
    figure(
        picture_of({names[one].name or one: values for one, values in found.surplus.items()}),
        "The class as a distribution",
        "Each mark is a table. Tables had the same scenario and the same luck: what differs is how they bargained.",
    )
    with table_of("What each party made of it", "Party", "Lowest", "Median", "Highest"):
        for party, values in found.surplus.items():
            ordered = sorted(values)
            middle = (ordered[0], median(ordered), ordered[-1])
            row(names[party].name or party, *(f"{value:+.2f}" for value in middle))


def picture_of(surplus: dict[str, list[float]]) -> str:
    """Return the picture of a class as a data URI."""
    import base64

    from sim.plots.class_room import draw_class
    from sim.plots.save import figure_of

    made = BytesIO()
    figure_of(draw_class(surplus)).savefig(made, format="png")
    return f"data:image/png;base64,{base64.b64encode(made.getvalue()).decode()}"
