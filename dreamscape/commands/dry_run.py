"""What an export would come to, said before it is begun."""

import json
from collections.abc import Callable
from dataclasses import asdict, replace
from pathlib import Path
from typing import TYPE_CHECKING

from dreamscape.system.standard_streams import say

if TYPE_CHECKING:
    from dreamscape.export.container.soundtrack import SoundSource
    from dreamscape.export.segments.segment_writer import FilmJob
    from dreamscape.export.size_limit import SizeLimit


def print_estimate(
    output: Path,
    job: "FilmJob",
    codec: str | None,
    song: "Callable[[], SoundSource] | None",
    as_json: bool,
    fit: "SizeLimit | None" = None,
) -> None:
    """Draw some frames of a film, and say how long and how large it gets.

    Args:
        output: the film's name.
        job: the film.
        codec: FFmpeg's name of the encoder of its sound; None for a silent one.
        song: makes what is heard in place of the dream.
        as_json: as a line of JSON.
        fit: how large it may be, if that was said.
    """
    from dreamscape.commands.progress import clock_face
    from dreamscape.export.estimate import estimate

    found = estimate(job, codec, song and song())
    if fit:  # what was drawn lies there without loss, and what is tried of it beside the film
        most = max(0.0, fit.limit - found.sound)
        found = replace(found, pictures=min(found.pictures, most), disk=found.pictures + 3 * fit.limit)
    if as_json:
        told = {**asdict(found), "size": found.size}
        say(json.dumps({name: round(value, 3) for name, value in told.items()}))
        return
    held = f", {_bytes(found.sound)} of it sound" if found.sound else ""
    say(f"{output.name}: {job.form.codec}, {job.form.pixels}, {'{}x{}'.format(*job.request.size)}")
    say(f"frames    {found.frames}, {clock_face(found.duration)} at {job.rate} a second")
    say(f"size      about {_bytes(found.size)}{held}")
    say(f"disk      about {_bytes(found.disk)} while it is made, for its parts and the film")
    say(f"time      about {clock_face(found.time)} in one process here, by {found.drawn} frames drawn for it")


def _bytes(count: float) -> str:
    """A size as people read it."""
    return f"{count / 1e6:,.1f} MB" if count < 1e9 else f"{count / 1e9:,.2f} GB"
