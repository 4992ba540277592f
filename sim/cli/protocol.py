"""The command ``parley protocol``: the players stay, the rules of the talks change."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import click

from sim.cli.common import JSON, SETS, make_console


def _value(text: str) -> Any:
    try:
        return json.loads(text)
    except ValueError:
        return text


@click.command()
@click.argument("name", required=False)
@click.argument("domain", required=False)
@click.option("--with", "options", multiple=True, metavar="NAME=VALUE", help="A parameter of the protocol.")
@SETS
@JSON
def protocol(
    name: str | None, domain: str | None, options: tuple[str, ...], sets: tuple[str, ...], as_json: bool
) -> None:  # fmt: skip
    """Play a protocol on a scenario's deals or on a textbook domain; without a NAME list what there is.

    DOMAIN is a scenario's id or file, or barter, pie, pie-for-three. All know what each deal is worth to all.
    """
    from sim import api
    from sim.cli.progress import steps
    from sim.report.protocol import domain_lines, domains_record, played_lines, played_record
    from sim.textbook.domains import DOMAINS
    from sim.textbook.find import find

    if name is None:
        text = json.dumps(domains_record(), indent=2, ensure_ascii=False) if as_json else "\n".join(domain_lines())
        click.echo(text)
        return
    if domain is None:
        find("protocols", name)
        raise click.UsageError(f"protocol {name}: found no DOMAIN; allowed: a scenario, or {', '.join(DOMAINS)}")
    changes = {}
    for one in options:
        key, equals, value = one.partition("=")
        if not equals or not key:
            raise click.UsageError(f"--with {one}: allowed: name=value, such as rounds=10; mend it")
        changes[key.strip()] = _value(value.strip())
    scenario = domain if "." not in domain else Path(domain)
    with steps() as show:
        played, listed = api.protocol(name, scenario, sets=sets, on_progress=show, **changes)
    if as_json:
        click.echo(json.dumps(played_record(played, listed), indent=2, ensure_ascii=False))
        return
    console = make_console()
    for line in played_lines(played, listed):
        console.print(line, markup=False)
