"""The picture of a back-test shows its figures."""

from __future__ import annotations

import numpy as np
import pytest

from sim.errors import UsageError
from sim.plots.skill import draw_skill


def record() -> dict:
    """Return a back-test of two steps and one rival."""
    beside = {"estimate": 0.2, "low": 0.05, "high": 0.35}
    return {
        "calibration": [
            {"size": 40, "forecast": 0.15, "came_true": 0.1},
            {"size": 10, "forecast": 0.8, "came_true": 0.9},
        ],
        "skill_beside": {"base_rates": beside},
        "subsets": {"spells": {"cases": 3, "skill": {"estimate": -0.1, "low": -0.3, "high": 0.1}}},
        "questions": 60,
        "cases": [{}, {}, {}],
    }  # fmt: skip


def test_dots_stand_where_the_figures_are() -> None:
    """The curve on the left, the skill on the right, intervals about both."""
    left, right = draw_skill(record())
    assert np.allclose(left.collections[-1].get_offsets(), [[0.15, 0.1], [0.8, 0.9]])
    low, high = left.collections[0].get_segments()[0][:, 1]
    assert 0.0 < low < 0.1 < high < 0.3
    assert [text.get_text() for text in right.get_yticklabels()] == [
        "beside base rates", "spells (3 cases), beside base rates",
    ]  # fmt: skip
    assert np.allclose(right.collections[0].get_segments()[0][:, 0], [0.05, 0.35])


def test_nothing_to_show_is_said() -> None:
    """A case without captives has no calibration."""
    with pytest.raises(UsageError, match="found no captive that was forecast"):
        draw_skill(record() | {"calibration": []})


def test_one_case_is_one_case() -> None:
    """In the note and beside its skill."""
    subset = {"spells": {"cases": 1, "skill": {"estimate": -0.1, "low": -0.3, "high": 0.1}}}
    _, right = draw_skill(record() | {"cases": [{}], "subsets": subset})
    assert "spells (1 case), beside base rates" in [text.get_text() for text in right.get_yticklabels()]
    assert any("in 1 case;" in text.get_text() for text in right.texts)
