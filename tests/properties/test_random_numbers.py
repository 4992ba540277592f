"""Random numbers: the compiled rule against plain integers, and against what uniform means."""

from __future__ import annotations

import math

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from sim.state.random import key_of, normal, uniform

WORD = 2**64 - 1
GOLDEN = 0x9E3779B97F4A7C15
WHOLE = st.integers(0, 2**63 - 1)


def plain_mix(word):
    """The finaliser of SplitMix64, on whole numbers of any length."""
    word = (word ^ (word >> 30)) * 0xBF58476D1CE4E5B9 & WORD
    word = (word ^ (word >> 27)) * 0x94D049BB133111EB & WORD
    return word ^ (word >> 31)


def plain_uniform(seed, run, key, week, purpose):
    """The draw, by the same recipe without numba or NumPy."""
    word = plain_mix(seed + GOLDEN & WORD)
    word = plain_mix(word + run * GOLDEN + GOLDEN & WORD)
    word = plain_mix(word ^ key)
    word = plain_mix(word + week * GOLDEN + GOLDEN & WORD)
    word = plain_mix(word ^ (purpose * GOLDEN & WORD))
    return ((word >> 11) + 0.5) * 2.0**-53


def test_the_finaliser_is_the_published_one():
    """SplitMix64 from seed 1234567 starts with the numbers of its reference implementation."""
    state = 1234567
    drawn = []
    for _ in range(3):
        state = state + GOLDEN & WORD
        drawn.append(plain_mix(state))
    assert drawn == [6457827717110365317, 3203168211198807973, 9817491932198370423]


@given(WHOLE, st.integers(0, 2**40), WHOLE, st.integers(0, 520), st.integers(0, 2000))
def test_compiled_and_plain_draws_are_equal(seed, run, key, week, purpose):
    """Bit for bit, for every key."""
    drawn = uniform(seed, run, key, week, purpose)
    assert drawn == plain_uniform(seed, run, key, week, purpose)
    assert 0.0 < drawn < 1.0
    second = plain_uniform(seed, run, key, week, purpose + 1000)
    plain = math.sqrt(-2.0 * math.log(drawn)) * math.cos(2.0 * math.pi * second)
    assert math.isclose(normal(seed, run, key, week, purpose), min(2.5, max(-2.5, plain)), rel_tol=1e-12, abs_tol=1e-12)


def test_draws_look_uniform_along_every_key():
    """Kolmogorov's distance at the 0.1 % level, and no correlation between neighbours, key by key."""
    n = 5000
    for at in range(5):
        base = [3, 5, key_of("somebody"), 7, 4]
        drawn = []
        for step in range(n):
            words = list(base)
            words[at] += step
            drawn.append(uniform(*words))
        ranked = np.sort(drawn)
        distance = np.max(np.abs(ranked - (np.arange(n) + 0.5) / n))
        assert distance < 1.95 / math.sqrt(n)
        assert abs(np.corrcoef(drawn[:-1], drawn[1:])[0, 1]) < 4 / math.sqrt(n)
        assert len(set(drawn)) == n
