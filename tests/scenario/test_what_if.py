"""Files that change another: their slips, their questions, and what they change."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from sim.errors import ScenarioError
from sim.scenario.assemble import Whole, gather, settle
from sim.scenario.changes import changed, changes
from sim.scenario.find import home
from sim.scenario.load import load

Spoil = Callable[..., Path]


def over(spoil: Spoil, text: str) -> Path:
    """Write an overlay of the sound scenario."""
    spoil()
    path = Path("b.yaml")
    path.write_text(f"extends: a\n{text}\n", encoding="utf-8")
    return path


SLIPS = [
    ("events: {fevr: null}", "events.fevr: found 'fevr', which is not in what this file extends; "
     "allowed: fever, or a whole new entry; did you mean 'fever'?"),
    ("events: {fevr: {on: 2024-03-01}}", "did you mean 'fever'?"),
    ("parties: {BRAVA: {reservation: 2}}", "did you mean 'BRAVO'?"),
    ("parties: {ALFA: {ratifiers: {COURTS: {veto: false}}}}", "did you mean 'COURT'?"),
    ("expects: [{of: all, direction: more, why: x}]", "found the unknown figure 'all'"),
    ("expects: [{of: al, direction: up, why: x}]", "expects.0.direction"),
    ("expects: [{of: al, direction: more, why: x}, {of: al, direction: less, why: x}]", "a second expectation of 'al'"),
]  # fmt: skip


@pytest.mark.parametrize(("text", "phrase"), SLIPS, ids=[text for text, _ in SLIPS])
def test_a_slip_of_an_overlay_is_told_with_the_nearest_name(spoil: Spoil, text: str, phrase: str) -> None:
    path = over(spoil, text)
    with pytest.raises(ScenarioError) as caught:
        load(path)
    assert len(str(caught.value).splitlines()) == 1
    assert phrase in str(caught.value)


def test_a_shipped_scenario_is_extended_by_its_id(tmp_path: Path) -> None:
    """A file beside it of that name comes first."""
    path = tmp_path / "mine.yaml"
    path.write_text("extends: ring\nweeks: 9\n", encoding="utf-8")
    assert len(load(path).scenario.parties) == 3
    (tmp_path / "ring.yaml").write_text("extends: ../ring\n", encoding="utf-8")
    with pytest.raises(ScenarioError, match="no such file"):
        load(path)


def test_a_whole_new_entry_is_no_slip(spoil: Spoil) -> None:
    text = "events: {chill: {kind: health, asset: bo, level: low, on: 2024-03-01}}\nparties: {DELTA: {name: Delta}}"
    assert set(load(over(spoil, text)).scenario.events) == {"fever", "chill"}


def test_changes_are_values_and_not_words(spoil: Spoil) -> None:
    """A note, a source or another way to write a number is none; what is removed is one."""
    text = (
        "title: Other\nquestion: Why?\nevents: {fever: null}\nlinkages: {basket: {note: said}}\n"
        "parties: {ALFA: {gains: {bo: {value: 3, note: said}}, trust: {BRAVO: 0.5}}}"
    )
    path = over(spoil, text)
    base, variant = gather(Path("a.yaml"), (), []), gather(path, (), [])
    found = changes(base, variant, Whole)
    assert [".".join(one.path) for one in found] == ["parties.ALFA.trust.BRAVO", "events.fever"]
    assert (found[0].before, found[0].after, found[1].after) == (0.4, 0.5, None)
    made = settle(path, changed(base, found, Whole)).scenario
    asked = settle(path, variant).scenario
    assert made.events == asked.events
    assert made.parties["ALFA"].trust == asked.parties["ALFA"].trust
    assert settle(path, changed(base, found[1:], Whole)).scenario.parties["ALFA"].trust["BRAVO"].centre == 0.4


WHAT_IFS = sorted((home() / "what-if").glob("*.yaml"))


@pytest.mark.parametrize("path", WHAT_IFS, ids=lambda path: path.stem)
def test_every_shipped_what_if_asks_and_expects(path: Path) -> None:
    """A question in plain words, changes, and for each expectation a reason."""
    found = settle(path, gather(path, (), []))
    assert found.asked.question.endswith("?")
    assert len(found.asked.expects) >= 2
    assert changes(gather(home() / "ankara-2024.yaml", (), []), gather(path, (), []), Whole)


def test_there_are_twelve() -> None:
    assert len(WHAT_IFS) == 12


def test_what_is_asked_changes_no_world(spoil: Spoil) -> None:
    """The digest of a scenario is that of what the world is told."""
    plain = load(over(spoil, "weeks: 9")).digest
    assert load(over(spoil, "weeks: 9\nquestion: Why?\nexpects: [{of: al, direction: more, why: x}]")).digest == plain
