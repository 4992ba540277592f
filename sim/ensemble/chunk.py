"""Consecutive runs as bytes: what a worker hands over, and what the store keeps."""

from __future__ import annotations

import zlib
from dataclasses import dataclass

import numpy as np

from sim.ensemble.batch import Batch
from sim.scenario.compile import Compiled

LEVEL = 6
"""How hard zlib tries; chosen because 9 takes three times as long for 2 % less."""


@dataclass(frozen=True)
class Chunk:
    """Some consecutive runs.

    Parameters
    ----------
    first, count
        The number of the first run, and how many there are.
    data
        zlib of ``count`` lengths (uint32, little-endian), then as many runs as `Batch.encode` writes them.
    seconds
        How long playing them took; 0 where that is not known.
    made_by
        Digest of the versions that played them; empty where that is not known.

    Examples
    --------
    >>> from sim.ensemble.batch import play_batch
    >>> from sim.scenario.compile import compile_scenario
    >>> from sim.scenario.load import load
    >>> ring = compile_scenario(load("ring"))
    >>> chunk = Chunk.of(play_batch(ring, 0, 5, 2))
    >>> chunk.first, chunk.count, chunk.batch(ring).first
    (5, 2, 5)
    """

    first: int
    count: int
    data: bytes
    seconds: float = 0.0
    made_by: str = ""

    @classmethod
    def of(cls, batch: Batch, seconds: float = 0.0, made_by: str = "") -> Chunk:
        """Return a batch as bytes."""
        runs = [run for _, run in batch.encoded()]
        lengths = np.array([len(run) for run in runs], "<u4").tobytes()
        return cls(batch.first, len(runs), zlib.compress(lengths + b"".join(runs), LEVEL), seconds, made_by)

    def _opened(self) -> tuple[list[int], bytes]:
        try:
            whole = zlib.decompress(self.data)
        except zlib.error as problem:
            raise ValueError(f"runs {self.first} to {self.first + self.count - 1} are damaged: {problem}") from None
        lengths = np.frombuffer(whole[: 4 * self.count], "<u4").tolist()
        body = whole[4 * self.count :]
        if len(lengths) != self.count or sum(lengths) != len(body):
            raise ValueError(f"runs {self.first} to {self.first + self.count - 1} are damaged: found another length")
        return lengths, body

    def body(self) -> bytes:
        """Return the encoded runs one after the other: what the digest of an ensemble is made of.

        Raises
        ------
        ValueError
            If the bytes are damaged.
        """
        return self._opened()[1]

    def runs(self) -> list[bytes]:
        """Return each run as `Batch.encode` wrote it.

        Raises
        ------
        ValueError
            If the bytes are damaged.
        """
        lengths, body = self._opened()
        ends = np.cumsum(lengths, dtype=np.int64).tolist()
        return [body[end - length : end] for end, length in zip(ends, lengths)]

    def batch(self, compiled: Compiled) -> Batch:
        """Return the runs as arrays.

        Raises
        ------
        ValueError
            If the bytes are damaged, or are not of this scenario.
        """
        batch = Batch.empty(compiled, self.first, self.count)
        for row, run in enumerate(self.runs()):
            batch.decode_into(row, run)
        return batch
