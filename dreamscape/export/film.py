"""Exports a film: drawn segment by segment into a folder beside it, and joined once all segments are complete."""

import os
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from types import MappingProxyType
from typing import TYPE_CHECKING

from av.error import FFmpegError

from dreamscape.errors import DreamscapeError
from dreamscape.export import finished, image_sequence
from dreamscape.export.backends import Backend, ResumableError, Stop, single_process
from dreamscape.export.container.cover import Cover
from dreamscape.export.container.mux import check_headers
from dreamscape.export.container.soundtrack import SoundSource
from dreamscape.export.container.subtitles import WRITERS, subtitle_lines
from dreamscape.export.encoding.encoder import codec_header
from dreamscape.export.joining import FilmJoiner
from dreamscape.export.segments import limiter_history, segment_folder
from dreamscape.export.segments.manifest import FORM, Manifest
from dreamscape.export.segments.segment_store import SegmentStore
from dreamscape.export.segments.segment_writer import FilmJob
from dreamscape.files.durable import InTheWay

if TYPE_CHECKING:
    from dreamscape.export.size_limit import SizeLimit


@dataclass(frozen=True, slots=True)
class Outcome:
    """The state of an export.

    Attributes:
        written, total: frames that are drawn so far, and frames of the film.
        size: bytes so far.
        segments, total_segments: complete segments, and segments of the film.
        joined: fraction of the film that is joined, 0 to 1.
    """

    written: int
    total: int
    size: int
    segments: int = 0
    total_segments: int = 1
    joined: float = 0.0


def export(
    path: Path,
    job: FilmJob,
    metadata: Mapping[str, str],
    stop: Stop,
    progress: Callable[[Outcome], None],
    facts: Mapping[str, str] = MappingProxyType({}),
    resume: bool = False,
    backend: Backend = single_process,
    sound: Callable[[], SoundSource] | None = None,
    cover: Cover | None = None,
    overwrite: bool = False,
    size_limit: "SizeLimit | None" = None,
) -> Outcome:
    """Export a film to `path`, which then exists whole or not at all.

    Args:
        path: of the film, already validated.
        job: the film.
        metadata: tags for the file.
        stop: called before each frame; once it returns true, the export ends there and can be resumed.
        progress: called after each frame.
        facts: all that the film depends on, in readable form.
        resume: go on from what an earlier export of the same film has left, if anything.
        backend: makes the segments.
        sound: makes the soundtrack; None for a silent film.
        cover: a picture for the file to carry.
        overwrite: whether a file that appears at `path` meanwhile may be replaced.
        size_limit: how large the film may be; the segments are then drawn in another format than the film's.

    Returns:
        The final state; the film exists if all frames are written, and all of it is joined.

    Raises:
        InputError: an earlier export has left segments of another film, or another process is making this one.
        ResumableError: it failed, and can be resumed.
        DreamscapeError: it failed with nothing worth keeping; nothing is left behind.
    """
    path = Path(os.path.realpath(path))  # replace what a link points to, not the link
    numbers = job.request.frame_numbers(job.rate)
    expected = Manifest(FORM, dict(facts), numbers[0], len(numbers), job.segment_length)
    with segment_folder.locked(path):
        is_complete = resume and _is_complete(path, job, metadata, facts)
        store = (_resume(path, job, expected) if resume else None) or segment_folder.create(path, expected)
        if is_complete:
            store.remove()
            return _finished(store, progress, len(numbers))
        joiner = FilmJoiner(path, job, store, metadata, sound, cover, overwrite, size_limit)
        return _make_and_join(joiner, backend, stop, progress)


def _is_complete(path: Path, job: FilmJob, metadata: Mapping[str, str], facts: Mapping[str, str]) -> bool:
    """Whether the film is in place already, perhaps with its segments left to be removed."""
    if segment_folder.film_is_placed(path):
        return True
    return not segment_folder.holds_manifest(path) and finished.is_finished(path, job, metadata, facts)


def _resume(path: Path, job: FilmJob, expected: Manifest) -> SegmentStore | None:
    """The store that an earlier export has left, if any."""
    if image_sequence.is_sequence(job.form):
        return segment_folder.resume(path, expected, partial(image_sequence.pictures_exist, path))
    return segment_folder.resume(path, expected)


def _make_and_join(joiner: FilmJoiner, backend: Backend, stop: Stop, progress: Callable[[Outcome], None]) -> Outcome:
    """Make the missing segments, and join them; arguments, returns and errors are those of `export`."""
    job, store = joiner.job, joiner.store

    def check(fraction: float) -> None:
        if stop():
            raise KeyboardInterrupt
        progress(_outcome(store, 0, joined=min(0.999, fraction)))

    try:
        _check_encoder(job, store)
        _make_segments(job, store, backend, stop, progress)
        if not store.manifest.missing:
            joiner.join(check)
            return _finished(store, progress)
    except KeyboardInterrupt:
        pass
    except InTheWay as error:
        raise ResumableError(str(error)) from None
    except (OSError, FFmpegError) as error:
        raise _writing_failed(joiner, error) from None
    finally:
        if not store.frames_done:
            store.remove()
    return _outcome(store, 0)


def _check_encoder(job: FilmJob, store: SegmentStore) -> None:
    """Raise DreamscapeError, before anything is drawn, if stored segments were written by another encoder."""
    paths = [store.segment_path(number) for number in store.manifest.segments if not store.is_released(number)]
    if paths:
        check_headers(paths, codec_header(job.form, job.request.size, job.rate))


def _make_segments(
    job: FilmJob, store: SegmentStore, backend: Backend, stop: Stop, progress: Callable[[Outcome], None]
) -> None:
    """Make the missing segments, and those again whose exposure differs from that of a film drawn in one go."""
    frames_before = frames_drawn = store.frames_done

    def report(drawn_now: int, size: int) -> None:
        nonlocal frames_drawn
        frames_drawn = max(frames_drawn, frames_before + drawn_now)  # frames that are drawn again do not count twice
        progress(_outcome(store, size, written=frames_drawn))

    if store.manifest.missing:
        backend(job, store, stop, report)
    if not store.manifest.missing and (misexposed := misexposed_segments(job, store)):
        for number in misexposed:
            store.discard(number)
        frames_before = store.frames_done
        backend(job, store, stop, report)


def _writing_failed(joiner: FilmJoiner, error: OSError | FFmpegError) -> DreamscapeError:
    done, count = joiner.store.frames_done, joiner.store.manifest.count
    message = f"{joiner.path.name}: writing failed after {done} of {count} frames ({error.strerror or error})"
    return ResumableError(message) if done else DreamscapeError(f"{message}; nothing was kept")


def _finished(store: SegmentStore, progress: Callable[[Outcome], None], written: int | None = None) -> Outcome:
    """Report that the film is complete."""
    outcome = _outcome(store, 0, written, joined=1.0)
    progress(outcome)
    return outcome


def misexposed_segments(job: FilmJob, store: SegmentStore) -> list[int]:
    """Segments of a complete film whose exposure differs from that of a film drawn in one go."""
    numbers, count = [], limiter_history.memory_frames(job.rate)
    for number, entry in store.manifest.segments.items():
        light = store.read_light(number) if entry.exposed else None
        # with nothing before it, it was drawn as it would be in one go
        if light is not None and len(before := store.read_before(number, count)):
            first = store.manifest.frames(number)[0]
            exposures = limiter_history.exposures(before, light[:count], first, job.rate)
            if limiter_history.digest(exposures) != entry.exposed:
                numbers.append(number)
    return numbers


def _outcome(store: SegmentStore, size: int, written: int | None = None, joined: float = 0.0) -> Outcome:
    manifest = store.manifest
    frames_done = store.frames_done if written is None else written
    complete = len(manifest.segments)
    return Outcome(frames_done, manifest.count, store.size + size, complete, len(manifest.numbers), joined)


def subtitle_file(suffix: str, job: FilmJob) -> bytes:
    """The bytes of a film's subtitle file; `suffix` is one of `subtitles.WRITERS`."""
    return WRITERS[suffix](subtitle_lines(job.request, job.rate)).encode()
