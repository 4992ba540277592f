"""What an ensemble is: scenario, seed, how many runs, by which engine and versions. A store belongs to one plan."""

from __future__ import annotations

import hashlib
import inspect
import json
import platform
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from functools import cache
from importlib import metadata
from operator import index
from pathlib import Path
from typing import Any

from sim import __version__
from sim.ensemble.batch import ENGINES, is_compilable
from sim.errors import UnknownNameError, UsageError
from sim.given import whole
from sim.scenario.compile import Compiled, conduct_code
from sim.scenario.load import Loaded
from sim.scenario.spec import Scenario
from sim.state import compiled as rules


@cache
def versions() -> Mapping[str, str]:
    """Return the versions on which results depend, the rules' digest among them."""
    packages = {name: metadata.version(name) for name in ("numpy", "numba", "mesa")}
    return {"parley": __version__, "python": platform.python_version(), **packages, "rules": rules.rules_digest()}


def made_by() -> str:
    """Return the digest of `versions`: 16 hexadecimal digits."""
    return hashlib.sha256(json.dumps(dict(versions())).encode()).hexdigest()[:16]


def text_of(scenario: Scenario) -> str:
    """Return a scenario as JSON text, resolved: nothing is extended or inherited any more.

    `scenario_of` makes the same scenario of it again, apart from whom a party was written after.

    Examples
    --------
    >>> from sim.scenario.load import load
    >>> ring = load("ring").scenario
    >>> scenario_of(text_of(ring)) == ring
    True
    """
    data = scenario.model_dump(mode="json", by_alias=True, exclude_unset=True)
    for party in data["parties"].values():
        party.pop("like", None)
    return json.dumps(data, ensure_ascii=True, separators=(",", ":"))


def scenario_of(text: str) -> Scenario:
    """Return the scenario that `text_of` wrote."""
    return Scenario.model_validate(json.loads(text))


@dataclass(frozen=True)
class Job:
    """What a worker has to know to play any run of an ensemble; small enough to be sent with every chunk."""

    name: str
    text: str
    seed: int
    engine: str
    conducts: tuple[tuple[str, str], ...]

    def loaded(self) -> Loaded:
        """Return the scenario, ready to be compiled."""
        return Loaded(scenario_of(self.text), self.name, Path(self.name), _sha(self.text))


@dataclass(frozen=True)
class Plan:
    """An ensemble before it is played.

    Parameters
    ----------
    name
        Id of the scenario.
    text, digest
        The scenario, resolved, as JSON text; its SHA-256.
    sets
        The changes by which it came about; `text` holds them already.
    seed
        Key of all that is drawn.
    runs
        How many runs the whole ensemble has, numbered from 0.
    shard
        (i, n): these are the runs of part i of n, counted from 1.
    engine
        ``compiled`` or ``mesa``.
    conducts
        Conduct of the user's own by party, ``package.module:Class``.
    versions
        On what the results depend; with the digest of the source of each conduct of the user's own.
    """

    name: str
    text: str
    digest: str
    sets: tuple[str, ...]
    seed: int
    runs: int
    shard: tuple[int, int]
    engine: str
    conducts: Mapping[str, str]
    versions: Mapping[str, str]

    @classmethod
    def of(
        cls, compiled: Compiled, seed: int, runs: int, *, engine: str | None = None,
        conducts: Mapping[str, str] | None = None, sets: tuple[str, ...] = (), shard: tuple[int, int] = (1, 1),
    ) -> Plan:  # fmt: skip
        """Return the plan of an ensemble; without an engine it is the compiled one wherever that can be.

        Raises
        ------
        UsageError
            If a number is out of range, or the compiled engine is asked to play conduct in Python.

        Examples
        --------
        >>> from sim.scenario.compile import compile_scenario
        >>> from sim.scenario.load import load
        >>> plan = Plan.of(compile_scenario(load("ring")), 0, 10, shard=(2, 3))
        >>> plan.engine, plan.span
        ('compiled', range(3, 6))
        """
        seed, runs = whole("seed", seed, 0), whole("runs", runs, 1)
        part, parts = _shard(shard)
        if not 1 <= part <= parts:
            raise UsageError(f"shard: found {part}/{parts}; allowed: 1/{parts} to {max(1, parts)}/{max(1, parts)}")
        if parts > runs:
            raise UsageError(f"shard: found {parts} parts of {runs} runs; allowed: at most one part for each run")
        own = dict(conducts or {})
        text = text_of(compiled.scenario)
        return cls(
            compiled.name, text, _sha(text), tuple(sets), seed, runs, (part, parts),
            choose_engine(engine, compiled, own), own, versions_of(compiled, own),
        )  # fmt: skip

    @property
    def span(self) -> range:
        """Return the numbers of the runs of this shard: consecutive, and as many as in any other, give or take one."""
        part, parts = self.shard
        return range((part - 1) * self.runs // parts, part * self.runs // parts)

    @property
    def job(self) -> Job:
        """Return what a worker has to know."""
        return Job(self.name, self.text, self.seed, self.engine, tuple(sorted(self.conducts.items())))

    def difference(self, other: Plan) -> str:
        """Return in one phrase why runs of `other` do not belong here; empty if they do."""
        if other.digest != self.digest:
            if other.name != self.name:
                return f"found runs of {self.name}; asked for {other.name}"
            mine, theirs = " ".join(self.sets) or "nothing set", " ".join(other.sets) or "nothing set"
            changed = f"with {mine}; asked for {theirs}" if mine != theirs else "as its file was then; it has changed"
            return f"found runs of {self.name} {changed}"
        for what, found, asked in (
            ("seed", self.seed, other.seed),
            ("engine", self.engine, other.engine),
            ("conduct", _shown(self.conducts), _shown(other.conducts)),
            *((name, self.versions.get(name, "none"), other.versions.get(name, "none"))
              for name in dict.fromkeys([*self.versions, *other.versions])),
        ):  # fmt: skip
            if found != asked:
                return f"found runs of {what} {found}; asked for {what} {asked}"
        return ""

    def as_record(self) -> dict[str, Any]:
        """Return the plan as data for JSON; `from_record` makes it again."""
        return asdict(self)

    @classmethod
    def from_record(cls, record: Mapping[str, Any]) -> Plan:
        """Return the plan that `as_record` wrote.

        Raises
        ------
        ValueError
            If the scenario is not the one that its digest was made of.
        """
        fields = {name: record[name] for name in cls.__dataclass_fields__}
        plan = cls(**{**fields, "sets": tuple(fields["sets"]), "shard": (fields["shard"][0], fields["shard"][1])})
        if _sha(plan.text) != plan.digest:
            raise ValueError("its scenario is damaged")
        return plan


def _shard(given: Any) -> tuple[int, int]:
    try:
        part, parts = map(index, given)
    except (TypeError, ValueError):
        raise UsageError(
            f"shard: found {given!r:.40}; allowed: two whole numbers (part, parts), such as (2, 4)"
        ) from None
    return part, parts


def choose_engine(engine: str | None, compiled: Compiled, conducts: Mapping[str, str]) -> str:
    """Return the engine to play by: as asked, else compiled wherever all conduct is built in.

    Raises
    ------
    UnknownNameError
        If there is no such engine.
    UsageError
        If the compiled engine is asked to play conduct in Python.
    """
    if engine is not None and engine not in ENGINES:
        raise UnknownNameError("engine", engine, ENGINES)
    in_python = list(conducts.values()) or [name for name in compiled.index.conducts if conduct_code(name) < 0]
    if engine == "compiled" and in_python:
        raise UsageError(f"--engine compiled: found conduct in Python, {in_python[0]}; allowed: --engine mesa")
    return engine or ("compiled" if not conducts and is_compilable(compiled) else "mesa")


def versions_of(compiled: Compiled, conducts: Mapping[str, str]) -> dict[str, str]:
    """Return `versions` with the digest of the source of each conduct in Python.

    Raises
    ------
    UsageError
        If a conduct is given to a party that is not there, or cannot be imported.
    """
    return {**versions(), **_sources(compiled, conducts)}


def _sources(compiled: Compiled, conducts: Mapping[str, str]) -> dict[str, str]:
    """Return the digest of the source of each conduct in Python, so that a changed one is noticed."""
    installed = [name for name in compiled.index.conducts if conduct_code(name) < 0]
    if not (conducts or installed):
        return {}
    from sim.agents.registry import agent_class, imported_class

    for party in conducts:
        if party != "*" and party not in compiled.index.parties:
            known = ", ".join(compiled.index.parties)
            raise UsageError(f"--conduct {party}=…: found no party {party}; allowed: {known}")
    found = {spec: imported_class(spec) for spec in conducts.values()}
    found |= {name: agent_class(name) for name in installed}
    return {f"conduct {name}": _sha(_source_of(one))[:16] for name, one in sorted(found.items())}


def _source_of(conduct: type) -> str:
    try:
        return inspect.getsource(inspect.getmodule(conduct) or conduct)
    except (OSError, TypeError):
        return ""


def _shown(conducts: Mapping[str, str]) -> str:
    return ", ".join(f"{party}={spec}" for party, spec in sorted(conducts.items())) or "built in"


def _sha(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()
