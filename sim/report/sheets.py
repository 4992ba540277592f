"""Sheets for a class without computers: a common briefing, one confidential sheet a role, one to score by."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator
from importlib import resources
from pathlib import Path

import numpy as np

from sim.errors import UsageError
from sim.report.document import POLICY
from sim.report.files import whole
from sim.report.markup import Html, Inside, joined, table, tag
from sim.seat.points import PointSheet
from sim.state import columns as c

LEAST = 1
"""Points below which nothing is said of a prisoner on a role sheet."""
GUESSED = 10
"""Most prisoners about whom a role sheet says what another state is thought to feel: as many as one reads."""
TABLES = 6
"""Tables for which the file for the results has columns; more can be added."""
PEOPLE = (
    "The people in this case are real, and some of them suffered much. Points are weights in a model of states. They "
    "are nobody's worth."
)
RULES = (
    "You have as many rounds as your teacher allows; each stands for some weeks. In a round you may speak in your "
    "channels, and write letters that only their reader sees.",
    "A deal is one list of who goes free and what is granted, with a place and a guarantor if you like. It needs the "
    "yes of everybody who gives up somebody or something in it, of everybody to whom a prisoner goes, of the host and "
    "of the guarantor. Who is not touched has no say.",
    "Nobody can offer what an ally holds before the ally has said, in private, on what condition it would give it.",
    "A state that does not expel its own citizens cannot be asked to.",
    "Do not show your sheet. You may say what you like about it, and you may be wrong about the others.",
)


def write_sheets(sheet: PointSheet, folder: Path) -> list[Path]:
    """Write all sheets of a scenario, one file each, and return their paths.

    Each is one HTML file that fetches nothing; a browser prints it. ``results.csv`` is for marking what
    each table agreed, for ``parley score``.

    Parameters
    ----------
    sheet
        The points of the scenario.
    folder
        Where to write; it has to be there.

    Raises
    ------
    UsageError
        If results that somebody has marked are there already.
    """
    labels, template, path = sheet.labels, results_template(sheet), folder / "results.csv"
    if path.exists() and path.read_bytes() != template.encode():
        raise UsageError(f"{path}: found results that are marked; allowed: another folder, so that no mark is lost")
    written = [_write(folder, "briefing", "Briefing for all", common_briefing(sheet))]
    for party in sheet.players():
        name = labels.party_ids[party]
        written.append(
            _write(folder, f"role-{name}", f"{labels.parties[party]}: confidential", role_sheet(sheet, party))
        )
    written.append(_write(folder, "scoring", "Scoring sheet, for the teacher", scoring_sheet(sheet)))
    with whole(path) as half:
        half.write_text(template, encoding="utf-8", newline="\n")
    return [*written, path]


def _write(folder: Path, name: str, title: str, body: Html) -> Path:
    style = "".join(
        resources.files("sim.report").joinpath(one).read_text(encoding="utf-8") for one in ("page.css", "sheets.css")
    )
    head = tag(
        "head", tag("meta", charset="utf-8"), tag("meta", http_equiv="Content-Security-Policy", content=POLICY),
        tag("meta", name="viewport", content="width=device-width, initial-scale=1"), tag("title", title),
        tag("link", rel="icon", href="data:,"), tag("style", Html(style)),
    )  # fmt: skip
    page = f"<!doctype html>\n{tag('html', head, tag('body', tag('main', body, class_='sheet')), lang='en')}\n"
    with whole(folder / f"{name}.html") as half:
        half.write_text(page, encoding="utf-8", newline="\n")
    return folder / f"{name}.html"


def at_start(sheet: PointSheet) -> list[int]:
    """Return the prisoners and favours that can be bargained over from the first week."""
    facts = sheet.worths.views[0].asset_i
    return [
        a for a in range(len(sheet.labels.assets))
        if facts[a, c.ENTERS] <= 0 and not facts[a, c.GATED] and facts[a, c.DESTINATION] >= 0
    ]  # fmt: skip


def _is_person(sheet: PointSheet, a: int) -> bool:
    return bool(sheet.worths.views[0].asset_i[a, c.KIND] == c.PERSON)


def _holder(sheet: PointSheet, a: int) -> int:
    return int(sheet.worths.views[0].asset_i[a, c.HOLDER])


def _goes_to(sheet: PointSheet, a: int) -> str:
    return sheet.labels.parties[int(sheet.worths.views[0].asset_i[a, c.DESTINATION])]


def _each_level(sheet: PointSheet, a: int) -> str:
    levels = int(sheet.worths.views[0].asset_i[a, c.LEVELS])
    return f" (for each of {levels} levels)" if levels > 1 else ""


def _real(sheet: PointSheet) -> bool:
    """Return whether the people of a scenario are real: whether any of them has a source."""
    return any(one.sources for one in sheet.compiled.scenario.assets.values())


def common_briefing(sheet: PointSheet) -> Html:
    """Return what all may read: who talks, who holds whom, the rules."""
    labels, players = sheet.labels, sheet.players()
    held = []
    for party in players:
        rows = [
            [labels.asset_ids[a], labels.assets[a], labels.facts[a], _goes_to(sheet, a)]
            for a in at_start(sheet)
            if _is_person(sheet, a) and _holder(sheet, a) == party
        ]
        if rows:
            heads = ["id", "who", "what is known", "goes to"]
            held.append(joined(tag("h2", f"Held by {labels.parties[party]}"), table(heads, rows)))
    venues = [
        tag("li", f"{name} ({labels.venue_ids[at]}), host {labels.parties[int(host)]}")
        for at, (name, host) in enumerate(zip(labels.venues, sheet.worths.views[0].venue_i[:, c.HOST], strict=False))
    ]
    return joined(
        tag("h1", labels.title),
        tag("p", "Briefing for all. It is ", labels.date(0), ". At the table: ",
            ", ".join(labels.parties[p] for p in players), "."),
        tag("h2", "How it goes"),
        tag("ol", [tag("li", rule) for rule in RULES]),
        *held,
        [tag("h2", "Where an exchange could be carried out"), tag("ul", venues)] if venues else None,
        tag("p", PEOPLE, class_="quiet") if _real(sheet) else tag("p", "Everybody here is made up.", class_="quiet"),
    )  # fmt: skip


def role_sheet(sheet: PointSheet, party: int) -> Html:
    """Return the confidential sheet of one party: its own points, ties, channels, and what it may believe."""
    labels, view = sheet.labels, sheet.worths.views[party]
    shown = [a for a in at_start(sheet) if abs(sheet.each[party, a]) >= LEAST]
    wants = [
        [labels.asset_ids[a], labels.assets[a], labels.parties[_holder(sheet, a)] + _each_level(sheet, a),
         f"{sheet.each[party, a]:+d}"]
        for a in shown if _holder(sheet, a) != party
    ]  # fmt: skip
    gives = [
        [labels.asset_ids[a], labels.assets[a], _goes_to(sheet, a) + _each_level(sheet, a),
         f"{sheet.each[party, a]:+d}"]
        for a in at_start(sheet) if _holder(sheet, a) == party
    ]  # fmt: skip
    channels = [
        tag("li", f"{labels.channels[int(at)]}: you, ", " and ".join(
            labels.parties[int(p)] for p in np.flatnonzero(view.member[at]) if p != party))
        for at in np.flatnonzero(view.member[:, party])
    ]  # fmt: skip
    return joined(
        tag("p", "CONFIDENTIAL: for one pair of eyes", class_="secret"),
        tag("h1", f"You speak for {labels.parties[party]}"),
        tag("p", f"Going without a deal is worth {sheet.alone[party]:+d} points to you. Agree to nothing that "
            "comes to less. ",
            f"Your government wants an end by week {view.own_f[c.DEADLINE]:.0f} of {int(sheet.compiled.weeks)}."),
        _part("Whom and what you want", ["id", "who or what", "held by", ">points"], wants),
        _part("What you can give", ["id", "who or what", "goes to", ">points"], gives),
        _ties(sheet, party),
        _places(sheet, party),
        _home(sheet, party),
        [tag("h2", "To whom you can talk"), tag("ul", channels)],
        _guesses(sheet, party),
        tag("h2", "Your result"),
        tag("p", "Add the points of everything in the deal that concerns you. A red line of yours may not be crossed."),
    )  # fmt: skip


def _part(title: str, heads: list[str], rows: list[list[str]]) -> Html | None:
    return joined(tag("h2", title), table(heads, rows)) if rows else None


def _ties(sheet: PointSheet, party: int) -> Html | None:
    view, labels = sheet.worths.views[0], sheet.labels
    here = set(at_start(sheet))
    items: list[Html] = []
    for k in range(len(labels.linkages)):
        if view.link_i[k, c.LINK_OWNER] != party:
            continue
        parts = []
        if view.link_i[k, c.LINK_ALWAYS] == 0:
            parts.append(f"If a deal holds any of {_ids(sheet, view.link_if[k], here)}")
        if view.link_need[k].any():
            count = int(view.link_i[k, c.LINK_COUNT])
            parts.append(f"{'it' if parts else 'It'} needs at least {count} of {_ids(sheet, view.link_need[k], here)}")
        if view.link_forbid[k].any():
            parts.append(f"{'it' if parts else 'It'} must hold none of {_ids(sheet, view.link_forbid[k], here)}")
        said = "Red line. " if sheet.hard(k) else ""
        gain = f" Where it holds: {sheet.bonus[k]:+d} points." if sheet.bonus[k] else ""
        items.append(tag("li", tag("b", f"{labels.linkages[k]}. "), said, ", ".join(parts), ".", gain))
    return joined(tag("h2", "What you tie together"), tag("ul", items)) if items else None


def _ids(sheet: PointSheet, row: object, here: set[int]) -> str:
    return (
        ", ".join(sheet.labels.asset_ids[int(a)] for a in np.flatnonzero(np.asarray(row)) if int(a) in here) or "nobody"
    )


def _places(sheet: PointSheet, party: int) -> Html | None:
    view, labels, items = sheet.worths.views[party], sheet.labels, []
    for at, name in enumerate(labels.venues):
        worth = int(sheet.minds[party, at]) + (int(sheet.host[party]) if view.venue_i[at, c.HOST] == party else 0)
        if worth:
            items.append(tag("li", f"An exchange in {name}: {worth:+d} points."))
    if sheet.guarantee[party]:
        items.append(tag("li", f"If you guarantee a deal: {int(sheet.guarantee[party]):+d} points."))
    return joined(tag("h2", "Places"), tag("ul", items)) if items else None


def _home(sheet: PointSheet, party: int) -> Html | None:
    view, labels = sheet.worths.views[party], sheet.labels
    items = []
    for actor in range(labels.first_ratifier, labels.first_ratifier + len(labels.ratifiers)):
        if view.government[actor] == party:
            says = "can stop a deal alone" if view.veto[actor] else "has a vote"
            items.append(tag("li", f"{labels.party(actor)} {says}."))
    if not items:
        return None
    ask = "Before you sign, show the list to your teacher, who answers for them."
    return joined(tag("h2", "Who must agree at home"), tag("ul", items), tag("p", ask))


def _guesses(sheet: PointSheet, party: int) -> Html | None:
    """Return what the party believes that the others it talks to want most: public estimates, in whole points."""
    view, labels = sheet.worths.views[party], sheet.labels
    rows = []
    for other in sheet.players():
        meets = bool(view.member[:, other].any()) and other != party
        wanted = [a for a in at_start(sheet) if view.belief_mean[other, a] >= 0.5 and _holder(sheet, a) != other]
        best = sorted(wanted, key=lambda a: (-float(view.belief_mean[other, a]), a))[:GUESSED]
        if meets and best:
            said = ", ".join(f"{labels.asset_ids[a]} {10 * view.belief_mean[other, a]:+.0f}" for a in sorted(best))
            rows.append([labels.parties[other], said])
    return _part("What you believe the others want (guesses, a third or more off)", ["who", "what, in points"], rows)


def scoring_sheet(sheet: PointSheet) -> Html:
    """Return the teacher's sheet: all points, red lines, those who must agree at home."""
    labels, players = sheet.labels, sheet.players()
    heads = ["id", "who or what", *(f">{labels.party_ids[p]}" for p in players)]

    def cells(a: int) -> Iterator[Inside]:
        yield labels.asset_ids[a]
        yield labels.assets[a] + _each_level(sheet, a)
        for p in players:
            said = f"{sheet.each[p, a]:+d}" if sheet.each[p, a] else ""
            yield tag("span", said, class_="own") if _holder(sheet, a) == p else said

    lines = []
    for k, title in enumerate(labels.linkages):
        owner = int(sheet.worths.views[0].link_i[k, c.LINK_OWNER])
        kind = "red line" if sheet.hard(k) else "bonus" if sheet.bonus[k] else "matters at home"
        lines.append(tag("li", f"{labels.party(owner)}, {kind}: {title}."))
    none = ", ".join(f"{labels.parties[p]} {sheet.alone[p]:+d}" for p in players)
    places = ", ".join(
        f"{labels.parties[p]} {int(sheet.host[p]):+d} as host, {int(sheet.guarantee[p]):+d} as guarantor"
        for p in players if sheet.host[p] or sheet.guarantee[p]
    )  # fmt: skip
    return joined(
        tag("p", "FOR THE TEACHER ALONE", class_="secret"),
        tag("h1", f"Scoring sheet: {labels.title}"),
        tag("p", "Mark in results.csv, one column for each table, the level of everything in its deal (1 for a "
            "prisoner), and the ids of place and guarantor; leave a column empty for no deal. Then: ",
            tag("code", "parley score results.csv --out DIR"), "."),
        tag("p", f"No deal is worth: {none}. ", f"Places: {places}." if places else None),
        tag("p", "Points are added up by hand. They leave out delays, the chance that somebody does not deliver, and "
            "that a tenth concession hurts more than the first: at a computer a long list is worth less."),
        tag("h2", "Points (bold: whoever holds it)"),
        table(heads, (cells(a) for a in at_start(sheet)), "grid"),
        tag("h2", "Ties and red lines"),
        tag("ul", lines),
        _ministries(sheet),
    )  # fmt: skip


def _ministries(sheet: PointSheet) -> Html | None:
    """Return how the teacher answers for those who must agree at home: by the government's own estimate of them."""
    labels, items = sheet.labels, []
    for actor in range(labels.first_ratifier, labels.first_ratifier + len(labels.ratifiers)):
        state = int(sheet.worths.views[0].government[actor])
        mean = sheet.worths.views[state].belief_mean[actor]
        touched = [a for a in at_start(sheet) if abs(mean[a]) >= 0.3]
        best = sorted(touched, key=lambda a: (-abs(float(mean[a])), a))[:12]
        said = ", ".join(f"{labels.asset_ids[a]} {10 * mean[a]:+.0f}" for a in sorted(best))
        items.append(tag("li", tag("b", f"{labels.party(actor)} ({labels.parties[state]}): "), said))
    if not items:
        return None
    how = "Say yes for it if these points (the largest; per highest level) come to 0 or more, and no tie of its breaks."
    return joined(tag("h2", "Who must agree at home"), tag("p", how), tag("ul", items))


def results_template(sheet: PointSheet) -> str:
    """Return the file in which a teacher marks what each table agreed, as CSV.

    Examples
    --------
    >>> from sim.scenario.compile import compile_scenario
    >>> from sim.scenario.load import load
    >>> print(results_template(PointSheet.of(compile_scenario(load("ring")))).splitlines()[0])
    ring,name,table 1,table 2,table 3,table 4,table 5,table 6
    """
    text = io.StringIO()
    rows = csv.writer(text, lineterminator="\n")
    empty = [""] * TABLES
    rows.writerow([sheet.compiled.name, "name", *(f"table {n + 1}" for n in range(TABLES))])
    for a in at_start(sheet):
        rows.writerow([sheet.labels.asset_ids[a], sheet.labels.assets[a], *empty])
    rows.writerow(["place", "id of the place, or nothing", *empty])
    rows.writerow(["guarantor", "id of the guarantor, or nothing", *empty])
    return text.getvalue()
