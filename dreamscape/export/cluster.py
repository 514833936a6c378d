"""The cluster: segments filmed by the machines of a Dask cluster, each sent back as the bytes of its file."""

import platform
import queue
import tempfile
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from dreamscape import rng
from dreamscape.engine import provenance
from dreamscape.errors import DreamscapeError, InputError
from dreamscape.export.dask_scheduler import check, connected, plain
from dreamscape.export.encoding.encoder import codec_header
from dreamscape.export.film import Crew, Stop, Tell, Unfinished
from dreamscape.export.segments.segment_store import SegmentStore
from dreamscape.export.segments.segment_writer import FilmedSegment, FilmJob, SegmentRequest, SegmentWriter
from dreamscape.export.workers import LISTEN, scouting

AHEAD = 2  # segments that each worker has: one to film, and the next, so that it need not wait for us
RETRIES = 3  # of a segment, after a worker was lost or failed
HAND = "_dreamscape"  # where a worker of Dask keeps its hand


def clustered(address: str) -> Crew:
    """A crew of all workers of the Dask cluster whose scheduler is at `address`, those that come later too.

    Raises:
        InputError: the extra `cluster` is not installed, or it is no address, or certificates are missing.
    """
    try:
        import distributed  # noqa: F401
    except ImportError:
        raise InputError(
            "--cluster: needs Dask, which is not installed; install dreamscape with its extra: dreamscape[cluster]"
        ) from None
    check(address)

    def crew(job: FilmJob, parts: SegmentStore, stop: Stop, tell: Tell) -> None:
        with connected(address) as client, scouting(job, parts, ahead=AHEAD) as found:
            Cluster(client, job, parts, tell).film(found, stop)

    return crew


@dataclass(frozen=True, slots=True)
class ClusterResult:
    """A segment that a worker has filmed, what drew it, and its file's bytes."""

    reel: FilmedSegment
    device_name: str
    data: bytes


class Cluster:
    """Gives out orders to the workers of a cluster, each the next as soon as it has room.

    Args:
        client: Dask's.
        job, parts, tell: as of any crew.
    """

    def __init__(self, client: Any, job: FilmJob, parts: SegmentStore, tell: Tell) -> None:
        self._client, self._job, self._parts, self._tell = client, job, parts, tell
        self._film = f"{parts.folder.name} {rng.tonight()}"
        self._code = provenance.code_digest()
        self._header = codec_header(job.form, job.request.size, job.rate)
        self._under_way: dict[
            Any, tuple[SegmentRequest, str]
        ] = {}  # by future: the order, and the worker it was meant for
        self._ended: queue.SimpleQueue[Any] = queue.SimpleQueue()

    def film(self, found: "queue.Queue[SegmentRequest | Exception | None]", stop: Stop) -> None:
        """Have all orders filmed, or stop early.

        Raises:
            Unfinished: a segment failed again and again.
            Exception: what the scout failed with.
        """
        more, sent = True, 0
        try:
            while (more or self._under_way) and not stop():
                while more and (worker := self._free()) and (order := _next(found)) is not _NOTHING:
                    if isinstance(order, Exception):
                        raise order
                    more = order is not None
                    if isinstance(order, SegmentRequest):
                        self._give(order, worker)
                with suppress(queue.Empty):
                    sent += self._take(self._ended.get(timeout=LISTEN))
                self._tell(sent, 0)
        finally:
            self._client.cancel(list(self._under_way), force=True)
            with suppress(Exception):  # workers that cannot be reached have nothing to let go of
                self._client.run(_let_go, self._film)

    def _free(self) -> str | None:
        """The worker with the fewest orders, if that is fewer than AHEAD."""
        workers = list(self._client.scheduler_info(n_workers=-1)["workers"])
        given = [worker for _, worker in self._under_way.values()]
        chosen: str | None = min(workers, key=given.count, default=None)
        return chosen if chosen is not None and given.count(chosen) < AHEAD else None

    def _give(self, order: SegmentRequest, worker: str) -> None:
        future = self._client.submit(
            film_part,
            self._film,
            self._job,
            order,
            self._code,
            self._header,
            key=f"dreamscape segment {order.number} of {self._film}",
            workers=[worker],
            allow_other_workers=True,
            retries=RETRIES,
            priority=-order.number,  # the earliest first
        )
        self._under_way[future] = order, worker
        future.add_done_callback(self._ended.put)

    def _take(self, future: Any) -> int:
        """Put what was made in its place; returns its frames."""
        order, _ = self._under_way.pop(future)
        try:
            made: ClusterResult = future.result()
        except DreamscapeError:
            raise
        except Exception as error:  # of whatever kind: what Dask raises when it has lost too many workers is its own
            raise Unfinished(f"segment {order.number} failed on the cluster: {plain(error)}") from None
        order.path.write_bytes(made.data)
        self._parts.complete(order.number, made.reel.segment, order.path, made.device_name, made.reel.light)
        return len(order.frames)


class _Nothing:
    """No order yet."""


_NOTHING = _Nothing()


def _next(found: "queue.Queue[SegmentRequest | Exception | None]") -> SegmentRequest | Exception | _Nothing | None:
    try:
        return found.get_nowait()
    except queue.Empty:
        return _NOTHING


class ClusterWorker:
    """What films in a worker of Dask: one thread, which OpenGL is bound to, and the studio of the last film."""

    def __init__(self) -> None:
        self._thread = ThreadPoolExecutor(1, thread_name_prefix="dreamscape")
        self._film = ""
        self._studio: SegmentWriter | None = None
        self._made: dict[int, FilmedSegment] = {}

    def film(self, film: str, job: FilmJob, order: SegmentRequest, ours: bytes) -> ClusterResult:
        """Film one segment, if the encoder's own header is the one that it has where the film is put together."""
        return self._thread.submit(self._run, film, job, order, ours).result()

    def let_go(self, film: str) -> None:
        """Free what was kept for a film."""
        self._thread.submit(self._close, film).result()

    def _run(self, film: str, job: FilmJob, order: SegmentRequest, ours: bytes) -> ClusterResult:
        if film != self._film:
            self._close(self._film)
        if self._studio is None:
            if codec_header(job.form, job.request.size, job.rate) != ours:
                raise DreamscapeError(
                    f"the worker on {platform.node()} has another encoder than this machine, and no film can hold what "
                    "both write; install the same PyAV on both"
                )
            self._film = film
            self._studio = SegmentWriter(job, lambda order, made: self._made.update({order.number: made}))
        with tempfile.TemporaryDirectory(prefix="dreamscape-") as folder:
            here = replace(order, path=Path(folder) / "segment.packets")
            try:
                for _ in self._studio.film([here], lambda: False):
                    pass
            except BaseException:
                self._close(film)
                raise
            return ClusterResult(self._made.pop(order.number), self._studio.device_name, here.path.read_bytes())

    def _close(self, film: str) -> None:
        if film == self._film and self._studio is not None:
            self._studio.close()
            self._studio = None


def film_part(film: str, job: FilmJob, order: SegmentRequest, code: str, ours: bytes) -> ClusterResult:
    """Film a segment; runs on a worker.

    Raises:
        DreamscapeError: the worker has other code than who asks, or another encoder.
    """
    import distributed

    worker = distributed.get_worker()
    if provenance.code_digest() != code:
        raise DreamscapeError(
            f"worker {worker.address} has other code of dreamscape than this machine; install the same on both"
        )
    hand: ClusterWorker = vars(worker).setdefault(
        HAND, ClusterWorker()
    )  # at once, for the threads of a worker may come together
    return hand.film(film, job, order, ours)


def _let_go(film: str, dask_worker: Any = None) -> None:
    """Free what a worker has kept for a film."""
    if (hand := getattr(dask_worker, HAND, None)) is not None:
        hand.let_go(film)
