"""The part of the public interface that is theory: lessons, a scenario solved, and protocols of the textbooks."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from sim.analysis.case import Case, load_case
from sim.errors import UsageError
from sim.given import whole
from sim.lessons.lesson import Row
from sim.scenario.load import Loaded
from sim.textbook.deals import Deals, Played

if TYPE_CHECKING:  # an ensemble has no use for the solvers, which take long to import
    from sim.analysis.theory import Theory

Steps = Callable[[str, int, int], None]
"""Told what is being done, and steps done of all."""


def case_given(scenario: str | Path | Loaded, sets: Sequence[str]) -> Case:
    """Return a scenario by id, by path, or as it was loaded, with what really happened where that is known."""
    if isinstance(scenario, Loaded):
        if sets:
            raise UsageError("sets: found changes beside a loaded scenario; give them to load()")
        return Case(scenario, None)
    return load_case(scenario, sets)


def lesson(name: str | None = None, **parameters: float) -> list[Row]:
    """Return the figures of one lesson of bargaining theory, or of all, each reckoned in two ways.

    Parameters
    ----------
    name
        Name or id of a lesson; without it all of them.
    parameters
        Changed parameters of that lesson; without them it is shown at all its cases.

    Raises
    ------
    UnknownNameError, UsageError
        If there is no such lesson or parameter, or a value is out of range.

    Examples
    --------
    >>> row = lesson("rubinstein", delta=0.8)[0]
    >>> row.theory, row.holds, row.source
    (0.555556, True, 'Rubinstein 1982')
    """
    from sim.lessons.find import rows_of

    return rows_of(name, parameters)


def solve(
    scenario: str | Path | Loaded, *, date: dt.date | None = None, venue: str | None = None,
    guarantor: str | None = None, coalitions: bool = True, exact: bool = False, orders: int | None = None,
    seed: int = 0, sets: Sequence[str] = (), method: str = "search", leximin: bool = False,
    on_progress: Steps | None = None,
) -> Theory:  # fmt: skip
    """Return what theory says of a scenario on one day, at the centre of all numbers, with nothing agreed before.

    Parameters
    ----------
    scenario
        Id of a shipped scenario, a path, or what `load` returned.
    date
        The day; without it that on which the documented deal was accepted, else the start.
    venue, guarantor
        Ids, or ``none``; what is not said is chosen so that the parties' surpluses can add up to most.
    coalitions
        Whether to reckon what coalitions reach alone: Shapley values, core, and more.
    exact
        Whether to reckon every coalition of parties where there are many, instead of drawn orders.
    orders
        Orders drawn for Shapley values, each used both ways; 0 leaves out those over assets.
    seed
        Key of the orders.
    sets
        Changes ``path=value``, as of ``--set``.
    method
        ``search``, or ``milp`` for HiGHS alone.
    leximin
        Whether to add a fifth solution, which of equal smallest gains looks on to the next smallest: some seconds on
        the talks of 2024. Its record says where it was cut short.
    on_progress
        Called with what is being reckoned, and steps done of all.

    Raises
    ------
    ScenarioError, UnknownNameError, UsageError
        If the scenario, the day or the place cannot be meant so.

    Examples
    --------
    >>> found = solve("ring")
    >>> [(one.name, one.record.gap) for one in found.solutions][:2], found.shared.is_empty
    ([('nash', 0.0), ('kalai_smorodinsky', 0.0)], False)
    >>> fifth = solve("classroom", leximin=True, coalitions=False).solutions[-1]
    >>> fifth.name, len(fifth.record.answer["sums"]), fifth.record.gap
    ('leximin', 5, 0.0)
    """
    from sim.analysis.theory import solve_case

    if date is not None and type(date) is not dt.date:
        raise UsageError(f"date: found {date!r:.60}; allowed: a datetime.date, such as datetime.date(2024, 8, 1)")
    orders = None if orders is None else whole("orders", orders, 0)
    seed = whole("seed", seed, 0, 2**53)
    return solve_case(case_given(scenario, sets), date=date, venue=venue, guarantor=guarantor, coalitions=coalitions,
                      exact=exact, orders=orders, seed=seed, method=method, with_leximin=leximin,
                      on_progress=on_progress)  # fmt: skip


def protocol(
    name: str,
    domain: str | Path | Loaded,
    *,
    sets: Sequence[str] = (),
    on_progress: Steps | None = None,
    **options: Any,
) -> tuple[Played, Deals]:
    """Play a protocol of the textbooks, and return how it ended and over which deals.

    Everybody knows what each deal is worth to everybody; a scenario's deals are a list of its efficient packages.

    Parameters
    ----------
    name
        A file of `sim.textbook.protocols`.
    domain
        ``barter``, ``pie``, ``pie-for-three``, or a scenario as of `solve`.
    sets
        Changes of the scenario, as of ``--set``.
    on_progress
        Called with what is being done, and steps done of all: a scenario is solved first, then its deals are listed.
    options
        Parameters of the protocol.

    Raises
    ------
    ScenarioError, UnknownNameError, UsageError
        If the protocol, a parameter or the domain cannot be meant so.

    Examples
    --------
    >>> played, deals = protocol("simultaneous_demands", "barter")
    >>> played.utility(deals).tolist()
    [12.0, 5.0]
    """
    from sim.analysis.deal_list import deals_of
    from sim.analysis.theory import solve_case
    from sim.textbook.domains import DOMAINS
    from sim.textbook.find import find, play

    find("protocols", name)
    if isinstance(domain, str) and domain in DOMAINS:
        deals = DOMAINS[domain]()
        if sets:
            raise UsageError("sets: found changes of a textbook domain; allowed: of a scenario; leave them out")
    else:
        theory = solve_case(case_given(domain, sets), on_progress=on_progress)
        deals = deals_of(theory, on_progress=on_progress).deals
    return play(name, deals, **options), deals
