"""The United States: buys from allies the concession that it cannot make itself.

It drafts with what its allies hold, sounds them out, asks them in private letters with favours
in the draft, and offers the other side only what it holds or has their word for.
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
        True,  # asks_allies
        True,  # bids
        False,  # stakes
        True,  # tells
    )
