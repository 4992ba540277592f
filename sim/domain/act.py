"""What parties do and say, and what else happens: the lines of a transcript."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from enum import StrEnum

from sim.domain.package import Package


class ActKind(StrEnum):
    """The acts, in the order of their codes in the state arrays.

    >>> [kind.value for kind in ActKind][:3]
    ['wait', 'ask', 'sound_out']
    """

    WAIT = "wait"
    ASK = "ask"
    SOUND_OUT = "sound_out"
    COMMIT = "commit"
    PROPOSE = "propose"
    ACCEPT = "accept"
    REFUSE = "refuse"
    WITHDRAW = "withdraw"
    SENTENCE = "sentence"
    PARDON = "pardon"


class ObjectionKind(StrEnum):
    """Why a package is refused, in the order of the codes; too much of a credit is said by its giver."""

    NOTHING = "nothing"
    NOT_THIS = "not_this"
    NEEDS = "needs"
    TOO_LITTLE = "too_little"
    TOO_MUCH = "too_much"


class Reason(StrEnum):
    """What moved the party, for the reader alone; in the order of the codes."""

    NONE = "none"
    BY_ASPIRATION = "good_enough"
    BY_NEXT_BID = "no_worse_than_my_own_bid"
    BY_DEADLINE = "deadline"
    BELOW_RESERVATION = "worse_than_no_deal"
    BELOW_ASPIRATION = "hoping_for_more"
    RED_LINE = "red_line"
    RATIFIER_AGAINST = "ratifier_against"
    NOT_MINE = "not_mine"
    CONDITION_GONE = "condition_gone"
    NAMES_PRICE = "names_price"
    OPENING = "opening"
    BETTER_FOR_THEM = "better_for_them"
    NEEDS_ALLY = "needs_ally"
    FOLLOWS_PATRON = "follows_patron"
    SERVES_AS_HOST = "serves_as_host"


@dataclass(frozen=True)
class Objection:
    """One objection: its kind, and the asset it names, if any."""

    kind: ObjectionKind
    asset: str | None


@dataclass(frozen=True)
class Act:
    """One act of a party in a channel; the numbers are the party's own and private to it.

    `paper` is the serial number of the package on the table that the act makes or answers, or None.
    `surplus` and `target` are in the scenario's units of utility, `chance` and `aspiration` shares.
    """

    week: int
    date: dt.date
    party: str
    channel: str
    kind: ActKind
    to: tuple[str, ...]
    paper: int | None
    package: Package | None
    asset: str | None
    objections: tuple[Objection, ...]
    reason: Reason
    surplus: float
    target: float
    chance: float
    aspiration: float
    best: float
    by_mediator: bool = False


@dataclass(frozen=True)
class Happening:
    """Something beside acts: an event, an answer of ratifiers, a leak, an execution.

    `kind` is one of event, enters, commitment, ratifier_against, letter, agreed, ratified,
    not_ratified, void, executed, default, leak, lapsed; `party`, `other`, `assets`, `channel`, `event`
    are ids where they apply; `text` is one plain sentence.
    """

    week: int
    date: dt.date
    kind: str
    text: str
    party: str | None = None
    other: str | None = None
    assets: tuple[str, ...] = ()
    channel: str | None = None
    event: str | None = None


@dataclass(frozen=True)
class Week:
    """One week of a transcript."""

    index: int
    date: dt.date
    happenings: tuple[Happening, ...]
    acts: tuple[Act, ...]
