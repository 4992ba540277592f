"""Beliefs about another: normal values of assets and of what it takes for a yes.

Party i holds, for each other actor n, a mean and a variance for the net value of every asset and
for n's threshold, and a chance that each of n's linkages binds. A yes to x (a proposal of x, an
acceptance, a commitment) says that n's worth of x reaches its threshold, a no that it does not.
Either is a half-space seen with noise, and its moments are matched, component by component
(assumed-density filtering with a probit likelihood; Minka 2001, section 3). An objection says that
one asset matters more, or costs more, than was thought.
"""

from __future__ import annotations

import math

import numpy as np

from sim.state import columns as c
from sim.state.compiled import inner, rule
from sim.state.layout import Bytes, Floats, Ints
from sim.tactics.gaussian import mills

# Sd of the noise of an answer, in units of utility: parties posture. Chosen because a threshold
# moves with aspiration by about so much between two answers.
ANSWER_NOISE = 0.5
# Likelihood ratio of an objection that names what a linkage needs, and of a yes that breaks it.
NEED_RATIO = 8.0
BROKEN_RATIO = 0.1
# What others believe of delivery: the faith of a party of middling trust, with default coefficients.
BELIEVED_BASE, BELIEVED_GUARANTOR, BELIEVED_VENUE = 2.8, 1.0, 0.5
# What others believe a host, and a guarantor, gains; chosen small against the value of a captive.
BELIEVED_HOST, BELIEVED_GUARANTEE = 0.6, 0.3
LEAST_VARIANCE = 1e-4


# (2, 2) by whether there is a guarantor, and whether the venue is neutral.
_FAITH = np.array(
    [
        [1.0 / (1.0 + math.exp(-(BELIEVED_BASE + BELIEVED_GUARANTOR * one + BELIEVED_VENUE * two))) for two in (0, 1)]
        for one in (0, 1)
    ]
)


@rule
def believed_faith(guarantor: int, neutral: int) -> float:
    """Return the chance of delivery that anybody is believed to see.

    >>> believed_faith(1, 1) > believed_faith(0, 0)
    True
    """
    return _FAITH[guarantor, neutral]


@rule
def learn_answer(
    mean: Floats,
    var: Floats,
    threshold: Floats,
    asset_i: Ints,
    state: int,
    x: Bytes,
    chance: float,
    extra: float,
    yes: bool,
) -> None:
    """Update what is believed of one actor by its yes or no to package `x`, in place.

    Parameters
    ----------
    mean, var
        (A,) net values of assets.
    threshold
        (2,) mean and variance of what it takes for a yes.
    asset_i
        (A, ASSET_INTS) public facts.
    state
        The state whose holdings the actor gives.
    x
        (A,) levels.
    chance
        Believed faith in delivery, on what the actor receives.
    extra
        Worth beside the assets, such as hosting.
    yes
        The answer.
    """
    worth = extra - threshold[0]
    spread = threshold[1] + ANSWER_NOISE * ANSWER_NOISE
    for asset in range(x.shape[0]):
        if x[asset] > 0:
            weight = x[asset] / asset_i[asset, c.LEVELS]
            if asset_i[asset, c.HOLDER] != state:
                weight *= chance
            worth += weight * mean[asset]
            spread += weight * weight * var[asset]
    sd = math.sqrt(spread)
    sign = 1.0 if yes else -1.0
    z = sign * worth / sd
    shift = mills(z)
    shrink = shift * (shift + z)
    for asset in range(x.shape[0]):
        if x[asset] > 0:
            weight = x[asset] / asset_i[asset, c.LEVELS]
            if asset_i[asset, c.HOLDER] != state:
                weight *= chance
            covariance = weight * var[asset]
            mean[asset] += sign * covariance / sd * shift
            var[asset] = max(LEAST_VARIANCE, var[asset] - covariance * covariance / spread * shrink)
    covariance = -threshold[1]
    threshold[0] += sign * covariance / sd * shift
    threshold[1] = max(LEAST_VARIANCE, threshold[1] - covariance * covariance / spread * shrink)


@rule
def learn_wish(mean: Floats, var: Floats, asset: int, sign: float) -> None:
    """Update by an objection or a question: the asset is worth more (+1) or less (-1) than thought.

    The statement is read as: its value lies on that side of half a standard deviation from the mean.
    """
    sd = math.sqrt(var[asset])
    z = -0.5
    shift = mills(z)
    mean[asset] += sign * sd * shift
    var[asset] = max(LEAST_VARIANCE, var[asset] * (1.0 - shift * (shift + z)))


@rule
def learn_linkage(chance: float, ratio: float) -> float:
    """Return the chance that a linkage binds after evidence with a likelihood ratio.

    >>> round(learn_linkage(0.5, 8.0), 4)
    0.8889
    """
    odds = chance / max(1e-9, 1.0 - chance) * ratio
    return min(0.995, max(0.005, odds / (1.0 + odds)))


@inner
def forget_threshold(threshold: Floats, prior: Floats) -> None:
    """Let a believed threshold drift back to its prior: demands fall as time passes."""
    threshold[0] += 0.04 * (prior[0] - threshold[0])
    threshold[1] += 0.04 * (prior[1] - threshold[1])
