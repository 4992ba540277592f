"""What theory says of a scenario on one day: the four solutions, coalitions, win-sets, and the documented deal."""

from __future__ import annotations

import datetime as dt
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from sim.analysis.case import Case
from sim.analysis.coalitions import Coalitions
from sim.analysis.deals import Standing, standing
from sim.analysis.package_problem import PackageProblem, package_problem
from sim.analysis.places import best_place, places_asked_for
from sim.analysis.status_quo import StatusQuo
from sim.analysis.terms import Place, Terms
from sim.analysis.win_sets import WinSet, win_sets
from sim.ensemble.batch import is_compilable, play_batch
from sim.errors import UsageError
from sim.scenario.compile import Compiled, compile_scenario, week_of
from sim.solutions import coalitions as games
from sim.solutions import cores
from sim.solutions.bloc_frontier import two_bloc_frontier
from sim.solutions.package_leximin import another_leximin, leximin
from sim.solutions.package_solver import Solver
from sim.solutions.problem import Problem
from sim.solutions.programme import solve_linear
from sim.solutions.solution import Solution
from sim.state import columns as c
from sim.state.layout import Bytes

NAMES = ("nash", "kalai_smorodinsky", "egalitarian", "utilitarian")
LEXIMIN = "leximin"
"""The name of the fifth solution, reckoned on request: it takes a programme for each player."""
EXACT_PLAYERS = 8
"""Players up to which every coalition is reckoned; with more, orders are drawn unless all are asked for."""
PARTY_ORDERS, ASSET_ORDERS = 16, 4
"""Drawn orders, each used both ways: chosen so that they take about half a minute together on the talks of 2024."""


@dataclass(frozen=True)
class Solved:
    """One solution: its package (levels of the scenario's assets), its record, and another package as good, if any."""

    name: str
    levels: Bytes
    record: Solution
    seconds: float
    tie: Bytes | None = None


@dataclass(frozen=True)
class Sharing:
    """How the whole worth could be shared among players, or what each asset adds to it.

    ``error`` is the standard error where orders were drawn; empty where all coalitions were reckoned.
    """

    who: tuple[int, ...]
    share: tuple[float, ...]
    error: tuple[float, ...] = ()


@dataclass(frozen=True)
class Shared:
    """The game of a scenario's players: worth of all, values, and the core.

    ``is_empty`` is None where the coalitions that were reckoned do not say; `least`, `banzhaf` and `nucleolus` are
    there where all were.
    """

    worth: float
    coalitions: int
    shapley: Sharing
    assets: Sharing | None
    is_empty: bool | None
    complaint: float | None
    banzhaf: Sharing | None
    nucleolus: Sharing | None


@dataclass(frozen=True)
class Theory:
    """What theory says of a scenario on one day.

    ``of_record`` is the documented deal, also with the concessions and favours that let all agree to it;
    ``ideals`` the largest surplus of each player.

    Examples
    --------
    >>> from sim.analysis.case import load_case
    >>> found = solve_case(load_case("ring"), coalitions=True)
    >>> [one.record.answer["released"] for one in found.solutions][:1], found.shared.is_empty
    ([(0, 1, 2)], False)
    """

    compiled: Compiled
    day: dt.date
    made: PackageProblem
    players: tuple[int, ...]
    ideals: Mapping[int, float]
    solutions: tuple[Solved, ...]
    of_record: Standing | None
    of_record_with_favours: Standing | None
    win_sets: tuple[WinSet, ...]
    shared: Shared | None
    note: str

    @property
    def problem(self) -> Problem:
        """Return the package problem as the solver takes it."""
        return self.made.problem


def solve_case(
    case: Case, *, date: dt.date | None = None, venue: str | None = None, guarantor: str | None = None,
    coalitions: bool = False, exact: bool = False, orders: int | None = None, seed: int = 0, method: str = "search",
    ties: bool = True, with_leximin: bool = False,
    on_progress: Callable[[str, int, int], None] | None = None,
) -> Theory:  # fmt: skip
    """Solve a scenario; arguments as of `sim.api.solve`."""
    names = (*NAMES, LEXIMIN) if with_leximin else NAMES
    solutions = [f"the {name.replace('_', ' ')} solution" for name in names]
    steps = ["the best place", *solutions, "win-sets", *(["coalitions"] if coalitions else [])]

    def tell(done: int) -> None:
        if on_progress is not None:
            on_progress(steps[done], done, len(steps))

    compiled = compile_scenario(case.loaded)
    if date is None:
        date = case.truth.accepted if case.truth and case.truth.accepted else compiled.start
    week = week_of(compiled.start, date)
    if not 0 <= week < compiled.weeks:
        last = compiled.date_of(compiled.weeks) - dt.timedelta(days=1)
        raise UsageError(f"date: found {date}; allowed: {compiled.start} to {last}, while they talk; give one")
    terms = Terms(StatusQuo(compiled, compiled.params(centre=True), [week]).on(date))
    tell(0)
    made = best_place(terms, places_asked_for(terms, compiled.index, venue, guarantor))
    solver = Solver(made.problem, method)
    solved = []
    for at, name in enumerate(names, 1):
        tell(at)
        began = time.perf_counter()
        record = leximin(solver) if name == LEXIMIN else solver.solve(name, efficient=True)
        seconds = time.perf_counter() - began
        other = None
        if ties:
            other = another_leximin(solver, record) if name == LEXIMIN else solver.another(name, record)
        solved.append(Solved(name, made.levels(record.answer.get("package", ())), record, seconds,
                             None if other is None else made.levels(other)))  # fmt: skip
    players = tuple(solved[0].record.answer.get("players", ()))
    ideals = {party: solver.ideal(party).value for party in players}
    tell(1 + len(names))
    documented = completed = None
    if case.truth is not None and case.truth.released and players:
        levels = np.zeros(len(terms.levels), np.int8)
        for release in case.truth.released:
            levels[compiled.index.assets.index(release.asset)] = 1
        documented = standing(made, levels, players, ideals)
        favours = _favours(made, levels)
        completed = None if favours is None else standing(made, favours, players, ideals)
    sets = win_sets(made, solver) if players else ()
    shared = None
    if coalitions and players:
        tell(2 + len(names))
        shared = _share(made, players, exact, orders, seed)
    return Theory(compiled, date, made, players, ideals, tuple(solved), documented, completed, sets, shared,
                  solved[0].record.note)  # fmt: skip


def _favours(made: PackageProblem, levels: Bytes) -> Bytes | None:
    """Return a deal with the concessions and favours that make all agree to it; None if none do.

    Who goes is as in the deal; of all that is beside it, what lets the surpluses add up to most.
    """
    terms = made.terms
    pinned = np.where(terms.is_person, levels, 0)
    if (pinned > terms.levels).any():
        return None
    beside = [a for a in terms.pool if not terms.is_person[a]]
    small = package_problem(terms, made.place, only=[*np.flatnonzero(pinned).tolist(), *beside])
    rows = [np.zeros(small.problem.size) for _ in range(int(pinned.sum()))]
    people = [place for place, (a, _) in enumerate(small.units) if terms.is_person[a]]
    for row, place in zip(rows, people):
        row[place] = 1.0
    fixed = Problem(
        small.problem.assets, small.problem.parties, small.problem.interests, small.problem.consents,
        np.vstack([small.problem.rows, *rows]), np.concatenate([small.problem.need, np.ones(len(rows))]),
        small.problem.candidates, small.problem.switches,
    )  # fmt: skip
    found = Solver(fixed).solve("utilitarian")
    return small.levels(found.answer["package"]) if "package" in found.answer else None


def _share(made: PackageProblem, players: tuple[int, ...], exact: bool, orders: int | None, seed: int) -> Shared:
    """Return the values of the players' game."""
    game = Coalitions(made, package_problem(made.terms, Place(-1, -1)), players)
    count = len(players)
    whole = game.worth(range(count))
    generator = np.random.Generator(np.random.Philox(key=seed))
    banzhaf = nucleolus = None
    complaint: float | None
    if exact or count <= EXACT_PLAYERS:
        worth = games.game_of(count, game.worth)
        shapley = Sharing(players, games.shapley(worth).answer["shares"])
        banzhaf = Sharing(players, games.banzhaf(worth).answer["shares"])
        nucleolus = Sharing(players, cores.nucleolus(worth).answer["shares"])
        complaint = float(cores.least_core(worth).answer["complaint"])
        is_empty: bool | None = complaint > 1e-9
    else:
        drawn = games.sample_shapley(count, game.worth, orders or PARTY_ORDERS, generator).answer
        shapley = Sharing(players, drawn["shares"], drawn["errors"])
        complaint = _least_complaint(count, {who: v for (who, without), v in game.known.items() if not without}, whole)
        is_empty = True if complaint > 1e-7 else None
    reckoned = sum(not without for _, without in game.known)
    pool = sorted({a for a, _ in made.units})
    assets = None
    if orders != 0:
        drawn = games.sample_shapley(
            len(pool), lambda who: game.worth_of_assets(who, pool), orders or ASSET_ORDERS, generator
        ).answer
        assets = Sharing(tuple(pool), drawn["shares"], drawn["errors"])
    return Shared(whole, reckoned, shapley, assets, is_empty, complaint, banzhaf, nucleolus)


def _least_complaint(count: int, known: Mapping[tuple[int, ...], float], whole: float) -> float:
    """Return the smallest largest complaint that the coalitions known leave: above 0 the core is empty."""
    some = [(who, worth) for who, worth in known.items() if 0 < len(who) < count]
    rows = np.array([[-1.0 if player in who else 0.0 for player in range(count)] + [-1.0] for who, _ in some])
    found = solve_linear(
        np.array([0.0] * count + [1.0]), A_ub=rows, b_ub=[-worth for _, worth in some],
        A_eq=[[1.0] * count + [0.0]], b_eq=[whole], bounds=[(None, None)] * (count + 1),
    )  # fmt: skip
    return float(found.fun)


@dataclass(frozen=True)
class Frontier:
    """Two blocs, named by their sides; points (first, second) of the frontier, and of simulated deals."""

    sides: tuple[str, str]
    points: tuple[tuple[float, float], ...]
    deals: tuple[tuple[float, float], ...]
    note: str


def frontier_of(theory: Theory, step: float = 1 / 16, runs: int = 100, seed: int = 0) -> Frontier | None:
    """Return the frontier between the scenario's first two sides; None where there are no two sides with players.

    Parameters
    ----------
    theory
        The scenario, solved.
    step
        How far apart points are, as a share of the second bloc's range.
    runs, seed
        Simulated runs whose primary deals are set beside it, at the centre's numbers of the day.
    """
    blocs = blocs_of(theory)
    if blocs is None:
        return None
    (names, first, second), problem = blocs, theory.problem
    found = two_bloc_frontier(problem, first, second=second, step=step)
    cloud: list[tuple[float, float]] = []
    if runs and is_compilable(theory.compiled):
        batch = play_batch(theory.compiled, seed, 0, runs)
        for released in batch.released[np.arange(runs), _primary(theory, batch.released)]:
            levels = np.zeros(len(theory.made.terms.levels), np.int8)
            levels[: released.shape[0]] = released
            levels = np.minimum(levels, theory.made.terms.levels).astype(np.int8)
            if levels.any():
                cloud.append(place_of(theory, levels, first, second))
    return Frontier(names, found.answer.get("blocs", ()), tuple(cloud), found.note)


def blocs_of(theory: Theory) -> tuple[tuple[str, str], list[int], list[int]] | None:
    """Return the names and members of the two blocs; None without two sides."""
    sides: dict[str, list[int]] = {}
    names = theory.compiled.index.parties
    for party in theory.players:
        side = theory.compiled.scenario.parties[names[party]].side
        if side:
            sides.setdefault(side, []).append(party)
    if len(sides) < 2 and len(theory.players) == 2:
        sides = {names[party]: [party] for party in theory.players}
    if len(sides) < 2:
        return None
    one, other = list(sides)[:2]
    return (one, other), sides[one], sides[other]


def place_of(theory: Theory, levels: Bytes, first: Sequence[int], second: Sequence[int]) -> tuple[float, float]:
    """Return what two blocs have of a deal beyond no deal."""
    surplus = theory.problem.surpluses(theory.made.package(levels))
    return float(surplus[list(first)].sum()), float(surplus[list(second)].sum())


def _primary(theory: Theory, released: Any) -> Any:
    """Return the place of each run's deal that frees most people, the earliest of equals."""
    facts = theory.made.terms.params.asset_i[: released.shape[2]]
    people = np.where(facts[:, c.KIND] == c.PERSON, facts[:, c.COUNT], 0)
    return ((released > 0) @ people).argmax(axis=1)
