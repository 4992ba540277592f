"""What changes in a run: stocks, papers on the table, commitments, beliefs, clocks."""

from __future__ import annotations

from typing import NamedTuple

from sim.state import columns as c
from sim.state.layout import Bytes, Floats, Ints


class World(NamedTuple):
    """The changing part of one run; written in place, one phase of the week at a time."""

    gain_shift: Floats  # (N, A) by events
    cost_factor: Floats  # (N, A) by events and leaks, 1 at the start
    gain_factor: Floats  # (N,) by events, 1 at the start
    trust_shift: Floats  # (P, P)
    threshold_shift: Floats  # (N,) of the reservation
    conceded: Floats  # (N,) cost of what was conceded so far in this run
    belief_mean: Floats  # (P, N, A) net value of an asset for an actor, as the first party sees it
    belief_var: Floats  # (P, N, A)
    belief_threshold: Floats  # (P, N, 2) what it takes for a yes: mean, variance
    belief_link: Floats  # (P, L) chance that a linkage of another binds
    memory: Floats  # (P, C, MEMORY)
    thought: Bytes  # (P, C, THOUGHTS, A) packages that a party's searches found the last time
    trail: Ints  # (P, C, THOUGHTS, TRAIL) where these searches stopped
    utility: Floats  # (N, DEALS) of each executed deal, discounted
    health: Floats  # (A,)
    out_f: Floats  # (P, C, ACT_FLOATS) what was decided this week
    out_memory: Floats  # (P, C, MEMORY)
    now: Ints  # (NOW,)
    papers: Ints  # (PAPERS, PAPER_INTS)
    commitments: Ints  # (COMMITMENTS, COMMITMENT_INTS)
    mail: Ints  # (MAILS, MAIL_INTS)
    deals: Ints  # (DEALS, DEAL_INTS)
    letter: Ints  # (PAPERS, P) channel by which a consenter outside was asked, or -1
    ledger: Ints  # (P, P) levels of credit that the row has given the column
    calendar: Ints  # (P,) next week in which it has business though nothing new happens
    credit_most: Ints  # (P, P) levels of credit that the row believes the column can still give
    out_i: Ints  # (P, C, ACT_INTS)
    log: Ints  # (LOGS, LOG_INTS) what happened this week, for the reader
    status: Bytes  # (A,)
    pending: Bytes  # (A,) no verdict yet
    danger: Bytes  # (A,) under sentence of death
    left: Bytes  # (A,) levels not yet given
    reserved: Bytes  # (A,) bound in a deal under way
    demanded: Bytes  # (P, A) publicly asked for
    open_venue: Bytes  # (V,)
    paper_x: Bytes  # (PAPERS, A)
    answer: Bytes  # (PAPERS, P)
    pledged: Bytes  # (COMMITMENTS, A) what the giver would give
    must: Bytes  # (COMMITMENTS, A) levels that the basket must hold
    some: Bytes  # (COMMITMENTS, A) of these, at least the count
    never: Bytes  # (COMMITMENTS, A)
    deal_x: Bytes  # (DEALS, A) agreed
    released: Bytes  # (DEALS, A) delivered
    named: Bytes  # (A,) named in talks so far
    reach: Bytes  # (P, P) whose captives it could ask for, fixed at the start
    awake: Bytes  # (P,) who was asked to decide this week
    out_x: Bytes  # (P, C, A)
    out_must: Bytes  # (P, C, A)
    out_some: Bytes  # (P, C, A)
    out_never: Bytes  # (P, C, A)
    deal_bound: Bytes  # (DEALS, P) consent given beforehand, ratifiers included
    deal_known: Bytes  # (DEALS, P) who knows of it: those it touches, and its channel
    credit_seen: Bytes  # (P, A) levels of a credit that the party knows to have been given


LAYOUT: dict[str, tuple[str, tuple[str | int, ...]]] = {
    "gain_shift": ("f", ("N", "A")),
    "cost_factor": ("f", ("N", "A")),
    "gain_factor": ("f", ("N",)),
    "trust_shift": ("f", ("P", "P")),
    "threshold_shift": ("f", ("N",)),
    "conceded": ("f", ("N",)),
    "belief_mean": ("f", ("P", "N", "A")),
    "belief_var": ("f", ("P", "N", "A")),
    "belief_threshold": ("f", ("P", "N", 2)),
    "belief_link": ("f", ("P", "L")),
    "memory": ("f", ("P", "C", c.MEMORY)),
    "thought": ("b", ("P", "C", c.THOUGHTS, "A")),
    "trail": ("i", ("P", "C", c.THOUGHTS, c.TRAIL)),
    "utility": ("f", ("N", c.DEALS)),
    "health": ("f", ("A",)),
    "out_f": ("f", ("P", "C", c.ACT_FLOATS)),
    "out_memory": ("f", ("P", "C", c.MEMORY)),
    "now": ("i", (c.NOW,)),
    "papers": ("i", (c.PAPERS, c.PAPER_INTS)),
    "commitments": ("i", (c.COMMITMENTS, c.COMMITMENT_INTS)),
    "mail": ("i", (c.MAILS, c.MAIL_INTS)),
    "deals": ("i", (c.DEALS, c.DEAL_INTS)),
    "letter": ("i", (c.PAPERS, "P")),
    "ledger": ("i", ("P", "P")),
    "calendar": ("i", ("P",)),
    "credit_most": ("i", ("P", "P")),
    "out_i": ("i", ("P", "C", c.ACT_INTS)),
    "log": ("i", (c.LOGS, c.LOG_INTS)),
    "status": ("b", ("A",)),
    "pending": ("b", ("A",)),
    "danger": ("b", ("A",)),
    "left": ("b", ("A",)),
    "reserved": ("b", ("A",)),
    "demanded": ("b", ("P", "A")),
    "open_venue": ("b", ("V",)),
    "paper_x": ("b", (c.PAPERS, "A")),
    "answer": ("b", (c.PAPERS, "P")),
    "pledged": ("b", (c.COMMITMENTS, "A")),
    "must": ("b", (c.COMMITMENTS, "A")),
    "some": ("b", (c.COMMITMENTS, "A")),
    "never": ("b", (c.COMMITMENTS, "A")),
    "deal_x": ("b", (c.DEALS, "A")),
    "released": ("b", (c.DEALS, "A")),
    "named": ("b", ("A",)),
    "reach": ("b", ("P", "P")),
    "awake": ("b", ("P",)),
    "out_x": ("b", ("P", "C", "A")),
    "out_must": ("b", ("P", "C", "A")),
    "out_some": ("b", ("P", "C", "A")),
    "out_never": ("b", ("P", "C", "A")),
    "deal_bound": ("b", (c.DEALS, "P")),
    "deal_known": ("b", (c.DEALS, "P")),
    "credit_seen": ("b", ("P", "A")),
}
