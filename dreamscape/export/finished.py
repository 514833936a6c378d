"""Whether a film is finished: it lies in its place, and says of itself that it was made by the very command."""

from collections.abc import Mapping
from contextlib import suppress
from pathlib import Path

from av.error import FFmpegError

from dreamscape.export import image_sequence
from dreamscape.export.container import image_tags
from dreamscape.export.segments.segment_writer import FilmJob
from dreamscape.export.verify import comment_of


def says_so(path: Path, job: FilmJob, metadata: Mapping[str, str], facts: Mapping[str, str]) -> bool:
    """Whether the whole film lies at `path`, made by this version from this dream and command.

    Args:
        path: of the film, or the pattern of a sequence's names.
        job: the film.
        metadata: tags that it would have.
        facts: what it depends on.
    """
    if not metadata.get("comment") or "code" not in facts:
        return False
    said = f"{metadata['comment']}\nCode: {facts['code']}\n"
    frames = job.request.frame_numbers(job.rate)
    with suppress(OSError, FFmpegError, ValueError):
        if image_sequence.is_one(job.form):
            ends = image_sequence.named(path, frames[0]), image_sequence.named(path, frames[-1])
            return image_sequence.are_there(path, frames) and all(said.encode() in end.read_bytes() for end in ends)
        told = image_tags.read_comment(path) if job.form.muxer in ("gif", "webp") else comment_of(path)[0]
        return said in told.replace("\r\n", "\n")
    return False
