"""A state that holds somebody, or wants somebody, and has no conduct of its own.

It gives to allies for standing: answers their drafts on its own gains, costs and the credit in
them. With nobody to speak for it, it also bids for itself.
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
        False,  # as_host
        -1,  # patron
        False,  # asks_allies
        True,  # bids
        False,  # stakes
        False,  # tells
    )
