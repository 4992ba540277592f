"""Reactions: what is measured, what is judged, and what a file of them may not say."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from pydantic import ValidationError

from sim.analysis import paired
from sim.analysis.compare import compare
from sim.analysis.reacted import Side, judge, measured
from sim.analysis.reactions import Reacted, reactions
from sim.errors import Interrupted, ScenarioError, UnknownNameError, UsageError
from sim.scenario.find import find, home
from sim.scenario.load import load
from sim.scenario.reactions import find_reactions, read_reactions
from sim.scenario.spec_reactions import Bound, Expected

HEAD = "schema: 1\ntitle: What a ring suggests\n"
MADE_UP = f"""{HEAD}
offers:
  GIFT: {{on: 2024-01-02, by: BRAVO, to: ALFA, give: [bo]}}
  LOSS: {{on: 2024-01-02, by: BRAVO, to: ALFA, want: [al]}}
reactions:
  cold:
    title: Alfa wants nobody
    why: then it gives nobody
    source: made up
    change: {{parties: {{ALFA: {{gains: {{bo: 0}}}}}}}}
    expects:
      - {{of: agreement, differs: {{below: 0, beyond_interval: true}}}}
      - {{of: weeks, differs: {{at_least: 8}}}}
      - {{of: freed, who: [bo], is: {{below: 0.1}}}}
      - {{of: freed_given_agreement, who: [bo], is: {{below: 0.1}}}}
  answers:
    title: A gift, and a loss
    why: nobody refuses a gift
    expects:
      - {{of: accepted, offer: GIFT, is: {{above: 0.9}}}}
      - {{of: refused, offer: LOSS, is: {{above: 0.9}}}}
  small:
    title: A little more or less
    why: it hardly matters
    needs: any
    each:
      more: {{title: Alfa gives at a higher price, parties: {{ALFA: {{costs: {{al: 1.1}}}}}}}}
      less_dear: {{parties: {{ALFA: {{costs: {{al: 0.9}}}}}}}}
    expects:
      - {{of: weeks, differs: {{above: -4, below: 4}}}}
      - {{of: agreement, differs: {{above: 0.5}}}}
"""


@pytest.fixture(scope="module")
def file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a made-up file of reactions of the ring."""
    path = tmp_path_factory.mktemp("reactions") / "ring.yaml"
    path.write_text(MADE_UP, encoding="utf-8")
    return path


@pytest.fixture(scope="module")
def rows(file: Path) -> dict[str, Reacted]:
    """Return how the ring reacts, by the names of reaction and variant."""
    found = reactions("ring", file=file, runs=40, workers=1)
    return {f"{one.name}.{one.variant}": one for one in found.rows}


def test_each_change_is_a_row_in_the_order_of_the_file(rows: dict[str, Reacted]) -> None:
    assert list(rows) == ["cold.", "answers.", "small.more", "small.less_dear"]
    assert rows["small.more"].title == "Alfa gives at a higher price"
    assert rows["small.less_dear"].title == "A little more or less: less dear"
    assert rows["cold."].changes == ("parties.ALFA.gains.bo: 3 → 0",)


def test_figures_are_of_the_base_and_the_variant(rows: dict[str, Reacted]) -> None:
    """Without agreement everybody waits for the whole horizon, and nothing is known of those who agree."""
    agreement, weeks, freed, given = rows["cold."].measures
    assert (agreement.base.estimate, agreement.variant.estimate, agreement.difference.estimate) == (1.0, 0.0, -1.0)
    assert (weeks.base.estimate, weeks.variant.estimate, weeks.difference.estimate) == (1.0, 20.0, 19.0)
    assert freed.base.estimate > 0.9 > 0.1 > freed.variant.estimate
    assert [one.as_suggested for one in (agreement, weeks, freed, given)] == [True, True, True, False]
    assert not given.beyond_doubt
    assert not rows["cold."].as_suggested


def test_answers_are_of_the_scenario_as_it_is(rows: dict[str, Reacted]) -> None:
    gift, loss = rows["answers."].measures
    assert (gift.base, gift.difference, gift.variant.estimate) == (None, None, 1.0)
    assert loss.variant.estimate == 1.0
    assert rows["answers."].as_suggested


def test_one_of_several_will_do_where_any_is_needed(rows: dict[str, Reacted]) -> None:
    row = rows["small.more"]
    assert [one.as_suggested for one in row.measures] == [True, False]
    assert (row.as_suggested, row.beyond_doubt) == (True, row.measures[0].beyond_doubt)


def test_differences_are_those_of_a_comparison(rows: dict[str, Reacted]) -> None:
    """The same runs, the same pairs."""
    one = compare("ring", sets=["parties.ALFA.gains.bo=0"], runs=40, seed=1, workers=1).variants[0]
    assert rows["cold."].measures[0].difference == one.agreement


def test_what_is_kept_is_gone_on_with(file: Path, tmp_path: Path) -> None:
    """The stores stay, a second time is refused, and --resume plays nothing anew."""
    first = reactions("ring", file=file, only=["cold"], runs=10, workers=1, out=tmp_path)
    assert {path.name for path in (tmp_path / "runs").glob("*.sqlite")} == {"base.sqlite", "cold.sqlite"}
    told: list[int] = []
    again = reactions(
        "ring", file=file, only=["cold"], runs=10, workers=1, out=tmp_path, resume=True,
        on_progress=lambda progress: told.append(progress.done),
    )  # fmt: skip
    assert (again.as_json(), told) == (first.as_json(), [])
    with pytest.raises(OSError, match="found a store"):
        reactions("ring", file=file, only=["cold"], runs=10, workers=1, out=tmp_path)


def test_an_interrupt_while_offers_are_put_says_what_is_kept(file: Path) -> None:
    def stop(_: object) -> None:
        raise KeyboardInterrupt

    with pytest.raises(Interrupted, match="after the offers of 1 of 9 runs"):
        reactions("ring", file=file, only=["answers"], runs=9, workers=1, on_progress=stop)


def test_a_ratio_of_paired_runs_is_near_an_unpaired_one_where_nothing_is_shared() -> None:
    """Two independent shares of about 400 of 800 runs: the linearised interval is that of two samples."""
    rng = np.random.default_rng(1)
    base, base_of, variant, variant_of = (rng.random((4, 800)) < np.array([[0.3], [0.5], [0.6], [0.5]])).astype(bool)
    found = paired.ratio(base, base_of, variant, variant_of)
    one, other = base[base_of], variant[variant_of]
    assert found.estimate == pytest.approx(other.mean() - one.mean())
    half = 1.96 * (one.var() / len(one) + other.var() / len(other)) ** 0.5
    assert (found.high - found.low) / 2 == pytest.approx(half, rel=0.06)


def test_a_share_of_no_runs_is_not_known() -> None:
    found = paired.ratio([True, False], [True, True], [False, False], [False, False])
    assert np.isnan(found.estimate)
    assert found[1:] == (-1.0, 1.0, 1.0)


@pytest.mark.parametrize(
    ("bound", "interval", "said"),
    [
        ({"at_most": -4}, (-4.0, -5.0, -3.0), (True, False)),
        ({"below": -4}, (-4.0, -5.0, -3.0), (False, False)),
        ({"at_most": -4}, (-6.0, -7.0, -5.0), (True, True)),
        ({"at_most": -4}, (0.0, -1.0, 1.0), (False, True)),
        ({"above": -4, "below": 4}, (0.0, -1.0, 1.0), (True, True)),
        ({"above": -4, "below": 4}, (5.0, 4.5, 5.5), (False, True)),
        ({"above": 0, "beyond_interval": True}, (1.0, -0.1, 2.1), (False, False)),
        ({"above": 0, "beyond_interval": True}, (1.0, 0.1, 2.1), (True, True)),
        ({"above": 0}, (np.nan, -1.0, 1.0), (False, False)),
    ],
)
def test_a_bound_is_held_against_the_estimate_and_the_interval(bound, interval, said) -> None:
    assert judge(Bound(**bound), *interval) == said


def test_an_answer_in_a_variant_is_set_beside_the_base() -> None:
    one = Expected.model_validate({"of": "refused", "offer": "O1", "differs": {"above": 0.2}})
    sides = [Side(None, {"O1": np.array(["accepted"] * n + ["refused"] * (8 - n))}) for n in (8, 4)]
    found = measured(one, *sides)
    assert (found.base.estimate, found.variant.estimate, found.difference.estimate) == (0.0, 0.5, 0.5)


GOOD = """reactions:
  one:
    title: One
    why: so
    change: {weeks: 30}
    expects: [{of: agreement, differs: {above: 0}}]
"""
SLIPS = [
    ("of: agreement,", "of: agreements,", "did you mean 'agreement'"),
    ("differs: {above: 0}", "differs: {over: 0}", "unknown field 'over'"),
    ("differs: {above: 0}", "differs: {}", "found no bound"),
    ("differs: {above: 0}", "differs: {above: 0, at_least: 1}", "found at_least beside above"),
    ("differs: {above: 0}", "differs: {above: 0.5, below: 0.2}", "the lower end below the upper one"),
    ("differs: {above: 0}", "differs: {above: 10}", "found 10 for a share"),
    ("differs: {above: 0}", "differs: {above: 0}, is: {above: 0}", "found both is and differs"),
    (", differs: {above: 0}", "", "found neither is nor differs"),
    ("of: agreement,", "of: freed,", "found nobody for freed"),
    ("of: agreement,", "of: agreement, who: [al],", "found somebody for agreement"),
    ("of: agreement,", "of: freed, who: [all],", "unknown person 'all'"),
    ("of: agreement,", "of: refused,", "found no offer for refused"),
    ("of: agreement,", "of: refused, offer: O9,", "unknown offer 'O9'"),
    ("    change: {weeks: 30}\n", "", "found no change"),
    ("change: {weeks: 30}", "change: {weeks: 20}", "found nothing that changes a run"),
    ("change: {weeks: 30}", "change: {week: 30}", "did you mean 'weeks'"),
    ("change: {weeks: 30}", "change: {weeks: thirty}", "a whole number"),
    ("change: {weeks: 30}", "change: {assets: {ak: null}}", "allowed: al, bo, cy"),
    ("change: {weeks: 30}", "change: {weeks: 30}\n    what_if: nobody-hosts", "found what_if beside change"),
    ("change: {weeks: 30}", "what_if: nobody-host", "did you mean 'nobody-hosts'"),
    ("    why: so\n", "", "found no field 'why'"),
    ("  one:", "  base:", "found a reaction 'base'"),
    ("reactions:", "reaction:", "unknown field 'reaction'"),
]  # fmt: skip


@pytest.mark.parametrize(("old", "new", "phrase"), SLIPS, ids=[new or old for old, new, _ in SLIPS])
def test_a_slip_is_told_with_its_place(old: str, new: str, phrase: str, tmp_path: Path) -> None:
    path = tmp_path / "mine.yaml"
    assert old in GOOD
    path.write_text(HEAD + GOOD.replace(old, new), encoding="utf-8")
    with pytest.raises(ScenarioError) as slip:
        read_reactions(path, find("ring"))
    problems = slip.value.problems
    assert any(phrase in str(one) and "mine.yaml" in one.file and one.line for one in problems), str(slip.value)


def test_other_mistakes_are_told(file: Path, tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="ring: found no reactions"):
        find_reactions(find("ring"))
    with pytest.raises(UsageError, match="found no such file"):
        find_reactions(find("ring"), tmp_path / "none.yaml")
    with pytest.raises(UnknownNameError, match="did you mean 'ankara-2024'"):
        find_reactions(find("ring"), "ankara-2023")
    with pytest.raises(UnknownNameError, match="did you mean 'cold'"):
        reactions("ring", file=file, only=["colt"])
    with pytest.raises(UsageError, match="runs: found 1"):
        reactions("ring", file=file, runs=1)
    late = tmp_path / "late.yaml"
    late.write_text(MADE_UP.replace("on: 2024-01-02", "on: 2026-01-02"), encoding="utf-8")
    with pytest.raises(UsageError, match=r"offers\.GIFT\.on: found 2026-01-02, outside the talks"):
        reactions("ring", file=late, runs=2, workers=1)
    (tmp_path / "empty.yaml").write_text("", encoding="utf-8")
    with pytest.raises(ScenarioError, match="found an empty file"):
        reactions("ring", file=tmp_path / "empty.yaml")


def test_a_bound_needs_an_end() -> None:
    with pytest.raises(ValidationError, match="found no bound"):
        Bound()


@pytest.mark.parametrize("path", sorted((home() / "reactions").glob("*.yaml")), ids=lambda path: path.stem)
def test_shipped_reactions_can_be_laid_over_their_scenario(path: Path) -> None:
    """Every dated act of the law, and every lead time that is written somewhere, is moved both ways."""
    read = read_reactions(path, find(path.stem))
    assert all(one.source for one in read.said.reactions.values())
    changed = [change for one in read.varied for change in one.changes]
    events = load(path.stem).scenario.events
    acts = {name for name, one in events.items() if one.on and one.kind in ("sentence", "demand", "captive")}
    for name in acts:
        days = {str(one.after) for one in changed if one.path == ("events", name, "on")}
        assert len(days) >= 2, name
    parties = ("DEMOCRACY", "PATRON", "CLIENT", *load(path.stem).scenario.parties)
    steps = {(party, step) for party, one in read.base.own.items() if party in parties for step in one.get("steps", {})}
    assert steps
    for party, step in steps:
        moved = [one for one in changed if one.path == ("parties", party, "steps", step, "weeks")]
        assert {float(one.after) > number(one.before) for one in moved} == {True, False}, (party, step)


def number(written: object) -> float:
    """Return a number however it is written."""
    return float(written["value"] if isinstance(written, dict) else written)
