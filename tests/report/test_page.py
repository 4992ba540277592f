"""The page of an ensemble: whole, alone, escaped, and the same each time."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import pytest

from sim import api
from sim.analysis.examples import examples
from sim.analysis.gathered import Ensemble
from sim.report.captions import CAPTIONS
from sim.report.ensemble import write_ensemble
from sim.report.figures import TABLES
from sim.report.page import PARTS, page_of, write_page
from sim.scenario.load import Loaded
from sim.scenario.spec import Scenario
from tests.report.test_markup import Read
from tests.support.build import talks

HOSTILE = "<script>alert('1')</script> & \"<b onclick=x>\" $[/b]</p>"
PIXEL = b"\x89PNG\r\n\x1a\n" + b"\0" * 8 + (800).to_bytes(4, "big") + (600).to_bytes(4, "big")


def played(**changes: Any) -> Ensemble:
    """Return a few runs of the smallest talks, with changes."""
    data = talks(**changes)
    loaded = Loaded(Scenario.model_validate(data), "made_up", Path("made_up.yaml"), "0")
    return api.ensemble(loaded, runs=6, workers=1)


def page(many: Ensemble) -> str:
    """Return its page, with an empty picture in place of each."""
    return page_of(many, dict.fromkeys(CAPTIONS, PIXEL), examples(many))


@pytest.fixture(scope="module")
def hostile() -> Ensemble:
    """Return runs of talks in which every text that a file can hold is markup."""
    party = {"name": HOSTILE, "note": HOSTILE, "source": HOSTILE}
    return played(
        title=HOSTILE,
        parties={
            "ALFA": {**party, "gains": {"bo": {"value": 3, "sd": 0.5, "note": HOSTILE, "source": HOSTILE}},
                     "ratifiers": {"DIET": {"name": HOSTILE, "source": HOSTILE}}},
            "BRAVO": party,
        },
        assets={"al": {"name": HOSTILE, "charge": HOSTILE, "sources": [HOSTILE, "https://a.example/?x=1&y=<b>"]},
                "bo": {"name": HOSTILE}},
        venues={"Port": {"name": HOSTILE, "host": "ALFA"}},
        events={"news": {"kind": "demand", "on": "2024-01-01", "party": "ALFA", "asset": "bo", "title": HOSTILE,
                         "source": HOSTILE}},
        linkages={"tie": {"party": "ALFA.DIET", "title": HOSTILE, "needs": ["bo"], "weight": {"value": 1, "sd": 1},
                          "source": HOSTILE}},
    )  # fmt: skip


def test_no_text_of_a_file_becomes_markup(hostile: Ensemble) -> None:
    """Names, titles, notes, charges and sources are shown as they are written."""
    text = page(hostile)
    read = Read(text)
    assert not {name for name, _ in read.tags} & {"script", "object", "iframe", "form"}
    assert all(not attributes for name, attributes in read.tags if name == "b")
    assert "<script" not in text
    assert not any(key.startswith("on") for _, attributes in read.tags for key in attributes)
    assert read.text.count(HOSTILE) > 12


def test_the_page_needs_nothing_from_elsewhere(hostile: Ensemble) -> None:
    """Pictures are inside, there is no script, and only sources lead out, as plain links."""
    text = page(hostile)
    fetched = [
        (name, attributes[key])
        for name, attributes in Read(text).tags
        for key in ("src", "href", "srcset", "data", "action", "poster")
        if key in attributes
    ]
    outward = [(name, address) for name, address in fetched if "//" in (address or "").removeprefix("data:image/png")]
    assert {name for name, _ in outward} == {"a"}
    assert all((address or "").startswith("https://a.example") for _, address in outward)
    assert not re.search(r"@import|url\(", text)
    for name, address in fetched:
        if name == "img":
            assert (address or "").startswith("data:image/png;base64,")


def test_every_part_is_there_once_and_can_be_reached(hostile: Ensemble) -> None:
    """One heading of the first rank; each part has a link; each picture its words and its data."""
    read = Read(page(hostile))
    ids = [attributes["id"] for _, attributes in read.tags if "id" in attributes]
    links = [attributes["href"] for name, attributes in read.tags if name == "a"]
    assert ids == list(PARTS)
    assert [one for one in links if (one or "").startswith("#")] == [f"#{name}" for name in PARTS]
    assert [name for name, _ in read.tags].count("h1") == 1
    pictures = [attributes for name, attributes in read.tags if name == "img"]
    assert len(pictures) == len(CAPTIONS)
    assert all(len(one["alt"] or "") > 40 and (one["width"], one["height"]) == ("800", "600") for one in pictures)
    assert {f"{name}.csv" for name in TABLES} <= set(links)
    assert hostile.digest in read.text
    assert "parley ensemble made_up --runs 6 --seed 0 --engine compiled" in read.text
    for name, version in hostile.plan.versions.items():
        assert f"{name}{version}" in read.text


def test_where_nobody_agrees_the_page_says_so() -> None:
    """No nan, no empty sentence, and what stood in the way."""
    read = Read(page(played(parties={"ALFA": {"gains": None}, "BRAVO": {"gains": None}})))
    text = read.text
    assert [name for name, _ in read.tags].count("img") == 1
    assert "the other pictures would be bare" in text
    assert "In none of 6 runs" in text
    assert "No run ended in an agreement" in text
    assert "What stood in the way" in text
    assert not re.search(r"\bnan\b|\bNone\b", text)


def test_where_nobody_fails_and_nothing_is_documented_the_page_says_so() -> None:
    """Neither a failed run nor a likeness is made up."""
    text = Read(page(played())).text
    assert "In all runs the talks end in an exchange" in text
    assert "No run failed" in text
    assert "documented" not in text.partition("The data behind the pictures")[0]
    assert not re.search(r"\bnan\b|\bNone\b", text)


def test_the_same_ensemble_gives_the_same_bytes(tmp_path: Path) -> None:
    """Whatever the folder, and however often; nothing else is left there."""
    written = []
    for name in ("one", "two"):
        many = api.ensemble("ring", runs=6, workers=1, out=tmp_path / name)
        paths = write_ensemble(many.summary, tmp_path / name)
        path = write_page(many, tmp_path / name)
        many.store.close()
        written.append(path.read_bytes())
        assert {one.name for one in (tmp_path / name).iterdir()} == {
            *(one.name for one in paths), "index.html", "runs.sqlite",
        }  # fmt: skip
    assert written[0] == written[1]
