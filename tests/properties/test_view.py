"""A view holds a party's own preferences, public facts, and what its channels delivered; nothing else."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sim.rules.sitting import DECIDE
from sim.state import columns as c
from sim.state.layout import to_bytes
from tests.support.build import compiled, sit, talks
from tests.support.random_scenarios import scenarios

PARTY_ROWS = {
    "params": ["party_f", "gain", "drift", "danger_gain", "health_gain", "demand_gain", "cost", "trust", "align",
               "minds"],
    "world": [
        "gain_shift", "cost_factor", "gain_factor", "trust_shift", "threshold_shift", "conceded", "belief_mean",
        "belief_var", "belief_threshold", "belief_link", "memory", "thought", "trail", "utility", "ledger",
        "credit_most", "credit_seen",
        "out_f", "out_memory",
        "out_i", "out_x", "out_must", "out_some", "out_never",
    ],
}  # fmt: skip
"""Arrays of which a row is one actor's own."""
CODES = [
    c.CURVE_SHAPE,
    c.TACTIC,
    c.CONDUCT,
    c.WAIT_UNTIL,
    c.CLOCK_WEEK,
    c.CREDIT_BUDGET,
    c.REVISIONS,
    c.LEAVES_AFTER,
    c.PATRON,
]
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


def changed(places):
    """Change every number at some places; return what stood there."""
    old = [array[index].copy() for _, array, index in places]
    for (_, array, index), was in zip(places, old):
        array[index] = was + 1 if array.dtype != np.int8 else 1 - np.minimum(was, 1)
    return old


def seen_by(sitting, me, places):
    """Return the names of the places at which a change changes my view; all is put back after."""
    sitting.cursor.party = me
    before = to_bytes(sitting.look())
    old = changed(places)
    after = to_bytes(sitting.look())
    for (_, array, index), was in zip(places, old):
        array[index] = was
    if before == after:
        return []
    # Only a failure is worth looking at one by one.
    return [places[0][0]] if len(places) == 1 else [name for one in places for name in seen_by(sitting, me, [one])]


@settings(max_examples=60)
@given(scenarios(), st.one_of(st.none(), st.integers(0, 999)), DECISIONS, st.data())
def test_a_view_never_contains_another_partys_private_number(data, seed, decision, chosen):
    """Change any private number of another's, and the bytes of a view stay as they were."""
    sitting = reach(data, seed, decision)
    if sitting.is_over:
        return
    me = chosen.draw(st.integers(0, int(sitting.params.run_i[c.PARTIES]) - 1), "me")
    places = private_rows(sitting, me) + private_talks(sitting, me)
    assert seen_by(sitting, me, places) == []


def private_rows(sitting, me):
    """Return what is in the rows of others: parties, their ratifiers, and my own ratifiers."""
    params, world = sitting.params, sitting.world
    places = []
    ratifiers = [int(n) for n in np.flatnonzero(params.party_i[:, c.GOVERNMENT] >= 0)]
    for other in [n for n in range(int(params.run_i[c.PARTIES])) if n != me] + ratifiers:
        mine = params.party_i[other, c.GOVERNMENT] == me
        for record, names in ((params, PARTY_ROWS["params"]), (world, PARTY_ROWS["world"])):
            for name in names:
                if other >= record[name].shape[0]:
                    continue
                # A government knows how long its own ratifiers take, and nothing else of theirs.
                index = (other, np.arange(c.PARTY_FLOATS) != c.DELAY) if mine and name == "party_f" else (other,)
                places.append((f"{name} of {other}", record[name], index))
        places += [(f"code {code} of {other}", params.party_i, (other, code)) for code in CODES]
    for k in range(int(params.run_i[c.LINKAGES])):
        if params.link_i[k, c.LINK_OWNER] != me:
            places += [(f"weight of {k}", params.link_f, (k, 0)), (f"hardness of {k}", params.link_i, (k, c.LINK_HARD))]
    for asset in range(int(params.run_i[c.ASSETS])):
        if params.asset_i[asset, c.HOLDER] != me:
            places.append((f"price of a step for {asset}", params.step_price, (asset,)))
        if params.asset_i[asset, c.KIND] == c.CREDIT:
            if me not in params.asset_i[asset, [c.HOLDER, c.DESTINATION]]:
                places.append((f"what is left of credit {asset}", world.left, (asset,)))
    return places


def private_talks(sitting, me):
    """Return papers, mail and commitments that did not reach me, and the answers of others."""
    params, world = sitting.params, sitting.world
    places = []
    others = np.arange(world.answer.shape[1]) != me
    for paper in np.flatnonzero(world.papers[:, c.PAPER_TYPE]):
        row = world.papers[paper]
        places.append((f"answers on {paper}", world.answer, (paper, others)))
        delivered = params.member[row[c.PAPER_CHANNEL], me] and row[c.PAPER_ARRIVES] <= world.now[c.WEEK]
        if not (delivered or row[c.PAPER_FROM] == me or world.letter[paper, me] >= 0):
            places.append((f"package {paper}", world.paper_x, (paper,)))
            places += [(f"paper {paper}", world.papers, (paper, at)) for at in (c.PAPER_VENUE, c.PAPER_UNTIL)]
    for row in np.flatnonzero(world.mail[:, c.MAIL_KIND]):
        mail = world.mail[row]
        if not params.member[mail[c.MAIL_CHANNEL], me] or mail[c.MAIL_TO] not in (-1, me):
            places.append((f"mail {row}", world.mail, (row, slice(c.MAIL_OBJECTIONS, None))))
            places.append((f"asset of mail {row}", world.mail, (row, c.MAIL_ASSET)))
    for row in np.flatnonzero(world.commitments[:, c.COMMITMENT_STATE]):
        if me not in world.commitments[row, [c.GIVER, c.TAKER]]:
            for array in (world.pledged, world.must, world.some, world.never):
                places.append((f"commitment {row}", array, (row,)))
    return places


@pytest.mark.parametrize(
    "name", ["gain", "cost", "trust", "align", "party_f", "ledger", "credit_most", "conceded", "belief_mean"]
)
def test_a_view_contains_the_partys_own_numbers(name):
    """The same change to one's own number is seen, so that the property above can fail."""
    sitting = reach(talks(), None, 0)
    array = sitting.params[name] if name in sitting.params.dtype.names else sitting.world[name]
    index = (0, 0 if name == "cost" else 1)[: array.ndim]
    assert seen_by(sitting, 0, [(name, array, index)]) == [name]


def test_a_budget_of_credit_is_its_giver_s_alone_to_see():
    """The giver sees its budget; the taker and a third see what could be asked of it at most."""
    credits = {"kind": "credit", "name": "Thanks", "held_by": "ALFA", "to": "BRAVO", "levels": 3}
    data = talks(
        parties={"ALFA": {"credit_budget": 1}, "CHARLIE": {"spread": 0}},
        assets={"thanks": credits},
        channels={"other": {"members": ["BRAVO", "CHARLIE"]}},
    )
    sitting = reach(data, None, 0)
    seen = []
    for me in range(3):
        sitting.cursor.party = me
        seen.append(int(sitting.look().credit_left[0]))
    assert seen == [1, 3, 3]
