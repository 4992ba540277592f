"""The command ``parley play``: a seat in the terminal."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import click

from sim.cli.common import CENTRE, OUT, SEED, SETS, in_words, key_of, out_folder

if TYPE_CHECKING:
    from sim.seat.debrief import Debrief
    from sim.seat.game import Game

PATH = click.Path(path_type=Path, dir_okay=False)
LEAVING = ("quit", "exit")


@click.command()
@click.argument("scenario", required=False)
@click.option("--as", "party", default=None, metavar="ID", help="The party for which you speak.")
@SEED
@CENTRE
@SETS
@click.option("--script", type=PATH, default=None, metavar="FILE", help="Lines from a file; # begins a remark.")
@click.option(
    "--save", type=PATH, default=None, metavar="FILE", help="Write the game there when you leave, also by Ctrl-C."
)
@click.option("--continue", "go_on", type=PATH, default=None, metavar="FILE", help="Go on with a saved game.")
@click.option("--at", type=int, default=None, metavar="WEEK", help="With --continue: go back to that week.")
@OUT
def play(
    scenario: str | None, party: str | None, seed: int | None, centre: bool, sets: tuple[str, ...],
    script: Path | None, save: Path | None, go_on: Path | None, at: int | None, out: Path | None,
) -> None:  # fmt: skip
    """Sit down in the talks: read the briefing, act week by week, read the debrief.

    Type help for the words. Nothing leaves your desk before send, and undo takes it back until then. Save with
    `save FILE` or --save, and go on with --continue. After the talks, `again WEEK` replays them from there.
    """
    key = key_of(seed, centre)
    if go_on is None and (scenario is None or party is None):
        raise click.UsageError("play: found no SCENARIO and --as ID; allowed: both, or --continue FILE alone")
    if go_on is not None and (scenario or party or sets or centre or seed is not None):
        raise click.UsageError("--continue: the file says what is played; leave out SCENARIO, --as, --seed, --set")
    if at is not None and go_on is None:
        raise click.UsageError("--at: goes back in a saved game; add --continue FILE")
    # Found now, not after an hour's game.
    if save is not None and not save.parent.is_dir():
        raise click.UsageError(f"--save {save}: found no folder {save.parent}; allowed: a file in one that is there")
    scripted = None if script is None else _read(script)
    game = _begin(scenario or "", party or "", key, sets, go_on)
    if at is not None:
        game = game.since(at - 1)
    with out_folder(out):
        told = _sit(game, script, _lines(scripted), save)
        if out is not None and told is not None:
            _draw(told, out)


def _begin(scenario: str, party: str, seed: int | None, sets: tuple[str, ...], go_on: Path | None) -> Game:
    from sim.scenario.compile import compile_scenario
    from sim.scenario.load import load
    from sim.seat.game import Game, Key, resume, saved

    if go_on is None:
        return Game(compile_scenario(load(scenario, sets)), Key(scenario, party, seed, sets))
    key, record = saved(go_on)
    return resume(compile_scenario(load(key.scenario, key.sets)), key, record, go_on)


def _read(script: Path) -> list[str]:
    try:
        return script.read_text(encoding="utf-8").splitlines()
    except UnicodeDecodeError as wrong:
        found = f"found the byte 0x{wrong.object[wrong.start]:02x}"
        raise click.UsageError(f"--script {script}: {found}; allowed: UTF-8; save the file as UTF-8") from None


def _lines(scripted: list[str] | None) -> Iterator[tuple[int, str]]:
    """Yield what is typed, or the lines of a script with their numbers, shown as if they had been typed."""
    if scripted is not None:
        for number, line in enumerate(scripted, 1):
            words = line.partition("#")[0].strip()
            if words:
                click.echo(f"> {words}")
                yield number, words
        return
    while True:
        if sys.stdin.isatty():
            click.echo("> ", nl=False)
        line = sys.stdin.readline()
        if not line:
            return
        if line.strip():
            yield 0, line.strip()


def _sit(game: Game, script: Path | None, lines: Iterator[tuple[int, str]], save: Path | None) -> Debrief | None:
    """Talk with whoever sits here until the game is left; return its debrief if it is over then.

    A mistake in a script or Ctrl-C ends it, and what was played until then is saved like any game.
    """
    from sim.errors import Interrupted, ParleyError, UsageError
    from sim.seat.table_talk import open_week, say

    if not game.log:
        click.echo(say(game, "brief").text)
        click.echo()
    told, kept = _greet(game), game.log[:]
    try:
        for number, line in lines:
            verb, _, rest = line.partition(" ")
            try:
                if verb in LEAVING:
                    break
                if verb == "save":
                    _write(game, Path(rest.strip()) if rest.strip() else save)
                    kept = game.log[:]
                elif verb == "again":
                    game, told = _again(game, rest.strip()), None
                    click.echo(open_week(game))
                else:
                    answer = say(game, line)
                    if answer.passed:
                        click.echo()
                        told = _greet(game)
                    else:
                        click.echo(answer.text)
            except (ParleyError, OSError) as found:
                mistake = str(found) if isinstance(found, ParleyError) else in_words(found)
                if script is not None:
                    if save is not None:
                        _write(game, save)
                    raise UsageError(f"{script}, line {number}: {mistake}") from found
                click.echo(f"parley: {mistake}")
    except KeyboardInterrupt:
        click.echo()
        if save is None:
            raise Interrupted("interrupted; nothing is kept but what save FILE has written") from None
        _write(game, save)
        raise Interrupted("interrupted; the game is saved") from None
    if save is not None:
        _write(game, save)
    elif game.log != kept and not game.is_over and script is None:
        click.echo("Not saved; another time: save FILE, or --save FILE when you begin.")
    return told


def _again(game: Game, week: str) -> Game:
    from sim.errors import UsageError

    if not week.isdecimal():
        raise UsageError(f"again {week}: found no week; allowed: again WEEK, such as again 12")
    return game.since(int(week) - 1)


def _greet(game: Game) -> Debrief | None:
    """Show what greets the party in a week, or the debrief, which is returned."""
    from sim.seat.debrief import debrief, debrief_screen
    from sim.seat.screen import as_text
    from sim.seat.table_talk import open_week

    if not game.is_over:
        click.echo(open_week(game))
        return None
    click.echo("The talks are over.")
    told = debrief(game)
    click.echo(as_text(debrief_screen(told)))
    click.echo("again WEEK goes back to a week and lets you choose otherwise; quit leaves.")
    return told


def _write(game: Game, path: Path | None) -> None:
    from sim.errors import UsageError
    from sim.report.files import whole

    if path is None:
        raise UsageError("save: found no file; allowed: save FILE, or --save FILE when you begin")
    with whole(path) as half:
        half.write_text(game.as_text(), encoding="utf-8")
    click.echo(f"saved: {path} (go on with: parley play --continue {path})")


def _draw(told: Debrief, out: Path) -> None:
    from sim.plots.debrief import draw_debrief
    from sim.plots.save import save

    click.echo(f"picture: {save(draw_debrief(told), out / 'debrief.png')}")
