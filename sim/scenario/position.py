"""A tree of what a file says, in which every value remembers where it was written."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from sim.errors import Problem


@dataclass(frozen=True, slots=True)
class Mark:
    """A place in a file; line and column count from 1, and are None where the whole file is meant."""

    file: str
    line: int | None = None
    column: int | None = None


@dataclass(frozen=True, slots=True)
class Node:
    """A scalar, a list of nodes, or a mapping of nodes; `keys` holds where each key was written."""

    mark: Mark
    value: Any
    keys: dict[str, Mark] = field(default_factory=dict)

    @property
    def is_mapping(self) -> bool:
        """Whether this is a mapping."""
        return isinstance(self.value, dict)

    def with_child(self, key: str, child: Node, mark: Mark) -> Node:
        """Return this mapping with one child set; it keeps its place if it was there."""
        return Node(self.mark, {**self.value, key: child}, {**self.keys, key: mark})

    def without(self, key: str) -> Node:
        """Return this mapping without one key."""
        value = {name: child for name, child in self.value.items() if name != key}
        return Node(self.mark, value, {name: self.keys[name] for name in value})


def plain(node: Node) -> Any:
    """Return what a tree says, as dicts, lists and scalars."""
    if isinstance(node.value, dict):
        return {key: plain(child) for key, child in node.value.items()}
    if isinstance(node.value, list):
        return [plain(child) for child in node.value]
    return node.value


def place(node: Node, path: Sequence[str | int], at_key: bool = False) -> Mark:
    """Return where a path was written: a scalar's own place, else its key's.

    Parameters
    ----------
    node : Node
        The tree.
    path : sequence of str or int
        Keys and list positions; what is not there is answered by the nearest that is.
    at_key : bool
        Ask for the place of the last key even if its value is a scalar.
    """
    mark = node.mark
    for step in path:
        if isinstance(node.value, dict) and str(step) in node.value:
            key = node.keys[str(step)]
            node = node.value[str(step)]
            mark = key if isinstance(node.value, dict | list) or at_key else node.mark
        elif isinstance(node.value, list) and isinstance(step, int) and step < len(node.value):
            node = node.value[step]
            mark = node.mark
        else:
            break
    return mark


def dotted(path: Sequence[str | int]) -> str:
    """Return a path as text.

    Examples
    --------
    >>> dotted(["channels", "letters", "members", 0])
    'channels.letters.members.0'
    """
    words = (str(step) for step in path)
    return ".".join(word if word.isprintable() and len(word) <= 64 else f"{word!r:.60}" for word in words)


def problem_at(
    mark: Mark,
    path: Sequence[str | int],
    found: str,
    allowed: str,
    likeliest: str | None = None,
    mend: str = "",
) -> Problem:
    """Return the problem found at a place."""
    return Problem(mark.file, mark.line, mark.column, dotted(path), found, allowed, likeliest, mend)
