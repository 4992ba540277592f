"""A back-test as tables: scores beside the rivals', and each case, forecast beside documented."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from rich.table import Table

SCORES = {"log_loss": "log loss", "brier": "Brier", "auc": "AUC", "jaccard": "Jaccard", "offers_right": "offers right"}


def tables(record: Mapping[str, Any]) -> Iterator[Table]:
    """Yield the table of scores, then that of cases."""
    yield _scores(record)
    yield _cases(record)


def shown(value: float | None) -> str:
    """Return a score with two digits; nothing where there is none.

    >>> shown(0.618), shown(None)
    ('0.62', '')
    """
    return "" if value is None else f"{value:.2f}"


def _scores(record: Mapping[str, Any]) -> Table:
    table = Table(title="Scores out of sample (log loss and Brier: lower is better)")
    table.add_column("forecaster")
    for name in SCORES.values():
        table.add_column(name, justify="right")
    rows = {"model": record["scores"], "model, as played": record["scores_as_played"], **record["baselines"]}
    for name, scores in rows.items():
        table.add_row(name.replace("_", " "), *(shown(scores[key]) for key in SCORES))
    return table


def _cases(record: Mapping[str, Any]) -> Table:
    table = Table(title="Each case: forecast beside documented")
    for name in ("case", "a deal", "forecast", "Jaccard of people"):
        table.add_column(name, justify="left" if name in ("case", "a deal") else "right")
    for case in record["cases"]:
        deal = "yes" if case["deal"] else "none"
        table.add_row(case["id"], deal, f"{case['agreement']:.0%}", shown(case["jaccard"]))
    return table


def markdown(record: Mapping[str, Any]) -> str:
    """Return the scores and every case, forecast beside documented, as tables for a page.

    A captive let go is in bold; beside each stands the chance that was forecast. Concessions and offers follow.
    """
    head = ["forecaster", *SCORES.values()]
    lines = [_row(head), _row(["---"] + ["---:"] * len(SCORES))]
    rows = {"model": record["scores"], "model, as played": record["scores_as_played"], **record["baselines"]}
    for name, scores in rows.items():
        lines.append(_row([name.replace("_", " "), *(shown(scores[key]) for key in SCORES)]))
    lines += ["", _row(["case", "deal", "forecast", "Jaccard", "captives, with the chance forecast (bold: let go)"])]
    lines.append(_row(["---", "---", "---:", "---:", "---"]))
    for case in record["cases"]:
        lines.append(
            _row(
                [
                    case["id"], "yes" if case["deal"] else "none", f"{case['agreement']:.0%}",
                    shown(case["jaccard"]), _chances(case),
                ]
            )
        )  # fmt: skip
    return "\n".join(lines) + "\n"


def _row(cells: list[str]) -> str:
    return f"| {' | '.join(cells)} |"


def _chances(case: Mapping[str, Any]) -> str:
    said = []
    for group in ("inclusion", "concessions", "offers"):
        for name, chance in case[group].items():
            known = f"**{name}**" if case["answers"][group][name] else name
            said.append(f"{known} {round(100 * chance)}")
    return ", ".join(said)
