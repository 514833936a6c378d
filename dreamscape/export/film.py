"""The film: a take drawn segment by segment into a folder beside the film, and joined once all of them are there."""

import os
from collections.abc import Callable, Generator, Iterator, Mapping, Sequence
from contextlib import closing
from dataclasses import dataclass
from fractions import Fraction
from functools import partial
from pathlib import Path
from types import MappingProxyType

from av.error import FFmpegError

from dreamscape.errors import DreamscapeError
from dreamscape.export import animation, finished, image_sequence
from dreamscape.export.container.chapters import chapters_of
from dreamscape.export.container.cover import Cover
from dreamscape.export.container.mux import SegmentStream, check_headers, join_segments
from dreamscape.export.container.soundtrack import SoundSource
from dreamscape.export.container.subtitles import WRITERS, subtitle_lines
from dreamscape.export.encoding.encoder import codec_header
from dreamscape.export.encoding.formats import Format
from dreamscape.export.segments import limiter_history, segment_folder
from dreamscape.export.segments.manifest import FORM, Manifest
from dreamscape.export.segments.segment_store import FILM, SegmentStore
from dreamscape.export.segments.segment_writer import FilmedSegment, FilmJob, SegmentRequest, SegmentWriter
from dreamscape.export.segments.world_state import WorldState
from dreamscape.export.size_limit import SizeLimit, fitted
from dreamscape.files.durable import InTheWay
from dreamscape.text import tag

MOST_DIGESTS = 64  # of frames in a film's metadata: 2 kB


@dataclass(frozen=True, slots=True)
class Outcome:
    """What has become of an export.

    Attributes:
        written, asked: frames, of the segments that are whole and of those under way, and of the film.
        size: bytes so far.
        segments, parts: segments that are whole, and how many there are.
        joined: how much of the film has been put together, 0 to 1.
    """

    written: int
    asked: int
    size: int
    segments: int = 0
    parts: int = 1
    joined: float = 0.0


class Unfinished(DreamscapeError):
    """An export that failed, and can be gone on with."""


Stop = Callable[[], bool]
Tell = Callable[[int, int], None]  # frames of segments under way or whole in this run, and the bytes of those under way
Crew = Callable[[FilmJob, SegmentStore, Stop, Tell], None]  # films all segments that are missing, or stops early


def alone(job: FilmJob, parts: SegmentStore, stop: Stop, tell: Tell) -> None:
    """The crew of one: films the missing segments in this process."""
    manifest = parts.manifest

    def begun(order: SegmentRequest, state: WorldState) -> None:
        parts.keep_world(order.number, state)

    def filmed(order: SegmentRequest, made: FilmedSegment) -> None:
        parts.complete(order.number, made.segment, order.path, writer.device_name, made.light)

    def orders() -> Iterator[SegmentRequest]:
        for number in manifest.missing:
            yield order_of(job, parts, number, parts.read_world(number))

    writer = SegmentWriter(job, filmed, begun, marks_of(job, manifest))
    try:
        for sent, size in enumerate(writer.film(orders(), stop), start=1):
            tell(sent, size)
    finally:
        writer.close()


def marks_of(job: FilmJob, manifest: Manifest) -> dict[int, dict[int, str]]:
    """The digests of the world at the first frames of whole segments, by the number of the leg and by tick."""
    found: dict[int, dict[int, str]] = {}
    for number, made in manifest.segments.items():
        found.setdefault(job.shot(manifest.frames(number)[0]).leg, {})[made.tick] = made.world
    return found


def order_of(job: FilmJob, parts: SegmentStore, number: int, state: WorldState | None) -> SegmentRequest:
    """The order to film a segment into the folder of parts."""
    path = parts.under_way(parts.segment(number).name)
    before = (
        parts.read_before(number, limiter_history.remembered(job.rate))
        if job.request.limited
        else limiter_history.NOTHING
    )
    return SegmentRequest(number, parts.manifest.frames(number), path, state, before)


def astray(job: FilmJob, parts: SegmentStore) -> list[int]:
    """Segments of a whole film that are not exposed as they would be in one go."""
    found, count = [], limiter_history.remembered(job.rate)
    for number, made in parts.manifest.segments.items():
        light = parts.read_light(number) if made.exposed else None
        if light is not None:
            first = parts.manifest.frames(number)[0]
            shown = limiter_history.exposures(parts.read_before(number, count), light[:count], first, job.rate)
            if limiter_history.digest(shown) != made.exposed:
                found.append(number)
    return found


def export(
    path: Path,
    job: FilmJob,
    metadata: Mapping[str, str],
    stop: Stop,
    progress: Callable[[Outcome], None],
    facts: Mapping[str, str] = MappingProxyType({}),
    resume: bool = False,
    crew: Crew = alone,
    sound: Callable[[], SoundSource] | None = None,
    cover: Cover | None = None,
    overwrite: bool = False,
    fit: SizeLimit | None = None,
) -> Outcome:
    """Film a take into `path`, which is there whole or not at all.

    Args:
        path: of the film, already checked.
        job: what to film.
        metadata: tags for the file.
        stop: asked before each frame; once true the export ends there, and can be gone on with.
        progress: told after each frame.
        facts: all that the film depends on, as people read it.
        resume: go on with what an earlier export of the same film has left, if it has.
        crew: films the segments.
        sound: makes what is heard.
        cover: the picture that stands for the film.
        overwrite: whether a file that appears at `path` meanwhile may be replaced.
        fit: how large it may be; the segments are then drawn in another format than the film's.

    Returns:
        What has become of it; the film is there if as much was written as was asked for, and all of it joined.

    Raises:
        InputError: there are parts of an earlier export that do not fit, or another process is making this film.
        Unfinished: it failed, and can be gone on with.
        DreamscapeError: it failed before anything was worth keeping; nothing is left behind.
    """
    path = Path(os.path.realpath(path))  # through a link, so that what it points at is replaced and not the link
    numbers = job.request.frame_numbers(job.rate)
    asked = Manifest(FORM, dict(facts), numbers[0], len(numbers), job.length)
    there = partial(image_sequence.are_there, path) if image_sequence.is_one(job.form) else lambda frames: False
    with segment_folder.claimed(path):
        done = resume and segment_folder.is_placed(path)
        gone = resume and not segment_folder.holds_manifest(path) and finished.says_so(path, job, metadata, facts)
        parts = (segment_folder.go_on(path, asked, there) if resume else None) or segment_folder.start(path, asked)
        if done or gone:
            parts.remove()
            outcome = _outcome(parts, 0, len(numbers), joined=1.0)
            progress(outcome)
            return outcome
        finish = partial(_join, path, job, parts, metadata, stop, progress, sound, cover, overwrite, fit)
        return _film(path, job, parts, stop, progress, crew, finish)


def _film(
    path: Path,
    job: FilmJob,
    parts: SegmentStore,
    stop: Stop,
    progress: Callable[[Outcome], None],
    crew: Crew,
    finish: Callable[[], None],
) -> Outcome:
    """Film what is missing, and join it; arguments, returns and errors as of `export`."""
    before = most = parts.frames
    count = parts.manifest.count

    def tell(sent: int, size: int) -> None:
        nonlocal most
        most = max(most, before + sent)  # what is filmed once more does not count twice
        progress(_outcome(parts, size, written=most))

    try:
        made = [parts.segment(number) for number in parts.manifest.segments if not parts.is_free(number)]
        if made:
            check_headers(made, codec_header(job.form, job.request.size, job.rate))  # now, and not when all is drawn
        if parts.manifest.missing:
            crew(job, parts, stop, tell)
        if not parts.manifest.missing and (again := astray(job, parts)):
            for number in again:
                parts.discard(number)
            before = parts.frames
            crew(job, parts, stop, tell)
        if not parts.manifest.missing:
            finish()
            outcome = _outcome(parts, 0, joined=1.0)
            progress(outcome)
            return outcome
    except KeyboardInterrupt:
        pass
    except InTheWay as error:
        raise Unfinished(str(error)) from None
    except (OSError, FFmpegError) as error:
        told = f"{path.name}: writing failed after {parts.frames} of {count} frames ({error.strerror or error})"
        if parts.frames:
            raise Unfinished(told) from None
        raise DreamscapeError(f"{told}; nothing was kept") from None
    finally:
        if not parts.frames:
            parts.remove()
    return _outcome(parts, 0)


def _outcome(parts: SegmentStore, size: int, written: int | None = None, joined: float = 0.0) -> Outcome:
    manifest = parts.manifest
    so_far = parts.frames if written is None else written
    whole = len(manifest.segments)
    return Outcome(so_far, manifest.count, parts.size + size, whole, len(manifest.numbers), joined)


def _join(
    path: Path,
    job: FilmJob,
    parts: SegmentStore,
    metadata: Mapping[str, str],
    stop: Stop,
    progress: Callable[[Outcome], None],
    sound: Callable[[], SoundSource] | None,
    cover: Cover | None,
    overwrite: bool,
    fit: SizeLimit | None,
) -> None:
    """Join the segments and put the film in its place."""
    manifest, request = parts.manifest, job.request
    lines, shown = subtitle_lines(request, job.rate) if job.subtitles else [], not request.captions
    pieces = [
        SegmentStream(parts.segment(number), number * manifest.length, len(manifest.frames(number)))
        for number in manifest.numbers
    ]
    delay = max(made.delay for made in manifest.segments.values())
    tags = {**metadata, "comment": "\n".join([metadata["comment"], *_seen(manifest)])} if metadata else {}
    joined = parts.under_way(f"{FILM}{path.suffix}")

    def check(done: float) -> None:
        if stop():
            raise KeyboardInterrupt
        progress(_outcome(parts, 0, joined=min(0.999, done)))

    if image_sequence.is_one(job.form):
        told = image_sequence.place(path, parts, pieces, job.rate, tags, overwrite)
    elif job.form.muxer in animation.MUXERS.values():
        told = animation.write(joined, pieces, job.form, request.size, job.rate, tags)
    else:
        made = None if sound is None else sound()
        chapters = chapters_of(request, job.rate)

        def make(
            parts_of: Sequence[SegmentStream], delay: int, form: Format, sound: SoundSource | None
        ) -> Generator[Fraction, None, None]:
            return join_segments(
                joined, parts_of, delay, form, request.size, job.rate, tags, lines, sound, chapters, cover, shown
            )

        told = make(pieces, delay, job.form, made)
    try:
        if fit is not None:
            fitted(fit, joined, parts.under_way, job, pieces, made, make, check)
        else:
            with closing(told):  # what is interrupted closes its file while that is still there
                for done in told:
                    check(float(done / (manifest.count / job.rate)))
        if image_sequence.is_one(job.form):
            parts.remove()
        else:
            parts.place(joined, path, overwrite)
    finally:
        joined.unlink(missing_ok=True)


def _seen(manifest: Manifest) -> list[str]:
    """What a film's metadata says of its frames: what they were drawn with, and digests of some of them."""
    digests = {number: digest for made in manifest.segments.values() for number, digest in made.frames.items()}
    every = -(-len(digests) // MOST_DIGESTS)
    chosen = [f"{number} {digests[number]}" for number in sorted(digests)[::every]]
    code = [f"Code: {manifest.facts['code']}"] if "code" in manifest.facts else []
    return [*code, f"Renderer: {tag(manifest.renderer)}", f"Frames: {', '.join(chosen)}"]


def text_of(suffix: str, job: FilmJob) -> bytes:
    """The lines of a film as a file's bytes, in the format of files that end so: one of `subtitles.WRITERS`."""
    return WRITERS[suffix](subtitle_lines(job.request, job.rate)).encode()
