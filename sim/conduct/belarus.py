"""Belarus: follows a patron, raises the stakes by sentences and lowers them by pardons, sells its use.

To its patron's drafts it answers at its reservation; to others it names what it wants (relief) as
its price, and bids for itself.
"""

from __future__ import annotations

from sim.conduct.price import price_of
from sim.conduct.stance import Stance
from sim.state import columns as c
from sim.state.compiled import inner
from sim.state.view import View


@inner
def stance(view: View) -> Stance:
    """Return how it will act this week."""
    return Stance(
        1.0,  # yielding
        price_of(view),  # price
        True,  # names_price
        False,  # edits
        False,  # as_host
        view.own_i[c.PATRON],  # patron
        False,  # asks_allies
        True,  # bids
        True,  # stakes
        False,  # tells
    )
