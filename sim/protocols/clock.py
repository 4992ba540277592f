"""Aspiration by the clock: a time-dependent tactic, round by round, before the talks begin."""

from __future__ import annotations

from sim.state.compiled import rule
from sim.state.layout import Floats, Ints
from sim.tactics.aspiration import talk as t
from sim.tactics.aspiration.table import aspiration_of


@rule
def wind_up(tactics: Ints, talk: Floats, aspiration: Floats) -> None:
    """Write every party's aspiration in every round.

    In round r of R, counted from 0, a share (r + 1)/(R + 1) of the time is used: there is something
    left to concede to the last. Only tactics that depend on time alone may be asked.

    Parameters
    ----------
    tactics
        (P,) code of each party's tactic.
    talk
        (P, LENGTH) rows of `sim.tactics.aspiration.talk`: beta, floor and start are read.
    aspiration
        (P, R) written.
    """
    for party in range(aspiration.shape[0]):
        for at in range(aspiration.shape[1]):
            talk[party, t.TIME] = (at + 1) / (aspiration.shape[1] + 1)
            aspiration[party, at] = aspiration_of(tactics[party], talk[party])
