"""Who holds whom, and who wants whom: a map of custodians and of those who have a claim."""

from __future__ import annotations

import textwrap
from collections.abc import Mapping

import numpy as np
from matplotlib.axes import Axes

from sim.plots.save import figure_of
from sim.plots.style import FAINT, FONT, INK, PALETTE, PAPER, PLAIN, QUIET, entitle, new_axes
from sim.scenario.spec import Scenario
from sim.scenario.wishes import Wishes, people_of, wishes

# Kind of wish: words, colour, marker, colour of the number in it.
KINDS = (
    ("own nationals, residents, or people publicly asked for", PALETTE[2], "o", PAPER),
    ("others whose cause it takes up", PALETTE[7], "s", INK),
)
# Area of the smallest mark, and what each captive adds to it, in square points.
SMALLEST, EACH = 170.0, 20.0
CELL = 1.05


def draw_holdings(scenario: Scenario, axes: Axes | None = None) -> Axes:
    """Draw how many captives each custodian holds whom each other party has a claim to, or a cause in.

    Parties that want exactly the same share a column.

    Examples
    --------
    >>> from sim import load
    >>> axes = draw_holdings(load("ring").scenario)
    >>> [label.get_text() for label in axes.get_yticklabels()]
    ['Alfa holds 1', 'Bravo holds 1', 'Charlie holds 1']
    """
    parties = {name: one.name or name for name, one in scenario.parties.items() if not one.abstract}
    people = people_of(scenario)
    held = {name: [who for who, one in people.items() if one.held_by == name] for name in parties}
    holders = sorted((name for name in parties if held[name]), key=lambda name: -len(held[name]))
    columns: dict[Wishes, list[str]] = {}
    for name, wanted in wishes(scenario).items():
        if any(wanted):
            columns.setdefault(wanted, []).append(name)
    is_own_figure = axes is None
    if axes is None:
        axes = new_axes(CELL * max(2, len(columns)) + 3.6, 0.55 * max(2, len(holders)) + 2.4)
    apart = 0.2 if any(causes for _, causes in columns) else 0.0
    for kind, (words, colour, marker, ink) in enumerate(KINDS):
        spots = [
            (column + (apart if kind else -apart), row, len(wanted[kind] & set(held[holder])))
            for column, wanted in enumerate(columns)
            for row, holder in enumerate(holders)
            if wanted[kind] & set(held[holder])
        ]
        if spots:
            x, y, counts = (np.array(values) for values in zip(*spots, strict=True))
            axes.scatter(x, y, s=SMALLEST + EACH * counts, marker=marker, color=colour, zorder=2, label=words)
            for at, row, count in spots:
                axes.text(
                    at, row, str(count), ha="center", va="center", fontsize=9, color=ink, zorder=3, fontfamily=FONT
                )
    _name_ends(axes, parties, held, holders, list(columns.values()))
    marks, words_of = axes.get_legend_handles_labels()
    where = {"loc": "outside lower left"} if is_own_figure else {"loc": "upper left", "bbox_to_anchor": (0.0, -0.2)}
    if marks:
        owner = figure_of(axes) if is_own_figure else axes
        owner.legend(marks, words_of, ncols=2, frameon=False, fontsize=9, markerscale=0.7, **where)
    entitle(
        axes,
        "Who holds whom, and who wants them",
        "Number of captives, a group as one; claims as of the start of the talks.",
    )
    return axes


def _name_ends(
    axes: Axes,
    parties: Mapping[str, str],
    held: Mapping[str, list[str]],
    holders: list[str],
    columns: list[list[str]],
) -> None:
    wanting = [textwrap.fill(", ".join(parties[name] for name in column), 14) for column in columns]
    axes.set_xticks(range(len(columns)), wanting, fontsize=9, **PLAIN)
    axes.set_yticks(
        range(len(holders)),
        [f"{parties[name]} holds {len(held[name])}" for name in holders],
        fontsize=9.5,
        **PLAIN,
    )
    axes.tick_params(length=0)
    axes.set_xlim(-0.5, max(1, len(columns)) - 0.5)
    axes.set_ylim(max(1, len(holders)) - 0.5, -0.5)
    axes.set_xlabel("wanted by", color=QUIET, fontsize=10, fontfamily=FONT)
    for at in range(len(columns) + 1):
        axes.axvline(at - 0.5, color=FAINT, linewidth=0.8, zorder=0)
    for at in range(len(holders) + 1):
        axes.axhline(at - 0.5, color=FAINT, linewidth=0.8, zorder=0)
    for spine in axes.spines.values():
        spine.set_visible(False)
