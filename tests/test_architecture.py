"""The house keeps its shape: each rule is a function of a tree, tried on this one and on broken ones."""

from __future__ import annotations

import ast
import io
import re
import subprocess
import tokenize
from collections.abc import Callable, Iterator
from functools import cache
from pathlib import Path
from typing import Any, NamedTuple

import pytest
from ruamel.yaml import YAML

ROOT = Path(__file__).resolve().parent.parent

# A row imports from itself and from rows above it.
ROWS = (
    ("errors",),
    ("given",),
    ("domain",),
    ("solutions",),
    ("state",),
    ("worth",),
    ("tactics",),
    ("conduct",),
    ("protocols",),
    ("rules",),
    ("scenario",),
    ("agents",),
    ("world", "narration"),
    ("ensemble",),
    ("textbook",),
    ("analysis",),
    ("lessons",),
    ("seat",),
    ("bridge",),
    ("plots",),
    ("report",),
    ("api_theory",),
    ("api", "warm"),
    ("cli", "web"),
    ("docs",),
)
RANK = {part: rank for rank, row in enumerate(ROWS) for part in row}

LONGEST_FILE = 400
# Surnames that are also common words of code: "Black" is a colour.
COMMON_WORDS = {"Black", "Powers"}
SKIPPED_FOLDERS = {".git", ".venv", "__pycache__", "build", "dist", "out"}


class Module(NamedTuple):
    """A source file of `sim`, parsed."""

    name: str
    path: Path
    where: str
    text: str
    tree: ast.Module

    @property
    def part(self) -> str:
        """Return the folder or file directly under `sim` that it belongs to; "" for the package itself."""
        return self.name.partition(".")[2].partition(".")[0]


def dotted(path: Path, root: Path) -> str:
    """Return the dotted name of a source file."""
    return ".".join(path.relative_to(root).with_suffix("").parts).removesuffix(".__init__")


@cache
def modules(root: Path) -> tuple[Module, ...]:
    """Return every Python file of `sim`, in alphabetic order."""
    found = []
    for path in sorted((root / "sim").rglob("*.py")):
        text = path.read_text(encoding="utf-8")
        where = path.relative_to(root).as_posix()
        found.append(Module(dotted(path, root), path, where, text, ast.parse(text, filename=where)))
    return tuple(found)


def imports(module: Module) -> Iterator[tuple[int, str, str]]:
    """Yield (line, module, name taken from it or ""), wherever in the file the import stands."""
    for node in ast.walk(module.tree):
        if isinstance(node, ast.Import):
            for alias in node.names:
                yield node.lineno, alias.name, ""
        elif isinstance(node, ast.ImportFrom):
            base = node.module or ""
            if node.level:
                package = module.name.split(".")
                climb = node.level - (module.path.name == "__init__.py")
                package = package[: len(package) - climb]
                base = ".".join([*package, *([base] if base else [])])
            for alias in node.names:
                yield node.lineno, base, alias.name
        elif isinstance(node, ast.Call) and node.args and isinstance(node.args[0], ast.Constant):
            called = node.func.attr if isinstance(node.func, ast.Attribute) else getattr(node.func, "id", "")
            if called in ("import_module", "__import__") and isinstance(node.args[0].value, str):
                yield node.lineno, node.args[0].value, ""


def own_imports(module: Module, known: set[str]) -> Iterator[tuple[int, str, str]]:
    """Yield (line, module of `sim` imported, name taken from it), submodules told from names."""
    for line, base, name in imports(module):
        if base.split(".")[0] != "sim":
            continue
        if f"{base}.{name}" in known:
            yield line, f"{base}.{name}", ""
        else:
            yield line, base, name


def rows_in_order(root: Path) -> list[str]:
    """A file imports from its own row and those above; nobody imports the package's front door."""
    wrong = []
    known = {module.name for module in modules(root)}
    for module in modules(root):
        if module.part and module.part not in RANK:
            wrong.append(f"{module.where}: {module.part} stands in no row")
            continue
        if not module.part:
            continue  # the lazy front door may name everything
        for line, target, name in own_imports(module, known):
            part = target.split(".")[1] if "." in target else ""
            if not part and name != "__version__":
                wrong.append(f"{module.where}:{line}: imports from the package top")
            elif part and RANK.get(part, len(ROWS)) > RANK[module.part]:
                wrong.append(f"{module.where}:{line}: {module.part} stands above {part}")
    return wrong


def no_circles(root: Path) -> list[str]:
    """No file is imported by what it imports, imports inside functions included."""
    known = {module.name for module in modules(root)}
    graph = {
        module.name: sorted({target for _, target, _ in own_imports(module, known)} & known)
        for module in modules(root)
        if module.part
    }
    finished: set[str] = set()
    wrong: list[str] = []

    def visit(name: str, trail: list[str]) -> None:
        if name in trail:
            wrong.append(" -> ".join([*trail[trail.index(name) :], name]))
        elif name not in finished:
            for target in graph.get(name, []):
                visit(target, [*trail, name])
            finished.add(name)

    for name in graph:
        visit(name, [])
    return wrong


def has_one_home(package: str, home: Callable[[Module], bool]) -> Callable[[Path], list[str]]:
    """Return the rule that only modules at `home` import a package."""

    def rule(root: Path) -> list[str]:
        return [
            f"{module.where}:{line}: imports {package}"
            for module in modules(root)
            if not home(module)
            for line, base, _ in imports(module)
            if base.split(".")[0] == package
        ]

    return rule


mesa_at_home = has_one_home("mesa", lambda module: module.part in ("agents", "world"))
matplotlib_at_home = has_one_home("matplotlib", lambda module: module.part == "plots")


def docstrings(tree: ast.Module) -> set[int]:
    """Return the identities of the constants that are docstrings (any string standing alone)."""
    return {
        id(node.value) for node in ast.walk(tree) if isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant)
    }


def literals(module: Module) -> Iterator[tuple[int, str]]:
    """Yield (line, text) of every string of the code that is not a docstring."""
    documentation = docstrings(module.tree)
    for node in ast.walk(module.tree):
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and id(node) not in documentation:
            yield node.lineno, node.value


def tokens(module: Module, kind: int) -> Iterator[tuple[int, str]]:
    """Yield (line, text) of every token of a kind."""
    for token in tokenize.generate_tokens(io.StringIO(module.text).readline):
        if token.type == kind:
            yield token.start[0], token.string


def identifiers(module: Module) -> Iterator[tuple[int, str]]:
    """Yield (line, name) of every name in the code."""
    return tokens(module, tokenize.NAME)


def comments(module: Module) -> Iterator[tuple[int, str]]:
    """Yield (line, text) of every comment."""
    return tokens(module, tokenize.COMMENT)


def reads_of_documented(tree: ast.Module) -> Iterator[int]:
    """Yield the lines that read `documented` of something, as an attribute, an item or by name."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Attribute) and node.attr == "documented":
            yield node.lineno
        elif isinstance(node, ast.Subscript) and isinstance(node.ctx, ast.Load):
            if isinstance(node.slice, ast.Constant) and node.slice.value == "documented":
                yield node.lineno
        elif isinstance(node, ast.Call):
            called = node.func.attr if isinstance(node.func, ast.Attribute) else getattr(node.func, "id", "")
            words = [argument.value for argument in node.args if isinstance(argument, ast.Constant)]
            if called in ("get", "pop", "getattr", "attrgetter", "itemgetter") and "documented" in words:
                yield node.lineno


def one_reader_of_documented(root: Path) -> list[str]:
    """Only the analysis reads what happened; the scenario parses it and lets it out by its own door."""
    wrong = []
    known = {module.name for module in modules(root)} | {"sim.scenario.documented"}
    for module in modules(root):
        if module.part == "analysis":
            continue
        if module.part == "scenario":
            blind = any(part.startswith(("compile", "valuation")) for part in module.name.split("."))
            if blind:
                for line, text in [*identifiers(module), *literals(module)]:
                    if "documented" in text.lower():
                        wrong.append(f"{module.where}:{line}: mentions the documented outcome")
            for node in ast.walk(module.tree):
                if isinstance(node, ast.ClassDef) and node.name in ("Scenario", "Loaded"):
                    for field in node.body:
                        if isinstance(field, ast.AnnAssign) and getattr(field.target, "id", "") == "documented":
                            wrong.append(f"{module.where}:{field.lineno}: {node.name} holds the documented outcome")
            continue
        for line in reads_of_documented(module.tree):
            wrong.append(f"{module.where}:{line}: reads the documented outcome")
        for line, target, name in own_imports(module, known):
            if target.startswith("sim.scenario") and "documented" in f"{target} {name}".lower():
                wrong.append(f"{module.where}:{line}: imports the documented outcome")
    return wrong


def files_are_short(root: Path) -> list[str]:
    """No file of the package is past the limit."""
    lengths = {
        path: len(path.read_text(encoding="utf-8").splitlines())
        for path in sorted((root / "sim").rglob("*"))
        if path.suffix in (".py", ".md", ".html", ".css", ".js")
    }
    return [
        f"{path.relative_to(root).as_posix()}: {length} lines"
        for path, length in lengths.items()
        if length > LONGEST_FILE
    ]


class Known(NamedTuple):
    """What the shipped scenarios call parties, assets and venues, and the surnames of the persons."""

    ids: frozenset[str]
    surnames: frozenset[str]


def surnames(name: str) -> Iterator[str]:
    """Yield the last word of each name in a text such as ``Ann Lee and Jo May (cover: Ida Low)``."""
    for part in re.split(r"[(),:]|\band\b", name):
        words = re.findall(r"[^\W\d_]+(?:-[^\W\d_]+)*", re.sub(r"^[\sa-z]*(?=\b[A-Z])", "", part))
        if words and all(word[0].isupper() for word in words) and len(words[-1]) > 3:
            yield words[-1]


@cache
def shipped(root: Path) -> Known:
    """Return the ids and surnames of every scenario file."""
    ids: set[str] = set()
    names: set[str] = set()
    for path in sorted((root / "scenarios").rglob("*.yaml")):
        file: dict[str, Any] = YAML(typ="safe", pure=True).load(path.read_text(encoding="utf-8")) or {}
        for section in ("parties", "assets", "venues"):
            ids.update(file.get(section) or {})
        for asset in (file.get("assets") or {}).values():
            facts = asset or {}
            if facts.get("kind", "person") == "person" and not facts.get("hypothetical"):
                names.update(surnames(facts.get("name", "")))
    return Known(frozenset(ids), frozenset(names - COMMON_WORDS))


def no_rule_knows_anyone(root: Path) -> list[str]:
    """No code names a person, or holds the id of a shipped party, asset or venue (docstrings may)."""
    ids, names = shipped(root)
    either = "|".join(sorted(names)) or "(?!)"
    in_text = re.compile(rf"\b(?:{either})\b")
    in_code = re.compile(rf"(?:^|_)(?:{either.replace('-', '_?')})(?=_|\d|$)", re.IGNORECASE)
    wrong = []
    for module in modules(root):
        for line, text in literals(module):
            if text in ids:
                wrong.append(f"{module.where}:{line}: holds the id {text}")
            wrong += [f"{module.where}:{line}: names {found}" for found in in_text.findall(text)]
        for line, text in comments(module):
            wrong += [f"{module.where}:{line}: names {found}" for found in in_text.findall(text)]
        for line, text in identifiers(module):
            snake = re.sub(r"(?<=[a-z0-9])(?=[A-Z])", "_", text)
            wrong += [f"{module.where}:{line}: names {found.strip('_')}" for found in in_code.findall(snake)]
    return wrong


def tracked(root: Path) -> list[Path]:
    """Return the files that git tracks or would; all files, where there is no git."""
    command = ["git", "-C", str(root), "ls-files", "-z", "--cached", "--others", "--exclude-standard"]
    try:
        listed = subprocess.run(command, capture_output=True, check=True, text=True).stdout.split("\0")
        paths = [root / name for name in listed if name]
    except (OSError, subprocess.CalledProcessError):
        paths = [path for path in root.rglob("*") if not SKIPPED_FOLDERS & set(path.relative_to(root).parts)]
    return sorted(path for path in paths if path.is_file())


# Put together here, so that this file passes its own rule.
HOSTS = re.compile(
    "|".join(re.escape(".".join(h)) for h in [("pypi", "org"), ("pythonhosted", "org"), ("anaconda", "org")])
)
FOLDERS = "|".join(["root", "home", "tmp", "work", "opt", "Users", "var/folders"])
MACHINE = re.compile(rf"(?:(?<![\w.~$)}}>*/-])|(?<=file://))/(?:{FOLDERS})/|[A-Z]:\\Users\\")


def files_name_no_machine(root: Path) -> list[str]:
    """No text file names a package host, or a path on somebody's machine."""
    wrong = []
    for path in tracked(root):
        try:
            lines = path.read_text(encoding="utf-8").splitlines()
        except UnicodeDecodeError:
            continue
        for number, line in enumerate(lines, start=1):
            for match in [*HOSTS.finditer(line), *MACHINE.finditer(line)]:
                wrong.append(f"{path.relative_to(root).as_posix()}:{number}: names {match.group()}")
    return wrong


RULES = {
    "rows in order": rows_in_order,
    "no circles": no_circles,
    "mesa at home": mesa_at_home,
    "matplotlib at home": matplotlib_at_home,
    "one reader of documented": one_reader_of_documented,
    "files are short": files_are_short,
    "no rule knows anyone": no_rule_knows_anyone,
    "files name no machine": files_name_no_machine,
}


@pytest.mark.parametrize("rule", RULES.values(), ids=RULES.keys())
def test_this_house_keeps_the_rule(rule: Callable[[Path], list[str]]) -> None:
    """Nothing in this tree breaks the rule."""
    assert rule(ROOT) == []


def test_the_rules_have_something_to_hold() -> None:
    """The checks above read modules, ids and surnames, and are not satisfied by an empty tree."""
    assert len(modules(ROOT)) > 10
    assert len(shipped(ROOT).ids) > 5
    assert len(tracked(ROOT)) > 10


SCENARIO = """
parties: {ALFA: {}}
venues: {Harbour: {}}
assets:
  miller: {name: "Ann Miller-Lund (cover name Tailor) and Ida Lowe, a courier"}
  relief: {kind: concession, name: Freedom of Harbours}
"""
OPENED = "/ro" + "ot/x"

# (rule, files of a made-up tree, what the complaint must say; "" where there must be none)
CASES = [
    (
        rows_in_order,
        {"sim/state/a.py": "from sim.rules import week", "sim/rules/week.py": ""},
        "state stands above rules",
    ),
    (
        rows_in_order,
        {"sim/state/a.py": "def f():\n    from ..rules import week\n"},
        "state stands above rules",
    ),
    (
        rows_in_order,
        {"sim/state/a.py": "import importlib\nimportlib.import_module('sim.world')"},
        "above world",
    ),
    (rows_in_order, {"sim/state/a.py": "from sim import load"}, "from the package top"),
    (rows_in_order, {"sim/utils.py": ""}, "utils stands in no row"),
    (
        rows_in_order,
        {"sim/rules/week.py": "from sim.state import a\nfrom sim import errors", "sim/errors.py": ""},
        "",
    ),
    (rows_in_order, {"sim/__init__.py": "from sim.world import World", "sim/world.py": ""}, ""),
    (
        no_circles,
        {"sim/state/a.py": "from sim.state import b", "sim/state/b.py": "from .a import x"},
        "sim.state.a -> ",
    ),
    (no_circles, {"sim/state/a.py": "", "sim/state/b.py": "from .a import x"}, ""),
    (mesa_at_home, {"sim/rules/week.py": "from mesa.model import Model"}, "imports mesa"),
    (mesa_at_home, {"sim/agents/a.py": "import mesa", "sim/world.py": "import mesa"}, ""),
    (matplotlib_at_home, {"sim/report/a.py": "import matplotlib.pyplot as plt"}, "imports matplotlib"),
    (matplotlib_at_home, {"sim/plots/a.py": "from matplotlib.axes import Axes"}, ""),
    (one_reader_of_documented, {"sim/world.py": "def f(x):\n    return x.documented"}, "reads"),
    (one_reader_of_documented, {"sim/cli.py": "def f(x):\n    return x['documented']"}, "reads"),
    (
        one_reader_of_documented,
        {"sim/rules/a.py": "def f(x):\n    return getattr(x, 'documented', None)"},
        "reads",
    ),
    (one_reader_of_documented, {"sim/world.py": "from sim.scenario import load_documented"}, "imports"),
    (one_reader_of_documented, {"sim/report/a.py": "from sim.scenario import documented"}, "imports"),
    (one_reader_of_documented, {"sim/scenario/compile.py": "from .documented import x"}, "mentions"),
    (one_reader_of_documented, {"sim/scenario/valuation/a.py": "KEY = 'documented'"}, "mentions"),
    (
        one_reader_of_documented,
        {"sim/scenario/spec.py": "class Scenario:\n    documented: int"},
        "Scenario holds",
    ),
    (
        one_reader_of_documented,
        {"sim/analysis/a.py": "from sim.scenario.documented import x\nx.documented"},
        "",
    ),
    (one_reader_of_documented, {"sim/cli.py": "def f(x):\n    return {'documented': x}"}, ""),
    (files_are_short, {"sim/a.py": "\n" * (LONGEST_FILE + 1)}, f"{LONGEST_FILE + 1} lines"),
    (files_are_short, {"sim/a.py": "\n" * LONGEST_FILE}, ""),
    (no_rule_knows_anyone, {"sim/a.py": "if p == 'ALFA': pass"}, "holds the id ALFA"),
    (no_rule_knows_anyone, {"sim/a.py": "X = {'relief': 1}"}, "holds the id relief"),
    (no_rule_knows_anyone, {"sim/a.py": "X = f'{1}Harbour'"}, "holds the id Harbour"),
    (no_rule_knows_anyone, {"sim/a.py": "X = 'not without Miller-Lund'"}, "names Miller-Lund"),
    (no_rule_knows_anyone, {"sim/a.py": "X = 1  # since Tailor was asked for"}, "names Tailor"),
    (no_rule_knows_anyone, {"sim/a.py": "class OfLowe: pass"}, "names Lowe"),
    (no_rule_knows_anyone, {"sim/a.py": "miller_lund_bonus = 1"}, "names miller_lund"),
    (
        no_rule_knows_anyone,
        {"sim/a.py": '"""As in ALFA, Miller-Lund and a Courier."""\nHARBOURS = "the ALFA-BRAVO line"'},
        "",
    ),
    (
        files_name_no_machine,
        {"README.md": "see https://" + "pypi" + ".org/simple"},
        "README.md:1: names pypi",
    ),
    (files_name_no_machine, {"a.lock": "--find-links file://" + OPENED}, "a.lock:1: names /ro"),
    (files_name_no_machine, {"Makefile": f"OUT = {OPENED}"}, "Makefile:1: names /ro"),
    (files_name_no_machine, {"a.md": f"out{OPENED} and https://a.example{OPENED}"}, ""),
]


@pytest.mark.parametrize(("rule", "files", "complaint"), CASES)
def test_the_rule_can_fail(
    rule: Callable[[Path], list[str]], files: dict[str, str], complaint: str, tmp_path: Path
) -> None:
    """On a made-up tree the rule complains of what breaks it, and only of that."""
    for name, text in {"scenarios/made_up.yaml": SCENARIO, **files}.items():
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_text(text, encoding="utf-8")
    found = rule(tmp_path)
    if complaint:
        assert len(found) == 1, found
        assert complaint in found[0]
    else:
        assert found == []
