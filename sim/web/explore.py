"""Pages about one scenario: move numbers and play, compare with a variant, step through a run, ask why."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from nicegui import ui

from sim.errors import UsageError
from sim.scenario.find import Listed, base_of, list_scenarios
from sim.scenario.load import load
from sim.web.job_view import JobView, draw_answer
from sim.web.jobs import Jobs
from sim.web.limits import RUNS, runs_of
from sim.web.look import Notice, Words, button, buttons, choice, frame, guarded, labelled, lines, link, nothing
from sim.web.sliders import Slider, sliders
from sim.web.weeks import Weeks

LARGE = 40
"""With more assets than these a run takes tens of milliseconds."""
VIEWS = (("explore", "Explore"), ("compare", "Compare"), ("story", "Week by week"), ("why", "Why"))


def shipped(name: str) -> Listed:
    """Return a shipped scenario by its id; a page opens no other file.

    Raises
    ------
    UsageError
        If there is none.
    """
    known = {one.id: one for one in list_scenarios()}
    if name not in known:
        raise UsageError(f"scenario {name[:40]!r}: found none of that name; allowed: {', '.join(known)}")
    return known[name]


def pages(jobs: Jobs) -> None:
    """Register the pages about a scenario."""

    @ui.page("/")
    def home() -> None:
        with frame("Parley", ("Explore", "/explore/ankara-2024"), ("Hold a class", "/class"), ("Join", "/join")):
            Words("h1", "States bargain over prisoners")
            Words("p", "Change something, and see what would have happened; or sit down at a table and bargain.")
            with ui.element("div").classes("columns"):
                for title, words, target, text in (
                    (
                        "Explore",
                        "Move a number, play many runs, see who comes home.",
                        "/explore/ankara-2024",
                        "Explore",
                    ),
                    ("Hold a class", "Open a room with tables; students take seats.", "/class", "Open a room"),
                    ("Join a class", "With the code that your lecturer has.", "/join", "Join"),
                ):
                    with ui.element("section"):
                        Words("h2", title)
                        Words("p", words)
                        link(text, target)
            Words("h2", "Scenarios")
            with ui.element("ul").classes("lines"):
                for one in list_scenarios():
                    with ui.element("li"):
                        link(one.title, f"/explore/{one.id}")

    views: tuple[tuple[str, Callable[[Jobs, str], None]], ...] = (
        ("explore", _explore), ("compare", _compare), ("story", _story), ("why", _why),
    )  # fmt: skip
    for path, view in views:
        _register(path, view, jobs)


def _register(path: str, view: Callable[[Jobs, str], None], jobs: Jobs) -> None:
    @ui.page(f"/{path}/{{scenario}}")
    def page(scenario: str) -> None:
        try:
            shipped(scenario)
        except UsageError as mistake:
            nothing(str(mistake))
            return
        view(jobs, scenario)


def _head(scenario: str, view: str, title: str) -> Any:
    links = ((words, f"/{path}/{scenario}") for path, words in VIEWS)
    sheet = frame(title, ("Start", "/"), *links, here=f"/{view}/{scenario}")
    with sheet:
        Words("h1", title)
        known = {one.id: one.title for one in list_scenarios()}
        made = choice(known, "Scenario: choosing another opens its page", scenario, with_input=False)
        made.on_value_change(lambda event: ui.navigate.to(f"/{view}/{event.value}"))
    return sheet


@dataclass
class Controls:
    """Sliders and what was done with them."""

    known: list[Slider]
    values: dict[str, float]
    notice: Notice

    def sets(self) -> tuple[str, ...]:
        """Return the changes that the moved sliders make."""
        return tuple(one.change(self.values[one.path]) for one in self.known if one.path in self.values)


def _controls(scenario: str) -> Controls:
    """Place a slider for each number that matters, with where it comes from."""
    made = Controls(sliders(scenario), {}, Notice())
    with ui.element("div").classes("columns"):
        for one in made.known:
            _slider(made, one)
    return made


def _slider(made: Controls, one: Slider) -> None:
    with ui.element("section"):
        Words("h3", one.words)
        said = Words("p", f"{one.centre:.4g} (as in the scenario)", "quiet")
        slider = ui.element("input").classes("range")  # the browser's own: it knows the keyboard and says its value
        for name, value in (("type", "range"), ("min", one.low), ("max", one.high), ("step", one.step),
                            ("value", one.centre)):  # fmt: skip
            slider.props[name] = value
        labelled(slider, f"{one.words}, {one.low:.4g} to {one.high:.4g}")

        def moved(event: Any) -> None:
            value = number_of(event.args)
            if value is None or abs(value - one.centre) < 0.5 * one.step:
                made.values.pop(one.path, None)
                said.set_text(f"{one.centre:.4g} (as in the scenario)")
            else:
                made.values[one.path] = value
                said.set_text(f"{value:.4g} (held there in every run; {one.centre:.4g} in the scenario)")

        slider.on("input", moved, js_handler="(event) => emit(event.target.value)", throttle=0.05)
        source = Words("p", f"From {one.low:.4g} to {one.high:.4g}. Source: {one.source}.", "quiet")
        slider.props["aria-describedby"] = f"{said.html_id} {source.html_id}"


def number_of(found: object) -> float | None:
    """Return what a browser says a slider stands at; None if that is no number.

    >>> number_of("2.5"), number_of("<b>"), number_of(None)
    (2.5, None, None)
    """
    try:
        return float(found) if isinstance(found, str | int | float) else None
    except ValueError:
        return None


def _numbers(runs: int) -> tuple[ui.number, ui.number]:
    with ui.element("div").classes("columns"):
        how_many = ui.number("Runs", value=runs, min=10, max=RUNS, step=10, format="%d").props("outlined dense")
        seed = ui.number("Seed: the same seed gives the same luck", value=0, min=0, max=10**9, format="%d")
        seed.props("outlined dense")
    return how_many, seed


def seed_of(found: object) -> int:
    """Return the seed that was typed.

    Raises
    ------
    UsageError
        If it is none.
    """
    if not isinstance(found, int | float) or found != found or not 0 <= found <= 10**9 or found != int(found):
        raise UsageError(f"seed: found {found!r:.40}; allowed: a whole number from 0 to 1,000,000,000")
    return int(found)


def _runs_at_once(scenario: str) -> int:
    """Return how many runs the page proposes: fewer where each takes longer."""
    return 200 if len(load(scenario).scenario.assets) > LARGE else 500


def _explore(jobs: Jobs, scenario: str) -> None:
    with _head(scenario, "explore", f"Explore: {shipped(scenario).title}"):
        Words("p", "Move what you doubt, then play. Everything else stays as the scenario has it.")
        how_many, seed = _numbers(_runs_at_once(scenario))
        controls: Controls

        def play() -> None:
            sets = controls.sets()
            view.start("ensemble", scenario=scenario, sets=sets, runs=runs_of(how_many.value),
                       seed=seed_of(seed.value))  # fmt: skip

        with buttons():
            button("Play", lambda: guarded(view.notice, play), is_main=True)
        view = JobView(jobs, draw_answer)
        Words("h2", "What matters here")
        controls = _controls(scenario)


def _compare(jobs: Jobs, scenario: str) -> None:
    with _head(scenario, "compare", f"Compare: {shipped(scenario).title}"):
        Words("p", "The scenario beside a variant of it, run for run with the same luck: what differs is the change.")
        files = {"": "the sliders below"} | {
            one.id: one.title
            for one in list_scenarios()
            if one.path.parent.name == "what-if" and base_of(one.path) == scenario
        }
        variant = choice(files, "Variant", "")
        how_many, seed = _numbers(_runs_at_once(scenario) // 2)
        controls: Controls

        def play() -> None:
            sets = controls.sets() if not variant.value else ()
            if not variant.value and not sets:
                raise UsageError("variant: found no slider that was moved; move one, or choose a variant")
            runs = runs_of(how_many.value)
            if runs > RUNS // 2:
                raise UsageError(f"runs: found {runs:,}; allowed here: {RUNS // 2:,}, since each is played twice")
            chosen = (variant.value,) if variant.value else ()
            view.start("compare", scenario=scenario, variants=chosen, sets=sets, runs=runs, seed=seed_of(seed.value))

        with buttons():
            button("Compare", lambda: guarded(view.notice, play), is_main=True)
        view = JobView(jobs, draw_answer)
        Words("h2", "What to change")
        controls = _controls(scenario)


def _story(jobs: Jobs, scenario: str) -> None:
    with _head(scenario, "story", f"Week by week: {shipped(scenario).title}"):
        Words("p", "One run, told: who put what to whom, and why each said yes or no. Quiet weeks are left out.")
        centre = ui.checkbox("Every number at its centre, nothing by chance", value=True)
        number = ui.number("Otherwise this run", value=0, min=0, max=10**6, format="%d").props("outlined dense")

        def play() -> None:
            weeks.clear()
            run = seed_of(number.value)
            view.start("story", scenario=scenario, sets=(), seed=-1 if centre.value else 0, run=run)

        with buttons():
            button("Tell", lambda: guarded(view.notice, play), is_main=True)
        view = JobView(jobs, lambda job: weeks.draw(job), keeps=True)
        weeks = Weeks()


def _why(jobs: Jobs, scenario: str) -> None:
    people = {name: one.name for name, one in load(scenario).scenario.assets.items() if one.kind == "person"}
    with _head(scenario, "why", f"Why: {shipped(scenario).title}"):
        Words("p", "Why somebody is or is not freed when every number is at its centre, and what would turn it.")
        who = choice(people, "Who", next(iter(people)), with_input=True)

        def ask() -> None:
            if who.value not in people:
                raise UsageError("who: found nobody; choose somebody from the list")
            view.start("why", scenario=scenario, sets=(), asset=who.value)

        with buttons():
            button("Ask", lambda: guarded(view.notice, ask), is_main=True)
        Words("p", "The search for the smallest change plays many runs; it can take a minute.", "quiet")
        view = JobView(jobs, lambda job: lines(job.answer["lines"]))
