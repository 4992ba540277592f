"""Compile the rules and keep them, so that the first run does not wait: ``python -m sim.warm``.

Two processes share the work: one compiles what decides, the other the rest of the week.
"""

from __future__ import annotations

import sys
from concurrent.futures import ProcessPoolExecutor
from multiprocessing import get_context

PARTS = ("decide", "rest")


def warm(part: str) -> str:
    """Compile one part of the rules by using it on the smallest scenario; return its name."""
    from sim.ensemble.generic import made_up, negotiate
    from sim.rules import week
    from sim.rules.sitting import CLOSE, DECIDE, Cursor, Sitting
    from sim.scenario.compile import compile_scenario
    from sim.scenario.load import load
    from sim.solutions.package_solver import solve
    from sim.solutions.packages import Choice
    from sim.state.layout import box

    compiled = compile_scenario(load("ring"))
    sitting = Sitting.start(compiled.params(centre=True), compiled.sizes)
    if part == "decide":
        sitting.cursor = Cursor(DECIDE, 0)
        sitting.decide()
    else:
        negotiate(made_up(1, parties=2, issues=2))
        solve("nash", Choice([[3.0, -1.0], [-1.0, 3.0]]))
        sitting.step()
        for _ in compiled.index.parties:
            sitting.step(sitting.acts)
        sitting.look()
        week.table(box(sitting.params), box(sitting.world), 0, box(sitting.acts))
        sitting.cursor.phase = CLOSE
        sitting.step()
    return part


def main() -> None:
    """Warm every part, side by side."""
    with ProcessPoolExecutor(len(PARTS), mp_context=get_context("spawn")) as pool:
        for part in pool.map(warm, PARTS):
            sys.stderr.write(f"compiled: {part}\n")


if __name__ == "__main__":
    main()
