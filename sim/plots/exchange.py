"""Who goes from where to where: one deal as bands from givers to receivers, every name legible."""

from __future__ import annotations

import textwrap
from dataclasses import dataclass

from matplotlib.axes import Axes
from matplotlib.patches import PathPatch, Rectangle
from matplotlib.path import Path

from sim.domain.package import Deal
from sim.domain.result import RunResult
from sim.plots.style import INK, PAPER, PLAIN, QUIET, colours_of, cut, entitle, new_axes, strip

# From left to right, on a scale of 0 to 1: the givers' bars, where names begin, where bands begin to
# bend, the receivers' bars.
LEFT, NAMES, BEND, RIGHT, BAR = 0.15, 0.195, 0.62, 0.86, 0.014
# Space between two parties, in lines; height of a line in inches.
GAP, LINE_HEIGHT = 0.9, 0.235
LONGEST_NAME = 64
DASHES = (0, (3, 2))


@dataclass(frozen=True)
class _Band:
    giver: str
    receiver: str
    text: str
    is_favour: bool


def _bands(result: RunResult, deal: Deal) -> list[_Band]:
    names, bands = result.names, []
    for release in deal.delivered.releases:
        many = f" ({release.count} people)" if release.count > 1 else ""
        text = cut(names.assets[release.asset], LONGEST_NAME - len(many)) + many
        bands.append(_Band(release.giver, release.receiver, text, False))
    for grant in deal.delivered.grants:
        level = f" (level {grant.level} of {grant.levels})" if grant.levels > 1 else ""
        text = cut(names.assets[grant.asset], LONGEST_NAME - len(level)) + level
        bands.append(_Band(grant.giver, grant.receiver, text, True))
    return bands


def _ordered(bands: list[_Band]) -> tuple[list[str], list[str], list[_Band]]:
    """Return givers (most bands first), receivers and bands, so ordered that few bands cross."""
    givers = list(dict.fromkeys(band.giver for band in bands))
    givers.sort(key=lambda party: -sum(band.giver == party for band in bands))
    rank = {party: at for at, party in enumerate(givers)}
    receivers = list(dict.fromkeys(band.receiver for band in bands))
    heights = {party: [rank[band.giver] for band in bands if band.receiver == party] for party in receivers}
    receivers.sort(key=lambda party: sum(heights[party]) / len(heights[party]))
    place = {party: at for at, party in enumerate(receivers)}
    return givers, receivers, sorted(bands, key=lambda band: (rank[band.giver], place[band.receiver], band.is_favour))


def _tops(order: list[str], ends: list[str], total: float) -> dict[str, float]:
    """Return where each party's bar begins, the column centred in a height of `total` lines."""
    at = 0.5 * (total - _height(order, ends))
    tops = {}
    for party in order:
        tops[party] = at
        at += ends.count(party) + GAP
    return tops


def _height(order: list[str], ends: list[str]) -> float:
    return len(ends) + GAP * (len(order) - 1)


def _draw_band(axes: Axes, band: _Band, y: float, target: float, colour: str) -> None:
    middle = 0.5 * (BEND + RIGHT)
    corners = [(LEFT + BAR, y), (BEND, y), (middle, y), (middle, target), (RIGHT, target)]
    codes = [Path.MOVETO, Path.LINETO, Path.CURVE4, Path.CURVE4, Path.CURVE4]
    axes.add_patch(
        PathPatch(
            Path(corners, codes), facecolor="none", edgecolor=colour, linewidth=1.3 if band.is_favour else 3.0,
            linestyle=DASHES if band.is_favour else "solid", capstyle="butt", zorder=1,
        )
    )  # fmt: skip
    axes.text(
        NAMES, y, band.text, va="center", ha="left", fontsize=9, zorder=3, **PLAIN,
        color=QUIET if band.is_favour else INK, style="italic" if band.is_favour else "normal",
        bbox={"facecolor": PAPER, "edgecolor": "none", "boxstyle": "square,pad=0.12"},
    )  # fmt: skip


def _draw_bar(axes: Axes, x: float, top: float, lines: int, colour: str, name: str) -> None:
    axes.add_patch(Rectangle((x, top + 0.12), BAR, lines - 0.24, facecolor=colour, edgecolor="none", zorder=2))
    is_left = x < 0.5
    axes.text(
        x - 0.012 if is_left else x + BAR + 0.012, top + 0.5 * lines, textwrap.fill(name, 16), va="center",
        ha="right" if is_left else "left", fontsize=10.5, color=INK, **PLAIN,
    )  # fmt: skip


def draw_exchange(result: RunResult, axes: Axes | None = None, deal: int | None = None) -> Axes:
    """Draw one deal, the primary one unless another is named by its place.

    Captives are solid bands, concessions and credits dashed ones with names in italics; colour and
    place say the giver.

    Raises
    ------
    ValueError
        If the run has no such deal.

    Examples
    --------
    >>> from sim import run
    >>> [text.get_text() for text in draw_exchange(run("ring", centre=True)).texts][:3]
    ['Al', 'Bo', 'Cy']
    """
    chosen = result.primary if deal is None else deal
    if chosen is None or not 0 <= chosen < len(result.deals):
        raise ValueError(f"found no deal {chosen}; allowed: a run with a deal, and places below {len(result.deals)}")
    one, names = result.deals[chosen], result.names.parties
    givers, receivers, bands = _ordered(_bands(result, one))
    from_ends, to_ends = [band.giver for band in bands], [band.receiver for band in bands]
    total = max(_height(givers, from_ends), _height(receivers, to_ends), 3.0)
    if axes is None:
        axes = new_axes(11.5, LINE_HEIGHT * (total + 1.0) + 0.9)
    colours = colours_of(givers)
    starts, ends = _tops(givers, from_ends, total), _tops(receivers, to_ends, total)
    free, free_at_end = dict(starts), dict(ends)
    for band in bands:
        _draw_band(axes, band, free[band.giver] + 0.5, free_at_end[band.receiver] + 0.5, colours[band.giver])
        free[band.giver] += 1.0
        free_at_end[band.receiver] += 1.0
    for party in givers:
        _draw_bar(axes, LEFT, starts[party], from_ends.count(party), colours[party], names[party])
    for party in receivers:
        _draw_bar(axes, RIGHT, ends[party], to_ends.count(party), INK, names[party])
    axes.set_xlim(0.0, 1.0)
    axes.set_ylim(total + 0.3, -0.3)
    strip(axes)
    entitle(axes, _title(one), _note(result, one))
    return axes


def _title(deal: Deal) -> str:
    people = f"{deal.people} {'person' if deal.people == 1 else 'people'}"
    return f"Who goes where: {people} on {deal.executed.day} {deal.executed:%B %Y}"


def _note(result: RunResult, deal: Deal) -> str:
    names, package = result.names, deal.delivered
    place = [f"In {names.venues[package.venue]}"] if package.venue else []
    if package.guarantor:
        place.append(f"{'g' if place else 'G'}uaranteed by {names.parties[package.guarantor]}")
    said = [", ".join(place) + "."] if place else []
    if deal.defaulted:
        said.append(f"Did not deliver: {', '.join(names.parties[party] for party in deal.defaulted)}.")
    said.append("From custodians (left) to receivers (right).")
    if package.grants:
        said.append("Dashed: concessions and favours.")
    return " ".join(said)
