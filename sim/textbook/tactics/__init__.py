"""Tactics of one side in alternating offers, one a file: ``aspiration(talk, mix) -> float``.

`talk` is the row of `sim.tactics.aspiration.talk`, so that tactics of the engine can be mixed; `mix` is between 0
and 1. A new one is one file and nothing else.
"""
