"""The lecturer's desk: all tables of a room, pause, events, the debrief of the class, results as CSV."""

from __future__ import annotations

from collections.abc import Callable
from io import BytesIO
from statistics import median
from typing import Any

from nicegui import ui

from sim.web.jobs import Jobs
from sim.web.look import Notice, Words, button, buttons, choice, details, figure, frame, guarded, lines
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
        shown: dict[str, tuple[Any, int]] = {}
        over = -1

        def look() -> None:
            nonlocal over
            for name, desk in room.desks.items():
                if name not in shown:
                    with places:
                        shown[name] = (ui.element("section"), -1)
                place, version = shown[name]
                if version != desk.version:
                    shown[name] = (place, desk.version)
                    place.clear()
                    with place:
                        _table(room, desk, notice)
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


def _table(room: Room, desk: Desk, notice: Notice) -> None:
    def freeing(party: str) -> Callable[[], None]:
        return lambda: guarded(notice, lambda: room.free(desk.name, party))

    table, scenario = desk.table, room.compiled.scenario
    Words("h3", desk.name.capitalize())
    state = "The talks are over" if table.is_over else f"Week {table.week + 1} of {room.compiled.weeks}"
    Words("p", f"{state}. {table.people()} freed so far; packages on the table: {table.papers()}.")
    with ui.element("table").classes("seats"):
        with ui.element("tr"):
            for head in ("Seat", "Held by", "This week"):
                Words("th", head)
        for seat in desk.seats.values():
            orders = len(table.places[seat.party].orders)
            if table.is_over:
                doing = ""
            elif not seat.is_held:
                doing = "the engine decides"
            else:
                doing = "ready" if seat.is_ready else f"not ready, {orders} ordered"
            with ui.element("tr"):
                Words("td", scenario.parties[seat.party].name or seat.party)
                Words("td", seat.name if seat.is_held else "engine")
                Words("td", doing)
    for one in table.injected:
        Words("p", f"Lecturer's event in week {one.week + 1}: {room.events().get(one.event, one.event)}.", "quiet")
    if not table.is_over:
        button(f"Let a week pass at {desk.name}", lambda: guarded(notice, lambda: room.pass_week(desk.name)))
        with details("More"):
            button(f"Let the engine finish {desk.name}", lambda: guarded(notice, lambda: room.play_on(desk.name)))
            for seat in desk.seats.values():
                if seat.is_held:
                    called = scenario.parties[seat.party].name or seat.party
                    button(f"Free the seat of {called} at {desk.name}", freeing(seat.party))


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
    with ui.element("table").classes("seats"):
        with ui.element("tr"):
            for head in ("Party", "Lowest", "Median", "Highest"):
                Words("th", head)
        for party, values in found.surplus.items():
            ordered = sorted(values)
            with ui.element("tr"):
                Words("td", names[party].name or party)
                for value in (ordered[0], median(ordered), ordered[-1]):
                    Words("td", f"{value:+.2f}")


def picture_of(surplus: dict[str, list[float]]) -> str:
    """Return the picture of a class as a data URI."""
    import base64

    from sim.plots.class_room import draw_class
    from sim.plots.save import figure_of

    made = BytesIO()
    figure_of(draw_class(surplus)).savefig(made, format="png")
    return f"data:image/png;base64,{base64.b64encode(made.getvalue()).decode()}"
