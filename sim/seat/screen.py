"""What is shown at the seat: sections of plain lines, which a terminal prints and a page sets."""

from __future__ import annotations

from collections.abc import Iterable
from typing import NamedTuple


class Section(NamedTuple):
    """A heading and the lines below it."""

    title: str
    lines: tuple[str, ...]


Screen = tuple[Section, ...]


def screen(*sections: tuple[str, Iterable[str]]) -> Screen:
    """Return the sections that have something to say.

    >>> screen(("Your people", ["Al"]), ("Mail", []))
    (Section(title='Your people', lines=('Al',)),)
    """
    made = (Section(title, tuple(lines)) for title, lines in sections)
    return tuple(one for one in made if one.lines)


def as_text(shown: Screen) -> str:
    """Return a screen as text.

    >>> print(as_text(screen(("Mail", ["none"]))))
    Mail
      none
    """
    return "\n".join("\n".join([one.title, *(f"  {line}" for line in one.lines)]) for one in shown)
