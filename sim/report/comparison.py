"""A comparison to hand over: its pictures and their data, and one page with all of it that needs no network."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from functools import partial
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from sim.analysis.compare import Compared, Comparison
from sim.analysis.flipped import Pair, told_pair
from sim.analysis.gathered import gather
from sim.analysis.intervals import share
from sim.analysis.path import Point, busiest_pair, path_of
from sim.analysis.summary import Summary
from sim.ensemble.copies import hand_out
from sim.plots.beside import draw_counts, draw_waits
from sim.plots.differences import draw_differences, draw_who
from sim.plots.path import draw_path
from sim.plots.save import save
from sim.plots.together import draw_together
from sim.report.assumed import assumed
from sim.report.captions import between, spelled
from sim.report.compared import NOTHING, amount, answer, expectations, names_of, points
from sim.report.compared_figures import TABLES
from sim.report.document import document, limits, picture
from sim.report.figures import TABLES as FIGURES
from sim.report.files import whole, write_csv
from sim.report.markup import Html, Inside, joined, linked, table, tag
from sim.report.side_by_side import column, day

NAME = "report.html"
# Letters of a changed value that the page shows.
LETTERS = 400
DRAWN: dict[str, Callable[[Comparison], Any]] = {
    "differences": draw_differences, "who": draw_who, "waits": draw_waits, "counts": draw_counts,
}  # fmt: skip
BOTH = {"together-base": "Who goes together, in the base?", "together-variant": "And in the variant?"}
CAPTIONS = {
    "differences": "What would have changed?",
    "who": "Who would have come home, and who would not?",
    "waits": "When?",
    "counts": "How many?",
}


def pairs_of(comparison: Comparison) -> dict[str, Pair | None]:
    """Return for each variant a run that came out otherwise, played again on both sides and told; None if none did."""
    return {one.side.name: told_pair(comparison, one) for one in comparison.variants}


def _together(comparison: Comparison) -> dict[str, Summary]:
    """Return the summaries of both sides, if there are but two: of these it is drawn who goes together."""
    if len(comparison.variants) != 1:
        return {}
    sides = {"together-base": comparison.base, "together-variant": comparison.variants[0].side}
    return {name: gather(one.store, one.written.case, one.compiled).summary for name, one in sides.items()}


def write_comparison(
    comparison: Comparison, pairs: Mapping[str, Pair | None], folder: str | Path, *, copies: int = 1
) -> list[Path]:
    """Write the pictures of a comparison and the data of each; return their paths.

    Parameters
    ----------
    comparison, pairs
        A base and its variants, and what `pairs_of` made of them.
    folder
        An existing folder.
    copies
        How many copies of this process draw at a time (`sim.ensemble.copies.hand_out`); one is this process alone.
    """
    out = Path(folder)
    write_csv(out / "paths.csv", ("variant", "run", "side", "party", "other", *Point._fields), _path_rows(pairs))
    written = [write_csv(out / f"{name}.csv", heads, rows(comparison)) for name, (heads, rows) in TABLES.items()]
    together = _together(comparison)
    heads, rows_of = FIGURES["together"]
    written += [write_csv(out / f"{name}.csv", heads, rows_of(summary)) for name, summary in together.items()]
    return written + _draw(comparison, together, out, copies)


def _draw(comparison: Comparison, together: Mapping[str, Summary], out: Path, copies: int = 1) -> list[Path]:
    """Write the pictures that a comparison has whatever its variants are; return their paths."""
    drawn: dict[str, Callable[[], Any]] = {name: partial(draw, comparison) for name, draw in DRAWN.items()}
    drawn |= {name: partial(draw_together, one) for name, one in together.items()}
    paths = {name: out / f"{name}.png" for name in drawn}

    def write(name: str) -> None:
        save(drawn[name](), paths[name])

    hand_out([partial(write, name) for name in drawn], copies)
    return [*paths.values()]


def _path_rows(pairs: Mapping[str, Pair | None]) -> Iterator[tuple[Any, ...]]:
    """Yield every paper between the two parties of a variant's picture, on both sides."""
    for name, pair in pairs.items():
        parties = None if pair is None else busiest_pair(pair.base, pair.variant)
        if pair is not None and parties is not None:
            for side, result in (("base", pair.base), ("variant", pair.variant)):
                for point in path_of(result, *parties):
                    yield name, pair.run, side, *parties, *point


def write_report(
    comparison: Comparison, pairs: Mapping[str, Pair | None], path: str | Path, *, drawn: Path | None = None
) -> Path:
    """Write the page of a comparison, with its pictures in it; return its path.

    Parameters
    ----------
    comparison, pairs
        A base and its variants, and what `pairs_of` made of them.
    path
        The file to write.
    drawn
        Where `write_comparison` has written, if it has.
    """
    target = Path(path)
    with TemporaryDirectory() as made:
        if drawn is None:
            _draw(comparison, _together(comparison), Path(made))
        names = (*DRAWN, *(BOTH if len(comparison.variants) == 1 else ()))
        pictures = {name: ((drawn or Path(made)) / f"{name}.png").read_bytes() for name in names}
        paths = {name: _path(pair, Path(made)) for name, pair in pairs.items() if pair is not None}
    page = page_of(comparison, pictures, pairs, {name: one for name, one in paths.items() if one is not None})
    with whole(target) as half:
        half.write_text(page, encoding="utf-8", newline="\n")
    return target


def _path(pair: Pair, folder: Path) -> bytes | None:
    parties = busiest_pair(pair.base, pair.variant)
    if parties is None:
        return None
    axes = draw_path((pair.base, pair.variant), parties, ("in the base", "in the variant"))
    return save(axes, folder / "path.png").read_bytes()


def page_of(
    comparison: Comparison, pictures: Mapping[str, bytes], pairs: Mapping[str, Pair | None], paths: Mapping[str, bytes]
) -> str:
    """Return the page as text.

    Parameters
    ----------
    comparison
        A base and its variants.
    pictures
        PNG files by the names of `DRAWN`.
    pairs, paths
        The run to tell of each variant, and the picture of its offers, by the variant's name.
    """
    base = comparison.base
    many = len(comparison.variants) != 1
    sections = {
        "answer": ("The answer", _answer(comparison)),
        "pictures": ("In pictures", _pictures(comparison, pictures)),
        "each": ("Each question" if many else "In detail", joined([
            _each(comparison, one, pairs.get(one.side.name), paths.get(one.side.name)) for one in comparison.variants
        ])),
        "assumptions": ("What the base assumes", assumed(base.compiled.scenario)),
        "limits": ("What it can and cannot say", joined(limits(), [tag("p", text) for text in METHOD])),
        "again": ("To repeat it", _again(comparison)),
    }  # fmt: skip
    title = "What if" if many else comparison.variants[0].side.written.title
    return document(f"What if: {base.written.title}", f"{title}: {base.written.title}", _question(comparison), sections)


OFFERS = "What each paper between the two was worth to both. A star: the other said yes, as others may still have to."
METHOD = (
    "Base and variant are played with the same luck: every draw is keyed by what it is for, so that a run of one and "
    "the run of the same number of the other differ by nothing but what was changed and what follows from it. "
    "Intervals are of paired differences (Tango's score interval for shares, Student's for means), each at 95\u00a0% "
    "by itself. Whether a change counts as detectable is corrected for how many were looked for (Holm, by kind of "
    "figure, at 5\u00a0%).",
    "No detectable change is not the same as no change: the interval says how large a change these runs leave open.",
)


def _question(comparison: Comparison) -> str:
    asked = [one.side.written.asked.question or f"What if {one.side.written.title}?" for one in comparison.variants]
    if len(asked) == 1:
        return asked[0]
    return f"{len(asked)} questions to the same talks, each answered by {comparison.runs:,} pairs of runs."


def _answer(comparison: Comparison) -> Html:
    base = comparison.base.outcomes
    found = share(int(base.agrees.sum()), len(base))
    first = (
        f"In the base {found.estimate:.0%} of runs end in an agreement ({between(found)}); the mean wait is "
        f"{base.weeks.mean():.1f} of {base.horizon} weeks."
    )
    if len(comparison.variants) == 1:
        lines = list(answer(comparison, comparison.variants[0]))
        return joined(
            tag("p", lines[0], class_="headline"), tag("ul", [tag("li", line) for line in [*lines[1:], first]])
        )
    moved = {kind: [one.side.written.title for one in comparison.variants if one.direction("agreement") == kind]
             for kind in ("less", "more", "same")}  # fmt: skip
    words = {"less": "Fewer agreements", "more": "More agreements", "same": f"For agreement {NOTHING}"}
    headline = " ".join(f"{words[kind]}: {spelled(names, 12)}." for kind, names in moved.items() if names)
    rows = [
        [
            one.side.written.title, f"{one.side.outcomes.agrees.mean():.0%}", points(one.agreement),
            said(one, "agreement"), amount(one.weeks), said(one, "weeks"), str(one.flipped),
        ]
        for one in comparison.variants
    ]  # fmt: skip
    heads = ["what if", ">agree", ">change, points", "", ">change, weeks", "", ">runs flipped"]
    return joined(tag("p", headline, class_="headline"), tag("p", first), table(heads, rows, "wide"))


def said(one: Compared, figure: str) -> str:
    """Return in a word which way a figure moves."""
    return {"same": "not detectable", "more": "more", "less": "less"}[one.direction(figure)]


def _pictures(comparison: Comparison, pictures: Mapping[str, bytes]) -> Html:
    def says(name: str) -> str:
        seen = [one.side.written.title for one in comparison.variants if one.direction("agreement") != "same"]
        most = max(comparison.variants, key=lambda one: len([n for n in one.inclusion if one.direction(n) != "same"]))
        people = len([n for n in most.inclusion if most.direction(n) != "same"])
        return {
            "differences": f"Detectable in agreement: {spelled(seen, 12) if seen else 'none'}.",
            "who": f"Most people are touched by: {most.side.written.title} ({people})." if people else
            "Nobody's chance changes detectably.",
            "waits": "The curve falls as runs reach a deal. Where it ends is the share that never does.",
            "counts": "A curve that lies lower frees more people. It starts at the share of runs that free nobody.",
        }[name]  # fmt: skip

    shown = [picture(pictures[name], title, says(name)) for name, title in CAPTIONS.items()]
    blocs = "A column is a combination of blocs of people who mostly leave in the same deal; its bar says how often."
    for name, title in (
        ("together-base", "Who goes together, in the base?"),
        ("together-variant", "And in the variant?"),
    ):
        shown += [picture(pictures[name], title, blocs)] if name in pictures else []
    return joined(shown)


def _each(comparison: Comparison, one: Compared, pair: Pair | None, path: bytes | None) -> Html:
    made = one.side.written
    heads = [">", "the facts suggest", "here", "", "why"]
    rows = [
        [name, suggested, found, verdict, why] for name, suggested, found, verdict, why in expectations(comparison, one)
    ]
    heads[0] = "figure"
    changes = [tag("li", tag("code", change.told(LETTERS)), _because(change.why)) for change in made.changes]
    inside: list[Inside] = [
        tag("h3", made.title),
        tag("p", made.asked.question, class_="question") if made.asked.question else None,
        tag("ul", [tag("li", line) for line in answer(comparison, one)]) if len(comparison.variants) > 1 else None,
        [tag("h4", "What the facts suggest"), table(heads, rows, "wide")] if rows else None,
        [tag("h4", "What is changed"), tag("ul", changes)] if changes else None,
        _parts(one),
        _people(comparison, one),
        _told(pair, path),
    ]
    return tag("section", inside, class_="variant")


def _because(why: str) -> Inside:
    return [" (", linked(why), ")"] if why else None


def _parts(one: Compared) -> Html:
    if not one.parts:
        return joined()
    rows = [[part.name, points(part.agreement), amount(part.weeks)] for part in one.parts]
    words = "Each change's mean effect over all orders in which they could have been made (Shapley); they add up."
    heads = ["change", ">agreement, points", ">weeks"]
    return joined(tag("h4", "Which change did it"), tag("p", words), table(heads, rows, "people"))


def _people(comparison: Comparison, one: Compared) -> Html:
    names = names_of(comparison)
    seen = [name for name in one.inclusion if one.direction(name) != "same"]
    seen.sort(key=lambda name: -abs(one.inclusion[name].estimate))
    rows = [
        [
            names[name], f"{comparison.base.outcomes.person(name).mean():.0%}",
            f"{one.side.outcomes.person(name).mean():.0%}", points(one.inclusion[name]),
        ]
        for name in seen
    ]  # fmt: skip
    gains = [
        [names[name], amount(one.surplus[name], 2), said(one, name)]
        for name in one.surplus if one.surplus[name].estimate or one.direction(name) != "same"
    ]  # fmt: skip
    heads = ["who", ">base", ">variant", ">change, points (95 % interval)"]
    people = tag(
        "details", tag("summary", f"Whose chance changes detectably: {len(rows)}"), table(heads, rows, "people")
    )
    parties = table(["party", ">change in mean surplus, its own units", ""], gains, "people")
    return joined(
        people if rows else None,
        tag("details", tag("summary", "What each party makes of it"), parties) if gains else None,
    )


def _told(pair: Pair | None, path: bytes | None) -> Html:
    if pair is None:
        return joined(tag("p", "No run came out otherwise, so none is told.", class_="quiet"))
    parted = "alike in what is said throughout"
    if pair.parted is not None:
        is_late = pair.parted > pair.base.start
        parted = f"alike until the week of {day(pair.parted)}" if is_late else "different from the first week on"
    rule = f"Run {pair.run}, {parted}."
    columns = [column("In the base", rule, pair.base, "typical"), column("In the variant", rule, pair.variant, "early")]
    offers = (
        picture(path, "The offers of this run", OFFERS)
        if path is not None else None
    )  # fmt: skip
    return tag(
        "details",
        tag("summary", f"Run {pair.run} on both sides, week by week"),
        tag("div", columns, class_="runs"),
        offers,
    )


def _again(comparison: Comparison) -> Html:
    plan = comparison.base.store.plan
    sides = [("base", comparison.base), *((one.side.name, one.side) for one in comparison.variants)]
    rows: list[list[Inside]] = [[name, tag("code", side.store.digest()[:16])] for name, side in sides]
    facts: Iterator[tuple[str, str]] = iter([
        ("runs", f"{comparison.runs:,} of each, numbered from 0"), ("seed", str(comparison.seed)),
        ("engine", plan.engine), *plan.versions.items(),
    ])  # fmt: skip
    return joined(
        tag("p", "This command plays the same runs again, and writes this page:"),
        tag("pre", f"{comparison.command} --out DIR"),
        tag("p", "A scenario that does not come with Parley is named by its file."),
        tag("dl", [joined(tag("dt", head), tag("dd", text)) for head, text in facts]),
        tag(
            "details",
            tag("summary", "Digests of all results, their first 16 digits"),
            table(["scenario", "digest"], rows),
        ),
    )
