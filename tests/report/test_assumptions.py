"""The uncertain numbers of a scenario: which, in which order, and from where."""

from __future__ import annotations

from typing import Any

from sim.report.assumptions import Uncertain, uncertain_numbers
from sim.scenario.spec import Scenario
from tests.support.build import talks


def found(**parties: Any) -> list[Uncertain]:
    """Return the uncertain numbers of the smallest talks, with changes of the parties."""
    return uncertain_numbers(Scenario.model_validate(talks(parties=parties)))


def test_what_is_fixed_or_in_other_units_is_not_among_them() -> None:
    """Shares, delays and deadlines vary too, but not in utility."""
    assert found(ALFA={"reliability": {"low": 0.1, "high": 0.9}, "deadline": {"low": 1, "high": 60}}) == []


def test_the_widest_comes_first() -> None:
    """95 % of a normal number's draws, all of any other's."""
    first, second = found(
        ALFA={"gains": {"bo": {"value": 3, "sd": 1}}}, BRAVO={"reservation": {"low": -3, "value": 0, "high": 1}}
    )
    assert (first.whose, first.what, first.low, first.high) == (("BRAVO",), "value of no deal", -3.0, 1.0)
    assert (second.whose, second.what, second.low, second.high) == (("ALFA",), "gain: Bo", 1.04, 4.96)


def test_what_parties_have_alike_is_one_entry() -> None:
    """And what differs by its source alone is two."""
    number = {"low": 0, "high": 1, "note": "as everybody"}
    assert [one.whose for one in found(ALFA={"hosting": number}, BRAVO={"hosting": number})] == [("ALFA", "BRAVO")]
    sourced = {**number, "source": "a book"}
    entries = found(ALFA={"hosting": number}, BRAVO={"hosting": sourced})
    assert [(one.whose, one.source) for one in entries] == [(("ALFA",), ""), (("BRAVO",), "a book")]


def test_a_number_without_a_source_has_that_of_what_it_is_part_of() -> None:
    """Of an override or of a ratifier."""
    entries = found(
        ALFA={
            "overrides": {"bo": {"gain": {"low": 0, "high": 4}, "source": "an offer"}},
            "ratifiers": {"DIET": {"name": "the Diet", "costs": {"al": {"low": 0, "high": 2}}, "source": "a law"}},
        }
    )
    assert [(one.whose, one.what, one.source) for one in entries] == [
        (("ALFA",), "gain of its own: Bo", "an offer"),
        (("the Diet (ALFA)",), "cost: Al", "a law"),
    ]
