"""Beliefs: what every party learns from the week's mail."""

from __future__ import annotations

from sim.state import columns as c
from sim.state.compiled import inner
from sim.state.params import Params
from sim.state.world import World
from sim.tactics.belief import (
    BELIEVED_GUARANTEE,
    BELIEVED_HOST,
    BROKEN_RATIO,
    NEED_RATIO,
    believed_faith,
    forget_threshold,
    learn_answer,
    learn_linkage,
    learn_wish,
)
from sim.worth.linkage import BROKEN
from sim.worth.surplus import actor_link
from sim.worth.utility import is_neutral


@inner
def learn(params: Params, world: World) -> None:
    """Update each receiver's beliefs about each sender, letter by letter; then clear the mail."""
    week = world.now[c.WEEK]
    parties = params.run_i[c.PARTIES]
    for mail in range(c.MAILS):
        if world.mail[mail, c.MAIL_KIND] == c.WAIT or world.mail[mail, c.MAIL_ARRIVES] > week:
            continue
        channel = world.mail[mail, c.MAIL_CHANNEL]
        sender = world.mail[mail, c.MAIL_FROM]
        to = world.mail[mail, c.MAIL_TO]
        for party in range(parties):
            if party != sender and params.member[channel, party] and (to < 0 or to == party):
                _read(params, world, party, sender, mail)
        world.mail[mail, c.MAIL_KIND] = c.WAIT
    for party in range(parties):
        for other in range(parties):
            forget_threshold(world.belief_threshold[party, other], params.prior_threshold[other])


@inner
def _read(params: Params, world: World, party: int, sender: int, mail: int) -> None:
    kind = world.mail[mail, c.MAIL_KIND]
    paper = world.mail[mail, c.MAIL_PAPER]
    asset = world.mail[mail, c.MAIL_ASSET]
    mean = world.belief_mean[party, sender]
    var = world.belief_var[party, sender]
    if kind == c.ASK or kind == c.SOUND_OUT:
        # A draft shows what is wanted for others too, so that only its first wish is read.
        if asset >= 0 and params.asset_i[asset, c.HOLDER] != sender:
            learn_wish(mean, var, asset, 1.0)
        return
    if paper >= 0 and kind != c.WITHDRAW:
        x = world.paper_x[paper]
        venue = world.papers[paper, c.PAPER_VENUE]
        guarantor = world.papers[paper, c.PAPER_GUARANTOR]
        extra = 0.0
        if venue >= 0 and params.venue_i[venue, c.HOST] == sender:
            extra += BELIEVED_HOST
        if guarantor == sender:
            extra += BELIEVED_GUARANTEE
        text = world.papers[paper, c.PAPER_TYPE] == c.TEXT and kind == c.PROPOSE
        if not text and not _is_too_much(world, mail):
            learn_answer(
                mean, var, world.belief_threshold[party, sender], params.asset_i, sender, x,
                believed_faith(1 if guarantor >= 0 else 0, is_neutral(params.venue_i, venue)), extra, kind != c.REFUSE,
            )  # fmt: skip
        for link in range(params.link_i.shape[0]):
            if params.link_i[link, c.LINK_OWNER] == sender and actor_link(params, link, x) == BROKEN:
                ratio = 1.2 if kind == c.REFUSE else BROKEN_RATIO
                world.belief_link[party, link] = learn_linkage(world.belief_link[party, link], ratio)
    if kind != c.REFUSE:
        return
    for row in range(3):
        objection = world.mail[mail, c.MAIL_OBJECTIONS + 2 * row]
        named = world.mail[mail, c.MAIL_OBJECTIONS + 2 * row + 1]
        if named < 0:
            continue
        if objection == c.NEEDS:
            learn_wish(mean, var, named, 1.0)
            for link in range(params.link_i.shape[0]):
                owned = params.link_i[link, c.LINK_OWNER] == sender and params.link_need[link, named]
                if owned and (paper < 0 or actor_link(params, link, world.paper_x[paper]) == BROKEN):
                    world.belief_link[party, link] = learn_linkage(world.belief_link[party, link], NEED_RATIO)
        elif objection == c.NOT_THIS:
            learn_wish(mean, var, named, -1.0)
        elif objection == c.TOO_MUCH:
            _learn_credit(params, world, party, sender, paper)


@inner
def _is_too_much(world: World, mail: int) -> bool:
    """Return whether a refusal is for want of credit, so that it says nothing of what a package is worth."""
    for row in range(3):
        if world.mail[mail, c.MAIL_OBJECTIONS + 2 * row] == c.TOO_MUCH:
            return True
    return False


@inner
def _learn_credit(params: Params, world: World, party: int, sender: int, paper: int) -> None:
    """Learn that a giver's credit does not reach for what a package asks: it has one level less at most."""
    asked = 1
    if paper >= 0:
        asked = 0
        for asset in range(params.asset_i.shape[0]):
            if params.asset_i[asset, c.KIND] == c.CREDIT and params.asset_i[asset, c.HOLDER] == sender:
                asked += world.paper_x[paper, asset]
    world.credit_most[party, sender] = max(0, min(world.credit_most[party, sender], asked - 1))
