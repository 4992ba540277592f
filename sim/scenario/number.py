"""A number of a scenario: fixed, or drawn anew in each run from a stated distribution.

In a file it is a plain number, or a mapping with its source:

======================================  ===========  ======================
written                                 kind         centre
======================================  ===========  ======================
``2`` or ``{value: 2}``                 fixed        the value
``{value: 2, sd: 0.5}``                 normal       the value
``{low: 1, high: 3}``                   uniform      the middle
``{low: 1, value: 2, high: 3}``         triangular   the value, its mode
======================================  ===========  ======================
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Annotated, Any, Literal

from pydantic import AfterValidator, GetCoreSchemaHandler, GetJsonSchemaHandler
from pydantic_core import CoreSchema, core_schema

from sim.scenario.base import Strict, mistake

Kind = Literal["fixed", "normal", "uniform", "triangular"]


class NumberFields(Strict):
    """The mapping form of a number, as written."""

    value: float | None = None
    sd: float | None = None
    low: float | None = None
    high: float | None = None
    source: str | None = None
    note: str | None = None


@dataclass(frozen=True, slots=True)
class Number:
    """A fixed number or a distribution, with where it comes from.

    Parameters
    ----------
    value : float
        The value, mean, middle or mode: the centre of the distribution.
    kind : {"fixed", "normal", "uniform", "triangular"}
    sd : float
        Standard deviation of a normal one; 0 for all others.
    low, high : float
        Ends of a uniform or triangular one; the value itself for the others.
    source, note : str or None
        Where the number comes from, and a word about it.

    Examples
    --------
    >>> Number.read({"low": 1, "high": 3}).centre
    2.0
    >>> Number.read(2) == Number(2.0)
    True
    """

    value: float
    kind: Kind = "fixed"
    sd: float = 0.0
    low: float = float("nan")
    high: float = float("nan")
    source: str | None = None
    note: str | None = None

    def __post_init__(self) -> None:
        for end in ("low", "high"):
            if getattr(self, end) != getattr(self, end):
                object.__setattr__(self, end, self.value)

    @property
    def centre(self) -> float:
        """The number a run at the centres uses."""
        return self.value

    @classmethod
    def read(cls, raw: Any) -> Number:
        """Return the number that a plain number or a mapping stands for.

        Raises
        ------
        pydantic.ValidationError
            If it is no number, not finite, or its parts contradict each other.
        """
        return raw if isinstance(raw, Number) else _settle(NumberFields.model_validate(_spread(raw)))

    def written(self) -> float | dict[str, Any]:
        """Return the shortest form a file could hold it in."""
        parts: dict[str, Any] = {} if self.kind == "uniform" else {"value": self.value}
        if self.kind == "normal":
            parts["sd"] = self.sd
        elif self.kind != "fixed":
            parts |= {"low": self.low, "high": self.high}
        words = {"source": self.source, "note": self.note}
        parts |= {key: word for key, word in words.items() if word is not None}
        return self.value if list(parts) == ["value"] else parts

    @classmethod
    def __get_pydantic_core_schema__(cls, source: Any, handler: GetCoreSchemaHandler) -> CoreSchema:
        written = core_schema.no_info_before_validator_function(_spread, handler.generate_schema(NumberFields))
        return core_schema.no_info_wrap_validator_function(
            lambda raw, inner: raw if isinstance(raw, Number) else _settle(inner(raw)),
            written,
            serialization=core_schema.plain_serializer_function_ser_schema(cls.written),
            ref="Number",
        )

    @classmethod
    def __get_pydantic_json_schema__(cls, schema: CoreSchema, handler: GetJsonSchemaHandler) -> dict[str, Any]:
        number = {"type": "number"}
        parts = dict.fromkeys(("value", "sd", "low", "high"), number)
        words: dict[str, Any] = {name: {"type": "string"} for name in ("source", "note")}
        mapping = {"type": "object", "properties": parts | words, "additionalProperties": False}
        forms = [{"required": ["value"]}, {"required": ["low", "high"]}]
        return {"anyOf": [number, {**mapping, "anyOf": forms}], "title": "Number"}


def _spread(raw: Any) -> Any:
    if isinstance(raw, int | float) and not isinstance(raw, bool):
        return {"value": raw}
    if isinstance(raw, dict | NumberFields):
        return raw
    found = "nothing (null)" if raw is None else f"{raw!r:.60}"
    raise mistake(f"found {found}", "allowed: a number, or a mapping with value, sd, low, high, source, note")


def _settle(parts: NumberFields) -> Number:
    allowed = "allowed: {value}, {value, sd}, {low, high} or {low, value, high}"
    value, sd, low, high = parts.value, parts.sd, parts.low, parts.high
    words: Any = {"source": parts.source, "note": parts.note}
    if low is None and high is None:
        if value is None:
            raise mistake("found a number without a value", allowed, "add value, or low and high")
        if sd is None:
            return Number(value, **words)
        if sd < 0:
            raise mistake(f"found sd {sd:g}", "allowed: sd of 0 or more")
        return Number(value, "normal", sd, **words)
    if low is None or high is None:
        there, missing = ("high", "low") if low is None else ("low", "high")
        raise mistake(f"found {there} without {missing}", allowed, f"add {missing}")
    if sd is not None:
        raise mistake("found sd beside low and high", allowed, "leave out sd, or low and high")
    middle = low + (high - low) / 2 if value is None else value
    if not low <= middle <= high:
        found = f"low {low:g}, high {high:g}" if value is None else f"low {low:g}, value {value:g}, high {high:g}"
        raise mistake(f"found {found}", "allowed: low <= value <= high", "put them in order")
    return Number(middle, "uniform" if value is None else "triangular", 0.0, low, high, **words)


def _within(least: float, most: float, above: bool = False) -> Callable[[Number], Number]:
    def check(number: Number) -> Number:
        for part in (number.low, number.value, number.high):
            if part < least or part > most or (above and part == least):
                unbounded = most == float("inf")
                if above:
                    scale = f"more than {least:g}" if unbounded else f"more than {least:g}, at most {most:g}"
                else:
                    scale = f"{least:g} or more" if unbounded else f"from {least:g} to {most:g}"
                raise mistake(f"found {part:g}", f"allowed: {scale}")
        return number

    return check


Nonnegative = Annotated[Number, AfterValidator(_within(0.0, float("inf")))]
Positive = Annotated[Number, AfterValidator(_within(0.0, float("inf"), above=True))]
Share = Annotated[Number, AfterValidator(_within(0.0, 1.0))]
"""From 0 to 1."""
Discount = Annotated[Number, AfterValidator(_within(0.0, 1.0, above=True))]
"""More than 0, at most 1."""

ZERO, HALF, ONE = Number(0.0), Number(0.5), Number(1.0)
