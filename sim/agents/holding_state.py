"""The Mesa shell of `sim.conduct.holding_state`."""

from __future__ import annotations

from sim.agents.base import StateAgent


class HoldingState(StateAgent):
    """Holds or wants somebody; gives to allies for standing."""

    conduct = "HoldingState"
