"""What many runs forecast of a case, and how that stands beside what is documented."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np

from sim.analysis.likeness import jaccard
from sim.analysis.offers import questions_of
from sim.analysis.scores import log_loss, smoothed
from sim.analysis.status_quo import StatusQuo
from sim.analysis.weighing import ACCEPTED, ask
from sim.ensemble.batch import play_batch
from sim.scenario.compile import Compiled, week_of
from sim.scenario.documented import Documented
from sim.state import columns as c


@dataclass(frozen=True)
class Forecast:
    """Probabilities from runs of one case.

    ``inclusion`` is the chance that somebody is let go by the end, ``grants`` that a concession is made at
    all, ``offers`` that an offer on record is accepted on its day; ``jaccard`` is the mean index of the
    people freed with those documented (nobody freed and nobody documented is 1), ``people`` the mean number let
    go by each party.
    """

    id: str
    runs: int
    agreement: float
    inclusion: Mapping[str, float]
    grants: Mapping[str, float]
    offers: Mapping[str, float]
    jaccard: float
    people: Mapping[str, float]


def forecast(
    compiled: Compiled, truth: Documented | None, *, seed: int = 0, runs: int = 20, offer_runs: int = 5
) -> Forecast:
    """Return what `runs` runs of a seed forecast of a case.

    Parameters
    ----------
    compiled
        The case; it never holds what really happened.
    truth
        What did; only the Jaccard index, and which offers to ask about, are taken from it.
    seed, runs, offer_runs
        Key of all that is drawn, runs of the talks, and runs in which offers are answered (0 for none).

    Examples
    --------
    >>> from sim.scenario.compile import compile_scenario
    >>> from sim.scenario.load import load
    >>> forecast(compile_scenario(load("ring")), None, runs=3).agreement
    0.875
    """
    batch = play_batch(compiled, seed, 0, runs)
    given = batch.released.max(axis=1) > 0  # (R, A)
    assets = compiled.scenario.assets
    people = [at for at, name in enumerate(compiled.index.assets) if _is_counted(assets[name])]
    grants = [at for at, name in enumerate(compiled.index.assets) if assets[name].kind == "concession"]
    names = compiled.index.assets
    shares = smoothed(given.sum(axis=0), runs)
    is_deal = given[:, people].any(axis=1) if people else np.zeros(runs, bool)
    freed = {release.asset for release in truth.released} if truth else set()
    known = {names[at] for at in people}
    indices = [jaccard([names[at] for at in people if given[run, at]], freed & known) for run in range(runs)]
    counts: dict[str, float] = {}
    for at in people:
        one = assets[names[at]]
        counts[one.held_by] = counts.get(one.held_by, 0.0) + one.count * float(given[:, at].mean())
    return Forecast(
        compiled.name, runs, float(smoothed(is_deal.sum(), runs)),
        {names[at]: float(shares[at]) for at in people}, {names[at]: float(shares[at]) for at in grants},
        _answers(compiled, truth, seed, offer_runs), float(np.mean(indices)), counts,
    )  # fmt: skip


def _is_counted(asset: object) -> bool:
    return getattr(asset, "kind", "") == "person" and not getattr(asset, "hypothetical", True)


def _answers(compiled: Compiled, truth: Documented | None, seed: int, runs: int) -> dict[str, float]:
    """Return the chance of a yes to each offer on record."""
    if truth is None or not truth.offers or runs == 0:
        return {}
    asked, yes = questions_of(compiled, truth), dict.fromkeys(truth.offers, 0)
    weeks = sorted({week_of(compiled.start, offer.on) for offer in truth.offers.values()})
    for run in range(runs):
        path = StatusQuo(compiled, compiled.params(seed, run), weeks)
        for name, offer in truth.offers.items():
            yes[name] += ask(path.on(offer.on), asked[name], aspires=False).answer == ACCEPTED
    return {name: float(smoothed(count, runs)) for name, count in yes.items()}


def outcomes(compiled: Compiled, truth: Documented) -> tuple[dict[str, int], dict[str, int]]:
    """Return who was let go and which concession was made: 1 or 0 by asset."""
    assets, freed = compiled.scenario.assets, {release.asset for release in truth.released}
    people = {name: int(name in freed) for name, one in assets.items() if _is_counted(one)}
    grants = {name: int(name in freed) for name, one in assets.items() if one.kind == "concession"}
    return people, grants


def loss(found: Forecast, compiled: Compiled, truth: Documented) -> float:
    """Return how far a forecast is from what is documented, in nats; a case counts as one, however many its people.

    The sum of the logarithmic scores of agreement or none and, each as a mean over the case, of who is freed,
    which concession is made, and which offer is accepted.
    """
    people, grants = outcomes(compiled, truth)
    total = float(log_loss(found.agreement, int(truth.date is not None)))
    offers = {name: int(one.answer == ACCEPTED) for name, one in truth.offers.items()}
    for chances, facts in ((found.inclusion, people), (found.grants, grants), (found.offers, offers)):
        both = [name for name in facts if name in chances]
        if both:
            total += float(log_loss([chances[name] for name in both], [facts[name] for name in both]).mean())
    return total


def size_of(compiled: Compiled) -> int:
    """Return how many persons and groups a case can let go."""
    return int(np.sum(compiled.template.asset_i[: len(compiled.index.assets), c.KIND] == c.PERSON))
