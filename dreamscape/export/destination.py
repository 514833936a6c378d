"""Where a film goes: which files it consists of, what lies there already, and whether that is the film itself."""

import os
from collections.abc import Iterable, Mapping
from pathlib import Path

from dreamscape.export import image_sequence
from dreamscape.export.finished import says_so
from dreamscape.export.segments import segment_folder
from dreamscape.export.segments.segment_writer import FilmJob
from dreamscape.files import placing


def refuse_left_over(path: Path) -> None:
    """Raise InputError if an earlier export has left parts of this film, or if another process is making it."""
    segment_folder.refuse_left_over(Path(os.path.realpath(path)))


def is_there(path: Path, job: FilmJob, metadata: Mapping[str, str], facts: Mapping[str, str]) -> bool:
    """Whether the film lies in its place already, because an export was killed at the end or was complete."""
    path = Path(os.path.realpath(path))
    return segment_folder.is_placed(path) or says_so(path, job, metadata, facts)


def check(path: Path, job: FilmJob, suffixes: tuple[str, ...], overwrite: bool, resume: bool) -> None:
    """Raise InputError unless the film may be written there; pictures of it that are there already are no obstacle."""
    if image_sequence.is_one(job.form):
        before = segment_folder.placed_frames(Path(os.path.realpath(path))) if resume else 0
        image_sequence.check(path, job.request.frame_numbers(job.rate)[before:], overwrite)
    else:
        placing.check(path, suffixes, overwrite)


def beside(path: Path, job: FilmJob, suffix: str) -> Path:
    """The name of a file that belongs to a film, with another end."""
    return image_sequence.beside(path, suffix) if image_sequence.is_one(job.form) else path.with_suffix(suffix)


def files_of(path: Path, job: FilmJob) -> Iterable[Path]:
    """All files of a film."""
    if not image_sequence.is_one(job.form):
        return (path,)
    return (image_sequence.named(path, number) for number in job.request.frame_numbers(job.rate))


def others(path: Path, job: FilmJob) -> str:
    """What is to be said of pictures of a sequence of this name that are not of this film; empty if there are none."""
    found = image_sequence.others(path, job.request.frame_numbers(job.rate)) if image_sequence.is_one(job.form) else []
    if not found:
        return ""
    which = found[0].name if len(found) == 1 else f"{found[0].name} to {found[-1].name}"
    return f"{len(found)} more of that name lie there and are not of this film, {which}; they were left as they are"
