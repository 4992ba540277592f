"""A page as one HTML file that fetches nothing and runs nothing: title, question, and sections with a list of them."""

from __future__ import annotations

import base64
import struct
from collections.abc import Mapping
from importlib import resources

from sim.report.markup import Html, Inside, joined, link, tag

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


def document(title: str, heading: str, question: Inside, sections: Mapping[str, tuple[str, Html]]) -> str:
    """Return a page as text.

    Parameters
    ----------
    title, heading
        Of the window and of the page.
    question
        What the page answers.
    sections
        Title and content of each section, by the name of its anchor.

    Examples
    --------
    >>> document("T", "H", "Why?", {"a": ("So", tag("p", "it is"))})[:15]
    '<!doctype html>'
    """
    style = resources.files("sim.report").joinpath("page.css").read_text(encoding="utf-8")
    head = tag(
        "head",
        tag("meta", charset="utf-8"),
        tag("meta", http_equiv="Content-Security-Policy", content=POLICY),
        tag("meta", name="viewport", content="width=device-width, initial-scale=1"),
        tag("meta", name="color-scheme", content="light"),
        tag("title", title),
        tag("link", rel="icon", href="data:,"),
        tag("style", Html(style)),
    )
    places = [tag("li", link(f"#{name}", said)) for name, (said, _) in sections.items()]
    body = tag(
        "body",
        tag(
            "header",
            tag("h1", heading),
            tag("p", question, class_="question"),
            tag("nav", tag("ul", places)),
        ),
        tag("main", [tag("section", tag("h2", said), inside, id=name) for name, (said, inside) in sections.items()]),
    )
    return f"<!doctype html>\n{tag('html', head, body, lang='en')}\n"


def limits() -> Html:
    """Return what a page can and cannot say."""
    return joined([tag("p", text) for text in (*LIMITS, PEOPLE)])


def picture(png: bytes, title: str, says: str, below: Inside = None) -> Html:
    """Return a picture that is put into the page, with what to see in it.

    Parameters
    ----------
    png
        A PNG file.
    title, says
        What it is called, and what is to be seen.
    below
        What stands below that, as the names of its data.
    """
    data = base64.b64encode(png).decode("ascii")
    width, height = struct.unpack(">II", png[16:24])  # where a PNG file holds its size
    image = tag("img", src=f"data:image/png;base64,{data}", alt=f"{title} {says}", width=str(width), height=str(height))
    return joined(
        tag("h3", title),
        tag(
            "figure",
            tag("div", image, class_="scroll", tabindex="0", role="group", aria_label=title),  # moved by arrows too
            tag("p", "The picture goes on to the right: push it sideways, or turn the phone.", class_="swipe"),
            tag("figcaption", tag("p", says), None if below is None else tag("p", below, class_="quiet")),
            class_="broad" if width >= WIDE else "narrow",
        ),
    )
