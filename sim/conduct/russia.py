"""Russia: names a price and holds to it, edits the lists that it is sent, acts through a client.

The price is whatever stands out among what others hold; its bids demand it and its objections ask
for it first. A list that is good, but not good enough, comes back edited instead of refused. What
a client holds is asked of the client. That verdicts come first in cases of espionage is the price
of dropping such a case, in the scenario.
"""

from __future__ import annotations

from sim.conduct.price import price_of
from sim.conduct.stance import Stance
from sim.state.compiled import inner
from sim.state.view import View


@inner
def stance(view: View) -> Stance:
    """Return how it will act this week."""
    return Stance(
        1.0,  # yielding
        price_of(view),  # price
        True,  # names_price
        True,  # edits
        False,  # as_host
        -1,  # patron
        True,  # asks_allies
        True,  # bids
        False,  # stakes
        True,  # tells
    )
