"""The option `--log`: a report of a session, to send with a bug report."""

from pathlib import Path
from typing import TYPE_CHECKING, Any

import click
from click.core import ParameterSource

from dreamscape.commands.common import check_inputs

if TYPE_CHECKING:
    from dreamscape.live.report import Report

LOG = click.option(
    "--log", metavar="FILE", type=click.Path(path_type=Path), help="Write what happens to FILE.txt, for a bug report."
)


def report(path: Path | None, overwrite: bool) -> "Report | None":
    """Begin the report, if one was asked for; it ends with the command, however that ends."""
    if path is None:
        return None
    from dreamscape.files import placing
    from dreamscape.live.report import Report, words

    placing.check(path, (".txt", ".log"), overwrite)
    check_inputs([path])
    context = click.get_current_context()
    given = [
        _given(option, context.params[option.name])
        for option in context.command.params
        if option.name and context.get_parameter_source(option.name) == ParameterSource.COMMANDLINE
    ]
    values = [one for _, value in given for one in (value if isinstance(value, tuple) else (value,))]
    named = [Path(value) for value in values if isinstance(value, (str, Path)) and "\0" not in str(value)]
    folders = [file.absolute().parent for file in (path, *named) if file == path or file.is_file()]
    begun = Report(path, words(given), folders)
    context.call_on_close(begun.end)
    return begun


def _given(option: click.Parameter, value: Any) -> tuple[str, Any]:
    """An option as the user wrote it, and its value."""
    off = value is False and option.secondary_opts
    return option.secondary_opts[0] if off else option.opts[0], True if off else value
