"""Worker processes on this machine that make the segments of a film in parallel."""

import multiprocessing
import queue
import threading
from collections import deque
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from multiprocessing.connection import Connection, wait
from multiprocessing.process import BaseProcess
from typing import Any

from av.error import FFmpegError

from dreamscape.authoring import mistakes
from dreamscape.engine import dream_source
from dreamscape.errors import DreamscapeError
from dreamscape.export.backends import (
    Backend,
    ReportProgress,
    ResumableError,
    Stop,
    known_world_digests,
    segment_request,
)
from dreamscape.export.segments.segment_store import SegmentStore
from dreamscape.export.segments.segment_writer import FilmedSegment, FilmJob, SegmentRequest, SegmentWriter
from dreamscape.export.segments.world_state import world_states
from dreamscape.system.child_processes import safely

MAX_DEATHS = 3  # workers in a row that may die without a segment made in between
END_TIMEOUT = 30.0  # s for a worker to complete what it is writing
POLL_INTERVAL = 0.1  # s between checks whether to stop


def worker_processes(count: int) -> Backend:
    """The backend of `count` processes."""

    def backend(job: FilmJob, store: SegmentStore, stop: Stop, report: ReportProgress) -> None:
        pool = WorkerPool(job, store, report)
        with request_queue(job, store, ahead=count) as requests:
            pool.make(count, requests, stop)

    return backend


@contextmanager
def request_queue(
    job: FilmJob, store: SegmentStore, ahead: int
) -> "Iterator[queue.Queue[SegmentRequest | Exception | None]]":
    """A queue of requests for the missing segments, each with its world state; ends with None or an exception.

    A thread advances a world of its own through the film, at most `ahead` requests in front.
    """
    requests: queue.Queue[SegmentRequest | Exception | None] = queue.Queue(ahead)
    done = threading.Event()

    def put_until_done(item: SegmentRequest | Exception | None) -> None:
        while not done.is_set():
            with suppress(queue.Full):
                requests.put(item, timeout=POLL_INTERVAL)
                return

    def run() -> None:
        try:
            for request in segment_requests(job, store):
                put_until_done(request)
                if done.is_set():
                    return
            put_until_done(None)
        except Exception as error:  # any kind: the reader of the queue raises it
            put_until_done(error)

    thread = threading.Thread(target=run, name="scout", daemon=True)
    thread.start()
    try:
        yield requests
    finally:
        done.set()
        thread.join()


def segment_requests(job: FilmJob, store: SegmentStore) -> Iterator[SegmentRequest]:
    """Requests for the missing segments, each with the world state at its first frame, which is stored for a resume."""
    manifest = store.manifest
    missing = manifest.missing
    points = [job.shot_and_tick(manifest.frames(number)) for number in missing]
    states = world_states(job.rate, points, map(store.read_world, missing), known_world_digests(job, manifest))
    for number, state in zip(missing, states, strict=True):
        store.save_world(number, state)
        yield segment_request(job, store, number, state)


class WorkerPool:
    """A pool of processes that make segments.

    Args:
        job, store, report: as of any `Backend`.
    """

    def __init__(self, job: FilmJob, store: SegmentStore, report: ReportProgress) -> None:
        self._job, self._store, self._report = job, store, report
        self._workers: dict[Connection[Any, Any], _Worker] = {}
        self._idle: deque[_Worker] = deque()
        self._retries: deque[SegmentRequest] = deque()  # requests of lost workers
        self._completed_frames = 0  # frames completed by workers that have ended
        self._deaths = 0

    def make(self, count: int, requests: "queue.Queue[SegmentRequest | Exception | None]", stop: Stop) -> None:
        """Film all orders with `count` processes, or stop early.

        Raises:
            ResumableError: workers were lost again and again.
            Exception: what a worker or the scout failed with.
        """
        more_to_come = True
        try:
            for _ in range(min(count, len(self._store.manifest.missing))):
                self._start_worker()
            while self._workers:
                if stop():
                    return
                for pipe in wait(list(self._workers), timeout=POLL_INTERVAL):
                    worker = self._workers[pipe]  # type: ignore[index]  # wait() returns what it was given
                    if not self._handle(worker):
                        self._remove(worker)
                while self._idle and (self._retries or not more_to_come or not requests.empty()):
                    request: SegmentRequest | Exception | None = self._retries.popleft() if self._retries else None
                    if request is None and more_to_come:
                        request = requests.get()
                    if isinstance(request, Exception):
                        raise request
                    more_to_come = more_to_come and request is not None
                    self._idle.popleft().send(request)
                self._report(
                    self._completed_frames + sum(worker.frames_sent for worker in self._workers.values()),
                    self._unfinished_bytes,
                )
        finally:
            self._end()

    @property
    def _unfinished_bytes(self) -> int:
        return sum(worker.unfinished_bytes for worker in self._workers.values())

    def _start_worker(self) -> None:
        spawn = multiprocessing.get_context("spawn")
        pool_end, worker_end = spawn.Pipe()
        process = spawn.Process(
            target=_worker_main, args=(worker_end, self._job), name="dreamscape worker", daemon=True
        )
        with safely():
            process.start()
        worker_end.close()
        self._workers[pool_end] = _Worker(pool_end, process)

    def _handle(self, worker: "_Worker") -> bool:
        """Handle a worker's message; false if the worker has ended."""
        try:
            kind, *values = worker.pipe.recv()
        except (EOFError, OSError):
            return False
        if kind == "ready":
            self._idle.append(worker)
        elif kind == "sent":
            worker.frames_sent, worker.unfinished_bytes = values
        elif kind == "filmed":
            number, segment, device_name = values
            request = worker.requests.pop(number)
            worker.frames_completed += len(request.frames)
            self._deaths = 0
            self._store.complete(number, segment.segment, request.path, device_name, segment.light)
        else:
            raise values[0]
        return True

    def _remove(self, worker: "_Worker") -> None:
        """Remove a process that has ended, and replace it if it died."""
        del self._workers[worker.pipe]
        if worker in self._idle:
            self._idle.remove(worker)
        worker.process.join(END_TIMEOUT)
        self._completed_frames += worker.frames_completed
        if not worker.requests and not (worker.process.exitcode and self._store.manifest.missing):
            return
        self._deaths += 1
        if self._deaths > MAX_DEATHS:
            raise ResumableError(
                f"{self._deaths} workers in a row died (exit code {worker.process.exitcode}), "
                "as they do when memory runs out; try fewer --jobs"
            )
        self._retries.extend(worker.requests.values())
        self._start_worker()

    def _end(self) -> None:
        """Let all workers complete what they are writing, and end them."""
        for worker in self._workers.values():
            worker.send(None)
        for worker in self._workers.values():
            with suppress(Exception):  # another error has already ended the film
                while worker.pipe.poll(END_TIMEOUT) and self._handle(worker):
                    pass
            worker.process.terminate()
            worker.process.join()


class _Worker:
    """A worker process, seen from the pool."""

    def __init__(self, pipe: "Connection[Any, Any]", process: BaseProcess) -> None:
        self.pipe, self.process = pipe, process
        self.requests: dict[int, SegmentRequest] = {}  # the segment it draws, and the one it is completing
        self.frames_sent = self.frames_completed = self.unfinished_bytes = 0

    def send(self, request: SegmentRequest | None) -> None:
        """Send a request; None ends the worker, and stops it if it is busy."""
        if request is not None:
            self.requests[request.number] = request
        with suppress(OSError):  # the worker has ended, which the next read shows
            self.pipe.send(request)


def _worker_main(pipe: "Connection[Any, Any]", job: FilmJob) -> None:
    """The main function of a worker: ask for requests and make segments, until it receives None or fails."""
    lock = threading.Lock()

    def send(*message: object) -> None:
        with lock:
            pipe.send(message)

    def received_requests() -> Iterator[SegmentRequest]:
        while True:
            send("ready")
            if (request := pipe.recv()) is None:
                return
            yield request

    def on_filmed(request: SegmentRequest, segment: FilmedSegment) -> None:
        send("filmed", request.number, segment, writer.device_name)

    try:
        dream_source.provide(job.request.dream)
        writer = SegmentWriter(job, on_filmed)
        try:
            for count, size in enumerate(writer.write(received_requests(), pipe.poll), start=1):
                send("sent", count, size)
        finally:
            writer.close()
    except (EOFError, BrokenPipeError, ConnectionResetError):
        return  # the pool is gone
    except DreamscapeError as error:
        send("failed", error)
    except (OSError, FFmpegError) as error:
        send("failed", OSError(error.errno or 0, error.strerror or str(error)))
    except Exception as error:
        send("failed", mistakes.blamed(error) or RuntimeError(f"a worker failed: {type(error).__name__}: {error}"))
