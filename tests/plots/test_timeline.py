"""The talks as a timeline: every act at its week and channel, labels that do not touch."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace

import numpy as np
import pytest

from sim.domain.act import ActKind
from sim.domain.result import Names, RunResult
from sim.plots.save import figure_of
from sim.plots.timeline import MARKS, MOST_LABELS, day, draw_timeline
from tests.report import made_up
from tests.support.boxes import outside, touching, written


def marks(axes, word: str) -> np.ndarray:
    """Return where the acts of a kind stand."""
    return np.vstack([dots.get_offsets() for dots in axes.collections if dots.get_label() == word])


def test_every_kind_of_act_but_waiting_has_a_mark_and_shapes_differ() -> None:
    """Colour alone tells nothing: where two share a shape, one is dark and one is light."""
    assert set(MARKS) == set(ActKind) - {ActKind.WAIT}
    shapes = [marker for marker, *_ in MARKS.values()]
    assert len(set(shapes)) == len(shapes) - 1  # sentences and pardons are one thing and its reverse
    assert len({word for *_, word in MARKS.values()}) == len(MARKS)


def test_acts_stand_at_their_week_channel_and_party(full: RunResult) -> None:
    """Two who ask in the same week and channel stand on two lines of one lane."""
    talks, _ = draw_timeline(full)
    asks = marks(talks, "asks")
    assert list(asks[:, 0]) == [day(made_up.START)] * 2
    assert asks[0, 1] < asks[1, 1]
    assert np.all(np.abs(asks[:, 1]) < 0.5)
    assert marks(talks, "gives its word")[0, 1] == pytest.approx(1.0, abs=0.5)
    assert len(marks(talks, "proposes")) == 2


def test_a_lane_names_its_channel_and_who_spoke_there(full: RunResult) -> None:
    """The busiest on top; a channel that nobody used has none."""
    talks, _ = draw_timeline(full)
    assert [label.get_text() for label in talks.get_yticklabels()] == [
        "the line\nAlfa / Bravo",
        "the letters\nAlfa / Hostland",
    ]


def test_events_and_deals_are_told_above(full: RunResult) -> None:
    """An event by its sentence; a deal by when it was agreed and when carried out."""
    talks, hopes = draw_timeline(full)
    texts = [text.get_text() for text in talks.texts]
    for words in ("A court speaks about", "The talks leak", "agreed by all", "carried out: 26 people",
                  "agreed and carried out: 5 people"):  # fmt: skip
        assert any(words in text for text in texts), words
    weeks = {float(np.ravel(line.get_xdata())[0]) for line in hopes.lines}
    assert {day(deal.executed) for deal in full.deals} <= weeks


def test_aspirations_are_those_of_the_bids(full: RunResult) -> None:
    """One line for each who bid, at the week and height of the bid."""
    _, hopes = draw_timeline(full)
    lines = {line.get_label(): line for line in hopes.lines}
    assert list(lines["Alfa"].get_ydata()) == [1.0, 0.9, 0.7]
    assert list(lines["Bravo"].get_ydata()) == [1.0, 0.8, 0.6]


def test_nothing_touches_with_sixty_weeks_and_many_channels() -> None:
    """Fifteen channels with long names, and more events than there is room for."""
    channels = {f"line_{n}": f"The {n}th of a great many channels with a long name" for n in range(15)}
    names = Names(made_up.NAMES.parties, made_up.NAMES.assets, channels, made_up.NAMES.venues)
    told = made_up.weeks(
        *[
            (
                made_up.happening("event", f"something of the {week}th week happens in a court", week),
                made_up.act(ActKind.PROPOSE, week, channel=f"line_{week % 15}", aspiration=1 - week / 70),
                made_up.act(ActKind.REFUSE, week, channel=f"line_{week % 15}", party="BRAVO", to=("ALFA",)),
            )
            for week in range(60)
        ]
    )
    long = replace(made_up.result(made_up.deal(24, 50), transcript=told), names=names, weeks=60)
    talks, hopes = draw_timeline(long)
    figure = figure_of(talks)
    for axes in (talks, hopes):
        assert touching(figure, written(axes)) == []
        assert outside(figure, written(axes)) == []
    texts = [text.get_text() for text in talks.texts]
    assert sum("happens" in text for text in texts) == MOST_LABELS
    assert any(f"{60 - MOST_LABELS} more events" in text for text in texts)
    legends = [axes.get_legend().get_window_extent() for axes in (talks, hopes)]
    assert not legends[0].overlaps(legends[1])


def test_silence_can_be_drawn() -> None:
    """A run in which nobody said anything has two empty axes and says so."""
    talks, hopes = draw_timeline(made_up.result())
    assert talks.texts[0].get_text() == "nobody said anything"
    assert len(hopes.lines) == 0


def test_the_scale_is_the_calendar(full: RunResult) -> None:
    """From the start to the last week, whatever happened."""
    talks, hopes = draw_timeline(full)
    low, high = talks.get_xlim()
    assert low < day(full.start) < day(full.start + dt.timedelta(weeks=full.weeks)) < high
    assert hopes.get_xlabel() == "week beginning"
    assert "share" in hopes.get_ylabel()
