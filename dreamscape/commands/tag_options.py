"""The tags, the cover and the chapters of a film."""

import json
import re
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import TYPE_CHECKING

from dreamscape.commands.parameters import ExportParameters
from dreamscape.errors import InputError
from dreamscape.system.standard_streams import say
from dreamscape.text import short, tag

if TYPE_CHECKING:
    from dreamscape.export.container.cover import Cover
    from dreamscape.export.segments.segment_writer import FilmJob

MAX_TAG = 500  # letters
_DATE = re.compile(r"\d{4}(-(0[1-9]|1[0-2])(-(0[1-9]|[12]\d|3[01]))?)?")


def with_tags(metadata: Mapping[str, str], parameters: ExportParameters) -> dict[str, str]:
    """The metadata of a film with the tags that were given; its comment keeps its facts and gets another line.

    Raises:
        InputError: a tag is no line of text, or no date; says what was expected.
    """
    tags = {name: _line(name, text) for name, text in parameters.tags.items()}
    if "date" in tags and not _DATE.fullmatch(tags["date"]):
        raise InputError(f"--date {short(tags['date'])}: not a date, expected one like 2026, 2026-03 or 2026-03-01")
    if "comment" in tags:
        tags["comment"] = f"{metadata['comment']}\nComment: {tags['comment']}"
    return {**metadata, **tags}


def _line(name: str, text: str) -> str:
    if not text.strip() or len(text) > MAX_TAG or tag(text) != text:
        raise InputError(f"--{name}: expected a line of 1 to {MAX_TAG} letters, without control characters")
    return text.strip()


def tag_arguments(parameters: ExportParameters) -> Iterator[str]:
    """The arguments that ask for the same tags and cover."""
    for name, text in parameters.tags.items():
        yield from (f"--{name}", text)
    if parameters.cover is not None:
        yield from ("--cover", parameters.cover.name)


def load_cover(job: "FilmJob", output: Path, picture: Path | None) -> "Cover | None":
    """The cover that was given, if any.

    Raises:
        InputError: it is no picture, or the film cannot hold one.
    """
    from dreamscape.export.container import cover

    return None if picture is None else cover.read_cover(picture, job.form, output.suffix)


def print_chapters(job: "FilmJob", as_json: bool) -> None:
    """List the times of the acts."""
    from dreamscape.export.container.chapters import chapters_of, description_lines

    chapters = chapters_of(job.request, job.rate)
    listed = [{"from": chapter.start / 1000, "to": chapter.stop / 1000, "title": chapter.title} for chapter in chapters]
    for line in [json.dumps({"chapters": listed})] if as_json else description_lines(chapters):
        say(line)
