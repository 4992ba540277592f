"""Rooms: seats, tokens, weeks, events, limits, and getting all of it back."""

from __future__ import annotations

import json
import stat

import pytest

from sim.errors import ParleyError, UsageError
from sim.seat.game import Game, Key
from sim.web import limits
from sim.web.outcome import as_csv, standing
from sim.web.record import class_scenario, record_of, table_of
from sim.web.room import Room
from sim.web.rooms import Rooms
from sim.web.sliders import sliders
from sim.web.table import Table

PARTIES = ["ALFA", "BRAVO", "CHARLIE"]


@pytest.fixture
def room() -> Room:
    """Return a room with two tables of the ring."""
    return Room.made("ring", None, PARTIES, tables=2)[0]


def test_one_person_at_a_table_plays_the_same_game_as_alone() -> None:
    """A table with a single seat held is the seat of the terminal, bit for bit."""
    compiled = class_scenario("classroom")
    party = "NORDAL"
    table, game = Table(compiled, "classroom", 5), Game(compiled, Key("classroom", party, 5))
    for week in range(12):
        if week == 2:
            for one in (table.places[party], game):
                one.order("propose services: x3, n3")
        table.pass_week([party])
        game.send()
    assert table.places[party].log == game.log
    while not game.is_over:
        table.pass_week([party])
        game.send()
    assert table.talks.snapshot() == game.talks.snapshot()


def test_the_engine_alone_plays_what_it_always_plays(room) -> None:
    """Nobody seated: the run of the scenario at its centre, which the events of the class do not move."""
    from sim.api import run

    room.play_on("table 1")
    result, alone = room.desks["table 1"].table.talks.result(), run("ring", centre=True)
    assert (result.released, result.parties) == (alone.released, alone.parties)


def test_a_week_passes_when_all_are_ready_and_not_before(room) -> None:
    """Until then an order can be taken back, after it no more."""
    ada, bob = room.sit("table 1", "ALFA", "Ada"), room.sit("table 1", "BRAVO", "Bob")
    room.say(ada, "propose table: al, bo, cy")
    room.ready(ada)
    assert room.desks["table 1"].table.week == 0
    with pytest.raises(UsageError, match="handed in"):
        room.say(ada, "undo")
    room.ready(ada, False)
    assert room.say(ada, "undo").text.startswith("Taken back")
    room.say(ada, "propose table: al, bo, cy")
    room.ready(ada)
    room.ready(bob)
    assert room.desks["table 1"].table.week == 1
    assert room.desks["table 2"].table.week == 0
    assert "propose table" in str(room.desks["table 1"].table.weeks[0]["ALFA"])
    with pytest.raises(UsageError, match="when everybody at the table is ready"):
        room.say(bob, "send")


def test_three_people_strike_the_deal_that_no_pair_could(room) -> None:
    """One proposes, two accept, all three are freed."""
    tokens = {party: room.sit("table 2", party, party.title()) for party in PARTIES}
    room.say(tokens["ALFA"], "propose table: al, bo, cy")
    for token in tokens.values():
        room.ready(token)
    for party in ("BRAVO", "CHARLIE"):
        room.say(tokens[party], "accept 1")
    while not room.desks["table 2"].table.is_over:
        for token in tokens.values():
            room.desks["table 2"].seats["ALFA"].rate = limits.Rate(99, 99)
            _unhurried(room)
            room.ready(token)
    found = standing(room)
    assert (found.tables, found.over, found.with_deal, found.people) == (2, 1, 1, [3])
    assert found.surplus["ALFA"][0] > 0.0
    with pytest.raises(UsageError, match="are over"):
        room.ready(tokens["ALFA"])


def _unhurried(room: Room) -> None:
    for desk in room.desks.values():
        for seat in desk.seats.values():
            seat.rate = limits.Rate(99, 99)


def test_a_seat_is_taken_once_and_opens_to_its_token_alone(room) -> None:
    """A stranger's, a cut and another seat's token open nothing."""
    ada = room.sit("table 1", "ALFA", "Ada")
    with pytest.raises(UsageError, match="somebody there already"):
        room.sit("table 1", "ALFA", "Eve")
    bob = room.sit("table 1", "BRAVO", "Bob")
    assert room.find_seat(ada)[1].party == "ALFA"
    assert room.find_seat(bob)[1].party == "BRAVO"
    for forged in ("", "x", ada[:-1], ada + "A", ada.swapcase(), "\ud800", "ünïcode", room.kept):
        assert room.find_seat(forged) is None
        assert not room.is_lecturer(forged)
        with pytest.raises(UsageError, match="no seat that this link opens"):
            room.say(forged, "brief")
    room.free("table 1", "ALFA")
    assert room.find_seat(ada) is None
    assert room.sit("table 1", "ALFA", "Cy") != ada


def test_pause_stops_orders_and_weeks_but_no_looks(room) -> None:
    """And lets go on afterwards."""
    ada = room.sit("table 1", "ALFA", "Ada")
    room.pause(True)
    for act in (lambda: room.say(ada, "propose table: al, bo"), lambda: room.ready(ada)):
        with pytest.raises(UsageError, match="paused"):
            act()
    assert "You speak for Alfa" in room.say(ada, "brief").text
    room.pause(False)
    room.ready(ada)
    assert room.desks["table 1"].table.week == 1


def test_an_event_happens_next_week_where_it_was_let_happen(room) -> None:
    """A leak makes what lies on the table dearer to give; the other table does not hear of it."""
    assert list(room.events()) == ["leak_from_table"]
    room.pass_week("table 1")
    assert room.inject("leak_from_table", "table 1") == 1
    for table in [*room.desks, *room.desks]:
        room.pass_week(table)
    kinds = {
        name: [one.kind for week in desk.table.talks.transcript for one in week.happenings]
        for name, desk in room.desks.items()
    }
    assert "leak" in kinds["table 1"]
    assert "leak" not in kinds["table 2"]
    with pytest.raises(UsageError, match="injected already"):
        room.inject("leak_from_table", "table 1")
    with pytest.raises(UsageError, match="found none of that name"):
        room.inject("earthquake")


def test_a_server_that_was_restarted_gets_its_rooms_back(tmp_path) -> None:
    """Weeks, orders not yet sent, who is ready, events, pause: everything but the tokens, which it never knew."""
    rooms = Rooms(tmp_path)
    room, lecturer = rooms.open("ring", 3, PARTIES, 2)
    ada, bob = room.sit("table 1", "ALFA", "Ada"), room.sit("table 1", "BRAVO", "Bob")
    room.say(ada, "propose table: al, bo, cy")
    room.ready(ada)
    room.ready(bob)
    room.inject("leak_from_table")
    room.say(bob, "accept 1")
    room.ready(bob)
    again = Rooms(tmp_path)
    back = again.by_lecturer(lecturer)
    assert back is not None
    assert back.as_record() == room.as_record()
    found = again.by_seat(ada)
    assert found is not None
    assert found[2].name == "Ada"
    assert again.by_seat(bob)[2].is_ready
    for one in (room, back):
        one.ready(ada)
    tables = [one.desks["table 1"].table for one in (room, back)]
    assert tables[0].talks.snapshot() == tables[1].talks.snapshot()
    text = (tmp_path / f"room-{room.code}.json").read_text()
    assert not any(token in text for token in (ada, bob, lecturer))
    assert stat.S_IMODE((tmp_path / f"room-{room.code}.json").stat().st_mode) == 0o600
    again.close(back)
    assert Rooms(tmp_path).known == {}


@pytest.mark.parametrize("text", ["", "{", "[]", '{"parley_room": 9}', '{"parley_room": 1}'])
def test_a_file_that_is_no_room_is_left_and_said(tmp_path, text) -> None:
    """The other rooms come back all the same."""
    Rooms(tmp_path).open("ring", None, PARTIES, 1)
    (tmp_path / "room-XXXXXX.json").write_text(text)
    rooms = Rooms(tmp_path)
    assert len(rooms.known) == 1
    assert rooms.lost[0].startswith("room-XXXXXX.json: ")
    assert (tmp_path / "room-XXXXXX.json").exists()


def test_limits_are_said_and_change_nothing(room) -> None:
    """Names, lines, tables, rooms, speed."""
    before = json.dumps(room.as_record())
    for act, told in (
        (lambda: room.sit("table 1", "ALFA", "n" * 1_000_000), "allowed: 40 at most"),
        (lambda: room.sit("table 9", "ALFA", "Ada"), "none of that name"),
        (lambda: room.sit("table 1", "USA" * 9000, "Ada"), "none of that name"),
        (lambda: room.pass_week("table 0"), "none of that name"),
        (lambda: Room.made("ring", None, PARTIES, tables=99), "allowed: 1 to 16"),
        (lambda: Room.made("ring", None, ["NOBODY"], tables=1), "seats: found none"),
        (lambda: limits.runs_of(10**9), "for more use `parley ensemble`"),
        (lambda: limits.runs_of(float("nan")), "a whole number"),
        (lambda: limits.runs_of("500"), "a whole number"),
    ):
        with pytest.raises(ParleyError, match=told) as mistake:
            act()
        assert len(str(mistake.value)) < 400
    assert json.dumps(room.as_record()) == before
    token = room.sit("table 1", "ALFA", "  <b>Ada</b>\x00\n ")
    assert room.find_seat(token)[1].name == "<b>Ada</b>"
    with pytest.raises(UsageError, match="allowed: 1,000 at most"):
        room.say(token, "propose table: " + "al, " * 500)
    for _ in range(18):
        room.say(token, "orders")
    with pytest.raises(UsageError, match="too fast"):
        _looks(room, token, 9)
    assert room.desks["table 1"].table.places["ALFA"].orders == ()


def _looks(room: Room, token: str, count: int) -> None:
    for _ in range(count):
        room.say(token, "orders")


def test_rooms_are_limited_in_number_and_codes_cannot_be_tried_out_fast() -> None:
    """A clear word at the limit."""
    rooms = Rooms(None)
    rooms._opening = limits.Rate(99, 99)
    for _ in range(limits.ROOMS):
        rooms.open("ring", None, ["ALFA"], 1)
    with pytest.raises(UsageError, match="20 open"):
        rooms.open("ring", None, ["ALFA"], 1)
    told = []
    for at in range(80):
        with pytest.raises(UsageError) as mistake:
            rooms.by_code(f"NOPE{at}")
        told.append(str(mistake.value))
    assert "none with that code" in told[0]
    assert "too fast" in told[-1]


def test_no_name_becomes_a_formula_in_a_spreadsheet(room) -> None:
    """Results as CSV, one row a seat."""
    room.sit("table 1", "ALFA", "=HYPERLINK(1)")
    lines = as_csv(room).splitlines()
    assert lines[0].startswith("table,party,name,played_by")
    assert len(lines) == 1 + 2 * 3
    assert "'=HYPERLINK(1)" in lines[1]


def test_a_debrief_is_reckoned_from_what_was_written_down(room) -> None:
    """Of a table that is over, for every seat."""
    from sim.seat.debrief import debrief

    token = room.sit("table 1", "ALFA", "Ada")
    room.say(token, "propose table: al, bo, cy")
    room.pass_week("table 1")
    room.play_on("table 1")
    record = record_of(room.desks["table 1"].table)
    table = table_of(class_scenario("ring"), json.loads(json.dumps(record)), keeps=True)
    for party in PARTIES:
        told = debrief(table.places[party])
        assert told.reached is not None
        played = room.desks["table 1"].table.talks.result().parties["ALFA"].surplus
        assert float(told.surpluses[0]) == pytest.approx(played)


@pytest.mark.parametrize("name", ["ring", "classroom", "ankara-2024"])
def test_every_slider_has_a_range_a_source_and_makes_a_change_that_can_be_played(name) -> None:
    """At both ends, and not beyond."""
    from sim.scenario.load import load

    found = sliders(name)
    assert 2 <= len(found) <= 10
    for one in found:
        assert one.low < one.high
        assert one.low <= one.centre <= one.high
        assert one.source
        assert one.words
        with pytest.raises(UsageError, match="allowed"):
            one.change(one.high + 1.0)
        with pytest.raises(UsageError, match="allowed"):
            one.change(float("nan"))
    for end in ("low", "high"):
        load(name, [one.change(getattr(one, end)) for one in found])


def test_a_debrief_waits_for_the_other_tables_unless_the_lecturer_opens_it(room) -> None:
    """It tells what everybody wants, and the others play the same scenario."""
    room.sit("table 1", "ALFA", "Ada")
    room.sit("table 2", "ALFA", "Bob")
    room.play_on("table 1")
    assert not room.shows_debriefs
    room.open_debriefs()
    assert room.shows_debriefs
    room.is_debrief_open = False
    room.play_on("table 2")
    assert room.shows_debriefs


def test_what_a_desk_tells_holds_no_number_and_no_reason(room) -> None:
    """It may stand on a wall."""
    from sim.web.outcome import told_openly

    room.play_on("table 1")
    told = told_openly(room.desks["table 1"].table.talks.result())
    assert any("proposes" in line for line in told)
    assert not any("worth" in line or "hopes" in line or "since" in line or "+" in line for line in told)
