"""What every record of a scenario file shares: strictness, ids and days.

Records are strict (no text read as a number), closed (an unknown field is an error) and frozen.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Annotated, Any, Literal

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, ValidationError, WithJsonSchema
from pydantic_core import InitErrorDetails, PydanticCustomError

EARLIEST = date(1900, 1, 1)
"""No scenario reaches further back; chosen because nobody in custody can have been held for longer."""

LATEST = date(2100, 12, 31)
"""No scenario reaches further; chosen because a later date is nearly always a slip of the keyboard."""

PARTY_ID = r"^[A-Z][A-Z0-9_]{1,11}$"
ITEM_ID = r"^[a-z][a-z0-9_]{0,47}$"
VENUE_ID = r"^[A-Za-z][A-Za-z0-9_]{0,31}$"
ACTOR_ID = r"^[A-Z][A-Z0-9_]{1,11}(\.[A-Z][A-Z0-9_]{1,11})?$"
OFFER_ID = r"^[A-Z][A-Z0-9]{0,11}$"
NAME = r"^[A-Za-z][A-Za-z0-9_]{0,63}$"

PartyId = Annotated[str, Field(pattern=PARTY_ID)]
"""A party, a ratifier, or a country by its ISO 3166 three-letter code."""
ItemId = Annotated[str, Field(pattern=ITEM_ID)]
"""An asset, a channel, an event or a linkage."""
VenueId = Annotated[str, Field(pattern=VENUE_ID)]
ActorId = Annotated[str, Field(pattern=ACTOR_ID)]
"""A party, or one of its ratifiers as ``PARTY.RATIFIER``."""
OfferId = Annotated[str, Field(pattern=OFFER_ID)]
Name = Annotated[str, Field(pattern=NAME)]
"""The name of a rule: a conduct or a protocol."""
Text = Annotated[str, Field(min_length=1)]


class Strict(BaseModel):
    """A record of the scenario file: strict, closed, frozen."""

    model_config = ConfigDict(
        strict=True,
        extra="forbid",
        frozen=True,
        allow_inf_nan=False,
        defer_build=True,
    )


def mistake(found: str, allowed: str, mend: str = "") -> PydanticCustomError:
    """Return the error a validator raises: what was found, what is allowed, how to mend it."""
    details = {"found": found, "allowed": allowed, "mend": mend}
    return PydanticCustomError("mistake", "{found}; {allowed}", details)


def refuse(record: BaseModel, flaws: list[tuple[str, PydanticCustomError]]) -> None:
    """Raise all flaws of a record at once, each at a field; do nothing without flaws."""
    if flaws:
        lines = [
            InitErrorDetails(type=flaw, loc=(field,) if field else (), input=getattr(record, field, None))
            for field, flaw in flaws
        ]
        raise ValidationError.from_exception_data(type(record).__name__, lines)


def read_day(raw: Any) -> Any:
    """Return the day that a text such as ``2024-08-01`` names.

    Parameters
    ----------
    raw : str or datetime.date
        Text in the ISO form year-month-day, or a day.

    Returns
    -------
    datetime.date

    Raises
    ------
    pydantic_core.PydanticCustomError
        If there is no such day, or it lies before 1900 or after 2100.

    Examples
    --------
    >>> read_day("2024-08-01")
    datetime.date(2024, 8, 1)
    """
    if type(raw) is date:
        day = raw
    else:
        allowed = "allowed: a day as year-month-day, such as 2024-08-01"
        shown = f"{raw!r:.60}"
        if not isinstance(raw, str) or len(raw) != 10 or not raw.isascii():
            raise mistake(f"found {shown}", allowed, "write year, month and day with two hyphens")
        try:
            day = date.fromisoformat(raw)
        except ValueError:
            impossible = raw[4] == raw[7] == "-" and (raw[:4] + raw[5:7] + raw[8:]).isdigit()
            found = f"found the impossible date {shown}" if impossible else f"found {shown}"
            raise mistake(found, allowed, "take a day that is in the calendar") from None
    if not EARLIEST <= day <= LATEST:
        raise mistake(f"found {day}", f"allowed: a day from {EARLIEST} to {LATEST}", "correct the year")
    return day


Day = Annotated[date, BeforeValidator(read_day), WithJsonSchema({"type": "string", "format": "date"})]
"""A day, written plain or quoted."""


@dataclass(frozen=True, slots=True)
class Names:
    """Marks a field whose text names something that must be there."""

    kind: Literal["party", "any_party", "actor", "asset", "channel", "venue", "country", "conduct", "protocol"]


PartyRef = Annotated[PartyId, Names("party")]
"""A party that takes part; an abstract one does not."""
AssetRef = Annotated[ItemId, Names("asset")]
ChannelRef = Annotated[ItemId, Names("channel")]
VenueRef = Annotated[VenueId, Names("venue")]
ActorRef = Annotated[ActorId, Names("actor")]
Country = Annotated[PartyId, Names("country")]
"""An ISO 3166 three-letter code, or a party of the scenario."""
