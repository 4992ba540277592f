"""Where scenarios are: shipped ones by their id, any other by its path."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any, NamedTuple

from sim.errors import Problem, ScenarioError, UnknownNameError, UsageError
from sim.scenario.parse import parse

FOLDERS = ("", "what-if", "history")
"""Folders of scenarios that can be run; others hold what scenarios share."""
SUFFIXES = (".yaml", ".yml")


class Listed(NamedTuple):
    """A shipped scenario."""

    id: str
    title: str
    path: Path


def home() -> Path:
    """Return the folder of shipped scenarios: inside an installed package, else beside it."""
    package = Path(__file__).resolve().parents[1]
    inside = package / "_scenarios"
    return inside if inside.is_dir() else package.parent / "scenarios"


def _paths() -> dict[str, Path]:
    found: dict[str, Path] = {}
    for folder in FOLDERS:
        for path in sorted((home() / folder).glob("*.yaml")):
            found.setdefault(path.stem, path)
    return found


def list_scenarios() -> list[Listed]:
    """Return all shipped scenarios, those at the top first, each folder by name."""
    return [Listed(name, _title(path) or name, path) for name, path in _paths().items()]


def _title(path: Path) -> str | None:
    return _written(path, "title")


def base_of(path: Path) -> str | None:
    """Return the id of the scenario that a file extends first, None if it stands alone."""
    written = _written(path, "extends")
    return Path(written).stem if written else None


def _written(path: Path, key: str) -> str | None:
    """Return the text that a file has for a key at its top, read from that line alone."""
    with path.open(encoding="utf-8", errors="replace") as lines:
        line = next((line for line in lines if line.startswith(f"{key}:")), "")
    tree, problems = parse(line.encode(), path.name)
    if problems or tree is None or not tree.is_mapping:
        return None
    found = tree.value[key].value
    return found if isinstance(found, str) else None


def find(name_or_path: Any) -> Path:
    """Return the path of a scenario given by id or path.

    Raises
    ------
    UnknownNameError
        If it looks like an id and no shipped scenario has it.
    ScenarioError
        If it looks like a path and there is no such file.
    """
    text = str(name_or_path)
    known = _paths()
    shipped = known.get(text.split("/")[-1]) if text.split("/")[:-1] in ([], ["what-if"], ["history"]) else None
    path = Path(name_or_path)
    looks_like_path = isinstance(name_or_path, Path) or "/" in text or "\\" in text or path.suffix in SUFFIXES
    if shipped is not None and not isinstance(name_or_path, Path):
        return shipped
    try:
        if path.is_file():
            return path
        is_folder = path.is_dir()
    except ValueError:
        is_folder = False
    if not looks_like_path:
        raise UnknownNameError("scenario", text, known)
    found = "found a folder" if is_folder else "found no such file"
    likeliest = UnknownNameError("scenario", path.stem, known).likeliest
    allowed = "allowed: a scenario file, or an id from `parley list`"
    raise ScenarioError([Problem(text, None, None, "", found, allowed, likeliest)])


def tracked_free() -> list[str]:
    """Return the coefficients that are fitted to cases of the past, as tracked beside the types of states.

    >>> all(path.startswith("parties.") for path in tracked_free())
    True
    """
    lines = (home() / "parties" / "history-free.txt").read_text(encoding="utf-8").splitlines()
    return [line.strip() for line in lines if line.strip() and not line.startswith("#")]


def case_files(names_or_folders: Sequence[str]) -> list[Path]:
    """Return scenario files by id, path, or folder (its files by name); none named: those of the shipped history.

    Raises
    ------
    UnknownNameError, ScenarioError
        As of `find`.
    UsageError
        If there is none.
    """
    found: dict[Path, None] = {}
    for name in names_or_folders or [str(home() / "history")]:
        if Path(name).is_dir():
            found.update(dict.fromkeys(sorted(p for p in Path(name).iterdir() if p.suffix in SUFFIXES)))
        elif not names_or_folders:
            break
        else:
            found[find(name)] = None
    if not found:
        asked = " ".join(names_or_folders) or "the shipped history"
        raise UsageError(f"cases: found no scenario file in {asked}; allowed: ids, files, folders")
    return list(found)
