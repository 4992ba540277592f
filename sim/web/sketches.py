"""The pictures and words of an ensemble that is still being played."""

from __future__ import annotations

import time
from collections.abc import Callable, Mapping
from concurrent.futures import Future, ThreadPoolExecutor
from pathlib import Path
from typing import Any

from sim.analysis.summary import Summary
from sim.plots.agreement import draw_agreement
from sim.plots.inclusion import draw_inclusion
from sim.plots.save import save
from sim.report.captions import CAPTIONS, headline
from sim.report.ensemble import enough_line, ensemble_lines

GROWTH = 3.0
"""Pictures are drawn again when so many times as many runs are there: chosen so that drawing takes a small part."""
PAUSE_SECONDS = 0.7
"""How long what was drawn is left alone, so that a browser comes to show it and somebody to see it."""
WORTHWHILE_SECONDS = 1.0
"""How much must be left to play for pictures of what is there: the last ones are not to wait for them."""
QUICK: Mapping[str, Callable[[Summary], Any]] = {"agreement": draw_agreement, "inclusion": draw_inclusion}
"""Pictures that are drawn while runs still come, the quickest first."""


class Sketches:
    """Pictures drawn by a thread while others play: the quickest alone at first, since somebody waits for it.

    Parameters
    ----------
    folder
        Where they go.
    tell
        Called, in that thread, with what can be said once they are there.
    """

    def __init__(self, folder: Path, tell: Callable[[Mapping[str, Any]], None]) -> None:
        self._folder, self._tell = folder, tell
        self._thread = ThreadPoolExecutor(1)
        self._drawing: Future[None] | None = None
        self._shown, self._until = 0, 0.0

    def is_time(self, runs: int, seconds_left: float | None = None) -> bool:
        """Return whether there is enough more to be shown, nothing being drawn, and the last picture some way off."""
        is_free = self._drawing is None or (self._drawing.done() and time.monotonic() >= self._until)
        return is_free and runs >= GROWTH * self._shown and (seconds_left is None or seconds_left >= WORTHWHILE_SECONDS)

    def draw(self, summary: Summary) -> None:
        """Begin to draw."""
        names = tuple(QUICK) if self._shown else tuple(QUICK)[:1]
        self._shown = summary.runs
        self._drawing = self._thread.submit(self._draw, summary, names)

    def _draw(self, summary: Summary, names: tuple[str, ...]) -> None:
        for name in names:
            save(QUICK[name](summary), self._folder / f"{name}.png")
        self._tell(said(summary, names))
        self._until = time.monotonic() + PAUSE_SECONDS

    def end(self) -> None:
        """Wait for what is being drawn; afterwards nothing is drawn any more."""
        self._thread.shutdown(wait=True)


def said(summary: Summary, pictures: tuple[str, ...]) -> dict[str, Any]:
    """Return what the page shows of an ensemble: sentences, captions of the pictures that are there, how many runs."""
    captions = {name: (CAPTIONS[name][0], " ".join(CAPTIONS[name][1](summary))) for name in pictures}
    lines = [*headline(summary), *list(ensemble_lines(summary))[1:], enough_line(summary)]
    return {"lines": lines, "pictures": captions, "runs": summary.runs}
