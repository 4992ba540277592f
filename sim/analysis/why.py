"""Why somebody was or was not freed in a run, and the smallest change that would have changed it.

The change is found by running again: one gain, cost, linkage, threshold or lead time at a time is
scaled, by more and more, until the answer flips; then the smallest such share is found by halving.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass

from sim.domain.act import ActKind, ObjectionKind
from sim.domain.result import RunResult
from sim.rules.sitting import Sitting
from sim.scenario.compile import Compiled
from sim.state import columns as c
from sim.state.layout import from_bytes, to_bytes
from sim.state.params import Params

# Relative changes that are tried, smallest first; a change by more than threefold explains nothing.
LEVELS = (0.05, 0.1, 0.2, 0.4, 0.8, 1.5, 3.0)
HALVINGS = 3


@dataclass(frozen=True)
class Change:
    """The smallest change found: what, from which value to which, and what it brings about."""

    what: str
    path: str
    from_value: float
    to_value: float
    relative: float
    outcome: str


@dataclass(frozen=True)
class WhyResult:
    """Why somebody was or was not freed."""

    asset: str
    name: str
    freed: bool
    story: tuple[str, ...]
    change: Change | None
    runs: int


@dataclass(frozen=True)
class _Lever:
    what: str
    path: str
    value: float
    scale: Callable[[Params, float], None]
    upward: bool


def explain(
    compiled: Compiled, result: RunResult, asset: str, *, seed: int, run: int = 0, centre: bool = False
) -> WhyResult:
    """Return why `asset` was or was not freed in a told run, and the cheapest change of it.

    Parameters
    ----------
    compiled
        The scenario.
    result
        The told run.
    asset
        Id of a person of the scenario.
    seed, run, centre
        Keys of that run, to run it again.
    """
    at = compiled.index.assets.index(asset)
    freed = asset in result.released
    params = compiled.params(seed, run, centre=centre)
    story = tuple(_story(compiled, params, result, asset, at, freed))
    change, runs = _cheapest(compiled, params, at, freed)
    return WhyResult(asset, compiled.scenario.assets[asset].name, freed, story, change, runs)


def _story(compiled: Compiled, params: Params, result: RunResult, asset: str, at: int, freed: bool) -> Iterator[str]:
    names, person = result.names, compiled.scenario.assets[asset]
    row = params.asset_i[at]
    holder = compiled.index.parties[int(row[c.HOLDER])]
    yield f"{person.name} is held by {names.parties[holder]}."
    for deal in result.deals:
        for release in deal.delivered.releases:
            if release.asset == asset:
                others = len(deal.delivered.releases) - 1
                yield (
                    f"Freed on {deal.executed} to {names.parties[release.receiver]}, "
                    f"with {others} other{'s' if others != 1 else ''}."
                )
    yield from _stakes(compiled, params, at, holder)
    if not freed:
        if row[c.GATED]:
            yield f"{names.parties[holder]} does not expel its own nationals: nobody could ask."
            return
        if row[c.DESTINATION] < 0:
            yield "No state has a claim to, or a sympathy for, this person: nobody could ask."
            return
        for week in result.transcript:
            for happening in week.happenings:
                if happening.kind == "event" and asset in happening.assets:
                    yield f"{happening.date}: {happening.text}."
    asked, refused = 0, []
    for week in result.transcript:
        for act in week.acts:
            inside = act.package is not None and asset in act.package.assets
            if act.kind is ActKind.PROPOSE and inside:
                asked += 1
            if act.kind is ActKind.REFUSE:
                named = [o for o in act.objections if o.asset == asset]
                if any(o.kind is ObjectionKind.NOT_THIS for o in named):
                    refused.append(f"{act.date}: {names.parties[act.party]} would not: not this one.")
                elif any(o.kind is ObjectionKind.NEEDS for o in named):
                    refused.append(f"{act.date}: {names.parties[act.party]} asked for {person.name} by name.")
    yield f"On the table in {asked} proposal{'s' if asked != 1 else ''}."
    yield from refused[:6]
    if not freed and asked == 0:
        yield "Nobody put the name into a proposal: others gave more for what they cost."


def _stakes(compiled: Compiled, params: Params, at: int, holder: str) -> Iterator[str]:
    """Say who gains and what it costs, in the numbers of this run."""
    names = {name: party.name or name for name, party in compiled.scenario.parties.items()}
    parties = compiled.index.parties
    gains = sorted(
        ((float(params.gain[n, at]), name) for n, name in enumerate(parties) if name != holder), reverse=True
    )
    told = [f"{names[name]} {gain:+.2f}" for gain, name in gains if abs(gain) > 0.005][:4]
    h = parties.index(holder)
    step = float(params.step_price[at, 0 if params.asset_i[at, c.PENDING] else 1])
    weeks = float(params.step_weeks[at, 0 if params.asset_i[at, c.PENDING] else 1])
    yield f"At the start, who would gain: {', '.join(told) if told else 'nobody'}."
    yield (
        f"What it would cost {names[holder]}: {float(params.cost[h, at]):.2f}, "
        f"{step:.2f} for the legal step ({weeks:g} weeks), "
        f"{float(params.party_f[h, c.NAME_COST]):.2f} for one more name."
    )


def _levers(compiled: Compiled, params: Params, at: int, freed: bool) -> Iterator[_Lever]:
    """Yield what could be changed, each in the direction that could flip the answer."""
    index, scenario = compiled.index, compiled.scenario
    asset = index.assets[at]
    person = scenario.assets[asset].name
    h = int(params.asset_i[at, c.HOLDER])
    holder = index.parties[h]

    def scaled(name: str, *place: int) -> Callable[[Params, float], None]:
        def scale(target: Params, by: float) -> None:
            getattr(target, name)[place] *= by

        return scale

    cost = float(params.cost[h, at])
    if cost > 0.0:
        path = f"parties.{holder}.overrides.{asset}.cost"
        yield _Lever(f"what {person} costs {holder}", path, cost, scaled("cost", h, at), freed)
    for n, name in enumerate(index.parties):
        gain = float(params.gain[n, at])
        if n != h and gain > 0.05:
            path = f"parties.{name}.overrides.{asset}.gain"
            yield _Lever(f"what {name} gains in {person}", path, gain, scaled("gain", n, at), not freed)
    for n in {h, int(params.asset_i[at, c.DESTINATION])} - {-1}:
        threshold = float(params.party_f[n, c.RESERVATION])
        if threshold != 0.0:
            path = f"parties.{index.parties[n]}.reservation"
            upward = (threshold < 0.0) != freed
            yield _Lever(
                f"the reservation of {index.parties[n]}",
                path,
                threshold,
                scaled("party_f", n, c.RESERVATION),
                upward,
            )
    for k, name in enumerate(index.linkages):
        weight = float(params.link_f[k, 0])
        touches = params.link_if[k, at] or params.link_need[k, at] or params.link_forbid[k, at]
        if weight != 0.0 and touches:
            yield _Lever(
                f"the weight of the linkage {name}",
                f"linkages.{name}.weight",
                weight,
                scaled("link_f", k, 0),
                not freed,
            )
    sentenced = 0 if params.asset_i[at, c.PENDING] else 1
    weeks = float(params.step_weeks[at, sentenced])
    if weeks > 0.0:
        step = "clemency" if sentenced else ("drop_charge" if params.drop_case[at] else "verdict")
        yield _Lever(
            f"the lead time of the legal step for {person}", f"parties.{holder}.steps.{step}.weeks",
            weeks, scaled("step_weeks", at, sentenced), freed,
        )  # fmt: skip


def _is_freed(compiled: Compiled, stored: bytes, params: Params, lever: _Lever, by: float, at: int) -> bool:
    from_bytes(stored, params)
    lever.scale(params, by)
    sitting = Sitting.start(params, dict(compiled.sizes))
    sitting.play()
    return bool(sitting.world.status[at] == c.GONE)


def _cheapest(compiled: Compiled, params: Params, at: int, freed: bool) -> tuple[Change | None, int]:
    """Return the smallest relative change of one number that flips the answer, and the runs it took."""
    if params.asset_i[at, c.GATED] or params.asset_i[at, c.DESTINATION] < 0:
        return None, 0
    stored = to_bytes(params)
    levers = list(_levers(compiled, params, at, freed))
    runs = 0
    for level, before in zip(LEVELS, (0.0, *LEVELS), strict=False):
        for lever in levers:
            if not lever.upward and level >= 1.0:
                continue
            sign = 1.0 if lever.upward else -1.0
            runs += 1
            if _is_freed(compiled, stored, params, lever, 1.0 + sign * level, at) == freed:
                continue
            low, high = before, level
            for _ in range(HALVINGS):
                middle = 0.5 * (low + high)
                runs += 1
                if _is_freed(compiled, stored, params, lever, 1.0 + sign * middle, at) != freed:
                    high = middle
                else:
                    low = middle
            outcome = "not freed" if freed else "freed"
            value = lever.value * (1.0 + sign * high)
            return Change(lever.what, lever.path, lever.value, value, sign * high, outcome), runs
    return None, runs
