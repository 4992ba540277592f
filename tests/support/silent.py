"""A conduct in Python that does nothing at all."""

from __future__ import annotations

from sim.agents.base import StateAgent
from sim.state import columns as c
from sim.state.acts import Acts
from sim.state.view import View


class Silent(StateAgent):
    """Waits, week after week."""

    def decide(self, view: View) -> Acts:
        """Return the decision to wait in every channel."""
        acts = super().decide(view)
        acts.act_i[:, c.ACT_KIND] = c.WAIT
        return acts
