"""How a scenario should react to changes, as the facts suggest: what is changed, and where what figure has to lie."""

from __future__ import annotations

from typing import Annotated, Any, Literal, Self

from pydantic import Field, model_validator

from sim.scenario.base import AssetRef, ItemId, OfferId, Strict, Text, mistake, refuse
from sim.scenario.spec_offer import PutOffer

ANSWERS = ("accepted", "refused", "lapsed")
"""Figures that are the share of runs in which an offer is answered so."""
OF_PERSONS = ("freed", "freed_given_agreement")
Measured = Literal["agreement", "weeks", "freed", "freed_given_agreement", "accepted", "refused", "lapsed"]
BASE = "base"
"""What the unchanged scenario is called among its reactions."""


class Bound(Strict):
    """Where the facts suggest that a figure lies: above or at least a number, below or at most one, or both.

    With ``beyond_interval`` the whole 95 % interval has to lie there, else the estimate.

    Examples
    --------
    >>> less = Bound(at_most=-4)
    >>> less.holds(-4.0), less.holds(-3.9), Bound(above=-4, below=4).holds(-4.0)
    (True, False, False)
    """

    above: float | None = None
    at_least: float | None = None
    below: float | None = None
    at_most: float | None = None
    beyond_interval: bool = False

    @property
    def lower(self) -> float | None:
        """Return the lower end, None if there is none."""
        return self.above if self.above is not None else self.at_least

    @property
    def upper(self) -> float | None:
        """Return the upper end, None if there is none."""
        return self.below if self.below is not None else self.at_most

    def is_over(self, value: float) -> bool:
        """Return whether a value is on the right side of the lower end; true without one, false of nan."""
        if self.above is not None:
            return value > self.above
        return self.at_least is None or value >= self.at_least

    def is_under(self, value: float) -> bool:
        """Return whether a value is on the right side of the upper end; true without one, false of nan."""
        if self.below is not None:
            return value < self.below
        return self.at_most is None or value <= self.at_most

    def holds(self, value: float) -> bool:
        """Return whether a value lies within."""
        return self.is_over(value) and self.is_under(value)

    @model_validator(mode="after")
    def _check(self) -> Self:
        flaws = []
        for one, other in (("above", "at_least"), ("below", "at_most")):
            if getattr(self, one) is not None and getattr(self, other) is not None:
                flaws.append((other, mistake(f"found {other} beside {one}", "allowed: one of the two", "remove one")))
        if self.lower is None and self.upper is None:
            flaws.append(("", mistake("found no bound", "allowed: above, at_least, below, at_most")))
        if not flaws and self.lower is not None and self.upper is not None and self.lower >= self.upper:
            found = f"found {self.lower:g} as the lower end and {self.upper:g} as the upper one"
            flaws.append(("", mistake(found, "allowed: the lower end below the upper one")))
        refuse(self, flaws)
        return self


class Expected(Strict):
    """What is measured, and where the facts suggest that it lies.

    ``of`` is a share of runs, of those with an agreement for ``freed_given_agreement``, or ``weeks``: the mean of the
    weeks to the acceptance of the primary deal, a run without one counted as the whole horizon. Of several persons it
    is the share of runs in which any is freed. ``is`` bounds the figure itself, ``differs`` the variant's less the
    base's.
    """

    of: Measured
    who: Annotated[tuple[AssetRef, ...], Field(strict=False)] = ()
    offer: OfferId | None = None
    is_: Bound | None = Field(alias="is", default=None)
    differs: Bound | None = None

    @property
    def bound(self) -> Bound:
        """Return the bound, of the figure or of its difference."""
        found = self.is_ if self.is_ is not None else self.differs
        assert found is not None
        return found

    @property
    def is_answer(self) -> bool:
        """Return whether it is how an offer is answered."""
        return self.of in ANSWERS

    @model_validator(mode="after")
    def _check(self) -> Self:
        flaws = []
        if (self.is_ is None) == (self.differs is None):
            found = "found neither is nor differs" if self.is_ is None else "found both is and differs"
            allowed = "allowed: is, a bound of the figure, or differs, one of variant less base"
            flaws.append(("", mistake(found, allowed)))
        if (self.of in OF_PERSONS) != bool(self.who):
            found = f"found {'nobody' if not self.who else 'somebody'} for {self.of}"
            flaws.append(("who", mistake(found, f"allowed: persons for {', '.join(OF_PERSONS)} alone")))
        if self.is_answer != (self.offer is not None):
            found = f"found {'no offer' if self.offer is None else 'an offer'} for {self.of}"
            flaws.append(("offer", mistake(found, f"allowed: an offer for {', '.join(ANSWERS)} alone")))
        ends = [end for end in (self.bound.lower, self.bound.upper) if end is not None] if not flaws else []
        if self.of != "weeks" and any(abs(end) > 1.0 for end in ends):
            at = "differs" if self.is_ is None else "is"
            flaws.append((at, mistake(f"found {max(ends, key=abs):g} for a share", "allowed: −1 to 1, such as 0.1")))
        refuse(self, flaws)
        return self


class Reaction(Strict):
    """A change, and what the facts suggest that it does.

    Parameters
    ----------
    title, why, source
        What is changed, in words; why the facts suggest what they do, and where that is said.
    change
        Values laid over the scenario, as a file that extends it would: null removes.
    each
        Several such changes by name, each played and judged by itself; ``title`` in one is its own.
    what_if
        Instead: the values of a file of questions, by its id or its path from this file.
    expects
        What is measured. Without any change these are answers to offers, in the scenario as it is.
    needs
        Whether all of them have to be so, or any.
    """

    title: Text
    why: Text
    source: str | None = None
    change: dict[str, Any] | None = None
    each: Annotated[dict[ItemId, dict[str, Any]], Field(min_length=1)] | None = None
    what_if: Text | None = None
    expects: Annotated[tuple[Expected, ...], Field(strict=False, min_length=1)]
    needs: Literal["all", "any"] = "all"

    @model_validator(mode="after")
    def _check(self) -> Self:
        ways = [name for name in ("change", "each", "what_if") if getattr(self, name) is not None]
        flaws = []
        if len(ways) > 1:
            allowed = "allowed: one of change, each, what_if"
            flaws.append((ways[1], mistake(f"found {ways[1]} beside {ways[0]}", allowed, "remove one")))
        if not ways and not all(one.is_answer and one.differs is None for one in self.expects):
            allowed = "allowed: change, each or what_if; without one only `is` of an answer to an offer"
            flaws.append(("", mistake("found no change", allowed)))
        refuse(self, flaws)
        return self


class Reactions(Strict):
    """A file of reactions: what a scenario's facts suggest that it does when something is changed."""

    schema_: Literal[1] = Field(alias="schema")
    title: Text
    offers: dict[OfferId, PutOffer] = Field(default_factory=dict)
    reactions: Annotated[dict[ItemId, Reaction], Field(min_length=1)]

    @model_validator(mode="after")
    def _check(self) -> Self:
        flaws = []
        if BASE in self.reactions:
            flaws.append(("reactions", mistake(f"found a reaction {BASE!r}", "allowed: any other name")))
        refuse(self, flaws)
        return self
