"""How one scenario differs from another: a list of changes, any choice of which can be applied by itself."""

from __future__ import annotations

import json
from collections.abc import Iterable
from typing import Any, NamedTuple

from sim.scenario.fields import bare, below
from sim.scenario.number import Number
from sim.scenario.overlay import merge
from sim.scenario.position import Node, plain

ASIDE = frozenset(("title", "question", "expects", "documented", "extends", "schema"))
"""Fields at the top that change no run."""
WORDS = frozenset(("source", "sources", "note", "title"))
"""Fields of records that change no run."""


class Change(NamedTuple):
    """One value that differs: where, what it was and is (None where there is nothing), and why."""

    path: tuple[str, ...]
    before: Any
    after: Any
    node: Node | None
    why: str

    @property
    def group(self) -> tuple[str, ...]:
        """Return which entry it belongs to: the section and the id, or the field at the top."""
        return self.path[:2]

    def told(self, letters: int) -> str:
        """Return it on one line; each value is cut after so many letters."""
        return f"{'.'.join(self.path)}: {_said(self.before, letters)} → {_said(self.after, letters)}"

    def __str__(self) -> str:
        return self.told(90)


def changes(base: Node, variant: Node, kind: Any, path: tuple[str, ...] = ()) -> list[Change]:
    """Return what differs between two merged trees, in the order of the second, removals last.

    Notes, sources and titles are no differences; a number or a list is one value; what is whole in one tree
    alone is one change.

    Parameters
    ----------
    base, variant : Node
        Two files with all that they extend.
    kind : annotation
        What the format says is here.
    """
    found: list[Change] = []
    passed = WORDS if path else ASIDE
    core = bare(kind)[0]
    for key, node in variant.value.items():
        if key in passed:
            continue
        here, old = (*path, key), base.value.get(key)
        before, after = None if old is None else plain(old), plain(node)
        inner = below(core, key)
        is_number = bare(inner)[0] is Number
        if old is not None and _bare(before, is_number) == _bare(after, is_number):
            continue
        if old is not None and old.is_mapping and node.is_mapping and not is_number:
            found += changes(old, node, inner, here)
        elif old is not None or after not in (None, {}, []):
            found.append(Change(here, before, after, node, _why(after)))
    for key, old in base.value.items():
        if key not in passed and key not in variant.value:
            found.append(Change((*path, key), plain(old), None, None, ""))
    return found


def changed(base: Node, chosen: Iterable[Change], kind: Any) -> Node:
    """Return a tree with some changes applied to it, and without what really happened."""
    base = base.without("documented")
    for one in chosen:
        node = one.node if one.node is not None else Node(base.mark, None)
        layer = node
        for step in reversed(one.path):
            layer = Node(node.mark, {step: layer}, {step: node.mark})
        base = merge(base, layer, kind)
    return base


def _bare(value: Any, is_number: bool = False) -> Any:
    """Return a value without words; a number in its shortest form."""
    if isinstance(value, dict):
        value = {key: _bare(one) for key, one in value.items() if key not in WORDS}
        if is_number and list(value) == ["value"]:
            return value["value"]
    if isinstance(value, list):
        return [_bare(one) for one in value]
    return value


def _why(value: Any) -> str:
    """Return the reason and the source of a value, if it states any."""
    if not isinstance(value, dict):
        return ""
    words = [value.get(key) for key in ("note", "source")]
    return "; ".join(word for word in words if isinstance(word, str))


def _said(value: Any, letters: int) -> str:
    """Return a value on one line, shortened."""
    if value is None:
        return "nothing"
    text = json.dumps(_bare(value), ensure_ascii=False) if isinstance(value, dict | list) else str(value)
    return text if len(text) <= letters else f"{text[: letters - 1]}…"
