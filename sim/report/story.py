"""A run told week by week: who asked whom for what, and why each said yes or no."""

from __future__ import annotations

from collections.abc import Iterator

from sim.domain.act import Act, ActKind, Happening, ObjectionKind, Reason
from sim.domain.package import Package
from sim.domain.result import RunResult

WHY = {
    Reason.BY_ASPIRATION: "it is good enough",
    Reason.BY_NEXT_BID: "it is no worse than what it offers itself",
    Reason.BY_DEADLINE: "time is running out and it is better than nothing",
    Reason.BELOW_RESERVATION: "it would be worse than no deal",
    Reason.BELOW_ASPIRATION: "it hopes for more",
    Reason.RED_LINE: "it crosses a red line",
    Reason.RATIFIER_AGAINST: "those who must ratify at home would not",
    Reason.NOT_MINE: "it is asked for what is not its own to give",
    Reason.CONDITION_GONE: "somebody in it is no longer to be had",
    Reason.FOLLOWS_PATRON: "it follows its patron",
    Reason.SERVES_AS_HOST: "it gains from being needed",
}
"""Why a party says yes or no, as the end of a sentence."""
# Most names that a sentence spells out.
SPELLED = 6


class Story:
    """Sentences about one run; names are those of the scenario."""

    def __init__(self, result: RunResult) -> None:
        self.result = result
        self.parties, self.assets = result.names.parties, result.names.assets
        self._author = {
            act.paper: act.party
            for week in result.transcript
            for act in week.acts
            if act.paper is not None and act.kind in (ActKind.PROPOSE, ActKind.ASK)
        }

    def lines(self) -> Iterator[tuple[str, str]]:
        """Yield (kind, sentence): kind is ``date``, ``event``, ``act``, ``deal``; quiet weeks are skipped."""
        for week in self.result.transcript:
            spoken = [(kind, text) for kind, text in self._week(week.happenings, week.acts) if text]
            if spoken:
                yield "date", f"Week {week.index + 1}, from {week.date.day} {week.date:%B %Y}"
                yield from spoken

    def _week(self, happenings: tuple[Happening, ...], acts: tuple[Act, ...]) -> Iterator[tuple[str, str]]:
        before = [one for one in happenings if one.kind in ("event", "enters", "void")]
        after = [one for one in happenings if one.kind not in ("event", "enters", "void", "lapsed", "ratified")]
        for one in before:
            yield "event", self._happening(one)
        for act in acts:
            yield "act", self._act(act)
        for one in after:
            yield ("deal" if one.kind in ("agreed", "executed") else "event"), self._happening(one)

    def sentence(self, one: Act | Happening) -> str:
        """Return one act or happening as a sentence; of waiting there is none."""
        return self._act(one) if isinstance(one, Act) else self._happening(one)

    def listed(self, ids: tuple[str, ...]) -> str:
        """Return names as a list; a long one is cut, with the number of the rest."""
        names = [self.assets[name] for name in ids]
        if len(names) > SPELLED:
            return f"{', '.join(names[:SPELLED])} and {len(names) - SPELLED} more"
        return " and ".join([", ".join(names[:-1]), names[-1]] if len(names) > 1 else names) or "nothing"

    def _happening(self, one: Happening) -> str:
        text = one.text[:1].upper() + one.text[1:]
        if one.kind in ("commitment", "ratifier_against", "not_ratified") and one.assets:
            verb = {"commitment": " for", "not_ratified": "; it asks for"}.get(one.kind, " and asks for")
            return f"{text}{verb} {self.listed(one.assets)}."
        return f"{text}."

    def package(self, package: Package, giver: str) -> str:
        """Return a package as what one party gives and gets."""
        gives = tuple(item.asset for item in package.items if item.giver == giver)
        gets = tuple(item.asset for item in package.items if item.giver != giver)
        place = f", in {self.result.names.venues[package.venue]}" if package.venue else ""
        word = f", {self.parties[package.guarantor]} to guarantee it" if package.guarantor else ""
        own = f"its own {self.listed(gives)}" if gives else "nothing of its own"
        return f"{own}, against {self.listed(gets)}{place}{word}"

    def _act(self, act: Act) -> str:
        who, to = self.parties[act.party], " and ".join(self.parties[name] for name in act.to)
        number = self._paper(act)
        if act.kind is ActKind.SOUND_OUT and act.asset:
            return f"{who} sounds out {to}, in a private letter, about {self.assets[act.asset]}."
        if act.kind is ActKind.ASK and act.asset:
            if act.package is not None:
                people = sum(one.count for one in act.package.releases)
                return (
                    f"{who} asks {to}, in a private letter, for {self.assets[act.asset]}, and shows a draft "
                    f"(paper {act.paper}) that would free {people} people{self._numbers(act)}."
                )
            return f"{who} tells {to} what it wants: {self.assets[act.asset]}."
        if act.kind is ActKind.PROPOSE and act.package is not None:
            if act.by_mediator:
                people = sum(one.count for one in act.package.releases)
                names = self.listed(act.package.assets)
                return f"{who} tables a text (paper {act.paper}) before {to} that would free {people} people: {names}."
            offer = self.package(act.package, act.party)
            return f"{who} proposes to {to} (paper {act.paper}): {offer}{self._numbers(act)}."
        if act.kind is ActKind.ACCEPT:
            return f"{who} accepts {number}: {WHY.get(act.reason, 'it is good enough')}{self._numbers(act)}."
        if act.kind is ActKind.COMMIT:
            own = tuple(item.asset for item in (act.package.items if act.package else ()) if item.giver == act.party)
            draft = f"the draft of {to} (paper {act.paper})"
            return f"{who} is ready to give {self.listed(own)} for {draft}{self._numbers(act)}."
        if act.kind is ActKind.REFUSE:
            if act.paper is None and act.asset:
                why = f"{WHY.get(act.reason, 'not so')}{self._objections(act)}"
                return f"{who} would not give {self.assets[act.asset]}: {why}{self._numbers(act)}."
            return (
                f"{who} refuses {number}: {WHY.get(act.reason, 'not so')}{self._objections(act)}{self._numbers(act)}."
            )
        if act.kind is ActKind.WITHDRAW:
            return f"{who} withdraws {number}: {WHY.get(act.reason, 'things have changed')}."
        if act.kind is ActKind.SENTENCE and act.asset:
            return f"{who} sentences {self.assets[act.asset]} to death."
        if act.kind is ActKind.PARDON and act.asset:
            return f"{who} pardons {self.assets[act.asset]}."
        return ""

    def _paper(self, act: Act) -> str:
        """Return which package is meant, by its author and number."""
        if act.paper is None:
            return "it"
        author = self._author.get(act.paper)
        if author is None:
            return f"paper {act.paper}"
        if author == act.party:
            return f"its own paper {act.paper}"
        name = self.parties[author]
        return f"{name}' paper {act.paper}" if name.endswith("s") else f"{name}'s paper {act.paper}"

    def _objections(self, act: Act) -> str:
        needs = [self.assets[one.asset] for one in act.objections if one.kind is ObjectionKind.NEEDS and one.asset]
        spares = [self.assets[one.asset] for one in act.objections if one.kind is ObjectionKind.NOT_THIS and one.asset]
        if act.paper is None and act.asset:  # that it would not give it has just been said
            spares = [name for name in spares if name != self.assets[act.asset]]
        much = [self.assets[one.asset] for one in act.objections if one.kind is ObjectionKind.TOO_MUCH and one.asset]
        said = []
        if needs:
            said.append(f"it needs {' and '.join(needs)}")
        if spares:
            said.append(f"what hurts most is {' and '.join(spares)}")
        if much:
            said.append(f"it cannot go so far with {' and '.join(much)}")
        if not said and any(one.kind is ObjectionKind.TOO_LITTLE for one in act.objections):
            said.append("too little")
        return "; " + "; ".join(said) if said else ""

    def _numbers(self, act: Act) -> str:
        if act.kind in (ActKind.PROPOSE, ActKind.ASK):
            return f" (worth {act.surplus:.1f} to it, chance of a yes {act.chance:.0%})"
        if act.target > 0.0:
            return f" (worth {act.surplus:+.1f} to it, it wants {act.target:.1f})"
        return f" (worth {act.surplus:+.1f} to it)"
