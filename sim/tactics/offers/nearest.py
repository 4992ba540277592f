"""The offer nearest above the bar, from two sorted lists of all packages: without the last issue, and with it.

This is what the default negotiator of NegMAS 0.16 does on up to a million outcomes: it sorts them by
its own utility, and names the one with the least utility not below the bar. Its lookup also takes an
outcome up to 1e-6 below the bar if that one is nearer; so does this one, since it is here to be
compared with. Here the second list is the first with the worth of the last issue added to each, so
that it need not be written: half of the work, for one more look at each turn.
"""

from __future__ import annotations

import numpy as np

from sim.state.compiled import inner
from sim.state.layout import Bytes, Floats, Ints

# Two to the power of it packages there are; past it NegMAS changes its rule.
MOST_ISSUES = 19
SLACK = 1e-6


@inner
def list_packages(worth: Floats, sums: Floats, packages: Ints, spare: Floats, spare_packages: Ints) -> None:
    """Write all packages of some issues in rising order of worth, by merging issue after issue.

    Each sum is made in the order of the issues, as an evaluation one by one would make it, so that it
    is the same to the last bit. Ties: the package without the later issue first.

    Parameters
    ----------
    worth
        (I,) what a yes to each issue is worth to me, the last one, which is left to `name_nearest`, included.
    sums, packages
        (2^(I - 1),) written: worth of each package, and its issues as bits, issue 0 the lowest.
    spare, spare_packages
        (2^(I - 1),) room to work in.
    """
    sums[0], packages[0] = 0.0, 0
    size = 1
    for a in range(worth.shape[0] - 1):
        plus, bit = worth[a], np.int64(1) << a
        for at in range(size):
            spare[at] = sums[at]
            spare_packages[at] = packages[at]
        # From both ends at once, half of the packages each: neither run can come to its end, so that
        # nothing needs a check, and the two halves do not wait for each other.
        i, j, k, m = 0, 0, size - 1, size - 1
        for at in range(size):
            left, right = spare[i], spare[j] + plus
            second = 1 if right < left else 0
            sums[at] = right if second else left
            packages[at] = (spare_packages[j] | bit) if second else spare_packages[i]
            j += second
            i += 1 - second
            left, right = spare[k], spare[m] + plus
            second = 1 if right >= left else 0
            sums[2 * size - 1 - at] = right if second else left
            packages[2 * size - 1 - at] = (spare_packages[m] | bit) if second else spare_packages[k]
            m -= second
            k -= 1 - second
        size *= 2


@inner
def name_nearest(sums: Floats, packages: Ints, last: float, bar: float, package: Bytes) -> None:
    """Write the package whose worth is nearest above the bar, or less than `SLACK` below and nearer.

    Of equals that without the last issue comes first, as in one list of all.

    Parameters
    ----------
    sums, packages
        (2^(I - 1),) as of `list_packages`.
    last
        What a yes to the last issue is worth to me.
    bar
        What it is to be worth.
    package
        (I,) written.
    """
    size = sums.shape[0]
    one, two = first_above(sums, 0.0, bar), first_above(sums, last, bar)
    above = below = -1
    is_last_above = is_last_below = False
    value = nearest = np.inf
    if one < size:
        above, value = one, sums[one]
    if two < size and sums[two] + last < value:
        above, value, is_last_above = two, sums[two] + last, True
    if above < 0:  # nothing is so good: the best, and of equals the last
        above, is_last_above = size - 1, sums[size - 1] + last >= sums[size - 1]
    elif one > 0 or two > 0:
        under = -np.inf
        if one > 0:
            below, under = one - 1, sums[one - 1]
        if two > 0 and sums[two - 1] + last > under:
            below, under, is_last_below = two - 1, sums[two - 1] + last, True
        nearest = under
        while below > 0 and sums[below - 1] + (last if is_last_below else 0.0) == nearest:
            below -= 1
        if nearest >= bar - SLACK and bar - nearest < abs(value - bar):
            above, is_last_above = below, is_last_below
    named = packages[above]
    for a in range(package.shape[0] - 1):
        package[a] = (named >> a) & 1
    package[package.shape[0] - 1] = 1 if is_last_above else 0


@inner
def first_above(sums: Floats, plus: float, bar: float) -> int:
    """Return where the first sum stands that is not below the bar with something added; their number if none is."""
    low, high = 0, sums.shape[0]
    while low < high:
        middle = (low + high) // 2
        if sums[middle] + plus < bar:
            low = middle + 1
        else:
            high = middle
    return low
