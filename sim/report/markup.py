"""HTML from plain text: whatever is not markup made here is escaped, so no name can become a tag."""

from __future__ import annotations

import re
from collections.abc import Iterable
from html import escape

# Elements that have no end.
VOID = frozenset(("meta", "img", "link", "br"))
ADDRESS = re.compile(r"https?://[^\s<>\"]+[^\s<>\".,;:)\]]")


class Html(str):
    """Markup that `tag` made; any other text is escaped before it gets in."""

    __slots__ = ()


Inside = str | Iterable["Inside"] | None


def tag(name: str, /, *inside: Inside, **attributes: str) -> Html:
    """Return an element; what is inside is text, markup of this kind, or any number of these.

    A trailing underscore of an attribute falls away, other underscores become hyphens.

    Examples
    --------
    >>> tag("p", "a < b, ", tag("b", "so"), class_="note")
    '<p class="note">a &lt; b, <b>so</b></p>'
    """
    words = "".join(
        f' {key.rstrip("_").replace("_", "-")}="{escape(value, quote=True)}"' for key, value in attributes.items()
    )
    end = "" if name in VOID else f"</{name}>"
    return Html(f"<{name}{words}>{joined(*inside)}{end}")


def joined(*inside: Inside) -> Html:
    """Return texts and markup as markup, one after the other.

    >>> joined("<", None, [tag("br"), "&"])
    '&lt;<br>&amp;'
    """
    parts = []
    for one in inside:
        if isinstance(one, Html):
            parts.append(str(one))
        elif isinstance(one, str):
            parts.append(escape(one, quote=False))
        elif one is not None:
            parts.append(str(joined(*one)))
    return Html("".join(parts))


def link(address: str, text: str) -> Html:
    """Return a link: to a file beside the page, or to a source that says nothing of the page it is followed from."""
    outward = {"rel": "noreferrer noopener"} if address.startswith("http") else {}
    return tag("a", text, href=address, **outward)


def linked(source: str) -> Html:
    """Return a source with its addresses as links, each shown by its host.

    Examples
    --------
    >>> linked("refused in 2022: https://www.example.org/a?b=1&c, p. 3")
    'refused in 2022: <a href="https://www.example.org/a?b=1&amp;c" rel="noreferrer noopener">example.org</a>, p. 3'
    """
    parts: list[Inside] = []
    at = 0
    for found in ADDRESS.finditer(source):
        host = found.group().split("/")[2].removeprefix("www.")
        parts += [source[at : found.start()], link(found.group(), host)]
        at = found.end()
    return joined(*parts, source[at:])


def table(heads: Iterable[str], rows: Iterable[Iterable[Inside]], class_: str = "") -> Html:
    """Return a table that scrolls sideways where it has no room; heads that start with > stand on the right.

    Examples
    --------
    >>> table(["who", ">share"], [["Al", "1 %"]])[:58]
    '<div class="scroll"><table><thead><tr><th scope="col">who<'
    """
    heads = list(heads)
    sides = [{"class_": "number"} if head.startswith(">") else {} for head in heads]
    first = tag(
        "tr", [tag("th", head.lstrip(">"), scope="col", **side) for head, side in zip(heads, sides, strict=True)]
    )
    body = [tag("tr", [tag("td", cell, **side) for cell, side in zip(row, sides, strict=True)]) for row in rows]
    kind = {"class_": class_} if class_ else {}
    return tag("div", tag("table", tag("thead", first), tag("tbody", body), **kind), class_="scroll")
