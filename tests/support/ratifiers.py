"""An entrance to what a ratifier reckons, for tests that hold other sums to it."""

from __future__ import annotations

from sim.state.compiled import rule
from sim.state.layout import Box, Bytes
from sim.worth.surplus import actor_red_line, actor_surplus


@rule
def ratifier_takes(params: Box, world: Box, actor: int, x: Bytes, venue: int, guarantor: int) -> bool:
    """Return whether a ratifier is no worse off by a package, and crosses no red line of its own in it."""
    worth = actor_surplus(params[0], world[0], actor, x, venue, guarantor, False)
    return bool(worth >= -1e-9 and actor_red_line(params[0], actor, x) < 0)
