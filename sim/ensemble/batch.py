"""A batch of runs: their results as arrays, by either engine."""

from __future__ import annotations

import struct
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from sim.ensemble.loop import play_runs
from sim.rules.outcome import OUTCOME_INTS, fold_acts, take_stock
from sim.scenario.compile import Compiled, conduct_code
from sim.state import acts as a
from sim.state import columns as c
from sim.state import makings as m
from sim.state import params as p
from sim.state import view as v
from sim.state import world as w
from sim.state.acts import Acts
from sim.state.layout import Bytes, Floats, Ints, allocate, box
from sim.state.makings import Makings
from sim.state.params import Params
from sim.state.view import View
from sim.state.world import World
from sim.tactics import draft as d
from sim.tactics.draft import Draft

if TYPE_CHECKING:
    from sim.world import Talks

ENGINES = ("compiled", "mesa")


@dataclass(frozen=True)
class Batch:
    """Results of consecutive runs; R runs, D deals at most, A assets, P parties of the scenario.

    Deals stand in the order of their execution; rows past the last are -1 and 0.
    """

    first: int
    deals: Ints  # (R, D, 5) int16: weeks of acceptance and execution, venue, guarantor, proposer
    released: Bytes  # (R, D, A) levels delivered
    utility: Floats  # (R, P) of executed deals, discounted
    reservation: Floats  # (R, P) at the start
    digests: Ints  # (R,) of all acts, to compare runs by

    def __len__(self) -> int:
        return len(self.digests)

    @classmethod
    def empty(cls, compiled: Compiled, first: int, count: int) -> Batch:
        """Return room for `count` runs."""
        parties, assets = len(compiled.index.parties), len(compiled.index.assets)
        return cls(
            first, np.full((count, c.DEALS, OUTCOME_INTS), -1, np.int16), np.zeros((count, c.DEALS, assets), np.int8),
            np.zeros((count, parties)), np.zeros((count, parties)), np.zeros(count, np.int64),
        )  # fmt: skip

    def encode(self, row: int) -> bytes:
        """Return one run as bytes: the same for the same results, whatever the machine's byte order."""
        count = int((self.deals[row, :, 1] >= 0).sum())
        return b"".join(
            (
                struct.pack("<Bq", count, self.digests[row]),
                self.deals[row, :count].astype("<i2").tobytes(),
                self.released[row, :count].tobytes(),
                self.utility[row].astype("<f8").tobytes(),
                self.reservation[row].astype("<f8").tobytes(),
            )
        )

    def encoded(self) -> Iterator[tuple[int, bytes]]:
        """Yield the number of each run and its bytes."""
        for row in range(len(self)):
            yield self.first + row, self.encode(row)

    def decode_into(self, row: int, stored: bytes) -> None:
        """Fill one row from what `encode` made.

        Raises
        ------
        ValueError
            If the bytes are not those of a run of this scenario.
        """
        count, digest = struct.unpack_from("<Bq", stored)
        at = struct.calcsize("<Bq")
        for target, kind in ((self.deals[row, :count], "<i2"), (self.released[row, :count], "i1"),
                             (self.utility[row], "<f8"), (self.reservation[row], "<f8")):  # fmt: skip
            values = np.frombuffer(stored, kind, target.size, at)
            target[...] = values.reshape(target.shape)
            at += values.nbytes
        if at != len(stored):
            raise ValueError(f"{len(stored)} bytes are not a run of this scenario")
        self.digests[row] = digest


def is_compilable(compiled: Compiled) -> bool:
    """Return whether every party's conduct is built in, so that runs need no Mesa."""
    return all(conduct_code(name) >= 0 for name in compiled.index.conducts)


def play_batch(compiled: Compiled, seed: int, first: int, count: int) -> Batch:
    """Play `count` runs of a seed from run `first` on by the compiled loop.

    Examples
    --------
    >>> from sim.scenario.compile import compile_scenario
    >>> from sim.scenario.load import load
    >>> batch = play_batch(compile_scenario(load("ring")), 0, 0, 2)
    >>> batch.deals[:, 0, 1].tolist()
    [1, 1]
    """
    batch, sizes = Batch.empty(compiled, first, count), compiled.sizes
    play_runs(
        box(compiled.template), box(compiled.makings), box(compiled.features), compiled.draws, seed, first,
        box(allocate(Params, p.LAYOUT, sizes)), box(allocate(Makings, m.LAYOUT, sizes)),
        box(allocate(World, w.LAYOUT, sizes)), box(allocate(View, v.LAYOUT, sizes)),
        box(allocate(Acts, a.LAYOUT, sizes)), box(allocate(Draft, d.LAYOUT, sizes)),
        batch.deals, batch.released, batch.utility, batch.reservation, batch.digests,
    )  # fmt: skip
    return batch


def play_batch_in_mesa(
    compiled: Compiled, seed: int, first: int, count: int, conducts: Mapping[str, str] | None = None
) -> Batch:
    """Play the same runs through the Mesa world, with conduct of the user's own where there is any."""
    from sim.world import Talks

    batch = Batch.empty(compiled, first, count)
    for row in range(count):
        play_talks(Talks(compiled, seed, first + row, conducts=conducts, told=False), batch, row)
    return batch


def play_talks(talks: Talks, batch: Batch, row: int) -> None:
    """Play one run through the Mesa world to its end, and write its results down."""
    digest = 0
    while not talks.is_over:
        talks.step()
        digest = fold_acts(box(talks.params), box(talks.sitting.world), talks.week - 1, digest)
    batch.digests[row] = digest
    take_stock(
        box(talks.params), box(talks.sitting.world), batch.deals[row], batch.released[row],
        batch.utility[row], batch.reservation[row],
    )  # fmt: skip
