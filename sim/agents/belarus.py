"""The Mesa shell of `sim.conduct.belarus`."""

from __future__ import annotations

from sim.agents.base import StateAgent


class Belarus(StateAgent):
    """Follows a patron, raises and lowers the stakes, sells its usefulness."""

    conduct = "Belarus"
