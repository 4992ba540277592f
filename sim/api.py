"""What notebooks use: ``load, check, run, why``; results give arrays, tables and pictures.

Examples
--------
>>> from sim import run
>>> result = run("ring", centre=True)
>>> result.agreement, len(result.released)
(True, 3)
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from pathlib import Path

from sim.analysis.case import Case, load_case
from sim.analysis.likeness import likeness
from sim.analysis.why import WhyResult, explain
from sim.domain.result import RunResult
from sim.errors import Problem, UnknownNameError, UsageError
from sim.scenario.check import check as check_files
from sim.scenario.compile import compile_scenario
from sim.scenario.load import Loaded, load
from sim.world import Talks

__all__ = ["check", "load", "run", "talks", "why"]


def check(*files: str | Path) -> list[Problem]:
    """Return all problems of scenario files, each with its place.

    >>> check("ring")
    []
    """
    return check_files(list(files))


def _case(scenario: str | Path | Loaded, sets: Sequence[str]) -> Case:
    if isinstance(scenario, Loaded):
        if sets:
            raise UsageError("sets: found changes beside a loaded scenario; give them to load()")
        return Case(scenario, None)
    return load_case(scenario, sets)


def talks(
    scenario: str | Path | Loaded,
    *,
    seed: int = 0,
    run: int = 0,
    centre: bool = False,
    sets: Sequence[str] = (),
    conduct: Mapping[str, str] | None = None,
) -> Talks:
    """Return the talks of a scenario before their first week, to be stepped, paused and continued."""
    compiled = compile_scenario(_case(scenario, sets).loaded)
    return Talks(compiled, _seed(seed), run, centre=centre, conducts=conduct)


def run(
    scenario: str | Path | Loaded,
    *,
    seed: int = 0,
    run: int = 0,
    centre: bool = False,
    sets: Sequence[str] = (),
    conduct: Mapping[str, str] | None = None,
    told: bool = True,
) -> RunResult:
    """Play one run of a scenario and return what came of it.

    Parameters
    ----------
    scenario
        Id of a shipped scenario, a path, or what `load` returned.
    seed, run
        Keys of all that is drawn; 0 is a seed like any other.
    centre
        Take every number at its centre and let nothing happen by chance.
    sets
        Changes ``path=value``, as of ``--set``.
    conduct
        Conduct of your own by party, ``package.module:Class``; of all parties under ``*``.
    told
        Whether to keep the transcript.

    Raises
    ------
    ScenarioError, UnknownNameError, UsageError
        If the scenario, a change or a conduct cannot be meant so.

    Examples
    --------
    >>> run("ring", seed=1).parties["ALFA"].surplus > 0
    True
    """
    case = _case(scenario, sets)
    played = Talks(compile_scenario(case.loaded), _seed(seed), run, centre=centre, conducts=conduct)
    played.play()
    result = played.result(told=told)
    return replace(result, documented=likeness(result, case.truth))


def why(
    scenario: str | Path | Loaded,
    asset: str,
    *,
    seed: int = 0,
    centre: bool = False,
    sets: Sequence[str] = (),
) -> WhyResult:
    """Return why a person was or was not freed in one run, and the cheapest change of it.

    Raises
    ------
    UnknownNameError
        If the scenario has no such person.

    Examples
    --------
    >>> why("ring", "al", centre=True).freed
    True
    """
    case = _case(scenario, sets)
    compiled = compile_scenario(case.loaded)
    people = [name for name, one in compiled.scenario.assets.items() if one.kind == "person"]
    if asset not in people:
        raise UnknownNameError("person", asset, people)
    played = Talks(compiled, _seed(seed), centre=centre)
    played.play()
    return explain(compiled, played.result(), asset, seed=seed, centre=centre)


def _seed(seed: int) -> int:
    if seed < 0 or seed >= 2**63:
        raise UsageError(f"seed: found {seed}; allowed: 0 to 2**63 - 1")
    return seed
