"""Who goes from where to where: one deal as bands from givers to receivers, every name legible."""

from __future__ import annotations

import textwrap
from dataclasses import dataclass

from matplotlib.axes import Axes
from matplotlib.patches import PathPatch, Rectangle
from matplotlib.path import Path

from sim.domain.result import RunResult
from sim.plots.style import INK, PALETTE, QUIET, entitle, new_axes, strip

# The three columns: givers' bars, names, receivers' bars, on a scale of 0 to 1.
LEFT, MIDDLE, RIGHT, BAR = 0.16, 0.5, 0.84, 0.018
GAP = 0.8


@dataclass(frozen=True)
class _Line:
    giver: str
    receiver: str
    text: str
    favour: bool


def _lines(result: RunResult, deal: int) -> list[_Line]:
    package, names = result.deals[deal].delivered, result.names
    lines = []
    for release in package.releases:
        text = names.assets[release.asset] + (f" ({release.count} people)" if release.count > 1 else "")
        lines.append(_Line(release.giver, release.receiver, text, False))
    for grant in package.grants:
        text = f"{names.assets[grant.asset]}" + (
            f" (level {grant.level} of {grant.levels})" if grant.levels > 1 else ""
        )
        lines.append(_Line(grant.giver, grant.receiver, text, True))
    return lines


def _stack(order: list[str], lines: list[_Line], side: str) -> tuple[dict[str, tuple[float, float]], float]:
    """Return top and bottom of each party's bar, one unit of height a line."""
    spans, at = {}, 0.0
    for party in order:
        height = sum(getattr(line, side) == party for line in lines)
        spans[party] = (at, at + height)
        at += height + GAP
    return spans, at - GAP


def _band(axes: Axes, x0: float, y0: float, x1: float, y1: float, colour: str, favour: bool) -> None:
    middle = 0.5 * (x0 + x1)
    path = Path([(x0, y0), (middle, y0), (middle, y1), (x1, y1)], [Path.MOVETO, Path.CURVE4, Path.CURVE4, Path.CURVE4])
    axes.add_patch(
        PathPatch(
            path, facecolor="none", edgecolor=colour, linewidth=1.4 if favour else 3.2, alpha=0.75,
            linestyle=(0, (3, 2)) if favour else "solid", capstyle="butt",
        )
    )  # fmt: skip


def draw_exchange(result: RunResult, axes: Axes | None = None, deal: int | None = None) -> Axes:
    """Draw one deal, the primary one unless another is named.

    Captives are solid bands, concessions and credits dashed ones; colour and place say the giver.

    Raises
    ------
    ValueError
        If the run has no such deal.
    """
    chosen = result.primary if deal is None else deal
    if chosen is None or not 0 <= chosen < len(result.deals):
        raise ValueError("this run has no deal to draw")
    lines = _lines(result, chosen)
    names = result.names.parties
    givers = list(dict.fromkeys(line.giver for line in lines))
    givers.sort(key=lambda party: -sum(line.giver == party for line in lines))
    rank = {party: at for at, party in enumerate(givers)}
    receivers = list(dict.fromkeys(line.receiver for line in lines))
    place = {party: at for at, party in enumerate(receivers)}
    lines.sort(key=lambda line: (rank[line.giver], line.favour, place[line.receiver]))
    if axes is None:
        axes = new_axes(11.5, max(3.4, 0.235 * (len(lines) + GAP * len(givers)) + 1.1))
    left, left_total = _stack(givers, lines, "giver")
    right, right_total = _stack(receivers, lines, "receiver")
    total = max(left_total, right_total)
    shift_left, shift_right = 0.5 * (total - left_total), 0.5 * (total - right_total)
    used = dict.fromkeys(receivers, 0.0)
    at = shift_left
    for n, line in enumerate(lines):
        if n and lines[n - 1].giver != line.giver:
            at += GAP
        colour = PALETTE[rank[line.giver] % len(PALETTE)]
        target = right[line.receiver][0] + used[line.receiver] + 0.5 + shift_right
        used[line.receiver] += 1.0
        y = at + 0.5
        axes.plot([LEFT + BAR, 0.24], [y, y], color=colour, linewidth=1.4 if line.favour else 3.2, alpha=0.75,
                  linestyle=(0, (3, 2)) if line.favour else "solid", solid_capstyle="butt")  # fmt: skip
        axes.text(0.25, y, textwrap.shorten(line.text, 62, placeholder=" …"), va="center", ha="left", fontsize=8.5,
                  color=QUIET if line.favour else INK, style="italic" if line.favour else "normal")  # fmt: skip
        _band(axes, 0.6, y, RIGHT, target, colour, line.favour)
        at += 1.0
    for party in givers:
        top, bottom = (edge + shift_left for edge in left[party])
        axes.add_patch(Rectangle((LEFT, top + 0.1), BAR, bottom - top - 0.2, color=PALETTE[rank[party] % len(PALETTE)]))
        axes.text(LEFT - 0.012, 0.5 * (top + bottom), textwrap.fill(names[party], 16), va="center", ha="right",
                  fontsize=10.5, color=INK)  # fmt: skip
    for party in receivers:
        top, bottom = (edge + shift_right for edge in right[party])
        axes.add_patch(Rectangle((RIGHT, top + 0.1), BAR, bottom - top - 0.2, color=INK))
        axes.text(RIGHT + BAR + 0.012, 0.5 * (top + bottom), textwrap.fill(names[party], 16), va="center", ha="left",
                  fontsize=10.5, color=INK)  # fmt: skip
    axes.set_xlim(0.0, 1.0)
    axes.set_ylim(total + 0.4, -0.8)
    strip(axes)
    one = result.deals[chosen]
    where = f" in {result.names.venues[one.delivered.venue]}" if one.delivered.venue else ""
    word = f", guaranteed by {names[one.delivered.guarantor]}" if one.delivered.guarantor else ""
    entitle(
        axes, f"Who goes where: {one.people} people, {one.executed:%-d %B %Y}{where}{word}",
        "Solid: people, from custodian (left) to receiver (right). Dashed, in italics: concessions and favours.",
    )  # fmt: skip
    return axes
