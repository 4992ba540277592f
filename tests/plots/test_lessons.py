"""Pictures of lessons: every row is named and drawn, and a figure that disagrees is said to."""

from __future__ import annotations

from dataclasses import replace

from sim.lessons.find import find
from sim.plots.lessons import draw_barter, draw_lesson
from sim.plots.style import new_axes


def texts(axes) -> str:
    return " ".join([text.get_text() for text in axes.texts] + [text.get_text() for text in axes.get_yticklabels()])


def test_a_lesson_has_a_row_for_each_figure() -> None:
    rows = find("two-prices").rows()
    axes = draw_lesson("Two prices", rows)
    assert len(axes.get_yticks()) == len(rows)
    assert "first price (delta 0.5)" in texts(axes)
    assert "All figures agree" in texts(axes)


def test_a_figure_that_disagrees_is_said_to() -> None:
    row = replace(find("risk").rows()[0], simulated=9.0)
    assert "but 9" in texts(draw_lesson("Risk", [row]))


def test_the_barter_is_drawn_on_axes_that_are_given() -> None:
    given = new_axes(5, 5)
    assert draw_barter(axes=given) is given
    assert "Nash, Kalai–Smorodinsky" in texts(given)
