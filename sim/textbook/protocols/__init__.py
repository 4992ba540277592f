"""Protocols over a list of deals, one a file: `TRAITS` says what holds of its play, `play(deals, …)` plays it.

A new one is one file and nothing else: `sim.textbook.find` finds it, and the tests hold it to its traits.
"""
