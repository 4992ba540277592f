"""The map of who holds whom: counts by custodian and by who wants them."""

from __future__ import annotations

import pytest

from sim.plots.holdings import draw_holdings
from sim.plots.save import figure_of
from sim.scenario.load import load
from sim.scenario.wishes import people_of, wishes
from tests.support.boxes import outside, touching, written


@pytest.fixture(scope="module")
def large():
    """Return the largest shipped scenario."""
    return load("ankara-2024").scenario


def test_the_ring_has_one_in_each_row_and_column() -> None:
    """Each holds one, whom another wants."""
    axes = draw_holdings(load("ring").scenario)
    spots = {tuple(place) for dots in axes.collections for place in dots.get_offsets()}
    assert spots == {(2.0, 0.0), (0.0, 1.0), (1.0, 2.0)}


def test_the_numbers_add_up(large) -> None:
    """Every claim is counted once in the row of its custodian."""
    axes = draw_holdings(large)
    people, wanted = people_of(large), wishes(large)
    rows = [label.get_text() for label in axes.get_yticklabels()]
    assert sum(int(row.rsplit(" ", 1)[1]) for row in rows) == len(people)
    columns = {(one.claims, one.causes) for one in wanted.values() if any(one)}
    drawn = sum(int(text.get_text()) for text in axes.texts if text.get_text().isdigit())
    assert drawn == sum(len(claims) + len(causes) for claims, causes in columns)


def test_every_party_that_wants_somebody_is_named(large) -> None:
    """Those who want exactly the same share a column."""
    named = " ".join(label.get_text() for label in draw_holdings(large).get_xticklabels()).replace("\n", " ")
    for name, one in wishes(large).items():
        if any(one):
            assert (large.parties[name].name or name) in named


def test_nothing_touches(large) -> None:
    """Texts stay apart and inside the picture."""
    axes = draw_holdings(large)
    figure = figure_of(axes)
    assert touching(figure, written(axes)) == []
    assert outside(figure, written(axes)) == []


def test_nobody_wants_their_own(large) -> None:
    """A wish is for what others hold."""
    for name, one in wishes(large).items():
        assert all(large.assets[who].held_by != name for who in one.claims | one.causes)
        assert not one.claims & one.causes
