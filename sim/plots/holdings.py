"""Who holds whom, and who wants whom: a map of custodians and of those who have a claim."""

from __future__ import annotations

import numpy as np
from matplotlib.axes import Axes

from sim.plots.style import INK, PALETTE, QUIET, entitle, new_axes
from sim.scenario.spec import Scenario
from sim.scenario.valuation import claim_of, is_cause

KINDS = (
    ("own national, resident, or publicly asked for", PALETTE[0], "o"),
    ("taken up as a cause", PALETTE[1], "s"),
)


def draw_holdings(scenario: Scenario, axes: Axes | None = None) -> Axes:
    """Draw how many captives each custodian holds whom each other party has a claim to, or a cause in.

    Claims are those of the start of the scenario, by the one rule for all.
    """
    parties = {name: one.name or name for name, one in scenario.parties.items() if not one.abstract}
    people = {name: one for name, one in scenario.assets.items() if one.kind == "person" and not one.hypothetical}
    holders = [name for name in parties if any(one.held_by == name for one in people.values())]
    counts = np.zeros((2, len(holders), len(parties)), dtype=int)
    for one in people.values():
        for column, party in enumerate(parties):
            if party == one.held_by:
                continue
            if claim_of(party, one, scenario.start) > 0.0:
                counts[0, holders.index(one.held_by), column] += 1
            elif is_cause(party, one) and scenario.parties[party].worth:
                worth = scenario.parties[party].worth
                if "cause" in worth and worth["cause"].centre > 0.0:
                    counts[1, holders.index(one.held_by), column] += 1
    wanting = [column for column in range(len(parties)) if counts[:, :, column].any()]
    if axes is None:
        axes = new_axes(1.15 * len(wanting) + 4.0, 0.62 * len(holders) + 2.0)
    for kind, (label, colour, marker) in enumerate(KINDS):
        shift = -0.18 if kind == 0 else 0.18
        first = True
        for row in range(len(holders)):
            for place, column in enumerate(wanting):
                count = counts[kind, row, column]
                if count:
                    axes.scatter(place + shift, row, s=150 + 22 * count, marker=marker, color=colour, zorder=2,
                                 label=label if first else None)  # fmt: skip
                    axes.text(place + shift, row, str(count), ha="center", va="center", fontsize=8.5, zorder=3,
                              color="#ffffff" if kind == 0 else INK)  # fmt: skip
                    first = False
    names = list(parties.values())
    axes.set_xticks(range(len(wanting)), [names[column] for column in wanting], rotation=30, ha="right", fontsize=9)
    held = [sum(one.held_by == name for one in people.values()) for name in holders]
    axes.set_yticks(
        range(len(holders)),
        [f"{parties[name]} (holds {n})" for name, n in zip(holders, held, strict=True)],
        fontsize=9,
    )
    axes.set_xlim(-0.6, len(wanting) - 0.4)
    axes.set_ylim(len(holders) - 0.4, -0.6)
    axes.set_xlabel("who wants them", color=QUIET)
    axes.set_ylabel("who holds them", color=QUIET)
    axes.grid(color="#ececec", linewidth=0.8, zorder=0)
    for side in ("top", "right"):
        axes.spines[side].set_visible(False)
    if wanting:
        axes.legend(loc="upper left", bbox_to_anchor=(0.0, -0.28), ncols=2, frameon=False, fontsize=9, markerscale=0.5)
    entitle(axes, "Who holds whom, and who wants them", "Number of captives (groups count once), as of the start.")
    return axes
