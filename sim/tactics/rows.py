"""The rows of a draft: what is open to it and whom it concerns, written down once before a search."""

from __future__ import annotations

import math

import numpy as np

from sim.state import columns as c
from sim.state import view as v
from sim.state.compiled import inner
from sim.state.view import View
from sim.tactics.appraisal import is_red_line, lag_of, own_share_of_link
from sim.tactics.draft import (
    DESTINATION_OWNS,
    FORBIDDEN,
    GIVES,
    GOAL_MODE,
    GOAL_VENUE_FREE,
    HEARD,
    HOLDER_OWNS,
    LAGS,
    LINKS,
    LISTED,
    LONGEST,
    NEEDED,
    ROW_ALIGNED,
    ROW_COST,
    ROW_DELIVERS,
    ROW_DESTINATION,
    ROW_GAIN,
    ROW_HOLDER,
    ROW_KIND,
    ROW_LAG,
    ROW_LEVELS,
    ROW_MINE,
    ROW_PRICE,
    ROW_TURNS,
    ROW_WORDS,
    SITES,
    TOUCHES,
    TURNED,
    WATCHED,
    WHEN,
    WORDS,
    Draft,
)


@inner
def list_what_matters(view: View, draft: Draft) -> None:
    """List, once the draft is open and its goal set, what its sums and its score have to look at."""
    _list_assets(view, draft)
    _list_links(view, draft)
    _list_actors(view, draft)
    draft.settled[:] = np.nan
    draft.faith[:] = np.nan
    draft.tally[TURNED] = 1
    draft.tally[LONGEST] = 0
    for row in range(draft.tally[LISTED]):
        _write_row(view, draft, row)


@inner
def _list_assets(view: View, draft: Draft) -> None:
    """List the assets that are open, and the commitments under which they are."""
    pledged = np.zeros(c.COMMITMENTS, np.int8)
    listed = 0
    for asset in range(view.who[v.ASSETS]):
        if draft.top[asset] > 0:
            draft.listed[listed] = asset
            listed += 1
            if draft.pledge[asset] >= 0:
                pledged[draft.pledge[asset]] = 1
    draft.tally[LISTED] = listed
    words = 0
    for commitment in range(c.COMMITMENTS):
        if pledged[commitment]:
            draft.words[words] = commitment
            words += 1
    draft.tally[WORDS] = words
    draft.bound[:] = 0
    fade = view.own_f[c.DISCOUNT] ** view.stock[v.STOCK_DELAY]
    for week in range(LAGS):
        draft.fade[week] = fade
        fade *= view.own_f[c.DISCOUNT]


@inner
def _list_links(view: View, draft: Draft) -> None:
    """Write down whose the linkages are, and what it is worth, to whom, that they hold."""
    draft.tally[LINKS] = view.who[v.LINKAGES]
    draft.owns_link[:] = 0
    for link in range(draft.tally[LINKS]):
        draft.owns_link[view.link_i[link, c.LINK_OWNER]] = 1
        draft.link_owner[link] = view.link_i[link, c.LINK_OWNER]
        draft.link_red[link] = 1 if is_red_line(view, int(draft.goal[GOAL_MODE]), link) else 0
        draft.link_own[link] = own_share_of_link(view, link)
        draft.link_lift[link] = view.belief_link[link] * view.link_mine[link, v.OTHERS_WEIGHT]
        draft.log_break[link] = math.log(max(1e-9, 1.0 - view.belief_link[link]))


@inner
def _list_actors(view: View, draft: Draft) -> None:
    """List the actors whose view of the package may matter, then others who own linkages."""
    me = view.who[v.ME]
    parties = view.trust.shape[0]
    matters = np.zeros(view.side.shape[0], np.int8)
    for row in range(draft.tally[LISTED]):
        asset = draft.listed[row]
        matters[view.asset_i[asset, c.HOLDER]] = 1
        if view.asset_i[asset, c.KIND] == c.PERSON:
            matters[view.asset_i[asset, c.DESTINATION]] = 1
    venues, guarantors = 1, 1
    if draft.goal[GOAL_VENUE_FREE] > 0.0:
        for venue in range(view.venue_i.shape[0]):
            if view.open_venue[venue]:
                matters[view.venue_i[venue, c.HOST]] = 1
                venues += 1
        for party in range(view.who[v.PARTY_COUNT]):
            guarantors += 1 if view.guarantees[party] else 0
    draft.tally[SITES] = venues * guarantors
    watched = 0
    for actor in range(view.side.shape[0]):
        draft.consent[actor] = 0
        draft.judged[actor, 0] = np.nan
        draft.aligned[actor] = view.align[actor] if actor < parties else 0.0
        if actor < parties:
            if draft.forced[actor] or view.guarantees[actor] or view.align[actor] != 0.0:
                matters[actor] = 1
        elif view.government[actor] == me:
            matters[actor] = 1
        if matters[actor] and actor != me:
            draft.watched[watched] = actor
            watched += 1
    draft.tally[WATCHED] = watched
    heard = watched
    for actor in range(view.side.shape[0]):
        if draft.owns_link[actor] and actor != me and not matters[actor]:
            draft.watched[heard] = actor
            heard += 1
    draft.tally[HEARD] = heard


@inner
def _write_row(view: View, draft: Draft, row: int) -> None:
    """Write down what an asset is to me, whom it concerns, and which linkages speak of it."""
    asset = draft.listed[row]
    me = view.who[v.ME]
    holder = view.asset_i[asset, c.HOLDER]
    person = view.asset_i[asset, c.KIND] == c.PERSON
    destination = view.asset_i[asset, c.DESTINATION]
    draft.row_pain[row] = np.nan
    draft.row_faith[row] = np.nan
    draft.row_f[row, ROW_GAIN] = view.gain[asset]
    draft.row_f[row, ROW_COST] = view.cost[asset] if holder == me else 0.0
    draft.row_f[row, ROW_PRICE] = view.price[asset]
    draft.row_p[row, ROW_HOLDER] = holder
    draft.row_p[row, ROW_KIND] = view.asset_i[asset, c.KIND]
    draft.row_p[row, ROW_LEVELS] = view.asset_i[asset, c.LEVELS]
    draft.row_p[row, ROW_LAG] = lag_of(view, asset)
    draft.row_p[row, ROW_MINE] = 1 if holder == me else 0
    draft.row_p[row, ROW_DELIVERS] = 1 if holder != me and view.gain[asset] > 0.0 else 0
    draft.tally[LONGEST] = max(draft.tally[LONGEST], lag_of(view, asset))
    draft.row_p[row, ROW_DESTINATION] = destination if person else 0
    entries, turns, aligned = 0, 0, 0
    for place in range(draft.tally[WATCHED]):
        actor = draft.watched[place]
        state = view.government[actor] if view.government[actor] >= 0 else actor
        kind = GIVES if state == holder else 0
        if actor == holder or (person and actor == destination):
            kind += TOUCHES
            if draft.owns_link[actor]:
                turns |= HOLDER_OWNS if actor == holder else DESTINATION_OWNS
        if kind != 0 or view.belief_mean[actor, asset] != 0.0 or view.belief_var[actor, asset] != 0.0:
            draft.entry_actor[row, entries] = actor
            draft.entry_kind[row, entries] = kind
            draft.entry_mean[row, entries] = view.belief_mean[actor, asset]
            draft.entry_var[row, entries] = view.belief_var[actor, asset]
            aligned |= 1 if draft.aligned[actor] != 0.0 else 0
            entries += 1
    draft.entries[row] = entries
    words = 0
    for place in range(draft.tally[WORDS]):
        word = draft.words[place]
        if view.must[word, asset] or view.some[word, asset] or view.never[word, asset]:
            words = 1
    draft.row_p[row, ROW_WORDS] = words
    draft.row_p[row, ROW_TURNS] = turns
    draft.row_p[row, ROW_ALIGNED] = aligned
    links = 0
    for link in range(draft.tally[LINKS]):
        speech = WHEN if view.link_if[link, asset] else 0
        speech += NEEDED if view.link_need[link, asset] else 0
        speech += FORBIDDEN if view.link_forbid[link, asset] else 0
        if speech:
            draft.row_link[row, links] = link
            draft.row_speech[row, links] = speech
            links += 1
    draft.row_links[row] = links
