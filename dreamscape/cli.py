"""The command line. Heavy modules are imported by the commands that need them, so that the program starts at once."""

import sys
import traceback
import warnings
from collections.abc import Callable, Iterator, Mapping, Sequence
from functools import partial
from importlib import import_module
from pathlib import Path
from typing import Any

import click

from dreamscape import __version__
from dreamscape.authoring import mistakes
from dreamscape.commands.common import complain
from dreamscape.errors import AuthorError, DreamscapeError, InputError, PluginWarning
from dreamscape.system import interrupts, standard_streams
from dreamscape.text import printable

COMMANDS = {  # and the modules of dreamscape/commands that they are in
    "play": "play",
    "export": "film",
    "still": "film",
    "poster": "film",
    "verify": "verify",
    "flashes": "flashes",
    "sound": "sound",
    "describe": "describe",
    "features": "features",
    "sheet": "sheet",
    "choreograph": "choreograph",
    "imagine": "imagine",
    "new": "about",
    "dreams": "about",
    "layers": "about",
    "schema": "schema",
    "bench": "about",
    "doctor": "about",
    "screensaver": "screensaver",
    "desktop": "desktop",
}


class _Commands(Mapping[str, click.Command]):
    """The commands by name; a command's module is imported as it is asked for."""

    def __getitem__(self, name: str) -> click.Command:
        command: click.Command = getattr(import_module(f"dreamscape.commands.{COMMANDS[name]}"), name)
        return command

    def __iter__(self) -> Iterator[str]:
        return iter(COMMANDS)

    def __len__(self) -> int:
        return len(COMMANDS)


class _Interrupted(Exception):
    """Stands for KeyboardInterrupt, for which click has its own message."""


class _Program(click.Group):
    """The program; `run` reports all errors of commands."""

    def invoke(self, ctx: click.Context) -> Any:
        try:
            return super().invoke(ctx)
        except KeyboardInterrupt:
            raise _Interrupted from None
        except EOFError as error:
            raise RuntimeError(f"EOFError: {error}").with_traceback(error.__traceback__) from None


def run(arguments: Sequence[str]) -> int:
    """Run a command line; returns the exit code. Every error becomes one sentence on stderr."""
    try:
        with warnings.catch_warnings():
            warnings.showwarning = partial(_warn, warnings.showwarning)
            code = main.main(list(arguments), prog_name="dreamscape", standalone_mode=False, obj=list(arguments))
        sys.stdout.flush()
        return int(code or 0)
    except click.exceptions.NoArgsIsHelpError as error:
        standard_streams.tell(sys.stdout, f"{error.format_message()}\n")
        return 2
    except click.ClickException as error:
        where = error.ctx.command_path if isinstance(error, click.UsageError) and error.ctx else "dreamscape"
        return complain(f"{error.format_message().rstrip('.')}; see {where} --help", InputError.exit_code)
    except DreamscapeError as error:
        _trace(error, arguments)
        if isinstance(error, AuthorError):
            return _blame(error)
        return complain(str(error), error.exit_code) if str(error) else error.exit_code
    except _Interrupted:
        standard_streams.tell(sys.stderr, "\n" if sys.stderr.isatty() else "")  # which has ^C in this line
        return complain("interrupted; nothing was written", interrupts.exit_code())
    except Exception as error:
        _trace(error, arguments)
        if found := mistakes.blamed(error):
            return _blame(found)
        return complain(f"internal error at {_location(error)}: {type(error).__name__}: {error}; please report it", 1)


def _trace(error: Exception, arguments: Sequence[str]) -> None:
    """Show Python's own traceback, if that was asked for."""
    if "--traceback" in arguments:
        lines = "".join(traceback.format_exception(error)).splitlines()
        standard_streams.tell(sys.stderr, "".join(f"{printable(line)}\n" for line in lines))


def _blame(error: AuthorError) -> int:
    """Show an author's mistake, with the line of theirs that failed; returns the exit code."""
    code = complain(str(error), error.exit_code)
    standard_streams.tell(sys.stderr, f"    {printable(error.source)}\n" if error.source else "")
    return code


def _warn(default: Callable[..., None], message: Warning | str, kind: type[Warning], *details: Any) -> None:
    """Print our own warnings like other messages, and leave the rest to Python."""
    if issubclass(kind, PluginWarning):
        complain(f"warning: {message}", 0)
    else:
        default(message, kind, *details)


def _location(error: Exception) -> str:
    """The innermost line of the package in an error's traceback, `file:line`."""
    location, trace = "cli.py", error.__traceback__
    while trace is not None:
        path = Path(trace.tb_frame.f_code.co_filename)
        if path.is_relative_to(Path(__file__).parent):
            location = f"{path.name}:{trace.tb_lineno}"
        trace = trace.tb_next
    return location


@click.group(
    cls=_Program,
    commands=_Commands(),
    context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100},
)
@click.version_option(__version__, message="dreamscape %(version)s")
def main() -> None:
    """One dream in eight acts, rendered live or to film."""
