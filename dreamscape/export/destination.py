"""Where a film is written: which files it consists of, what exists there already, and whether that is the film."""

import os
from collections.abc import Iterable, Mapping
from pathlib import Path

from dreamscape.export import image_sequence
from dreamscape.export.finished import is_finished
from dreamscape.export.segments import segment_folder
from dreamscape.export.segments.segment_writer import FilmJob
from dreamscape.files import placing


def refuse_leftovers(path: Path) -> None:
    """Raise InputError if an earlier export has left segments of this film, or if another process is making it."""
    segment_folder.refuse_leftovers(Path(os.path.realpath(path)))


def is_in_place(path: Path, job: FilmJob, metadata: Mapping[str, str], facts: Mapping[str, str]) -> bool:
    """Whether the film is in place already, because an export was complete or was killed right at its end."""
    path = Path(os.path.realpath(path))
    return segment_folder.film_is_placed(path) or is_finished(path, job, metadata, facts)


def check_writable(path: Path, job: FilmJob, suffixes: tuple[str, ...], overwrite: bool, resume: bool) -> None:
    """Raise InputError unless the film may be written there; on a resume, its own pictures are no obstacle."""
    if image_sequence.is_sequence(job.form):
        placed = segment_folder.placed_frames(Path(os.path.realpath(path))) if resume else 0
        image_sequence.check(path, job.request.frame_numbers(job.rate)[placed:], overwrite)
    else:
        placing.check(path, suffixes, overwrite)


def companion(path: Path, job: FilmJob, suffix: str) -> Path:
    """The path of a file that belongs to a film, with another suffix."""
    return image_sequence.companion(path, suffix) if image_sequence.is_sequence(job.form) else path.with_suffix(suffix)


def files_of(path: Path, job: FilmJob) -> Iterable[Path]:
    """All files of a film."""
    if not image_sequence.is_sequence(job.form):
        return (path,)
    return (image_sequence.picture_path(path, number) for number in job.request.frame_numbers(job.rate))


def foreign_pictures(path: Path, job: FilmJob) -> str:
    """A message about pictures that match a sequence's name but are not of this film; empty if there are none."""
    if not image_sequence.is_sequence(job.form):
        return ""
    pictures = image_sequence.other_pictures(path, job.request.frame_numbers(job.rate))
    if not pictures:
        return ""
    if len(pictures) == 1:
        return (
            f"there is another picture of that name, {pictures[0].name}, which is not of this film; it was left alone"
        )
    names = f"{pictures[0].name} to {pictures[-1].name}"
    return f"{len(pictures)} more pictures of that name, {names}, are not of this film; they were left alone"
