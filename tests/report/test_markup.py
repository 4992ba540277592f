"""Text can become anything but markup."""

from __future__ import annotations

from html.parser import HTMLParser

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sim.report.markup import Html, joined, link, linked, table, tag


class Read(HTMLParser):
    """What a browser would make of markup: its elements with their attributes, and its text."""

    def __init__(self, markup: str) -> None:
        super().__init__()
        self.tags: list[tuple[str, dict[str, str | None]]] = []
        self.text = ""
        self.feed(markup)
        self.close()

    def handle_starttag(self, tag, attrs) -> None:
        """Note an element."""
        self.tags.append((tag, dict(attrs)))

    def handle_data(self, data) -> None:
        """Note text."""
        self.text += data


# Parsers and browsers take NUL and lone surrogates for something else, and a carriage return for a new line.
TEXTS = st.text(st.characters(codec="utf-8", exclude_characters="\r\0"))
HOSTILE = st.sampled_from(
    ["<script>alert(1)</script>", "</p><img src=x onerror=y>", "\"><b a='", "&lt;i&gt;", "<!--", "]]>", "http://x<y>"]
)


@given(TEXTS | HOSTILE, TEXTS | HOSTILE)
def test_text_and_attributes_come_back_as_they_were(text: str, attribute: str) -> None:
    """One element, no other; both texts are what was meant."""
    read = Read(tag("p", text, title=attribute))
    assert read.tags == [("p", {"title": attribute})]
    assert read.text == text


@given(st.lists(TEXTS | HOSTILE, max_size=4))
def test_a_table_has_as_many_cells_as_it_was_given(cells: list[str]) -> None:
    """No cell opens another."""
    read = Read(table(["a"] * len(cells), [cells]))
    assert [name for name, _ in read.tags].count("td") == len(cells)
    assert read.text == "a" * len(cells) + "".join(cells)


@given(TEXTS | HOSTILE)
def test_a_source_keeps_its_words_and_links_to_the_web_alone(source: str) -> None:
    """Nothing but links to http and https comes of it."""
    read = Read(linked(source))
    assert {name for name, _ in read.tags} <= {"a"}
    assert all((attributes["href"] or "").startswith(("http://", "https://")) for _, attributes in read.tags)


@pytest.mark.parametrize("source", ["javascript:alert(1)", "see file:///x", "data:text/html,<b>", "plain words"])
def test_other_addresses_are_no_links(source: str) -> None:
    """They stay text."""
    read = Read(linked(source))
    assert (read.tags, read.text) == ([], source)


def test_markup_is_kept_and_everything_else_is_not() -> None:
    """Only what `tag` made passes, in lists too."""
    assert joined("<", [tag("b", "x"), None, [Html("&amp;")]]) == "&lt;<b>x</b>&amp;"
    assert link("a.csv", "<a>") == '<a href="a.csv">&lt;a&gt;</a>'
