"""The told story: each act, reason and objection becomes a sentence with names in it, and no id."""

from __future__ import annotations

import pytest

from sim.domain.act import ActKind, Reason
from sim.report.story import Story
from tests.report import made_up


def told(*of_week: object) -> list[str]:
    """Return the sentences of one week, without its date."""
    run = made_up.result(transcript=made_up.weeks(of_week))  # type: ignore[arg-type]
    return [text for _, text in Story(run).lines()][1:]


SPOKEN = [
    (made_up.act(ActKind.ASK, asset="person_1"), ["Alfa", "Bravo", "Person [1]"]),
    (
        made_up.act(ActKind.ASK, asset="person_1", paper=1, package=made_up.package()),
        ["private letter", "Person [1]", "draft"],
    ),
    (made_up.act(ActKind.SOUND_OUT, asset="person_2"), ["sounds out Bravo", "Person [2]"]),
    (made_up.act(ActKind.COMMIT, paper=1, package=made_up.package()), ["Alfa", "Person [2]", "Bravo"]),
    (
        made_up.act(ActKind.PROPOSE, paper=1, package=made_up.package()),
        ["Alfa proposes to Bravo", "Person [1]", "Person [2]", "relief of a [kind]", "the Port", "Hostland"],
    ),
    (
        made_up.act(ActKind.PROPOSE, paper=1, package=made_up.package(), by_mediator=True),
        ["Alfa", "text", "Bravo", "Person [1]"],
    ),
    (made_up.act(ActKind.ACCEPT, paper=1, reason=Reason.BY_NEXT_BID), ["Alfa accepts", "offers itself"]),
    (made_up.refusal(), ["Alfa refuses", "worse than no deal", "needs Person [1]", "Person [2]", "-13.4"]),
    (made_up.act(ActKind.WITHDRAW, paper=1, reason=Reason.CONDITION_GONE), ["Alfa withdraws", "no longer"]),
    (made_up.act(ActKind.SENTENCE, asset="person_1"), ["Alfa sentences Person [1]"]),
    (made_up.act(ActKind.PARDON, asset="person_1"), ["Alfa pardons Person [1]"]),
]


@pytest.mark.parametrize(("act", "words"), SPOKEN, ids=[act.kind.value for act, _ in SPOKEN])
def test_every_act_is_one_sentence_that_names_who_and_what(act: object, words: list[str]) -> None:
    """The sentence holds the words, ends with a full stop and shows no id of an asset or a party."""
    (sentence,) = told(act)
    assert [word for word in words if word not in sentence] == []
    assert sentence.endswith(".")
    assert not any(code in sentence for code in ("person_", "ALFA", "BRAVO", "HOST"))


def test_every_kind_of_act_but_waiting_is_spoken() -> None:
    """No kind is forgotten above."""
    assert {act.kind for act, _ in SPOKEN} == set(ActKind) - {ActKind.WAIT}


ANSWERS = {
    ActKind.ACCEPT: {Reason.BY_ASPIRATION, Reason.BY_NEXT_BID, Reason.BY_DEADLINE, Reason.SERVES_AS_HOST},
    ActKind.REFUSE: {
        Reason.BELOW_RESERVATION,
        Reason.BELOW_ASPIRATION,
        Reason.RED_LINE,
        Reason.RATIFIER_AGAINST,
        Reason.CONDITION_GONE,
    },
}


@pytest.mark.parametrize("kind", ANSWERS)
def test_reasons_of_answers_read_differently(kind: ActKind) -> None:
    """Each reason has words of its own, and none is its code."""
    sentences = {
        reason: told(made_up.act(kind, paper=1, package=made_up.package(), reason=reason))[0]
        for reason in ANSWERS[kind]
    }
    assert len(set(sentences.values())) == len(sentences)
    assert not any(reason.value in text for reason, text in sentences.items() if "_" in reason.value)


def test_quiet_weeks_are_skipped() -> None:
    """A week of waiting has no line of its own; the next one keeps its number."""
    quiet = made_up.act(ActKind.WAIT)
    loud = made_up.act(ActKind.ASK, week=2, asset="person_1")
    run = made_up.result(transcript=made_up.weeks((quiet,), (), (loud,)))
    lines = list(Story(run).lines())
    assert [kind for kind, _ in lines] == ["date", "act"]
    assert "Week 3" in lines[0][1]
    assert "21 January 2030" in lines[0][1]


def test_what_happens_outside_comes_before_the_acts_and_the_deal_after_them() -> None:
    """Events move the week's acts; a deal follows from them."""
    week = (
        made_up.happening("executed", "the exchange is carried out"),
        made_up.happening("event", "a court speaks"),
        made_up.act(ActKind.ACCEPT, paper=1, reason=Reason.BY_ASPIRATION),
    )
    assert [text.split()[0] for text in told(*week)] == ["A", "Alfa", "The"]


@pytest.mark.parametrize("kind", ["commitment", "ratifier_against", "not_ratified"])
def test_a_happening_about_people_names_them(kind: str) -> None:
    """Words given and refused by allies and ratifiers say for whom."""
    (sentence,) = told(made_up.happening(kind, "somebody speaks", assets=("person_1", "person_2")))
    assert "Person [1]" in sentence
    assert "Person [2]" in sentence


def test_a_long_package_is_cut_with_the_number_of_the_rest() -> None:
    """Nobody is dropped without a word: those not spelled out are counted."""
    story = Story(made_up.result())
    listed = story.listed(tuple(made_up.PEOPLE))
    spelled = listed.count("Person [")
    assert listed.endswith(f"and {len(made_up.PEOPLE) - spelled} more")
    assert story.listed(()) == "nothing"


def test_a_draft_counts_people_and_not_entries() -> None:
    """A group of three and two more are five people."""
    (sentence,) = told(made_up.act(ActKind.ASK, asset="person_1", paper=1, package=made_up.package(3)))
    assert "free 5 people" in sentence
