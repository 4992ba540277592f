"""What notebooks use: ``load, check, run, ensemble, why``; results give arrays, tables and pictures.

Examples
--------
>>> from sim import run
>>> result = run("ring", centre=True)
>>> result.agreement, len(result.released)
(True, 3)
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from concurrent.futures import Executor
from contextlib import closing
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from sim.analysis.backtesting import backtest
from sim.analysis.case import case_of, load_case, stored_beside
from sim.analysis.compare import compare
from sim.analysis.gathered import Ensemble, gather
from sim.analysis.incentive import incentive
from sim.analysis.likeness import likeness
from sim.analysis.offers import OfferAnswer, answer_offers
from sim.analysis.reactions import reactions
from sim.analysis.reproduction import reproduce
from sim.analysis.robustness import robustness
from sim.analysis.sensitivity import sensitivity
from sim.analysis.sweep import sweep
from sim.analysis.why import WhyResult, explain
from sim.api_theory import case_given, lesson, protocol, solve
from sim.domain.result import RunResult
from sim.ensemble import crew as crews
from sim.ensemble.batch import Batch, play_talks
from sim.ensemble.plan import Plan, versions_of
from sim.ensemble.runner import Progress, fill, play
from sim.ensemble.store import Store
from sim.errors import Problem, UnknownNameError, UsageError
from sim.given import whole
from sim.scenario.check import check as check_files
from sim.scenario.compile import Compiled, compile_scenario
from sim.scenario.load import Loaded, load

if TYPE_CHECKING:  # an ensemble has no use for Mesa, which takes half a second to import
    from sim.seat.game import Game
    from sim.world import Talks

__all__ = [
    "backtest",
    "check",
    "compare",
    "ensemble",
    "incentive",
    "lesson",
    "load",
    "offers",
    "protocol",
    "reactions",
    "reproduce",
    "rerun",
    "robustness",
    "run",
    "sensitivity",
    "sit",
    "solve",
    "sweep",
    "talks",
    "why",
]

RUNS = 1000
"""How many runs an ensemble has unless told otherwise: enough for intervals of 3 points to either side."""
STORE_NAME = "runs.sqlite"


def check(*files: str | Path) -> list[Problem]:
    """Return all problems of scenario files, each with its place.

    >>> check("ring")
    []
    """
    return check_files(list(files))


def talks(
    scenario: str | Path | Loaded,
    *,
    seed: int | None = None,
    run: int = 0,
    centre: bool = False,
    sets: Sequence[str] = (),
    conduct: Mapping[str, str] | None = None,
) -> Talks:
    """Return the talks of a scenario before their first week, to be stepped, paused and continued."""
    compiled = compile_scenario(case_given(scenario, sets).loaded)
    return _talks(compiled, _seed(seed, centre), run, centre=centre, conducts=conduct)


def run(
    scenario: str | Path | Loaded,
    *,
    seed: int | None = None,
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
        Keys of all that is drawn (default 0); 0 is a seed like any other.
    centre
        Take every number at its centre and let nothing happen by chance; without a seed, which would draw nothing.
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
    case = case_given(scenario, sets)
    played = _talks(compile_scenario(case.loaded), _seed(seed, centre), run, centre=centre, conducts=conduct)
    played.play()
    result = played.result(told=told)
    return replace(result, documented=likeness(result, case.truth))


def ensemble(
    scenario: str | Path | Loaded,
    *,
    runs: int | None = None,
    seed: int = 0,
    workers: int | None = None,
    engine: str | None = None,
    sets: Sequence[str] = (),
    conduct: Mapping[str, str] | None = None,
    out: str | Path | None = None,
    resume: bool = False,
    cluster: str | None = None,
    executor: Executor | None = None,
    shard: tuple[int, int] = (1, 1),
    on_progress: Callable[[Progress], None] | None = None,
) -> Ensemble:
    """Play many runs of a scenario, which differ by their number alone, and return what they say.

    The results are the same whoever plays them, and in which order.

    Parameters
    ----------
    scenario
        Id of a shipped scenario, a path, or what `load` returned.
    runs
        How many (default 1000; of a store that is resumed, as many as it was made for).
    seed
        Key of all that is drawn; 0 is a seed like any other.
    workers
        Processes of this machine; 1 is this process alone. Without it, all cores where that pays.
        In a script, more than one needs ``if __name__ == "__main__":``.
    engine
        ``compiled`` or ``mesa``; compiled wherever all conduct is built in, by itself.
    sets, conduct
        As of `run`.
    out
        A folder for the run store, ``runs.sqlite``; without it runs are kept as long as the result.
    resume
        Go on with the store that is there, or begin one.
    cluster
        Address of a running Dask scheduler, whose workers play instead.
    executor
        Any other executor to play by; it stays open. ``workers`` then says how many places it has.
    shard
        (i, n): play part i of n alone, counted from 1.
    on_progress
        Called whenever runs have been stored.

    Raises
    ------
    ScenarioError, UnknownNameError, UsageError
        If the scenario, a change, a conduct or a number cannot be meant so.
    StoreError
        If the store is of something else, or cannot be read or written.
    Interrupted
        On Ctrl-C, after what was done has been stored.

    Examples
    --------
    >>> many = ensemble("ring", runs=20, workers=1)
    >>> many.summary.agreement.estimate, many.arrays.utility.shape
    (1.0, (20, 3))
    """
    # How many places an executor has is its own affair; this machine's are counted.
    if executor is None:
        workers = crews.workers_asked(workers)
    elif workers is not None:
        workers = whole("workers", workers, 1)
    case = case_given(scenario, sets)
    compiled = compile_scenario(case.loaded)
    path = None if out is None else Path(out) / STORE_NAME
    if resume and path is None:
        raise UsageError("--resume: found no folder; allowed: with --out, the folder of the store")
    store = Store.resumed(path) if resume and path is not None else None
    if runs is None:
        runs = RUNS if store is None else store.plan.runs
    if engine is None and store is not None:
        engine = store.plan.engine
    plan = Plan.of(compiled, seed, runs, engine=engine, conducts=conduct, sets=tuple(sets), shard=shard)
    if store is not None:
        store.go_on(plan)
    elif path is None:
        store = Store.passing(plan)
    else:
        path.parent.mkdir(parents=True, exist_ok=True)
        store = Store.create(path, plan, stored_beside(case))
    try:
        if executor is not None:
            fill(store, crews.executor(executor, workers or crews.cores()), on_progress=on_progress)
        else:
            play(store, compiled, workers=workers, cluster=cluster, on_progress=on_progress)
    except BaseException:
        store.close()
        raise
    if path is not None:
        store.close()
        store = Store.open(path)
    return gather(store, case, compiled)


def rerun(store: str | Path, run: int) -> tuple[RunResult, str]:
    """Repeat one run of a run store alone, through Mesa and told.

    Returns
    -------
    RunResult
        The run.
    str
        How it differs from what is stored; empty if it is the same, bit for bit.

    Raises
    ------
    StoreError
        If the store cannot be read, or does not hold the run.
    """
    run = whole("run", run, 0)
    with closing(Store.open(Path(store))) as opened:
        stored, case, plan = opened.run(run), case_of(opened), opened.plan
    compiled = compile_scenario(case.loaded)
    played = _talks(compiled, plan.seed, run, conducts=plan.conducts)
    batch = Batch.empty(compiled, run, 1)
    play_talks(played, batch, 0)
    result = played.result()
    different = ""
    if batch.encode(0) != stored:
        different = plan.difference(replace(plan, versions=versions_of(compiled, plan.conducts)))
        different = f"{store}: run {run} came out otherwise than stored; {different or 'the versions are the same'}"
    return replace(result, documented=likeness(result, case.truth)), different


def why(
    scenario: str | Path | Loaded,
    asset: str,
    *,
    seed: int | None = None,
    centre: bool = False,
    sets: Sequence[str] = (),
) -> WhyResult:
    """Return why a person was or was not freed in one run, and the cheapest change of it.

    Raises
    ------
    UnknownNameError, UsageError
        If the scenario has no such person, or as of `run`.

    Examples
    --------
    >>> why("ring", "al", centre=True).freed
    True
    """
    case = case_given(scenario, sets)
    compiled = compile_scenario(case.loaded)
    people = [name for name, one in compiled.scenario.assets.items() if one.kind == "person"]
    if asset not in people:
        raise UnknownNameError("person", asset, people)
    key = _seed(seed, centre)
    played = _talks(compiled, key, centre=centre)
    played.play()
    return explain(compiled, played.result(), asset, seed=key, centre=centre)


def offers(
    scenario: str | Path, *, seed: int = 0, runs: int = 100, sets: Sequence[str] = ()
) -> tuple[OfferAnswer, ...]:
    """Put each documented offer to its addressee in the state of its day, and return the answers.

    Parameters
    ----------
    scenario
        Id of a shipped scenario, or a path.
    seed, runs
        Key and number of the runs of which the share with a yes is the probability; the answer itself is
        that at the centre of all numbers.
    sets
        Changes ``path=value``, as of ``--set``.

    Raises
    ------
    ScenarioError, UnknownNameError, UsageError
        If the scenario cannot be meant so, documents no offers, or one is made outside its talks.

    Examples
    --------
    >>> from sim.errors import UsageError
    >>> try:
    ...     offers("ring")
    ... except UsageError as mistake:
    ...     print(str(mistake).partition(";")[0])
    ring: found no documented offers
    """
    case = load_case(scenario, sets)
    return answer_offers(compile_scenario(case.loaded), case.truth, seed=whole("seed", seed, 0), runs=runs)


def sit(
    scenario: str | Path, party: str, *, seed: int | None = None, centre: bool = False, sets: Sequence[str] = ()
) -> Game:
    """Return a seat in the talks, before the first week: `sim.seat.table_talk.say` answers what is typed there.

    Parameters
    ----------
    scenario, seed, centre, sets
        As of `run`.
    party
        Id of the party for which one speaks.

    Raises
    ------
    ScenarioError, UnknownNameError, UsageError
        If the scenario, a change, the party or the seed cannot be meant so.

    Examples
    --------
    >>> from sim.seat.table_talk import say
    >>> game = sit("ring", "ALFA", centre=True)
    >>> say(game, "propose table: al, bo, cy").text
    'Ordered in table: propose table: al, bo, cy'
    """
    key = _seed(seed, centre)
    compiled = compile_scenario(load(scenario, sets))
    from sim.seat.game import Game, Key

    return Game(compiled, Key(str(scenario), party, None if centre else key, tuple(sets)))


def _talks(
    compiled: Compiled, seed: int, run: int = 0, *, centre: bool = False, conducts: Mapping[str, str] | None = None
) -> Talks:
    """Return talks that have not begun; Mesa is loaded here and not before."""
    from sim.world import Talks

    return Talks(compiled, seed, whole("run", run, 0), centre=centre, conducts=conducts)


def _seed(seed: int | None, centre: bool) -> int:
    """Return the seed to draw by; 0 unless one is given."""
    if centre and seed is not None:
        raise UsageError(f"seed: found {seed!r} and centre=True, where nothing is drawn; leave out one of them")
    return 0 if seed is None else whole("seed", seed, 0)
