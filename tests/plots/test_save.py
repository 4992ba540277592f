"""Saving a picture: in one piece, the same bytes each time, and nothing of pyplot's is touched."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest
from matplotlib.figure import Figure

from sim.domain.result import RunResult
from sim.errors import UsageError
from sim.plots.exchange import draw_exchange
from sim.plots.save import figure_of, save
from sim.plots.timeline import draw_timeline

ROOT = Path(__file__).parents[2]


@pytest.mark.parametrize("suffix", [".png", ".svg", ".pdf"])
def test_a_picture_is_written_whole(full: RunResult, tmp_path: Path, suffix: str) -> None:
    """Axes, an array of axes and a figure can be saved alike."""
    axes = draw_exchange(full)
    for picture in (axes, figure_of(axes), draw_timeline(full)):
        path = save(picture, tmp_path / f"picture{suffix}")
        assert path.stat().st_size > 1000
    assert [one.name for one in tmp_path.iterdir()] == [f"picture{suffix}"]


def test_an_interrupt_leaves_the_old_file_and_nothing_half_written(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The new file takes the old one's place only when it is whole."""
    path = tmp_path / "picture.png"
    path.write_text("old")

    def interrupted(self: Figure, target: Path, **_: object) -> None:
        Path(target).write_text("half")
        raise KeyboardInterrupt

    monkeypatch.setattr(Figure, "savefig", interrupted)
    with pytest.raises(KeyboardInterrupt):
        save(Figure(), path)
    assert path.read_text() == "old"
    assert list(tmp_path.iterdir()) == [path]


def test_an_unknown_suffix_is_explained(tmp_path: Path) -> None:
    """Before anything is written."""
    with pytest.raises(UsageError, match=r"'\.gif'; allowed: \.png, \.svg, \.pdf"):
        save(Figure(), tmp_path / "picture.gif")
    assert list(tmp_path.iterdir()) == []


def test_the_same_run_gives_the_same_picture(full: RunResult, tmp_path: Path) -> None:
    """Byte for byte."""
    one, other = (save(draw_timeline(full), tmp_path / name).read_bytes() for name in ("a.png", "b.png"))
    assert one == other


def test_pictures_leave_pyplot_alone() -> None:
    """Importing them neither imports pyplot nor chooses a window."""
    names = ", ".join(f"sim.plots.{path.stem}" for path in sorted((ROOT / "sim" / "plots").glob("[!_]*.py")))
    code = f"import sys, {names}; sys.exit('matplotlib.pyplot' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", code], check=False, cwd=ROOT).returncode == 0
