"""The command that measures flashes."""

import json
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from dreamscape.commands.common import FILM, known
from dreamscape.errors import InputError
from dreamscape.system.standard_streams import say

if TYPE_CHECKING:
    from dreamscape.export.segments.segment_writer import FilmJob


@click.command()
@FILM
@known("json")
def flashes(film: Path, as_json: bool) -> int:
    """Measure flashes in any film, by the thresholds of WCAG 2.3.1. The exit code is 1 where there are too many.

    A measurement, not a certified test.
    """
    return 0 if tell_flashes(film, as_json) else 1


def tell_flashes(film: Path, as_json: bool, job: "FilmJob | None" = None) -> bool:
    """Measure a film's flashes and say what was found; `job` is what it was made by, if it was made just now."""
    from dreamscape.commands.progress import clock_face
    from dreamscape.export import flash_review, image_sequence
    from dreamscape.flash.meter import ALLOWED

    if image_sequence.is_exr(film):
        raise InputError("--flash-report: EXR holds light before the tone map, expected a film or PNG or TIFF")
    found = (
        flash_review.review(film, job.rate, job.request.frame_numbers(job.rate)[0])
        if job
        else flash_review.review(film)
    )

    def seconds(frame: int) -> float:
        return float(flash_review.frame_time(frame, found.rate))

    kinds = (("general", found.worst.general, found.worst.general_at), ("red", found.worst.red, found.worst.red_at))
    if as_json:
        told: dict[str, Any] = {"flashes": "pass" if found.worst.safe else "fail", "frames": found.frames}
        told |= {name: {"worst": worst, "at": round(seconds(at), 3)} for name, worst, at in kinds}
        told["over"] = [
            {"red": one.red, "from": round(seconds(one.first), 3), "to": round(seconds(one.last), 3), "most": one.most}
            for one in found.excesses
        ]
        say(json.dumps(told))
        return found.worst.safe
    for name, worst, at in kinds:
        where = f", in the second that ends at {clock_face(seconds(at))}" if worst else ""
        say(f"{name:8} {worst:g} flashes in a second at most{where}; {ALLOWED:g} are allowed")
    for one in found.excesses:
        kind = "red" if one.red else "general"
        say(f"too many {kind} flashes: {one.most:g}, {seconds(one.first):.2f} s to {seconds(one.last):.2f} s")
    say(f"{film.name}: {'pass' if found.worst.safe else 'fail'} by WCAG 2.3.1, as measured; no certified test")
    return found.worst.safe
