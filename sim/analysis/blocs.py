"""Who goes together: people gathered into blocs that mostly leave in the same deal, and how blocs combine."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from sim.analysis.summary import Summary

# Blocs that are told apart, so many that a reader can follow each; and how firmly a bloc holds together.
MOST_BLOCS, HELD_BY = 8, 0.5


class Combination(NamedTuple):
    """Blocs that left in the same primary deal (places), and in how many of the runs kept whole."""

    blocs: tuple[int, ...]
    runs: int


class Blocs(NamedTuple):
    """People in blocs, and the combinations of blocs in primary deals, the most frequent first."""

    members: tuple[tuple[str, ...], ...]  # ids, the bloc that leaves most often first
    runs: tuple[int, ...]  # kept runs in which each bloc was in the primary deal
    aside: int  # people freed by some primary deal who are in none of these blocs
    combinations: tuple[Combination, ...]
    of: int  # runs kept whole with an agreement


def blocs(summary: Summary, most: int = MOST_BLOCS, held_by: float = HELD_BY) -> Blocs:
    """Gather people into blocs, any two of whom mostly leave together.

    Complete linkage on the Jaccard index of the primary deals that free each of two people: of the deals
    that free either, at least a share `held_by` frees both, whichever two of a bloc one takes. If there are
    more blocs than wanted, those with most releases are kept. A bloc is in a deal that frees more than half of it.

    Source: Lex and others (2014) for what is drawn from it, the UpSet plot.

    Parameters
    ----------
    most
        Number of blocs at most, up to 60.
    held_by
        The share, between 0 and 1.

    Examples
    --------
    >>> from sim.analysis.ensemble import Tally
    >>> from sim.ensemble.batch import play_batch
    >>> from sim.scenario.compile import compile_scenario
    >>> from sim.scenario.load import load
    >>> ring = compile_scenario(load("ring"))
    >>> tally = Tally(ring)
    >>> tally.add(play_batch(ring, 0, 0, 4))
    >>> found = blocs(tally.summary())
    >>> found.members, found.combinations
    ((('al', 'bo', 'cy'),), (Combination(blocs=(0,), runs=4),))
    """
    often = np.diagonal(summary.together)
    chosen = np.flatnonzero(often)
    both = summary.together[np.ix_(chosen, chosen)]
    either = often[chosen][:, None] + often[chosen][None, :] - both
    label = _gather(1.0 - both / either, 1.0 - held_by)
    groups = [chosen[label == one] for one in np.unique(label)]
    groups = sorted(groups, key=lambda group: (-often[group].sum(), group[0]))[:most]
    groups.sort(key=lambda group: (-often[group].mean(), group[0]))
    made = summary.packages[summary.packages.any(axis=1)]
    present = np.zeros((len(made), len(groups)), np.bool_)
    for at, group in enumerate(groups):
        present[:, at] = 2 * made[:, group].sum(axis=1) > len(group)
    # A number for each combination; the smaller is the one with the earlier bloc, and first of equals.
    bits = 1 << np.arange(len(groups), dtype=np.int64)[::-1]
    patterns, counts = np.unique((~present).astype(np.int64) @ bits, return_counts=True)
    order = np.argsort(-counts, kind="stable") if groups else ()
    ids = [one.id for one in summary.candidates]
    return Blocs(
        tuple(tuple(ids[n] for n in group) for group in groups),
        tuple(present.sum(axis=0).tolist()),
        len(chosen) - sum(map(len, groups)),
        tuple(Combination(tuple(np.flatnonzero(~patterns[at] & bits).tolist()), int(counts[at])) for at in order),
        len(made),
    )


def _gather(distance: NDArray[np.float64], widest: float) -> NDArray[np.int64]:
    """Return a label for each: complete linkage, in which no two of a group are farther apart than that."""
    if len(distance) < 2:
        return np.zeros(len(distance), np.int64)
    from scipy.cluster.hierarchy import fcluster, linkage
    from scipy.spatial.distance import squareform

    tree = linkage(squareform(distance, checks=False), "complete")
    return np.asarray(fcluster(tree, widest + 1e-9, "distance"), np.int64)
