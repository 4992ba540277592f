"""Parties that are like another party: its fields first, deeply, then their own."""

from __future__ import annotations

from sim.errors import Problem, listed, nearest
from sim.scenario.overlay import merge
from sim.scenario.position import Node, place, problem_at
from sim.scenario.spec_party import Party

OWN = ("like", "abstract")
"""Fields that are never inherited: what a party is made from, and whether it takes part."""


def inherit(tree: Node, problems: list[Problem] | None = None) -> Node:
    """Return the tree with every party's inherited fields filled in.

    Parameters
    ----------
    tree : Node
        The merged file.
    problems : list of Problem, optional
        Unknown names and circles are added to it.

    Notes
    -----
    A name that is not there is passed over here; so is a circle. Chains are allowed.
    """
    parties = tree.value.get("parties") if tree.is_mapping else None
    if parties is None or not parties.is_mapping:
        return tree
    noted: list[Problem] = [] if problems is None else problems
    done: dict[str, Node] = {}
    for name in parties.value:
        _fill(name, parties, done, noted)
    filled = Node(parties.mark, {name: done[name] for name in parties.value}, parties.keys)
    return tree.with_child("parties", filled, tree.keys["parties"])


def _fill(name: str, parties: Node, done: dict[str, Node], problems: list[Problem]) -> None:
    chain: list[str] = []
    while name not in done:
        chain.append(name)
        node = parties.value[name]
        like = node.value.get("like") if node.is_mapping else None
        target = None if like is None else like.value
        if not isinstance(target, str):
            break
        where, path = place(node, ("like",)), ("parties", name, "like")
        if target not in parties.value:
            known = [other for other in parties.value if other != name]
            found, allowed = f"found the unknown party {target!r:.60}", f"allowed: {listed(known, target)}"
            problems.append(problem_at(where, path, found, allowed, nearest(target, known)))
            break
        if target in chain:
            circle = " -> ".join([*chain[chain.index(target) :], target])
            found = f"found the circle {circle}"
            problems.append(problem_at(where, path, found, "allowed: a chain that ends", mend="remove one like"))
            break
        name = target
    for link in reversed(chain):
        node = parties.value[link]
        like = node.value.get("like") if node.is_mapping else None
        model = done.get(like.value) if like is not None and isinstance(like.value, str) else None
        if model is not None and model.is_mapping:
            for field in OWN:
                model = model.without(field)
            node = merge(model, node, Party)
        done[link] = node
