"""The Mesa model of the talks: steps through the compiled week with a cursor, and tells what happens."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np

from sim.agents.base import StateAgent
from sim.agents.loading import mesa
from sim.agents.registry import agent_class, imported_class
from sim.domain.act import Week
from sim.domain.package import Deal
from sim.domain.result import Names, Outcome, RunResult
from sim.errors import UsageError
from sim.narration import Narrator
from sim.rules.outcome import OUTCOME_INTS, take_stock
from sim.rules.sitting import DECIDE, MEDIATE, OPEN, Sitting
from sim.scenario.compile import Compiled
from sim.state import columns as c
from sim.state.layout import box
from sim.state.params import Params
from sim.state.view import View


class Talks(mesa.Model):
    """One run of a scenario.

    Parameters
    ----------
    compiled
        The scenario as arrays.
    seed, run
        Keys of all that is drawn.
    centre
        Take every number at its centre and let nothing happen by chance.
    conducts
        Conduct of the user's own by party, ``package.module:Class``; of all parties under ``*``.
    told
        Whether to tell the weeks as they pass; many runs are played untold.

    Raises
    ------
    UsageError
        If a conduct is given to a party that is not there, or cannot be imported.

    Examples
    --------
    >>> from sim.scenario.compile import compile_scenario
    >>> from sim.scenario.load import load
    >>> talks = Talks(compile_scenario(load("ring")), centre=True)
    >>> talks.play()
    >>> [release.asset for release in talks.result().deals[0].delivered.releases]
    ['al', 'bo', 'cy']
    """

    def __init__(
        self,
        compiled: Compiled,
        seed: int = 0,
        run: int = 0,
        *,
        centre: bool = False,
        conducts: Mapping[str, str] | None = None,
        told: bool = True,
    ) -> None:
        super().__init__(rng=seed)
        self.compiled = compiled
        self.seed = None if centre else seed
        self.run_number = run
        self.sitting = Sitting.start(compiled.params(seed, run, centre=centre), dict(compiled.sizes))
        self.narrator = Narrator(compiled)
        self.is_told = told
        self.transcript: list[Week] = []
        own = dict(conducts or {})
        for party in own:
            if party != "*" and party not in compiled.index.parties:
                known = ", ".join(compiled.index.parties)
                raise UsageError(f"--conduct {party}=…: found no party {party}; allowed: {known}")
        self.parties: list[StateAgent] = []
        for party, name in zip(compiled.index.parties, compiled.index.conducts, strict=True):
            spec = own.get(party, own.get("*"))
            shell = imported_class(spec) if spec else agent_class(name)
            self.parties.append(shell(self, party, dict(compiled.sizes)))

    @property
    def params(self) -> Params:
        """Return the fixed part of the run."""
        return self.sitting.params

    @property
    def week(self) -> int:
        """Return the number of weeks played."""
        return int(self.sitting.world.now[c.WEEK])

    @property
    def is_over(self) -> bool:
        """Return whether the last week has been played."""
        return self.sitting.is_over

    def whose_turn(self) -> StateAgent | None:
        """Return the agent whose decision is next, or None between decisions."""
        if self.sitting.cursor.phase in (DECIDE, MEDIATE):
            return self.parties[self.sitting.cursor.party]
        return None

    def advance(self) -> None:
        """Take one step: open a week, one decision, one text, or the rest of the week."""
        agent = self.whose_turn()
        if agent is None:
            self.sitting.step()
        else:
            mediates = self.sitting.cursor.phase == MEDIATE
            if not mediates and agent.is_built_in and not self.sitting.is_awake:
                self.sitting.step()
            else:
                view: View = self.sitting.look()
                self.sitting.step(agent.table_text(view) if mediates else agent.decide(view))
        if self.is_told and self.sitting.cursor.phase == OPEN:
            self.transcript.append(self.narrator.tell(self.sitting.params, self.sitting.world, self.week - 1))

    def step(self) -> None:
        """Play on to the end of the week."""
        self.advance()
        while self.sitting.cursor.phase != OPEN:
            self.advance()

    def play(self) -> None:
        """Play every week that is left."""
        while not self.is_over:
            self.step()

    def result(self, *, told: bool = True) -> RunResult:
        """Return what the run has come to so far."""
        compiled, world, params = self.compiled, self.sitting.world, self.sitting.params
        executed = [d for d in range(c.DEALS) if world.deals[d, c.DEAL_STAGE] == c.EXECUTED]
        executed.sort(key=lambda d: (int(world.deals[d, c.DEAL_EXECUTED]), d))
        deals: list[Deal] = [self.narrator.deal(params, world, d) for d in executed]
        utilities, reservations = np.zeros(len(compiled.index.parties)), np.zeros(len(compiled.index.parties))
        take_stock(
            box(params), box(world), np.zeros((c.DEALS, OUTCOME_INTS), np.int16),
            np.zeros((c.DEALS, len(compiled.index.assets)), np.int8), utilities, reservations,
        )  # fmt: skip
        parties = {}
        scenario = compiled.scenario
        for name in (one for one in scenario.parties if one in compiled.index.parties):
            n = compiled.index.parties.index(name)
            utility, reservation = float(utilities[n]), float(reservations[n])
            parties[name] = Outcome(utility, reservation, utility - reservation if executed else 0.0)
        names = Names(
            {name: scenario.parties[name].name or name for name in compiled.index.parties},
            {name: asset.name for name, asset in scenario.assets.items()},
            {name: channel.name or name for name, channel in scenario.channels.items()},
            {name: venue.name for name, venue in scenario.venues.items()},
        )
        return RunResult(
            compiled.name, compiled.title, self.seed, self.run_number, compiled.start, compiled.weeks,
            tuple(deals), parties, names, tuple(self.transcript) if told else (),
        )  # fmt: skip

    def snapshot(self) -> bytes:
        """Return the run as bytes, at any decision; `restore` continues it from here."""
        return self.sitting.snapshot()

    def restore(self, stored: bytes) -> None:
        """Continue from a snapshot of the same scenario; weeks already told stay told."""
        self.sitting.restore(stored)
        self.transcript = [week for week in self.transcript if week.index < self.week]
