"""All rooms of a server, and the folder in which they are written down, so that a restart gets them back."""

from __future__ import annotations

import json
import os
from pathlib import Path

from sim.errors import ParleyError, UsageError
from sim.report.files import whole
from sim.web.limits import ROOMS, Rate
from sim.web.room import Desk, Room, Seat, new_code


class Rooms:
    """The rooms.

    Parameters
    ----------
    folder
        Where each room has a file; None keeps them as long as the server runs.

    Examples
    --------
    >>> rooms = Rooms(None)
    >>> room, token = rooms.open("ring", None, ["ALFA"], 1)
    >>> rooms.by_code(room.code.lower()) is room, rooms.by_lecturer(token) is room, rooms.by_lecturer("guess")
    (True, True, None)
    """

    def __init__(self, folder: Path | None) -> None:
        self.folder = folder
        self.known: dict[str, Room] = {}
        self.lost: list[str] = []
        self._guesses = Rate(burst=60, per_second=5)
        self._opening = Rate(burst=5, per_second=0.2)
        if folder is not None:
            folder.mkdir(parents=True, exist_ok=True)
            folder.chmod(0o700)
            for path in sorted(folder.glob("room-*.json")):
                self._take_back(path)

    def _take_back(self, path: Path) -> None:
        """Get a room back; one that cannot be is left where it is, and said."""
        try:
            room = Room.from_record(json.loads(path.read_text(encoding="utf-8")), self.keep)
        except (ParleyError, ValueError, TypeError, LookupError) as problem:
            self.lost.append(f"{path.name}: {problem}")
            return
        self.known[room.code] = room

    def open(self, scenario: str, seed: int | None, parties: list[str], tables: int) -> tuple[Room, str]:
        """Open a room; return it and the lecturer's token.

        Raises
        ------
        UsageError
            If there are too many rooms, or it cannot be meant so.
        """
        if len(self.known) >= ROOMS:
            raise UsageError(f"rooms: found {ROOMS} open; allowed: no more; close one at its lecturer's desk first")
        self._opening.check()
        code = new_code()
        while code in self.known:
            code = new_code()
        room, token = Room.made(scenario, seed, parties, tables, code=code, on_change=self.keep)
        self.known[code] = room
        self.keep(room)
        return room, token

    def close(self, room: Room) -> None:
        """Close a room for good."""
        self.known.pop(room.code, None)
        if self.folder is not None:
            self._path(room).unlink(missing_ok=True)

    def keep(self, room: Room) -> None:
        """Write a room down in one piece; a server that is killed in between has the state before."""
        if self.folder is None or room.code not in self.known:
            return
        with whole(self._path(room)) as half:
            half.write_text(json.dumps(room.as_record(), ensure_ascii=False), encoding="utf-8")
            os.chmod(half, 0o600)

    def _path(self, room: Room) -> Path:
        assert self.folder is not None
        return self.folder / f"room-{room.code}.json"

    def by_code(self, code: str) -> Room:
        """Return a room by its code.

        Raises
        ------
        UsageError
            If there is none, or codes are tried out too fast.
        """
        room = self.known.get(code.strip().upper()) if len(code) < 40 else None
        if room is None:
            self._guesses.check()
            raise UsageError(f"room {code[:12]!r}: found none with that code; ask your lecturer for it")
        return room

    def by_lecturer(self, token: str) -> Room | None:
        """Return the room whose desk a token opens."""
        found = None
        for room in self.known.values():
            if room.is_lecturer(token):
                found = room
        return found

    def by_seat(self, token: str) -> tuple[Room, Desk, Seat] | None:
        """Return the seat that a token opens, with its table and room."""
        found = None
        for room in self.known.values():
            opened = room.find_seat(token)
            if opened is not None:
                found = (room, *opened)
        return found
