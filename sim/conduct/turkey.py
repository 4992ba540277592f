"""Turkey: hosts, guarantees, carries messages, tables texts, gains from being needed.

It answers as a host, at its reservation; its texts are tabled in the mediators' phase.
"""

from __future__ import annotations

from sim.conduct.stance import Stance
from sim.state.compiled import inner
from sim.state.view import View


@inner
def stance(view: View) -> Stance:
    """Return how it will act this week."""
    return Stance(
        1.0,  # yielding
        -1,  # price
        False,  # names_price
        False,  # edits
        True,  # as_host
        -1,  # patron
        False,  # asks_allies
        False,  # bids
        False,  # stakes
        False,  # tells
    )
