"""What a party decides in a week: one act for each of its channels."""

from __future__ import annotations

from typing import NamedTuple

from sim.state import columns as c
from sim.state.layout import Bytes, Floats, Ints


class Acts(NamedTuple):
    """The acts of one party in one week; C channels, A assets. A zero kind is *wait*."""

    act_f: Floats  # (C, ACT_FLOATS) surplus, target, chance: for the reader, never for another party
    memory: Floats  # (C, MEMORY) what the party will remember of the channel
    thought: Bytes  # (C, THOUGHTS, A) packages that its searches have found there
    trail: Ints  # (C, THOUGHTS, TRAIL) where these searches stopped
    act_i: Ints  # (C, ACT_INTS)
    x: Bytes  # (C, A) package of an ask, a proposal or a commitment
    calendar: Ints  # (1,) the next week in which the party has business though nothing new happens
    must: Bytes  # (C, A) levels that the basket of a commitment must hold
    some: Bytes  # (C, A) of these, at least ACT_COUNT
    never: Bytes  # (C, A) none of these


LAYOUT: dict[str, tuple[str, tuple[str | int, ...]]] = {
    "act_f": ("f", ("C", c.ACT_FLOATS)),
    "memory": ("f", ("C", c.MEMORY)),
    "thought": ("b", ("C", c.THOUGHTS, "A")),
    "trail": ("i", ("C", c.THOUGHTS, c.TRAIL)),
    "act_i": ("i", ("C", c.ACT_INTS)),
    "calendar": ("i", (1,)),
    "x": ("b", ("C", "A")),
    "must": ("b", ("C", "A")),
    "some": ("b", ("C", "A")),
    "never": ("b", ("C", "A")),
}
