"""Writing a picture in one piece: an interrupt leaves no half-written file."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Any

import numpy as np

from sim.errors import UsageError

SUFFIXES = (".png", ".svg", ".pdf")


def save(picture: Any, path: str | Path) -> Path:
    """Write the figure of some axes (or of an array of axes) to a file and return its path.

    Raises
    ------
    UsageError
        If the suffix is none of .png, .svg, .pdf.
    """
    target = Path(path)
    if target.suffix not in SUFFIXES:
        raise UsageError(f"{target}: found the suffix {target.suffix!r}; allowed: {', '.join(SUFFIXES)}")
    axes = np.ravel(np.asarray(picture, dtype=object))[0]
    half = target.with_name(f".{target.stem}.{os.getpid()}{target.suffix}")
    try:
        axes.figure.savefig(half)
        half.replace(target)
    finally:
        half.unlink(missing_ok=True)
    return target
