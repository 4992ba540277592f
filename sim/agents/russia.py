"""The Mesa shell of `sim.conduct.russia`."""

from __future__ import annotations

from sim.agents.base import StateAgent


class Russia(StateAgent):
    """Names a price and holds to it, edits lists, acts through a client."""

    conduct = "Russia"
