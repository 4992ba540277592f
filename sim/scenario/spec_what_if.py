"""What a scenario that changes another asks, and what the facts suggest as an answer; no world is told of it."""

from __future__ import annotations

from typing import Annotated, Literal, Self

from pydantic import Field, model_validator

from sim.scenario.base import Strict, Text, mistake, refuse

Direction = Literal["more", "less", "same"]
Figure = Annotated[str, Field(pattern=r"^[A-Za-z][A-Za-z0-9_]{0,47}$")]
WHOLE = ("agreement", "weeks")
"""Figures of a whole run: whether there is an agreement, and the weeks until the primary deal."""


class Expectation(Strict):
    """Which way the facts suggest that a figure moves.

    ``of`` is ``agreement``, ``weeks``, the id of a person (how often freed) or of a party (its surplus); ``otherwise``
    says why the model may not show it, for readers of a result in which it does not.
    """

    of: Figure
    direction: Direction
    why: Text
    otherwise: Text | None = None
    source: str | None = None


class Asked(Strict):
    """A question in plain words, and what the facts suggest."""

    question: Text | None = None
    expects: Annotated[tuple[Expectation, ...], Field(strict=False)] = ()

    @model_validator(mode="after")
    def _check(self) -> Self:
        seen: set[str] = set()
        for at, one in enumerate(self.expects):
            if one.of in seen:
                flaw = mistake(f"found a second expectation of {one.of!r}", "allowed: one of each", "remove one")
                refuse(self, [("expects", flaw)] if at else [])
            seen.add(one.of)
        return self
