"""One scenario from its files: read, extended, set, inherited, checked; all problems together."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Annotated, Any

from pydantic import Field, ValidationError

from sim.errors import Problem, ScenarioError, listed, nearest, refuse_text
from sim.scenario.amend import slips
from sim.scenario.explain import explain, shown
from sim.scenario.find import home
from sim.scenario.inherit import inherit
from sim.scenario.overlay import apply_sets, merge
from sim.scenario.parse import LARGEST_BYTES, parse
from sim.scenario.position import Mark, Node, place, plain, problem_at
from sim.scenario.references import contradictions, dangling
from sim.scenario.spec import Scenario
from sim.scenario.spec_documented import Documented
from sim.scenario.spec_what_if import WHOLE, Asked, Expectation


class Whole(Scenario):
    """The file as written: the scenario, and what leaves by its own door."""

    extends: str | tuple[str, ...] = ()
    documented: Documented | None = None
    question: str | None = None
    expects: Annotated[tuple[Expectation, ...], Field(strict=False)] = ()


@dataclass(frozen=True)
class Assembled:
    """A scenario, what really happened, and what is asked of it, side by side for the last time."""

    path: Path
    data: dict[str, Any]
    scenario: Scenario
    documented: Documented | None
    own: dict[str, Any]
    """Each party with what is written for itself alone, before it inherits."""
    asked: Asked


def assemble(path: Path, sets: Sequence[str] = ()) -> Assembled:
    """Return the scenario in a file with everything it extends.

    Raises
    ------
    ScenarioError
        With every problem found, in the order of files and lines.
    """
    problems: list[Problem] = []
    return settle(path, gather(path, sets, problems), problems)


def gather(path: Path, sets: Sequence[str], problems: list[Problem]) -> Node:
    """Return a file's tree with everything it extends and sets, before parties inherit; problems are added.

    Raises
    ------
    ScenarioError
        If a file of it could not be read: what else is wrong may follow from that alone.
    """
    read: dict[Path, Node | None] = {}
    tree = _gather(path, [], read, problems)
    is_cut_off = None in read.values() or any(problem.path == "extends" for problem in problems)
    if tree is None or not tree.is_mapping or is_cut_off:
        raise ScenarioError(_in_order(problems))
    refuse_text("sets", sets)
    tree, refused = apply_sets(tree, sets, Whole, inherit)
    problems += refused
    return tree


def settle(path: Path, tree: Node, problems: Sequence[Problem] = ()) -> Assembled:
    """Return what a gathered tree says.

    Parameters
    ----------
    path
        Its file.
    tree, problems
        As `gather` made them.

    Raises
    ------
    ScenarioError
        With every problem found, in the order of files and lines.
    """
    unread = list(problems)
    problems = list(problems)
    written = tree.value.get("parties")
    own = plain(written) if written is not None and written.is_mapping else {}
    tree = inherit(tree, problems)
    data = plain(tree)
    problems += dangling(data, {"": Scenario, "documented": Documented}, tree)
    raw = data.pop("documented", None)
    question = {name: data.pop(name) for name in Asked.model_fields if name in data}
    scenario = documented = None
    asked = Asked()
    try:
        scenario = Scenario.model_validate(data)
    except ValidationError as error:
        problems += explain(error, Scenario, tree)
    try:
        documented = None if raw is None else Documented.model_validate(raw)
    except ValidationError as error:
        problems += explain(error, Documented, tree, ("documented",))
    try:
        asked = Asked.model_validate(question)
        problems += _unknown_figures(asked, data, tree)
    except ValidationError as error:
        problems += explain(error, Asked, tree)
    if scenario is not None and not problems:
        problems += contradictions(scenario, tree)
    # Where something could not even be read, what became of it later says nothing new.
    taken = {_where(problem) for problem in unread}
    problems = unread + [problem for problem in problems[len(unread) :] if _where(problem) not in taken]
    if problems or scenario is None:
        raise ScenarioError(_in_order(problems))
    return Assembled(path, data, scenario, documented, own, asked)


def _unknown_figures(asked: Asked, data: dict[str, Any], tree: Node) -> list[Problem]:
    """Return a problem for each expectation of a figure that no run has."""
    sections = [data[name] for name in ("assets", "parties") if isinstance(data.get(name), dict)]
    known = [*WHOLE, *(one for section in sections for one in section)]
    problems = []
    for at, one in enumerate(asked.expects):
        if one.of not in known:
            path = ("expects", at, "of")
            found, allowed = f"found the unknown figure {one.of!r}", f"allowed: {listed(known, one.of)}"
            problems.append(problem_at(place(tree, path), path, found, allowed, nearest(one.of, known)))
    return problems


def _where(problem: Problem) -> tuple[str, int | None, int | None]:
    return problem.file, problem.line, problem.column


def _in_order(problems: list[Problem]) -> list[Problem]:
    first: dict[tuple[Any, ...], Problem] = {}
    for problem in problems:
        key = (problem.file, problem.line, problem.column, problem.found, problem.allowed)
        first.setdefault(key, problem)
    files = list(dict.fromkeys(problem.file for problem in problems))
    return sorted(first.values(), key=lambda p: (files.index(p.file), p.line or 0, p.column or 0, p.path))


def label_of(path: Path) -> str:
    """Return what a file is called in a problem: its path from the folder at work, if it is below that."""
    try:
        return str(path.resolve().relative_to(Path.cwd()))
    except (OSError, ValueError):
        return str(path)


def _read(path: Path, asked: Mark, where: tuple[str, ...], problems: list[Problem]) -> Node | None:
    try:
        if not path.is_file():
            reason = "a folder" if path.is_dir() else "no such file"
            likeliest = nearest(path.stem, [other.stem for other in path.parent.glob("*.yaml")])
            found = f"found {reason}: {path.name!r:.60}"
            problems.append(problem_at(asked, where, found, "allowed: a scenario file", likeliest))
            return None
        with path.open("rb") as stream:
            data = stream.read(LARGEST_BYTES + 1)
            size = path.stat().st_size
    except (OSError, ValueError) as error:
        reason = getattr(error, "strerror", None) or "not a file name"
        problems.append(problem_at(asked, where, f"found {reason}", "allowed: a readable file"))
        return None
    label = label_of(path)
    if size > LARGEST_BYTES:
        found, allowed = f"found a file of {size} bytes", f"allowed: {LARGEST_BYTES} bytes (2 MiB)"
        problems.append(problem_at(Mark(label), (), found, allowed, mend="split it"))
        return None
    tree, found_here = parse(data, label)
    problems += found_here
    if tree is None or not tree.is_mapping:
        if not found_here:
            found = "an empty file" if tree is None or tree.value is None else shown(plain(tree))
            mark = Mark(label) if tree is None else tree.mark
            problems.append(problem_at(mark, (), f"found {found}", "allowed: a mapping with schema, title, ..."))
        return None
    return tree


def _gather(
    path: Path, chain: list[Path], done: dict[Path, Node | None], problems: list[Problem],
    asked: Mark | None = None, where: tuple[str, ...] = (),
) -> Node | None:  # fmt: skip
    """Return a file's tree laid over all that it extends."""
    try:
        real = path.resolve()
    except (OSError, ValueError, RuntimeError):
        real = path
    if asked is not None and real in chain:
        circle = " -> ".join(link.name for link in [*chain[chain.index(real) :], real])
        found = f"found the circle {circle}"
        problems.append(problem_at(asked, where, found, "allowed: a chain that ends", mend="remove one extends"))
        return None
    if real in done:
        return done[real]
    done[real] = tree = _read(path, asked or Mark(str(path)), where, problems)
    if tree is None or "extends" not in tree.value:
        return tree
    own = tree.value["extends"]
    bases = own.value if isinstance(own.value, list) else [own]
    below: Node | None = None
    is_whole = True
    for base in bases:
        if not isinstance(base.value, str) or not base.value:
            allowed = "allowed: the path of a file, or a list of them"
            problems.append(problem_at(base.mark, ("extends",), f"found {shown(plain(base))}", allowed))
            is_whole = False
            continue
        other = _gather(_target(path, base.value), [*chain, real], done, problems, base.mark, ("extends",))
        if other is None:
            is_whole = False
        else:
            below = other if below is None else merge(below, other, Whole)
    tree = tree.without("extends")
    problems += slips(below, tree, Whole) if is_whole and below is not None else []
    done[real] = tree if below is None else merge(below, tree, Whole)
    return done[real]


def _target(path: Path, name: str) -> Path:
    """Return the file that is meant: by its path from this one, else a shipped one by its id or place there."""
    target = path.parent / name
    if target.suffix not in (".yaml", ".yml"):
        target = target.with_name(target.name + ".yaml")
        asked = Path(f"{name}.yaml")
        is_inside = not asked.is_absolute() and ".." not in asked.parts
        if is_inside and not target.exists() and (home() / asked).exists():
            return home() / asked
    return target
