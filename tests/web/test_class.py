"""Forty seats play a class to its end; the server is killed in the middle, and nothing is lost."""

from __future__ import annotations

import json
import time

import pytest

pytest.importorskip("nicegui", reason="the extra `page` is not installed")
pytest.importorskip("socketio", reason="the extra `page` is not installed")

from tests.support.visitor import Server, Visitor
from tests.web.test_frames import opened, seated

PARTIES = ("Sarvia", "Komar", "Velta", "Nordal", "Miras")
TABLES = 8
WEEKS = 6
"""Weeks that everybody plays by hand; the lecturer lets the engine finish."""


@pytest.mark.slow
def test_forty_seats_finish_a_class_although_the_server_is_killed(tmp_path) -> None:
    """Every move reaches the others; after the kill everybody has the seat and the orders that were there."""
    server = Server(tmp_path)
    desk, code = opened(server, "A case for a class", TABLES)
    addresses: dict[tuple[str, str], str] = {}
    pages: dict[tuple[str, str], Visitor] = {}
    for table in (f"table {at}" for at in range(1, TABLES + 1)):
        for party in PARTIES:
            pages[table, party], addresses[table, party] = seated(server, code, party, table, f"{party} {table}")
    took: list[float] = []
    for week in range(1, WEEKS + 1):
        if week == 4:
            before = json.loads(next(tmp_path.glob("room-*.json")).read_text())
            server.kill()
            server = Server(tmp_path, port=server.port)
            after = json.loads(next(tmp_path.glob("room-*.json")).read_text())
            assert after == before
            pages = {key: Visitor(server.base, address) for key, address in addresses.items()}
            for (table, _), page in pages.items():
                assert f"at {table}" in page.text
                assert f"Week {week} of 52" in page.text
        for (table, party), page in pages.items():
            if party == PARTIES[0]:
                page.click("What would your state's own conduct do?")
            page.click("Ready")
            last = party == PARTIES[-1]
            if last:
                start = time.monotonic()
                for other in PARTIES:
                    pages[table, other].wait(f"Week {week + 1} of 52")
                took.append(time.monotonic() - start)
    took.sort()
    assert took[int(0.95 * len(took))] < 5.0, took  # ten times the goal, since the machine may be busy
    room = json.loads(next(tmp_path.glob("room-*.json")).read_text())
    assert [len(one["table"]["weeks"]) for one in room["desks"]] == [WEEKS] * TABLES
    assert all(sent is not None for one in room["desks"] for week in one["table"]["weeks"] for sent in week.values())
    assert sum(bool(seat[1]) for one in room["desks"] for seat in one["seats"]) == 40
    desk = Visitor(server.base, desk.path)
    for at in range(1, TABLES + 1):
        desk.click(f"Let the engine finish table {at}")
        desk.wait(f"{at} of {TABLES} tables are over", 60.0)
    first = pages["table 1", PARTIES[0]]
    first.wait("The talks are over")
    first.wait("How it ended", 120.0)
    assert "Traceback" not in server.stop()
