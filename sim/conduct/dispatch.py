"""Make `table.py`: the conduct for each code, since compiled rules cannot be chosen by name.

``python -m sim.conduct.dispatch`` writes it anew from the modules of this folder that have a
``stance``; a test holds that it is current.
"""

from __future__ import annotations

from pathlib import Path

MARK = "def stance(view: View) -> Stance:"


def names() -> list[str]:
    """Return the module names of all built-in conducts; a conduct's code is its place here.

    >>> names()
    ['belarus', 'germany', 'holding_state', 'russia', 'turkey', 'united_states']
    """
    folder = Path(__file__).parent
    return sorted(
        path.stem for path in folder.glob("*.py") if path.stem not in {"dispatch", "table"} and MARK in path.read_text()
    )


def class_name(module: str) -> str:
    """Return the name under which scenarios know a conduct.

    >>> class_name("united_states")
    'UnitedStates'
    """
    return "".join(part.capitalize() for part in module.split("_"))


def text() -> str:
    """Return the source of the table."""
    lines = [
        '"""Made by `python -m sim.conduct.dispatch`; do not edit."""',
        "",
        "from __future__ import annotations",
        "",
    ]
    lines += [f"from sim.conduct.{name} import stance as _{name}" for name in names()]
    lines += [
        "from sim.conduct.stance import Stance",
        "from sim.state.compiled import inner",
        "from sim.state.view import View",
        "",
        "",
        "@inner",
        "def stance_of(conduct: int, view: View) -> Stance:",
        '    """Return the stance by the conduct with this code."""',
    ]
    for code, name in enumerate(names()[:-1]):
        lines += [f"    if conduct == {code}:", f"        return _{name}(view)"]
    lines += [f"    return _{names()[-1]}(view)"]
    return "\n".join([*lines, ""])


if __name__ == "__main__":
    Path(__file__).with_name("table.py").write_text(text())
