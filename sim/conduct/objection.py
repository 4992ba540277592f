"""Why not: up to three objections to a package, chosen on what I see."""

from __future__ import annotations

import numpy as np

from sim.state import columns as c
from sim.state import view as v
from sim.state.acts import Acts
from sim.state.compiled import inner
from sim.state.layout import Bytes
from sim.state.view import View
from sim.tactics.appraisal import believed_margin
from sim.tactics.draft import Draft, load_package
from sim.tactics.rows import list_what_matters
from sim.worth.linkage import BROKEN
from sim.worth.surplus import broken_red_line, is_over_credit, link_state


@inner
def wish(view: View, asset: int) -> float:
    """Return what an asset is worth to me: my own gain, and a share of those whose gains count as mine."""
    worth = view.gain[asset]
    for other in range(view.align.shape[0]):
        if view.align[other] > 0.0 and view.belief_mean[other, asset] > 0.0:
            worth += view.align[other] * view.belief_mean[other, asset]
    return worth


@inner
def best_missing(view: View, x: Bytes, wanted: Bytes, restrict: bool, taken: Bytes) -> int:
    """Return the asset, not in the package, that is worth most to me, or -1."""
    me = view.who[v.ME]
    best, found = 0.0, -1
    for asset in range(x.shape[0]):
        if x[asset] > 0 or view.there[asset] == 0 or taken[asset]:
            continue
        if restrict and wanted[asset] == 0:
            continue
        if view.asset_i[asset, c.HOLDER] == me or view.asset_i[asset, c.DESTINATION] < 0:
            continue
        worth = wish(view, asset)
        if worth > best + 1e-12:
            best, found = worth, asset
    return found


@inner
def dearest_given(view: View, x: Bytes) -> int:
    """Return what costs me most in the package, net of my own gain in giving it, or -1."""
    me = view.who[v.ME]
    worst, found = 0.0, -1
    for asset in range(x.shape[0]):
        if x[asset] == 0:
            continue
        loss = -view.gain[asset]
        if view.asset_i[asset, c.HOLDER] == me:
            loss += view.cost[asset] + view.price[asset]
        if loss > worst + 1e-12:
            worst, found = loss, asset
    return found


@inner
def object_to(view: View, acts: Acts, channel: int, x: Bytes, priced: int) -> None:
    """Write the objections: what a red line needs, what I would gain most from, what costs most.

    With `priced` >= 0 that asset is asked for first: a price that is named and held to. More credit than I
    have left is said last, in place of the third.
    """
    row = c.ACT_OBJECTIONS
    said = 0
    taken = np.zeros(x.shape[0], np.int8)
    if priced >= 0 and x[priced] == 0:
        acts.act_i[channel, row] = c.NEEDS
        acts.act_i[channel, row + 1] = priced
        taken[priced] = 1
        said = 1
    link = broken_red_line(view, x)
    if link >= 0 and said == 0:
        missing = best_missing(view, x, view.link_need[link], True, taken)
        if missing >= 0:
            acts.act_i[channel, row] = c.NEEDS
            acts.act_i[channel, row + 1] = missing
            taken[missing] = 1
            said = 1
        for asset in range(x.shape[0]):
            if said < 2 and x[asset] > 0 and view.link_forbid[link, asset]:
                acts.act_i[channel, row + 2 * said] = c.NOT_THIS
                acts.act_i[channel, row + 2 * said + 1] = asset
                said += 1
    while said < 2:
        missing = best_missing(view, x, taken, False, taken)
        if missing < 0:
            break
        acts.act_i[channel, row + 2 * said] = c.NEEDS
        acts.act_i[channel, row + 2 * said + 1] = missing
        taken[missing] = 1
        said += 1
    dear = dearest_given(view, x)
    if dear >= 0 and said < 3:
        acts.act_i[channel, row + 2 * said] = c.NOT_THIS
        acts.act_i[channel, row + 2 * said + 1] = dear
        said += 1
    if said < 3:
        acts.act_i[channel, row + 2 * said] = c.TOO_LITTLE
    if is_over_credit(view, x):
        for asset in range(x.shape[0]):
            mine = view.asset_i[asset, c.HOLDER] == view.who[v.ME]
            if x[asset] > 0 and mine and view.asset_i[asset, c.KIND] == c.CREDIT:
                acts.act_i[channel, row + 4] = c.TOO_MUCH
                acts.act_i[channel, row + 5] = asset


@inner
def ratifier_against(view: View, draft: Draft, x: Bytes, venue: int, guarantor: int) -> int:
    """Return my first ratifier with a veto whom I believe to be against a package, or -1."""
    me = view.who[v.ME]
    found = -1
    for actor in range(view.trust.shape[0], view.side.shape[0]):
        if view.government[actor] != me:
            continue
        if found < 0 and view.veto[actor] == 1:
            draft.top[:] = view.there
            draft.low[:] = 0
            draft.place[0] = venue
            draft.place[1] = guarantor
            list_what_matters(view, draft)
            load_package(view, draft, x)
            mean, spread = believed_margin(view, draft, actor)
            if mean < -0.5 * np.sqrt(spread):
                found = actor
            for link in range(view.link_i.shape[0]):
                if view.link_i[link, c.LINK_OWNER] == actor and view.belief_link[link] >= 0.5:
                    if link_state(view, link, x) == BROKEN:
                        found = actor
    return found


@inner
def object_for(view: View, acts: Acts, channel: int, x: Bytes, actor: int) -> None:
    """Pass on, as my own objections, what I believe a ratifier of mine needs."""
    row = c.ACT_OBJECTIONS
    for said in range(2):
        best, found = 0.0, -1
        for asset in range(x.shape[0]):
            if x[asset] > 0 or view.there[asset] == 0 or view.asset_i[asset, c.HOLDER] == view.who[v.ME]:
                continue
            already = said == 1 and acts.act_i[channel, row + 1] == asset
            if not already and view.belief_mean[actor, asset] > best:
                best, found = view.belief_mean[actor, asset], asset
        if found >= 0:
            acts.act_i[channel, row + 2 * said] = c.NEEDS
            acts.act_i[channel, row + 2 * said + 1] = found
    acts.act_i[channel, row + 4] = c.TOO_LITTLE
