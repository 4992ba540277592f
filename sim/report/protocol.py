"""How a protocol ended, as plain values and as lines for people."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from sim.textbook.deals import Deals, Played
from sim.textbook.domains import DOMAINS
from sim.textbook.find import find, names_in, parameters_of

SHOWN = 12
"""Moves that are told at most, first and last ones."""


def played_record(played: Played, deals: Deals) -> dict[str, Any]:
    """Return everything as plain values, for JSON."""
    return {
        "protocol": played.protocol,
        "parameters": dict(played.parameters),
        "deals": len(deals.labels),
        "agreement": played.deal is not None,
        "deal": None if played.deal is None else deals.labels[played.deal],
        "rounds": played.rounds,
        "gain": {
            name: round(float(value), 6)
            for name, value in zip(deals.parties, played.utility(deals) - deals.no_deal)
        },
        "moves": [
            {
                "round": move.round, "act": move.act,
                "party": deals.parties[move.party] if move.party >= 0 else "mediator",
                "deal": deals.labels[move.deal] if move.deal >= 0 else None,
            }
            for move in played.moves
        ],
        "note": played.note,
    }  # fmt: skip


def played_lines(played: Played, deals: Deals) -> Iterator[str]:
    """Yield the play in sentences."""
    asked = ", ".join(f"{name} {value}" for name, value in played.parameters.items() if value is not None)
    yield f"{played.protocol.replace('_', ' ')} over {len(deals.labels)} deals{f' ({asked})' if asked else ''}"
    moves = list(played.moves)
    cut = len(moves) > SHOWN
    for at, move in enumerate(moves):
        if cut and SHOWN // 2 <= at < len(moves) - SHOWN // 2:
            if at == SHOWN // 2:
                yield f"  … {len(moves) - SHOWN} more …"
            continue
        who = deals.parties[move.party] if move.party >= 0 else "mediator"
        yield f"  round {move.round + 1}, {who}: {move.act}" + (f" {deals.labels[move.deal]}" if move.deal >= 0 else "")
    if played.deal is None:
        yield f"No agreement after {played.rounds} rounds{f': {played.note}' if played.note else ''}."
        return
    gains = ", ".join(
        f"{name} {value:.4g}" for name, value in zip(deals.parties, played.utility(deals) - deals.no_deal)
    )
    yield f"Agreed in round {played.rounds}: {deals.labels[played.deal]}. Gains: {gains}."
    if played.note:
        yield played.note[0].upper() + played.note[1:] + "."


def domains_record() -> dict[str, Any]:
    """Return what can be played, on what, as plain values: each protocol with its parameters, and the domains."""
    protocols = []
    for name in names_in("protocols"):
        title = (find("protocols", name).__doc__ or "").splitlines()[0]
        protocols.append({"id": name, "title": title, "parameters": parameters_of(name)})
    return {"protocols": protocols, "domains": list(DOMAINS)}


def domain_lines() -> Iterator[str]:
    """Yield what can be played, on what."""
    record = domains_record()
    yield "protocols:"
    for one in record["protocols"]:
        takes = f" (--with {', '.join(one['parameters'])})" if one["parameters"] else ""
        yield f"  {one['id']}: {one['title']}{takes}"
    yield f"domains: {', '.join(record['domains'])}, or a scenario"
