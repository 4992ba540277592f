"""Compile the rules and keep them, so that the first run does not wait: ``python -m sim.warm [all]``.

Two processes share the work: one compiles what decides, the other the rest of the week. With ``all`` the
loop of ensembles, which is made of the same rules, generic negotiations and the package solver follow.
"""

from __future__ import annotations

import sys
from collections.abc import Sequence
from concurrent.futures import ProcessPoolExecutor
from multiprocessing import get_context

STAGES = (("decide", "rest"), ("loop", "generic"))


def warm(part: str) -> str:
    """Compile one part of the rules by using it on the smallest scenario; return its name."""
    if part == "generic":
        from sim.ensemble.generic import made_up, negotiate
        from sim.solutions.package_solver import solve
        from sim.solutions.packages import Choice

        negotiate(made_up(1, parties=2, issues=2))
        solve("nash", Choice([[3.0, -1.0], [-1.0, 3.0]]))
        return part
    from sim.scenario.compile import compile_scenario
    from sim.scenario.load import load

    compiled = compile_scenario(load("ring"))
    if part == "loop":
        from sim.ensemble.batch import play_batch

        play_batch(compiled, 0, 0, 1)
        return part
    from sim.rules import week
    from sim.rules.outcome import fold_acts, take_stock
    from sim.rules.sitting import CLOSE, DECIDE, Cursor, Sitting
    from sim.state.layout import box

    sitting = Sitting.start(compiled.params(centre=True), compiled.sizes)
    if part == "decide":
        sitting.cursor = Cursor(DECIDE, 0)
        sitting.decide()
        return part
    from sim.ensemble.batch import Batch

    sitting.step()
    for _ in compiled.index.parties:
        sitting.step(sitting.acts)
    sitting.look()
    params, world = box(sitting.params), box(sitting.world)
    week.table(params, world, 0, box(sitting.acts))
    sitting.cursor.phase = CLOSE
    sitting.step()
    fold_acts(params, world, 0, 0)
    batch = Batch.empty(compiled, 0, 1)
    take_stock(params, world, batch.deals[0], batch.released[0], batch.utility[0], batch.reservation[0])
    return part


def main(arguments: Sequence[str]) -> None:
    """Warm every part of a stage side by side; of the first stage, or of all."""
    for stage in STAGES if "all" in arguments else STAGES[:1]:
        with ProcessPoolExecutor(len(stage), mp_context=get_context("spawn")) as pool:
            for part in pool.map(warm, stage):
                sys.stderr.write(f"compiled: {part}\n")


if __name__ == "__main__":
    main(sys.argv[1:])
