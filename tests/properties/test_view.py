"""A view holds a party's own preferences, public facts, and what its channels delivered; nothing else."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.support.build import compiled, sit
from tests.support.random_scenarios import scenarios

from sim.rules.sitting import DECIDE
from sim.state import columns as c
from sim.state.layout import to_bytes

PARTY_ROWS = {
    "params": ["party_f", "gain", "drift", "danger_gain", "health_gain", "demand_gain", "cost", "trust", "align", "minds"],
    "world": [
        "gain_shift", "cost_factor", "gain_factor", "trust_shift", "threshold_shift", "conceded", "belief_mean",
        "belief_var", "belief_threshold", "belief_link", "memory", "utility", "ledger", "out_f", "out_memory",
        "out_i", "out_x", "out_must", "out_some", "out_never",
    ],
}  # fmt: skip
"""Arrays of which a row is one actor's own."""
CODES = [c.CURVE_SHAPE, c.TACTIC, c.CONDUCT, c.WAIT_UNTIL, c.CLOCK_WEEK, c.CREDIT_BUDGET, c.REVISIONS, c.LEAVES_AFTER, c.PATRON]
DECISIONS = st.integers(0, 60)


def reach(data, seed, decision):
    """Return a run that stands at a decision."""
    sitting = sit(compiled(data), seed)
    while decision > 0 or sitting.cursor.phase != DECIDE:
        decision -= sitting.cursor.phase == DECIDE
        sitting.step()
        if sitting.is_over:
            break
    while sitting.cursor.phase != DECIDE and not sitting.is_over:
        sitting.step()
    return sitting


def same_view(sitting, me, array, index):
    """Return whether my view stays the same when numbers at a place change; put them back after."""
    sitting.cursor.party = me
    before = to_bytes(sitting.look())
    old = array[index].copy()
    array[index] = old + 1 if array.dtype != np.int8 else 1 - np.minimum(old, 1)
    after = to_bytes(sitting.look())
    array[index] = old
    return before == after


@settings(max_examples=25)
@given(scenarios(), st.one_of(st.none(), st.integers(0, 999)), DECISIONS, st.data())
def test_a_view_never_contains_another_partys_private_number(data, seed, decision, chosen):
    """Change any private number of another's, and the bytes of a view stay as they were."""
    sitting = reach(data, seed, decision)
    if sitting.is_over:
        return
    params, world = sitting.params, sitting.world
    count = int(params.run_i[c.PARTIES])
    me = chosen.draw(st.integers(0, count - 1), "me")
    ratifiers = np.flatnonzero(params.party_i[:, c.GOVERNMENT] >= 0)
    for other in [n for n in range(count) if n != me] + [int(n) for n in ratifiers]:
        mine = params.party_i[other, c.GOVERNMENT] == me
        for record, names in ((params, PARTY_ROWS["params"]), (world, PARTY_ROWS["world"])):
            for name in names:
                if other >= record[name].shape[0]:
                    continue
                # A government knows how long its own ratifiers take, and nothing else of theirs.
                index = (other, np.arange(c.PARTY_FLOATS) != c.DELAY) if mine and name == "party_f" else (other,)
                assert same_view(sitting, me, record[name], index), f"{name} of {other} is seen by {me}"
        for code in CODES:
            assert same_view(sitting, me, params.party_i, (other, code)), f"code {code} of {other} is seen by {me}"
    for k in range(int(params.run_i[c.LINKAGES])):
        if params.link_i[k, c.LINK_OWNER] != me:
            assert same_view(sitting, me, params.link_f, (k, 0))
            assert same_view(sitting, me, params.link_i, (k, c.LINK_HARD))
    for asset in range(int(params.run_i[c.ASSETS])):
        if params.asset_i[asset, c.HOLDER] != me:
            assert same_view(sitting, me, params.step_price, (asset,))
    _check_talks(sitting, me, count)


def _check_talks(sitting, me, count):
    """Papers, mail and commitments that did not reach me; answers of others."""
    params, world = sitting.params, sitting.world
    for paper in range(c.PAPERS):
        row = world.papers[paper]
        if row[c.PAPER_TYPE] == c.NO_PAPER:
            continue
        others = np.arange(world.answer.shape[1]) != me
        assert same_view(sitting, me, world.answer, (paper, others))
        delivered = params.member[row[c.PAPER_CHANNEL], me] and row[c.PAPER_ARRIVES] <= world.now[c.WEEK]
        if not (delivered or row[c.PAPER_FROM] == me or world.letter[paper, me] >= 0):
            assert same_view(sitting, me, world.paper_x, (paper,))
            assert same_view(sitting, me, world.papers, (paper, c.PAPER_VENUE))
            assert same_view(sitting, me, world.papers, (paper, c.PAPER_UNTIL))
    for row in np.flatnonzero(world.mail[:, c.MAIL_KIND]):
        mail = world.mail[row]
        if not params.member[mail[c.MAIL_CHANNEL], me] or mail[c.MAIL_TO] not in (-1, me):
            assert same_view(sitting, me, world.mail, (row, slice(c.MAIL_OBJECTIONS, None)))
            assert same_view(sitting, me, world.mail, (row, c.MAIL_ASSET))
    for row in np.flatnonzero(world.commitments[:, c.COMMITMENT_STATE]):
        if me not in world.commitments[row, [c.GIVER, c.TAKER]]:
            for array in (world.pledged, world.must, world.some, world.never):
                assert same_view(sitting, me, array, (row,))


@pytest.mark.parametrize("name", ["gain", "cost", "trust", "align", "party_f"])
def test_a_view_contains_the_partys_own_numbers(name):
    """The same change to one's own number is seen, so that the property above can fail."""
    from tests.support.build import talks

    sitting = reach(talks(), None, 0)
    array = sitting.params[name]
    at = 0 if name == "cost" else 1
    assert not same_view(sitting, 0, array, (0, at))
