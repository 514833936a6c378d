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
    return 0 if print_flashes(film, as_json) else 1


def print_flashes(film: Path, as_json: bool, job: "FilmJob | None" = None) -> bool:
    """Measure a film's flashes and print the result; returns whether it is safe. `job` is given for a new film."""
    from dreamscape.commands.progress import clock_face
    from dreamscape.export import flash_review, image_sequence
    from dreamscape.flash.meter import ALLOWED

    if image_sequence.is_exr(film):
        raise InputError("--flash-report: EXR holds light before the tone map, expected a film or PNG or TIFF")
    review = (
        flash_review.review(film, job.rate, job.request.frame_numbers(job.rate)[0])
        if job
        else flash_review.review(film)
    )

    def seconds(frame: int) -> float:
        return float(flash_review.frame_time(frame, review.rate))

    kinds = (("general", review.worst.general, review.worst.general_at), ("red", review.worst.red, review.worst.red_at))
    if as_json:
        result: dict[str, Any] = {"flashes": "pass" if review.worst.safe else "fail", "frames": review.frames}
        result |= {name: {"worst": worst, "at": round(seconds(at), 3)} for name, worst, at in kinds}
        result["over"] = [
            {
                "red": excess.red,
                "from": round(seconds(excess.first), 3),
                "to": round(seconds(excess.last), 3),
                "most": excess.most,
            }
            for excess in review.excesses
        ]
        say(json.dumps(result))
        return review.worst.safe
    for name, worst, at in kinds:
        when = f", in the second that ends at {clock_face(seconds(at))}" if worst else ""
        say(f"{name:8} {worst:g} flashes in a second at most{when}; {ALLOWED:g} are allowed")
    for excess in review.excesses:
        kind = "red" if excess.red else "general"
        say(f"too many {kind} flashes: {excess.most:g}, {seconds(excess.first):.2f} s to {seconds(excess.last):.2f} s")
    say(f"{film.name}: {'pass' if review.worst.safe else 'fail'} by WCAG 2.3.1, as measured; no certified test")
    return review.worst.safe
