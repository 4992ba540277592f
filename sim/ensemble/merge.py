"""Stores of shards made into one store of the whole ensemble."""

from __future__ import annotations

import os
from collections.abc import Sequence
from contextlib import ExitStack, closing
from dataclasses import replace
from pathlib import Path

from sim.ensemble.plan import Plan
from sim.ensemble.store import Store
from sim.errors import StoreError


def merge(out: Path, paths: Sequence[Path]) -> Plan:
    """Make one store of several that hold parts of the same ensemble; return its plan.

    Raises
    ------
    StoreError
        If there is something at `out`, a part is of another ensemble, runs are missing, or are there twice.
    """
    if out.exists():
        raise StoreError(f"{out}: found a file; allowed: a new one")
    with ExitStack() as opened:
        stores = [opened.enter_context(closing(Store.open(path))) for path in paths]
        plan = _common(stores)
        _check_cover(plan, stores)
        half = out.with_name(f".{out.name}.{os.getpid()}")
        try:
            with closing(Store.create(half, plan, stores[0].beside)) as whole:
                for store in stores:
                    for chunk in store.chunks():
                        whole.add(chunk)
            half.replace(out)
        finally:
            for ending in ("", "-wal", "-shm", "-journal"):
                half.with_name(half.name + ending).unlink(missing_ok=True)
    return plan


def _common(stores: Sequence[Store]) -> Plan:
    """Return the plan of the whole, if all are parts of one."""
    if not stores:
        raise StoreError("found no store to merge; allowed: one or more")
    first = stores[0]
    for store in stores[1:]:
        different = store.plan.difference(first.plan)
        if not different and store.plan.runs != first.plan.runs:
            different = f"found a part of {store.plan.runs} runs; asked for a part of {first.plan.runs} runs"
        if different:
            raise StoreError(f"{store.where}: {different} (as in {first.where})")
    return replace(first.plan, shard=(1, 1))


def _check_cover(plan: Plan, stores: Sequence[Store]) -> None:
    """Raise if some run is nowhere, or in two stores."""
    spans = sorted((span.start, span.stop, store.where) for store in stores for span in store.spans())
    at, last = 0, ""
    for start, stop, where in spans:
        if start < at:
            raise StoreError(f"{where}: run {start} is in {last} too; allowed: each run once; leave one of them out")
        if start > at:
            raise StoreError(_gap(plan, stores, at, start))
        at, last = stop, where
    if at < plan.runs:
        raise StoreError(_gap(plan, stores, at, plan.runs))


def _gap(plan: Plan, stores: Sequence[Store], start: int, stop: int) -> str:
    """Say which runs are missing, and how to get them: from a store that is unfinished, or from one not given."""
    for store in stores:
        if start in store.plan.span:
            return f"{store.where}: found no runs {start} to {stop - 1}; finish it with --resume"
    return f"found no runs {start} to {stop - 1} of {plan.runs} in any store; allowed: the stores of all shards"
