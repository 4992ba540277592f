"""Pages of a class: opening a room, joining one; the desk and the seats have files of their own."""

from __future__ import annotations

from collections.abc import Callable

from nicegui import ui

from sim.scenario.find import list_scenarios
from sim.web.desk_page import desk_page
from sim.web.explore import seed_of, shipped
from sim.web.jobs import Jobs
from sim.web.limits import NAME, TABLES
from sim.web.look import Notice, Words, button, choice, frame, guarded, nothing
from sim.web.record import class_scenario
from sim.web.room import Room
from sim.web.rooms import Rooms
from sim.web.seat_page import seat_page
from sim.web.table import seats_of

USUAL = "classroom"
"""The scenario that a new room offers first: it was made for a class."""


def pages(rooms: Rooms, jobs: Jobs) -> None:
    """Register the pages of a class."""

    @ui.page("/class")
    def new_room() -> None:
        _new_room(rooms)

    @ui.page("/join")
    def join(code: str = "") -> None:
        _join(rooms, code)

    @ui.page("/desk/{token}")
    def desk(token: str) -> None:
        room = rooms.by_lecturer(token)
        if room is None:
            nothing("This link opens no room. It may have been closed, or the link is not whole.")
            return
        desk_page(rooms, room, jobs)

    @ui.page("/seat/{token}")
    def seat(token: str) -> None:
        found = rooms.by_seat(token)
        if found is None:
            nothing("This link opens no seat. The seat may have been freed; join again with the room's code.")
            return
        seat_page(found[0], token, jobs)


def _new_room(rooms: Rooms) -> None:
    with frame("Open a room", ("Start", "/")):
        Words("h1", "Open a room for a class")
        Words("p", "Every table plays the same scenario with the same luck. The engine plays whatever nobody takes.")
        known = {one.id: one.title for one in list_scenarios()}
        scenario = choice(known, "Scenario", USUAL if USUAL in known else next(iter(known)))
        parties = choice({}, "Seats that students may take", [], multiple=True)

        def fill() -> None:
            compiled = class_scenario(shipped(str(scenario.value)).id)
            names = {one: compiled.scenario.parties[one].name or one for one in seats_of(compiled)}
            parties.set_options(names, value=list(names))

        fill()
        scenario.on_value_change(fill)
        with ui.element("div").classes("columns"):
            tables = ui.number("Tables", value=2, min=1, max=TABLES, format="%d").props("outlined dense")
            seed = ui.number("Seed: the same seed gives the same luck", value=0, min=0, max=10**9, format="%d")
            seed.props("outlined dense")
        centre = ui.checkbox("Every number at its centre, nothing by chance", value=True)
        notice = Notice()

        def begin() -> None:
            count = seed_of(tables.value)
            key = None if centre.value else seed_of(seed.value)
            _, token = rooms.open(shipped(str(scenario.value)).id, key, list(parties.value or ()), count)
            ui.navigate.to(f"/desk/{token}")

        button("Open the room", lambda: guarded(notice, begin), is_main=True)
        Words("p", "The page that opens is your desk: keep its address, and show it to nobody.", "quiet")


def _join(rooms: Rooms, code: str) -> None:
    with frame("Join a class", ("Start", "/")):
        Words("h1", "Join a class")
        notice = Notice()
        typed = ui.input("Code of the room", value=code[:12]).props("outlined dense maxlength=12 autocomplete=off")
        place = ui.element("div").classes("w-full")

        def find() -> None:
            room = rooms.by_code(str(typed.value or ""))
            notice.say("")
            place.clear()
            with place:
                _lobby(room, notice)

        typed.on("keydown.enter", lambda: guarded(notice, find))
        button("Find the room", lambda: guarded(notice, find), is_main=True)
        place.move(target_index=-1)
        if code:
            guarded(notice, find)


def _lobby(room: Room, notice: Notice) -> None:
    scenario = room.compiled.scenario
    Words("h2", scenario.title)
    name = ui.input("Your name, as the lecturer will see it").props(f"outlined dense maxlength={NAME}")

    def sit(table: str, party: str) -> None:
        token = room.sit(table, party, name.value)
        ui.navigate.to(f"/seat/{token}")

    def taking(table: str, party: str) -> Callable[[], None]:
        return lambda: guarded(notice, lambda: sit(table, party))

    places = ui.element("div").classes("columns")
    shown: dict[tuple[str, str], tuple[ui.button, Words]] = {}

    def place(table: str, party: str) -> None:
        called = scenario.parties[party].name or party
        free = button(f"Sit down for {called} at {table}", taking(table, party))
        shown[table, party] = (free, Words("p", f"{called}: taken"))

    def look() -> None:  # buttons stay what they are while others sit down: no press and no keyboard is lost
        for desk in room.desks.values():
            if any((desk.name, party) not in shown for party in desk.seats):
                with places, ui.element("section"):
                    Words("h3", desk.name.capitalize())
                    for party in desk.seats:
                        place(desk.name, party)
            for seat in desk.seats.values():
                free, taken = shown[desk.name, seat.party]
                free.set_visibility(not seat.is_held)
                taken.set_visibility(seat.is_held)

    look()
    ui.timer(0.5, look)
