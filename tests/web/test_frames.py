"""What reaches a browser, byte by byte: nothing private of another seat, whatever anybody sends."""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import suppress
from urllib.error import HTTPError
from urllib.request import Request, urlopen

import pytest

pytest.importorskip("nicegui", reason="the extra `page` is not installed")
pytest.importorskip("socketio", reason="the extra `page` is not installed")

from socketio.exceptions import BadNamespaceError

from sim.web.record import class_scenario
from tests.support.visitor import Server, Visitor

SETS = (
    "parties.ALFA.gains.bo={low: 60, high: 70}", "parties.BRAVO.gains.cy={low: 40, high: 50}",
    "parties.CHARLIE.gains.al={low: 20, high: 30}",
)  # fmt: skip
WANTS = {"ALFA": "bo", "BRAVO": "cy", "CHARLIE": "al"}
CHANGED = f"""
import sim.web.room as room, sim.web.record as record
plain = record.class_scenario
room.class_scenario = lambda name, _=(): plain(name, {SETS!r} if name == "ring" else ())
"""


def own_numbers() -> dict[str, str]:
    """Return what each party gains in the run of seed 0, as its briefing says it: drawn, so known to it alone."""
    compiled = class_scenario("ring", SETS)
    gain, index = compiled.params(0).gain, compiled.index
    return {party: f"{gain[index.parties.index(party), index.assets.index(who)]:.1f}" for party, who in WANTS.items()}


@pytest.fixture(scope="module")
def server(tmp_path_factory) -> Iterator[Server]:
    """Return a server in which the ring has numbers of its own."""
    made = Server(tmp_path_factory.mktemp("state"), CHANGED)
    yield made
    said = made.stop()
    assert "Traceback" not in said, said


def opened(server: Server, scenario: str = "ring", tables: int = 1) -> tuple[Visitor, str]:
    """Open a room; return the lecturer's desk and the code."""
    visitor = Visitor(server.base, "/class")
    visitor.find("Open a room for a class")
    options = visitor.elements[visitor.find("Scenario")]["props"]["options"]
    title = {"ring": "A ring of three"}.get(scenario, scenario)
    at = next(one["value"] for one in options if one["label"].startswith(title))
    visitor.type("Scenario", {"value": at, "label": options[at]["label"]})
    visitor.type("Tables", tables)
    visitor.type("Every number at its centre, nothing by chance", False)
    visitor.click("Open the room")
    address = visitor.navigated()
    visitor.close()
    desk = Visitor(server.base, address)
    code = re.search(r"^[A-Z2-9]{6}$", desk.text, re.M)
    assert code, desk.text
    return desk, code.group()


def seated(server: Server, code: str, party: str, table: str = "table 1", name: str = "") -> tuple[Visitor, str]:
    """Take a seat; return its page and its address."""
    lobby = Visitor(server.base, f"/join?code={code}")
    if name:
        lobby.type("Your name, as the lecturer will see it", name)
    lobby.click(f"Sit down for {party} at {table}")
    address = lobby.navigated()
    lobby.close()
    return Visitor(server.base, address), address


def test_no_frame_holds_anything_private_of_another_seat(server) -> None:
    """Three people bargain to the end of three weeks; each browser has its own numbers and nobody else's."""
    own = own_numbers()
    desk, code = opened(server)
    seats = {party: seated(server, code, party.title()) for party in own}
    pages = {party: page for party, (page, _) in seats.items()}
    for page in pages.values():
        page.wait("Your briefing")
    pages["ALFA"].type("Order", "propose table: al, bo, cy")
    pages["ALFA"].click("Do it")
    pages["ALFA"].wait("Ordered in table")
    for week in range(1, 4):
        for party, page in pages.items():
            page.click("What would your state's own conduct do?")
            page.wait(f"own conduct would do in week {week}")
            if week == 2 and party != "ALFA":
                page.click("Ask your staff about paper 1")
                page.wait("to you above no deal")
                page.click("Refuse paper 1")
                page.wait("Ordered in table: refuse 1")
            page.click("Ready")
        for page in pages.values():
            page.wait(f"Week {week + 1} of 20")
    for party, number in own.items():
        received = "\n".join(pages[party].received)
        assert number in received, "a seat sees its own numbers, so that this test can fail"
        others = [one for who, one in own.items() if who != party]
        assert not [one for one in others if one in received], party
        tokens = [address.rpartition("/")[2] for who, (_, address) in seats.items() if who != party]
        assert not [one for one in tokens if one in received]
    on_desk = "\n".join(desk.received)
    assert not [one for one in own.values() if one in on_desk]
    assert not [address for _, address in seats.values() if address.rpartition("/")[2] in on_desk]
    for page in (desk, *pages.values()):
        page.close()


def test_a_seat_comes_back_to_whoever_has_its_address(server) -> None:
    """With what was ordered; a stranger's address opens nothing."""
    desk, code = opened(server)
    page, address = seated(server, code, "Alfa", name="Ada")
    page.type("Order", "propose table: al, bo")
    page.click("Do it")
    page.wait("Ordered in table: propose table: al, bo")
    page.close()
    desk.wait("not ready, 1 ordered")
    back = Visitor(server.base, address)
    assert "propose table: al, bo" in back.text
    for forged in (
        address[:-1],
        address + "A",
        "/seat/" + "A" * 5000,
        "/seat/" + address.rpartition("/")[2].swapcase(),
    ):
        strange = Visitor(server.base, forged)
        assert "opens no seat" in strange.text
        strange.close()
    assert "opens no room" in Visitor(server.base, address.replace("/seat/", "/desk/")).text


def test_hostile_input_is_shown_as_text_or_refused_and_harms_nobody(server) -> None:
    """Markup in a name, an order of a megabyte, events of another's page, floods."""
    desk, code = opened(server)
    markup = "<img src=x onerror=alert(1)>"
    eve, _ = seated(server, code, "Alfa", name=markup)
    ada, _ = seated(server, code, "Bravo", name="Ada")
    desk.wait(markup)
    shown = [one for one in desk.elements.values() if one.get("text") == markup]
    assert shown
    assert all(one["tag"] == "td" for one in shown)
    assert "innerHTML" not in str(shown)
    eve.type("Order", "propose table: " + markup)
    eve.click("Do it")
    eve.wait("unknown prisoner or favour")
    name = ada.find("Ready")
    listener = ada.elements[name]["events"][0]["listener_id"]
    for client in (eve.client, "0" * 36):
        eve.emit({"id": int(name), "client_id": client, "listener_id": listener, "args": []})
    for nonsense in (
        {},
        [],
        "x",
        {"client_id": eve.client},
        {"client_id": [], "id": {}, "listener_id": 0},
        {"client_id": eve.client, "id": 1, "listener_id": listener, "args": 5},
    ):
        eve.emit(nonsense)
    assert "not ready" in desk.text
    eve.type("Order", "x" * 1_000_000)
    eve.until(lambda: not eve.io.connected, what="the end of a connection that sent a megabyte")
    flood, _ = seated(server, code, "Charlie")
    with suppress(BadNamespaceError):  # said by the client once it is cut off
        for _ in range(400):
            flood.click("What would your state's own conduct do?")
    flood.until(lambda: not flood.io.connected, what="the end of a connection that floods")
    ada.click("What would your state's own conduct do?")
    ada.wait("own conduct would do in week 1")
    assert "Week 1 of 20" in ada.text
    for page in (desk, ada):
        page.close()


def test_a_page_of_another_name_is_refused_and_pages_name_no_other_machine(server) -> None:
    """Against rebinding; and browsers are told to load nothing from elsewhere."""
    import urllib.error
    import urllib.request

    request = urllib.request.Request(server.base + "/join", headers={"Host": "evil.example"})
    with pytest.raises(urllib.error.HTTPError, match="400"):
        urllib.request.urlopen(request)
    with urllib.request.urlopen(server.base + "/") as answer:
        html, headers = answer.read().decode(), answer.headers
    assert "default-src 'self'" in headers["Content-Security-Policy"]
    assert headers["Referrer-Policy"] == "no-referrer"
    assert re.findall(r"""(?:src|href)=["']?(?:https?:)?//[^"'\s>]+""", html) == []


def test_a_late_word_of_a_closed_connection_is_refused_in_peace(server) -> None:
    """A browser that asks by polling and goes may have one more message under way: that is no failure of the server."""
    address = f"{server.base}/_nicegui_ws/socket.io/?EIO=4&transport=polling"
    with urlopen(address, timeout=30) as began:
        sid = re.search(r'"sid":"([^"]+)"', began.read().decode())[1]
    close = Request(f"{address}&sid={sid}", data=b"1", headers={"Content-Type": "text/plain;charset=UTF-8"})
    urlopen(close, timeout=30).close()
    with pytest.raises(HTTPError) as refused:
        urlopen(close, timeout=30)
    assert refused.value.code == 400
    refused.value.close()
