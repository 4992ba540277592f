"""How Mesa is loaded: without what its bar of progress says in a notebook, and with everything else."""

from __future__ import annotations

import builtins
import runpy
import warnings

import pytest

from sim.agents import loading


@pytest.mark.parametrize(
    ("said", "heard"),
    [("IProgress not found. Please update jupyter and ipywidgets.", 0), ("mesa.model is to go", 1)],
)
def test_the_bar_of_progress_is_silent_and_others_are_not(monkeypatch, said, heard) -> None:
    """As if Mesa warned while it is loaded."""
    real = builtins.__import__

    def warns(name, *rest):
        if name == "mesa":
            warnings.warn(said, stacklevel=2)
        return real(name, *rest)

    with warnings.catch_warnings(record=True) as told:
        warnings.simplefilter("always")
        monkeypatch.setattr(builtins, "__import__", warns)
        runpy.run_path(loading.__file__)
        monkeypatch.undo()
    assert len(told) == heard
