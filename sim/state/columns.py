"""What stands in which column of the packed arrays, and the codes that they hold.

Compiled rules cannot use strings or enumerations, so that each code is a plain whole number here
and nowhere else.
"""

from __future__ import annotations

# party_f: numbers of an actor (a party or a ratifier).
RESERVATION, NAME_COST, DISCOUNT = 0, 1, 2
CURVE_SCALE, CURVE_EXPONENT, CURVE_THRESHOLD, CURVE_JUMP = 3, 4, 5, 6
WAIT_WEEKLY, CLOCK_COST, DEADLINE = 7, 8, 9
BETA, FLOOR, START = 10, 11, 12
RELIABILITY, HOSTING, GUARANTEEING = 13, 14, 15
FAITH_BASE, FAITH_TRUST, FAITH_GUARANTOR, FAITH_VENUE = 16, 17, 18, 19
LEAK_COST, QUOTA = 20, 22
TEXT_THRESHOLD, TEXT_BIAS = 23, 24
SENTENCE_RATE, PARDON_RATE = 25, 26
WEIGHT, DELAY, KNOWN_SD, SPREAD = 27, 28, 29, 30
PARTY_FLOATS = 31

# party_i: codes of an actor.
CURVE_SHAPE, TACTIC, CONDUCT, SIDE = 0, 1, 2, 3
WAIT_UNTIL, CLOCK_WEEK, CREDIT_BUDGET = 4, 5, 6
EXPELS, REVISIONS, LEAVES_AFTER, IS_MEDIATOR, GUARANTEES = 7, 8, 9, 10, 11
GOVERNMENT, VETO, PARTY_KEY, PATRON = 12, 13, 14, 15
PARTY_INTS = 16

LINEAR, POWER, EXPONENTIAL, THRESHOLD = 0, 1, 2, 3

# asset_i
KIND, HOLDER, DESTINATION, LEVELS, COUNT, ENTERS, PENDING, GATED, SECURITY, ASSET_KEY = range(10)
ASSET_INTS = 10
PERSON, CONCESSION, CREDIT = 0, 1, 2
NEVER = 9999

# status of an asset
ABSENT, HELD, GONE, DEAD = 0, 1, 2, 3

# channel_i
OPENS, CLOSES, CHANNEL_DELAY, CHANNEL_KEY = range(4)
CHANNEL_INTS = 4

# venue_i
HOST, NEUTRAL, VENUE_KEY = range(3)
VENUE_INTS = 3

# link_i
LINK_OWNER, LINK_HARD, LINK_COUNT, LINK_ALWAYS, LINK_KEY = range(5)
LINK_INTS = 5

# event_i
EVENT_KIND, EVENT_WEEK, EVENT_ASSET, EVENT_PARTY, EVENT_OTHER, EVENT_CHANNEL, EVENT_VENUE, EVENT_KEY = range(8)
EVENT_INTS = 8
(
    EVENT_DEATH,
    EVENT_SENTENCE,
    EVENT_VERDICT,
    EVENT_HEALTH,
    EVENT_DEMAND,
    EVENT_COST,
    EVENT_GAIN,
    EVENT_TRUST,
    EVENT_LEAK,
    EVENT_RESERVATION,
    EVENT_VENUE_CLOSES,
    EVENT_CAPTIVE,
) = range(12)
# event_f
RATE, AMOUNT = 0, 1

# acts
WAIT, ASK, SOUND_OUT, COMMIT, PROPOSE, ACCEPT, REFUSE, WITHDRAW, SENTENCE_ACT, PARDON_ACT = range(10)
# objections
NOTHING, NOT_THIS, NEEDS, TOO_LITTLE, TOO_MUCH = range(5)
# reasons, told to the reader, never to another party
(
    NO_REASON,
    BY_ASPIRATION,
    BY_NEXT_BID,
    BY_DEADLINE,
    BELOW_RESERVATION,
    BELOW_ASPIRATION,
    RED_LINE,
    RATIFIER_AGAINST,
    NOT_MINE,
    CONDITION_GONE,
    NAMES_PRICE,
    OPENING,
    BETTER_FOR_THEM,
    NEEDS_ALLY,
    FOLLOWS_PATRON,
    SERVES_AS_HOST,
) = range(16)

# acts_i
(
    ACT_KIND,
    ACT_PAPER,
    ACT_ASSET,
    ACT_UNTIL,
    ACT_VENUE,
    ACT_GUARANTOR,
    ACT_REASON,
    ACT_TO,
    ACT_COUNT,
    ACT_PLACE,
) = range(10)
ACT_OBJECTIONS = 10  # three pairs of (objection, asset)
ACT_INTS = 16
# acts_f
ACT_SURPLUS, ACT_TARGET, ACT_CHANCE, ACT_ASPIRATION, ACT_BEST = range(5)
ACT_FLOATS = 5

# papers: packages on the table
PAPER_TYPE, PAPER_SERIAL, PAPER_FROM, PAPER_CHANNEL, PAPER_WEEK, PAPER_UNTIL, PAPER_VENUE, PAPER_GUARANTOR = range(8)
PAPER_ARRIVES = 8
PAPER_STATE = 9
PAPER_ASSET = 10
PAPER_INTS = 11
NO_PAPER, DRAFT, PROPOSAL, TEXT = range(4)
LIVE, CLOSED, AGREED = 1, 2, 3
PAPERS = 64
# answers on a paper
UNASKED, YES, NO, ASKED = range(4)

# commitments
(
    GIVER,
    TAKER,
    COMMITMENT_CHANNEL,
    EXPIRES,
    COMMITMENT_STATE,
    COMMITMENT_COUNT,
    COMMITMENT_DUE,
    COMMITMENT_PAPER,
    COMMITMENT_PLACE,
) = range(9)
COMMITMENT_INTS = 9
# what the place of the basket must have
NEEDS_GUARANTOR, NEEDS_NEUTRAL = 1, 2
FREE, IN_RATIFICATION, STANDING = 0, 1, 2
COMMITMENTS = 24

# mail
MAIL_KIND, MAIL_FROM, MAIL_CHANNEL, MAIL_ARRIVES, MAIL_PAPER, MAIL_ASSET, MAIL_TO = range(7)
MAIL_OBJECTIONS = 7
MAIL_INTS = 13
MAILS = 96

# deals
(
    DEAL_STAGE,
    DEAL_VENUE,
    DEAL_GUARANTOR,
    DEAL_AGREED,
    DEAL_DUE,
    DEAL_EXECUTED,
    DEAL_FROM,
    DEAL_SERIAL,
    DEAL_CHANNEL,
) = range(9)
DEAL_INTS = 9
NO_DEAL, RATIFYING, STEPS, EXECUTED, COLLAPSED = range(5)
DEALS = 12

# memory of a party in a channel
(
    LAST_ASPIRATION,
    LAST_BID,
    RECEIVED_NOW,
    RECEIVED_BEFORE,
    MINE_NAMED,
    THEIRS_NAMED,
    BEST,
    BEST_WEEK,
    SOUNDED,
    LAST_ASKED,
    LAST_CONSULTED,
    LOOK_AGAIN,
    AWAITS_ALLY,
) = range(13)
MEMORY = 13
# What a party's searches in a channel found the last time: for B, for a bid, for a draft with allies.
BEST_FOUND, BID_FOUND, DRAFT_FOUND = range(3)
THOUGHTS = 3
# Where such a search stopped: at which venue and guarantor, each plus two (0 before the first, and after one for
# a bid that has found none), which row of its draft it would have forced next, and which bundle it tried last.
TRAIL_VENUE, TRAIL_GUARANTOR, TRAIL_ROW, TRAIL_BUNDLE = range(4)
TRAIL = 4

# now
# NEWS: something has happened that everybody may act on
WEEK, NEXT_SERIAL, NEXT_DEAL, NEWS = range(4)
NOW = 4

# run_i
SEED, RUN, CENTRE, WEEKS, PROTOCOL, PARTIES, BUDGET, ASSETS, VENUES, EVENTS, LINKAGES = range(11)
RUN_INTS = 11

# log: what happened in a week, for the reader
LOG_KIND, LOG_A, LOG_B, LOG_C, LOG_D = range(5)
LOG_INTS = 5
LOGS = 96
(
    LOG_NOTHING,
    LOG_EVENT,
    LOG_ENTERS,
    LOG_COMMITMENT,
    LOG_RATIFIER_AGAINST,
    LOG_LETTER,
    LOG_AGREED,
    LOG_RATIFIED,
    LOG_NOT_RATIFIED,
    LOG_VOID,
    LOG_EXECUTED,
    LOG_DEFAULT,
    LOG_LEAK,
    LOG_LAPSED,
) = range(14)
