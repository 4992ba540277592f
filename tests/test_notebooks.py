"""The notebooks: no outputs, the public interface alone, and each with all the parts of a lesson."""

from __future__ import annotations

import ast
import json
import re
from pathlib import Path

import pytest

FOLDER = Path(__file__).resolve().parent.parent / "notebooks"
BOOKS = sorted(FOLDER.glob("*.ipynb"))
PUBLIC = re.compile(
    r"sim$|sim\.(plots\.\w+|solutions\.\w+|ensemble\.generic|analysis\.intervals|seat\.table_talk|agents\.base|"
    r"report\.story|state\.(columns|view)|domain\.act)$"
)
"""What notebooks may import: the front door, and what the README or a page of the docs tells users to import."""


def cells(book: Path, kind: str) -> list[str]:
    """Return the sources of the cells of one kind."""
    return ["".join(one["source"]) for one in json.loads(book.read_text())["cells"] if one["cell_type"] == kind]


def test_there_are_twelve_and_the_index_has_them_all() -> None:
    """In order, each by a link."""
    index = (FOLDER / "README.md").read_text()
    assert len(BOOKS) == 12
    assert [index.index(f"({book.name})") for book in BOOKS] == sorted(index.index(f"({book.name})") for book in BOOKS)


@pytest.mark.parametrize("book", BOOKS, ids=lambda book: book.stem)
def test_no_outputs_are_kept(book: Path) -> None:
    """Nor counts of execution, so that a difference is one of words."""
    for cell in json.loads(book.read_text())["cells"]:
        assert cell.get("outputs", []) == []
        assert cell.get("execution_count") is None


@pytest.mark.parametrize("book", BOOKS, ids=lambda book: book.stem)
def test_a_lesson_has_its_parts(book: Path) -> None:
    """A question first, exercises, a solution folded away, something to read."""
    words = cells(book, "markdown")
    assert "**Question.**" in words[0]
    assert "*For*" in words[0]
    assert any("## Exercises" in one for one in words)
    assert any(one.startswith("<details><summary>Solution</summary>") for one in words)
    assert words[-1].startswith("**Reading.**")


@pytest.mark.parametrize("book", BOOKS, ids=lambda book: book.stem)
def test_the_public_interface_is_enough(book: Path) -> None:
    """Nothing private of the package is imported."""
    for source in cells(book, "code"):
        for node in ast.walk(ast.parse(source.replace("%matplotlib inline", ""))):
            names = [node.module or ""] if isinstance(node, ast.ImportFrom) else []
            names += [one.name for one in node.names] if isinstance(node, ast.Import) else []
            for name in names:
                assert not name.startswith("sim") or PUBLIC.match(name), name
