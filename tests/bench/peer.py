"""The same negotiations through NegMAS: its default negotiator, its mechanism, nothing of ours inside."""

from __future__ import annotations

import warnings
from collections.abc import Callable
from typing import Any, NamedTuple

import numpy as np

TOLERANCE = 0.001
"""How far below its aspiration NegMAS's default negotiator goes; an absolute utility, so that stakes must be 1."""
PEER_MOST_ISSUES = 19
"""Past it NegMAS no longer lists all outcomes, and a comparison is of systems, not of rules."""


class Ended(NamedTuple):
    """How one negotiation of the peer ended."""

    agreed: bool
    rounds: int
    package: tuple[int, ...]


def seat(worth: np.ndarray, reservation: np.ndarray | None, rounds: int, curve: str = "boulware") -> Any:
    """Return a NegMAS mechanism with its parties seated; worth (P, I), reservation (P,)."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        from negmas import AspirationNegotiator, LinearAdditiveUtilityFunction, SAOMechanism, make_issue

    issues = [make_issue((0, 1), f"issue{at}") for at in range(worth.shape[1])]
    mechanism = SAOMechanism(issues=issues, n_steps=rounds)
    for party, row in enumerate(worth):
        utility = LinearAdditiveUtilityFunction(
            values=[{0: 0.0, 1: float(value)} for value in row],
            weights=[1.0] * len(row),
            issues=issues,
            reserved_value=-np.inf if reservation is None else float(reservation[party]),
        )
        mechanism.add(AspirationNegotiator(name=str(party), aspiration_type=curve), ufun=utility)
    return mechanism


def settle(mechanism: Any) -> Ended:
    """Run a mechanism to its end."""
    state = mechanism.run()
    if state.agreement is None:
        return Ended(False, int(state.step), (0,) * len(mechanism.outcome_space.issues))
    return Ended(True, int(state.step) - 1, tuple(int(x) for x in state.agreement))


def play_through_the_peer(worth: np.ndarray, reservation: np.ndarray | None, rounds: int) -> Callable[[], Ended]:
    """Return one negotiation as work to be timed: building it counts, as it does for us."""

    def work() -> Ended:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            return settle(seat(worth, reservation, rounds))

    return work
