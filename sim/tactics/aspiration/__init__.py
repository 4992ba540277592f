"""Aspiration: the share of the attainable surplus that a party still insists on.

One tactic a file, each a function ``aspiration(talk) -> float`` of the row described in
`sim.tactics.aspiration.talk`; the dispatch by code is made from the files by
``python -m sim.tactics.aspiration.dispatch``.
"""
