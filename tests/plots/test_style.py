"""One style: it reads in grey and to the colour-blind, and no text is set in what others lack."""

from __future__ import annotations

from itertools import combinations

import numpy as np
import pytest
from matplotlib.colors import to_rgb
from matplotlib.font_manager import FontProperties, findfont

from sim.plots.labels import Label, arranged
from sim.plots.style import FONT, PALETTE, colours_of, cut, width_of

# Machado, Oliveira and Fernandes (2009), table 1, severity 1: what is seen without one kind of cone.
SEEN = {
    "by all": np.eye(3),
    "without red": np.array(
        [[0.152286, 1.052583, -0.204868], [0.114503, 0.786281, 0.099216], [-0.003882, -0.048116, 1.051998]]
    ),
    "without green": np.array(
        [[0.367322, 0.860646, -0.227968], [0.280085, 0.672501, 0.047413], [-0.011820, 0.042940, 0.968881]]
    ),
}
TO_XYZ = np.array([[0.4124, 0.3576, 0.1805], [0.2126, 0.7152, 0.0722], [0.0193, 0.1192, 0.9505]])
WHITE = np.array([0.9505, 1.0, 1.089])


def lab(colour: str, seen: np.ndarray) -> np.ndarray:
    """Return a colour in CIE 1976 L*a*b*, as seen by somebody."""
    rgb = np.array(to_rgb(colour))
    linear = np.where(rgb <= 0.04045, rgb / 12.92, ((rgb + 0.055) / 1.055) ** 2.4)
    ratio = TO_XYZ @ np.clip(seen @ linear, 0.0, 1.0) / WHITE
    root = np.where(ratio > 0.008856, np.cbrt(ratio), 7.787 * ratio + 16.0 / 116.0)
    return np.array([116.0 * root[1] - 16.0, 500.0 * (root[0] - root[1]), 200.0 * (root[1] - root[2])])


def test_the_palette_climbs_in_lightness() -> None:
    """In grey, each colour is lighter than the one before it."""
    lightness = [lab(colour, SEEN["by all"])[0] for colour in PALETTE]
    assert min(np.diff(lightness)) > 5.0


@pytest.mark.parametrize("seen", SEEN.values(), ids=SEEN.keys())
def test_no_two_colours_look_alike(seen: np.ndarray) -> None:
    """A difference of 10 in L*a*b* is plain; 2 can just be noticed."""
    for one, other in combinations(PALETTE, 2):
        assert np.linalg.norm(lab(one, seen) - lab(other, seen)) > 12.0, (one, other)


def test_few_names_get_colours_far_apart() -> None:
    """Two take the ends rather than neighbours; many repeat."""
    two = list(colours_of(["A", "B"]).values())
    assert abs(PALETTE.index(two[0]) - PALETTE.index(two[1])) >= 4
    assert len(set(colours_of(list("ABCDEFGH")).values())) == 8
    assert len(colours_of(list("ABCDEFGHIJ"))) == 10


def test_the_font_ships_with_matplotlib() -> None:
    """No picture depends on the fonts of a machine."""
    assert "mpl-data" in findfont(FontProperties(family=FONT), fallback_to_default=False)


def test_a_width_is_measured_for_any_text() -> None:
    """Dollar signs are letters here, not mathematics."""
    assert width_of("", 10) == 0.0
    assert width_of("$", 10) < width_of("$x$", 10)
    assert cut("short", 10) == "short"


def test_labels_of_one_day_stand_on_lines_of_their_own() -> None:
    """However many there are, and at either edge."""
    labels = [Label(x, f"label {n}") for n, x in enumerate([0.0] * 5 + [10.0] * 5 + [5.0])]
    placed = arranged(labels, 6.0, 0.0, 10.0)
    assert len(placed) == len(labels)
    for one, other in combinations(placed, 2):
        if one.level == other.level:
            assert one.end <= other.start or other.end <= one.start
    assert all(one.to_left == (one.label.x == 10.0) for one in placed)
