"""No screen before the debrief holds a private number of another party."""

from __future__ import annotations

from hypothesis import given, settings
from hypothesis import strategies as st

from sim.scenario.compile import conduct_code
from sim.seat.briefing import beliefs, briefing, my_channels, people
from sim.seat.game import Game, Key
from sim.seat.news import news
from sim.seat.offerable import why_not_offerable
from sim.seat.options import options, table
from sim.seat.order import Order, acts_of, levels
from sim.seat.screen import as_text
from sim.seat.staff import advice, consult
from sim.state import columns as c
from tests.properties.test_view import changed, private_rows, private_talks
from tests.support.build import compiled, talks
from tests.support.random_scenarios import scenarios


def seated(data, party, seed, weeks):
    """Return a game after some weeks in which the seat waits."""
    made = compiled(data)
    game = Game(made, Key("made_up", made.index.parties[party % len(made.index.parties)], seed))
    for _ in range(weeks):
        if not game.is_over:
            game.send()
    return game


def all_screens(game, view):
    """Return the text of every screen that there is before the debrief."""
    labels, sizes = game.labels, game.compiled.sizes
    x = levels(view, ((0, 1),))
    shown = [
        briefing(view, labels), people(view, labels), news(view, game.before, labels), options(view, labels),
        table(view, labels), consult(view, sizes, labels, x, -1, -1),
        advice(view, sizes, labels, conduct_code(game.compiled.index.conducts[game.me])),
    ]  # fmt: skip
    shown += [beliefs(view, labels, other) for other in range(len(labels.parties)) if other != game.me]
    reasons = [why_not_offerable(view, labels, at, x) for at in my_channels(view)]
    return "\n".join([*map(as_text, shown), *reasons])


@settings(max_examples=40)
@given(scenarios(), st.one_of(st.none(), st.integers(0, 999)), st.integers(0, 9), st.integers(0, 12))
def test_no_screen_tells_what_another_party_alone_knows(data, seed, party, weeks):
    """Change any private number of another's, and every screen keeps its bytes."""
    game = seated(data, party, seed, weeks)
    if game.is_over:
        return
    sitting = game.talks.sitting
    before = all_screens(game, game.view)
    places = private_rows(sitting, game.me) + private_talks(sitting, game.me)
    changed(places)
    assert all_screens(game, sitting.look()) == before


def test_a_screen_tells_ones_own_numbers():
    """The same change to one's own gain is seen, so that the property above can fail."""
    game = seated(talks(), 0, None, 0)
    before = all_screens(game, game.view)
    game.talks.sitting.params.gain[game.me, 1] += 1.0
    assert all_screens(game, game.talks.sitting.look()) != before


@settings(max_examples=60)
@given(scenarios(), st.integers(0, 999), st.integers(0, 9), st.integers(0, 8), st.data())
def test_the_seat_and_the_rules_allow_the_same_packages(data, seed, party, weeks, chosen):
    """What the seat says cannot be proposed the rules drop, and nothing else."""
    game = seated(data, party, seed, weeks)
    if game.is_over:
        return
    view, labels = game.view, game.labels
    mine = [at for at in my_channels(view) if view.open_channel[at]]
    if not mine:
        return
    channel = chosen.draw(st.sampled_from(mine), "channel")
    count = len(labels.assets)
    items = chosen.draw(st.dictionaries(st.integers(0, count - 1), st.integers(1, 3), min_size=1, max_size=4), "items")
    problem = why_not_offerable(view, labels, channel, levels(view, tuple(items.items())))
    order = Order("it", c.PROPOSE, channel, package=tuple(items.items()), until=int(view.who[1]) + 4)
    game._sent = (order,)
    game.log.append(("it",))
    game.talks.sitting.step(acts_of(view, (order,)))
    game._go_on()
    assert bool(game.undone) == bool(problem), problem
