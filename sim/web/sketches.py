"""The pictures and words of an ensemble that is still being played."""

from __future__ import annotations

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
QUICK: Mapping[str, Callable[[Summary], Any]] = {"agreement": draw_agreement, "inclusion": draw_inclusion}
"""Pictures that are drawn while runs still come, the quickest first."""


class Sketches:
    """Pictures drawn by a thread while others play, one set of them at a time.

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
        self._shown = 0

    def is_time(self, runs: int) -> bool:
        """Return whether there is enough more to be shown, and nothing being drawn."""
        is_free = self._drawing is None or self._drawing.done()
        return is_free and runs >= GROWTH * self._shown

    def draw(self, summary: Summary) -> None:
        """Begin to draw."""
        is_first, self._shown = self._shown == 0, summary.runs
        self._drawing = self._thread.submit(self._draw, summary, is_first)

    def _draw(self, summary: Summary, is_first: bool) -> None:
        """Draw all; of the first ones each is told by itself, since somebody waits for it."""
        drawn: tuple[str, ...] = ()
        for name in QUICK:
            sketch(summary, self._folder, name)
            drawn += (name,)
            if is_first or len(drawn) == len(QUICK):
                self._tell(said(summary, drawn))

    def end(self) -> None:
        """Wait for what is being drawn; afterwards nothing is drawn any more."""
        self._thread.shutdown(wait=True)


def sketch(summary: Summary, folder: Path, name: str) -> None:
    """Write one of the quick pictures."""
    save(QUICK[name](summary), folder / f"{name}.png")


def said(summary: Summary, pictures: tuple[str, ...]) -> dict[str, Any]:
    """Return what the page shows of an ensemble: sentences, captions of the pictures that are there, how many runs."""
    captions = {name: (CAPTIONS[name][0], " ".join(CAPTIONS[name][1](summary))) for name in pictures}
    lines = [*headline(summary), *list(ensemble_lines(summary))[1:], enough_line(summary)]
    return {"lines": lines, "pictures": captions, "runs": summary.runs}
