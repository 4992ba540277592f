"""The stance of a state: what is its own in the way it negotiates; the steps are common to all."""

from __future__ import annotations

from typing import NamedTuple


class Stance(NamedTuple):
    """What a state's conduct decides, each week, about how it will act.

    Parameters
    ----------
    yielding
        What its aspiration is multiplied by, 1 for none.
    price
        The asset that it names, demands and holds to, or -1.
    names_price
        Whether it says so, again and again.
    edits
        Whether a list that is good but not good enough comes back edited instead of refused.
    as_host
        Whether it accepts at its reservation, as one who serves others' deals.
    patron
        Whose drafts it answers at its reservation, or -1.
    asks_allies
        Whether it drafts with what others of its side hold, and asks them for it.
    bids
        Whether it bids at all.
    stakes
        Whether it raises and lowers the stakes by sentences and pardons.
    tells
        Whether it tells mediators what it wants.
    """

    yielding: float
    price: int
    names_price: bool
    edits: bool
    as_host: bool
    patron: int
    asks_allies: bool
    bids: bool
    stakes: bool
    tells: bool
