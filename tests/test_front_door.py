"""What `import sim` offers: every number that cannot be meant is refused in one line, before anything is played."""

from __future__ import annotations

import inspect
import subprocess
import sys
from collections.abc import Callable, Iterator
from typing import Any

import pytest

from sim import api
from sim.errors import ParleyError, UsageError

GIVEN: dict[str, tuple[Any, ...]] = {
    "lesson": ("rubinstein",),
    "offers": ("ankara-2024",),
    "protocol": ("alternating_offers", "pie"),
    "rerun": ("nowhere.sqlite",),
    "sit": ("ring", "ALFA"),
    "sweep": ("ring", ["parties.ALFA.costs.al=2,4"]),
    "why": ("ring", "al"),
    "reproduce": ("ankara-2024",),
    "compare": ("ring", ["classroom"]),
    "backtest": (["berg-2019"],),
    "reactions": ("ankara-2024",),
    "sensitivity": ("classroom",),
}
"""What a function needs besides; of most the scenario alone."""
FRACTIONS = {"rate", "delta", "discount", "by"}
WRONG = ["5", "x", [1], 1.5, True]


def numbers() -> Iterator[tuple[str, str]]:
    """Yield every function of the front door with each of its parameters that is a number."""
    for name in api.__all__:
        for parameter in inspect.signature(getattr(api, name)).parameters.values():
            kinds = str(parameter.annotation).replace(" | None", "")
            if parameter.kind is not parameter.VAR_KEYWORD and kinds in (
                "int",
                "float",
                "tuple[int, int]",
                "tuple[float, float]",
            ):
                yield name, parameter.name
    yield from (("lesson", "delta"), ("protocol", "rounds"), ("protocol", "discount"))


def test_there_are_numbers_to_try() -> None:
    found = list(numbers())
    assert len(found) > 40
    assert {name for name, _ in found} >= set(api.__all__) - {"check", "load"}


def mistakes() -> Iterator[tuple[str, str, Any]]:
    """Yield each of these numbers with each value that is none of its kind."""
    for name, number in numbers():
        for wrong in WRONG:
            if wrong != 1.5 or number not in FRACTIONS:
                yield name, number, wrong


@pytest.mark.parametrize(("name", "number", "wrong"), list(mistakes()), ids=repr)
def test_what_is_no_number_is_refused_in_one_line(name: str, number: str, wrong: Any) -> None:
    """A text of digits is none: it would be compared with numbers, or worse, repeated."""
    function: Callable[..., Any] = getattr(api, name)
    bad = {number: wrong}
    with pytest.raises(ParleyError) as refused:
        function(*GIVEN.get(name, ("ring",)), **bad)
    said = str(refused.value)
    assert said.startswith(f"{number}: found "), said
    assert "allowed: " in said
    assert "\n" not in said


@pytest.mark.parametrize("name", ["ensemble", "compare", "sweep", "sensitivity", "incentive", "reactions", "backtest"])
def test_a_machine_is_not_asked_for_more_processes_than_it_bears(name: str) -> None:
    with pytest.raises(UsageError, match=r"workers: found 100000; allowed: a whole number from 1 to \d+; give one"):
        getattr(api, name)(*GIVEN.get(name, ("ring",)), workers=100_000)


@pytest.mark.parametrize("name", ["ensemble", "compare", "sweep", "sensitivity", "incentive", "reactions", "offers"])
def test_more_runs_than_can_be_numbered_are_refused(name: str) -> None:
    allowed = r"allowed: a whole number from \d to 2\*\*63 - 1"
    with pytest.raises(UsageError, match=f"runs: found 9{{20}}; {allowed}; give one"):
        getattr(api, name)(*GIVEN.get(name, ("ring",)), runs=99999999999999999999)


@pytest.mark.parametrize("seed", [0, 3])
@pytest.mark.parametrize("name", ["run", "talks", "why", "sit"])
def test_at_the_centre_a_seed_would_draw_nothing(name: str, seed: int) -> None:
    """As on the command line."""
    with pytest.raises(UsageError, match=f"seed: found {seed} and centre=True, where nothing is drawn"):
        getattr(api, name)(*GIVEN.get(name, ("ring",)), seed=seed, centre=True)


FOLDER = [
    "import sim.ensemble.runner as runner",
    "from sim import ensemble; import sim.ensemble.runner as runner",
    "import sim; sim.ensemble; import sim.ensemble.runner; runner = sim.ensemble.runner",
    "from sim.ensemble import runner",
    "from pydoc import locate; runner = locate('sim.ensemble.runner')",
]


@pytest.mark.parametrize("written", FOLDER)
def test_a_function_leaves_the_folder_of_its_name_within_reach(written: str) -> None:
    """However its files are imported, and whether or not the function was asked for before."""
    said = "import sys, sim; print(runner is sys.modules['sim.ensemble.runner'], sim.ensemble.__module__)"
    ran = subprocess.run([sys.executable, "-c", f"{written}; {said}"], capture_output=True, text=True, check=True)
    assert ran.stdout.strip() == "True sim.api"
