"""Random numbers without a state: each draw is a function of what it is for.

A draw is keyed by (seed, run, key of the thing drawn for, week, purpose). Adding a consumer moves
nobody else's draws, runs can be made in any order, and a pair of variants shares its luck. The
mixing is the finaliser of SplitMix64 (Steele, Lea and Flood 2014), applied once for each word.
"""

from __future__ import annotations

import hashlib
import math

import numpy as np

from sim.state.compiled import rule

# Purposes: one number for each kind of draw, never reused.
PARAMETER = 1
PRIVATE_GAIN = 2
PRIVATE_COST = 3
EVENT = 4
LEAK = 5
DEFAULT = 6
SENTENCE = 7
PARDON = 8
RATIFIER_NOISE = 9
STEP = 10

_GOLDEN = np.uint64(0x9E3779B97F4A7C15)
_MIX_1 = np.uint64(0xBF58476D1CE4E5B9)
_MIX_2 = np.uint64(0x94D049BB133111EB)
_S30 = np.uint64(30)
_S27 = np.uint64(27)
_S31 = np.uint64(31)
_S11 = np.uint64(11)


def key_of(name: str) -> int:
    """Return the key of an id: 63 bits of its SHA-256, so that equal names have equal luck.

    >>> key_of("ALFA") == key_of("ALFA"), key_of("ALFA") == key_of("BRAVO")
    (True, False)
    """
    return int.from_bytes(hashlib.sha256(name.encode()).digest()[:8], "big") >> 1


@rule
def mix(word: np.uint64) -> np.uint64:
    """Return the SplitMix64 finaliser of a 64-bit word."""
    word = (word ^ (word >> _S30)) * _MIX_1
    word = (word ^ (word >> _S27)) * _MIX_2
    return word ^ (word >> _S31)


@rule
def uniform(seed: int, run: int, key: int, week: int, purpose: int) -> float:
    """Return the draw in (0, 1) that belongs to (seed, run, key, week, purpose)."""
    word = mix(np.uint64(seed) + _GOLDEN)
    word = mix(word + np.uint64(run) * _GOLDEN + _GOLDEN)
    word = mix(word ^ np.uint64(key))
    word = mix(word + np.uint64(week) * _GOLDEN + _GOLDEN)
    word = mix(word ^ (np.uint64(purpose) * _GOLDEN))
    return (float(word >> _S11) + 0.5) * 1.1102230246251565e-16


@rule
def normal(seed: int, run: int, key: int, week: int, purpose: int) -> float:
    """Return a standard normal draw, cut off at 2.5 (Box and Muller 1958).

    The cut keeps a private value from being absurd; its variance is 0.96 of the uncut one's.
    """
    first = uniform(seed, run, key, week, purpose)
    second = uniform(seed, run, key, week, purpose + 1000)
    value = math.sqrt(-2.0 * math.log(first)) * math.cos(2.0 * math.pi * second)
    return min(2.5, max(-2.5, value))
