"""The Mesa shell of `sim.conduct.united_states`."""

from __future__ import annotations

from sim.agents.base import StateAgent


class UnitedStates(StateAgent):
    """Buys from allies the concession that it cannot make itself."""

    conduct = "UnitedStates"
