"""The errors of Parley: a small family, each one also the builtin a reader would expect."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from difflib import get_close_matches

SHOWN = 16
"""How many known names an error lists; chosen so that one line stays readable."""


class ParleyError(Exception):
    """Any mistake that Parley explains in one clear line."""


def nearest(name: str, known: Iterable[str]) -> str | None:
    """Return the known name likeliest meant, or None if none is near; case does not count.

    Examples
    --------
    >>> nearest("ringg", ["ring", "ankara-2024"])
    'ring'
    """
    by_lower = {word.lower(): word for word in reversed(list(known))}
    found = get_close_matches(name.lower(), by_lower, n=1, cutoff=0.6)
    return by_lower[found[0]] if found else None


def listed(known: Iterable[str], name: str = "") -> str:
    """Return names as one phrase: all of them if few, else those nearest to a name and how many there are.

    Examples
    --------
    >>> listed(["b", "a"])
    'b, a'
    """
    names = list(known)
    if len(names) <= SHOWN:
        return ", ".join(names) or "none"
    near = get_close_matches(name, names, n=5, cutoff=0.3) or names[:5]
    return f"{', '.join(near)}, ... ({len(names)} in all)"


@dataclass(frozen=True, slots=True)
class Problem:
    """One mistake in one place of a file.

    Parameters
    ----------
    file : str
        The file as its reader knows it, or ``--set`` for the command line.
    line, column : int or None
        Counted from 1; None where the whole file is meant.
    path : str
        Dotted path inside the file; empty for the file itself.
    found, allowed : str
        What was found, and what is allowed.
    likeliest : str or None
        The name likeliest meant.
    mend : str
        How to mend it, where that says more than `likeliest`.

    Examples
    --------
    >>> print(Problem("a.yaml", 3, 1, "week", "unknown field 'week'", "allowed: weeks", "weeks"))
    a.yaml:3:1: week: unknown field 'week'; allowed: weeks; did you mean 'weeks'?
    """

    file: str
    line: int | None
    column: int | None
    path: str
    found: str
    allowed: str
    likeliest: str | None = None
    mend: str = ""

    @property
    def message(self) -> str:
        """What was found, what is allowed, how to mend it."""
        mend = f"did you mean {self.likeliest!r}?" if self.likeliest and not self.mend else self.mend
        return "; ".join(part for part in (self.found, self.allowed, mend) if part)

    def __str__(self) -> str:
        place = self.file if self.line is None else f"{self.file}:{self.line}:{self.column}"
        text = ": ".join(part for part in (place, self.path, self.message) if part)
        return "".join(sign if sign.isprintable() else " " for sign in text)


class ScenarioError(ParleyError, ValueError):
    """A scenario with mistakes, all of them in `problems`; its text has one line for each."""

    def __init__(self, problems: Sequence[Problem]) -> None:
        super().__init__(problems)
        self.problems = tuple(problems)

    def __str__(self) -> str:
        return "\n".join(map(str, self.problems))


class UnknownNameError(ParleyError, KeyError):
    """A name that nothing has.

    Examples
    --------
    >>> print(UnknownNameError("scenario", "rnig", ["ring", "ankara-2024"]))
    unknown scenario 'rnig'; known: ring, ankara-2024; did you mean 'ring'?
    """

    def __init__(self, kind: str, name: str, known: Iterable[str]) -> None:
        self.kind, self.name, self.known = kind, name, tuple(known)
        self.likeliest = nearest(name, self.known)
        super().__init__(kind, name, self.known)

    def __str__(self) -> str:
        text = f"unknown {self.kind} {self.name!r}; known: {listed(self.known, self.name)}"
        return f"{text}; did you mean {self.likeliest!r}?" if self.likeliest else text


class UsageError(ParleyError, ValueError):
    """A command or a call that cannot be meant so."""


def refuse_text(name: str, given: object) -> None:
    """Refuse one text where several are meant, which would be read letter by letter.

    Examples
    --------
    >>> refuse_text("sets", ["weeks=30"])
    >>> refuse_text("sets", "weeks=30")
    Traceback (most recent call last):
    sim.errors.UsageError: sets: found the text 'weeks=30'; allowed: a list of such, as ['weeks=30']
    """
    if isinstance(given, str):
        raise UsageError(f"{name}: found the text {given!r}; allowed: a list of such, as [{given!r}]")


class StoreError(ParleyError, OSError):
    """Stored runs that cannot be read or written."""

    def __str__(self) -> str:
        return " ".join(map(str, self.args))


class Interrupted(ParleyError, KeyboardInterrupt):
    """Work that was stopped by the user between two pieces; the text says what is kept and how to go on."""
