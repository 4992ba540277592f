"""What a tactic may look at: one row of numbers about the party's own talks.

All utilities are shares of the distance from the reservation (0) to the best attainable (1).
"""

from __future__ import annotations

TIME = 0  # share of my time that is used, 0 to 1
BETA = 1  # exponent of a time-dependent tactic; below 1 Boulware, above 1 Conceder
FLOOR = 2  # lowest aspiration
START = 3  # first aspiration
LAST = 4  # my aspiration when I last bid, or START
MY_BID = 5  # share that my last bid gives me, or START
RECEIVED = 6  # share that the last bid received gives me, or NaN
RECEIVED_BEFORE = 7  # share of the one before, or NaN
MINE_NAMED = 8  # different packages that I have named
THEIRS_NAMED = 9  # different packages that I have been named
NEXT_LOWER = 10  # share of the best package, of assets named so far, below my last bid
THEIR_RISK = 11  # their readiness to risk a breakdown, as I believe it, 0 to 1
LENGTH = 12
