"""A package being drafted: what is open to it, and the sums by which it is scored.

Changing one asset updates the sums. What a change would do to the score is reckoned from the sums
and from a short row for each asset (who believes to gain or lose how much, which linkages speak of
it), which is what makes a search over 2^75 packages affordable.
"""

from __future__ import annotations

from typing import NamedTuple

from sim.state import columns as c
from sim.state import view as v
from sim.state.compiled import inner
from sim.state.layout import Bytes, Floats, Ints, Places
from sim.state.view import View

# What a search looks for.
MOST_FOR_ME, LIKELIEST, LEAST_LIKELY_YES = range(3)
# draft.sums
GIVEN, RECEIVED, CONCEDED, PRICES, NAMES, ALIGNED, PEOPLE, CREDITS = range(8)
# draft.goal
GOAL_MODE, GOAL_TARGET, GOAL_VENUE_FREE, GOAL_BIAS = range(4)
# Utility charged for each unit by which a constraint is missed; large against any gain.
PENALTY = 25.0
# Charged once if any is missed at all, so that no worth, however great, makes up for a near miss.
FAILURE = 50.0
# A constraint counts as met within rounding.
TOLERANCE = 1e-7
LAGS = 64
# How many candidates of a sweep are kept, for making in turn and for swaps.
KEPT = 6
# draft.tally
WATCHED, WORDS, LISTED, LINKS, LONGEST, SITES, HEARD, TURNED, SAID = range(9)
# draft.aside: a package to go back to from a bundle, from one that mends a linkage, and the better of these;
# what was open before a bundle was held
BEFORE_BUNDLE, BEFORE_MENDING, MENDED, LOW, TOP = range(5)
# draft.entry_kind: how an actor's state stands to an asset, added up
GIVES, TOUCHES = 1, 2
# draft.row_f
ROW_GAIN, ROW_COST, ROW_PRICE = range(3)
# draft.row_p; a row is aligned if somebody gains or loses by it whose gains count as mine
ROW_HOLDER, ROW_KIND, ROW_LEVELS, ROW_LAG, ROW_MINE, ROW_DELIVERS, ROW_TURNS, ROW_ALIGNED = range(8)
ROW_DESTINATION, ROW_WORDS = 8, 9
# ROW_TURNS: which of those whom an asset touches own linkages, added up
HOLDER_OWNS, DESTINATION_OWNS = 1, 2
# draft.row_speech: how a linkage speaks of an asset, added up
WHEN, NEEDED, FORBIDDEN = 1, 2, 4


class Draft(NamedTuple):
    """A package and its sums. N actors, P parties, A assets, L linkages, K commitments, M conditions: consents,
    linkages and commitments.

    Rows stand for the assets open to the draft, in asset order; the entries of a row for the actors
    whose view of the package the asset changes.
    """

    x: Bytes  # (A,) levels
    top: Bytes  # (A,) highest level open to this draft
    low: Bytes  # (A,) level that it must hold
    place: Ints  # (2,) venue, guarantor
    goal: Floats  # (4,)
    sums: Floats  # (8,)
    given: Floats  # (N,) believed worth of what it gives
    received: Floats  # (N,) believed worth of what it gets, before faith
    given_var: Floats  # (N,)
    received_var: Floats  # (N,)
    touched: Ints  # (N,) assets that it gives or receives
    forced: Ints  # (N,) 1 if its consent is needed in any case
    delivers: Ints  # (P,) assets by which it delivers something that I want
    credits: Ints  # (P,) levels of credit asked of each
    lags: Ints  # (LAGS,) assets by lead time
    fade: Floats  # (LAGS,) discount by lead time
    speaks: Ints  # (L,)
    needs: Ints  # (L,)
    forbids: Ints  # (L,)
    pledge: Ints  # (A,) commitment under which I may give it, or -1
    bound: Ints  # (K,) my pledged assets in the package
    missing: Ints  # (K,)
    some: Ints  # (K,)
    never: Ints  # (K,)
    tally: Ints  # (9,) how many of each of the lists below; longest lead time among the listed; pairs of places;
    # how many are heard: the watched, and owners of linkages; 1 if a word has come into use, or out of it;
    # linkages that speak in the settled draft
    watched: Places  # (N,) actors whose view of the package may matter, then others who own linkages
    words: Places  # (K,) commitments that may be used
    listed: Places  # (A,) assets open to the draft
    row_f: Floats  # (A, 3) what the asset in a row is to me
    row_p: Places  # (A, 10) its facts
    row_pain: Floats  # (A, 4) what is conceded with more of it, what that hurts, and the same with less: the latest
    row_faith: Floats  # (A, 3) the lowest trust with it changed, the surety of a place, my faith in these: the latest
    faith: Floats  # (4, 3) the same of the package as it stands, for each surety
    entries: Ints  # (A,) entries of a row
    entry_actor: Places  # (A, N)
    entry_kind: Places  # (A, N)
    entry_mean: Floats  # (A, N) of the highest level
    entry_var: Floats  # (A, N)
    row_links: Ints  # (A,) linkages that speak of the asset
    row_link: Places  # (A, L)
    row_speech: Places  # (A, L) and how
    aligned: Floats  # (N,) how far each actor's gains count as mine
    said: Places  # (L,) linkages that speak
    link_owner: Places  # (L,)
    link_red: Ints  # (L,) 1 if breaking it is out of the question
    link_own: Floats  # (L,) what it is worth to me that it holds
    link_lift: Floats  # (L,) and to its owner, as I believe
    owns_link: Ints  # (N,) 1 for those of whom a linkage is known or believed, 2 if they are watched too
    heed: Ints  # (L, 2) which ways of speaking of an asset matter to it as it stands, of one more, and of one less
    broken: Ints  # (L,) by how many assets each linkage is broken as it stands, -1 if it does not speak
    keen: Floats  # (A,) priced worth of a row by the relaxed problem; later, what forcing it might make of the score
    own: Floats  # (A,) of the relaxed problem: what a row, taken whole, is to me, but for what conceding hurts
    net: Floats  # (A,) and with what a little more conceded hurts
    turns: Floats  # (A, 3) of those that come in, or go out: at what price, and what that adds to two sums
    free: Bytes  # (A,) 0 for rows that stay out, 1 for those that may be taken, 2 for those that must
    hindered: Bytes  # (A,) for what rows others are in a package; see `sim.tactics.relaxed`
    open: Places  # (A,) rows that do not stay out
    worth: Floats  # (M, A) what a row adds to the margin of each condition: first consenters, then the others
    spread: Floats  # (M, A) and to the doubt about it
    touch: Bytes  # (M, A) 1 if the condition has to be met with the row in
    bare: Floats  # (M, 2) margin of nothing, and the doubt about it
    needed: Ints  # (M,) 1 if the condition has to be met in any case
    short: Ints  # (M,) 1 if it has to be met by a package, and is not
    bearing: Places  # (M, A) open rows that are of any weight for it
    bears: Ints  # (M,) how many
    aim: Ints  # (A,) the level at which the asset in a row would be forced
    left: Ints  # (1,) evaluations that a search may still make
    adds: Floats  # (KEPT,) what the best additions of a sweep would make of the score, best first
    add: Ints  # (KEPT,) their rows, -1 for none
    drops: Floats  # (KEPT,) the same of removals
    drop: Ints  # (KEPT,)
    aside: Bytes  # (5, A) packages put aside
    trial: Floats  # (N,) room for shares of a package that is only tried
    settled: Floats  # (20,) terms of the score of the package as it stands; see `sim.tactics.appraisal`
    share: Floats  # (N,) what each actor's view adds to the score as it stands
    margin: Floats  # (N,) mean of its believed margin as it stands
    doubt: Floats  # (N,) variance of that margin
    pull: Floats  # (N,) what a little more of its margin adds to the score as it stands
    push: Floats  # (N,) the same of its variance
    consent: Ints  # (N,) 1 if its yes is needed as it stands
    asked: Ints  # (N,) whether it is needed in any case, or if something touches it
    fixed: Floats  # (N,) part of the margin that the place decides
    judged: Floats  # (N, 3) a mean, a variance, and what a view with these adds to the score: the latest reckoned
    log_break: Floats  # (L,) log of the chance that it passes though a linkage is broken


LAYOUT: dict[str, tuple[str, tuple[str | int, ...]]] = {
    "goal": ("f", (4,)),
    "sums": ("f", (8,)),
    "given": ("f", ("N",)),
    "received": ("f", ("N",)),
    "given_var": ("f", ("N",)),
    "received_var": ("f", ("N",)),
    "fade": ("f", (LAGS,)),
    "settled": ("f", (20,)),
    "share": ("f", ("N",)),
    "trial": ("f", ("N",)),
    "margin": ("f", ("N",)),
    "doubt": ("f", ("N",)),
    "pull": ("f", ("N",)),
    "push": ("f", ("N",)),
    "fixed": ("f", ("N",)),
    "judged": ("f", ("N", 3)),
    "aligned": ("f", ("N",)),
    "link_own": ("f", ("L",)),
    "link_lift": ("f", ("L",)),
    "adds": ("f", (KEPT,)),
    "drops": ("f", (KEPT,)),
    "log_break": ("f", ("L",)),
    "row_f": ("f", ("A", 3)),
    "row_faith": ("f", ("A", 3)),
    "faith": ("f", (4, 3)),
    "row_pain": ("f", ("A", 4)),
    "entry_mean": ("f", ("A", "N")),
    "entry_var": ("f", ("A", "N")),
    "own": ("f", ("A",)),
    "net": ("f", ("A",)),
    "turns": ("f", ("A", 3)),
    "worth": ("f", ("M", "A")),
    "spread": ("f", ("M", "A")),
    "bare": ("f", ("M", 2)),
    "needed": ("i", ("M",)),
    "short": ("i", ("M",)),
    "bears": ("i", ("M",)),
    "open": ("p", ("A",)),
    "bearing": ("p", ("M", "A")),
    "free": ("b", ("A",)),
    "hindered": ("b", ("A",)),
    "touch": ("b", ("M", "A")),
    "place": ("i", (2,)),
    "touched": ("i", ("N",)),
    "forced": ("i", ("N",)),
    "consent": ("i", ("N",)),
    "asked": ("i", ("N",)),
    "link_red": ("i", ("L",)),
    "left": ("i", (1,)),
    "add": ("i", (KEPT,)),
    "drop": ("i", (KEPT,)),
    "delivers": ("i", ("P",)),
    "credits": ("i", ("P",)),
    "lags": ("i", (LAGS,)),
    "speaks": ("i", ("L",)),
    "needs": ("i", ("L",)),
    "forbids": ("i", ("L",)),
    "pledge": ("i", ("A",)),
    "bound": ("i", (c.COMMITMENTS,)),
    "missing": ("i", (c.COMMITMENTS,)),
    "some": ("i", (c.COMMITMENTS,)),
    "never": ("i", (c.COMMITMENTS,)),
    "tally": ("i", (9,)),
    "owns_link": ("i", ("N",)),
    "heed": ("i", ("L", 2)),
    "broken": ("i", ("L",)),
    "entries": ("i", ("A",)),
    "row_links": ("i", ("A",)),
    "keen": ("f", ("A",)),
    "aim": ("i", ("A",)),
    "watched": ("p", ("N",)),
    "words": ("p", (c.COMMITMENTS,)),
    "listed": ("p", ("A",)),
    "row_p": ("p", ("A", 10)),
    "entry_actor": ("p", ("A", "N")),
    "entry_kind": ("p", ("A", "N")),
    "row_link": ("p", ("A", "L")),
    "row_speech": ("p", ("A", "L")),
    "said": ("p", ("L",)),
    "link_owner": ("p", ("L",)),
    "x": ("b", ("A",)),
    "top": ("b", ("A",)),
    "low": ("b", ("A",)),
    "aside": ("b", (5, "A")),
}


@inner
def clear_draft(draft: Draft) -> None:
    """Empty a draft, with nothing open to it and no place."""
    draft.x[:] = 0
    draft.top[:] = 0
    draft.low[:] = 0
    draft.goal[:] = 0.0
    draft.forced[:] = 0
    draft.tally[:] = 0
    draft.place[:] = -1
    draft.pledge[:] = -1


@inner
def restart(view: View, draft: Draft) -> None:
    """Empty the package and set its sums to those of nothing."""
    draft.x[:] = 0
    draft.sums[:] = 0.0
    draft.given[:] = 0.0
    draft.received[:] = 0.0
    draft.given_var[:] = 0.0
    draft.received_var[:] = 0.0
    draft.touched[:] = 0
    draft.delivers[:] = 0
    draft.lags[:] = 0
    draft.credits[:] = 0
    draft.speaks[:] = 0
    draft.needs[:] = 0
    draft.forbids[:] = 0
    draft.bound[:] = 0
    draft.tally[TURNED] = 1
    draft.some[:] = 0
    draft.never[:] = 0
    for row in range(draft.tally[WORDS]):
        commitment = draft.words[row]
        draft.missing[commitment] = 0
        for asset in range(view.who[v.ASSETS]):
            if view.must[commitment, asset] > 0:
                draft.missing[commitment] += 1
    for row in range(draft.tally[LISTED]):
        if draft.low[draft.listed[row]] > 0:
            change(view, draft, row, draft.low[draft.listed[row]])


@inner
def load_package(view: View, draft: Draft, x: Bytes) -> None:
    """Make the draft hold package `x`, as far as it is open."""
    restart(view, draft)
    for row in range(draft.tally[LISTED]):
        asset = draft.listed[row]
        level = min(x[asset], draft.top[asset])
        if level > draft.x[asset]:
            change(view, draft, row, level)


@inner
def change(view: View, draft: Draft, row: int, level: int) -> None:
    """Set the level of the asset in a row and bring the sums up to date."""
    asset = draft.listed[row]
    old = draft.x[asset]
    if old == level:
        return
    share, square = step_of(draft, row, old, level)
    presence = (1 if level > 0 else 0) - (1 if old > 0 else 0)
    draft.x[asset] = level
    sums = draft.sums
    if draft.row_p[row, ROW_MINE]:
        sums[GIVEN] += draft.row_f[row, ROW_GAIN] * share
        sums[CONCEDED] += draft.row_f[row, ROW_COST] * share
        sums[PRICES] += draft.row_f[row, ROW_PRICE] * presence
        sums[NAMES] += presence
    else:
        sums[RECEIVED] += draft.row_f[row, ROW_GAIN] * share
        if draft.row_p[row, ROW_DELIVERS]:
            draft.delivers[draft.row_p[row, ROW_HOLDER]] += presence
    for entry in range(draft.entries[row]):
        actor = draft.entry_actor[row, entry]
        worth = draft.entry_mean[row, entry] * share
        spread = draft.entry_var[row, entry] * square
        kind = draft.entry_kind[row, entry]
        if kind & GIVES:
            draft.given[actor] += worth
            draft.given_var[actor] += spread
        else:
            draft.received[actor] += worth
            draft.received_var[actor] += spread
        if kind & TOUCHES:
            draft.touched[actor] += presence
        sums[ALIGNED] += draft.aligned[actor] * worth
    if draft.row_p[row, ROW_KIND] == c.PERSON:
        sums[PEOPLE] += presence
    elif draft.row_p[row, ROW_KIND] == c.CREDIT:
        sums[CREDITS] += level - old
        draft.credits[draft.row_p[row, ROW_HOLDER]] += level - old
    draft.lags[draft.row_p[row, ROW_LAG]] += presence
    for place in range(draft.row_links[row]):
        link = draft.row_link[row, place]
        speech = draft.row_speech[row, place]
        draft.speaks[link] += presence if speech & WHEN else 0
        draft.needs[link] += presence if speech & NEEDED else 0
        draft.forbids[link] += presence if speech & FORBIDDEN else 0
    for place in range(draft.tally[WORDS]):
        commitment = draft.words[place]
        must = view.must[commitment, asset]
        if must > 0:
            draft.missing[commitment] += (1 if level < must else 0) - (1 if old < must else 0)
        draft.some[commitment] += presence * view.some[commitment, asset]
        draft.never[commitment] += presence * view.never[commitment, asset]
        if draft.pledge[asset] == commitment:
            if (draft.bound[commitment] == 0) != (draft.bound[commitment] + presence == 0):
                draft.tally[TURNED] = 1
            draft.bound[commitment] += presence


@inner
def step_of(draft: Draft, row: int, old: int, level: int) -> tuple[float, float]:
    """Return by how much of its whole the asset of a row changes, and by how much of that squared."""
    levels = draft.row_p[row, ROW_LEVELS]
    if levels == 1:
        return float(level - old), float(level * level - old * old)
    return (level - old) / levels, (level * level - old * old) / (levels * levels)


@inner
def broken_by(view: View, link: int, speaks: int, needs: int, forbids: int) -> int:
    """Return by how many assets a linkage is broken: 0 if idle or held."""
    if speaks == 0 and view.link_i[link, c.LINK_ALWAYS] == 0:
        return 0
    return max(0, view.link_i[link, c.LINK_COUNT] - needs) + forbids


@inner
def turn_of_link(view: View, draft: Draft, link: int, speech: int, presence: int) -> tuple[int, int, float]:
    """Return by how many assets a linkage of a settled draft is broken, and would be with an asset more or less.

    `speech` is how it speaks of the asset. The third is 1 if it would come to hold, -1 if it would no longer.
    """
    speaks = draft.speaks[link] + (presence if speech & WHEN else 0)
    after = broken_by(
        view, link, speaks, draft.needs[link] + (presence if speech & NEEDED else 0),
        draft.forbids[link] + (presence if speech & FORBIDDEN else 0),
    )  # fmt: skip
    holds = after == 0 and (speaks > 0 or view.link_i[link, c.LINK_ALWAYS] == 1)
    turn = (1.0 if holds else 0.0) - (1.0 if draft.broken[link] == 0 else 0.0)
    return max(0, draft.broken[link]), after, turn


@inner
def link_broken(view: View, draft: Draft, link: int) -> int:
    """Return by how many assets a linkage is broken in the draft."""
    return broken_by(view, link, draft.speaks[link], draft.needs[link], draft.forbids[link])


@inner
def link_holds(view: View, draft: Draft, link: int) -> bool:
    """Return whether a linkage speaks and is satisfied."""
    speaks = draft.speaks[link] > 0 or view.link_i[link, c.LINK_ALWAYS] == 1
    return speaks and link_broken(view, draft, link) == 0
