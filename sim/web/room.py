"""A room of a class: tables of one scenario, the seats at them, who holds which, and who may do what."""

from __future__ import annotations

import hashlib
import hmac
import secrets
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from sim.errors import UsageError
from sim.scenario.compile import Compiled
from sim.web.limits import TABLES, Rate, line_of, name_of
from sim.web.record import class_scenario, event_titles, record_of, table_of
from sim.web.table import Table, seats_of

FORMAT = 1
"""Version of the record of a room."""
LETTERS = "ABCDEFGHJKMNPQRSTUVWXYZ23456789"
"""Letters of a code: without those that are read for one another."""
CODE_LENGTH = 6


def new_token() -> str:
    """Return a token that nobody can guess: 256 bits."""
    return secrets.token_urlsafe(32)


def new_code() -> str:
    """Return the code of a room, to be read aloud; it opens the lobby alone, no seat and no desk."""
    return "".join(secrets.choice(LETTERS) for _ in range(CODE_LENGTH))


def hashed(token: str) -> str:
    """Return what is kept of a token: whoever reads the file of a room can open nothing."""
    return hashlib.sha256(token.encode("utf-8", "replace")).hexdigest()


def is_token(token: str, kept: str) -> bool:
    """Return whether a token is the one of which this was kept, in the same time whatever it is."""
    return hmac.compare_digest(hashed(token), kept)


@dataclass
class Seat:
    """A party at a table: who holds it, if anybody (`kept` is the hash of a token), and whether they are ready."""

    party: str
    kept: str = ""
    name: str = ""
    is_ready: bool = False
    rate: Rate = field(default_factory=lambda: Rate(burst=20, per_second=4))

    @property
    def is_held(self) -> bool:
        """Return whether a person holds it; the engine plays for all others."""
        return bool(self.kept)


@dataclass
class Desk:
    """One table of a room with its seats; `version` grows whenever something has changed there."""

    name: str
    table: Table
    seats: dict[str, Seat]
    version: int = 0
    debrief_job: str = ""

    @property
    def humans(self) -> list[str]:
        """Return the parties that people speak for."""
        return [seat.party for seat in self.seats.values() if seat.is_held]

    @property
    def waits_for(self) -> list[str]:
        """Return the parties whose people are not ready."""
        return [seat.party for seat in self.seats.values() if seat.is_held and not seat.is_ready]


class Room:
    """A room.

    Parameters
    ----------
    code
        By which students find it.
    kept
        Hash of the lecturer's token.
    compiled, scenario, seed
        What is played at every table.
    parties
        The seats that students may take; the engine plays for everybody else.
    on_change
        Called after every change, to write it down.

    Examples
    --------
    >>> room, token = Room.made("ring", None, ["ALFA", "BRAVO"], tables=2)
    >>> seat_token = room.sit("table 1", "ALFA", "Ada")
    >>> room.find_seat(seat_token)[1].name
    'Ada'
    >>> room.say(seat_token, "propose table: al, bo, cy").text
    'Ordered in table: propose table: al, bo, cy'
    >>> room.ready(seat_token)
    >>> room.desks["table 1"].table.week
    1
    """

    def __init__(self, code: str, kept: str, compiled: Compiled, scenario: str, seed: int | None,
                 parties: tuple[str, ...], on_change: Callable[[Room], None] = lambda _: None) -> None:  # fmt: skip
        self.code, self.kept = code, kept
        self.compiled, self.scenario, self.seed, self.parties = compiled, scenario, seed, parties
        self.desks: dict[str, Desk] = {}
        self.is_paused = self.is_debrief_open = False
        self.on_change = on_change
        self.version = 0

    @classmethod
    def made(
        cls, scenario: str, seed: int | None, parties: list[str], tables: int, *, code: str = "",
        on_change: Callable[[Room], None] = lambda _: None,
    ) -> tuple[Room, str]:  # fmt: skip
        """Return a new room and the lecturer's token.

        Raises
        ------
        UsageError, UnknownNameError
            If the scenario, a party or the number of tables cannot be meant so.
        """
        compiled = class_scenario(scenario)
        known = seats_of(compiled)
        chosen = tuple(one for one in known if one in parties)
        if not chosen:
            raise UsageError(f"seats: found none; allowed: one or more of {', '.join(known)}")
        if not isinstance(tables, int) or not 1 <= tables <= TABLES:
            raise UsageError(f"tables: found {tables!r:.20}; allowed: 1 to {TABLES}")
        token = new_token()
        room = cls(code or new_code(), hashed(token), compiled, scenario, seed, chosen, on_change)
        for _ in range(tables):
            room._add_table()
        return room, token

    def _add_table(self) -> Desk:
        if len(self.desks) >= TABLES:
            raise UsageError(f"tables: found {TABLES} already; allowed: no more in one room")
        name = f"table {len(self.desks) + 1}"
        seats = {party: Seat(party) for party in self.parties}
        self.desks[name] = Desk(name, Table(self.compiled, self.scenario, self.seed), seats)
        return self.desks[name]

    # What a student may do.

    def sit(self, table: str, party: str, name: object) -> str:
        """Take a free seat; return the token that alone opens it.

        Raises
        ------
        UsageError
            If there is no such seat, somebody holds it, or the name is too long.
        """
        desk = self._desk(table)
        seat = desk.seats.get(party)
        if seat is None:
            raise UsageError(f"seat {party!r:.40}: found none of that name; allowed: {', '.join(desk.seats)}")
        if seat.is_held:
            raise UsageError(f"{table}, {party}: found somebody there already; take another seat")
        called = name_of(name, "a student")
        token = new_token()
        seat.kept, seat.name, seat.is_ready = hashed(token), called, False
        self._changed(desk)
        return token

    def find_seat(self, token: str) -> tuple[Desk, Seat] | None:
        """Return the seat that a token opens, or None; every seat is compared, whatever is found."""
        found = None
        for desk in self.desks.values():
            for seat in desk.seats.values():
                if seat.is_held and is_token(token, seat.kept):
                    found = (desk, seat)
        return found

    def _opened(self, token: str) -> tuple[Desk, Seat]:
        found = self.find_seat(token)
        if found is None:
            raise UsageError("this seat: found no seat that this link opens; join again with the room's code")
        return found

    def say(self, token: str, text: object) -> Any:
        """Answer a line of whoever holds a seat: an order, or a look at what that party may see.

        Raises
        ------
        UsageError, UnknownNameError
            If it cannot be meant so, comes too fast, or the room is paused.
        """
        from sim.seat.table_talk import say

        desk, seat = self._opened(token)
        seat.rate.check()
        line = line_of(text)
        verb = line.partition(" ")[0].casefold()
        if verb in ("send", "wait"):
            raise UsageError(f"{verb}: a week passes when everybody at the table is ready; press Ready")
        place = desk.table.places[seat.party]
        before = place.orders
        from sim.seat.parse import HELP

        if verb in HELP or verb == "undo":
            self._not_paused()
            if seat.is_ready:
                raise UsageError("found orders that are handed in; press Not ready yet to change them")
        answer = say(place, line)
        if place.orders != before:
            self._changed(desk)
        return answer

    def ready(self, token: str, is_ready: bool = True) -> None:
        """Hand in the week's orders, or take them back as long as others are not ready.

        Raises
        ------
        UsageError
            If the room is paused or the talks are over.
        """
        desk, seat = self._opened(token)
        seat.rate.check()
        self._not_paused()
        if desk.table.is_over:
            raise UsageError("the talks at this table are over; read the debrief")
        seat.is_ready = is_ready
        if not desk.waits_for:
            self._pass(desk)
        self._changed(desk)

    def _pass(self, desk: Desk) -> None:
        desk.table.pass_week(desk.humans)
        for seat in desk.seats.values():
            seat.is_ready = False

    def _not_paused(self) -> None:
        if self.is_paused:
            raise UsageError("the lecturer has paused the room; your orders stay as they are")

    # What the lecturer may do.

    def is_lecturer(self, token: str) -> bool:
        """Return whether a token is the lecturer's."""
        return is_token(token, self.kept)

    def add_table(self) -> None:
        """Open one more table."""
        self._changed(self._add_table())

    def pause(self, is_paused: bool) -> None:
        """Pause the room, or let it go on."""
        self.is_paused = is_paused
        for desk in self.desks.values():
            desk.version += 1
        self._changed(None)

    def open_debriefs(self) -> None:
        """Show the debrief at every table that is over, even while others still bargain."""
        self.is_debrief_open = True
        for desk in self.desks.values():
            desk.version += 1
        self._changed(None)

    @property
    def shows_debriefs(self) -> bool:
        """Return whether tables that are over read their debrief: it tells what all want, so others wait for it."""
        played = [desk for desk in self.desks.values() if desk.humans]
        return self.is_debrief_open or all(desk.table.is_over for desk in played)

    def pass_week(self, table: str) -> None:
        """Let a week pass at a table, whoever is ready; what was ordered is sent."""
        desk = self._desk(table)
        self._pass(desk)
        self._changed(desk)

    def play_on(self, table: str) -> None:
        """Let the engine play a table to its end, those that people hold included."""
        desk = self._desk(table)
        while not desk.table.is_over:
            desk.table.pass_week([])
        self._changed(desk)

    def free(self, table: str, party: str) -> None:
        """Free a seat whose holder has gone; the engine plays for it until somebody else sits down."""
        desk = self._desk(table)
        if party not in desk.seats:
            raise UsageError(f"seat {party!r:.40}: found none of that name; allowed: {', '.join(desk.seats)}")
        desk.seats[party] = Seat(party)
        desk.table.places[party].orders = ()
        self._changed(desk)

    def inject(self, event: str, table: str | None = None) -> int:
        """Let an event happen next week, at one table or at all; return at how many it will.

        Raises
        ------
        UsageError
            If it can happen at none of them.
        """
        desks = list(self.desks.values()) if table is None else [self._desk(table)]
        made, refused = 0, UsageError("found no table")
        for desk in desks:
            try:
                desk.table.inject(event)
                made += 1
                self._changed(desk)
            except UsageError as problem:
                refused = problem
        if not made:
            raise refused
        return made

    def events(self) -> dict[str, str]:
        """Return what the lecturer may let happen, by its id."""
        return event_titles(self.compiled)

    def _desk(self, table: str) -> Desk:
        if table not in self.desks:
            raise UsageError(f"table {table!r:.40}: found none of that name; allowed: {', '.join(self.desks)}")
        return self.desks[table]

    def _changed(self, desk: Desk | None) -> None:
        if desk is not None:
            desk.version += 1
        self.version += 1
        self.on_change(self)

    # What is written down.

    def as_record(self) -> dict[str, Any]:
        """Return the room as data for JSON; no token is in it, only hashes."""
        return {
            "parley_room": FORMAT, "code": self.code, "kept": self.kept, "scenario": self.scenario, "seed": self.seed,
            "scenario_sha256": self.compiled.digest, "parties": list(self.parties), "is_paused": self.is_paused,
            "is_debrief_open": self.is_debrief_open,
            "desks": [
                {
                    "name": desk.name, "table": record_of(desk.table),
                    "seats": [[one.party, one.kept, one.name, one.is_ready] for one in desk.seats.values()],
                }
                for desk in self.desks.values()
            ],
        }  # fmt: skip

    @classmethod
    def from_record(cls, record: Mapping[str, Any], on_change: Callable[[Room], None] = lambda _: None) -> Room:
        """Return the room that was written down, every table replayed to where it was left.

        Raises
        ------
        UsageError
            If it is no such record, or of another version of its scenario.
        """
        if not isinstance(record, dict) or record.get("parley_room") != FORMAT:
            raise UsageError("found no record of a room; allowed: what a server of this version has written")
        compiled = class_scenario(record["scenario"])
        if record["scenario_sha256"] != compiled.digest:
            raise UsageError(f"room {record['code']}: found another version of {record['scenario']}; begin a new room")
        parties = tuple(record["parties"])
        room = cls(record["code"], record["kept"], compiled, record["scenario"], record["seed"], parties, on_change)
        room.is_paused, room.is_debrief_open = bool(record["is_paused"]), bool(record["is_debrief_open"])
        for one in record["desks"]:
            seats = {party: Seat(party, kept, name, ready) for party, kept, name, ready in one["seats"]}
            room.desks[one["name"]] = Desk(one["name"], table_of(compiled, one["table"]), seats)
        return room
