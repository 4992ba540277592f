"""What to see in each picture: sentences whose numbers are those of the summary."""

from __future__ import annotations

import re

import numpy as np
import pytest

from sim.analysis.ensemble import Summary, Tally
from sim.report.captions import CAPTIONS, headline
from tests.support.batches import documented, made_up, scenario


@pytest.fixture(scope="module")
def summary() -> Summary:
    """Return 200 made-up runs beside a documented deal."""
    world = scenario()
    tally = Tally(world, documented("al", "bo", "cy"))
    tally.add(made_up(world, 5, 200, odds=0.6))
    return tally.summary()


def told(name: str, summary: Summary) -> str:
    """Return a caption in one line."""
    return " ".join(CAPTIONS[name][1](summary))


def test_the_headline_gives_the_share_with_its_interval_and_the_median_day(summary: Summary) -> None:
    """In plain words."""
    text = " ".join(headline(summary)).replace("\u00a0", " ")
    share, low, high = summary.agreement
    assert f"In about {100 * share:.0f} of 100 runs" in text
    assert f"(95 % interval {low:.0%} to {high:.0%})" in text
    middle = summary.date["median"]
    assert middle is not None
    assert f"by {middle.day} {middle:%B %Y}" in text


def test_who_comes_home_is_set_beside_the_list(summary: Summary) -> None:
    """Everybody on the list is either counted or missed; nobody is both."""
    given = {name: one.estimate for name, one in summary.inclusion_given_agreement.items()}
    listed = [one for one in summary.candidates if one.on_record]
    missed = [one.name for one in listed if given[one.id] < 0.5]
    text = told("inclusion", summary)
    assert f"Of the 3 entries of the documented list {3 - len(missed)} are freed in half of the exchanges" in text
    assert all(name in text.partition("missed are")[2] for name in missed)


def test_the_commonest_number_is_that_of_the_highest_bar_with_people(summary: Summary) -> None:
    """Runs without anybody freed are told apart."""
    most = 1 + int(np.argmax(summary.people[1:]))
    assert f"the commonest number is {most} ({summary.people[most] / summary.runs:.0%} of runs" in told(
        "released", summary
    )


@pytest.mark.parametrize("name", CAPTIONS)
@pytest.mark.parametrize("odds", [0.0, 0.1, 0.6, 1.0])
@pytest.mark.parametrize("is_documented", [True, False])
def test_every_caption_is_made_of_whole_sentences(name: str, odds: float, is_documented: bool) -> None:
    """Whatever the runs came to: no nan, no None, a full stop at the end of each."""
    world = scenario()
    tally = Tally(world, documented("al", "bo", "cy") if is_documented else None)
    tally.add(made_up(world, 2, 20, odds=odds))
    sentences = [*CAPTIONS[name][1](tally.summary()), *headline(tally.summary())]
    assert all(one[0].isupper() or one[0].isdigit() for one in sentences)
    assert all(one.endswith(".") for one in sentences)
    assert not any(re.search(r"\bnan\b|\bNone\b|\binf\b", one) for one in sentences)
    assert is_documented or not any("documented" in one for one in sentences)
