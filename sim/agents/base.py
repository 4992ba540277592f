"""A state at the table: a Mesa agent that decides on a view and on nothing else.

Subclass `StateAgent` and give it ``decide(view) -> acts`` to plug in a conduct of your own, by the
entry-point group ``parley.conduct`` or with ``--conduct package.module:Class``. The agent never passes
itself or the model, so that nothing can be seen but the view: one's own preferences, public facts and
what one's channels delivered.
"""

from __future__ import annotations

from itertools import count
from typing import Any, ClassVar
from weakref import WeakKeyDictionary

from sim.agents.loading import mesa
from sim.rules.week import decide
from sim.scenario.compile import conduct_code
from sim.state import acts as a
from sim.state.acts import Acts
from sim.state.layout import allocate, box
from sim.state.view import View
from sim.tactics import draft as d
from sim.tactics.draft import Draft


class Numbers(WeakKeyDictionary[mesa.Model, Any]):
    """The next agent's number in each model; unlike Mesa's own table of them it keeps no model alive."""

    def __getitem__(self, model: mesa.Model) -> Any:
        return self.setdefault(model, count(1))


class StateAgent(mesa.Agent):
    """A party of the talks.

    Parameters
    ----------
    model
        The Mesa model that it belongs to.
    party
        The party's id in the scenario.
    sizes
        Shapes of the arrays.
    """

    conduct: ClassVar[str] = "HoldingState"
    """Name of the built-in conduct by which it decides unless `decide` is overridden."""
    _ids = Numbers()  # Mesa's, which would keep every world that was ever played until the process ends

    def __init__(self, model: mesa.Model, party: str, sizes: dict[str, int]) -> None:
        super().__init__(model)
        self.party = party
        self._acts = allocate(Acts, a.LAYOUT, sizes)
        self._draft = allocate(Draft, d.LAYOUT, sizes)

    @property
    def is_built_in(self) -> bool:
        """Return whether it decides by built-in conduct."""
        return type(self).decide is StateAgent.decide

    def decide(self, view: View) -> Acts:
        """Return the week's acts, one for each channel, from what the party may see.

        An override may start from ``super().decide(view)`` and change it. See `sim.state.columns`
        for what stands where.
        """
        return self.by_conduct(view, mediates=False)

    def table_text(self, view: View) -> Acts:
        """Return a mediator's text, if it has one to table."""
        return self.by_conduct(view, mediates=True)

    def by_conduct(self, view: View, *, mediates: bool) -> Acts:
        """Return what the built-in conduct decides."""
        decide(conduct_code(self.conduct), box(view), box(self._acts), box(self._draft), mediates)
        return self._acts
