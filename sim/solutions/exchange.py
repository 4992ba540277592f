"""Rings and chains: who releases whom, so that all who give are given to.

Each possible release is an arc from its custodian to the party that wants it, with a gain. A *ring* is a
closed round of releases in which every party gives one and gets one. A *chain* starts with a party that
gives for nothing. Every release happens once at most; a party may be in several rings.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator

import networkx as nx
import numpy as np
from numpy.typing import ArrayLike, NDArray
from scipy.sparse import csr_array

from sim.errors import UsageError
from sim.given import Floats, finite
from sim.solutions.programme import solve_linear, solve_mixed
from sim.solutions.solution import Solution

MOST_RINGS = 200_000
"""Rings listed at most where their length is limited."""
Arcs = NDArray[np.int64]


def exchange(
    arcs: ArrayLike, gains: ArrayLike | float = 1.0, longest: int | None = None, starters: Collection[int] = ()
) -> Solution:
    """Return the rings and chains with the largest total gain, exactly.

    Parameters
    ----------
    arcs
        (releases, 2): custodian and receiver of each possible release, numbered from 0.
    gains
        What each release adds; releases that add nothing or less are made only where a ring needs them.
    longest
        Releases in a ring at most; 2 allows pairs alone. Without it any length.
    starters
        Parties that may give without being given to.

    Returns
    -------
    Solution
        ``releases``: places of the arcs used; ``rings`` and ``chains``: the same, in order of giving.

    Examples
    --------
    Three custodians, each wanting the next one's prisoner: no pair can trade, the ring can.

    >>> ring = [(0, 1), (1, 2), (2, 0)]
    >>> exchange(ring, longest=2).objective, exchange(ring).objective, exchange(ring).answer["rings"]
    (0.0, 3.0, ((0, 1, 2),))
    >>> exchange([(0, 1), (1, 2)], starters=[0]).answer["chains"]
    ((0, 1),)
    """
    ways = np.asarray(arcs, np.int64).reshape(-1, 2)
    given = np.asarray(gains, np.float64)
    gain = finite("gains", np.broadcast_to(given, (len(ways),)).copy() if given.shape in ((), (len(ways),)) else given)
    if gain.shape != (len(ways),):
        raise UsageError(f"gains: found {gain.size}; allowed: {len(ways)}, one for each release; give one each")
    if len(ways) and (ways.min() < 0 or (ways[:, 0] == ways[:, 1]).any()):
        raise UsageError("arcs: found a party below 0, or one that releases to itself; allowed: two parties; mend it")
    if longest is not None and longest < 2:
        raise UsageError(f"longest: found {longest}; allowed: 2 or more, since a ring has two parties; give more")
    asked = {"releases": len(ways), "longest": longest, "starters": tuple(sorted(starters))}
    if longest is None:
        used = _circulate(ways, gain, starters)
        method, bound = "largest circulation, linear programme", float(gain[used].sum())
        rings, chains = _walk(ways, used)
    else:
        method = "rings listed, mixed-integer programme"
        rings, chains, bound = _pack(ways, gain, longest, starters)
        used = [place for walk in (*rings, *chains) for place in walk]
    objective = float(gain[used].sum())
    answer = {"releases": tuple(sorted(used)), "rings": rings, "chains": chains}
    note = "" if used else "no ring gains anything"
    return Solution(method, asked, answer, objective, max(objective, bound), note)


def _circulate(ways: Arcs, gain: Floats, starters: Collection[int]) -> list[int]:
    """Return the arcs of the largest circulation; such a programme has whole optima, since it is a flow."""
    if not len(ways):
        return []
    count, parties = len(ways), int(ways.max()) + 1
    columns = np.arange(count)
    balance = csr_array((np.r_[np.ones(count), -np.ones(count)], (ways.T.ravel(), np.r_[columns, columns])),
                        shape=(parties, count))  # fmt: skip
    strict = np.ones(parties, bool)
    strict[[party for party in starters if party < parties]] = False
    # Nobody gives more than it gets, but those who start chains; whoever ends one gets more.
    found = solve_linear(
        -gain, bounds=(0.0, 1.0),
        **({"A_ub": balance[strict], "b_ub": np.zeros(int(strict.sum()))} if starters and strict.any() else {}),
        **({} if starters else {"A_eq": balance, "b_eq": np.zeros(parties)}),
    )  # fmt: skip
    assert found is not None
    return np.flatnonzero(found.x > 0.5).tolist()


def list_rings(arcs: ArrayLike, longest: int, starters: Collection[int] = ()) -> Iterator[tuple[int, ...]]:
    """Yield every ring of so many releases at most as places of arcs, and every chain from a starter.

    Examples
    --------
    >>> sorted(list_rings([(0, 1), (1, 0), (1, 2), (2, 0)], 3))
    [(0, 1), (0, 2, 3)]
    """
    ways = np.asarray(arcs, np.int64).reshape(-1, 2)
    graph: nx.MultiDiGraph[int] = nx.MultiDiGraph()
    between: dict[tuple[int, int], list[int]] = {}
    for place, (giver, taker) in enumerate(ways.tolist()):
        graph.add_edge(giver, taker)
        between.setdefault((giver, taker), []).append(place)

    def choices(parties: list[int], is_closed: bool) -> Iterator[tuple[int, ...]]:
        steps = list(zip(parties, parties[1:] + parties[:1] if is_closed else parties[1:]))
        made: list[tuple[int, ...]] = [()]
        for step in steps:
            made = [(*one, place) for one in made for place in between[step]]
        yield from made

    for ring in nx.simple_cycles(nx.DiGraph(graph), length_bound=longest):
        at = ring.index(min(ring))
        yield from choices(ring[at:] + ring[:at], True)
    plain = nx.DiGraph(graph)
    for start in sorted(set(starters) & set(plain)):
        for end in sorted(set(plain) - {start}):
            for path in nx.all_simple_paths(plain, start, end, cutoff=longest):
                yield from choices(path, False)


Walks = tuple[tuple[int, ...], ...]


def _pack(ways: Arcs, gain: Floats, longest: int, starters: Collection[int]) -> tuple[Walks, Walks, float]:
    """Return the rings and chains, no release twice, with the largest gain; and what bounds it."""
    rings = []
    for ring in list_rings(ways, longest, starters):
        if gain[list(ring)].sum() > 0.0:
            rings.append(ring)
        if len(rings) > MOST_RINGS:
            raise UsageError(f"longest: found more than {MOST_RINGS} rings; allowed: fewer; take less, or no limit")
    if not rings:
        return (), (), 0.0
    rows = np.concatenate([np.array(ring) for ring in rings])
    columns = np.repeat(np.arange(len(rings)), [len(ring) for ring in rings])
    uses = csr_array((np.ones(len(rows)), (rows, columns)), shape=(len(ways), len(rings)))
    one = np.ones(len(rings))
    worth = np.array([gain[list(ring)].sum() for ring in rings])
    found = solve_mixed(-worth, one, 0.0 * one, one, uses, np.full(len(ways), -np.inf), np.ones(len(ways)))
    chosen = np.flatnonzero(found.x > 0.5)
    taken = sorted(rings[ring] for ring in chosen)
    closed = [ways[walk[0], 0] == ways[walk[-1], 1] for walk in taken]
    is_closed = list(zip(taken, closed))
    return (
        tuple(walk for walk, ring in is_closed if ring),
        tuple(walk for walk, ring in is_closed if not ring),
        float(-found.mip_dual_bound),
    )


def _walk(ways: Arcs, used: list[int]) -> tuple[Walks, Walks]:
    """Split the arcs used into chains and simple rings."""
    left = {place: (int(ways[place, 0]), int(ways[place, 1])) for place in sorted(used)}

    def follow(start: int) -> list[int]:
        walk: list[int] = []
        at = start
        while True:
            onward = next((place for place, (giver, _) in left.items() if giver == at and place not in walk), None)
            if onward is None:
                return walk
            walk.append(onward)
            at = left[onward][1]
            seen = [left[place][0] for place in walk]
            if at in seen:
                return walk[seen.index(at) :]

    chains: list[tuple[int, ...]] = []
    rings: list[tuple[int, ...]] = []
    while left:
        owed = {party: 0 for way in left.values() for party in way}
        for giver, taker in left.values():
            owed[giver] += 1
            owed[taker] -= 1
        # A chain starts where more is given than got; without one any release lies in a ring.
        walk = follow(next((party for party in sorted(owed) if owed[party] > 0), next(iter(left.values()))[0]))
        is_ring = left[walk[0]][0] == left[walk[-1]][1]
        (rings if is_ring else chains).append(tuple(walk))
        for place in walk:
            del left[place]
    return tuple(sorted(rings)), tuple(sorted(chains))
