"""Whether the rules let a party put a package on the table, judged on its view; if not, why, in one line."""

from __future__ import annotations

import numpy as np

from sim.seat.labels import Labels
from sim.state import columns as c
from sim.state import view as v
from sim.state.layout import Bytes
from sim.state.view import View


def why_not_offerable(view: View, labels: Labels, channel: int, x: Bytes) -> str:
    """Return why a package cannot be proposed in a channel; empty if it can.

    It says what `sim.rules.post.is_offerable` decides on the state, as far as the party can know it.
    """
    me = int(view.who[v.ME])
    if not any(view.asset_i[a, c.KIND] == c.PERSON for a in np.flatnonzero(x)):
        return "found nobody who would go free; allowed: at least one prisoner in it"
    for a in (int(one) for one in np.flatnonzero(x)):
        facts, name = view.asset_i[a], labels.asset_ids[a]
        holder = int(facts[c.HOLDER])
        if facts[c.GATED]:
            return f"found {name}; {labels.parties[holder]} does not expel its own nationals; leave it out"
        if facts[c.DESTINATION] < 0:
            return f"found {name}; nobody has a claim to it; leave it out"
        private = facts[c.KIND] == c.CREDIT and me not in (holder, int(facts[c.DESTINATION]))
        most = int(facts[c.LEVELS]) if private else int(view.there[a])
        if most == 0:
            return f"found {name}, who or which is not to be had now; leave it out"
        if x[a] > most:
            return f"found {name}={int(x[a])}; allowed: 1 to {most}"
        if holder == me or view.member[channel, holder] or has_word(view, holder, a, x):
            continue
        if not _is_spoken_for(view, channel, holder):
            return (
                f"found {name}, with {labels.parties[holder]}, which does not sit in {labels.channel_ids[channel]}; "
                f"get its word first (ask {labels.party_ids[holder]} for {name}), or leave it out"
            )
    return ""


def _is_spoken_for(view: View, channel: int, holder: int) -> bool:
    """Return whether a member speaks for a holder outside: one of its side, which is not mine."""
    me = int(view.who[v.ME])
    side = int(view.side[holder])
    if side == 0 or side == view.side[me]:
        return False
    members = [int(p) for p in np.flatnonzero(view.member[channel]) if p != me]
    return any(int(view.side[p]) == side for p in members)


def has_word(view: View, giver: int, asset: int, x: Bytes) -> bool:
    """Return whether a standing commitment to me covers an asset in this package."""
    return any(
        view.commitments[k, c.GIVER] == giver
        and view.commitments[k, c.TAKER] == view.who[v.ME]
        and view.commitments[k, c.EXPIRES] > view.who[v.NOW_WEEK]
        and view.pledged[k, asset]
        and suffices(view, k, x)
        for k in range(c.COMMITMENTS)
        if view.commitments[k, c.COMMITMENT_STATE] == c.STANDING
    )


def suffices(view: View, commitment: int, x: Bytes) -> bool:
    """Return whether a package meets the condition of a commitment on its basket."""
    if (x < view.must[commitment]).any() or ((x > 0) & (view.never[commitment] > 0)).any():
        return False
    some = int(view.some[commitment][x > 0].sum())
    return bool(some >= view.commitments[commitment, c.COMMITMENT_COUNT])
