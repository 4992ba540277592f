"""A small sound scenario, and a way to spoil it."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

SOUND = """\
schema: 1
title: Two and a court
start: 2024-01-01
weeks: 20
venues:
  Hall: {name: The hall, host: BRAVO}
parties:
  KIND: {abstract: true, reservation: {value: 2, sd: 0.5, source: a guess}, curve: {scale: 3}}
  ALFA:
    like: KIND
    gains: {bo: 3}
    trust: {BRAVO: 0.4}
    ratifiers:
      COURT: {name: The court, veto: true}
  BRAVO: {gains: {al: 2}}
assets:
  al: {name: Al, held_by: ALFA, citizenships: [BRAVO], role: journalist}
  bo: {name: Bo, held_by: BRAVO, citizenships: [USA]}
  favour: {kind: credit, name: A favour, held_by: ALFA, to: BRAVO, levels: 2}
channels:
  line: {members: [ALFA, BRAVO]}
linkages:
  basket: {party: ALFA.COURT, if: [al], needs: [{citizen: USA}]}
events:
  fever: {kind: health, asset: bo, level: high, on: 2024-02-01}
"""


@pytest.fixture
def spoil(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Callable[..., Path]:
    """Write the sound scenario with one text replaced by another (or with text added) to ``a.yaml``."""
    monkeypatch.chdir(tmp_path)

    def write(old: str = "", new: str = "", name: str = "a.yaml") -> Path:
        assert old in SOUND
        path = tmp_path / name
        path.write_text(SOUND.replace(old, new, 1) if old else SOUND + new, encoding="utf-8")
        return path

    return write
