"""Merging files, and changing single values by ``--set path=value``."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from typing import Any, get_args, get_origin

from sim.errors import Problem, listed, nearest
from sim.scenario.fields import bare, below, choices, fields_of
from sim.scenario.number import Number
from sim.scenario.parse import parse
from sim.scenario.position import Mark, Node, dotted, problem_at


def merge(under: Node, over: Node, kind: Any = None) -> Node:
    """Return one tree laid over another: mappings deeply, null removes, all else is replaced.

    A number is one value, even when it is written as a mapping: it is replaced whole, so that it never keeps
    the source of the number it replaces.

    Parameters
    ----------
    under, over : Node
        The tree below and the tree that wins.
    kind : annotation or None
        What the format says is here; None for anything.
    """
    if not (under.is_mapping and over.is_mapping) or bare(kind)[0] is Number:
        return over
    value, keys = dict(under.value), dict(under.keys)
    for key, child in over.value.items():
        if key in value and child.value is None:
            del value[key], keys[key]
        else:
            value[key] = merge(value[key], child, below(kind, key)) if key in value else child
            keys[key] = over.keys[key]
    return Node(over.mark, value, keys)


def apply_sets(
    tree: Node, sets: Sequence[str], root: Any, inherit: Callable[[Node], Node]
) -> tuple[Node, list[Problem]]:
    """Return the tree changed by ``path=value`` texts, and the problems with them.

    Parameters
    ----------
    tree : Node
        The merged file, before parties inherit from each other.
    sets : sequence of str
        Each a dotted path, ``=``, and a value in YAML; null removes what is there.
    root : annotation
        The record of the whole file.
    inherit : callable
        Fills in what parties inherit, so that a path may name an inherited value.
    """
    problems: list[Problem] = []
    for count, text in enumerate(sets, start=1):
        try:
            tree = _apply(tree, text, count, root, inherit(tree))
        except _Refused as refused:
            problems.extend(refused.problems)
    return tree, problems


class _Refused(Exception):
    def __init__(self, problems: list[Problem]) -> None:
        super().__init__(problems)
        self.problems = problems


def _apply(tree: Node, text: str, count: int, root: Any, seen: Node) -> Node:
    path, sign, value = text.partition("=")
    steps = path.strip().split(".")
    mark = Mark("--set", count, 1)
    shown = dotted([text])
    if not sign or not all(steps):
        raise _Refused([problem_at(mark, (), f"found {shown!r}", "allowed: path=value, such as weeks=30")])
    if not value.strip():
        raise _Refused([problem_at(mark, steps, "found no value", "allowed: path=value", mend="null removes it")])
    if steps[0] == "extends":
        raise _Refused([problem_at(mark, steps, "found extends", "allowed: any other field", mend="set it in a file")])
    node, problems = parse(value.encode("utf-8", "surrogatepass"), "--set")
    at = len(path) + 1
    shifted = [
        replace(problem, line=count, column=at + (problem.column or 1), path=dotted(steps)) for problem in problems
    ]
    if shifted or node is None:
        raise _Refused(shifted or [problem_at(mark, steps, "found no value", "allowed: path=value")])
    return _edit(tree, seen, root, steps, 0, _placed(node, Mark("--set", count, len(path) + 2)), mark)


def _placed(node: Node, mark: Mark) -> Node:
    if node.is_mapping:
        return Node(mark, {k: _placed(v, mark) for k, v in node.value.items()}, dict.fromkeys(node.value, mark))
    return (
        Node(mark, [_placed(v, mark) for v in node.value]) if isinstance(node.value, list) else Node(mark, node.value)
    )


def _edit(raw: Node | None, seen: Node | None, kind: Any, steps: list[str], depth: int, new: Node, mark: Mark) -> Node:
    """Return `raw` with the value at steps[depth:] replaced; `seen` is `raw` with what it inherits."""
    step, is_last = steps[depth], depth == len(steps) - 1
    core, _ = bare(kind)
    if core is Number and (seen is None or not seen.is_mapping):
        value = {} if seen is None or seen.value is None else {"value": seen}
        seen = Node(mark, value, dict.fromkeys(value, mark))
    if core is Number:
        raw = seen
    if get_origin(core) is tuple and seen is not None and isinstance(seen.value, list):
        return _edit_list(seen, core, steps, depth, new, mark)
    _must_be_there(seen, core, steps, depth, mark)
    if raw is None or not raw.is_mapping:
        raw = Node(mark, {})
    own = raw.value.get(step)
    known = seen.value.get(step) if seen is not None and seen.is_mapping else None
    if not is_last:
        return raw.with_child(step, _edit(own, known, below(core, step), steps, depth + 1, new, mark), mark)
    if new.value is None and own is not None:
        return raw.without(step)
    if new.value is None and known is None:
        return raw
    return raw.with_child(step, new, mark)


def _edit_list(seen: Node, core: Any, steps: list[str], depth: int, new: Node, mark: Mark) -> Node:
    step, length = steps[depth], len(seen.value)
    if not (step.isascii() and step.isdigit() and len(step) < 7 and int(step) < length):
        there = f"0 to {length - 1}" if length else "none, the list is empty"
        raise _Refused([problem_at(mark, steps, f"found no entry {step!r:.60}", f"allowed: {there}")])
    items = list(seen.value)
    if depth == len(steps) - 1:
        items[int(step) : int(step) + 1] = [] if new.value is None else [new]
    else:
        item = items[int(step)]
        items[int(step)] = _edit(item, item, get_args(core)[0], steps, depth + 1, new, mark)
    return Node(seen.mark, items)


def _must_be_there(seen: Node | None, core: Any, steps: list[str], depth: int, mark: Mark) -> None:
    step = steps[depth]
    fields = fields_of(core)
    if fields is None and get_origin(core) is not dict:
        parent = dotted(steps[:depth])
        raise _Refused([problem_at(mark, steps, f"found {step!r:.60} below a single value", f"allowed: {parent}")])
    there = list(seen.value) if seen is not None and seen.is_mapping else []
    if fields is not None:
        known = list(fields)
    else:
        of_key = get_args(core)[0]
        if bare(of_key)[1] is not None:
            return
        known = list(choices(of_key)) or there
    if step not in known:
        place = f"in {dotted(steps[:depth])}" if depth else "at the top"
        allowed = f"allowed {place}: {listed(known, step)}"
        raise _Refused([problem_at(mark, steps, f"found no {step!r:.60}", allowed, nearest(step, known))])
