"""The offer nearest above the bar, from a sorted list of all packages.

This is what the default negotiator of NegMAS 0.16 does on up to a million outcomes: it sorts them by
its own utility, and names the one with the least utility not below the bar. Its lookup also takes an
outcome up to 1e-6 below the bar if that one is nearer; so does this one, since it is here to be
compared with.
"""

from __future__ import annotations

import numpy as np

from sim.state.compiled import inner
from sim.state.layout import Bytes, Floats, Ints

# Two to the power of it packages are listed for each party; past it NegMAS changes its rule.
MOST_ISSUES = 19
SLACK = 1e-6


@inner
def list_packages(worth: Floats, sums: Floats, packages: Ints, spare: Floats, spare_packages: Ints) -> None:
    """Write all packages in rising order of worth, by merging issue after issue.

    Each sum is made in the order of the issues, as an evaluation one by one would make it, so that it
    is the same to the last bit. Ties: the package without the later issue first.

    Parameters
    ----------
    worth
        (I,) what a yes to each issue is worth to me.
    sums, packages
        (2^I,) written: worth of each package, and its issues as bits, issue 0 the lowest.
    spare, spare_packages
        (2^I,) room to work in.
    """
    sums[0], packages[0] = 0.0, 0
    size = 1
    for a in range(worth.shape[0]):
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
def name_nearest(sums: Floats, packages: Ints, party: int, bar: float, package: Bytes) -> None:
    """Write the package whose worth is nearest above the bar, or less than `SLACK` below and nearer."""
    low, high = 0, sums.shape[1] - 1
    while low < high:
        middle = (low + high) // 2
        if sums[party, middle] < bar:
            low = middle + 1
        else:
            high = middle
    at = low
    below = at - 1
    if below >= 0 and sums[party, below] >= bar - SLACK and bar - sums[party, below] < abs(sums[party, at] - bar):
        at = below
        while at > 0 and sums[party, at - 1] == sums[party, at]:
            at -= 1
    named = packages[party, at]
    for a in range(package.shape[0]):
        package[a] = (named >> a) & 1
