"""What may be agreed and what becomes of it, in any scenario: promises that no run may break."""

from __future__ import annotations

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from sim.state import columns as c
from sim.worth.linkage import BROKEN, linkage_state
from tests.support.build import compiled, sit
from tests.support.kernels import surplus_of
from tests.support.random_scenarios import scenarios
from tests.support.watch import watch

SEEDS = st.one_of(st.none(), st.integers(0, 10**6))
FEW = settings(max_examples=60)


@FEW
@given(scenarios(), SEEDS)
def test_no_party_agrees_below_its_reservation(data, seed):
    """Whoever accepts, proposes or commits has a surplus of nothing or more, as it believes."""
    wanted = {c.ACCEPT: "accepts", c.PROPOSE: "proposes", c.COMMIT: "commits to"}

    def check(view, act, numbers, x):
        kind = int(act[c.ACT_KIND])
        if kind not in wanted:
            return
        venue, guarantor = act[c.ACT_VENUE], act[c.ACT_GUARANTOR]
        if kind != c.PROPOSE:
            paper = act[c.ACT_PAPER]
            x, venue, guarantor = view.paper_x[paper], *view.papers[paper, [c.PAPER_VENUE, c.PAPER_GUARANTOR]]
        worth = surplus_of(view, x, venue, guarantor)
        assert worth >= -1e-7, f"a party {wanted[kind]} {worth:.3f} below its reservation"
        assert abs(worth - numbers[c.ACT_SURPLUS]) < 1e-7, "what the reader is told is not what was reckoned"

    watch(sit(compiled(data), seed), check)


def has_word(before, week, giver, taker, asset, x):
    """Return whether a standing commitment of a giver covers an asset in a package, condition and all."""
    for k in range(c.COMMITMENTS):
        row = before.commitments[k]
        if row[c.COMMITMENT_STATE] != c.STANDING or row[c.GIVER] != giver or row[c.TAKER] != taker:
            continue
        some = np.sum((before.some[k] > 0) & (x > 0)) >= row[c.COMMITMENT_COUNT]
        rest = np.all(x >= before.must[k]) and not np.any((before.never[k] > 0) & (x > 0))
        if row[c.EXPIRES] > week and some and rest and before.pledged[k, asset] >= x[asset]:
            return True
    return False


@FEW
@given(scenarios(), SEEDS)
def test_nobody_gives_what_is_not_its_own_or_promised(data, seed):
    """A proposal offers what the proposer holds or has the word for; a deal has every giver's yes or word."""
    sitting = sit(compiled(data), seed)
    seen = watch(sitting)
    params, world = sitting.params, sitting.world
    side = params.party_i[:, c.SIDE]
    for who, channel, x, before in seen.proposals:
        for asset in np.flatnonzero(x):
            holder, to = params.asset_i[asset, [c.HOLDER, c.DESTINATION]]
            if params.asset_i[asset, c.KIND] == c.CREDIT and who not in (holder, to):
                # What is left of a credit between others is not to be known; the deal's own check is below.
                assert 0 < x[asset] <= params.asset_i[asset, c.LEVELS]
            else:
                assert before.status[asset] == c.HELD
                assert not before.reserved[asset]
                assert 0 < x[asset] <= before.left[asset]
            if holder == who or params.member[channel, holder]:
                continue
            if side[holder] != 0 and side[holder] == side[who]:
                assert has_word(before, before.week, holder, who, asset, x), "gives what nobody has promised"
            else:
                members = np.flatnonzero(params.member[channel])
                assert any(side[m] == side[holder] != 0 for m in members if m != who), "asks whom nobody speaks for"
    for deal, before in seen.deals:
        paper = int(np.flatnonzero(before.papers[:, c.PAPER_SERIAL] == world.deals[deal, c.DEAL_SERIAL])[0])
        x, yes = before.paper_x[paper], before.answer[paper] == c.YES
        for asset in np.flatnonzero(x):
            giver = params.asset_i[asset, c.HOLDER]
            word = any(has_word(before, before.week, giver, t, asset, x) for t in np.flatnonzero(yes))
            assert yes[giver] or word, "somebody gives without having said yes"


@FEW
@given(scenarios(), SEEDS)
def test_no_executed_deal_breaks_a_hard_linkage(data, seed):
    """Red lines of consenting parties, and of ratifiers with a veto, hold in whatever is executed."""
    sitting = sit(compiled(data), seed)
    sitting.play()
    params, world = sitting.params, sitting.world
    for deal in np.flatnonzero(world.deals[:, c.DEAL_STAGE] == c.EXECUTED):
        x = world.deal_x[deal]
        touched = set(params.asset_i[x > 0, c.HOLDER])
        people = (x > 0) & (params.asset_i[:, c.KIND] == c.PERSON)
        touched |= set(params.asset_i[people, c.DESTINATION])
        for k in np.flatnonzero(params.link_i[:, c.LINK_HARD]):
            owner = params.link_i[k, c.LINK_OWNER]
            government = params.party_i[owner, c.GOVERNMENT]
            binds = owner in touched or (government in touched and params.party_i[owner, c.VETO])
            if binds:
                state = linkage_state(
                    params.link_i[k], params.link_if[k], params.link_need[k], params.link_forbid[k], x
                )
                assert state != BROKEN


@FEW
@given(scenarios(), SEEDS)
def test_assets_are_conserved(data, seed):
    """Each person is freed once at most, levels never go below nothing, the ledger is what was delivered."""
    sitting = sit(compiled(data), seed)
    params, world = sitting.params, sitting.world
    n = int(params.run_i[c.ASSETS])
    while not sitting.is_over:
        sitting.step()
        assert np.all(world.left >= 0)
        bound = np.isin(world.deals[:, c.DEAL_STAGE], (c.RATIFYING, c.STEPS))
        assert np.array_equal(world.reserved > 0, world.deal_x[bound].sum(axis=0) > 0)
    done = world.deals[:, c.DEAL_STAGE] == c.EXECUTED
    freed = world.released[done].astype(int).sum(axis=0)[:n]
    person = params.asset_i[:n, c.KIND] == c.PERSON
    assert np.all(freed[person] <= 1)
    assert np.array_equal(world.status[:n] == c.GONE, person & (freed == 1))
    assert np.all(world.released[done] <= world.deal_x[done])
    assert np.all(world.released[~done] == 0)
    assert np.array_equal(freed + world.left[:n], params.asset_i[:n, c.LEVELS])
    ledger = np.zeros_like(world.ledger)
    for a in np.flatnonzero(params.asset_i[:n, c.KIND] == c.CREDIT):
        ledger[params.asset_i[a, c.HOLDER], params.asset_i[a, c.DESTINATION]] += freed[a]
    assert np.array_equal(world.ledger, ledger)
    given_credit = world.ledger.sum(axis=1)[: int(params.run_i[c.PARTIES])]
    assert np.all(given_credit <= params.party_i[: len(given_credit), c.CREDIT_BUDGET]), "beyond a budget of credit"
    mortal = {event["asset"] for event in data["events"].values() if event["kind"] == "death"}
    assert set(np.flatnonzero(world.status[:n] == c.DEAD)) <= {list(data["assets"]).index(a) for a in mortal}
