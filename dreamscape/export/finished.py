"""Recognises a finished film: it exists, and its metadata names the same command, dream and version."""

from collections.abc import Mapping
from contextlib import suppress
from pathlib import Path

from av.error import FFmpegError

from dreamscape.export import image_sequence
from dreamscape.export.container import image_tags
from dreamscape.export.segments.segment_writer import FilmJob
from dreamscape.export.verify import read_comment


def is_finished(path: Path, job: FilmJob, metadata: Mapping[str, str], facts: Mapping[str, str]) -> bool:
    """Whether the complete film is at `path`, made by this version from this dream and command.

    Args:
        path: of the film, or the name pattern of a sequence.
        job: the film.
        metadata: tags that it would have.
        facts: what it depends on.
    """
    if not metadata.get("comment") or "code" not in facts:
        return False
    expected = f"{metadata['comment']}\nCode: {facts['code']}\n"
    frames = job.request.frame_numbers(job.rate)
    with suppress(OSError, FFmpegError, ValueError):
        if image_sequence.is_sequence(job.form):
            first_and_last = image_sequence.picture_path(path, frames[0]), image_sequence.picture_path(path, frames[-1])
            return image_sequence.pictures_exist(path, frames) and all(
                expected.encode() in picture.read_bytes() for picture in first_and_last
            )
        comment = image_tags.read_comment(path) if job.form.muxer in ("gif", "webp") else read_comment(path)[0]
        return expected in comment.replace("\r\n", "\n")
    return False
