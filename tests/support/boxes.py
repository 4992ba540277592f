"""Where texts end up in a picture, so that a test can say that none touches another."""

from __future__ import annotations

from itertools import combinations
from typing import Any

from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.text import Text


def touching(figure: Figure, texts: list[Text]) -> list[tuple[str, str]]:
    """Return the pairs of texts that overlap by more than a pixel."""
    figure.draw_without_rendering()
    boxes = {text: _box(text) for text in texts if text.get_text().strip()}
    return [
        (one.get_text(), other.get_text())
        for one, other in combinations(boxes, 2)
        if _overlap(boxes[one], boxes[other])
    ]


def outside(figure: Figure, texts: list[Text]) -> list[str]:
    """Return the texts that the edge of the picture cuts."""
    figure.draw_without_rendering()
    page = figure.bbox
    boxes = {text: _box(text) for text in texts if text.get_text().strip()}
    return [
        text.get_text()
        for text, box in boxes.items()
        if box.x0 < page.x0 - 1 or box.x1 > page.x1 + 1 or box.y0 < page.y0 - 1 or box.y1 > page.y1 + 1
    ]


def written(axes: Axes) -> list[Text]:
    """Return every text of some axes: title, notes, labels of the scales, and what stands inside."""
    titles = (axes.title, axes._left_title, axes._right_title)  # type: ignore[attr-defined]
    return [*titles, *axes.texts, *axes.get_xticklabels(), *axes.get_yticklabels(), axes.xaxis.label, axes.yaxis.label]


def drawn(figure: Figure) -> list[Text]:
    """Return every text of a picture that is drawn: no label of a scale beyond its ends."""
    figure.draw_without_rendering()
    texts: list[Text] = []
    for axes in figure.axes:
        beyond: set[Text] = set()
        for axis, at in ((axes.xaxis, 0), (axes.yaxis, 1)):
            low, high = sorted(axis.get_view_interval())
            beyond |= {one for one in axis.get_ticklabels() if not low - 1e-9 <= one.get_position()[at] <= high + 1e-9}
        texts += [one for one in written(axes) if one not in beyond]
    return texts


def _box(text: Text) -> Any:
    # The text alone: its background may lie over a line, but not over another text.
    return Text.get_window_extent(text)


def _overlap(one: Any, other: Any) -> bool:
    return bool(
        min(one.x1, other.x1) - max(one.x0, other.x0) > 1.0 and min(one.y1, other.y1) - max(one.y0, other.y0) > 1.0
    )
