"""A run condensed: what is kept, in which order, and what stood in the way."""

from __future__ import annotations

from sim.domain.act import ActKind, Reason
from sim.report.turning import obstacles, turning_points
from tests.report import made_up


def said(*weeks, deals=(), most: int = 99) -> list[str]:
    """Return the turning points of a made-up run, in words."""
    run = made_up.result(*deals, transcript=made_up.weeks(*weeks))
    return [point.text for point in turning_points(run, most)]


def refusal(week: int, party: str = "ALFA"):
    """Return a refusal of a paper."""
    return made_up.act(ActKind.REFUSE, week, party=party, paper=1, reason=Reason.BELOW_ASPIRATION)


def offer(week: int, **changes):
    """Return an offer of one person on one side, and of one and a group of three on the other."""
    return made_up.act(ActKind.PROPOSE, week, paper=1, package=made_up.package(3), **changes)


def test_only_the_first_offer_and_refusal_of_each_are_told() -> None:
    """The second is a small step; that of another party is not."""
    texts = said((offer(0), refusal(0)), (offer(1), refusal(1), refusal(1, "BRAVO")))
    assert texts == [
        "Alfa makes its first offer to Bravo: one person of those it holds against 4 people.",
        "Alfa refuses its own paper 1: it hopes for more.",
        "Bravo refuses Alfa's paper 1: it hopes for more.",
    ]


def test_a_deal_is_told_with_place_and_number_and_in_order_of_time() -> None:
    """Acceptance, then execution; what happened before comes first."""
    texts = said((made_up.happening("event", "a court speaks"),), deals=(made_up.deal(3),))
    assert texts[0] == "A court speaks."
    assert texts[1] == "All agree: 5 people to be freed in the Port, guaranteed by Hostland."
    assert texts[2] == "The exchange is carried out: 5 people freed."


def test_where_there_is_no_room_the_deal_stays() -> None:
    """Small things go first, then what happened after the deal."""
    weeks = [(offer(0), refusal(0)), (), (), (), (), (), (made_up.happening("event", "late news", 6),)]
    both = ("All agree", "The exchange is carried out")
    texts = said(*weeks, deals=(made_up.deal(2),), most=2)
    assert tuple(text.split(":")[0] for text in texts) == both
    texts = said(*weeks, deals=(made_up.deal(2),), most=4)
    assert "Late news." not in texts
    assert len(texts) == 4


def test_what_was_agreed_and_came_to_nothing_is_told() -> None:
    """With who did not ratify."""
    texts = said(
        (made_up.happening("agreed", "everybody has consented", assets=("person_1",)),),
        (made_up.happening("not_ratified", "the Diet does not ratify, and the deal is off", 1, assets=("person_2",)),),
    )
    assert texts == [
        "All agree to exchange Person [1].",
        "The Diet does not ratify, and the deal is off; it asks for Person [2].",
    ]


def test_what_a_paper_is_worth_to_a_party_is_left_out() -> None:
    """It is private, and no reader needs it here."""
    assert not any("worth +" in text or "worth -" in text for text in said((offer(0), refusal(0), made_up.refusal())))


def test_obstacles_count_what_was_said() -> None:
    """Refusals by party with reason and wishes, ratifiers, leaks."""
    week = (
        offer(0), made_up.refusal(), made_up.refusal(Reason.RED_LINE), made_up.refusal(Reason.RED_LINE),
        made_up.act(ActKind.ACCEPT, paper=1),
        made_up.happening("ratifier_against", "the Diet turns the draft down"),
        made_up.happening("ratifier_against", "the Diet turns the draft down"),
        made_up.happening("leak", "the talks leak"),
    )  # fmt: skip
    lines = list(obstacles(made_up.result(transcript=made_up.weeks(week))))
    assert lines == [
        "Offers made: 1; refusals: 3.",
        "Alfa refused 3 of the 4 papers it answered, 2 because it crosses a red line; what it missed most: "
        "Person [1] (3 times); what hurt it most: Person [2] (3 times).",
        "the Diet turns the draft down (2 times).",
        "The talks leaked once.",
    ]
    assert list(obstacles(made_up.result())) == ["Offers made: 0; refusals: 0."]
