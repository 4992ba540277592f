"""From the bytes of a YAML file to a tree with places; whatever is unsafe or doubtful is a problem.

YAML 1.2 by its core schema: ``NO`` is text, ``1e-3`` a number, ``12:30`` text; days stay text here.
Anchors, aliases, tags, merge keys, directives and further documents are refused, so a file says only
what it shows.
"""

from __future__ import annotations

import re
from typing import Any

from ruamel.yaml import YAML
from ruamel.yaml.error import YAMLError
from ruamel.yaml.events import (
    AliasEvent,
    DocumentStartEvent,
    MappingEndEvent,
    MappingStartEvent,
    ScalarEvent,
    SequenceEndEvent,
    SequenceStartEvent,
)
from ruamel.yaml.reader import ReaderError

from sim.errors import Problem
from sim.scenario.position import Mark, Node, problem_at

LARGEST_BYTES = 2 * 1024 * 1024
"""Chosen as ten times the largest scenario that anyone would read."""
DEEPEST = 20
"""Chosen as more than twice the depth of the format."""
LARGEST_NUMBER = 1e15
"""Chosen because whole numbers beyond it lose their last digit in sums."""

_WHOLE = re.compile(r"[-+]?[0-9]+|0o[0-7]+|0x[0-9a-fA-F]+")
_FLOAT = re.compile(r"[-+]?(\.[0-9]+|[0-9]+(\.[0-9]*)?)([eE][-+]?[0-9]+)?")
_NOT_FINITE = re.compile(r"[-+]?\.(inf|Inf|INF)|\.(nan|NaN|NAN)")
_WORDS = {"": None, "~": None, "null": None, "Null": None, "NULL": None} | {
    word: value for value in (True, False) for word in (str(value), str(value).lower(), str(value).upper())
}


class _Stop(Exception):
    """Reading on would be pointless or unsafe."""


class _Reader:
    """Builds the tree from the parser's events, without recursion."""

    def __init__(self, file: str) -> None:
        self.file = file
        self.problems: list[Problem] = []
        self.root: Node | None = None
        self.documents = 0
        self.stack: list[Node] = []
        self.pending: list[tuple[str, Mark] | None] = []

    def complain(self, mark: Mark, found: str, allowed: str, mend: str = "") -> None:
        steps: list[str | int] = []
        for node, key in zip(self.stack, self.pending, strict=True):
            if not node.is_mapping:
                steps.append(len(node.value))
            elif key is not None:
                steps.append(key[0])
        self.problems.append(problem_at(mark, steps, found, allowed, mend=mend))

    def take(self, event: Any) -> None:
        mark = Mark(self.file, event.start_mark.line + 1, event.start_mark.column + 1)
        if isinstance(event, DocumentStartEvent):
            self.documents += 1
            if self.documents > 1:
                self.complain(mark, "found a second document", "allowed: one document", "remove the line ---")
                raise _Stop
            if event.tags or (event.version and tuple(event.version) != (1, 2)):
                self.complain(mark, "found a YAML directive", "allowed: YAML 1.2 without tags", "remove it")
        elif isinstance(event, AliasEvent):
            self.complain(mark, f"found the alias *{event.anchor}", "allowed: plain YAML without aliases",
                          "write the value out, or use like: or extends:")  # fmt: skip
            self.add(Node(mark, None))
        elif isinstance(event, ScalarEvent):
            self.refuse_marks(event, mark)
            if self.wants_key():
                self.add_key(event.value, mark, bool(event.style))
            else:
                self.add(Node(mark, event.value if event.style else self.resolve(event.value, mark)))
        elif isinstance(event, MappingStartEvent | SequenceStartEvent):
            if self.wants_key():
                self.complain(mark, "found a mapping or a list as a key", "allowed: keys that are text")
                raise _Stop
            self.refuse_marks(event, mark)
            if len(self.stack) >= DEEPEST:
                self.complain(mark, f"found nesting deeper than {DEEPEST}", f"allowed: {DEEPEST} levels")
                raise _Stop
            self.stack.append(Node(mark, {} if isinstance(event, MappingStartEvent) else []))
            self.pending.append(None)
        elif isinstance(event, MappingEndEvent | SequenceEndEvent):
            self.pending.pop()
            self.add(self.stack.pop())

    def refuse_marks(self, event: Any, mark: Mark) -> None:
        if event.anchor is not None:
            self.complain(mark, f"found the anchor &{event.anchor}", "allowed: plain YAML without anchors",
                          "remove it, or use like: or extends:")  # fmt: skip
        if event.ctag is not None:
            self.complain(mark, f"found the tag {event.ctag!s:.40}", "allowed: plain YAML without tags", "remove it")

    def wants_key(self) -> bool:
        return bool(self.stack) and self.stack[-1].is_mapping and self.pending[-1] is None

    def add_key(self, key: str, mark: Mark, quoted: bool) -> None:
        self.pending[-1] = (key, mark)
        if key == "<<" and not quoted:
            self.complain(mark, "found the merge key <<", "allowed: plain YAML", "use like: or extends:")
        elif self.is_odd(key, mark):
            self.pending[-1] = (ascii(key), mark)
        elif key in self.stack[-1].value:
            first = self.stack[-1].keys[key]
            self.complain(mark, f"found the key {key!r:.60} twice", "allowed: each key once",
                          f"it is first on line {first.line}; remove one")  # fmt: skip

    def is_odd(self, text: str, mark: Mark) -> bool:
        odd = any(0xD800 <= ord(sign) <= 0xDFFF for sign in text)
        if odd:
            self.complain(mark, "found half of a surrogate pair", "allowed: Unicode text", "write the sign itself")
        return odd

    def add(self, node: Node) -> None:
        if isinstance(node.value, str) and self.is_odd(node.value, node.mark):
            node = Node(node.mark, ascii(node.value))
        if not self.stack:
            self.root = node
        elif isinstance(self.stack[-1].value, list):
            self.stack[-1].value.append(node)
        else:
            key = self.pending[-1]
            self.pending[-1] = None
            if key is not None and key[0] not in self.stack[-1].value:
                self.stack[-1].value[key[0]] = node
                self.stack[-1].keys[key[0]] = key[1]

    def resolve(self, text: str, mark: Mark) -> Any:
        if text in _WORDS:
            return _WORDS[text]
        number: float | None = None
        if _WHOLE.fullmatch(text):
            base = {"0o": 8, "0x": 16}.get(text[:2], 10)
            number = int(text, base) if len(text) <= 40 else float("inf")
        elif _FLOAT.fullmatch(text):
            number = float(text)
        elif _NOT_FINITE.fullmatch(text):
            self.complain(mark, f"found {text}", "allowed: a finite number")
            return 0.0
        if number is None:
            return text
        if abs(number) > LARGEST_NUMBER:
            self.complain(
                mark, f"found {text:.40}", f"allowed: a number from -{LARGEST_NUMBER:g} to {LARGEST_NUMBER:g}"
            )
            return 0.0
        return number


def parse(data: bytes, file: str) -> tuple[Node | None, list[Problem]]:
    """Return the tree of a file, and all problems found on the way.

    Parameters
    ----------
    data : bytes
        The file's content, UTF-8.
    file : str
        Its name, for the places.

    Returns
    -------
    tuple of (Node or None, list of Problem)
        The tree holds what could be read; None if nothing could.
    """
    if len(data) > LARGEST_BYTES:
        found = f"found a file of {len(data)} bytes"
        return None, [problem_at(Mark(file), (), found, f"allowed: {LARGEST_BYTES} bytes (2 MiB)", mend="split it")]
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        before = data[: error.start]
        mark = Mark(file, before.count(b"\n") + 1, error.start - before.rfind(b"\n"))
        found = f"found the byte 0x{data[error.start]:02x}"
        return None, [problem_at(mark, (), found, "allowed: UTF-8", mend="save the file as UTF-8")]
    reader = _Reader(file)
    try:
        for event in YAML(typ="safe", pure=True).parse(text):
            reader.take(event)
    except _Stop:
        pass
    except Exception as error:  # the parser raises bare builtins on some malformed escapes and directives
        reader.problems.append(_unreadable(error, text, file))
        return None, reader.problems
    return reader.root, reader.problems


def _unreadable(error: Exception, text: str, file: str) -> Problem:
    if isinstance(error, ReaderError):
        before = text[: error.position]
        mark = Mark(file, before.count("\n") + 1, error.position - before.rfind("\n"))
        return problem_at(mark, (), "found a control character", "allowed: printable text", mend="remove it")
    where = getattr(error, "problem_mark", None) or getattr(error, "context_mark", None)
    mark = Mark(file, where.line + 1, where.column + 1) if where is not None else Mark(file)
    reason = getattr(error, "problem", None) if isinstance(error, YAMLError) else None
    said = " ".join(str(reason or "a malformed sequence").split())
    mend = "check indentation, quotes and colons"
    return problem_at(mark, (), f"not YAML: {said:.120}", "allowed: YAML 1.2", mend=mend)
