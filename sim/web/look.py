"""How pages look: headings, paragraphs, lists and the frame. Whatever anybody typed is shown as text, never as HTML."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from contextlib import AbstractContextManager
from typing import Any

from nicegui import ui
from nicegui.elements.mixins.text_element import TextElement

from sim.errors import ParleyError

ACCENT = "#1f5aa6"
CSS = r"""
body { font-size: 1.05rem; color: #1b1b1b; background: #ffffff; }
.nicegui-content { padding: 0; align-items: stretch; }
.sheet { width: 100%; max-width: 76rem; margin: 0 auto; padding: 0.75rem 1rem 3rem; box-sizing: border-box; }
.bar { background: #143a6b; color: #ffffff; padding: 0.5rem 1rem; display: flex; gap: 0.4rem 1.25rem;
  flex-wrap: wrap; align-items: baseline; }
.bar a { color: #ffffff; text-decoration: underline; text-underline-offset: 0.2em; }
.bar a[aria-current] { font-weight: 650; text-decoration-thickness: 0.18em; }
.bar a.skip:not(:focus), .aloud { position: absolute; width: 1px; height: 1px; overflow: hidden;
  clip-path: inset(50%); white-space: nowrap; }
.bar strong { font-size: 1.15rem; }
h1 { font-size: 1.6rem; line-height: 1.25; margin: 0.6rem 0 0.4rem; font-weight: 650; }
h2 { font-size: 1.25rem; line-height: 1.3; margin: 1.1rem 0 0.35rem; font-weight: 650; }
h3 { font-size: 1.05rem; line-height: 1.3; margin: 0.7rem 0 0.2rem; font-weight: 650; }
p { margin: 0.25rem 0; max-width: 48rem; }
main a { color: #1f5aa6; text-decoration: underline; text-underline-offset: 0.15em; }
.buttons { display: flex; flex-wrap: wrap; gap: 0.5rem; margin: 0.5rem 0; align-items: center; }
ul.lines { margin: 0.1rem 0 0.4rem; padding-left: 1.2rem; list-style: disc; }
ul.lines li { margin: 0.12rem 0; overflow-wrap: anywhere; white-space: pre-wrap; }
ul.lines li.inner { list-style: none; margin-left: 0.8rem; color: #3d3d3d; }
.quiet { color: #555555; font-size: 0.95rem; }
.said { border-left: 4px solid #1f5aa6; padding: 0.3rem 0.7rem; margin: 0.4rem 0; white-space: pre-wrap;
  overflow-wrap: anywhere; }
.wrong { border-left-color: #a01919; color: #8a1212; }
.columns { display: grid; grid-template-columns: repeat(auto-fit, minmax(min(100%, 22rem), 1fr)); gap: 0.5rem 1.5rem;
  width: 100%; }
.pictures { display: grid; grid-template-columns: repeat(auto-fit, minmax(min(100%, 30rem), 1fr)); gap: 1rem; }
.pictures img, img.map { width: 100%; height: auto; }
img.map { max-width: 44rem; }
figure { margin: 0; }
figcaption { color: #3d3d3d; font-size: 0.95rem; }
@layer overrides {  /* of rules that are important the earlier layer wins, and Quasar's take the outline away */
  a:focus-visible, button:focus-visible, [tabindex]:focus-visible, input:focus-visible, summary:focus-visible {
    outline: 3px solid #c25500 !important; outline-offset: 2px !important; }
  .bar a:focus-visible { outline-color: #ffffff !important; }
  .sheet:focus { outline: none !important; }
  @supports selector(:has(input)) {
    .q-field:has(input:focus-visible) .q-field__control { outline: 3px solid #c25500; outline-offset: 2px; }
    .q-field input:focus-visible { outline: none !important; }
  }
}
.q-field--outlined .q-field__control::before { border-color: #6b6b6b; }
.q-btn { text-transform: none; font-size: 1rem; min-height: 2.6rem; }
.q-field__label, .q-field__native, .q-field__input { font-size: 1rem; }
.q-placeholder::placeholder { color: #555555; opacity: 1; }
table.seats { border-collapse: collapse; width: 100%; }
table.seats th, table.seats td { text-align: left; padding: 0.25rem 0.6rem 0.25rem 0; vertical-align: top;
  border-bottom: 1px solid #dddddd; }
table.seats th.head { font-weight: inherit; }
.range { width: 100%; accent-color: #1f5aa6; height: 1.6rem; }
.code { font-size: 2.2rem; letter-spacing: 0.18em; font-weight: 700; }
details > summary::before { content: "\25B8\00A0"; content: "\25B8\00A0" / ""; }
details[open] > summary::before { content: "\25BE\00A0"; content: "\25BE\00A0" / ""; }
details summary { list-style: none; cursor: pointer; padding: 0.35rem 0; font-weight: 600; color: #143a6b; }
@media (min-width: 1800px) { body { font-size: 1.3rem; } .sheet { max-width: 100rem; } }
@media (prefers-reduced-motion: reduce) { * { transition: none !important; animation: none !important; } }
"""

MENU = """() => setTimeout(() => document.querySelectorAll('[role=listbox] > [tabindex]').forEach(
  (one) => one.removeAttribute('tabindex')))"""
"""What stands between a list and its options in a menu is no control: as one, it would part them for who listens."""
CHIP = """<q-chip dense removable :tabindex="props.tabindex" :remove-aria-label="'Remove ' + props.opt.label"
  @remove="props.removeAtIndex(props.index)">{{ props.opt.label }}</q-chip>"""
"""One of those chosen; its button says whom it removes."""


class Words(TextElement):
    """An element of HTML that holds text and nothing else."""

    def __init__(self, tag: str, text: str = "", classes: str = "") -> None:
        super().__init__(tag=tag, text=text)
        self.classes(classes)


def link(text: str, target: str) -> Words:
    """Place a link within this server."""
    made = Words("a", text)
    made.props["href"] = target
    return made


def frame(title: str, *links: tuple[str, str], here: str = "") -> AbstractContextManager[Any]:
    """Open a page: its bar with links, its title, and the sheet that what follows is placed on.

    Of the links, `here` is the target of the one that leads to this page.
    """
    ui.colors(primary=ACCENT, secondary="#143a6b", accent="#b0468f", positive="#136f5b", negative="#a01919")
    ui.add_css(CSS)
    ui.page_title(f"{title} – Parley")
    around = ui.context.client.content.parent_slot
    if around is not None:
        around.parent.tag = "div"  # NiceGUI makes a main of it, and the bar would be inside
    with labelled(ui.element("nav").classes("bar"), "Parley") as bar:
        Words("strong", "Parley")
        for text, target in links:
            made = link(text, target)
            if target == here:
                made.props["aria-current"] = "page"
    sheet = ui.element("main").classes("sheet")
    sheet.props["tabindex"] = "-1"
    with bar:
        link("To the content", f"#{sheet.html_id}").classes("skip").move(target_index=0)
    return sheet


def nothing(words: str) -> None:
    """Place a page that says that there is nothing here, and why."""
    with frame("Not found", ("Start", "/"), ("Join", "/join")):
        Words("h1", "Nothing here")
        Words("p", words)


def lines(shown: Iterable[str]) -> None:
    """Place lines as a list; those that are indented belong to the one above. No line, no list."""
    shown = list(shown)
    if not shown:
        return
    with ui.element("ul").classes("lines"):
        for line in shown:
            Words("li", line.strip(), "inner" if line.startswith("  ") and line.strip()[:1] not in "+-" else "")


def screen_view(shown: Iterable[tuple[str, Sequence[str]]], level: int = 3) -> None:
    """Place the sections of a screen of the seat."""
    for title, texts in shown:
        Words(f"h{level}", title)
        lines(texts)


def picture(source: str, words: str, classes: str = "") -> None:
    """Place a picture with words for those who cannot see it."""
    made = ui.element("img").classes(classes)
    made.props["src"] = source
    made.props["alt"] = words


def figure(source: str, title: str, caption: str) -> None:
    """Place a picture with its title and caption."""
    with ui.element("figure"):
        Words("h3", title)
        picture(source, f"{title} {caption}".strip())
        if caption:
            Words("figcaption", caption)


def details(title: str) -> AbstractContextManager[Any]:
    """Open something that is folded until it is asked for."""
    made = ui.element("details")
    with made:
        Words("summary", title)
    return made


def aloud(tag: str, text: str = "", classes: str = "") -> Words:
    """Place words that are read aloud whenever they change; they are never hidden, or the change would not be heard."""
    made = Words(tag, text, classes)
    made.props["role"] = "status"
    made.props["aria-live"] = "polite"
    return made


def table_of(title: str, *heads: str) -> AbstractContextManager[Any]:
    """Open a table with the heads of its columns; `title` is what it is called when it is read aloud."""
    made: ui.element = labelled(ui.element("table").classes("seats"), title)
    with made, ui.element("tr"):
        for head in heads:
            Words("th", head).props["scope"] = "col"
    return made


def row(head: str, *cells: str) -> None:
    """Place a row of a table; its first cell says what the others are of."""
    with ui.element("tr"):
        Words("th", head, "head").props["scope"] = "row"
        for cell in cells:
            Words("td", cell)


def focus(element: Any, *, if_lost: bool = False) -> None:
    """Move the keyboard to an element, since what had it goes away; `if_lost`: only where nothing has it any more."""
    when = "there && !document.activeElement?.offsetParent" if if_lost else "there"
    element.client.run_javascript(f"""setTimeout(() => {{
      const there = document.getElementById("{element.html_id}");
      if (!({when})) return;
      there.focus({{preventScroll: true}});
      if (there.matches(":focus-visible")) there.scrollIntoView({{block: "nearest"}});
    }}, 50)""")  # once what has changed is drawn; whoever uses a mouse stays where they read


class Notice:
    """A place for what is answered, read aloud when it changes."""

    def __init__(self) -> None:
        self._words = aloud("div")
        self._words.props["tabindex"] = "-1"

    def say(self, text: str, *, is_wrong: bool = False) -> None:
        """Show a text."""
        self._words.set_text(text)
        self._words.classes(**{"add" if text else "remove": "said"})
        self._words.classes(**{"add" if text and is_wrong else "remove": "wrong"})

    def focus(self) -> None:
        """Move the keyboard here, from a button that goes away once it is pressed."""
        focus(self._words)


def guarded(notice: Notice, do: Callable[[], Any]) -> Any:
    """Do something; a mistake of whoever asked for it is said in one line."""
    try:
        return do()
    except ParleyError as mistake:
        notice.say(str(mistake), is_wrong=True)
        return None


def labelled(element: Any, words: str) -> Any:
    """Give an element the name by which it is read aloud."""
    element.props["aria-label"] = words
    return element


def button(text: str, do: Callable[[], Any], *, is_main: bool = False) -> ui.button:
    """Place a button."""
    made = ui.button(text, on_click=do)
    made.props("no-caps" if is_main else "no-caps outline")
    return made


def buttons() -> AbstractContextManager[Any]:
    """Open a row of buttons."""
    return ui.element("div").classes("buttons")


def choice(options: Any, words: str, value: Any = None, **more: Any) -> ui.select:
    """Place a select with its label."""
    made = ui.select(options, label=words, value=value, **more)
    # Without a transition: on a slow machine a menu asked for in the middle of one stays unseen.
    made.classes("w-full").props("outlined dense options-dense transition-duration=0")
    made.on("popup-show", js_handler=MENU)
    return made


def choices(options: Any, words: str, **more: Any) -> ui.select:
    """Place a select of any number, with its label.

    Each name that is put in or taken out counts by itself. The browser sends the whole list as well, which lacks
    what was chosen a moment before and has not come back from the server yet: that list is not taken.
    """
    made = choice(options, words, [], multiple=True, **more)
    chosen: list[Any] = []

    def show() -> None:
        if made.value != chosen:
            made.set_value(list(chosen))

    def change(event: Any) -> None:
        one = list(made.options)[event.args["value"]["value"]]
        if one in chosen:
            chosen.remove(one)
        else:
            chosen.append(one)
        show()

    made.on("add", change)
    made.on("remove", change)
    made.on_value_change(show)
    return made
