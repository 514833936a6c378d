"""The command line. Everything heavy is imported by the command that needs it, so that the program starts at once."""

import os
import sys
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

import click

from dreamscape import __version__
from dreamscape.errors import DreamscapeError, InputError

if TYPE_CHECKING:
    from dreamscape.take import Take

INTERRUPTED = 130  # 128 + SIGINT, as shells have it
F = TypeVar("F", bound=Callable[..., Any])


def run(arguments: Sequence[str]) -> int:
    """Run a command line; returns the exit code. Whatever goes wrong becomes one sentence on stderr."""
    try:
        return int(main.main(list(arguments), prog_name="dreamscape", standalone_mode=False) or 0)
    except click.exceptions.NoArgsIsHelpError as error:
        click.echo(error.format_message())
        return 2
    except click.ClickException as error:
        where = error.ctx.command_path if isinstance(error, click.UsageError) and error.ctx else "dreamscape"
        return _complain(f"{error.format_message().rstrip('.')}; see {where} --help", InputError.exit_code)
    except DreamscapeError as error:
        return _complain(str(error), error.exit_code)
    except (KeyboardInterrupt, click.Abort):
        return _complain("interrupted; nothing was written", INTERRUPTED)
    except BrokenPipeError:  # the reader of our output has gone
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 1
    except Exception as error:
        return _complain(f"internal error at {_place(error)}: {type(error).__name__}: {error}; please report it", 1)


def _place(error: Exception) -> str:
    """The innermost line of the program's own that an error came through, `file:line`."""
    found, trace = "cli.py", error.__traceback__
    while trace is not None:
        path = Path(trace.tb_frame.f_code.co_filename)
        if path.is_relative_to(Path(__file__).parent):
            found = f"{path.name}:{trace.tb_lineno}"
        trace = trace.tb_next
    return found


def _complain(sentence: str, code: int) -> int:
    click.echo(f"dreamscape: {' '.join(sentence.split())}", err=True)
    return code


@click.group(context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100})
@click.version_option(__version__, message="dreamscape %(version)s")
def main() -> None:
    """One dream in eight acts, rendered live or to film."""


def _options(*names: str) -> Callable[[F], F]:
    """The options of these names, in this order; the same words for every command that has them."""

    def add(command: F) -> F:
        for name in reversed(names):
            command = _KNOWN[name](command)
        return command

    return add


_KNOWN: dict[str, Callable[[Any], Any]] = {
    "dream": click.option("--dream", metavar="NAME|FILE", default="sapphire", show_default=True, help="The dream."),
    "seed": click.option("--seed", metavar="N", help="Seed number in place of the dream's own."),
    "size": click.option("--size", metavar="WxH", default="1280x720", show_default=True, help="Size in pixels."),
    "fps": click.option("--fps", metavar="R", default="30", show_default=True, help="Frames a second, or 30000/1001."),
    "from": click.option("--from", "start", metavar="T", help="Begin here: 12.5, 1:07 or 0:01:07.5."),
    "to": click.option("--to", "stop", metavar="T", help="End here."),
    "at": click.option("--at", metavar="T", default="0", show_default=True, help="The time: 12.5, 1:07 or 0:01:07.5."),
    "act": click.option("--act", metavar="NAME", help="Only this act; times then count from its beginning."),
    "quality": click.option("--quality", metavar="Q", help="low, medium, high or ultra.  [default: high]"),
    "crf": click.option(
        "--crf", metavar="N", type=int, default=18, show_default=True, help="0 (lossless) to 51 (smallest)."
    ),
    "preset": click.option(
        "--preset", metavar="P", default="veryfast", show_default=True, help="ultrafast to veryslow."
    ),
    "captions": click.option(
        "--captions/--no-captions", default=True, help="Write the voice into the picture.  [default: yes]"
    ),
    "srt": click.option("--srt", is_flag=True, help="Write the voice's lines to OUT.srt too."),
    "overwrite": click.option("--overwrite", is_flag=True, help="Replace the output if it exists."),
}
_OUTPUT = click.argument("output", metavar="OUT", type=click.Path(path_type=Path))


@main.command()
@_OUTPUT
@_options(
    "dream", "seed", "size", "fps", "from", "to", "act", "quality", "captions", "srt", "crf", "preset", "overwrite"
)
def export(output: Path, overwrite: bool, srt: bool, crf: int, preset: str, fps: str, **asked: Any) -> int:
    """Film a dream, or a part of it: OUT.mp4 (H.264)."""
    from dreamscape import options, provenance
    from dreamscape.outputs import film, place
    from dreamscape.progress import Interrupt, progress

    place.check(output, film.SUFFIXES, overwrite)
    take, words = _take(asked, "--from", "--to")
    options.check_even(take.size)
    rate, form = options.rate(fps), film.h264(crf, preset, take.size)
    take.numbers(rate)
    beside = output.with_suffix(".srt")
    if srt:
        place.check(beside, (".srt",), overwrite)
    words += ["--fps", fps, "--crf", str(crf), "--preset", preset]
    metadata = provenance.tags(take, ["export", output.name, *words])
    with Interrupt() as interrupt, progress(output.name) as tell:
        outcome = film.export(output, take, rate, form, metadata, interrupt.asked, tell)
    if srt:
        film.write_srt(beside, take)
    if outcome.written < outcome.asked:
        text = f"interrupted; {output} holds the {outcome.written} of {outcome.asked} frames that were rendered"
        return _complain(text, INTERRUPTED)
    return 0


@main.command()
@_OUTPUT
@_options("dream", "seed", "size", "at", "act", "quality", "captions", "overwrite")
def still(output: Path, overwrite: bool, at: str, **asked: Any) -> None:
    """Draw one picture of a dream: OUT.png."""
    from dreamscape import pictures, provenance
    from dreamscape.outputs import place
    from dreamscape.outputs import still as picture

    place.check(output, picture.SUFFIXES, overwrite)
    take, words = _take({"start": at, "stop": None, **asked}, "--at", "--to")
    picture.save(output, pictures.picture(take), provenance.notes(take, ["still", output.name, *words]))


def _take(asked: dict[str, Any], *names: str) -> "tuple[Take, list[str]]":
    """The take that was asked for, and the options that ask for it again."""
    from dreamscape import options
    from dreamscape.take import take as check

    size = options.size(asked["size"])
    start, stop, act = asked["start"], asked["stop"], asked["act"]
    take = check(
        asked["dream"], asked["seed"], size, start, stop, act, asked["quality"], (names[0], names[1]), asked["captions"]
    )
    known = {"--dream": Path(take.dream.name).name, "--seed": take.seed, "--size": "{}x{}".format(*take.size)}
    span = {"--act": act, names[0]: start, names[1]: stop, "--quality": take.quality.name}
    words = [(name, value) for name, value in {**known, **span}.items() if value is not None]
    flags = [] if take.captions else ["--no-captions"]
    return take, [*(str(item) for pair in words for item in pair), *flags]


@main.command()
@click.argument("output", metavar="FILE", type=click.Path(path_type=Path))
@_options("overwrite")
def new(output: Path, overwrite: bool) -> None:
    """Write a dream of your own to start from: FILE.toml, every key explained."""
    from dreamscape import resources
    from dreamscape.outputs import place

    place.check(output, (".toml",), overwrite)
    place.write(output, resources.asset("new-dream.toml").read_bytes())


@main.command()
def dreams() -> None:
    """List the dreams that ship with the program."""
    from dreamscape import seed

    for name in seed.names():
        dream = seed.load(name).seed
        click.echo(f"{name:12s} {dream.seconds:6g} s  {len(dream.act)} act{'s' * (len(dream.act) > 1)}  {dream.about}")


@main.command()
@click.option("--parameters", is_flag=True, help="With the parameters of each, their bounds, units and defaults.")
def layers(parameters: bool) -> None:
    """List the layers, and the scenes that are made of them."""
    from dreamscape import catalogue
    from dreamscape.parameters import declared

    for title, found in (("layers", catalogue.layers()), ("scenes", catalogue.scenes())):
        click.echo(f"{title}:")
        for name, item in found.items():
            click.echo(f"  {name:12s} {(item.__doc__ or '').strip().splitlines()[0]}")
            for key, p in declared(item).items() if parameters else ():
                click.echo(f"    {key} = {p.default:g} [{p.low:g} to {p.high:g}] {p.unit}: {p.about}")


@main.command()
@_options("dream", "size")
@click.option(
    "--quality", "tiers", metavar="Q", multiple=True, help="A tier; may be given again.  [default: low, medium]"
)
@click.option(
    "--moments", metavar="N", type=click.IntRange(1, 100), default=4, show_default=True, help="Of each act, drawn."
)
@click.option(
    "--frames", metavar="N", type=click.IntRange(1, 1000), default=6, show_default=True, help="Timed at each moment."
)
@click.option("--json", "as_json", is_flag=True, help="Print JSON in place of tables.")
def bench(dream: str, size: str, tiers: tuple[str, ...], moments: int, frames: int, as_json: bool) -> None:
    """Time a dream on this machine: each act by layer, and each shift.

    Sapphire takes about two minutes on two cores without a GPU.
    """
    import json

    from dreamscape import costs, options
    from dreamscape.bench import Bench

    made = Bench(dream, options.size(size), tiers or ("low", "medium"), moments, frames)
    for scene in made.run():
        click.echo(f"{scene} ...", err=True)
    made.release()
    about = {"renderer": made.renderer, "cores": os.cpu_count(), "dream": dream, "size": size}
    if as_json:
        click.echo(json.dumps({**about, **costs.numbers(made.tiers)}, indent=2))
    else:
        click.echo(f"{dream} at {size}, {made.renderer}, {os.cpu_count()} cores\n\n{costs.tables(made.tiers)}")


@main.command()
def doctor() -> int:
    """Say what was found on this machine, and what to do about what is missing."""
    from dreamscape.doctor import report

    return report()
