"""A bundle to hand over: the scenario, the seed, the versions, every run, and the command that repeats it all."""

from __future__ import annotations

import json
import re
import shlex
import zipfile
from collections.abc import Sequence
from importlib import metadata
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from ruamel.yaml import YAML

from sim.analysis.case import Case
from sim.analysis.gathered import Ensemble
from sim.ensemble.plan import Plan
from sim.report.export import export_runs
from sim.report.files import whole

DISTRIBUTION = "parley-sim"


def write_bundle(ensemble: Ensemble, case: Case, path: Path) -> list[str]:
    """Write a ZIP archive with all that another needs to check an ensemble; return the names of its files.

    Parameters
    ----------
    ensemble, case
        What was played.
    path
        Where; the archive is there only once it is whole.

    Raises
    ------
    StoreError
        If the store cannot be read.
    OSError
        If the archive cannot be written.
    """
    plan = ensemble.plan
    with whole(path) as half, TemporaryDirectory() as made:
        folder = Path(made)
        _write_scenario(folder / "scenario.yaml", plan, case)
        (folder / "requirements.txt").write_text("".join(f"{pin}\n" for pin in pins()), encoding="utf-8")
        summary = json.dumps(ensemble.as_json(), indent=2, ensure_ascii=False)
        (folder / "summary.json").write_text(summary + "\n", encoding="utf-8")
        (folder / "README.md").write_text(readme(plan, ensemble.digest), encoding="utf-8")
        export_runs(ensemble.batches(), ensemble.compiled, folder / "results.csv")
        ensemble.store.copy(folder / "runs.sqlite")
        names = sorted(one.name for one in folder.iterdir())
        with zipfile.ZipFile(half, "w", zipfile.ZIP_DEFLATED) as archive:
            for name in names:
                archive.write(folder / name, name)
    return names


def _write_scenario(path: Path, plan: Plan, case: Case) -> None:
    data: dict[str, Any] = json.loads(plan.text)
    if case.truth is not None:
        data["documented"] = case.truth.model_dump(mode="json", by_alias=True, exclude_unset=True)
    yaml = YAML(typ="safe", pure=True)
    yaml.default_flow_style = False
    yaml.sort_base_mapping_type_on_output = False  # type: ignore[assignment]
    yaml.allow_unicode = True
    yaml.width = 110
    with path.open("w", encoding="utf-8") as file:
        yaml.dump(data, file)


def command(plan: Plan, scenario: str = "scenario.yaml", sets: Sequence[str] = ()) -> str:
    """Return the command that plays a plan, from the scenario in its bundle unless told otherwise.

    Parameters
    ----------
    scenario, sets
        Another scenario to play it from, and what to change in that.

    Examples
    --------
    >>> from sim.scenario.compile import compile_scenario
    >>> from sim.scenario.load import load
    >>> command(Plan.of(compile_scenario(load("ring")), 7, 100))
    'parley ensemble scenario.yaml --runs 100 --seed 7 --engine compiled'
    """
    words = ["parley", "ensemble", scenario, "--runs", str(plan.runs), "--seed", str(plan.seed)]
    words += ["--engine", plan.engine]
    for one in sets:
        words += ["--set", one]
    for party, spec in plan.conducts.items():
        words += ["--conduct", spec if party == "*" else f"{party}={spec}"]
    if plan.shard != (1, 1):
        words += ["--shard", f"{plan.shard[0]}/{plan.shard[1]}"]
    return shlex.join(words)


def readme(plan: Plan, digest: str) -> str:
    """Return the words of a bundle: what is in it, and how to repeat it."""
    versions = "\n".join(f"- {name} {version}" for name, version in plan.versions.items())
    own = "The conduct of the user's own that it names is not in here.\n" if plan.conducts else ""
    return f"""# {plan.runs} runs of {plan.name}, seed {plan.seed}

This plays them again:

    {command(plan)}
{own}
The digest over all results is then

    {digest}

if the versions are those with which these runs were made:

{versions}

- `scenario.yaml`: the scenario with everything it extends, and all changes applied
- `runs.sqlite`: the run store; `parley rerun runs.sqlite 0` tells one run and checks that it is the same
- `results.csv`: a table of all runs
- `summary.json`: what they say, with 95 % intervals
- `requirements.txt`: the packages that were installed when this bundle was made
"""


def pins() -> list[str]:
    """Return Parley and all that it needs, as installed, in pip's form: ``name==version``."""
    found: dict[str, str] = {}
    waiting = [DISTRIBUTION]
    while waiting:
        name = waiting.pop()
        key = re.sub(r"[-_.]+", "-", name).lower()
        if key in found:
            continue
        try:
            one = metadata.distribution(name)
        except metadata.PackageNotFoundError:
            continue  # needed on other machines only
        found[key] = one.version
        needed = [line for line in one.requires or () if "extra ==" not in line]
        waiting += [re.split(r"[\s;<>=!~\[(]", line, maxsplit=1)[0] for line in needed]
    return [f"{name}=={version}" for name, version in sorted(found.items())]
