"""The command `choreograph`."""

from contextlib import closing
from pathlib import Path

import click

from dreamscape.commands.common import check_inputs, known
from dreamscape.system.standard_streams import say


@click.command()
@click.argument("song", metavar="SONG", type=click.Path(path_type=Path))
@click.argument("output", metavar="[OUT.toml]", required=False, type=click.Path(path_type=Path))
@known("dream", "overwrite", "traceback")
def choreograph(song: Path, output: Path | None, dream: str, overwrite: bool) -> None:
    """Lay the acts of a dream out for a song, and print the plan; OUT.toml is that dream, to be changed and filmed.

    Acts begin where sections of the song do, the brightest at the drop or where it is loudest. export --music SONG
    without a --dream films the same plan at once.
    """
    from dreamscape.engine.song_dream import choreography
    from dreamscape.files import placing
    from dreamscape.hearing.song import Song
    from dreamscape.structure.dream_text import dream_text, plan_lines

    if output is not None:
        placing.check(output, (".toml",), overwrite)
        check_inputs([output])
    with closing(Song(song, "song")) as opened:
        opened.check()
        made = choreography(opened, song, f"song {song}", dream)
    for line in plan_lines(made):
        say(line)
    if output is not None:
        placing.write(output, dream_text(made).encode(), overwrite)
