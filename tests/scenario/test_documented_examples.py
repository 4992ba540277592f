"""Whatever scenario a page shows as a file is one: copied to any folder it has no mistakes."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from sim.scenario.assemble import assemble
from sim.scenario.check import check
from sim.scenario.find import find
from sim.scenario.reactions import read_reactions

PAGES = (Path("sim/docs"), Path("scenarios"))
BLOCKS = {
    f"{page.parent.name}-{page.stem}-{n}": block
    for pages in PAGES
    for page in sorted(pages.rglob("*.md"))
    for n, block in enumerate(re.findall(r"```yaml\n(.*?)```", page.read_text(encoding="utf-8"), re.DOTALL))
}


@pytest.mark.parametrize("block", BLOCKS.values(), ids=BLOCKS)
def test_an_example_has_no_mistakes(block: str, tmp_path: Path) -> None:
    path = tmp_path / "example.yaml"
    path.write_text(block, encoding="utf-8")
    if "\nreactions:" in block:
        assert read_reactions(path, find("ankara-2024"))
    else:
        assert check([path]) == []


def test_types_alone_leaves_no_gain_or_price_of_anybodys_own(tmp_path: Path) -> None:
    """The past's page shows the file by which its table is made."""
    (block,) = (block for block in BLOCKS.values() if "coefficients of types" in block)
    path = tmp_path / "types-alone.yaml"
    path.write_text(block, encoding="utf-8")
    whole, bare = assemble(find("ankara-2024")), assemble(path)
    valued = {"worth", "price", "overrides"}
    assert any(valued & set(own) for name, own in whole.own.items() if not whole.scenario.parties[name].abstract)
    for name, party in bare.scenario.parties.items():
        if not party.abstract:
            assert not valued & set(bare.own[name]), name
            kind = bare.scenario.parties[str(party.like)]
            assert (party.worth, party.price) == (kind.worth, kind.price), name
