"""Raising the stakes by a sentence and lowering them by a pardon."""

from __future__ import annotations

from sim.conduct.desk import is_free, say
from sim.state import columns as c
from sim.state import view as v
from sim.state.acts import Acts
from sim.state.compiled import inner
from sim.state.view import View

WEEKS_IN_YEAR = 52.0


@inner
def raise_stakes(view: View, acts: Acts) -> None:
    """At its rate, put the captive whom another side wants most under sentence of death."""
    if view.stock[v.STOCK_LUCK_SENTENCE] >= view.own_f[c.SENTENCE_RATE] / WEEKS_IN_YEAR:
        return
    best, found = 0.0, -1
    for asset in range(view.asset_i.shape[0]):
        if view.asset_i[asset, c.HOLDER] != view.who[v.ME] or view.there[asset] == 0 or view.danger[asset]:
            continue
        if view.pending[asset] == 0 or view.asset_i[asset, c.SECURITY] == 0:
            continue
        for party in range(view.trust.shape[0]):
            if view.citizen[party, asset] and party != view.who[v.ME] and view.belief_mean[party, asset] > best:
                best, found = view.belief_mean[party, asset], asset
    _declare(view, acts, found, c.SENTENCE_ACT)


@inner
def lower_stakes(view: View, acts: Acts) -> None:
    """At its rate, pardon a captive under sentence of death: a signal that a deal is near."""
    if view.stock[v.STOCK_LUCK_PARDON] >= view.own_f[c.PARDON_RATE] / WEEKS_IN_YEAR:
        return
    for asset in range(view.asset_i.shape[0]):
        mine = view.asset_i[asset, c.HOLDER] == view.who[v.ME]
        if mine and view.there[asset] > 0 and view.danger[asset]:
            _declare(view, acts, asset, c.PARDON_ACT)
            return


@inner
def _declare(view: View, acts: Acts, asset: int, kind: int) -> None:
    if asset < 0:
        return
    for channel in range(acts.act_i.shape[0]):
        if is_free(view, acts, channel):
            say(acts, channel, kind, -1, asset, c.NO_REASON)
            return
