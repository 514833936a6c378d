"""Exports on a Dask cluster: its workers make the segments and send back the bytes of their files."""

import platform
import queue
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from dataclasses import dataclass, replace
from typing import Any

from dreamscape import rng
from dreamscape.engine import provenance
from dreamscape.errors import DreamscapeError, InputError
from dreamscape.export.backends import Backend, ReportProgress, ResumableError, Stop
from dreamscape.export.dask_scheduler import check_address, connected, one_line
from dreamscape.export.encoding.encoder import codec_header
from dreamscape.export.segments.segment_store import SegmentStore
from dreamscape.export.segments.segment_writer import FilmedSegment, FilmJob, SegmentRequest, SegmentWriter
from dreamscape.export.workers import POLL_INTERVAL, request_queue
from dreamscape.files.placing import temporary_folder

SEGMENTS_PER_WORKER = 2  # segments assigned to each worker: the current one, and the next so that it never waits for us
RETRIES = 3  # of a segment, after its worker was lost or failed
WORKER_ATTRIBUTE = "_dreamscape"  # attribute of a Dask worker that holds its ClusterWorker


def dask_cluster(address: str) -> Backend:
    """The backend of a Dask cluster: all workers of the scheduler at `address`, including those that join later.

    Raises:
        InputError: the extra `cluster` is not installed, the address is malformed, or certificates are missing.
    """
    try:
        import distributed  # noqa: F401
    except ImportError:
        raise InputError(
            "--cluster: needs Dask, which is not installed; install dreamscape with its extra: dreamscape[cluster]"
        ) from None
    check_address(address)

    def backend(job: FilmJob, store: SegmentStore, stop: Stop, report: ReportProgress) -> None:
        with connected(address) as client, request_queue(job, store, ahead=SEGMENTS_PER_WORKER) as requests:
            Cluster(client, job, store, report).make(requests, stop)

    return backend


@dataclass(frozen=True, slots=True)
class ClusterResult:
    """A segment that a worker has made, the renderer that drew it, and the bytes of its file."""

    filmed: FilmedSegment
    device_name: str
    data: bytes


class Cluster:
    """Assigns segments to the workers of a cluster, each the next as soon as it has room.

    Args:
        client: of Dask.
        job, store, report: as of any `Backend`.
    """

    def __init__(self, client: Any, job: FilmJob, store: SegmentStore, report: ReportProgress) -> None:
        self._client, self._job, self._store, self._report = client, job, store, report
        self._film_id = f"{store.folder.name} {rng.tonight()}"
        self._code = provenance.code_digest()
        self._header = codec_header(job.form, job.request.size, job.rate)
        self._pending: dict[
            Any, tuple[SegmentRequest, str]
        ] = {}  # by future: the order, and the worker it was meant for
        self._finished: queue.SimpleQueue[Any] = queue.SimpleQueue()

    def make(self, requests: "queue.Queue[SegmentRequest | Exception | None]", stop: Stop) -> None:
        """Have all orders filmed, or stop early.

        Raises:
            ResumableError: a segment failed again and again.
            Exception: what the scout failed with.
        """
        more_to_come, frames_done = True, 0
        try:
            while (more_to_come or self._pending) and not stop():
                while more_to_come and (worker := self._free()) and (request := _next(requests)) is not _EMPTY:
                    if isinstance(request, Exception):
                        raise request
                    more_to_come = request is not None
                    if isinstance(request, SegmentRequest):
                        self._assign(request, worker)
                with suppress(queue.Empty):
                    frames_done += self._store_result(self._finished.get(timeout=POLL_INTERVAL))
                self._report(frames_done, 0)
        finally:
            self._client.cancel(list(self._pending), force=True)
            with suppress(Exception):  # workers that cannot be reached have nothing to release
                self._client.run(_release, self._film_id)

    def _free(self) -> str | None:
        """The worker with the fewest segments, if that is fewer than AHEAD."""
        workers = list(self._client.scheduler_info(n_workers=-1)["workers"])
        assigned = [worker for _, worker in self._pending.values()]
        least_busy: str | None = min(workers, key=assigned.count, default=None)
        return least_busy if least_busy is not None and assigned.count(least_busy) < SEGMENTS_PER_WORKER else None

    def _assign(self, request: SegmentRequest, worker: str) -> None:
        future = self._client.submit(
            make_segment,
            self._film_id,
            self._job,
            request,
            self._code,
            self._header,
            key=f"dreamscape segment {request.number} of {self._film_id}",
            workers=[worker],
            allow_other_workers=True,
            retries=RETRIES,
            priority=-request.number,  # earliest first
        )
        self._pending[future] = request, worker
        future.add_done_callback(self._finished.put)

    def _store_result(self, future: Any) -> int:
        """Store a finished segment; returns its number of frames."""
        request, _ = self._pending.pop(future)
        try:
            result: ClusterResult = future.result()
        except DreamscapeError:
            raise
        except Exception as error:  # any kind: Dask raises its own when it has lost too many workers
            raise ResumableError(f"segment {request.number} failed on the cluster: {one_line(error)}") from None
        request.path.write_bytes(result.data)
        self._store.complete(
            request.number, result.filmed.segment, request.path, result.device_name, result.filmed.light
        )
        return len(request.frames)


class _Empty:
    """Marks an empty queue."""


_EMPTY = _Empty()


def _next(requests: "queue.Queue[SegmentRequest | Exception | None]") -> SegmentRequest | Exception | _Empty | None:
    try:
        return requests.get_nowait()
    except queue.Empty:
        return _EMPTY


class ClusterWorker:
    """Makes segments in a Dask worker: one thread, to which OpenGL is bound, and the last film's segment writer."""

    def __init__(self) -> None:
        self._thread = ThreadPoolExecutor(1, thread_name_prefix="dreamscape")
        self._film_id = ""
        self._writer: SegmentWriter | None = None
        self._results: dict[int, FilmedSegment] = {}

    def make(self, film_id: str, job: FilmJob, request: SegmentRequest, expected_header: bytes) -> ClusterResult:
        """Make one segment; `expected_header` is the codec header that the machine which joins the film expects."""
        return self._thread.submit(self._run, film_id, job, request, expected_header).result()

    def release(self, film_id: str) -> None:
        """Release what is held for a film."""
        self._thread.submit(self._close, film_id).result()

    def _run(self, film_id: str, job: FilmJob, request: SegmentRequest, expected_header: bytes) -> ClusterResult:
        if film_id != self._film_id:
            self._close(self._film_id)
        if self._writer is None:
            if codec_header(job.form, job.request.size, job.rate) != expected_header:
                raise DreamscapeError(
                    f"the worker on {platform.node()} has another encoder than this machine, and no film can hold what "
                    "both write; install the same PyAV on both"
                )
            self._film_id = film_id
            self._writer = SegmentWriter(job, lambda request, result: self._results.update({request.number: result}))
        with temporary_folder() as folder:
            local_request = replace(request, path=folder / "segment.packets")
            try:
                for _ in self._writer.write([local_request], lambda: False):
                    pass
            except BaseException:
                self._close(film_id)
                raise
            return ClusterResult(
                self._results.pop(request.number), self._writer.device_name, local_request.path.read_bytes()
            )

    def _close(self, film_id: str) -> None:
        if film_id == self._film_id and self._writer is not None:
            self._writer.close()
            self._writer = None


def make_segment(
    film_id: str, job: FilmJob, request: SegmentRequest, code: str, expected_header: bytes
) -> ClusterResult:
    """Make a segment; runs on a worker.

    Raises:
        DreamscapeError: the worker has another version of dreamscape than the machine that asks, or another encoder.
    """
    import distributed

    worker = distributed.get_worker()
    if provenance.code_digest() != code:
        raise DreamscapeError(
            f"worker {worker.address} runs another version of dreamscape than this machine; install the same on both"
        )
    # setdefault is atomic: a worker may have many threads.
    cluster_worker: ClusterWorker = vars(worker).setdefault(WORKER_ATTRIBUTE, ClusterWorker())
    return cluster_worker.make(film_id, job, request, expected_header)


def _release(film_id: str, dask_worker: Any = None) -> None:
    """Release what a worker holds for a film."""
    if (cluster_worker := getattr(dask_worker, WORKER_ATTRIBUTE, None)) is not None:
        cluster_worker.release(film_id)
