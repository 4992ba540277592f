"""What keeps somebody from reading a page or from working it by keyboard, as a browser shows it."""

from __future__ import annotations

from typing import Any

COLOURS = """
const numbers = (text) => {
  const all = (text.match(/[\\d.]+/g) || []).map(Number);
  return [...all.slice(0, 3), all[3] ?? 1];
};
const over = (top, below) => [0, 1, 2].map((at) => top[3] * top[at] + (1 - top[3]) * below[at]).concat(1);
const ground = (one) => {
  if (!one) return [255, 255, 255, 1];
  const own = numbers(getComputedStyle(one).backgroundColor);
  return own[3] === 1 ? own : over(own, ground(one.parentElement));
};
const light = (colour) => {
  const linear = (share) => (share <= 0.04045 ? share / 12.92 : ((share + 0.055) / 1.055) ** 2.4);
  const [r, g, b] = colour.map((one) => linear(one / 255));
  return 0.2126 * r + 0.7152 * g + 0.0722 * b;
};
const contrast = (one, other) => {
  const [most, least] = [light(one), light(other)].sort((a, b) => b - a);
  return (most + 0.05) / (least + 0.05);
};
"""
NAME = """
const nameOf = (one) => (one.getAttribute("aria-label") || one.getAttribute("alt")
  || [...(one.labels || [])].map((label) => label.innerText).join(" ") || one.innerText || "").trim();
"""
FAULTS = """() => {
%s%s
const found = [], seen = (one) => one.checkVisibility({visibilityProperty: true});
const all = (which) => [...document.querySelectorAll(which)].filter(seen);
const say = (what, one) => found.push(`${what}: ${one.outerHTML.slice(0, 160)}`);
if (!document.documentElement.lang) found.push("no language");
if (!document.title.trim()) found.push("no title");
if (document.documentElement.scrollWidth > innerWidth) found.push(`wider than the window, ${innerWidth}`);
if (all("main, [role=main]").length !== 1) found.push("not one main part");
for (const one of all("main nav, nav main")) say("one part of the page inside another", one);
const levels = all("h1, h2, h3, h4, h5, h6").map((one) => Number(one.tagName[1]));
if (levels.filter((one) => one === 1).length !== 1) found.push("not one heading of the first level");
levels.forEach((one, at) => {
  if (one > (levels[at - 1] ?? 0) + 1) found.push(`headings leave a level out: ${levels}`);
});
for (const one of all(`a[href], button, input, summary, img, table, nav, [role=button], [role=checkbox],
  [role=combobox], [role=progressbar], [role=option]`)) if (!nameOf(one)) say("no name", one);
const names = all("button, summary, [role=button]").map(nameOf);
names.forEach((one, at) => { if (names.indexOf(one) < at) found.push(`two buttons called ${one}`); });
for (const one of all("ul:empty, ol:empty, p > ul")) say("an empty list", one);
for (const one of all("th:not([scope])")) say("a head of nothing", one);
for (const one of all("[role=listbox] > [tabindex]")) say("a control between a list and its options", one);
for (const one of all(".q-field--outlined .q-field__control")) {
  if (contrast(numbers(getComputedStyle(one, "::before").borderTopColor), ground(one)) < 3) say("a faint border", one);
}
const texts = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
while (texts.nextNode()) {
  const one = texts.currentNode.parentElement, style = getComputedStyle(one);
  if (!texts.currentNode.data.trim() || !seen(one) || one.closest("script, style, :disabled, .disabled")) continue;
  const size = parseFloat(style.fontSize);
  const least = size >= 24 || (size >= 18.66 && style.fontWeight >= 700) || one.matches(".q-icon") ? 3 : 4.5;
  const below = ground(one), found = contrast(over(numbers(style.color), below), below);
  if (found < least) say(`contrast ${found.toFixed(2)}, not ${least}`, one);
}
return found;
}""" % (COLOURS, NAME)  # noqa: UP031
STOP = """() => {
%s%s
const one = document.activeElement;
if (!one || one === document.body) return null;
const stops = (window.stops = window.stops || []);
const first = stops.includes(one) ? false : stops.push(one) > 0;
const shown = one.matches(".q-field input") ? one.closest(".q-field").querySelector(".q-field__control") : one;
const style = getComputedStyle(shown), box = one.getBoundingClientRect();
const edge = contrast(numbers(style.outlineColor), ground(shown.parentElement));
const isDrawn = style.outlineStyle === "solid" && parseFloat(style.outlineWidth) >= 2 && edge >= 3;
return {name: nameOf(one), first, isShown: isDrawn && box.bottom > 0 && box.top < innerHeight};
}""" % (COLOURS, NAME)  # noqa: UP031
LEFT = """() => [...document.querySelectorAll("a[href], button, input, summary, [role=button], [tabindex='0']")].filter(
  (one) => one.checkVisibility() && !one.disabled && one.getAttribute("tabindex") !== "-1"
  && !one.closest("[aria-hidden=true]") && !window.stops.includes(one)).map((one) => one.outerHTML.slice(0, 160))"""
MOST = 200
"""Presses of Tab after which a page is thought to hold the keyboard fast."""


def faults(page: Any) -> list[str]:
    """Return what is missing on a page for those who hear it, see little, or have a small screen."""
    found: list[str] = page.evaluate(FAULTS)
    return found


def held(page: Any) -> Any:
    """Return what has the keyboard: its name, and whether one sees that it has; None if nothing has."""
    return page.evaluate(STOP)


def lost(page: Any) -> list[str]:
    """Go through a page by Tab from its top; return what is not reached, and where one does not see where one is."""
    page.evaluate("() => { window.stops = []; document.querySelector('a[href]').focus(); }")
    page.keyboard.press("Shift+Tab")
    unseen = []
    for _ in range(MOST):
        page.keyboard.press("Tab")
        at = held(page)
        if at is None or not at["first"]:
            break
        if not at["isShown"]:
            unseen.append(f"not to be seen: {at['name']}")
    return [*unseen, *(f"not reached: {one}" for one in page.evaluate(LEFT))]


def tab_to(page: Any, name: str) -> None:
    """Press Tab until what has the keyboard is called so."""
    for _ in range(MOST):
        page.keyboard.press("Tab")
        at = held(page)
        if at is not None and at["name"].startswith(name):
            return
    raise AssertionError(f"Tab does not come to {name!r}")
