"""The two locks agree with each other and with pyproject.toml."""

from __future__ import annotations

import re
import tomllib
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent


def pins(lock: str) -> set[str]:
    """Return the pins of a lock with their conditions, without their hashes."""
    lines = (ROOT / lock).read_text(encoding="utf-8").splitlines()
    return {line.removesuffix("\\").strip() for line in lines if line and not line[0].isspace()}


def normal(requirement: str) -> str:
    """Return the normalised name of what a requirement asks for (PEP 503)."""
    return re.sub(r"[-_.]+", "-", re.split(r"[\s;<>=!~\[]", requirement, maxsplit=1)[0]).lower()


def required(*extras: str) -> set[str]:
    """Return the names that pyproject.toml asks for directly, with these extras."""
    table = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    project = table["project"]
    wanted = [
        *project["dependencies"],
        *table["dependency-groups"]["build"],
        *table["build-system"]["requires"],
    ]
    for extra in extras:
        wanted += project["optional-dependencies"][extra]
    return {normal(requirement) for requirement in wanted}


def test_what_runs_is_what_is_tested() -> None:
    """Every pin of run.lock is a pin of all.lock, so the gate tests the versions that users get."""
    versions = {pin.partition(";")[0].strip() for pin in pins("run.lock")}
    assert versions <= {pin.partition(";")[0].strip() for pin in pins("all.lock")}


TESTED = ("test", "export", "cluster", "fit", "page")


@pytest.mark.parametrize(("lock", "extras"), [("run.lock", ()), ("all.lock", TESTED)])
def test_a_lock_holds_all_that_is_required(lock: str, extras: tuple[str, ...]) -> None:
    """A requirement added to pyproject.toml without `make lock` fails here."""
    missing = required(*extras) - {normal(pin) for pin in pins(lock)}
    assert not missing, f"{lock} lacks {sorted(missing)}: run `make lock`"


@pytest.mark.parametrize("lock", ["run.lock", "all.lock"])
def test_every_pin_is_exact_and_hashed(lock: str) -> None:
    """Nothing is installed whose content the lock does not fix, and no place to get it is named."""
    text = (ROOT / lock).read_text(encoding="utf-8")
    assert "://" not in text
    for block in re.split(r"\n(?=\S)", text.strip()):
        assert re.match(r"[a-z0-9.-]+==\S+", block), block.splitlines()[0]
        assert "--hash=sha256:" in block, block.splitlines()[0]
