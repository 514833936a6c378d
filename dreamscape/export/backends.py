"""Backends: who makes the segments of a film. This one is the process itself; see also `workers` and `cluster`."""

from collections.abc import Callable, Iterator

from dreamscape.errors import DreamscapeError
from dreamscape.export.segments import limiter_history
from dreamscape.export.segments.manifest import Manifest
from dreamscape.export.segments.segment_store import SegmentStore
from dreamscape.export.segments.segment_writer import FilmedSegment, FilmJob, SegmentRequest, SegmentWriter
from dreamscape.export.segments.world_state import WorldState

Stop = Callable[[], bool]  # returns true once the export is to end
# Called with the frames drawn in this run, and the bytes of unfinished segments.
ReportProgress = Callable[[int, int], None]
# Makes all missing segments, or stops early.
Backend = Callable[[FilmJob, SegmentStore, Stop, ReportProgress], None]


class ResumableError(DreamscapeError):
    """An export failed, and can be resumed."""


def single_process(job: FilmJob, store: SegmentStore, stop: Stop, report: ReportProgress) -> None:
    """The default backend: makes the missing segments in this process."""
    manifest = store.manifest

    def on_begun(request: SegmentRequest, state: WorldState) -> None:
        store.save_world(request.number, state)

    def on_filmed(request: SegmentRequest, segment: FilmedSegment) -> None:
        store.complete(request.number, segment.segment, request.path, writer.device_name, segment.light)

    def requests() -> Iterator[SegmentRequest]:
        for number in manifest.missing:
            yield segment_request(job, store, number, store.read_world(number))

    writer = SegmentWriter(job, on_filmed, on_begun, known_world_digests(job, manifest))
    try:
        for frames_drawn, size in enumerate(writer.write(requests(), stop), start=1):
            report(frames_drawn, size)
    finally:
        writer.close()


def known_world_digests(job: FilmJob, manifest: Manifest) -> dict[int, dict[int, str]]:
    """The digests of the world at the first frames of complete segments, by leg number and tick."""
    digests: dict[int, dict[int, str]] = {}
    for number, entry in manifest.segments.items():
        digests.setdefault(job.shot(manifest.frames(number)[0]).leg, {})[entry.tick] = entry.world
    return digests


def segment_request(job: FilmJob, store: SegmentStore, number: int, state: WorldState | None) -> SegmentRequest:
    """The request to make a segment, for a temporary file in the store."""
    path = store.temporary_path(store.segment_path(number).name)
    light_before = limiter_history.NO_LIGHT
    if job.request.limited:
        light_before = store.read_before(number, limiter_history.memory_frames(job.rate))
    return SegmentRequest(number, store.manifest.frames(number), path, state, light_before)
