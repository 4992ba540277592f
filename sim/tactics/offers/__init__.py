"""Offers over yes/no issues with additive worths: which package to name at a given bar.

Each rule is a pure function of plain arrays. `greedy` and `exact` give the others the most that my
bar allows, `nearest` names the package whose worth to me is nearest above the bar.
"""
