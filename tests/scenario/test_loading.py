"""Loading, extending, setting, inheriting; and that nothing whatever escapes as another error."""

# ruff: noqa: E501, PT017

from __future__ import annotations

import json
import os
import pickle
import tempfile
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sim.ensemble.batch import play_batch
from sim.errors import ScenarioError, UnknownNameError
from sim.scenario import schema
from sim.scenario.check import check
from sim.scenario.compile import compile_scenario
from sim.scenario.documented import load_documented
from sim.scenario.find import home, list_scenarios
from sim.scenario.load import Loaded, load
from sim.scenario.number import Number
from sim.scenario.parse import LARGEST_BYTES
from tests.scenario.conftest import SOUND

Spoil = Callable[..., Path]

DEAL = "documented: {date: 2024-08-01, released: [{asset: al, from: ALFA, to: BRAVO}]}\n"


def problem(path: Path, *sets: str) -> str:
    """Return the text of all problems of a file."""
    with pytest.raises(ScenarioError) as caught:
        load(path, sets)
    return str(caught.value)


# Shipped files


def test_the_ring_loads_as_three_custodians_who_each_want_the_next_ones_prisoner() -> None:
    ring = load("ring").scenario
    wants = {name: next(iter(party.gains)) for name, party in ring.parties.items()}
    assert {name: ring.assets[asset].held_by for name, asset in wants.items()} == {
        "ALFA": "BRAVO",
        "BRAVO": "CHARLIE",
        "CHARLIE": "ALFA",
    }
    assert ring.weeks == 20
    assert [channel.members for channel in ring.channels.values()] == [("ALFA", "BRAVO", "CHARLIE")]


@pytest.mark.parametrize("listed", list_scenarios(), ids=lambda listed: listed.id)
def test_every_shipped_scenario_is_sound_and_listed_under_its_title(listed: tuple[str, str, Path]) -> None:
    assert check([listed[0]]) == []
    assert load(listed[2]).scenario.title == listed[1]


@pytest.mark.parametrize("listed", list_scenarios(), ids=lambda listed: listed.id)
def test_every_favour_of_a_shipped_scenario_is_within_its_holder_s_budget(listed: tuple[str, str, Path]) -> None:
    scenario = load(listed[2]).scenario
    favours = {name: asset for name, asset in scenario.assets.items() if asset.kind == "credit"}
    assert [name for name, asset in favours.items() if scenario.parties[asset.held_by].credit_budget == 0] == []


def test_the_tracked_schema_is_current() -> None:
    assert (home() / "schema.json").read_text(encoding="utf-8") == schema.text()


def test_scenarios_name_the_schema_for_editors() -> None:
    for listed in list_scenarios():
        assert listed.path.read_text(encoding="utf-8").startswith("# yaml-language-server: $schema=")


def test_an_unknown_id_lists_the_known_and_the_likeliest() -> None:
    with pytest.raises(UnknownNameError, match=r"unknown scenario 'rnig'; known: .*ring.*; did you mean 'ring'\?$"):
        load("rnig")


def test_a_path_to_nothing_is_one_line() -> None:
    assert problem(Path("none.yaml")).startswith("none.yaml: found no such file; allowed: ")


# The documented block leaves by its own door


def test_the_documented_block_changes_neither_scenario_nor_digest(spoil: Spoil) -> None:
    with_it, without = load(spoil(new=DEAL, name="b.yaml")), load(spoil())
    assert with_it.scenario == without.scenario
    assert with_it.digest == without.digest
    assert not hasattr(with_it.scenario, "documented")


def test_the_documented_block_comes_by_its_own_door(spoil: Spoil) -> None:
    found = load_documented(spoil(new=DEAL))
    assert found is not None
    assert [(release.asset, release.from_, release.to) for release in found.released] == [("al", "ALFA", "BRAVO")]
    assert load_documented(spoil()) is None


# Inheritance and extension


def test_a_party_takes_the_fields_of_the_one_it_is_like_but_not_its_abstractness(spoil: Spoil) -> None:
    alfa = load(spoil()).scenario.parties["ALFA"]
    assert alfa.reservation == Number(2.0, "normal", 0.5, source="a guess")
    assert alfa.curve.scale.centre == 3
    assert not alfa.abstract


def test_an_inherited_mistake_is_said_once_where_it_was_written(spoil: Spoil) -> None:
    assert problem(spoil("scale: 3", "scale: 0")).count("\n") == 0


def test_a_circle_of_likes_is_named(spoil: Spoil) -> None:
    text = problem(spoil("BRAVO: {gains", "CHARLIE: {like: BRAVO}\n  BRAVO: {like: CHARLIE, gains"))
    assert "found the circle CHARLIE -> BRAVO -> CHARLIE; allowed: a chain that ends" in text


def test_an_extending_file_wins_lists_are_replaced_and_null_removes(spoil: Spoil, tmp_path: Path) -> None:
    spoil()
    over = tmp_path / "over.yaml"
    over.write_text(
        "extends: a\nweeks: 30\nparties: {BRAVO: {gains: {al: 5}}}\n"
        "assets: {bo: {citizenships: [USA, BRAVO]}}\nevents: {fever: null}\n",
        encoding="utf-8",
    )
    scenario = load(over).scenario
    assert scenario.weeks == 30
    assert scenario.title == "Two and a court"
    assert scenario.parties["BRAVO"].gains["al"].centre == 5
    assert scenario.assets["bo"].citizenships == ("USA", "BRAVO")
    assert scenario.events == {}


def test_a_number_is_replaced_whole_so_that_it_never_keeps_another_ones_source(spoil: Spoil, tmp_path: Path) -> None:
    spoil()
    over = tmp_path / "over.yaml"
    over.write_text("extends: a\nparties: {KIND: {reservation: {value: 4}}}\n", encoding="utf-8")
    assert load(over).scenario.parties["KIND"].reservation == Number(4.0)


def test_a_mistake_in_an_extended_file_names_that_file(spoil: Spoil, tmp_path: Path) -> None:
    spoil("weeks: 20", "weeks: 0")
    over = tmp_path / "over.yaml"
    over.write_text("extends: [a.yaml]\ntitle: 3\n", encoding="utf-8")
    assert problem(over).splitlines() == [
        "over.yaml:2:8: title: found 3; allowed: text; put it in quotes",
        "a.yaml:4:8: weeks: found 0; allowed: 1 or more",
    ]


def test_a_circle_of_extended_files_is_named(tmp_path: Path) -> None:
    (tmp_path / "a.yaml").write_text("extends: b\n", encoding="utf-8")
    (tmp_path / "b.yaml").write_text("extends: a\n", encoding="utf-8")
    assert "found the circle a.yaml -> b.yaml -> a.yaml" in problem(tmp_path / "a.yaml")


@pytest.mark.parametrize(
    ("head", "said"),
    [
        ("extends: nothere", "over.yaml:1:10: extends: found no such file: 'nothere.yaml'; allowed: a scenario file"),
        ("extends: [a, nothere]", "over.yaml:1:14: extends: found no such file: 'nothere.yaml'"),
        ("extends: [a, 3]", "over.yaml:1:14: extends: found 3; allowed: the path of a file, or a list of them"),
        ("extends: empty", "empty.yaml: found an empty file; allowed: a mapping with schema, title, ..."),
    ],
)
def test_a_base_that_cannot_be_read_is_told_alone(spoil: Spoil, tmp_path: Path, head: str, said: str) -> None:
    """What is missing without it is no mistake of its own, nor is a value set in what it would have held."""
    spoil()
    (tmp_path / "empty.yaml").write_text("", encoding="utf-8")
    over = tmp_path / "over.yaml"
    over.write_text(f"{head}\ntitle: 3\nevents: {{flood: null}}\n", encoding="utf-8")
    (told,) = problem(over, "parties.DELTA.reservation=1").splitlines()
    assert told.startswith(said)


# Setting single values


@pytest.mark.parametrize(
    ("change", "read"),
    [
        ("weeks=30", lambda s: s.weeks == 30),
        ("parties.BRAVO.reservation=2", lambda s: s.parties["BRAVO"].reservation.centre == 2),
        ("parties.BRAVO.gains.al.sd=1", lambda s: s.parties["BRAVO"].gains["al"] == Number(2.0, "normal", 1.0)),
        ("parties.ALFA.reservation.sd=1", lambda s: s.parties["ALFA"].reservation == Number(2.0, "normal", 1.0, source="a guess")),
        ("parties.ALFA.curve.exponent=2", lambda s: s.parties["ALFA"].curve.scale.centre == 3),
        ("linkages.basket=null", lambda s: s.linkages == {}),
        ("parties.ALFA.ratifiers.COURT.veto=false", lambda s: not s.parties["ALFA"].ratifiers["COURT"].veto),
        ("parties.ALFA.trust={BRAVO: 0.9}", lambda s: s.parties["ALFA"].trust["BRAVO"].centre == 0.9),
        ("parties.BRAVO.trust.ALFA=0.1", lambda s: s.parties["BRAVO"].trust["ALFA"].centre == 0.1),
        ("parties.ALFA.mediator.threshold=0.5", lambda s: s.parties["ALFA"].mediator.revisions == 2),
        ("parties.ALFA.clock=null", lambda s: s.parties["ALFA"].clock is None),
        ("assets.al.held_by=BRAVO", lambda s: s.assets["al"].held_by == "BRAVO"),
        ("assets.bo.citizenships.0=GBR", lambda s: s.assets["bo"].citizenships == ("GBR",)),
        ("events.fever=null", lambda s: s.events == {}),
        ("start=2024-03-01", lambda s: s.start.month == 3),
    ],
)  # fmt: skip
def test_a_set_value_is_read(spoil: Spoil, change: str, read: Callable[..., bool]) -> None:
    path = spoil("needs: [{citizen: USA}]", "needs: [bo]")
    assert read(load(path, [change]).scenario)


@pytest.mark.parametrize(
    ("change", "line"),
    [
        ("wekes=3", "wekes: found no 'wekes'; allowed at the top: schema, title, start, weeks, protocol, venues, linkages, "
         "parties, assets, channels, events, extends, documented, question, expects; did you mean 'weeks'?"),
        ("parties.BRVO.quota=1", "parties.BRVO.quota: found no 'BRVO'; allowed in parties: KIND, ALFA, BRAVO; did you mean 'BRAVO'?"),
        ("assets.all.held_by=ALFA", "assets.all.held_by: found no 'all'; allowed in assets: al, bo, favour; did you mean 'al'?"),
        ("weeks.x=3", "weeks.x: found 'x' below a single value; allowed: weeks"),
        ("weeks", "found 'weeks'; allowed: path=value, such as weeks=30"),
        ("weeks=", "weeks: found no value; allowed: path=value; null removes it"),
        ("extends=b", "extends: found extends; allowed: any other field; set it in a file"),
        ("assets.bo.citizenships.4=GBR", "assets.bo.citizenships.4: found no entry '4'; allowed: 0 to 0"),
    ],
)  # fmt: skip
def test_a_set_path_that_is_not_there_is_one_line(spoil: Spoil, change: str, line: str) -> None:
    assert problem(spoil(), change) == f"--set:1:1: {line}"


def test_a_set_value_is_as_strict_as_a_file_and_is_placed_in_its_text(spoil: Spoil) -> None:
    path = spoil()
    assert problem(path, "weeks=0") == "--set:1:7: weeks: found 0; allowed: 1 or more"
    assert problem(path, "weeks=5", "title=!!str x").startswith("--set:2:7: title: found the tag")
    assert "'blo'" in problem(path, "parties.BRAVO.gains.blo=1")


# Reading


def test_norway_is_text_a_power_of_ten_a_number_and_a_time_text(spoil: Spoil) -> None:
    path = spoil("title: Two and a court", "title: 12:30")
    assert load(path, ["parties.ALFA.side=NO", "parties.ALFA.quota=1e-3"]).scenario.title == "12:30"
    assert load(path, ["parties.ALFA.quota=1e-3"]).scenario.parties["ALFA"].quota.centre == 0.001


def test_a_quoted_day_is_a_day(spoil: Spoil) -> None:
    assert load(spoil("2024-01-01", "'2024-01-01'")).scenario.start.year == 2024


def test_all_mistakes_come_at_once(spoil: Spoil) -> None:
    path = spoil("weeks: 20", "weeks: 0\nweks: 1\nweks: 2")
    path.write_text(path.read_text().replace("held_by: BRAVO", "held_by: X_1"), encoding="utf-8")
    assert len(problem(path).splitlines()) == 4


@pytest.mark.parametrize(
    ("data", "said"),
    [
        (b"a" * (LARGEST_BYTES + 1), "found a file of 2097153 bytes; allowed: 2097152 bytes"),
        (b"schema: 1\n\xff", ":2:1: found the byte 0xff; allowed: UTF-8"),
        (b"", "found an empty file; allowed: a mapping"),
        (b"- 1", ":1:1: found a list; allowed: a mapping"),
        (b"a: \x07", ":1:4: found a control character"),
        (b'a: "\\ud800"', ":1:4: a: found half of a surrogate pair"),
        (b"? [a]\n: b", "found a mapping or a list as a key"),
        (b"%YAML 1.1\n---\nschema: 1", "found a YAML directive"),
    ],
)
def test_what_is_no_mapping_in_utf8_is_refused(tmp_path: Path, data: bytes, said: str) -> None:
    path = tmp_path / "a.yaml"
    path.write_bytes(data)
    assert said in problem(path)


def test_check_reports_every_problem_of_every_file(spoil: Spoil) -> None:
    files = [spoil("weeks: 20", "weeks: 0"), spoil("start: 2024-01-01", "start: 1", name="b.yaml")]
    assert [(item.file, item.path) for item in check([*files, "no-such"])] == [
        ("a.yaml", "weeks"),
        ("b.yaml", "start"),
        ("no-such", ""),
    ]


def loads_or_explains(data: bytes, sets: tuple[str, ...] = ()) -> None:
    handle, name = tempfile.mkstemp(suffix=".yaml")
    try:
        with os.fdopen(handle, "wb") as stream:
            stream.write(data)
        assert isinstance(load(Path(name), sets), Loaded)
    except ScenarioError as error:
        assert error.problems
        for item in error.problems:
            assert str(item).isprintable()
            str(item).encode("utf-8")
    finally:
        Path(name).unlink()


@given(st.binary() | st.text().map(lambda text: text.encode("utf-8", "replace")))
def test_any_bytes_whatever_load_or_are_explained(data: bytes) -> None:
    loads_or_explains(data)


LINES = st.lists(st.sampled_from([*SOUND.splitlines(), "x: &a [*a]", "<<: 1", "parties:", "- {", "a: 1e999", "'"]))


@given(LINES, st.integers(0, len(SOUND)), st.text("{}[]:,-#&*!|>'\"%@`?\n ~0.aA\\", max_size=6))
def test_any_spoilt_scenario_loads_or_is_explained(lines: list[str], at: int, noise: str) -> None:
    loads_or_explains("\n".join(lines).encode())
    loads_or_explains((SOUND[:at] + noise + SOUND[at + len(noise) :]).encode())


JUNK = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=5) | st.sampled_from(["ALFA", "al"]),
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(st.sampled_from(["ALFA", "al", "like", "held_by", "needs", "value", "low", "gains"]), inner)
    ),
    max_leaves=8,
)


@given(
    st.dictionaries(st.sampled_from([*(line.split(":")[0].strip() for line in SOUND.splitlines()), "documented"]), JUNK)
)
def test_any_tree_of_the_wrong_shape_is_explained(tree: object) -> None:
    loads_or_explains(json.dumps(tree).encode())


@given(
    st.text(max_size=30),
    JUNK,
    st.sampled_from(["parties.ALFA.", "assets.", "linkages.basket.", "channels.line.", ""]),
)
def test_any_set_whatever_loads_or_is_explained(word: str, junk: object, start: str) -> None:
    loads_or_explains(SOUND.encode(), (word, f"{start}{word}", f"{start}{word}={json.dumps(junk)}"))
    for field in ("members", "needs", "trust", "held_by", "al", "curve.scale", "members.0", "worth.national"):
        loads_or_explains(SOUND.encode(), (f"{start}{field}={json.dumps(junk)}",))


def test_a_compiled_scenario_can_be_sent_to_another_process() -> None:
    """Pickled and back it plays the same runs."""
    made = compile_scenario(load("ring"))
    sent = pickle.loads(pickle.dumps(made))
    assert sent.index == made.index
    assert play_batch(sent, 3, 0, 5).digests.tolist() == play_batch(made, 3, 0, 5).digests.tolist()
