"""An ensemble as one HTML file that needs no network and no script: question, answer, pictures, three runs, sources."""

from __future__ import annotations

import base64
import struct
from collections.abc import Iterator
from importlib import resources
from pathlib import Path

from sim.analysis.examples import Examples, examples
from sim.analysis.gathered import Ensemble
from sim.analysis.summary import Summary
from sim.ensemble.plan import Plan
from sim.report.assumed import assumed
from sim.report.bundle import command
from sim.report.captions import CAPTIONS, headline, spelled
from sim.report.ensemble import enough_line, ensemble_lines, likeliest
from sim.report.figures import TABLES
from sim.report.files import whole
from sim.report.markup import Html, joined, link, table, tag
from sim.report.side_by_side import day, side_by_side

NAME = "index.html"
# Nothing is fetched and nothing runs, even if some text should slip through as markup.
POLICY = "default-src 'none'; img-src data:; style-src 'unsafe-inline'; base-uri 'none'; form-action 'none'"
# A picture narrower than this, in pixels, is not stretched over the whole page.
WIDE = 1500
LIMITS = (
    "This says what follows from the stated assumptions, not what a government will do. Intervals cover chance alone: "
    "what another seed would change, not what a wrong assumption would.",
    "Where a scenario was written after the event, whatever it has in common with what really happened is no evidence "
    "of skill.",
)
PEOPLE = (
    "Where the people named here are real, some of them suffered much. A share says how often a model of states frees "
    "somebody under its assumptions. It is not a person's worth, and nothing here ranks people by value."
)
PARTS = {
    "answer": "The answer", "pictures": "In pictures", "runs": "Three runs", "assumptions": "What is assumed",
    "limits": "What it can and cannot say", "again": "To repeat it",
}  # fmt: skip


def write_page(ensemble: Ensemble, folder: str | Path) -> Path:
    """Write the page of an ensemble beside its pictures, which are put into it; return its path.

    The same ensemble gives the same bytes.

    Parameters
    ----------
    ensemble
        What was played; its store is read again for the three runs, and these are played again.
    folder
        Where `sim.report.ensemble.write_ensemble` has written.

    Raises
    ------
    OSError
        If a picture is missing, or the page cannot be written.
    StoreError
        If the runs cannot be read.
    """
    out = Path(folder)
    pictures = {name: (out / f"{name}.png").read_bytes() for name in CAPTIONS}
    page = page_of(ensemble, pictures, examples(ensemble))
    with whole(out / NAME) as half:
        half.write_text(page, encoding="utf-8", newline="\n")
    return out / NAME


def page_of(ensemble: Ensemble, pictures: dict[str, bytes], told: Examples) -> str:
    """Return the page as text; `pictures` are PNG files by the names of `CAPTIONS`."""
    summary, scenario = ensemble.summary, ensemble.compiled.scenario
    parts = {
        "answer": _answer(summary),
        "pictures": _pictures(pictures, summary),
        "runs": side_by_side(told),
        "assumptions": assumed(scenario),
        "limits": joined([tag("p", text) for text in (*LIMITS, PEOPLE)]),
        "again": _again(ensemble.plan, ensemble.digest),
    }
    style = resources.files("sim.report").joinpath("page.css").read_text(encoding="utf-8")
    head = tag(
        "head",
        tag("meta", charset="utf-8"),
        tag("meta", http_equiv="Content-Security-Policy", content=POLICY),
        tag("meta", name="viewport", content="width=device-width, initial-scale=1"),
        tag("meta", name="color-scheme", content="light"),
        tag("title", f"{summary.title}: {summary.runs:,} runs"),
        tag("link", rel="icon", href="data:,"),
        tag("style", Html(style)),
    )
    places = [tag("li", link(f"#{name}", title)) for name, title in PARTS.items()]
    body = tag(
        "body",
        tag(
            "header",
            tag("h1", summary.title),
            tag("p", _question(ensemble), class_="question"),
            tag("nav", tag("ul", places)),
        ),
        tag("main", [tag("section", tag("h2", title), parts[name], id=name) for name, title in PARTS.items()]),
    )
    return f"<!doctype html>\n{tag('html', head, body, lang='en')}\n"


def _question(ensemble: Ensemble) -> str:
    summary, scenario = ensemble.summary, ensemble.compiled.scenario
    members = {name for one in scenario.channels.values() for name in one.members}
    talkers = [name for party, name in summary.parties.items() if party in members]
    entries, people = len(summary.candidates), sum(one.people for one in summary.candidates)
    groups = "" if people == entries else f" ({people} people, since some are groups)"
    return (
        f"From {day(summary.start)}, for {summary.weeks} weeks at most, {spelled(talkers, 8)} bargain over "
        f"{entries} candidates for release{groups}. Who comes home, when, and who gains by it?"
    )


def _answer(summary: Summary) -> Html:
    parts = [tag("p", " ".join(headline(summary)), class_="headline")]
    lines = list(ensemble_lines(summary))[1:]  # the first says what the headline has said
    if lines:
        parts += [tag("ul", [tag("li", line) for line in lines])]
    if summary.runs:
        parts += [tag("p", f"In brackets: 95\u00a0% intervals. {enough_line(summary)}", class_="quiet")]
    return joined(parts)


def _pictures(pictures: dict[str, bytes], summary: Summary) -> Html:
    """Return the pictures with their captions; without an agreement all but that of the wait would be bare."""
    shown = list(CAPTIONS) if summary.agreements else ["agreement"]
    rest = "Nobody was freed in any run, so the other pictures would be bare; their data is at the end of the page."
    figures = [_figure(name, pictures[name], summary) for name in shown]
    return joined(figures, None if summary.agreements else tag("p", rest))


def _figure(name: str, picture: bytes, summary: Summary) -> Html:
    title, caption = CAPTIONS[name]
    says = " ".join(caption(summary)) if summary.runs else "No run was played."
    data = base64.b64encode(picture).decode("ascii")
    width, height = struct.unpack(">II", picture[16:24])  # where a PNG file holds its size
    image = tag("img", src=f"data:image/png;base64,{data}", alt=f"{title} {says}", width=str(width), height=str(height))
    files = joined("Data: ", link(f"{name}.csv", f"{name}.csv"), ". Picture: ", link(f"{name}.png", f"{name}.png"), ".")
    return joined(
        tag("h3", title),
        tag(
            "figure",
            tag("div", image, class_="scroll"),
            tag("p", "The picture goes on to the right: push it sideways, or turn the phone.", class_="swipe"),
            tag("figcaption", tag("p", says), tag("p", files, class_="quiet")),
            class_="broad" if width >= WIDE else "narrow",
        ),
        _people(summary) if name == "inclusion" else None,
    )


def _people(summary: Summary) -> Html:
    """Return those likeliest to be freed as a table, for whoever cannot see the picture."""
    shares, rows = summary.inclusion, likeliest(summary)
    if not rows:
        return joined()

    def row(at: int) -> Iterator[str]:
        one = rows[at]
        found = shares[one.id]
        yield one.name + (f" ({one.people} people)" if one.people > 1 else "")
        yield summary.parties[one.custodian]
        yield f"{found.estimate:.0%}"
        yield f"{found.low:.0%} to {found.high:.0%}"
        if summary.has_list:
            yield "yes" if one.on_record else "no"

    heads = ["who", "held by", ">of runs", ">95 % interval", *(["documented"] if summary.has_list else [])]
    words = f"The same as a table: the {len(rows)} entries freed most often"
    return tag("details", tag("summary", words), table(heads, map(row, range(len(rows))), "people"))


def _again(plan: Plan, digest: str) -> Html:
    facts = [
        ("scenario", f"{plan.name} (SHA-256 {plan.digest})"),
        ("changed by", " ".join(plan.sets) or "nothing"),
        ("runs", f"{plan.runs:,}, numbered from 0"),
        ("seed", str(plan.seed)),
        ("engine", plan.engine),
        ("conduct", ", ".join(f"{party}: {spec}" for party, spec in plan.conducts.items()) or "built in"),
        *plan.versions.items(),
        ("digest of all results", digest),
    ]
    data = [[link(f"{name}.csv", f"{name}.csv"), ", ".join(heads)] for name, (heads, _) in TABLES.items()]
    again = tag("code", "parley bundle runs.sqlite --to bundle.zip")
    return joined(
        tag("p", "This command plays the same runs again, and gives the same digest under the same versions:"),
        tag("pre", command(plan, plan.name, plan.sets) + " --out DIR"),
        tag("p", "A scenario that does not come with Parley is named by its file. The runs are in runs.sqlite; ",
            again, " packs them with the scenario and all that another needs to check them."),
        tag("dl", [joined(tag("dt", head), tag("dd", text)) for head, text in facts]),
        tag("details", tag("summary", "The data behind the pictures"), table(["file", "columns"], data)),
    )  # fmt: skip
