"""The picture of a deal: everybody is in it, legible, and goes from the right place to the right one."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace

import pytest
from matplotlib.patches import PathPatch

from sim.domain.package import Deal, Grant, Package, Release
from sim.domain.result import RunResult
from sim.plots.exchange import draw_exchange
from sim.plots.save import figure_of
from tests.report import made_up
from tests.support.boxes import outside, touching, written


def of_package(*releases: Release, grants: tuple[Grant, ...] = (), **changes: object) -> RunResult:
    """Return a run whose one deal is a package."""
    given = Package(releases, grants, None, None)
    day = made_up.START + dt.timedelta(weeks=3)
    return made_up.result(replace(Deal(given, given, "ALFA", day, day), **changes))  # type: ignore[arg-type]


def test_everybody_is_named_and_nothing_touches(full: RunResult) -> None:
    """Twenty-four people and a concession, each with a band, and the groups counted."""
    axes = draw_exchange(full)
    texts = [text.get_text() for text in axes.texts]
    assert [name for name in made_up.PEOPLE.values() if not any(text.startswith(name) for text in texts)] == []
    assert sum("(3 people)" in text for text in texts) == 1
    assert "relief of a [kind] (level 1 of 2)" in texts
    assert len([patch for patch in axes.patches if isinstance(patch, PathPatch)]) == 25
    figure = figure_of(axes)
    assert touching(figure, written(axes)) == []
    assert outside(figure, written(axes)) == []


def test_the_title_says_how_many_and_when(full: RunResult) -> None:
    """And the note where, and under whose word."""
    axes = draw_exchange(full)
    assert axes.get_title("left") == "Who goes where: 26 people on 18 February 2030"
    assert any("In the Port, guaranteed by Hostland." in text.get_text() for text in axes.texts)


def test_one_person_is_not_people() -> None:
    """A single release."""
    axes = draw_exchange(of_package(Release("person_1", "ALFA", "BRAVO")))
    assert "1 person on" in axes.get_title("left")


def test_concessions_are_dashed_and_people_solid() -> None:
    """The band says what it is without its colour."""
    axes = draw_exchange(
        of_package(Release("person_1", "ALFA", "BRAVO"), grants=(Grant("credit", "BRAVO", "ALFA", 1, 1),))
    )
    styles = [patch.get_linestyle() for patch in axes.patches if isinstance(patch, PathPatch)]
    assert [style == "solid" for style in styles] == [True, False]


def test_bands_end_at_the_bars_of_giver_and_receiver() -> None:
    """A ring: each gives one and gets one, and no two bands share an end."""
    ring = of_package(
        Release("person_1", "ALFA", "BRAVO"), Release("person_2", "BRAVO", "HOST"), Release("person_3", "HOST", "ALFA")
    )
    axes = draw_exchange(ring)
    ends = [patch.get_path().vertices[[0, -1]] for patch in axes.patches if isinstance(patch, PathPatch)]
    heights = {text.get_text(): [] for text in axes.texts}
    for text in axes.texts:
        heights[text.get_text()].append((text.get_position()[0], text.get_position()[1]))
    for (person, giver, receiver), (start, end) in zip(
        [("Person [1]", "Alfa", "Bravo"), ("Person [2]", "Bravo", "Hostland"), ("Person [3]", "Hostland", "Alfa")],
        ends,
        strict=True,
    ):
        assert heights[person][0][1] == start[1]
        assert min(heights[giver])[1] == pytest.approx(start[1])
        assert max(heights[receiver])[1] == pytest.approx(end[1])
    assert len({float(end[1]) for _, end in ends}) == 3


def test_another_deal_can_be_drawn_and_one_that_is_not_there_cannot(full: RunResult) -> None:
    """The primary one is drawn unless another is named."""
    assert "5 people" in draw_exchange(full, deal=1).get_title("left")
    for run, deal in ((full, 2), (full, -1), (made_up.result(), None)):
        with pytest.raises(ValueError, match="no deal"):
            draw_exchange(run, deal=deal)


def test_who_did_not_deliver_is_said() -> None:
    """A default is part of what happened."""
    run = of_package(Release("person_1", "ALFA", "BRAVO"), defaulted=("BRAVO",))
    assert any("Did not deliver: Bravo." in text.get_text() for text in draw_exchange(run).texts)


def test_it_draws_on_axes_that_are_given(full: RunResult) -> None:
    """For a page with several pictures."""
    axes = draw_exchange(full)
    axes.clear()
    assert draw_exchange(full, axes) is axes
