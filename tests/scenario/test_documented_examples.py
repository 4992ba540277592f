"""Whatever scenario a page shows as a file is one: copied to any folder it has no mistakes."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from sim.scenario.check import check
from sim.scenario.find import find
from sim.scenario.reactions import read_reactions

DOCS = Path("sim/docs")
BLOCKS = [
    pytest.param(block, id=f"{page.stem}-{n}")
    for page in sorted(DOCS.glob("*.md"))
    for n, block in enumerate(re.findall(r"```yaml\n(.*?)```", page.read_text(encoding="utf-8"), re.DOTALL))
]


@pytest.mark.parametrize("block", BLOCKS)
def test_an_example_has_no_mistakes(block: str, tmp_path: Path) -> None:
    path = tmp_path / "example.yaml"
    path.write_text(block, encoding="utf-8")
    if "\nreactions:" in block:
        assert read_reactions(path, find("ankara-2024"))
    else:
        assert check([path]) == []
