"""The page by keyboard alone, read aloud, with little sight and on a small screen."""

from __future__ import annotations

import urllib.error
import urllib.request
from collections.abc import Iterator
from typing import Any

import pytest

pytest.importorskip("nicegui", reason="the extra `page` is not installed")
pytest.importorskip("socketio", reason="the extra `page` is not installed")

from tests.support.access import faults, held, lost, tab_to
from tests.web.test_frames import opened, seated

VIEWS = ("/", "/explore/ring", "/compare/ring", "/story/ring", "/why/ring", "/class", "/join", "/seat/none")


def widths(page: Any) -> Iterator[int]:
    """Show a page on a narrow screen, a phone and a laptop."""
    for width in (320, 390, 1280):
        page.set_viewport_size({"width": width, "height": 800})
        yield width


@pytest.mark.parametrize("path", VIEWS)
def test_every_view_has_names_contrast_and_order_and_is_reached_by_tab(page, path) -> None:
    """At the width of a phone and of a laptop."""
    page.goto(path)
    page.get_by_role("heading", level=1).wait_for()
    assert [(width, one) for width in widths(page) for one in faults(page)] == []
    assert lost(page) == []


def test_the_first_stop_leads_past_the_bar_and_the_bar_says_which_page_this_is(page) -> None:
    """From there Tab goes on in the content."""
    page.goto("/compare/ring")
    page.get_by_role("heading", level=1).wait_for()
    page.keyboard.press("Tab")
    assert held(page)["name"] == "To the content"
    page.keyboard.press("Enter")
    page.keyboard.press("Tab")
    assert held(page)["name"].startswith("Scenario")
    assert page.locator("[aria-current=page]").all_inner_texts() == ["Compare"]


def test_what_work_comes_to_is_read_aloud_and_its_pictures_have_words(page) -> None:
    """Where whoever waits hears that it has begun and is done; a mistake is heard as well."""
    page.goto("/compare/ring")
    tab_to(page, "Compare")
    tab_to(page, "Compare")  # the first is a link
    page.keyboard.press("Enter")
    page.get_by_role("status").filter(has_text="found no slider that was moved").wait_for()
    page.get_by_label("Runs").fill("60")
    tab_to(page, "Weeks until the talks end")
    page.keyboard.press("ArrowLeft")
    page.get_by_text("held there in every run").wait_for()
    page.get_by_role("button", name="Compare").focus()
    page.keyboard.press("Enter")
    page.get_by_role("status").filter(has_text="Done: what came of it follows").wait_for(state="attached")
    assert [(width, one) for width in widths(page) for one in faults(page)] == []


def test_a_button_that_goes_away_hands_the_keyboard_on(page) -> None:
    """Cancel leads to what is said of it, the last week's button to the week."""
    page.goto("/explore/ring")
    page.get_by_label("Runs").fill("2000")
    tab_to(page, "Play")
    page.keyboard.press("Enter")
    page.get_by_role("button", name="Cancel").wait_for()
    tab_to(page, "Cancel")
    page.keyboard.press("Enter")
    page.wait_for_function("document.activeElement.matches('[role=status]')")
    page.goto("/story/ring")
    tab_to(page, "Tell")
    page.keyboard.press("Enter")
    page.get_by_text("weeks in which something happened").filter(has_not_text="so far").wait_for()
    assert faults(page) == []
    while page.get_by_role("button", name="Next week").is_enabled():
        tab_to(page, "Next week")
        page.keyboard.press("Enter")
        page.wait_for_timeout(100)
    page.wait_for_function("document.activeElement.matches('h2')")


def test_a_seat_is_played_by_keyboard_alone(page, server) -> None:
    """Sit down, put a package together, take one out of it, order, hand in; the next week begins where one reads it."""
    _, code = opened(server)
    bravo, _ = seated(server, code, "Bravo")
    page.goto(f"/join?code={code}")
    tab_to(page, "Sit down for Alfa at table 1")
    assert faults(page) == []
    page.keyboard.press("Enter")
    page.wait_for_url("**/seat/*")
    page.get_by_role("heading", name="Propose a package").wait_for()
    assert [(width, one) for width in widths(page) for one in faults(page)] == []
    assert lost(page) == []
    tab_to(page, "Who and what is in it")
    page.keyboard.press("ArrowDown")
    page.get_by_role("option", name="Al (with Alfa)").wait_for()
    assert faults(page) == []
    for name in ("Al (with Alfa)", "Bo (with Bravo)", "Cy (with Charlie)"):
        page.keyboard.press("ArrowDown")
        page.keyboard.press("Enter")
        page.get_by_role("button", name=f"Remove {name}").wait_for()  # a choice stands once the server has it
    page.keyboard.press("Escape")
    page.get_by_role("listbox").wait_for(state="hidden")
    page.keyboard.press("Shift+Tab")
    assert held(page) == {"name": "Remove Cy (with Charlie)", "first": True, "isShown": True}
    assert faults(page) == []
    page.keyboard.press("Enter")
    page.get_by_role("button", name="Remove Cy (with Charlie)").wait_for(state="hidden")
    page.wait_for_function("document.activeElement.matches('[role=combobox]')")
    tab_to(page, "Order this proposal")
    page.keyboard.press("Enter")
    page.get_by_role("status").filter(has_text="Ordered in table: propose table: al, bo").wait_for()
    tab_to(page, "Ready: hand in")
    page.keyboard.press("Enter")
    page.wait_for_function("document.activeElement.innerText === 'Ordered for this week'")
    page.keyboard.press("Tab")
    assert held(page)["name"] == "Not ready yet"
    bravo.click("Ready")
    page.wait_for_function("document.activeElement.innerText.startsWith('Week 2 of 20')")
    assert held(page)["isShown"]
    bravo.close()


def test_names_chosen_faster_than_the_server_answers_are_all_chosen(page, server) -> None:
    """Two presses in one breath, before anything can have come back."""
    _, code = opened(server)
    page.goto(f"/join?code={code}")
    page.get_by_role("button", name="Sit down for Alfa at table 1").click()
    page.get_by_role("combobox", name="Who and what is in it").click()
    page.get_by_role("option").first.wait_for()
    page.evaluate("() => [...document.querySelectorAll('[role=option]')].slice(0, 3).forEach((one) => one.click())")
    for name in ("Al (with Alfa)", "Bo (with Bravo)", "Cy (with Charlie)"):
        page.get_by_role("button", name=f"Remove {name}").wait_for()
    page.keyboard.press("Escape")
    page.get_by_role("button", name="Remove Bo (with Bravo)").click()
    page.get_by_role("button", name="Remove Bo (with Bravo)").wait_for(state="hidden")
    page.get_by_role("button", name="Order this proposal").click()
    page.get_by_role("status").filter(has_text="Ordered in table: propose table: al, cy").wait_for()


def test_what_others_do_takes_the_keyboard_from_nobody(page, server) -> None:
    """At the desk and in the lobby: what is folded open stays so, and the button that has the keyboard keeps it."""
    desk, code = opened(server)
    lobby = page.context.new_page()
    lobby.goto(f"/join?code={code}")
    tab_to(lobby, "Sit down for Charlie at table 1")
    page.bring_to_front()
    page.goto(desk.path)
    tab_to(page, "More for table 1")
    page.keyboard.press("Enter")
    tab_to(page, "Let the engine finish table 1")
    alfa, _ = seated(server, code, "Alfa", name="Ada")
    page.get_by_text("Ada").wait_for()
    assert held(page)["name"] == "Let the engine finish table 1"
    assert [(width, one) for width in widths(page) for one in faults(page)] == []
    assert lost(page) == []
    lobby.get_by_text("Alfa: taken").wait_for()
    assert held(lobby)["name"] == "Sit down for Charlie at table 1"
    tab_to(page, "Let the engine finish table 1")
    page.keyboard.press("Enter")
    page.get_by_text("1 of 1 tables are over").wait_for()
    assert faults(page) == []
    for one in (alfa, desk):
        one.close()


def test_a_page_that_is_not_there_says_so_like_the_others(server) -> None:
    """With its number for programs, and its heading for people."""
    with pytest.raises(urllib.error.HTTPError, match="404") as lost:
        urllib.request.urlopen(server.base + "/nonsense")
    html = lost.value.read().decode()
    assert '"tag":"h1"' in html.replace(" ", "")
    assert "No page has this address." in html
