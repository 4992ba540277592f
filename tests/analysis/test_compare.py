"""A scenario beside its variants: exact where nothing differs, refused where nothing is changed, repeatable."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from scipy.stats import binomtest

from sim.analysis.compare import Comparison, compare, reopen
from sim.analysis.flipped import told_pair
from sim.analysis.paired import shares
from sim.analysis.path import busiest_pair, path_of
from sim.errors import UsageError
from sim.report.compared import answer, expectations, verdicts

HALF = "parties.ALFA.reliability=0.5"


@pytest.fixture
def over(tmp_path: Path):
    """Return a function that writes an overlay of the ring."""

    def write(text: str, name: str = "other") -> Path:
        path = tmp_path / f"{name}.yaml"
        path.write_text(f"extends: {Path('scenarios/ring.yaml').resolve()}\n{text}\n", encoding="utf-8")
        return path

    return write


def ring(*variants: str | Path, sets: tuple[str, ...] = (), runs: int = 60, **more) -> Comparison:
    """Compare the ring with its variants."""
    return compare("ring", variants, sets=sets, runs=runs, workers=1, **more)


def test_a_variant_equal_to_its_base_shows_exactly_zero() -> None:
    """Every figure and both ends of its interval; no run flips."""
    one = ring("ring").variants[0]
    for found in (one.agreement, one.weeks, *one.inclusion.values(), *one.surplus.values()):
        assert (found.estimate, found.low, found.high, found.p) == (0.0, 0.0, 0.0, 1.0)
    assert (one.flipped, one.changed, one.variance_reduction) == (0, 0, None)
    assert one.side.store.digest() == ring("ring").base.store.digest()


def test_what_a_change_does_is_found_and_told() -> None:
    """Nobody agrees if one side gains nothing; the runs that flip are the runs."""
    found = ring(sets=("parties.ALFA.gains.bo=0",))
    one = found.variants[0]
    assert (one.agreement.estimate, one.direction("agreement"), one.flipped) == (-1.0, "less", 60)
    assert one.direction("al") == one.direction("BRAVO") == "less"
    assert one.weeks.estimate > 18.0
    said = " ".join(answer(found, one))
    assert "Fewer runs end in an agreement: 0% instead of 100%" in said
    assert "Of 60 paired runs 60 lose their agreement" in said
    pair = told_pair(found, one)
    assert (pair.run, pair.base.agreement, pair.variant.agreement) == (0, True, False)
    assert busiest_pair(pair.base)
    assert path_of(pair.base, "ALFA", "BRAVO")[0].week == 0


def test_runs_are_paired_by_their_luck() -> None:
    """A change far from most runs leaves them as they were: the paired variance is far below the unpaired one."""
    found = ring(sets=("parties.ALFA.reliability=0.85",), runs=200)
    one = found.variants[0]
    assert one.changed < 40
    assert one.direction("agreement") == "same"
    al = one.inclusion["bo"]
    base, variant = found.base.outcomes.person("bo"), one.side.outcomes.person("bo")
    unpaired = 1.96 * ((base.var() + variant.var()) / 200) ** 0.5
    assert al.high - al.low < 2.0 * unpaired


def test_intervals_cover_a_difference_that_is_known(over) -> None:
    """One deal, in which Alfa delivers in 9 of 10 runs, or in 5: of 80 comparisons as many hold −0.4 as they should."""
    found = compare(over("weeks: 2"), sets=[HALF], runs=4000, workers=1)
    base, variant = (one.outcomes.person("al").reshape(80, 50).T for one in (found.base, found.variants[0].side))
    hits = sum(one.low <= -0.4 <= one.high for one in shares(base, variant))
    assert binomtest(hits, 80, 0.95).pvalue > 0.01
    whole = found.variants[0]
    assert whole.inclusion["al"].low <= -0.4 <= whole.inclusion["al"].high
    assert whole.inclusion["bo"].estimate == 0.0
    assert whole.direction("bo") == "same"


def test_changes_share_the_difference(over) -> None:
    """Two changes of which one does nothing."""
    path = over("parties: {ALFA: {gains: {bo: 0}}, BRAVO: {leak_cost: 0.3}}")
    one = ring(path, runs=20, attribute=True).variants[0]
    parts = {part.name: part.agreement.estimate for part in one.parts}
    assert parts == {"parties.ALFA": -1.0, "parties.BRAVO": 0.0}
    both = ring(sets=("parties.ALFA.gains.bo=0", "parties.BRAVO.gains.cy=0"), runs=20, attribute=True).variants[0]
    assert [part.agreement.estimate for part in both.parts] == [-0.5, -0.5]


def test_expectations_stand_beside_what_was_found(over) -> None:
    path = over(
        "title: Alfa does not care\nquestion: What if Alfa did not care?\nparties: {ALFA: {gains: {bo: 0}}}\nexpects:\n"
        "  - {of: agreement, direction: less, why: it gains nothing}\n  - {of: CHARLIE, direction: more, why: a slip}"
    )
    found = ring(path)
    rows = list(expectations(found, found.variants[0]))
    assert [row[2:4] for row in rows] == [
        ("less", "as the facts suggest"), ("less", "otherwise than the facts suggest"),
    ]  # fmt: skip
    assert len(list(verdicts(found))) == 2


BAD = [
    (("note",), (), "found nothing that changes a run of ring"),
    ((), (), "found nothing to compare with it"),
    ((), ("weeks=20",), "found the value that ring has already"),
    ((), ("parties.ALFA.quota=0.5",), "found nothing that changes a run of ring"),
    ((), ("weeks=30", "weeks=40"), "allowed: each value set once"),
    ((), ("parties.ALFA.gains=null", "parties.ALFA.gains.bo=2"), "allowed: each value set once"),
    (("twice", "twice"), (), "found a second variant"),
    (("base",), (), "found a variant 'base'"),
]


@pytest.mark.parametrize(("files", "sets", "phrase"), BAD)
def test_what_cannot_be_compared_is_refused_in_one_line(over, files, sets, phrase: str) -> None:
    texts = {"note": "linkages: {}\nparties: {ALFA: {note: said}}", "twice": "weeks: 30", "base": "weeks: 30"}
    with pytest.raises(UsageError) as caught:
        ring(*[over(texts[name], name) for name in files], sets=sets, runs=2)
    assert phrase in str(caught.value)
    assert len(str(caught.value).splitlines()) == 1


def test_too_many_changes_and_parts_without_sense_are_refused(over) -> None:
    many = over("\n".join(["parties:", *(f"  N{n}: {{name: N{n}}}" for n in range(6))]))
    with pytest.raises(UsageError, match="6 changes to tell apart"):
        ring(many, runs=2, attribute=True)
    tied = over("assets: {al: null}\nparties: {ALFA: {costs: {al: null}}, CHARLIE: {gains: {al: null}}}", "tied")
    with pytest.raises(UsageError, match="cannot be taken apart"):
        ring(tied, runs=2, attribute=True)


def test_a_comparison_is_kept_resumed_and_opened_again(tmp_path: Path) -> None:
    """With the same record each time; more runs are played on top; a missing record is said."""
    out = tmp_path / "out"
    made = ring(sets=(HALF,), runs=30, out=out)
    (out / "comparison.json").write_text(json.dumps(made.as_json()), encoding="utf-8")
    assert reopen(out).as_json() == made.as_json()
    more = ring(sets=(HALF,), runs=40, out=out, resume=True)
    assert more.as_json() == ring(sets=(HALF,), runs=40).as_json()
    with pytest.raises(UsageError, match="found no comparison"):
        reopen(tmp_path)
    with pytest.raises(UsageError, match="--resume"):
        ring(sets=(HALF,), resume=True)


def test_several_processes_give_the_same(tmp_path: Path) -> None:
    one = compare("ring", sets=[HALF], runs=30, workers=1).as_json()
    assert compare("ring", sets=[HALF], runs=30, workers=2).as_json() == one
