"""A real browser at the pages: it runs, compares, plays a whole negotiation, and sits at a table of three."""

from __future__ import annotations

import re
from typing import Any


def pressed(page: Any, name: str) -> None:
    """Press a button by its name."""
    page.get_by_role("button", name=name).first.click()


def test_it_runs_and_a_slider_moves_the_result(page) -> None:
    """By keyboard: the slider, then the button; pictures with words for those who cannot see them; the report."""
    page.goto("/explore/ring")
    page.get_by_label("Runs").fill("60")
    slider = page.get_by_role("slider", name=re.compile("Alfa: value of no deal"))
    slider.focus()
    for _ in range(3):
        page.keyboard.press("ArrowRight")
    page.get_by_text("held there in every run").wait_for()
    page.get_by_role("button", name="Play").focus()
    page.keyboard.press("Enter")
    page.get_by_role("link", name="Download the report").wait_for()
    page.get_by_text("the talks end in an exchange").first.wait_for()
    pictures = page.get_by_role("img")
    assert pictures.count() == 6
    assert all(one.get_attribute("alt") for one in pictures.all())
    with page.expect_download() as got:
        page.get_by_role("link", name="Download the report").click()
    report = got.value.path().read_text(encoding="utf-8")
    assert "--set parties.ALFA.reservation=" in report


def test_it_compares_and_says_what_is_wrong_in_a_line(page) -> None:
    """Two variants side by side, with the same luck."""
    page.goto("/compare/ring")
    pressed(page, "Compare")
    page.get_by_text("found no slider that was moved").wait_for()
    page.get_by_label("Runs").fill("40")
    page.get_by_role("slider", name=re.compile("Weeks until")).focus()
    for _ in range(3):
        page.keyboard.press("ArrowLeft")
    pressed(page, "Compare")
    page.get_by_role("link", name="Download the report").wait_for()
    assert page.get_by_role("img").count() == 4


def test_a_run_is_stepped_week_by_week_with_its_map(page) -> None:
    """Forwards and back."""
    page.goto("/story/ring")
    pressed(page, "Tell")
    page.get_by_role("heading", name=re.compile("Week 1,")).wait_for()
    page.get_by_role("img", name=re.compile("Map of Week 1")).wait_for()
    pressed(page, "Next week")
    page.get_by_role("heading", name=re.compile("Week 2,")).wait_for()
    pressed(page, "Previous week")
    page.get_by_role("heading", name=re.compile("Week 1,")).wait_for()
    assert page.get_by_role("button", name="Previous week").is_disabled()


def _room(page: Any, scenario: str) -> str:
    page.goto("/class")
    page.get_by_label("Scenario").click()
    page.get_by_role("option", name=re.compile(scenario)).click()
    page.get_by_label("Tables").fill("1")
    pressed(page, "Open the room")
    page.wait_for_url("**/desk/*")
    code: str = page.locator(".code").inner_text()
    return code


def _seat(page: Any, code: str, party: str) -> Any:
    seat = page.context.new_page()
    seat.goto("/join")
    seat.get_by_label("Code of the room").fill(code)
    seat.keyboard.press("Enter")
    seat.get_by_label("Your name").fill("<i>Ada</i>")
    pressed(seat, f"Sit down for {party}")
    seat.wait_for_url("**/seat/*")
    return seat


def test_a_table_of_three_bargains_to_the_end(page) -> None:
    """One proposes by hand, two accept, a lecturer looks on, and each reads the debrief."""
    code = _room(page, "A ring of three")
    seats = {party: _seat(page, code, party) for party in ("Alfa", "Bravo", "Charlie")}
    page.get_by_text("<i>Ada</i>").first.wait_for()
    alfa = seats["Alfa"]
    names = alfa.get_by_label("Who and what is in it")
    names.click()
    for name in ("Al ", "Bo ", "Cy "):
        alfa.get_by_role("option", name=re.compile(f"^{name}")).click()
    alfa.keyboard.press("Escape")
    pressed(alfa, "Ask your staff about this package")
    alfa.get_by_text("Nothing that you know of at home stands in its way").wait_for()
    pressed(alfa, "Order this proposal")
    alfa.get_by_role("button", name="Take the last one back").wait_for()
    for seat in seats.values():
        pressed(seat, "Ready")
    for party in ("Bravo", "Charlie"):
        pressed(seats[party], "Accept paper 1")
        seats[party].get_by_role("button", name="Take the last one back").wait_for()
    for week in (2, 3):
        for seat in seats.values():
            seat.get_by_text(f"Week {week} of 20").first.wait_for()
        for seat in seats.values():
            pressed(seat, "Ready")
    alfa.get_by_text("Week 4 of 20").first.wait_for()
    alfa.reload()
    alfa.get_by_text("Week 4 of 20").first.wait_for()
    page.get_by_text("More for table 1", exact=True).click()
    pressed(page, "Let the engine finish table 1")
    for seat in seats.values():
        seat.get_by_text("Deal carried out in the week of").wait_for()
    page.get_by_text("1 of 1 tables are over, 1 of them with a deal").wait_for()
