"""Packages and deals: what changes hands, where, and under whose guarantee."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass


@dataclass(frozen=True)
class Release:
    """One captive (or counted group) who goes from a custodian to a receiver."""

    asset: str
    giver: str
    receiver: str
    count: int = 1


@dataclass(frozen=True)
class Grant:
    """A concession or credit, granted at a level out of so many."""

    asset: str
    giver: str
    receiver: str
    level: int
    levels: int


@dataclass(frozen=True)
class Package:
    """What changes hands: releases, grants, venue and guarantor (ids, or None)."""

    releases: tuple[Release, ...]
    grants: tuple[Grant, ...]
    venue: str | None
    guarantor: str | None

    @property
    def items(self) -> tuple[Release | Grant, ...]:
        """Return releases, then grants."""
        return (*self.releases, *self.grants)

    @property
    def assets(self) -> tuple[str, ...]:
        """Return the ids of all assets in it, in the scenario's order."""
        return tuple(item.asset for item in self.items)


@dataclass(frozen=True)
class Deal:
    """A package that everybody consented to and that has been executed.

    `agreed` is what was agreed, `delivered` what came of it; they differ where somebody defaulted.
    """

    agreed: Package
    delivered: Package
    proposer: str
    accepted: dt.date
    executed: dt.date
    defaulted: tuple[str, ...] = ()

    @property
    def people(self) -> int:
        """Return how many people it freed, groups by their count."""
        return sum(release.count for release in self.delivered.releases)
