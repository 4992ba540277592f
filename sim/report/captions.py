"""What to see in each picture of an ensemble, in sentences made from its figures."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import numpy as np

from sim.analysis.blocs import blocs
from sim.analysis.intervals import Estimate, quantile, share
from sim.analysis.summary import Candidate, Summary
from sim.report.figures import surplus_rows

# Names that a sentence spells out; share of runs in which a party must lose to be named for it.
SPELLED, OFTEN_LOST = 6, 0.05


def spelled(names: list[str], most: int = SPELLED) -> str:
    """Return names as a list; those past the first few are counted.

    >>> spelled(["Al", "Bo", "Cy"]), spelled(["Al", "Bo", "Cy"], 2), spelled([])
    ('Al, Bo and Cy', 'Al, Bo and 1 more', 'nobody')
    """
    if len(names) > most:
        return f"{', '.join(names[:most])} and {len(names) - most} more"
    return " and ".join([", ".join(names[:-1]), names[-1]] if len(names) > 1 else names) or "nobody"


def headline(summary: Summary) -> Iterator[str]:
    """Yield the answer in two or three plain sentences."""
    found = summary.agreement
    if not summary.runs:
        yield "No run was played."
        return
    if not summary.agreements:
        yield f"In none of {summary.runs:,} runs do the talks end in an exchange ({between(found)})."
        return
    yield f"In {of_hundred(found)} the talks end in an exchange ({between(found)})."
    middle = summary.date["median"]
    often = [one for one in summary.candidates if summary.inclusion_given_agreement[one.id].estimate >= 0.5]
    people = sum(one.people for one in often)
    if middle is not None:
        yield f"Half of these have taken place by {middle.day} {middle:%B %Y}."
    who = f"{people} people come" if people != 1 else "one person comes"
    yield f"Of all candidates, {who} home in half of the exchanges or more." if often else "Nobody is in most of them."


def of_hundred(one: Estimate) -> str:
    """Return a share as so many runs in a hundred.

    >>> of_hundred(Estimate(0.847, 0.8, 0.9)), of_hundred(Estimate(1.0, 0.9, 1.0))
    ('about 85 of 100 runs', 'all runs')
    """
    if one.estimate in (0.0, 1.0):
        return "all runs" if one.estimate else "no run"
    rounded = round(100.0 * one.estimate)
    if rounded in (0, 100):
        return "fewer than 1 of 100 runs" if rounded == 0 else "more than 99 of 100 runs"
    return f"about {rounded} of 100 runs"


def between(one: Estimate) -> str:
    r"""Return the interval of a share in words.

    >>> between(Estimate(0.5, 0.404, 0.596)).replace("\u00a0", " ")
    '95 % interval 40% to 60%'
    """
    return f"95\u00a0% interval {one.low:.0%} to {one.high:.0%}"


def inclusion(summary: Summary) -> Iterator[str]:
    """Yield what to see in the picture of who comes home."""
    shares = summary.inclusion
    ordered = sorted(summary.candidates, key=lambda one: -shares[one.id].estimate)
    likely = [one for one in ordered if shares[one.id].estimate >= 0.5]
    yield "A mark is the share of runs in which somebody is freed; the line through it is how sure that share is."
    if likely:
        told = [f"{one.name} ({shares[one.id].estimate:.0%})" for one in likely[:3]]
        yield f"{_entries(len(likely))} freed in half of the runs or more, most often {spelled(told)}."
    elif not summary.agreements:
        yield "Here nobody is."
    else:
        first = ordered[0]
        yield f"Nobody is freed in half of the runs; most often it is {first.name} ({shares[first.id].estimate:.0%})."
    if summary.has_list and summary.agreements:
        yield _beside_the_list(summary, ordered)


def _beside_the_list(summary: Summary, ordered: list[Candidate]) -> str:
    given = summary.inclusion_given_agreement
    often = [one for one in ordered if given[one.id].estimate >= 0.5]
    kept = [one for one in often if one.on_record]
    missed = [one.name for one in ordered if one.on_record and one not in kept]
    extra = [one.name for one in often if not one.on_record]
    listed = sum(one.on_record for one in ordered)
    text = f"Of the {listed} entries of the documented list {len(kept)} are freed in half of the exchanges or more"
    return f"{text}; missed are {spelled(missed)}; freed as often without being on it: {spelled(extra)}."


def _entries(count: int) -> str:
    return "One entry is" if count == 1 else f"{count} entries are"


def agreement(summary: Summary) -> Iterator[str]:
    """Yield what to see in the picture of the wait."""
    yield "The curve falls as runs reach a deal; where it ends is the share that never does."
    early, late = summary.date["q05"], summary.date["q95"]
    if early is None or late is None:
        yield "Here it does not fall at all."
        return
    yield (
        f"Nine primary deals in ten are carried out between {early.day} {early:%B %Y} and {late.day} {late:%B %Y}; "
        f"{1.0 - summary.agreement.estimate:.0%} of the runs end without any."
    )


def released(summary: Summary) -> Iterator[str]:
    """Yield what to see in the picture of how many."""
    count = summary.released_count
    yield "A bar is the share of runs that free so many people, in all their deals together."
    yield f"The median is {count['median']}; nine runs in ten lie between {count['q05']} and {count['q95']}."
    if summary.people[1:].any():
        most = 1 + int(np.argmax(summary.people[1:]))
        found = share(int(summary.people[most]), summary.runs)
        how_often = f"{found.estimate:.0%} of runs, {between(found)}"
        yield f"Where anybody is freed, the commonest number is {most} ({how_often})."


def releases(summary: Summary) -> Iterator[str]:
    """Yield what to see in the picture of who lets how many go."""
    yield "A row is a state that holds people; the darker a cell, the more runs in which it lets so many go."
    medians = [(quantile(counts, 0.5) or 0, summary.parties[party]) for party, counts in summary.by_custodian.items()]
    medians.sort(key=lambda one: -one[0])
    givers = [f"{name} ({count})" for count, name in medians if count]
    yield f"In the median run, let go by: {spelled(givers)}." if givers else "In the median run nobody lets anybody go."


def surplus(summary: Summary) -> Iterator[str]:
    """Yield what to see in the picture of who gains."""
    yield "Right of the line a party is better off than without a deal, left of it worse; a row is read by itself."
    rows = list(surplus_rows(summary))
    gaining = [summary.parties[row[0]] for row in rows if row[4] > 0.0]
    losing = [f"{summary.parties[row[0]]} ({row[8]:.0%} of runs)" for row in rows if row[8] >= OFTEN_LOST]
    yield f"In the median run better off: {spelled(gaining, 12)}." if gaining else "In the median run nobody gains."
    if losing:
        yield f"Worse off in one run of twenty or more: {spelled(losing, 12)}."


def together(summary: Summary) -> Iterator[str]:
    """Yield what to see in the picture of who goes together."""
    yield "A column is a combination: its dots say which blocs of people leave in the same deal, its bar how often."
    found = blocs(summary)
    if not found.combinations:
        yield "Without a deal there is none."
        return
    first = found.combinations[0]
    share_of = share(first.runs, found.of)
    if first.blocs:
        sizes = f"{len(first.blocs)} of {len(found.members)} blocs" if len(found.members) > 1 else "the only bloc"
        yield f"The commonest joins {sizes}, in {share_of.estimate:.0%} of the deals ({between(share_of)})."
    else:
        yield f"The commonest deal has none of these blocs ({share_of.estimate:.0%} of them, {between(share_of)})."


CAPTIONS: dict[str, tuple[str, Callable[[Summary], Iterator[str]]]] = {
    "inclusion": ("Who comes home?", inclusion),
    "agreement": ("When?", agreement),
    "released": ("How many?", released),
    "releases": ("Who lets how many go?", releases),
    "surplus": ("Who gains?", surplus),
    "together": ("Which people go together?", together),
}
"""Name of the picture and of its data: heading, what to see."""
