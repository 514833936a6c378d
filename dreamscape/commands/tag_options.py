"""What a film says of itself beside what remakes it: its title, who made it, and its cover."""

import json
import re
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any

from dreamscape.errors import InputError
from dreamscape.system.standard_streams import say
from dreamscape.text import short, tag

if TYPE_CHECKING:
    from dreamscape.export.container.cover import Cover
    from dreamscape.export.segments.segment_writer import FilmJob

NAMES = ("title", "artist", "copyright", "date", "comment")
LONGEST = 500  # letters of a tag
_DATE = re.compile(r"\d{4}(-(0[1-9]|1[0-2])(-(0[1-9]|[12]\d|3[01]))?)?")


def tagged(metadata: Mapping[str, str], asked: Mapping[str, Any]) -> dict[str, str]:
    """The tags of a film with those that were asked for; its comment keeps its facts and gets one more.

    Raises:
        InputError: a tag is no line of text, or no date; says what was expected.
    """
    given = {name: _line(name, asked[name]) for name in NAMES if asked[name] is not None}
    if "date" in given and not _DATE.fullmatch(given["date"]):
        raise InputError(f"--date {short(given['date'])}: not a date, expected one like 2026, 2026-03 or 2026-03-01")
    if "comment" in given:
        given["comment"] = f"{metadata['comment']}\nComment: {given['comment']}"
    return {**metadata, **given}


def _line(name: str, given: str) -> str:
    if not given.strip() or len(given) > LONGEST or tag(given) != given:
        raise InputError(f"--{name}: expected a line of 1 to {LONGEST} letters, without control characters")
    return given.strip()


def tag_words(asked: Mapping[str, Any]) -> Iterator[str]:
    """The options that ask for the same tags and cover again."""
    for name in NAMES:
        if asked[name] is not None:
            yield from (f"--{name}", asked[name])
    if asked["cover"] is not None:
        yield from ("--cover", asked["cover"].name)


def asked_cover(job: "FilmJob", output: Path, picture: Path | None) -> "Cover | None":
    """The cover that was asked for.

    Raises:
        InputError: it is no picture, or the film holds none.
    """
    from dreamscape.export.container import cover

    return None if picture is None else cover.read_cover(picture, job.form, output.suffix)


def tell_chapters(job: "FilmJob", as_json: bool) -> None:
    """List the acts' times."""
    from dreamscape.export.container.chapters import chapters_of, description_lines

    found = chapters_of(job.request, job.rate)
    told = [{"from": one.start / 1000, "to": one.stop / 1000, "title": one.title} for one in found]
    for line in [json.dumps({"chapters": told})] if as_json else description_lines(found):
        say(line)
