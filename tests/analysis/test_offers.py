"""Documented offers put to their addressees: what is accepted, refused, lapsed or amended, and what turns it."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest
from pydantic import ValidationError

from sim.analysis.offers import OfferAnswer, answer_offers, rows_of
from sim.analysis.status_quo import StatusQuo
from sim.errors import UsageError
from sim.report.offers import lines
from sim.scenario.documented import Documented
from sim.state import columns as c
from tests.support.build import compiled, lay_over, talks

MADE_UP = talks(
    parties={
        "ALFA": {"gains": {"bo": 3.0, "bea": 2.0}, "costs": {"al": 1.0, "an": 0.1}},
        "BRAVO": {"gains": {"al": 3.0, "an": 0.5, "ci": 2.0}, "costs": {"bo": 1.0, "bea": 2.5}},
        "CHARLIE": {
            "costs": {"ci": 2.0},
            "spread": 0,
            "ratifiers": {"COURT": {"name": "The court", "delay_weeks": 3, "threshold": -9.0}},
        },
    },
    assets={
        "an": {"name": "An", "held_by": "ALFA", "citizenships": ["BRAVO"]},
        "bea": {"name": "Bea", "held_by": "BRAVO", "citizenships": ["ALFA"]},
        "ci": {"name": "Ci", "held_by": "CHARLIE", "citizenships": ["BRAVO"]},
        "late": {"name": "Late", "held_by": "ALFA", "citizenships": ["BRAVO"], "held_since": "2024-03-06"},
    },
    events={"death": {"kind": "death", "on": "2024-02-15", "title": "Bo dies", "asset": "bo"}},
)
SWAP = {"on": "2024-01-10", "by": "ALFA", "to": "BRAVO", "give": ["al"], "want": ["bo"], "answer": "accepted"}


def answers(offers: dict[str, dict[str, Any]], scenario: dict[str, Any] | None = None, runs: int = 2) -> Any:
    """Return the answers by id; each offer is laid over `SWAP`."""
    whole = Documented.model_validate({"offers": {name: lay_over(SWAP, one) for name, one in offers.items()}})
    return {one.id: one for one in answer_offers(compiled(scenario or MADE_UP), whole, runs=runs)}


def answer(scenario: dict[str, Any] | None = None, **offer: Any) -> OfferAnswer:
    """Return the answer to one offer, laid over `SWAP`."""
    return answers({"ONE": offer}, scenario)["ONE"]


def turned(one: OfferAnswer) -> dict[str, str]:
    """Return the changes that turn an answer, and to what."""
    return {flip.change: flip.answer for flip in one.flips}


def test_a_fair_swap_is_accepted_and_turns_without_its_price() -> None:
    """The addressee gains more than it gives; what it wants most is what the yes hangs on."""
    one = answer()
    assert (one.simulated, one.on_day, one.probability, one.agrees) == ("accepted", "accepted", 1.0, True)
    assert one.surplus > 0
    assert one.reason.startswith("BRAVO would be")
    assert turned(one)["without Al"] == "refused"
    assert turned(one)["with Bea asked for as well"] == "refused"


def test_a_poor_swap_is_refused_and_turns_with_the_price_added() -> None:
    """Too little is offered; the price, or leaving out whom it is asked for, brings a yes."""
    one = answer(give=["an"])
    assert (one.simulated, one.probability, one.agrees) == ("refused", 0.0, False)
    assert "below its reservation" in one.reason
    assert turned(one) == {"with Al added": "accepted", "without Bo": "accepted"}


def test_a_basket_turns_a_no_where_no_single_name_does() -> None:
    """One more wish is not enough, two are."""
    dearer = lay_over(MADE_UP, {"parties": {"BRAVO": {"costs": {"bo": 3.8}}}})
    one = answer(dearer, give=["an"])
    assert "with Al added" not in turned(one)
    assert turned(one)["with Al and Ci added"] == "accepted"


def test_relief_turns_a_no() -> None:
    """A concession that the addressee would gain from is tried like any other change."""
    relief = {"kind": "concession", "name": "relief", "held_by": "ALFA", "to": "BRAVO", "levels": 2}
    scenario = lay_over(MADE_UP, {"assets": {"relief": relief}, "parties": {"BRAVO": {"gains": {"relief": 5.0}}}})
    assert turned(answer(scenario, give=["an"]))["with relief allowed"] == "accepted"


def test_a_red_line_is_a_no_whatever_the_gain() -> None:
    """It is said by its title, and met by what it needs."""
    line = {"party": "BRAVO", "title": "Never without An", "hard": True, "if": ["bo"], "needs": ["an"]}
    one = answer(lay_over(MADE_UP, {"linkages": {"line": line}}))
    assert (one.simulated, one.reason) == ("refused", "It crosses a red line of BRAVO: Never without An.")
    assert one.surplus > 0
    assert "without Bo" in turned(one)


def test_a_ratifier_with_a_veto_is_heeded() -> None:
    """The government knows that it would fail at home."""
    court = {"COURT": {"name": "The court", "veto": True, "threshold": 2.0}}
    one = answer(lay_over(MADE_UP, {"parties": {"BRAVO": {"ratifiers": court}}}))
    assert one.simulated == "refused"
    assert "The court" in one.reason


@pytest.mark.parametrize(
    ("offer", "said"),
    [
        ({"on": "2024-02-20"}, "Bo is dead"),
        ({"on": "2024-02-28", "give": ["late"], "want": ["bea"]}, "Late is not held yet"),
        ({"on": "2024-03-05", "give": ["late"], "want": ["bea"]}, "Late is not held yet"),
    ],
)
def test_what_cannot_be_given_has_lapsed(offer: dict[str, Any], said: str) -> None:
    """Dead, or not in the pool."""
    one = answer(**offer)
    assert (one.simulated, one.at_aspiration, one.probability) == ("lapsed", "lapsed", 0.0)
    assert one.reason == f"{said}."


def test_an_offer_that_came_too_late_turns_by_coming_earlier() -> None:
    """The smallest number of weeks is said."""
    assert turned(answer(on="2024-02-20"))["1 week earlier"] == "accepted"


def test_an_event_of_a_later_day_of_the_week_has_not_happened() -> None:
    """On the 14th he lives; on the 15th he does not."""
    assert answer(on="2024-02-14").simulated == "accepted"
    assert answer(on="2024-02-15").simulated == "lapsed"


def test_what_is_welcome_lapses_if_consent_takes_too_long() -> None:
    """With a third state in it, whose court takes three weeks, the yes comes after the death."""
    one = answer(on="2024-02-14", give=["al", "ci"])
    assert (one.simulated, one.on_day, one.probability) == ("lapsed", "accepted", 0.0)
    assert "consent takes 4 weeks" in one.reason
    assert "Bo cannot be given any more" in one.reason
    assert turned(one)["5 weeks earlier"] == "accepted"


def test_an_amendment_is_weighed_with_and_without_it() -> None:
    """The addressee is asked for more, given more, or spared."""
    made = answers(
        {
            "BASE": {"on": "2024-01-20"},
            "MORE": {"give": [], "want": ["bea"], "amends": "BASE"},
            "GIFT": {"give": ["an"], "want": [], "amends": "BASE"},
            "NAMED": {"give": ["al"], "want": [], "amends": "BASE"},
        }
    )
    assert {name: one.simulated for name, one in made.items()} == {
        "BASE": "accepted", "MORE": "refused", "GIFT": "accepted", "NAMED": "accepted",
    }  # fmt: skip
    assert made["NAMED"].surplus == made["BASE"].surplus
    assert made["MORE"].surplus < made["BASE"].surplus < made["GIFT"].surplus
    assert "without Bea" not in turned(made["MORE"])  # that would be the standing package itself


def test_an_amendment_that_only_takes_is_refused_while_the_standing_package_is_there() -> None:
    """It would be better than no deal; the package without it is better still, until something is given for it."""
    cheap = lay_over(MADE_UP, {"parties": {"BRAVO": {"costs": {"bea": 0.3}}}})
    base = {"on": "2024-01-20"}
    made = answers({"BASE": base, "MORE": {"give": [], "want": ["bea"], "amends": "BASE"}}, cheap)
    assert made["MORE"].surplus > 0.0
    assert made["MORE"].simulated == "refused"
    assert "than with the standing package" in made["MORE"].reason
    assert turned(made["MORE"])["with An added"] == "accepted"
    paid = answers({"BASE": base, "MORE": {"give": ["an"], "want": ["bea"], "amends": "BASE"}}, cheap)
    assert paid["MORE"].simulated == "accepted"


def test_an_amendment_to_what_is_refused_anyway_is_weighed_by_itself() -> None:
    """There is nothing to fall back on: better than no deal is enough."""
    poor = {"give": ["an"], "want": ["bo"]}
    made = answers({"BASE": poor, "MORE": {"give": ["al"], "want": [], "amends": "BASE"}})
    assert (made["BASE"].simulated, made["MORE"].simulated) == ("refused", "accepted")


def test_an_amendment_fails_on_another_whom_it_harms() -> None:
    """The addressee would gain from it; its giver would not."""
    one = answers({"BASE": {}, "MORE": {"give": ["ci"], "want": [], "amends": "BASE"}})["MORE"]
    assert (one.simulated, one.on_day) == ("refused", "accepted")
    assert "CHARLIE" in one.reason


def test_the_answer_at_the_aspiration_of_the_day_stands_beside_it() -> None:
    """Early on the addressee holds out for more than it would settle for."""
    poor = {"gains": {"al": 1.5, "ci": 6.0}, "reservation": 0.0}
    table = {"line": {"members": ["ALFA", "BRAVO", "CHARLIE"]}}
    scenario = lay_over(MADE_UP, {"parties": {"BRAVO": poor}, "channels": table})
    early = answer(scenario)
    assert (early.simulated, early.at_aspiration) == ("accepted", "refused")
    assert early.target > early.surplus
    assert "holds out" in early.reason


def test_nothing_is_agreed_on_the_way() -> None:
    """The same talks end in a deal at once; here nobody is ever freed."""
    scenario = compiled(MADE_UP)
    path = StatusQuo(scenario, scenario.params(centre=True), [10])
    world = path.on(dt.date(2024, 3, 12)).world
    assert not (world.status == c.GONE).any()
    assert (world.papers[:, c.PAPER_TYPE] == c.PROPOSAL).any()


def test_the_answer_on_record_decides_nothing() -> None:
    """Another answer on record changes the comparison alone."""
    assert answer(answer="refused").simulated == answer().simulated == "accepted"
    assert not answer(answer="refused").agrees


def test_the_answer_follows_the_numbers() -> None:
    """The same offer, dearer."""
    assert answer(lay_over(MADE_UP, {"parties": {"BRAVO": {"costs": {"bo": 9.0}}}})).simulated == "refused"


def test_the_probability_is_the_share_of_drawn_runs() -> None:
    """With a spread about the edge, it is neither 0 nor 1; the same seed gives the same."""
    edge = {"costs": {"bo": {"value": 2.8, "sd": 0.6}}}
    scenario = lay_over(MADE_UP, {"parties": {"BRAVO": edge}})
    first, second = (answers({"ONE": {}}, scenario, runs=30)["ONE"].probability for _ in range(2))
    assert 0.0 < first < 1.0
    assert first == second


def test_rows_have_the_promised_fields_and_one_vocabulary() -> None:
    """The JSON of the command is made of these."""
    rows = rows_of(list(answers({"A": {"in_sample": True}, "B": {"on": "2024-02-20", "answer": "lapsed"}}).values()))
    assert [list(row) for row in rows] == [["id", "documented", "simulated", "probability", "reason", "in_sample"]] * 2
    assert [row["id"] for row in rows] == ["A", "B"]
    assert [row["in_sample"] for row in rows] == [True, False]
    assert {row[key] for row in rows for key in ("documented", "simulated")} == {"accepted", "lapsed"}
    assert all(0 <= row["probability"] <= 1 and row["reason"].endswith(".") for row in rows)


def test_the_report_tells_each_offer_and_the_score() -> None:
    """Answer, reason, aspiration, what turns it; how many agree, apart from those in sample."""
    told = list(lines(list(answers({"A": {"in_sample": True}, "B": {"give": ["an"]}}).values())))
    assert told[0] == "A  2024-01-10  ALFA to BRAVO"
    assert any(line.strip() == "It turns: with Al added: accepted." for line in told)
    assert told[-1] == "As on record: 1 of 2; of those out of sample: 0 of 1."


@pytest.mark.parametrize(
    ("offer", "said"),
    [
        ({"on": "2023-12-31"}, "documented.offers.ONE.on: found 2023-12-31, outside the talks"),
        ({"on": "2024-04-22"}, "allowed: 2024-01-01 to 2024-04-21"),
        ({"to": "CHARLIE", "give": ["an"], "want": ["ci"]}, "found no channel between ALFA and CHARLIE"),
    ],
)
def test_an_offer_that_cannot_be_weighed_is_one_clear_line(offer: dict[str, Any], said: str) -> None:
    """Outside the talks, or between two who have no channel."""
    with pytest.raises(UsageError) as found:
        answer(**offer)
    assert said in str(found.value)
    assert "\n" not in str(found.value)


@pytest.mark.parametrize("truth", [None, Documented()])
def test_without_offers_there_is_nothing_to_answer(truth: Documented | None) -> None:
    """Said in one line."""
    with pytest.raises(UsageError, match=r"made_up: found no documented offers; allowed"):
        answer_offers(compiled(MADE_UP), truth)


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"give": [], "want": []}, "an offer of nothing"),
        ({"to": "ALFA"}, "who makes it"),
        ({"amends": "TWO"}, "amends 'TWO'"),
        ({"amends": "ONE"}, "amends 'ONE'"),
    ],
)
def test_a_record_that_makes_no_sense_is_refused(changes: dict[str, Any], said: str) -> None:
    """At the border, with what was found."""
    with pytest.raises(ValidationError, match=said):
        Documented.model_validate({"offers": {"ONE": lay_over(SWAP, changes)}})
