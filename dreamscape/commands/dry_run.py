"""Prints an estimate of an export before it begins."""

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
    limit: "SizeLimit | None" = None,
) -> None:
    """Draw some frames of a film, and print how long and how large it will be.

    Args:
        output: the film's name.
        job: the film.
        codec: FFmpeg's name of the audio encoder; None for a silent film.
        song: makes the soundtrack that replaces the dream's sound.
        as_json: print a line of JSON.
        limit: how large the film may be.
    """
    from dreamscape.commands.progress import clock_face
    from dreamscape.export.estimate import estimate

    estimated = estimate(job, codec, song and song())
    if limit:  # the lossless segments, and re-encoded ones beside the film
        room = max(0.0, limit.limit - estimated.sound)
        estimated = replace(
            estimated, pictures=min(estimated.pictures, room), disk=estimated.pictures + 3 * limit.limit
        )
    if as_json:
        values = {**asdict(estimated), "size": estimated.size}
        say(json.dumps({name: round(value, 3) for name, value in values.items()}))
        return
    sound_part = f", {_bytes(estimated.sound)} of it sound" if estimated.sound else ""
    say(f"{output.name}: {job.form.codec}, {job.form.pixels}, {'{}x{}'.format(*job.request.size)}")
    say(f"frames    {estimated.frames}, {clock_face(estimated.duration)} at {job.rate} a second")
    say(f"size      about {_bytes(estimated.size)}{sound_part}")
    say(f"disk      about {_bytes(estimated.disk)} while it is made, for its parts and the film")
    say(f"time      about {clock_face(estimated.time)} in one process here, by {estimated.drawn} frames drawn for it")


def _bytes(count: float) -> str:
    """A size in MB or GB."""
    return f"{count / 1e6:,.1f} MB" if count < 1e9 else f"{count / 1e9:,.2f} GB"
