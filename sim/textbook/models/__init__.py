"""Models of the other side, one a file: `Model(issues)` with `hear(offer, time)` and `rate(packages)`.

`rate` says how the other likes packages of yes/no issues, from 0 to 1, after what it has offered; nothing of the
other's own numbers is handed in. A new one is one file and nothing else.
"""
