"""Who goes together: blocs that were put into made-up deals are found again, and counted."""

from __future__ import annotations

import numpy as np
import pytest

from sim.analysis.blocs import blocs
from sim.analysis.ensemble import Tally
from sim.ensemble.batch import Batch
from tests.support.batches import PEOPLE, scenario

WORLD = scenario()


def of_packages(*packages: tuple[str, ...]) -> Batch:
    """Return a run for each package, with one deal."""
    batch = Batch.empty(WORLD, 0, len(packages))
    for row, package in enumerate(packages):
        batch.deals[row, 0] = (0, 1, 0, -1, 0)
        for name in package:
            batch.released[row, 0, WORLD.index.assets.index(name)] = 1
    return batch


def found(*packages: tuple[str, ...], **options: float):
    """Return the blocs of runs with these packages."""
    tally = Tally(WORLD)
    tally.add(of_packages(*packages))
    return blocs(tally.summary(), **options)


def test_people_who_always_leave_together_are_a_bloc() -> None:
    """And combinations of blocs are counted, the most frequent first."""
    said = found(*[("al", "bo", "di")] * 5, *[("cy", "ed")] * 3, *[("al", "bo", "cy", "di", "ed")] * 2)
    assert said.members == (("al", "bo", "di"), ("cy", "ed"))
    assert [(one.blocs, one.runs) for one in said.combinations] == [((0,), 5), ((1,), 3), ((0, 1), 2)]
    assert (said.runs, said.aside, said.of) == ((7, 5), 0, 10)


def test_any_two_of_a_bloc_leave_together_in_the_share_of_deals_that_is_asked_for() -> None:
    """Over random packages."""
    draw = np.random.default_rng(4)
    packages = [tuple(name for name in PEOPLE if draw.random() < 0.6) for _ in range(200)]
    for share in (0.3, 0.4, 0.5, 0.9):
        said = found(*packages, held_by=share)
        assert sum(map(len, said.members)) == len(PEOPLE)
        for members in said.members:
            for one in members:
                for other in members:
                    either = sum(one in package or other in package for package in packages)
                    both = sum(one in package and other in package for package in packages)
                    assert both / either >= share - 1e-9
        assert sum(one.runs for one in said.combinations) == said.of == sum(map(bool, packages))


def test_those_beyond_the_number_of_blocs_are_counted() -> None:
    """The blocs with most releases stay."""
    said = found(("al",), ("al",), ("bo",), ("bo",), ("cy",), most=2)
    assert said.members == (("al",), ("bo",))
    assert said.aside == 1
    assert said.combinations[-1].blocs == ()


@pytest.mark.parametrize("packages", [(), ((),)])
def test_no_agreement_has_no_blocs(packages: tuple[tuple[str, ...], ...]) -> None:
    """And no combinations."""
    said = found(*packages)
    assert (said.members, said.combinations, said.of) == ((), (), 0)
