"""What many runs say, as one record: counts, estimates with intervals, quantiles.

Terms. *Agreement*: an executed deal that frees somebody, of what was delivered. *Primary deal*: the one that frees
most people, the earliest of equals. Date, venue, Jaccard index and packages are the primary deal's; who is freed,
how many, and surpluses are taken at the horizon. All shares are of all runs unless they are said to be of
agreements. A quantile is the smallest value at or below which that share of runs lies.
"""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from heapq import nsmallest
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from sim.analysis.intervals import Estimate, mean, quantile, runs_needed, share, wilson

QUANTILES = {"q05": 0.05, "median": 0.5, "q95": 0.95}
Counts = NDArray[np.int64]


class Candidate(NamedTuple):
    """Somebody who could be freed; a group is several people. `on_record`: freed by the documented deal."""

    id: str
    name: str
    custodian: str
    people: int
    on_record: bool


class Truth(NamedTuple):
    """The documented deal: who was freed (ids), how many people that were, when, and where."""

    released: tuple[str, ...]
    people: int
    date: dt.date | None
    venue: str | None


class Survival(NamedTuple):
    """Share of runs in which it has not happened by the end of each week, with its 95 % interval; (W,) each."""

    dates: tuple[dt.date, ...]
    estimate: NDArray[np.float64]
    low: NDArray[np.float64]
    high: NDArray[np.float64]


class Modal(NamedTuple):
    """A set of people that the primary deal freed, in how many runs, of how many with an agreement."""

    people: tuple[str, ...]
    runs: int
    of: int


@dataclass(frozen=True, eq=False)
class Summary:
    """An ensemble in numbers; N candidates, P parties, V venues, W weeks, K runs kept whole.

    Nothing in it depends on the order in which runs were added. Everything is exact but for what rests
    on the runs kept whole (surplus and packages): with more runs than `sim.analysis.sample.LIMIT`
    these are a simple random sample of that size.
    """

    scenario: str
    title: str
    start: dt.date
    weeks: int
    runs: int
    agreements: int
    candidates: tuple[Candidate, ...]
    parties: Mapping[str, str]  # id to name
    venues: Mapping[str, str]
    truth: Truth | None
    freed: Counts  # (N,) runs in which each was freed by the horizon
    together: Counts  # (N, N) runs in which the primary deal freed both; the diagonal: the one
    first_weeks: Counts  # (W + 1,) runs by week of execution of the first deal that frees somebody
    primary_weeks: Counts  # (W + 1,) by week of execution of the primary deal
    accepted_weeks: Counts  # (W + 1,) by week of acceptance of the primary deal
    people: Counts  # (most + 1,) runs by number of people freed by the horizon
    by_custodian: Mapping[str, Counts]  # the same by custodian
    venue_runs: Counts  # (V + 1,) agreements by venue of the primary deal; the last without one
    deals: Counts  # runs by number of executed deals that freed somebody
    overlap: Counts  # (T + 1, …) agreements by size of intersection and union with the documented list
    kept: Counts  # (K,) numbers of the runs kept whole
    surplus: NDArray[np.float64]  # (K, P) at the horizon, 0 without an executed deal
    packages: NDArray[np.bool_]  # (K, N) whom the primary deal freed

    @property
    def agreement(self) -> Estimate:
        """Return the share of runs with an agreement."""
        return share(self.agreements, self.runs)

    @property
    def inclusion(self) -> dict[str, Estimate]:
        """Return the share of runs in which each was freed."""
        return self._shares(self.runs)

    @property
    def inclusion_given_agreement(self) -> dict[str, Estimate]:
        """Return the share of agreements in which each was freed."""
        return self._shares(self.agreements)

    def _shares(self, runs: int) -> dict[str, Estimate]:
        return {one.id: share(int(n), runs) for one, n in zip(self.candidates, self.freed, strict=True)}

    @property
    def date(self) -> dict[str, dt.date | None]:
        """Return quantiles of the day on which the primary deal was executed, among agreements."""
        return {name: self._day(quantile(self.primary_weeks, q)) for name, q in QUANTILES.items()}

    def _day(self, week: int | None) -> dt.date | None:
        return None if week is None else self.start + dt.timedelta(weeks=week)

    @property
    def released_count(self) -> dict[str, int | None]:
        """Return quantiles of the number of people freed, 0 without an agreement."""
        return {name: quantile(self.people, q) for name, q in QUANTILES.items()}

    @property
    def jaccard(self) -> Estimate | None:
        """Return the mean Jaccard index with the documented list, no agreement as 0; None without a list."""
        if not self.has_list:
            return None
        values, counts = self._jaccards()
        return mean([*values, 0.0], [*counts, self.runs - self.agreements], 0.0, 1.0)

    @property
    def jaccard_given_agreement(self) -> Estimate | None:
        """Return the mean Jaccard index among agreements; None without a list or an agreement."""
        if not self.has_list or not self.agreements:
            return None
        return mean(*self._jaccards(), 0.0, 1.0)

    @property
    def has_list(self) -> bool:
        """Return whether a documented deal freed somebody."""
        return self.truth is not None and bool(self.truth.released)

    def _jaccards(self) -> tuple[NDArray[np.float64], Counts]:
        both, either = np.nonzero(self.overlap)
        return both / np.maximum(either, 1), self.overlap[both, either]

    def modal_packages(self, most: int = 10) -> tuple[Modal, ...]:
        """Return the sets that the primary deal freed most often, the most frequent first.

        People stand in the scenario's order. Of two equally frequent sets that one comes first which holds
        the earliest of the persons who are in one of them alone.
        """
        made = self.packages[self.packages.any(axis=1)]
        sets = Counter(map(bytes, np.packbits(made, axis=1)))
        falling = bytes(range(255, -1, -1))  # an earlier person is a higher bit, and so a smaller complement
        first = nsmallest(most, sets.items(), key=lambda one: (-one[1], one[0].translate(falling)))
        ids = [one.id for one in self.candidates]
        people = [np.unpackbits(np.frombuffer(packed, np.uint8), count=len(ids)) for packed, _ in first]
        return tuple(
            Modal(tuple(ids[n] for n in np.flatnonzero(bits)), runs, len(made))
            for bits, (_, runs) in zip(people, first, strict=True)
        )

    @property
    def surplus_quantiles(self) -> dict[str, dict[str, float | None]]:
        """Return quantiles of each party's surplus over all runs, 0 without a deal."""
        if not len(self.surplus):
            return {party: dict.fromkeys(QUANTILES) for party in self.parties}
        values = np.quantile(self.surplus, list(QUANTILES.values()), axis=0, method="inverted_cdf")
        return {
            party: {name: float(values[row, n]) for row, name in enumerate(QUANTILES)}
            for n, party in enumerate(self.parties)
        }

    def survival(self, *, primary: bool = False) -> Survival:
        """Return the share of runs that are still without an agreement, week by week.

        All runs are watched to the same horizon, so the estimate of Kaplan and Meier (1958) is a plain
        share, and its interval Wilson's; a run without agreement is censored at the horizon.

        Parameters
        ----------
        primary
            Wait for the primary deal instead of the first one.
        """
        weeks = self.primary_weeks if primary else self.first_weeks
        without = self.runs - np.cumsum(weeks)
        dates = tuple(self.start + dt.timedelta(weeks=week) for week in range(len(weeks)))
        return Survival(dates, without / max(1, self.runs), *wilson(without, self.runs))

    def restricted_mean(self, *, primary: bool = False) -> Estimate:
        """Return the mean number of weeks to agreement, a run without one counted as the whole horizon."""
        counts = (self.primary_weeks if primary else self.first_weeks).copy()
        counts[self.weeks] += self.runs - int(counts.sum())
        return mean(np.arange(len(counts)), counts, 0.0, float(self.weeks))

    def runs_needed(self, half_width: float) -> int:
        """Return how many runs give the share of agreements with so narrow an interval.

        Reckoned for the share nearest to a half that the interval of these runs leaves open, so that few
        runs that all agree do not promise too much.

        Raises
        ------
        ValueError
            If the half width is not positive.
        """
        _, low, high = self.agreement
        return runs_needed(half_width, min(max(0.5, low), high))

    def as_json(self) -> dict[str, Any]:
        """Return the record of an ensemble but for ``scenario``, ``seed`` and ``digest``.

        The date's quantiles are those of agreements; where nothing can be said there is None.
        """
        overall, given = self.jaccard, self.jaccard_given_agreement
        modal = self.modal_packages(1)
        return {
            "runs": self.runs,
            "agreement": _plain(self.agreement),
            "inclusion": {name: _plain(one) for name, one in self.inclusion.items()},
            "date": {name: day and day.isoformat() for name, day in self.date.items()},
            "released_count": self.released_count,
            "jaccard": {
                "mean": overall and _number(overall.estimate),
                "low": overall and overall.low,
                "high": overall and overall.high,
                "given_agreement": given and given.estimate,
            },
            "modal_package": list(modal[0].people) if modal else [],
            "surplus": self.surplus_quantiles,
        }


def _plain(one: Estimate) -> dict[str, float | None]:
    return {"estimate": _number(one.estimate), "low": one.low, "high": one.high}


def _number(value: float) -> float | None:
    """Return a number as JSON has it: nan is null."""
    return None if np.isnan(value) else value
