"""An ensemble as one HTML file that needs no network and no script: question, answer, pictures, three runs, sources."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from sim.analysis.examples import Examples, examples
from sim.analysis.gathered import Ensemble
from sim.analysis.summary import Summary
from sim.ensemble.plan import Plan
from sim.report.assumed import assumed
from sim.report.bundle import command
from sim.report.captions import CAPTIONS, headline, spelled
from sim.report.document import document, limits, picture
from sim.report.ensemble import enough_line, ensemble_lines, likeliest
from sim.report.figures import TABLES
from sim.report.files import whole
from sim.report.markup import Html, joined, link, table, tag
from sim.report.side_by_side import day, side_by_side

NAME = "index.html"
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


def page_of(ensemble: Ensemble, pictures: dict[str, bytes], told: Examples, *, has_files: bool = True) -> str:
    """Return the page as text.

    Parameters
    ----------
    ensemble, told
        What was played, and three runs of it.
    pictures
        PNG files by the names of `CAPTIONS`.
    has_files
        Whether the pictures and their data lie beside the page.
    """
    summary, scenario = ensemble.summary, ensemble.compiled.scenario
    parts = {
        "answer": _answer(summary),
        "pictures": _pictures(pictures, summary, has_files),
        "runs": side_by_side(told),
        "assumptions": assumed(scenario),
        "limits": limits(),
        "again": _again(ensemble.plan, ensemble.digest, has_files),
    }
    sections = {name: (title, parts[name]) for name, title in PARTS.items()}
    return document(f"{summary.title}: {summary.runs:,} runs", summary.title, _question(ensemble), sections)


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


def _pictures(pictures: dict[str, bytes], summary: Summary, has_files: bool) -> Html:
    """Return the pictures with their captions; without an agreement all but that of the wait would be bare."""
    shown = list(CAPTIONS) if summary.agreements else ["agreement"]
    rest = "Nobody was freed in any run, so the other pictures would be bare."
    figures = [_figure(name, pictures[name], summary, has_files) for name in shown]
    return joined(figures, None if summary.agreements else tag("p", rest))


def _figure(name: str, png: bytes, summary: Summary, has_files: bool) -> Html:
    title, caption = CAPTIONS[name]
    says = " ".join(caption(summary)) if summary.runs else "No run was played."
    files = joined("Data: ", link(f"{name}.csv", f"{name}.csv"), ". Picture: ", link(f"{name}.png", f"{name}.png"), ".")
    return joined(
        picture(png, title, says, files if has_files else None), _people(summary) if name == "inclusion" else None
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


def _again(plan: Plan, digest: str, has_files: bool) -> Html:
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
        tag("details", tag("summary", "The data behind the pictures"), table(["file", "columns"], data))
        if has_files else None,
    )  # fmt: skip
