"""One page of whatever was kept: a run store, or the folder of an ensemble or a comparison."""

from __future__ import annotations

from contextlib import closing
from pathlib import Path
from tempfile import TemporaryDirectory

from sim.analysis.case import case_of
from sim.analysis.compare import reopen
from sim.analysis.examples import examples
from sim.analysis.gathered import gather
from sim.ensemble.store import Store
from sim.report.captions import CAPTIONS
from sim.report.comparison import pairs_of, write_report
from sim.report.ensemble import write_ensemble
from sim.report.files import store_in, whole
from sim.report.page import page_of
from sim.scenario.compile import compile_scenario


def write_any(made: Path, out: Path) -> Path:
    """Write one page of a run store or a comparison; return its path.

    Parameters
    ----------
    made
        A run store or the folder of an ensemble, or the folder of a comparison or its ``comparison.json``.
    out
        The file to write.

    Raises
    ------
    StoreError, UsageError
        If it is neither, or unfinished.
    """
    made = made if (made / "comparison.json").exists() else store_in(made)
    if made.is_dir() or made.suffix == ".json":
        found = reopen(made)
        return write_report(found, pairs_of(found), out)
    with closing(Store.open(made)) as store:
        case = case_of(store)
        many = gather(store, case, compile_scenario(case.loaded))
        with TemporaryDirectory() as folder:
            write_ensemble(many.summary, Path(folder))
            pictures = {name: (Path(folder) / f"{name}.png").read_bytes() for name in CAPTIONS}
        page = page_of(many, pictures, examples(many), has_files=False)
    with whole(out) as half:
        half.write_text(page, encoding="utf-8", newline="\n")
    return out
