"""Commands that make pictures and films."""

from pathlib import Path
from typing import Any

import click

from dreamscape.commands.common import INTERRUPTED, OUTPUT, asked_take, complain, known


@click.command()
@OUTPUT
@known("dream", "seed", "size", "fps", "from", "to", "act", "quality", "captions", "srt", "crf", "preset", "overwrite")
def export(output: Path, overwrite: bool, srt: bool, crf: int, preset: str, fps: str, **asked: Any) -> int:
    """Film a dream, or a part of it: OUT.mp4 (H.264)."""
    from dreamscape import options, provenance
    from dreamscape.outputs import film, place
    from dreamscape.progress import Interrupt, progress

    place.check(output, film.SUFFIXES, overwrite)
    take, words = asked_take(asked, "--from", "--to")
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
        return complain(text, INTERRUPTED)
    return 0


@click.command()
@OUTPUT
@known("dream", "seed", "size", "at", "act", "quality", "captions", "overwrite")
def still(output: Path, overwrite: bool, at: str, **asked: Any) -> None:
    """Draw one picture of a dream: OUT.png."""
    from dreamscape import pictures, provenance
    from dreamscape.outputs import place
    from dreamscape.outputs import still as picture

    place.check(output, picture.SUFFIXES, overwrite)
    take, words = asked_take({"start": at, "stop": None, **asked}, "--at", "--to")
    picture.save(output, pictures.picture(take), provenance.notes(take, ["still", output.name, *words]))
