"""The command that says what is seen."""

from pathlib import Path
from typing import TYPE_CHECKING

import click

from dreamscape.commands.common import check_inputs, known, tell_memories
from dreamscape.system.standard_streams import say

if TYPE_CHECKING:
    from dreamscape.engine.request import RenderRequest


@click.command()
@click.argument("dream", metavar="[DREAM]", required=False)
@click.option("-o", "--output", metavar="FILE", type=click.Path(path_type=Path), help="Write it to this file.")
@known("scene", "set", "memories", "seed", "from", "to", "act", "overwrite", "traceback")
def describe(
    dream: str | None,
    output: Path | None,
    scene: str | None,
    settings: tuple[str, ...],
    memories: tuple[str, ...],
    seed: str | None,
    start: str | None,
    stop: str | None,
    act: str | None,
    overwrite: bool,
) -> None:
    """Say what is seen in a dream, moment by moment, for people who do not see it.

    \b
    FILE.vtt   WebVTT, for a track of the kind descriptions
    FILE.txt   text with the times, and with what the voice says; printed where no FILE is given
    FILE.json  the same for programs
    """
    from dreamscape.engine.request import check_request
    from dreamscape.export.container.descriptions import WRITERS
    from dreamscape.files import placing

    if output is not None:
        placing.check(output, tuple(WRITERS), overwrite)
    request = check_request(
        dream,
        seed,
        start=start,
        stop=stop,
        act=act,
        names=("--from", "--to"),
        scene=scene,
        settings=settings,
        memories=memories,
    )
    tell_memories(request)
    if output is None:
        for line in WRITERS[".txt"](request).splitlines():
            say(line)
        return
    _check_apart(output, request)
    placing.write(output, WRITERS[output.suffix.lower()](request).encode(), overwrite)


def _check_apart(output: Path, request: "RenderRequest") -> None:
    """Raise InputError if the file would replace the dream that it describes."""
    check_inputs([output])
    from dreamscape.files import placing

    placing.check_apart([output], [("DREAM", Path(request.dream.name))])
