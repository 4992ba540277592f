"""Deals under way: what binds their assets, and what ends them early."""

from __future__ import annotations

from sim.rules.log import note
from sim.state import columns as c
from sim.state.compiled import inner
from sim.state.params import Params
from sim.state.world import World


@inner
def is_under_way(world: World, deal: int) -> bool:
    """Return whether a deal is agreed and neither executed nor void."""
    stage = world.deals[deal, c.DEAL_STAGE]
    return bool(stage == c.RATIFYING or stage == c.STEPS)


@inner
def free_assets(world: World, deal: int) -> None:
    """Release the assets of a deal that is no longer under way."""
    for asset in range(world.status.shape[0]):
        if world.deal_x[deal, asset] > 0:
            world.reserved[asset] = 0


@inner
def close_paper(world: World, deal: int) -> None:
    """Close the paper that a deal came from, so that its proposer may bid anew in the channel."""
    for paper in range(c.PAPERS):
        if world.papers[paper, c.PAPER_SERIAL] == world.deals[deal, c.DEAL_SERIAL]:
            world.papers[paper, c.PAPER_STATE] = c.CLOSED


@inner
def collapse(world: World, deal: int) -> None:
    """End a deal that is under way, and close the paper that it came from."""
    world.deals[deal, c.DEAL_STAGE] = c.COLLAPSED
    free_assets(world, deal)
    close_paper(world, deal)


@inner
def void_deals_with(params: Params, world: World, asset: int) -> None:
    """Void every deal under way that counted on somebody who has died."""
    for deal in range(c.DEALS):
        if is_under_way(world, deal) and world.deal_x[deal, asset] > 0:
            collapse(world, deal)
            note(world, c.LOG_VOID, deal, asset, -1, -1)
