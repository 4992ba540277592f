"""The Mesa shell of `sim.conduct.germany`."""

from __future__ import annotations

from sim.agents.base import StateAgent


class Germany(StateAgent):
    """Ratifies against a moral counterweight, yields as its own people are in more danger."""

    conduct = "Germany"
