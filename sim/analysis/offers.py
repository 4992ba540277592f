"""Documented offers put to their addressees in the state of their day, beside the answers on record."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from sim.analysis.flips import Flip, flips_of
from sim.analysis.status_quo import Day, StatusQuo
from sim.analysis.weighing import ACCEPTED, Question, Verdict, ask
from sim.errors import UsageError
from sim.given import whole
from sim.scenario.compile import Compiled, week_of
from sim.scenario.documented import Documented, Offer
from sim.scenario.spec_offer import PutOffer
from sim.state import columns as c
from sim.state.layout import Bytes


@dataclass(frozen=True)
class OfferAnswer:
    """An offer on record beside the answer to it in the simulated talks.

    ``simulated`` is the answer at the centre of all numbers, ``on_day`` the addressee's own before anybody else is
    asked, ``at_aspiration`` what it would say while it still holds out for more; ``probability`` is the share of
    drawn runs with a yes. ``surplus`` and ``target`` (what it holds out for) are in the scenario's units of
    utility, NaN where nothing was weighed.
    """

    id: str
    date: dt.date
    by: str
    to: str
    amends: str | None
    on_record: str
    simulated: str
    on_day: str
    at_aspiration: str
    probability: float
    reason: str
    in_sample: bool
    surplus: float
    target: float
    flips: tuple[Flip, ...]

    @property
    def agrees(self) -> bool:
        """Return whether the simulated answer is the one on record."""
        return self.simulated == self.on_record


def answer_offers(
    compiled: Compiled, truth: Documented | None, *, seed: int = 0, runs: int = 100
) -> tuple[OfferAnswer, ...]:
    """Return the answer to each documented offer, in the order of the file.

    Parameters
    ----------
    compiled
        The scenario.
    truth
        What really happened.
    seed, runs
        Key and number of the drawn runs for the probability.

    Raises
    ------
    UsageError
        If there are no offers on record, one is made outside the talks, or a conduct is not built in.
    """
    _check(compiled, truth, runs)
    assert truth is not None
    offers, made = truth.offers, questions_of(compiled, truth)
    weeks = sorted({week_of(compiled.start, offer.on) for offer in offers.values()})
    yes = dict.fromkeys(offers, 0)
    for run in range(runs):
        path = StatusQuo(compiled, compiled.params(seed, run), weeks)
        for name, offer in offers.items():
            yes[name] += ask(path.on(offer.on), made[name], aspires=False).answer == ACCEPTED
    centre = StatusQuo(compiled, compiled.params(centre=True), range(max(weeks) + 1))

    def day_of(day: dt.date) -> Day | None:
        return centre.on(day) if day >= compiled.start else None

    told = []
    for name, offer in offers.items():
        verdict = ask(centre.on(offer.on), made[name])
        flips = flips_of(day_of, offer.on, made[name], verdict)
        told.append(_told(name, offer, verdict, yes[name] / runs, flips))
    return tuple(told)


def rows_of(answers: Sequence[OfferAnswer]) -> list[dict[str, Any]]:
    """Return answers as rows of plain values: id, documented, simulated, probability, reason, in_sample."""
    return [
        {
            "id": one.id,
            "documented": one.on_record,
            "simulated": one.simulated,
            "probability": one.probability,
            "reason": one.reason,
            "in_sample": one.in_sample,
        }
        for one in answers
    ]


def _told(name: str, offer: Offer, verdict: Verdict, probability: float, flips: tuple[Flip, ...]) -> OfferAnswer:
    reason = verdict.why[:1].upper() + verdict.why[1:] + "."
    return OfferAnswer(
        name, offer.on, offer.by, offer.to, offer.amends, offer.answer, verdict.answer, verdict.on_day,
        verdict.at_aspiration, probability, reason, offer.in_sample, verdict.surplus, verdict.target, flips,
    )  # fmt: skip


def _check(compiled: Compiled, truth: Documented | None, runs: int) -> None:
    if truth is None or not truth.offers:
        raise UsageError(
            f"{compiled.name}: found no documented offers; allowed: a scenario with documented.offers; "
            "add them, or choose another scenario"
        )
    whole("runs", runs, 1)
    check_offers(compiled, truth.offers, "documented.offers")


def check_offers(compiled: Compiled, offers: Mapping[str, PutOffer], where: str) -> None:
    """Refuse offers that cannot be put in a scenario.

    Parameters
    ----------
    compiled
        The scenario.
    offers
        The offers by their ids.
    where
        Where they are written, for the message.

    Raises
    ------
    UsageError
        If one is made outside the talks, of what is not there, between two without a channel, or a conduct is not
        built in.
    """
    end = compiled.date_of(compiled.weeks)
    for name, offer in offers.items():
        if not compiled.start <= offer.on < end:
            raise UsageError(
                f"{where}.{name}.on: found {offer.on}, outside the talks; "
                f"allowed: {compiled.start} to {end - dt.timedelta(days=1)}"
            )
        gone = [one for one in (*offer.give, *offer.want) if one not in compiled.index.assets]
        if gone:
            raise UsageError(f"{where}.{name}: found {gone[0]}, who is not there; allowed: assets of {compiled.name}")
    for party, code in zip(compiled.index.parties, compiled.template.party_i[:, c.CONDUCT], strict=False):
        if code < 0:
            raise UsageError(
                f"parties.{party}.conduct: found one that runs in Python alone; "
                "allowed here: a built-in conduct, as `parley list` scenarios have"
            )
    for name, offer in offers.items():
        by, to = compiled.index.parties.index(offer.by), compiled.index.parties.index(offer.to)
        if not np.any(compiled.template.member[:, by] & compiled.template.member[:, to]):
            raise UsageError(
                f"{where}.{name}: found no channel between {offer.by} and {offer.to}; "
                "allowed: two parties that have one; add it to channels"
            )


def put_offers(
    compiled: Compiled, offers: Mapping[str, PutOffer], *, seed: int, runs: int
) -> Iterator[tuple[str, ...]]:
    """Yield the answer to each offer, run by run: ``accepted``, ``refused`` or ``lapsed``.

    Parameters
    ----------
    compiled, offers
        A scenario, and what to put in it, as `check_offers` lets pass.
    seed, runs
        Key and number of the drawn runs.

    Examples
    --------
    >>> import datetime as dt
    >>> from sim.scenario.compile import compile_scenario
    >>> from sim.scenario.load import load
    >>> one = PutOffer(on=dt.date(2024, 1, 1), by="BRAVO", to="ALFA", give=["bo"])
    >>> list(put_offers(compile_scenario(load("ring")), {"O1": one}, seed=0, runs=2))
    [('accepted',), ('accepted',)]
    """
    parties, venues = list(compiled.index.parties), list(compiled.index.venues)
    questions = [
        Question(
            parties.index(offer.by), parties.index(offer.to), _package(compiled, offer), None,
            _place(venues, offer.venue), _place(parties, offer.guarantor),
        )
        for offer in offers.values()
    ]  # fmt: skip
    weeks = sorted({week_of(compiled.start, offer.on) for offer in offers.values()})
    for run in range(runs):
        path = StatusQuo(compiled, compiled.params(seed, run), weeks)
        yield tuple(
            ask(path.on(offer.on), question, aspires=False).answer
            for offer, question in zip(offers.values(), questions, strict=True)
        )


def questions_of(compiled: Compiled, truth: Documented) -> dict[str, Question]:
    """Return each offer as a package: an amendment as the standing one with the added names in it."""
    parties, venues = list(compiled.index.parties), list(compiled.index.venues)
    made = {}
    for name, offer in truth.offers.items():
        base = truth.offers[offer.amends] if offer.amends else None
        added = _package(compiled, offer)
        x, standing, place = added, None, offer
        if base is not None:
            whole = _package(compiled, base)
            x, standing, place = np.maximum(whole, added), np.where(added > 0, 0, whole).astype(np.int8), base
        made[name] = Question(
            parties.index(offer.by), parties.index(offer.to), x, standing,
            _place(venues, place.venue), _place(parties, place.guarantor),
        )  # fmt: skip
    return made


def _place(known: Sequence[str], name: str | None) -> int:
    return known.index(name) if name else -2


def _package(compiled: Compiled, offer: PutOffer) -> Bytes:
    """Return everything that an offer moves, either way; what is a concession at its highest level."""
    x = np.zeros(compiled.sizes["A"], np.int8)
    place: Mapping[str, int] = {name: at for at, name in enumerate(compiled.index.assets)}
    for name in (*offer.give, *offer.want):
        x[place[name]] = compiled.template.asset_i[place[name], c.LEVELS]
    return x
