"""All commands as one: no logic, only what is asked for and how it is shown."""

from __future__ import annotations

import os
import sys

import click

from sim import __version__
from sim.cli.classroom import score, sheets
from sim.cli.common import in_words
from sim.cli.history import backtest, fit, new_case
from sim.cli.interrupt import INTERRUPTED, STATUS
from sim.cli.lesson import lesson
from sim.cli.many import bundle, ensemble, export, merge, rerun
from sim.cli.peers import negmas, tournament
from sim.cli.play import play
from sim.cli.protocol import protocol
from sim.cli.reactions import reactions
from sim.cli.single import check, list_, offers, run, show, why
from sim.cli.skill import reproduce, robustness
from sim.cli.solve import solve
from sim.cli.web import serve
from sim.cli.what_if import compare, incentive, report, sensitivity, sweep


@click.group(context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 110})
@click.version_option(__version__, prog_name="parley")
def cli() -> None:
    """Parley: states bargain over prisoners. SCENARIO is an id (see `parley list`) or a file."""


for _command in (
    run,
    why,
    offers,
    reproduce,
    robustness,
    reactions,
    ensemble,
    rerun,
    export,
    merge,
    bundle,
    check,
    list_,
    show,
    lesson,
    fit,
    compare,
    sweep,
    sensitivity,
    incentive,
    report,
    play,
    sheets,
    score,
    tournament,
    negmas,
    solve,
    protocol,
    serve,
    backtest,
    new_case,
):
    cli.add_command(_command)


def main() -> None:
    """Run what the command line says; a user's mistake is one line on standard error and the exit status 2."""
    from sim.errors import Interrupted, ParleyError, ScenarioError, UnknownNameError

    try:
        status = cli.main(standalone_mode=False)
        sys.stdout.flush()
        sys.exit(status if isinstance(status, int) else 0)
    except click.exceptions.Exit as leaving:
        sys.exit(leaving.exit_code)
    except SystemExit as leaving:
        # Whoever read it has had enough, as `head`: Click then wraps the output, and says 1, as of lessons that fail.
        sys.exit(0 if type(sys.stdout).__name__.endswith("PacifyFlushWrapper") else leaving.code)
    except click.UsageError as mistake:
        said = mistake.format_message().replace("\n", " ")
        words = " ".join(["parley", *([mistake.ctx.info_name or ""] if mistake.ctx and mistake.ctx.parent else [])])
        _complain(said if "allowed" in said else f"{said.removesuffix('.')}; what is allowed says `{words} --help`")
    except click.ClickException as mistake:
        _complain(mistake.format_message().replace("\n", " "))
    except (KeyboardInterrupt, click.exceptions.Abort) as stopped:
        # Click makes an Abort of every interrupt.
        said = next((str(one) for one in (stopped, stopped.__cause__) if isinstance(one, Interrupted)), "")
        click.echo(f"parley: {said}" if said else INTERRUPTED, err=True)
        sys.exit(STATUS)
    except BrokenPipeError:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        sys.exit(0)
    except ScenarioError as mistakes:
        for problem in mistakes.problems:
            click.echo(f"parley: {problem}", err=True)
        sys.exit(2)
    except ParleyError as mistake:
        of_scenario = isinstance(mistake, UnknownNameError) and mistake.kind == "scenario"
        _complain(f"{mistake}; `parley list` names all" if of_scenario else str(mistake))
    except OSError as mistake:
        _complain(in_words(mistake))


def _complain(text: str) -> None:
    click.echo(f"parley: {text}", err=True)
    sys.exit(2)
