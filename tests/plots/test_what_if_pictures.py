"""Pictures of comparisons, sweeps, sensitivity and years: drawn for odd names, and for nothing to show."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from sim.analysis.compare import Comparison, compare
from sim.analysis.flipped import told_pair
from sim.analysis.incentive import incentive
from sim.analysis.path import busiest_pair
from sim.analysis.reactions import reactions
from sim.analysis.sensitivity import sensitivity
from sim.analysis.sweep import sweep
from sim.errors import UsageError
from sim.plots.beside import draw_counts, draw_waits, ecdf
from sim.plots.differences import draw_differences, draw_who
from sim.plots.incentive import draw_incentive
from sim.plots.path import draw_path
from sim.plots.reactions import draw_reactions
from sim.plots.save import figure_of, save
from sim.plots.sweep import draw_sweep
from sim.plots.tornado import draw_tornado
from tests.support.boxes import drawn, outside

ODD = "$5m ^^{ $7_m \\\\frac"
NAMES = f'assets: {{al: {{name: "{ODD}"}}}}\nparties: {{ALFA: {{name: "{ODD}"}}, BRAVO: {{name: "{ODD}"}}}}\n'


@pytest.fixture(scope="module")
def base(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a ring whose names would not parse as mathematics."""
    path = tmp_path_factory.mktemp("odd") / "odd.yaml"
    ring = Path("scenarios/ring.yaml").resolve()
    path.write_text(f'extends: {ring}\ntitle: "{ODD}"\n{NAMES}', encoding="utf-8")
    return path


@pytest.fixture(scope="module")
def found(base: Path) -> Comparison:
    """Return it beside two variants: one in which nobody agrees, and one that is hardly another."""
    texts = ["parties: {ALFA: {gains: {bo: 0}}}", "parties: {ALFA: {leak_cost: 0.2}}"]
    files = []
    for n, text in enumerate(texts):
        files.append(base.with_name(f"v{n}.yaml"))
        files[-1].write_text(f'extends: odd\ntitle: "{n} {ODD}"\n{text}\n', encoding="utf-8")
    return compare(base, files, runs=30, workers=1)


@pytest.mark.parametrize("draw", [draw_differences, draw_who, draw_waits, draw_counts])
def test_a_comparison_is_drawn_whatever_its_names(found: Comparison, draw, tmp_path: Path) -> None:
    for variants in (found.variants, found.variants[:1], found.variants[1:]):
        part = Comparison(found.base, variants, found.seed, found.runs)
        assert save(draw(part), tmp_path / "odd.png").stat().st_size > 5000


@pytest.mark.parametrize("draw", [draw_differences, draw_who, draw_waits, draw_counts])
def test_no_word_of_a_comparison_is_cut_off(found: Comparison, draw) -> None:
    """With one variant, two, or ten."""
    for variants in (found.variants, found.variants[:1], found.variants * 5):
        picture = draw(Comparison(found.base, variants, found.seed, found.runs))
        figure = figure_of(picture)
        assert outside(figure, drawn(figure)) == []


def test_marks_are_where_the_figures_are(found: Comparison) -> None:
    """The first variant at −100 points, filled; the second at 0, hollow."""
    left, right = draw_differences(found)
    spots = [collection.get_offsets()[0].tolist() for collection in left.collections[1::2]]
    assert spots == [[-100.0, 0.0], [0.0, 1.0]]
    assert left.get_xlabel().endswith("(95 % interval)")
    assert "weeks" in right.get_xlabel()


def test_bands_hold_for_the_whole_curve(found: Comparison) -> None:
    """Massart's half width: 1.36 over the square root of the number of runs; the curve ends at one."""
    _, share, low, high = ecdf(found.base, 3)
    assert share[-1] == 1.0
    assert np.max(high - low) <= 2 * 1.3582 / 30**0.5
    assert (low <= share).all()
    assert (share <= high).all()


def test_the_offers_of_a_run_are_drawn(found: Comparison, tmp_path: Path) -> None:
    pair = told_pair(found, found.variants[0])
    parties = busiest_pair(pair.base, pair.variant)
    assert save(draw_path((pair.base, pair.variant), parties, (ODD, "b")), tmp_path / "p.png").stat().st_size > 5000


def test_the_others_are_drawn(base: Path, tmp_path: Path) -> None:
    uncertain = ("parties.ALFA.gains.bo={low: 2, high: 4}", "parties.BRAVO.gains.cy={low: 2, high: 4}")
    made = sensitivity(base, sets=uncertain, samples=8, runs=2, of=["al", "ALFA"], workers=1)
    pictures = [
        draw_sweep(sweep(base, ["parties.ALFA.costs.al=1:4:4"], runs=5, workers=1)),
        draw_sweep(sweep(base, ["parties.ALFA.costs.al=1,4", "parties.BRAVO.costs.bo=1,4"], runs=5, workers=1)),
        draw_incentive(incentive(base, taker="ALFA", rate=2.0, runs=20, workers=1)),
        *(draw_tornado(made, name) for name, rows in made.figures.items() if rows),
    ]
    for picture in pictures:
        figure = figure_of(picture)
        assert outside(figure, drawn(figure)) == []
        assert save(picture, tmp_path / "odd.png").stat().st_size > 5000
    with pytest.raises(UsageError, match="no figure that varies"):
        draw_tornado(made, "agreement")


def test_a_sweep_says_what_its_upright_line_is_and_says_none_where_there_is_none(base: Path) -> None:
    """The words go by what is drawn."""

    def note(over: str) -> tuple[str, int]:
        axes = draw_sweep(sweep(base, [over], runs=20, workers=1))
        upright = [line for line in axes.get_lines() if list(line.get_xdata()) == [line.get_xdata()[0]] * 2]
        return " ".join(text.get_text() for text in axes.texts), len(upright)

    tipping, lines = note("parties.ALFA.costs.al=1:4:4")
    assert lines == 1
    assert "Dashed upright line: where agreement passes it; grey: its 95 % interval." in tipping
    level, lines = note("parties.ALFA.costs.al=1:2:4")
    assert lines == 0
    assert "upright" not in level
    assert "Agreement passes it nowhere between these values." in level


REACTIONS = f"""
schema: 1
title: "{ODD}"
offers: {{O1: {{on: 2024-01-02, by: BRAVO, to: ALFA, give: [bo]}}}}
reactions:
  one:
    title: "{ODD} {ODD * 9}"
    why: so
    change: {{parties: {{ALFA: {{gains: {{bo: 0}}}}}}}}
    expects:
      - {{of: weeks, differs: {{at_least: 4}}}}
      - {{of: weeks, is: {{below: 4}}}}
      - {{of: agreement, differs: {{above: 0}}}}
      - {{of: freed_given_agreement, who: [al], is: {{above: 0.5}}}}
      - {{of: freed_given_agreement, who: [al, bo], differs: {{above: 0.5}}}}
      - {{of: accepted, offer: O1, is: {{above: 0.5}}}}
"""


def test_reactions_are_drawn_over_their_bounds(base: Path, tmp_path: Path) -> None:
    """A group for each scale; what is not known has no mark; the marks are where the figures are."""
    path = tmp_path / "odd.yaml"
    path.write_text(REACTIONS, encoding="utf-8")
    found = reactions(base, file=path, runs=20, workers=1)
    parts = draw_reactions(found)
    assert save(parts, tmp_path / "odd.png").stat().st_size > 5000
    weeks, points, percent, wait = parts
    assert [len(part.get_yticks()) for part in parts] == [1, 2, 2, 1]
    (estimate, _) = weeks.collections[1].get_offsets()[0].tolist()
    assert estimate == found.rows[0].measures[0].difference.estimate
    (band,) = weeks.patches
    assert (band.get_x(), band.get_x() + band.get_width()) == (4.0, weeks.get_xlim()[1])
    assert "points" in points.get_xlabel()
    assert "percent" in percent.get_xlabel()
    assert wait.get_xlabel() == "weeks to acceptance in the variant"
