"""A file of reactions, read, and each change in it laid over a scenario; all problems together."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from pydantic import ValidationError

from sim.errors import Problem, ScenarioError, UnknownNameError, UsageError, listed, nearest
from sim.scenario.amend import slips
from sim.scenario.assemble import Assembled, Whole, gather, label_of, settle
from sim.scenario.changes import ASIDE, Change, changes
from sim.scenario.explain import explain, shown
from sim.scenario.fields import references
from sim.scenario.find import SUFFIXES, home
from sim.scenario.overlay import merge
from sim.scenario.parse import parse
from sim.scenario.position import Mark, Node, place, plain, problem_at
from sim.scenario.spec_reactions import Reaction, Reactions

FOLDER = "reactions"
"""Where the reactions of shipped scenarios are, a file of the same name for each."""


@dataclass(frozen=True)
class Varied:
    """A reaction's change laid over the scenario: ``name`` is its own among several, empty of a single one."""

    reaction: str
    name: str
    title: str
    assembled: Assembled
    changes: tuple[Change, ...]

    @property
    def full_name(self) -> str:
        """Return the name by which it is told from all others."""
        return f"{self.reaction}.{self.name}" if self.name else self.reaction


@dataclass(frozen=True)
class Read:
    """A file of reactions as it was read, beside the scenario that it is about.

    Parameters
    ----------
    path
        Its file.
    said
        What it says, of the reactions asked for alone.
    base
        The scenario as it is.
    varied
        Each change of these reactions, laid over it.
    """

    path: Path
    said: Reactions
    base: Assembled
    varied: tuple[Varied, ...]


def find_reactions(scenario: Path, asked: str | Path | None = None) -> Path:
    """Return the file of a scenario's reactions: the one asked for, by id or path, else the one in `FOLDER` beside it.

    Raises
    ------
    UnknownNameError, UsageError
        If there is none.

    Examples
    --------
    >>> from sim.scenario.find import find
    >>> find_reactions(find("ankara-2024")).parts[-2:]
    ('reactions', 'ankara-2024.yaml')
    """
    shipped = {path.stem: path for path in sorted((home() / FOLDER).glob("*.yaml"))}
    if asked is None:
        beside = scenario.parent / FOLDER / f"{scenario.stem}.yaml"
        if beside.is_file():
            return beside
        have = listed(shipped)
        allowed = f"allowed: a scenario that has a file of them ({have}), or one of your own with --file FILE"
        raise UsageError(f"{scenario.stem}: found no reactions; {allowed}")
    path = Path(asked)
    if str(asked) in shipped and not path.is_file():
        return shipped[str(asked)]
    if path.is_file():
        return path
    if "/" in str(asked) or path.suffix in SUFFIXES:
        raise UsageError(
            f"--file {asked}: found no such file; allowed: a file of reactions, or one of {listed(shipped)}"
        )
    raise UnknownNameError("file of reactions", str(asked), shipped)


def read_reactions(
    path: Path, scenario: Path, *, sets: Sequence[str] = (), only: Sequence[str] = ()
) -> Read:  # fmt: skip
    """Return a file of reactions, with each change laid over a scenario.

    Parameters
    ----------
    path, scenario
        The file, and that of the scenario.
    sets
        Changes ``path=value`` of the scenario.
    only
        Names of the reactions that are wanted; all if none is named.

    Raises
    ------
    ScenarioError
        With every problem of the two.
    UnknownNameError
        If no reaction has a name that is wanted.
    """
    unread: list[Problem] = []
    base_tree = gather(scenario, sets, unread)
    base = settle(scenario, base_tree, unread)
    tree = _tree(path)
    try:
        said = Reactions.model_validate(plain(tree))
    except ValidationError as error:
        raise ScenarioError(explain(error, Reactions, tree)) from None
    for name in only:
        if name not in said.reactions:
            raise UnknownNameError("reaction", name, said.reactions)
    if only:
        chosen = {name: one for name, one in said.reactions.items() if name in only}
        said = said.model_copy(update={"reactions": chosen})
    problems: list[Problem] = []
    varied: list[Varied] = []
    for name, one in said.reactions.items():
        for layer in _layers(path, tree, name, one, problems):
            found = _varied(base_tree, scenario, name, layer, one.title, problems)
            varied += [found] if found else []
    if not problems:
        problems += _unknown(said, tree, [base, *(one.assembled for one in varied)])
    if problems:
        raise ScenarioError(list(dict.fromkeys(problems)))
    return Read(path, said, base, tuple(varied))


@dataclass(frozen=True)
class _Layer:
    name: str
    where: tuple[str, ...]
    node: Node


def _tree(path: Path) -> Node:
    """Return the tree of a file of reactions.

    Raises
    ------
    ScenarioError
        If it cannot be read.
    """
    label = label_of(path)
    try:
        tree, problems = parse(path.read_bytes(), label)
    except OSError as error:
        found = f"found {error.strerror or 'no such file'}"
        raise ScenarioError([Problem(label, None, None, "", found, "allowed: a readable file")]) from None
    if problems or tree is None or not tree.is_mapping:
        found = "an empty file" if tree is None or tree.value is None else shown(plain(tree))
        allowed = "allowed: a mapping with schema, title, reactions"
        raise ScenarioError(problems or [problem_at(Mark(label), (), f"found {found}", allowed)])
    return tree


def _layers(path: Path, tree: Node, name: str, one: Reaction, problems: list[Problem]) -> Iterator[_Layer]:
    """Yield what a reaction lays over the scenario, where it is written and by which name."""
    where = ("reactions", name)
    written = tree.value["reactions"].value[name].value
    if one.change is not None:
        yield _Layer("", (*where, "change"), written["change"])
    for inner in one.each or ():
        yield _Layer(inner, (*where, "each", inner), written["each"].value[inner])
    if one.what_if is not None:
        target = path.parent / one.what_if
        shipped = home() / "what-if" / f"{one.what_if}.yaml"
        target = shipped if not target.is_file() and shipped.is_file() else target
        if not target.is_file():
            known = [other.stem for other in sorted((home() / "what-if").glob("*.yaml"))]
            at = (*where, "what_if")
            found = f"found no file {one.what_if!r:.60}"
            allowed = f"allowed: a path from this file, or {listed(known, one.what_if)}"
            problems.append(problem_at(place(tree, at), at, found, allowed, nearest(one.what_if, known)))
            return
        yield _Layer("", (*where, "what_if"), _tree(target))


def _varied(
    base: Node, scenario: Path, reaction: str, layer: _Layer, title: str, problems: list[Problem]
) -> Varied | None:
    """Return a change laid over the scenario; None if there are problems, which are added."""
    own = layer.node.value.get("title")
    if layer.name:
        has_own = own is not None and isinstance(own.value, str)
        title = own.value if own is not None and has_own else f"{title}: {layer.name.replace('_', ' ')}"
    node = layer.node
    for key in ASIDE & set(node.value):
        node = node.without(key)
    under = base
    for key in ("documented", "question", "expects"):
        under = under.without(key)
    wrong = slips(under, node, Whole, layer.where)
    tree = merge(under, node, Whole)
    try:
        settled = settle(scenario, tree, wrong)
    except ScenarioError as error:
        problems += error.problems
        return None
    found = changes(under, tree, Whole)
    if not found:
        mark = layer.node.mark
        problems.append(
            problem_at(mark, layer.where, "found nothing that changes a run", "allowed: a value other than it is")
        )
        return None
    return Varied(reaction, layer.name, title, settled, tuple(found))


def _unknown(said: Reactions, tree: Node, sides: Sequence[Assembled]) -> list[Problem]:
    """Return a problem for each name that names nothing in the scenario or in a change of it."""
    scenarios = [one.scenario for one in sides]
    assets = {name: one for scenario in scenarios for name, one in scenario.assets.items()}
    parties = {name for scenario in scenarios for name, one in scenario.parties.items() if not one.abstract}
    known: dict[str, list[str]] = {
        "asset": list(assets),
        "party": sorted(parties),
        "venue": list(dict.fromkeys(name for scenario in scenarios for name in scenario.venues)),
    }
    persons = [name for name, one in assets.items() if one.kind == "person"]
    problems = []
    data: dict[str, Any] = {
        "offers": plain(tree).get("offers") or {},
        "reactions": {name: {"expects": plain(tree)["reactions"][name]["expects"]} for name in said.reactions},
    }
    for path, is_key, names, text in references(Reactions, data):
        among = persons if "who" in path else known[names.kind]
        if text not in among:
            noun = "person" if "who" in path else names.kind
            found, allowed = f"found the unknown {noun} {text!r:.60}", f"allowed: {listed(among, text)}"
            problems.append(problem_at(place(tree, path, is_key), path, found, allowed, nearest(text, among)))
    for name, one in said.reactions.items():
        for at, expected in enumerate(one.expects):
            if expected.offer is not None and expected.offer not in said.offers:
                at_offer = ("reactions", name, "expects", at, "offer")
                found = f"found the unknown offer {expected.offer!r}"
                allowed = f"allowed: {listed(said.offers, expected.offer)}"
                likeliest = nearest(expected.offer, said.offers)
                problems.append(problem_at(place(tree, at_offer), at_offer, found, allowed, likeliest))
    return problems
