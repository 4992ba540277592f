"""Writing a picture in one piece: an interrupt leaves no half-written file."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Any

import numpy as np
from matplotlib import rc_context
from matplotlib.figure import Figure

from sim.errors import UsageError

SUFFIXES = (".png", ".svg", ".pdf")


def figure_of(picture: Any) -> Figure:
    """Return the figure of some axes, of an array of axes, or the figure itself."""
    if isinstance(picture, Figure):
        return picture
    figure = np.ravel(np.asarray(picture, dtype=object))[0].figure.figure  # that of a part is the whole
    assert isinstance(figure, Figure)
    return figure


def save(picture: Any, path: str | Path) -> Path:
    """Write a figure, or the figure of some axes or an array of axes, to a file and return its path.

    The same picture gives the same bytes: no date goes into the file.

    Raises
    ------
    UsageError
        If the suffix is none of .png, .svg, .pdf.
    """
    target = Path(path)
    if target.suffix not in SUFFIXES:
        raise UsageError(f"{target}: found the suffix {target.suffix!r}; allowed: {', '.join(SUFFIXES)}")
    half = target.with_name(f".{target.stem}.{os.getpid()}{target.suffix}")
    dated = {".svg": {"Date": None}, ".pdf": {"CreationDate": None}}.get(target.suffix, {})
    try:
        with rc_context({"svg.hashsalt": "parley"}):  # else the ids in it are drawn anew
            figure_of(picture).savefig(half, metadata=dated)
        half.replace(target)
    finally:
        half.unlink(missing_ok=True)
    return target
