"""Who comes home, and how sure that is: a share with its interval for every candidate, by custodian."""

from __future__ import annotations

from textwrap import fill
from typing import Any, NamedTuple

import numpy as np
from matplotlib.axes import Axes
from numpy.typing import NDArray

from sim.analysis.summary import Candidate, Summary
from sim.plots.save import figure_of
from sim.plots.style import FAINT, INK, PALETTE, PLAIN, QUIET, entitle, in_percent, new_figure, open_frame, short

# Height of a row, and of what is not rows, in inches; rows from which on two columns read better than one.
ROW, AROUND = 0.2, 1.7
TWO_COLUMNS = 34
LONGEST_NAME = 40
# Letters in a line of the note where there is one column.
LINE = 66
ON_RECORD, OTHERS = (PALETTE[0], "D", "freed by the documented deal"), (PALETTE[4], "o", "not freed by it")


class _Group(NamedTuple):
    """A custodian, whom to show of those it holds, and how many others were never freed."""

    party: str
    shown: list[Candidate]
    hidden: int

    @property
    def rows(self) -> int:
        return 1 + len(self.shown) + (self.hidden > 0)


def draw_inclusion(summary: Summary, axes: Any | None = None) -> NDArray[Any]:
    """Draw the share of runs in which each candidate was freed by the horizon, with 95 % intervals.

    Candidates are grouped by custodian and ordered by share; those who were never freed are counted in
    one line of their custodian, unless the documented deal freed them.

    Parameters
    ----------
    summary
        An ensemble.
    axes
        One or two axes to draw on instead of new ones.

    Returns
    -------
    numpy.ndarray
        The axes, one, or two if there are many candidates.

    Examples
    --------
    >>> from sim.analysis.ensemble import Tally
    >>> from sim.ensemble.batch import play_batch
    >>> from sim.scenario.compile import compile_scenario
    >>> from sim.scenario.load import load
    >>> ring = compile_scenario(load("ring"))
    >>> tally = Tally(ring)
    >>> tally.add(play_batch(ring, 0, 0, 4))
    >>> (axes,) = draw_inclusion(tally.summary())
    >>> [label.get_text() for label in axes.get_yticklabels()]
    ['Held by Alfa', 'Al', 'Held by Bravo', 'Bo', 'Held by Charlie', 'Cy']
    """
    groups = _groups(summary)
    shown = [group for group in groups if group.shown]
    rows = sum(group.rows for group in shown)
    if axes is None:
        wide, height = (2, (rows + 2) // 2 + 2) if rows >= TWO_COLUMNS else (1, rows)
        figure = new_figure(6.6 * wide + 1.0, AROUND + ROW * max(4, height))
        axes = figure.subplots(1, wide, squeeze=False)[0]
    panels = np.ravel(np.asarray(axes, dtype=object))
    columns = _split(shown, len(panels))
    most = max((sum(group.rows for group in column) for column in columns), default=1)
    for panel, column in zip(panels, columns, strict=True):
        _draw_column(panel, summary, column, most)
    never = sum(group.hidden for group in groups)
    note = f"Dashed: the share of runs with any agreement ({summary.agreement.estimate:.0%})."
    if never:
        note += f" {never} of {len(summary.candidates)} candidates were never freed."
    bare = [f"{summary.parties[group.party]} ({group.hidden})" for group in groups if not group.shown]
    if bare:
        note += f"\nNobody held by {' or '.join(bare)} was."
    if len(panels) == 1:
        note = "\n".join(fill(line, LINE) for line in note.splitlines())
    entitle(panels[0], "Who comes home, and how sure that is", note)
    for text in panels[0].texts:  # the note may reach over the second column
        text.set_in_layout(False)
    marks, words = panels[0].get_legend_handles_labels()
    if marks and summary.has_list:
        figure_of(panels).legend(marks, words, loc="outside lower left", ncols=2, fontsize=9, frameon=False)
    return panels


def _groups(summary: Summary) -> list[_Group]:
    """Return whom each custodian holds, most freed on top, the custodian with most of them first."""
    freed = {one.id: int(n) for one, n in zip(summary.candidates, summary.freed, strict=True)}
    groups = []
    for party in summary.by_custodian:
        held = [one for one in summary.candidates if one.custodian == party]
        shown = sorted((one for one in held if freed[one.id] or one.on_record), key=lambda one: -freed[one.id])
        groups.append(_Group(party, shown, len(held) - len(shown)))
    return sorted(groups, key=lambda group: -len(group.shown))


def _split(groups: list[_Group], columns: int) -> list[list[_Group]]:
    """Return the groups in so many columns, in order, the longest column as short as can be.

    Only for one or two columns: the first takes groups while that makes it no longer than the rest.
    """
    if columns == 1:
        return [groups]
    total = sum(group.rows for group in groups)
    lengths = np.cumsum([0, *(group.rows for group in groups)])
    at = int(np.argmin(np.maximum(lengths, total - lengths)))
    return [groups[:at], groups[at:]]


def _draw_column(axes: Axes, summary: Summary, groups: list[_Group], most: int) -> None:
    shares = summary.inclusion
    spots: dict[bool, list[tuple[float, int, float, float]]] = {True: [], False: []}
    labels: list[tuple[str, str]] = []
    for party, shown, hidden in groups:
        labels.append(("head", f"Held by {summary.parties[party]}"))
        for one in shown:
            estimate, low, high = shares[one.id]
            spots[one.on_record].append((estimate, len(labels), low, high))
            many = f" ({one.people} people)" if one.people > 1 else ""
            labels.append(("name", f"{short(one.name, LONGEST_NAME - len(many))}{many}"))
        if hidden:
            labels.append(("rest", f"and {hidden} more, never freed"))
    for kind, (colour, marker, words) in ((True, ON_RECORD), (False, OTHERS)):
        x, y, left, right = np.array(spots[kind]).reshape(-1, 4).T
        axes.hlines(y, left, right, color=colour, linewidth=1.6, alpha=0.75, zorder=2)
        face = colour if kind else "white"
        axes.scatter(
            x, y, s=24, marker=marker, facecolor=face, edgecolor=colour, linewidth=1.3, zorder=3, clip_on=False,
            label=words,
        )  # fmt: skip
    axes.set_yticks(range(len(labels)), [text for _, text in labels], fontsize=8.5, **PLAIN)
    for row, (label, (what, _)) in enumerate(zip(axes.get_yticklabels(), labels, strict=True)):
        label.set(fontweight="bold" if what == "head" else "normal", color=QUIET if what == "rest" else INK)
        if what == "name":
            axes.axhline(row, color=FAINT, linewidth=0.6, zorder=0)
    axes.set_ylim(max(1, most) - 0.4, -0.6)
    axes.set_xlim(0.0, 1.0)
    in_percent(axes.xaxis)
    axes.set_xlabel(f"share of {summary.runs:,} runs (95 % interval)", **PLAIN)
    axes.axvline(summary.agreement.estimate, color=QUIET, linewidth=1.0, linestyle=(0, (4, 2)), zorder=1)
    axes.tick_params(axis="y", length=0)
    open_frame(axes)
    axes.spines["left"].set_visible(False)
