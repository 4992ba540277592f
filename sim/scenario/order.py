"""The order in which parties and channels stand in the arrays: by what they have in the talks, not by the file."""

from __future__ import annotations

import datetime as dt

from sim.scenario.spec import Scenario


def parties_in_order(scenario: Scenario) -> tuple[str, ...]:
    """Return the parties by what they have in the talks, so that their order in the file decides nothing.

    By the first asset that a party holds, then by the first that is to go to it or whose citizenship it is,
    then by the first venue that it hosts, then by the channels that it sits in, then by what it gains, asset by
    asset; only parties alike in all of this stay in the order of the file. No id is compared: renaming
    everybody leaves the order as it is.

    >>> from sim.scenario.load import load
    >>> parties_in_order(load("ring").scenario)
    ('ALFA', 'BRAVO', 'CHARLIE')
    """
    assets, channels = scenario.assets, list(scenario.channels.values())
    hosts = [venue.host for venue in scenario.venues.values()]

    def first(found: list[int]) -> int:
        return min(found, default=len(assets) + len(hosts))

    def key(name: str) -> tuple[int, int, int, list[int], list[float]]:
        gains = scenario.parties[name].gains
        return (
            first([at for at, asset in enumerate(assets.values()) if asset.held_by == name]),
            first([at for at, one in enumerate(assets.values()) if name == one.to or name in one.citizenships]),
            first([at for at, host in enumerate(hosts) if host == name]),
            sorted(len(one.members) for one in channels if name in one.members),
            [gains[asset].centre if asset in gains else 0.0 for asset in assets],
        )

    return tuple(sorted((name for name, party in scenario.parties.items() if not party.abstract), key=key))


def channels_in_order(scenario: Scenario, parties: tuple[str, ...]) -> tuple[str, ...]:
    """Return the channels by who sits in them; of the same members the quicker, the less leaky, then the file's."""
    place = {name: at for at, name in enumerate(parties)}

    def key(name: str) -> tuple[list[int], int, float, dt.date, dt.date]:
        channel = scenario.channels[name]
        members = sorted(place[one] for one in channel.members)
        opens, closes = channel.opens or dt.date.min, channel.closes or dt.date.max
        return members, channel.delay_weeks, channel.leak_rate.centre, opens, closes

    return tuple(sorted(scenario.channels, key=key))
