"""Made by `python -m sim.tactics.aspiration.dispatch`; do not edit."""

from __future__ import annotations

from sim.state.compiled import rule
from sim.state.layout import Floats
from sim.tactics.aspiration.exponential import aspiration as _exponential
from sim.tactics.aspiration.micro import aspiration as _micro
from sim.tactics.aspiration.polynomial import aspiration as _polynomial
from sim.tactics.aspiration.tit_for_tat import aspiration as _tit_for_tat
from sim.tactics.aspiration.zeuthen import aspiration as _zeuthen


@rule
def aspiration_of(tactic: int, talk: Floats) -> float:
    """Return the aspiration by the tactic with this code."""
    if tactic == 0:
        return _exponential(talk)
    if tactic == 1:
        return _micro(talk)
    if tactic == 2:
        return _polynomial(talk)
    if tactic == 3:
        return _tit_for_tat(talk)
    return _zeuthen(talk)


@rule
def looks_at_next_lower(tactic: int) -> bool:
    """Return whether the tactic with this code looks at NEXT_LOWER, which is costly to reckon."""
    return tactic == 1


@rule
def looks_at_their_risk(tactic: int) -> bool:
    """Return whether the tactic with this code looks at THEIR_RISK, which is costly to reckon."""
    return tactic == 4
