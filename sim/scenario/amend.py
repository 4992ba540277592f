"""Slips of a file that extends another: it removes what is not there, or changes what is not there."""

from __future__ import annotations

from typing import Any, get_args, get_origin

from sim.errors import Problem, listed, nearest
from sim.scenario.fields import bare, below, fields_of
from sim.scenario.number import Number
from sim.scenario.position import Node, problem_at

MUST = {
    "venues": ("name", "host"), "linkages": ("party",), "parties": ("name", "like"), "assets": ("name", "held_by"),
    "channels": ("members",), "events": ("kind",), "ratifiers": ("name",),
}  # fmt: skip
"""Fields without which an entry cannot be new; of a party one of them is enough."""


def slips(under: Node, over: Node, kind: Any, path: tuple[str, ...] = ()) -> list[Problem]:
    """Return the problems of a tree that is laid over another: entries it names that are not there.

    Parameters
    ----------
    under, over : Node
        The tree that is extended, and the one that extends it.
    kind : annotation
        What the format says is here.
    path : tuple of str
        Where this is.
    """
    core = bare(kind)[0]
    if not (under.is_mapping and over.is_mapping) or core is Number:
        return []
    problems: list[Problem] = []
    is_by_id = fields_of(core) is None and get_origin(core) is dict and bare(get_args(core)[0])[1] is None
    for key, child in over.value.items():
        if key in under.value:
            problems += slips(under.value[key], child, below(core, key), (*path, key))
        elif is_by_id and (child.value is None or _is_too_little(path[-1] if path else "", child)):
            known = list(under.value)
            found = f"found {key!r:.60}, which is not in what this file extends"
            allowed = f"allowed: {listed(known, key)}, or a whole new entry"
            mark = child.mark if child.value is None else over.keys[key]
            problems.append(problem_at(mark, (*path, key), found, allowed, nearest(key, known)))
    return problems


def _is_too_little(section: str, entry: Node) -> bool:
    """Return whether an entry lacks what makes a new one."""
    must = MUST.get(section)
    if must is None or not entry.is_mapping:
        return False
    there = [name in entry.value for name in must]
    return not (any(there) if section == "parties" else all(there))
