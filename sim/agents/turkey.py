"""The Mesa shell of `sim.conduct.turkey`."""

from __future__ import annotations

from sim.agents.base import StateAgent


class Turkey(StateAgent):
    """Hosts, guarantees, carries messages, tables texts."""

    conduct = "Turkey"
