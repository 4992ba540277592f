"""What is fixed in a run: preferences, facts and rules of the talks, as arrays."""

from __future__ import annotations

from typing import NamedTuple

from sim.state import columns as c
from sim.state.layout import Bytes, Floats, Ints


class Params(NamedTuple):
    """The fixed part of one run. N actors (parties, then ratifiers), P parties, A assets.

    Numbers are in the units of utility of the scenario unless said; rates are per year.
    """

    party_f: Floats  # (N, PARTY_FLOATS)
    gain: Floats  # (N, A) at the start; of what one gives, the giver's own gain
    drift: Floats  # (N, A) added each week, as captivity lasts
    danger_gain: Floats  # (N, A) added while under sentence of death
    health_gain: Floats  # (N, A) for the whole step from well to critical
    demand_gain: Floats  # (N, A) added by a public demand
    cost: Floats  # (N, A) of conceding it, for its holder and the holder's ratifiers
    prior_mean: Floats  # (N, A) public estimate of the net value
    prior_var: Floats  # (N, A)
    prior_danger: Floats  # (N, A) public estimate of `danger_gain`
    prior_demand: Floats  # (N, A) public estimate of `demand_gain`
    prior_threshold: Floats  # (N, 2) mean and variance of the public estimate of what it takes
    trust: Floats  # (P, P) of the row in the column
    align: Floats  # (P, P)
    minds: Floats  # (P, V)
    step_weeks: Floats  # (A, 2) lead time when pending, when sentenced
    step_price: Floats  # (A, 2)
    link_f: Floats  # (L, 3) weight, chance that others give it, weight that others believe
    leak_rate: Floats  # (C,)
    event_f: Floats  # (E, 2)
    claim: Floats  # (P, A) public strength of a claim
    health: Floats  # (A,) at the start, 0 to 1
    party_i: Ints  # (N, PARTY_INTS)
    asset_i: Ints  # (A, ASSET_INTS)
    channel_i: Ints  # (C, CHANNEL_INTS)
    venue_i: Ints  # (V, VENUE_INTS)
    link_i: Ints  # (L, LINK_INTS)
    event_i: Ints  # (E, EVENT_INTS)
    line: Ints  # (P, P) the two-party channel between them, or -1
    run_i: Ints  # (RUN_INTS,)
    member: Bytes  # (C, P)
    link_if: Bytes  # (L, A)
    link_need: Bytes  # (L, A)
    link_forbid: Bytes  # (L, A)
    citizen: Bytes  # (P, A)
    drop_case: Bytes  # (A,) 1 if the custodian would rather drop a pending case than try it


LAYOUT: dict[str, tuple[str, tuple[str | int, ...]]] = {
    "party_f": ("f", ("N", c.PARTY_FLOATS)),
    "gain": ("f", ("N", "A")),
    "drift": ("f", ("N", "A")),
    "danger_gain": ("f", ("N", "A")),
    "health_gain": ("f", ("N", "A")),
    "demand_gain": ("f", ("N", "A")),
    "cost": ("f", ("N", "A")),
    "prior_mean": ("f", ("N", "A")),
    "prior_var": ("f", ("N", "A")),
    "prior_danger": ("f", ("N", "A")),
    "prior_demand": ("f", ("N", "A")),
    "prior_threshold": ("f", ("N", 2)),
    "trust": ("f", ("P", "P")),
    "align": ("f", ("P", "P")),
    "minds": ("f", ("P", "V")),
    "step_weeks": ("f", ("A", 2)),
    "step_price": ("f", ("A", 2)),
    "link_f": ("f", ("L", 3)),
    "leak_rate": ("f", ("C",)),
    "event_f": ("f", ("E", 2)),
    "claim": ("f", ("P", "A")),
    "health": ("f", ("A",)),
    "party_i": ("i", ("N", c.PARTY_INTS)),
    "asset_i": ("i", ("A", c.ASSET_INTS)),
    "channel_i": ("i", ("C", c.CHANNEL_INTS)),
    "venue_i": ("i", ("V", c.VENUE_INTS)),
    "link_i": ("i", ("L", c.LINK_INTS)),
    "event_i": ("i", ("E", c.EVENT_INTS)),
    "line": ("i", ("P", "P")),
    "run_i": ("i", (c.RUN_INTS,)),
    "member": ("b", ("C", "P")),
    "link_if": ("b", ("L", "A")),
    "link_need": ("b", ("L", "A")),
    "link_forbid": ("b", ("L", "A")),
    "citizen": ("b", ("P", "A")),
    "drop_case": ("b", ("A",)),
}
