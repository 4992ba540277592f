"""Protocols and tactics of the textbooks, played over a list of deals or over yes/no issues.

Here everybody knows what a deal is worth to everybody, or learns it from offers; nothing knows a scenario, and
nothing is compiled. The talks of a scenario, week by week, are played by `sim.rules` and `sim.protocols`.
"""
