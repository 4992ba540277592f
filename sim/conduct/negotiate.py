"""A week at the table, from a stance: answer, commit, withdraw, raise or lower stakes, ask, bid."""

from __future__ import annotations

from sim.conduct.bid import bid_in
from sim.conduct.desk import clear_desk
from sim.conduct.favour import answer_asks
from sim.conduct.price import name_price, tell_mediators
from sim.conduct.reply import answer_all, withdraw_regretted
from sim.conduct.stakes import lower_stakes, raise_stakes
from sim.conduct.stance import Stance
from sim.state.acts import Acts
from sim.state.compiled import inner
from sim.state.view import View
from sim.tactics.draft import Draft, clear_draft


@inner
def negotiate(view: View, acts: Acts, draft: Draft, stance: Stance) -> None:
    """Decide the week's acts: one for each channel, the first of these steps that has something to say."""
    clear_desk(view, acts)
    clear_draft(draft)
    answer_all(view, acts, draft, stance.as_host, stance.yielding, stance.price, stance.edits)
    answer_asks(view, acts, draft, stance.yielding, stance.patron)
    withdraw_regretted(view, acts)
    if stance.stakes:
        raise_stakes(view, acts)
        lower_stakes(view, acts)
    if stance.names_price:
        name_price(view, acts, stance.price)
    if stance.bids:
        demanded = stance.price if stance.names_price and stance.edits else -1
        for channel in range(acts.act_i.shape[0]):
            bid_in(view, acts, draft, channel, stance.yielding, demanded, stance.asks_allies)
    if stance.tells:
        tell_mediators(view, acts)
