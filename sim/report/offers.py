"""The answers to documented offers, told: what was asked of whom, the answer, why, and what would turn it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from sim.analysis.offers import OfferAnswer


def lines(answers: Sequence[OfferAnswer]) -> Iterator[str]:
    """Yield the lines of a report on offers, the score last."""
    for one in answers:
        amends = f", amending {one.amends}" if one.amends else ""
        yield f"{one.id}  {one.date}  {one.by} to {one.to}{amends}"
        sign = "as on record" if one.agrees else f"on record: {one.on_record}"
        yield f"    {one.simulated} ({sign}); yes in {one.probability:.0%} of the drawn runs"
        yield f"    {one.reason}"
        yield f"    At that day's aspiration: {one.at_aspiration}."
        if one.on_day != one.simulated:
            yield f"    The addressee's own answer that day, before the others are asked: {one.on_day}."
        for flip in one.flips:
            yield f"    It turns: {flip.change}: {flip.answer}."
        if not one.flips:
            yield "    No change that was tried turns it."
        if one.in_sample:
            yield "    In sample: numbers of the scenario were chosen with this answer in view."
        yield ""
    apart = [one for one in answers if not one.in_sample]
    yield (
        f"As on record: {sum(one.agrees for one in answers)} of {len(answers)}; "
        f"of those out of sample: {sum(one.agrees for one in apart)} of {len(apart)}."
    )
