"""Germany: ratifies against a moral counterweight, yields as its own people are in more danger.

Its ratifiers stand in the scenario. What is its own here: the share of the best attainable that it
insists on falls with the number of its own nationals held by others under sentence of death.
"""

from __future__ import annotations

from sim.conduct.stance import Stance
from sim.state import columns as c
from sim.state import view as v
from sim.state.compiled import inner
from sim.state.view import View

# Share of its aspiration that a government keeps for each national in danger of death. Chosen
# so that one such case halves what it holds out for.
KEPT = 0.5


@inner
def yielding(view: View) -> float:
    """Return what the aspiration is multiplied by, 1 with nobody in danger."""
    me = view.who[v.ME]
    kept = 1.0
    for asset in range(view.asset_i.shape[0]):
        if view.citizen[me, asset] and view.danger[asset] and view.there[asset] > 0:
            if view.asset_i[asset, c.HOLDER] != me:
                kept *= KEPT
    return kept


@inner
def stance(view: View) -> Stance:
    """Return how it will act this week."""
    return Stance(
        yielding(view),  # yielding
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
