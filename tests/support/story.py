"""A run told by ids, so that a test can say who got what, and when."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from sim.rules.sitting import CLOSE, Sitting
from sim.scenario.compile import Compiled
from sim.state import columns as c
from tests.support.build import compiled, sit

KINDS = "wait ask sound commit propose accept refuse withdraw sentence pardon".split()
OBJECTIONS = ("", "not", "needs", "little", "much")


@dataclass(frozen=True)
class Deal:
    """A deal of a run; weeks of agreement and execution, None if it was never executed."""

    agreed: frozenset[str]
    released: frozenset[str]
    accepted: int
    executed: int | None
    venue: str | None
    guarantor: str | None
    collapsed: bool


@dataclass(frozen=True)
class Act:
    """An act other than waiting, as it was carried out."""

    week: int
    party: str
    channel: str
    kind: str
    asset: str | None
    reason: int
    package: frozenset[str]
    worth: float
    target: float
    objections: tuple[tuple[str, str | None], ...]


@dataclass
class Story:
    """Deals, acts and notes of a run, and the run itself."""

    compiled: Compiled
    sitting: Sitting
    deals: list[Deal] = field(default_factory=list)
    acts: list[Act] = field(default_factory=list)
    notes: list[tuple[int, ...]] = field(default_factory=list)

    def did(self, kind: str, party: str | None = None) -> list[Act]:
        """Return the acts of a kind, of one party if it is named."""
        return [act for act in self.acts if act.kind == kind and party in (None, act.party)]

    def noted(self, kind: int) -> list[tuple[int, ...]]:
        """Return the notes of a kind: week, then what it is about."""
        return [(note[0], *note[2:]) for note in self.notes if note[1] == kind]

    @property
    def freed(self) -> frozenset[str]:
        """Return everything that changed hands in the run."""
        return frozenset().union(*(deal.released for deal in self.deals if deal.executed is not None))


def tell(data: dict[str, Any], seed: int | None = None) -> Story:
    """Play a scenario, given as data, to its end: with a seed, or at the centre."""
    scenario = compiled(data)
    return go_on(Story(scenario, sit(scenario, seed)))


def go_on(story: Story) -> Story:
    """Play a run from where it stands to its end."""
    while not story.sitting.is_over:
        if story.sitting.cursor.phase == CLOSE:
            _take_down(story)
            week = int(story.sitting.world.now[c.WEEK])
            story.sitting.step()
            story.notes += [(week, *map(int, row)) for row in story.sitting.world.log if row[0]]
        else:
            story.sitting.step()
    world = story.sitting.world
    for deal in range(int(world.now[c.NEXT_DEAL])):
        row = world.deals[deal]
        executed = int(row[c.DEAL_EXECUTED])
        story.deals.append(
            Deal(
                _names(story, world.deal_x[deal]), _names(story, world.released[deal]), int(row[c.DEAL_AGREED]),
                executed if executed >= 0 else None, _pick(story.compiled.index.venues, row[c.DEAL_VENUE]),
                _pick(story.compiled.index.parties, row[c.DEAL_GUARANTOR]), bool(row[c.DEAL_STAGE] == c.COLLAPSED),
            )
        )  # fmt: skip
    return story


def _names(story: Story, x: Any) -> frozenset[str]:
    return frozenset(name for name, level in zip(story.compiled.index.assets, x, strict=False) if level > 0)


def _pick(names: tuple[str, ...], place: int) -> str | None:
    return names[place] if place >= 0 else None


def _take_down(story: Story) -> None:
    index, world = story.compiled.index, story.sitting.world
    for p, party in enumerate(index.parties):
        for ch, channel in enumerate(index.channels):
            act = world.out_i[p, ch]
            if act[c.ACT_KIND] == c.WAIT:
                continue
            said = act[c.ACT_OBJECTIONS : c.ACT_OBJECTIONS + 6].reshape(3, 2)
            story.acts.append(
                Act(
                    int(world.now[c.WEEK]), party, channel, KINDS[act[c.ACT_KIND]],
                    _pick(index.assets, act[c.ACT_ASSET]), int(act[c.ACT_REASON]), _names(story, world.out_x[p, ch]),
                    float(world.out_f[p, ch, c.ACT_SURPLUS]), float(world.out_f[p, ch, c.ACT_TARGET]),
                    tuple((OBJECTIONS[kind], _pick(index.assets, asset)) for kind, asset in said if kind),
                )
            )  # fmt: skip
