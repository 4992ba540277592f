"""The most for me as a mixed-integer programme, on an open draft: an oracle where nothing can be enumerated.

What is not linear is fixed outside: the place (it sets the chances of delivery), the least trust among those
who deliver, and the longest lead time. A convex concession curve is cut by tangents until the last one
touches; a threshold has a binary. Every answer is appraised by the rules themselves, so that a wrong model
shows as a package that misses something or is worth something else.
"""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np
from scipy.optimize import Bounds, LinearConstraint, milp
from scipy.sparse import csr_array

from sim.solutions.programme import silence
from sim.state import columns as c
from sim.state import view as v
from sim.tactics.belief import BELIEVED_GUARANTEE, BELIEVED_HOST, believed_faith
from sim.tactics.draft import LAGS
from sim.worth.utility import concession, faith, hosting_worth

HUGE = 1e3
GAP = 1e-6
SPARE = -5e-8
"""Where a margin counts as nothing or more: the rules allow a ten-millionth."""


class Rows:
    """Variables with their bounds, and rows low <= a·x <= high."""

    def __init__(self):
        self.low, self.high, self.integral = [], [], []
        self.rows, self.row_low, self.row_high = [], [], []

    def add(self, low=0.0, high=1.0, integral=1):
        self.low.append(low)
        self.high.append(high)
        self.integral.append(integral)
        return len(self.low) - 1

    def row(self, terms, low=-np.inf, high=np.inf):
        self.rows.append(terms)
        self.row_low.append(low)
        self.row_high.append(high)

    def solve(self, gains):
        """Return the variables of the optimum that maximises `gains`, or None."""
        n = len(self.low)
        cells = [(w, r, k) for r, terms in enumerate(self.rows) for k, w in merged(terms).items()]
        weights, down, across = zip(*cells)
        matrix = csr_array((weights, (down, across)), (len(self.rows), n))
        cost = np.zeros(n)
        for k, gain in merged(gains).items():
            cost[k] = -gain
        with silence():
            found = milp(
                cost, integrality=np.array(self.integral), bounds=Bounds(self.low, self.high),
                constraints=LinearConstraint(matrix, self.row_low, self.row_high), options={"mip_rel_gap": 1e-7},
            )  # fmt: skip
        return None if found.x is None else found.x


def merged(terms):
    """Return (variable, weight) pairs with equal variables added up."""
    out: dict[int, float] = {}
    for k, w in terms:
        out[k] = out.get(k, 0.0) + w
    return out


@dataclass
class Programme:
    """The programme of one open draft; `most` finds the best over places, trusts and lead times."""

    view: object
    draft: object

    def __post_init__(self):
        view, draft = self.view, self.draft
        self.me = int(view.who[v.ME])
        self.listed = [int(a) for a in np.flatnonzero(draft.top > 0)]
        self.parties = view.trust.shape[0]
        self.facts = view.asset_i
        self.lag = {a: min(LAGS - 1, math.ceil(view.weeks[a])) for a in self.listed}
        self.links = range(int(view.who[v.LINKAGES]))
        self.solved = 0

    def places(self):
        """Yield every venue and guarantor to choose from, nowhere and nobody among them."""
        view = self.view
        for venue in [-1, *np.flatnonzero(view.open_venue)]:
            for guarantor in [-1, *np.flatnonzero(view.guarantees)]:
                yield int(venue), int(guarantor)

    def most(self, appraise):
        """Return the best surplus and its package and place, by `appraise(x, place) -> (missed, surplus)`."""
        best, package, at = -np.inf, None, (-1, -1)
        delivering = {
            float(self.view.trust[self.facts[a, c.HOLDER]])
            for a in self.listed
            if self.facts[a, c.HOLDER] != self.me and self.view.gain[a] > 0.0
        }
        bounds = sorted(((self.solve(p, None, LAGS, 1.0)[0], p) for p in self.places()), reverse=True)
        for bound, place in bounds:
            if bound <= best + GAP:
                break
            for trust in sorted({1.0, *delivering}, reverse=True):
                lag = LAGS
                while lag >= 0:
                    worth, x = self.solve(place, trust, lag, None)
                    if x is None or self.surplus(worth, 0) <= best + GAP:
                        break
                    missed, own = appraise(x, place)
                    assert missed <= 1e-5, "the programme's package misses what the rules ask"
                    found = max((self.lag[a] for a in self.listed if x[a]), default=0)
                    assert own >= self.surplus(worth, found) - 1e-5, "the programme promises what the rules do not give"
                    if own > best:
                        best, package, at = own, x, place
                    lag = found - 1
        return best, package, at

    def surplus(self, worth, lag):
        """Return the surplus of a worth after so many weeks of lead time."""
        own = self.view.own_f
        weeks = lag + self.view.stock[v.STOCK_DELAY]
        return worth * (own[c.DISCOUNT] ** weeks if worth > 0.0 else 1.0) - self.view.stock[v.STOCK_RESERVATION]

    def solve(self, place, trust, longest, discount):
        """Return the greatest worth U at a place, and its package; as a bound of the surplus with `discount`.

        `trust` None: any, believed in as the highest.
        """
        view, draft, facts = self.view, self.draft, self.facts
        rows = Rows()
        level, there = {}, {}
        for a in self.listed:
            gains = facts[a, c.HOLDER] != self.me and view.gain[a] > 0.0
            shut = self.lag[a] > longest or (trust is not None and gains and view.trust[facts[a, c.HOLDER]] < trust)
            top = 0 if shut else int(draft.top[a])
            level[a] = rows.add(float(draft.low[a]), float(max(top, draft.low[a])))
            there[a] = level[a]
            if draft.top[a] > 1:
                there[a] = rows.add()
                rows.row([(level[a], 1.0), (there[a], -float(draft.top[a]))], high=0.0)
                rows.row([(level[a], 1.0), (there[a], -1.0)], low=0.0)
        rows.row([(there[a], 1.0) for a in self.listed if facts[a, c.KIND] == c.PERSON], low=1.0)
        for party in range(self.parties):
            own = [a for a in self.listed if facts[a, c.KIND] == c.CREDIT and facts[a, c.HOLDER] == party]
            asked = [(level[a], 1.0) for a in own]
            if asked:
                rows.row(asked, high=float(max(0, view.credit_left[party])))
        bound = self._words(rows, level, there, place)
        asks = self._consents(rows, there, bound, place)
        holds = self._linkages(rows, there, asks)
        self._margins(rows, level, asks, holds, place)
        terms, constant, given = self._worth(rows, level, there, holds, place, 1.0 if trust is None else trust)
        worth, x = self._cut(rows, terms, given, level)
        if x is None:
            return -np.inf, None
        worth += constant
        package = np.zeros(draft.x.shape[0], np.int8)
        for a in self.listed:
            package[a] = round(x[level[a]])
        if discount is not None:
            worth = worth * discount if worth > 0.0 else worth
            worth -= view.stock[v.STOCK_RESERVATION]
        return worth, package

    def _words(self, rows, level, there, place):
        """Return giver to the binaries of its commitments that the package uses, each with its condition."""
        view, bound = self.view, {}
        for k in range(c.COMMITMENTS):
            pledged = [a for a in self.listed if self.draft.pledge[a] == k]
            if not pledged:
                continue
            row, used = view.commitments[k], rows.add()
            for a in pledged:
                rows.row([(used, 1.0), (there[a], -1.0)], low=0.0)
            rows.row([(used, 1.0), *((there[a], -1.0) for a in pledged)], high=0.0)
            for a in np.flatnonzero(view.must[k]):
                rows.row([*([(level[a], 1.0)] if a in level else []), (used, -float(view.must[k, a]))], low=0.0)
            some = [(there[a], 1.0) for a in self.listed if view.some[k, a]]
            rows.row([*some, (used, -float(row[c.COMMITMENT_COUNT]))], low=0.0)
            for a in self.listed:
                if view.never[k, a]:
                    rows.row([(there[a], 1.0), (used, 1.0)], high=1.0)
            unguarded = row[c.COMMITMENT_PLACE] & c.NEEDS_GUARANTOR and place[1] < 0
            partial = place[0] < 0 or view.venue_i[place[0], c.NEUTRAL] == 0
            if unguarded or (row[c.COMMITMENT_PLACE] & c.NEEDS_NEUTRAL and partial):
                rows.row([(used, 1.0)], high=0.0)
            bound.setdefault(int(row[c.GIVER]), []).append(used)
        return bound

    def _consents(self, rows, there, bound, place):
        """Return actor to a binary: 1 if the package needs its consent and has not got it."""
        view, asks = self.view, {}
        for actor in range(view.side.shape[0]):
            government = int(view.government[actor])
            if actor == self.me or (government >= 0 and government != self.me):
                continue
            needed = rows.add()
            asks[actor] = needed
            if government >= 0:
                rows.row([(needed, 1.0)], low=1.0)
                continue
            touching = [
                a for a in self.listed
                if self.facts[a, c.HOLDER] == actor
                or (self.facts[a, c.KIND] == c.PERSON and self.facts[a, c.DESTINATION] == actor)
            ]  # fmt: skip
            free = [(used, 1.0) for used in bound.get(actor, [])]
            host = place[0] >= 0 and view.venue_i[place[0], c.HOST] == actor
            if self.draft.forced[actor] or host or place[1] == actor:
                rows.row([(needed, 1.0), *free], low=1.0)
            for a in touching:
                rows.row([(needed, 1.0), (there[a], -1.0), *free], low=0.0)
        return asks

    def _linkages(self, rows, there, asks):
        """Return linkage to the binary that it holds; rows for those that must not be broken."""
        view, holds = self.view, {}
        for k in self.links:
            owner = int(view.link_i[k, c.LINK_OWNER])
            count, always = float(view.link_i[k, c.LINK_COUNT]), view.link_i[k, c.LINK_ALWAYS] == 1
            when = [a for a in self.listed if view.link_if[k, a]]
            need = [(there[a], 1.0) for a in self.listed if view.link_need[k, a]]
            forbid = [there[a] for a in self.listed if view.link_forbid[k, a]]
            hard = owner == self.me and view.link_mine[k, v.MINE_HARD] > 0.0
            feared = owner != self.me and view.belief_link[k] >= 0.5 and owner in asks
            if hard or feared:
                # It speaks by one of `when`; a feared one binds only if its owner is asked.
                for speaks in [None] if always else [there[a] for a in when]:
                    on = [(one, 1.0) for one in (speaks, asks[owner] if feared else None) if one is not None]
                    idle = len(on)
                    rows.row([*need, *((one, -count) for one, _ in on)], low=count * (1 - idle))
                    for one in forbid:
                        rows.row([(one, 1.0), *on], high=float(idle))
            enough, held = rows.add(), rows.add()
            holds[k] = held
            rows.row([*need, (enough, -count)], low=0.0)
            rows.row([*need, (enough, -HUGE)], high=count - 1.0)
            rows.row([(held, 1.0), (enough, -1.0)], high=0.0)
            for one in forbid:
                rows.row([(held, 1.0), (one, 1.0)], high=1.0)
            if not always:
                rows.row([(held, 1.0), *((there[a], -1.0) for a in when)], high=0.0)
            for speaks in [None] if always else [there[a] for a in when]:
                on = [(speaks, -1.0)] if speaks is not None else []
                rows.row([(held, 1.0), (enough, -1.0), *on, *((one, 1.0) for one in forbid)], low=-float(len(on)))
        return holds

    def _margins(self, rows, level, asks, holds, place):
        """Write that whoever is asked is left, as I believe, at what it takes for a yes."""
        view = self.view
        neutral = 1 if place[0] >= 0 and view.venue_i[place[0], c.NEUTRAL] == 1 else 0
        chance = believed_faith(1 if place[1] >= 0 else 0, neutral)
        for actor, needed in asks.items():
            if not self._is_watched(actor):
                continue
            state = self.me if view.government[actor] >= 0 else actor
            terms = []
            for a in self.listed:
                worth = view.belief_mean[actor, a] / self.facts[a, c.LEVELS]
                terms.append((level[a], worth * (1.0 if self.facts[a, c.HOLDER] == state else chance)))
            for k, held in holds.items():
                if view.link_i[k, c.LINK_OWNER] == actor:
                    terms.append((held, view.belief_link[k] * view.link_mine[k, v.OTHERS_WEIGHT]))
            base = -view.belief_threshold[actor, 0]
            base += BELIEVED_HOST if place[0] >= 0 and view.venue_i[place[0], c.HOST] == actor else 0.0
            base += BELIEVED_GUARANTEE if place[1] == actor else 0.0
            # As large as it has to be and no larger: the solver rounds binaries by a millionth.
            slack = max(0.0, SPARE - base - sum(min(0.0, w * rows.high[k]) for k, w in terms))
            rows.row([*terms, (needed, -slack)], low=SPARE - base - slack)

    def _is_watched(self, actor):
        return actor in {int(n) for n in self.draft.watched[: int(self.draft.tally[0])]}

    def _worth(self, rows, level, there, holds, place, trust):
        """Return the linear part of U, its constant, and what is conceded as terms."""
        view, own, facts = self.view, self.view.own_f, self.facts
        neutral = 1 if place[0] >= 0 and view.venue_i[place[0], c.NEUTRAL] == 1 else 0
        chance = faith(
            own[c.FAITH_BASE], own[c.FAITH_TRUST], own[c.FAITH_GUARANTOR], own[c.FAITH_VENUE], trust,
            1 if place[1] >= 0 and place[1] != self.me else 0, neutral,
        )  # fmt: skip
        terms, given = [], []
        for a in self.listed:
            share = 1.0 / facts[a, c.LEVELS]
            if facts[a, c.HOLDER] == self.me:
                terms += [(level[a], view.gain[a] * share), (there[a], -view.price[a] - own[c.NAME_COST])]
                given.append((level[a], view.cost[a] * share))
            else:
                terms.append((level[a], chance * view.gain[a] * share))
            for other in range(self.parties):
                if view.align[other] != 0.0 and other != self.me:
                    terms.append((level[a], view.align[other] * view.belief_mean[other, a] * share))
        for k, held in holds.items():
            owner = int(view.link_i[k, c.LINK_OWNER])
            if owner == self.me:
                terms.append((held, view.link_mine[k, v.MINE_WEIGHT]))
            elif owner < self.parties and view.align[owner] != 0.0:
                terms.append((held, view.align[owner] * view.belief_link[k] * view.link_mine[k, v.OTHERS_WEIGHT]))
        return terms, hosting_worth.py_func(own, view.minds, view.venue_i, self.me, *place), given

    def _cut(self, rows, terms, given, level):
        """Maximise the linear part less the concession curve, by tangents or a binary."""
        own, stock = self.view.own_f, float(self.view.stock[v.STOCK_CONCEDED])
        shape = int(self.view.own_i[c.CURVE_SHAPE])
        curve = (shape, own[c.CURVE_SCALE], own[c.CURVE_EXPONENT], own[c.CURVE_THRESHOLD], own[c.CURVE_JUMP])
        base, most = concession(*curve, stock), sum(w * rows.high[k] for k, w in given)
        pain = rows.add(0.0, np.inf, 0)
        if shape == c.LINEAR or shape == c.THRESHOLD:
            jump = []
            if shape == c.THRESHOLD and stock < own[c.CURVE_THRESHOLD]:
                over = rows.add()
                rows.row([*given, (over, -most - 1.0)], high=own[c.CURVE_THRESHOLD] - stock - 1e-9)
                jump = [(over, -own[c.CURVE_JUMP])]
            rows.row([(pain, 1.0), *((k, -w) for k, w in given), *jump], low=0.0)
        assert shape != c.POWER or own[c.CURVE_EXPONENT] >= 1.0, "a concave curve has no tangents from below"
        for _ in range(60):
            self.solved += 1
            x = rows.solve([*terms, (pain, -1.0)])
            if x is None:
                return -np.inf, None
            z = sum(w * x[k] for k, w in given)
            true = concession(*curve, stock + z) - base
            if true <= x[pain] + GAP:
                break
            step = 1e-6 * max(1.0, z)
            slope = (concession(*curve, stock + z + step) - concession(*curve, stock + max(0.0, z - step))) / (
                step + min(step, z)
            )
            # pain >= true + slope (z' - z)
            rows.row([(pain, 1.0), *((k, -slope * w) for k, w in given)], low=true - slope * z)
        return sum(w * x[k] for k, w in terms) - true, x
