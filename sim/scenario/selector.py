"""Which assets a selector means, on the facts at the start."""

from __future__ import annotations

from sim.scenario.spec_asset import Asset
from sim.scenario.spec_talks import Selector


def is_match(selector: Selector, asset_id: str, asset: Asset) -> bool:
    """Return whether every fact that the selector states applies to the asset.

    Examples
    --------
    >>> is_match(Selector(role="journalist"), "a", Asset(name="A", held_by="ALFA", role="journalist"))
    True
    """
    return (
        selector.asset in (None, asset_id)
        and selector.held_by in (None, asset.held_by)
        and (selector.citizen is None or selector.citizen in asset.citizenships)
        and (selector.not_citizen is None or selector.not_citizen not in asset.citizenships)
        and (selector.role is None or (asset.kind == "person" and asset.role in selector.role))
        and (selector.offence is None or (asset.kind == "person" and asset.offence in selector.offence))
        and (selector.prominence is None or (asset.kind == "person" and asset.prominence in selector.prominence))
        and selector.kind in (None, asset.kind)
    )


def matches(selector: Selector, assets: dict[str, Asset]) -> list[str]:
    """Return the ids of all assets that a selector means, in their order in the file."""
    return [name for name, asset in assets.items() if is_match(selector, name, asset)]
