"""Make `table.py`: the tactic for each code, since compiled rules cannot be chosen by name.

``python -m sim.tactics.aspiration.dispatch`` writes it anew from the files of this folder; a test
holds that it is current, and `make test` runs this first.
"""

from __future__ import annotations

from importlib import import_module
from pathlib import Path

_NOT_TACTICS = {"__init__", "dispatch", "table", "talk"}


def names() -> list[str]:
    """Return the names of all tactics; a tactic's code is its place here.

    >>> names()
    ['exponential', 'micro', 'polynomial', 'tit_for_tat', 'zeuthen']
    """
    folder = Path(__file__).parent
    return sorted(path.stem for path in folder.glob("*.py") if path.stem not in _NOT_TACTICS)


def _looks_at(name: str) -> tuple[str, ...]:
    """Return the costly numbers that a tactic declares to look at."""
    found: tuple[str, ...] = getattr(import_module(f"sim.tactics.aspiration.{name}"), "LOOKS_AT", ())
    return found


def text() -> str:
    """Return the source of the table."""
    lines = [
        '"""Made by `python -m sim.tactics.aspiration.dispatch`; do not edit."""',
        "",
        "from __future__ import annotations",
        "",
        "from sim.state.compiled import rule",
        "from sim.state.layout import Floats",
    ]
    lines += [f"from sim.tactics.aspiration.{name} import aspiration as _{name}" for name in names()]
    lines += ["", "", "@rule", "def aspiration_of(tactic: int, talk: Floats) -> float:"]
    lines += ['    """Return the aspiration by the tactic with this code."""']
    for code, name in enumerate(names()[:-1]):
        lines += [f"    if tactic == {code}:", f"        return _{name}(talk)"]
    lines += [f"    return _{names()[-1]}(talk)", ""]
    for number in ("NEXT_LOWER", "THEIR_RISK"):
        codes = [code for code, name in enumerate(names()) if number in _looks_at(name)]
        lines += ["", "@rule", f"def looks_at_{number.lower()}(tactic: int) -> bool:"]
        lines += [f'    """Return whether the tactic with this code looks at {number}, which is costly to reckon."""']
        lines += [f"    return {' or '.join(f'tactic == {code}' for code in codes)}", ""]
    return "\n".join(lines)


if __name__ == "__main__":
    Path(__file__).with_name("table.py").write_text(text())
