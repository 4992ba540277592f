"""The terms of a package's worth: concession curve, faith in delivery, gains and costs.

The sum is stated in `sim.worth.surplus`; the letters there are those of the design of the model.
"""

from __future__ import annotations

import math

from sim.state import columns as c
from sim.state.compiled import inner, rule
from sim.state.layout import Bytes, Floats, Ints


@rule
def concession(shape: int, scale: float, exponent: float, threshold: float, jump: float, z: float) -> float:
    """Return K(z), the pain of having conceded `z` in all.

    Linear z; power s(z/s)^γ; exponential s(e^(z/s) − 1); threshold z + h·[z ≥ θ]. K(0) = 0 and K
    rises, so that more pain than the last slice cost is felt as one gives more.

    Examples
    --------
    >>> concession(0, 1.0, 1.0, 0.0, 0.0, 3.0)
    3.0
    >>> concession(1, 2.0, 2.0, 0.0, 0.0, 4.0)
    8.0
    >>> concession(3, 1.0, 1.0, 2.0, 5.0, 2.5)
    7.5
    """
    if z <= 0.0:
        return 0.0
    if shape == c.POWER:
        return float(scale * (z / scale) ** exponent)
    if shape == c.EXPONENTIAL:
        return scale * (math.exp(min(z / scale, 50.0)) - 1.0)
    if shape == c.THRESHOLD and z >= threshold:
        return z + jump
    return z


@rule
def faith(
    base: float,
    on_trust: float,
    on_guarantor: float,
    on_venue: float,
    trust: float,
    guarantor: int,
    neutral: int,
) -> float:
    """Return p, the chance a party gives to the others' delivering.

    A logistic function of the lowest trust among those who deliver to it, raised by a guarantor
    and by a neutral venue.

    >>> round(faith(0.0, 2.0, 1.0, 0.5, 0.5, 1, 0), 4)
    0.8808
    """
    return 1.0 / (1.0 + math.exp(-(base + on_trust * trust + on_guarantor * guarantor + on_venue * neutral)))


@inner
def delta_concession(own_f: Floats, shape: int, conceded: float, z: float) -> float:
    """Return ΔK: what conceding `z` more hurts after `conceded` in this run."""
    scale, exponent = own_f[c.CURVE_SCALE], own_f[c.CURVE_EXPONENT]
    threshold, jump = own_f[c.CURVE_THRESHOLD], own_f[c.CURVE_JUMP]
    return concession(shape, scale, exponent, threshold, jump, conceded + z) - concession(
        shape, scale, exponent, threshold, jump, conceded
    )


@inner
def hosting_worth(own_f: Floats, minds: Floats, venue_i: Ints, me: int, venue: int, guarantor: int) -> float:
    """Return h: what hosting or guaranteeing gains, less what one minds of the venue."""
    worth = 0.0
    if venue >= 0:
        worth -= minds[venue]
        if venue_i[venue, c.HOST] == me:
            worth += own_f[c.HOSTING]
    if guarantor >= 0 and guarantor == me:
        worth += own_f[c.GUARANTEEING]
    return worth


@inner
def is_neutral(venue_i: Ints, venue: int) -> int:
    """Return 1 if there is a venue and it is neutral."""
    return 1 if venue >= 0 and venue_i[venue, c.NEUTRAL] == 1 else 0


@inner
def total(
    own_f: Floats,
    shape: int,
    conceded: float,
    reservation: float,
    given_gain: float,
    received: float,
    chance: float,
    z: float,
    price: float,
    names: float,
    extra: float,
    lag: float,
) -> float:
    """Return the surplus δ^lag·max(U, 0) + min(U, 0) − r from the terms of U."""
    utility = given_gain + chance * received + extra - own_f[c.NAME_COST] * names - price
    utility -= delta_concession(own_f, shape, conceded, z)
    if utility > 0.0:
        utility *= own_f[c.DISCOUNT] ** lag
    return utility - reservation


@inner
def lead_weeks(weeks: Floats, x: Bytes) -> float:
    """Return the longest legal lead time in a package, in weeks."""
    longest = 0.0
    for asset in range(x.shape[0]):
        if x[asset] > 0 and weeks[asset] > longest:
            longest = weeks[asset]
    return longest
