"""Generic negotiations: what they refuse, what they draw, and that compiling changes no result."""

from __future__ import annotations

import os
import subprocess
import sys

import numpy as np
import pytest

from sim.ensemble.generic import Domain, Tactic, made_up, negotiate
from sim.errors import ParleyError

TWO = [[1.0, -1.0], [-1.0, 1.0]]


@pytest.mark.parametrize(
    ("make", "words"),
    [
        (lambda: Domain([1.0, 2.0]), "found 1 axes"),
        (lambda: Domain([[1.0, 2.0]]), "found 1 party; allowed: at least 2"),
        (lambda: Domain(TWO, [0.0, 0.0, 0.0]), r"found the shape \(3,\); allowed: \(1, 2\)"),
        (lambda: Domain([[1.0, float("nan")], [1.0, 1.0]]), "worth: found a number that is not finite"),
        (lambda: Domain(TWO, [0.0, float("inf")]), "reservation: found a number that is not finite"),
        (lambda: Tactic("micro"), "known: exponential, polynomial"),
        (lambda: Tactic(beta=0.0), "beta: found 0; allowed: above 0"),
        (lambda: Tactic(floor=0.6, start=0.5), "found 0.6 and 0.5"),
        (lambda: negotiate(Domain(TWO), [Tactic()] * 3), "found 3; allowed: 1, or 2"),
        (lambda: negotiate(Domain(TWO), rounds=0), "rounds: found 0"),
        (lambda: negotiate(Domain(TWO), offers="exakt"), "did you mean 'exact'"),
        (lambda: negotiate(Domain(TWO), tolerance=1.0), "tolerance: found 1"),
        (lambda: negotiate(made_up(1, 2, 20), offers="nearest"), "on 20 issues; allowed: 19"),
    ],
)
def test_what_cannot_be_meant_is_refused_in_one_line(make, words):
    with pytest.raises(ParleyError, match=words) as refused:
        make()
    assert "\n" not in str(refused.value)


def test_nothing_is_negotiated_quickly():
    result = negotiate(Domain(np.zeros((0, 3, 4))))
    assert (len(result), result.package.shape, result.utility.shape) == (0, (0, 4), (0, 3))


def test_a_domain_of_no_issues_is_agreed_at_once():
    """The empty package is everybody's best."""
    assert negotiate(Domain(np.zeros((1, 3, 0)))).agreed.tolist() == [1]


def test_more_parties_and_issues_leave_the_other_draws_as_they_were():
    """Up to the scale, which makes everybody's stakes 1."""
    small, large = made_up(3, 4, 6, seed=5).worth, made_up(3, 5, 9, seed=5).worth[:, :4, :6]
    assert np.allclose(small / small[:, :, :1], large / large[:, :, :1], rtol=1e-12)


def test_seeds_and_numbers_differ_and_zero_is_a_seed():
    drawn = {made_up(1, 2, 2, seed, first).worth.tobytes() for seed in (0, 1, 2) for first in (0, 1, 2)}
    assert len(drawn) == 9


SCRIPT = """
import hashlib, sys
from sim.ensemble.generic import Domain, Tactic, made_up, negotiate
from sim.protocols.alternating import OFFERS
digest = hashlib.sha256()
for parties, issues, kept in ((2, 3, 0.0), (3, 6, 0.3), (4, 5, 0.2)):
    made = made_up(4, parties, issues, seed=1)
    domain = Domain(made.worth, kept * made.worth.clip(0).sum(2))
    for offers in OFFERS:
        tactics = [Tactic(("polynomial", "exponential")[at % 2], 0.4 + at) for at in range(parties)]
        result = negotiate(domain, tactics, 12, offers, 0.001)
        for part in (result.agreed, result.rounds, result.proposer, result.package, result.utility, result.nodes):
            digest.update(part.tobytes())
sys.stdout.write(digest.hexdigest())
"""


def digest_of(**environment: str) -> str:
    command = [sys.executable, "-W", "ignore", "-c", SCRIPT]
    done = subprocess.run(command, check=True, capture_output=True, text=True, env={**os.environ, **environment})
    assert len(done.stdout) == 64
    return done.stdout


def test_compiling_changes_no_result():
    """The same functions, interpreted, give the same bits."""
    assert digest_of(NUMBA_DISABLE_JIT="1") == digest_of(NUMBA_DISABLE_JIT="0")
