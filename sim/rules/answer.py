"""How a party would answer a package that is put to it: entrances to what its conduct reckons.

`sim.conduct.reply` answers what lies on the table; here the same sums are taken for a package that
nobody has tabled. Each works on a view and on nothing else, with each record in its box.
"""

from __future__ import annotations

import math

from sim.conduct.desk import clear_desk
from sim.conduct.objection import ratifier_against
from sim.conduct.reply import LAST_WEEKS, note_received, reckon_best, standing_bid
from sim.conduct.table import stance_of
from sim.state import columns as c
from sim.state.compiled import rule
from sim.state.layout import Box, Bytes, Floats
from sim.tactics.bidding import aspire, open_assets, time_used
from sim.tactics.draft import clear_draft
from sim.worth.surplus import broken_red_line, is_over_credit, surplus

# found, of `weigh`
WORTH, CROSSES, OVERDRAWS, AGAINST = range(4)
# found, of `hold_out`
TARGET, ASPIRATION, BEST, TAKES_ANYTHING, OWN_BID = range(5)
FOUND = 5


@rule
def weigh(view: Box, draft: Box, x: Bytes, venue: int, guarantor: int, found: Floats) -> None:
    """Write what a package is to the viewer.

    `found` gets the surplus, the first red line crossed (or -1), 1 if more credit is asked than is left,
    and the first ratifier with a veto who is believed to be against (or -1).
    """
    clear_draft(draft[0])
    found[WORTH] = surplus(view[0], x, venue, guarantor)
    found[CROSSES] = broken_red_line(view[0], x)
    found[OVERDRAWS] = 1.0 if is_over_credit(view[0], x) else 0.0
    found[AGAINST] = ratifier_against(view[0], draft[0], x, venue, guarantor)


@rule
def hold_out(conduct: int, view: Box, acts: Box, draft: Box, channel: int, worth: float, found: Floats) -> None:
    """Write what the viewer insists on this week in a channel, after a package worth `worth` to it.

    `found` gets the surplus aspired to, its share of the best attainable, that best, 1 if it is so late
    that anything above the reservation is taken, and what its own standing bid gives it (infinite
    without one): no worse than that is taken too.
    """
    clear_desk(view[0], acts[0])
    clear_draft(draft[0])
    stance = stance_of(conduct, view[0])
    found[TARGET] = 0.0
    found[ASPIRATION] = 0.0
    found[BEST] = 0.0
    if not stance.as_host:
        best = reckon_best(view[0], acts[0], draft[0], channel)
        open_assets(view[0], draft[0], channel, True)
        if math.isfinite(best) and best > 0.0:
            note_received(view[0], acts[0], channel, worth / best)
            found[ASPIRATION] = stance.yielding * aspire(view[0], draft[0], channel, best, acts[0].memory[channel])
            found[BEST] = best
            found[TARGET] = found[ASPIRATION] * best
    late = time_used(view[0]) >= 1.0 - LAST_WEEKS / max(1.0, view[0].own_f[c.DEADLINE])
    found[TAKES_ANYTHING] = 1.0 if late else 0.0
    found[OWN_BID] = standing_bid(view[0], channel)
