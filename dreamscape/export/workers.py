"""Workers: processes on this machine that film the segments of a film side by side."""

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

from dreamscape import catalogue, mistakes
from dreamscape.errors import DreamscapeError
from dreamscape.export.film import Crew, Stop, Tell, Unfinished, marks_of, order_of
from dreamscape.export.segments.segment_store import SegmentStore
from dreamscape.export.segments.segment_writer import FilmedSegment, FilmJob, SegmentRequest, SegmentWriter
from dreamscape.export.segments.world_state import scout
from dreamscape.system.child_processes import safely

MOST_LOST = 3  # workers in a row that end by themselves, with no segment made between them
ENDING = 30.0  # s that a worker has to complete what it is writing
LISTEN = 0.1  # s between two looks at whether to stop


def worker_processes(count: int) -> Crew:
    """A crew of so many processes."""

    def crew(job: FilmJob, parts: SegmentStore, stop: Stop, tell: Tell) -> None:
        company = WorkerPool(job, parts, tell)
        with scouting(job, parts, ahead=count) as found:
            company.film(count, found, stop)

    return crew


@contextmanager
def scouting(
    job: FilmJob, parts: SegmentStore, ahead: int
) -> "Iterator[queue.Queue[SegmentRequest | Exception | None]]":
    """A queue of orders for the missing segments, each with its world; None is the last, an exception ends it.

    A thread steps a world of its own through the film and stays at most `ahead` orders in front.
    """
    found: queue.Queue[SegmentRequest | Exception | None] = queue.Queue(ahead)
    ended = threading.Event()

    def put(item: SegmentRequest | Exception | None) -> None:
        while not ended.is_set():
            with suppress(queue.Full):
                found.put(item, timeout=LISTEN)
                return

    def run() -> None:
        try:
            for order in orders(job, parts):
                put(order)
                if ended.is_set():
                    return
            put(None)
        except Exception as error:  # of whatever kind: the one who reads the queue raises it
            put(error)

    thread = threading.Thread(target=run, name="scout", daemon=True)
    thread.start()
    try:
        yield found
    finally:
        ended.set()
        thread.join()


def orders(job: FilmJob, parts: SegmentStore) -> Iterator[SegmentRequest]:
    """The missing segments, each with the state of the world at its first frame, stored for who goes on."""
    manifest = parts.manifest
    missing = manifest.missing
    places = [job.place(manifest.frames(number)) for number in missing]
    found = scout(job.rate, places, map(parts.read_world, missing), marks_of(job, manifest))
    for number, state in zip(missing, found, strict=True):
        parts.keep_world(number, state)
        yield order_of(job, parts, number, state)


class WorkerPool:
    """Processes that film, and what each of them is at.

    Args:
        job, parts, tell: as of any crew.
    """

    def __init__(self, job: FilmJob, parts: SegmentStore, tell: Tell) -> None:
        self._job, self._parts, self._tell = job, parts, tell
        self._members: dict[Connection[Any, Any], _Worker] = {}
        self._waiting: deque[_Worker] = deque()
        self._again: deque[SegmentRequest] = deque()  # what lost workers were at
        self._made = 0  # frames of segments that members which are gone have completed
        self._lost = 0

    def film(self, count: int, found: "queue.Queue[SegmentRequest | Exception | None]", stop: Stop) -> None:
        """Film all orders with `count` processes, or stop early.

        Raises:
            Unfinished: workers were lost again and again.
            Exception: what a worker or the scout failed with.
        """
        more = True
        try:
            for _ in range(min(count, len(self._parts.manifest.missing))):
                self._hire()
            while self._members:
                if stop():
                    return
                for pipe in wait(list(self._members), timeout=LISTEN):
                    member = self._members[pipe]  # type: ignore[index]  # only pipes were given
                    if not self._hear(member):
                        self._part(member)
                while self._waiting and (self._again or not more or not found.empty()):
                    order: SegmentRequest | Exception | None = self._again.popleft() if self._again else None
                    if order is None and more:
                        order = found.get()
                    if isinstance(order, Exception):
                        raise order
                    more = more and order is not None
                    self._waiting.popleft().give(order)
                self._tell(self._made + sum(one.sent for one in self._members.values()), self._under_way)
        finally:
            self._end()

    @property
    def _under_way(self) -> int:
        return sum(one.size for one in self._members.values())

    def _hire(self) -> None:
        spawn = multiprocessing.get_context("spawn")
        ours, theirs = spawn.Pipe()
        process = spawn.Process(target=_work, args=(theirs, self._job), name="dreamscape worker", daemon=True)
        with safely():
            process.start()
        theirs.close()
        self._members[ours] = _Worker(ours, process)

    def _hear(self, member: "_Worker") -> bool:
        """Take in what a member has to say; false if it has ended."""
        try:
            what, *rest = member.pipe.recv()
        except (EOFError, OSError):
            return False
        if what == "ready":
            self._waiting.append(member)
        elif what == "sent":
            member.sent, member.size = rest
        elif what == "filmed":
            number, made, device_name = rest
            order = member.orders.pop(number)
            member.made += len(order.frames)
            self._lost = 0
            self._parts.complete(number, made.segment, order.path, device_name, made.light)
        else:
            raise rest[0]
        return True

    def _part(self, member: "_Worker") -> None:
        """A process has ended: because there was no more to do, or by itself."""
        del self._members[member.pipe]
        if member in self._waiting:
            self._waiting.remove(member)
        member.process.join(ENDING)
        self._made += member.made
        if not member.orders and not (member.process.exitcode and self._parts.manifest.missing):
            return
        self._lost += 1
        if self._lost > MOST_LOST:
            raise Unfinished(
                f"{self._lost} workers in a row ended by themselves (exit code {member.process.exitcode}), "
                "as they do where memory is short; try fewer --jobs"
            )
        self._again.extend(member.orders.values())
        self._hire()

    def _end(self) -> None:
        """Let all members complete what they are writing, and end them."""
        for member in self._members.values():
            member.give(None)
        for member in self._members.values():
            with suppress(Exception):  # whatever it is, something else has ended the film before
                while member.pipe.poll(ENDING) and self._hear(member):
                    pass
            member.process.terminate()
            member.process.join()


class _Worker:
    """A process, as the company sees it."""

    def __init__(self, pipe: "Connection[Any, Any]", process: BaseProcess) -> None:
        self.pipe, self.process = pipe, process
        self.orders: dict[
            int, SegmentRequest
        ] = {}  # what it is at: the segment it draws, and the one that is being completed
        self.sent = self.made = self.size = 0

    def give(self, order: SegmentRequest | None) -> None:
        """Have a segment filmed; None lets the worker end, and stops one that is at work."""
        if order is not None:
            self.orders[order.number] = order
        with suppress(OSError):  # it has ended: which shows when it is listened to
            self.pipe.send(order)


def _work(pipe: "Connection[Any, Any]", job: FilmJob) -> None:
    """What a worker does: ask for orders and film them, until it is given none or something comes in between."""
    speaking = threading.Lock()

    def say(*message: object) -> None:
        with speaking:
            pipe.send(message)

    def asked() -> Iterator[SegmentRequest]:
        while True:
            say("ready")
            if (order := pipe.recv()) is None:
                return
            yield order

    def filmed(order: SegmentRequest, made: FilmedSegment) -> None:
        say("filmed", order.number, made, writer.device_name)

    try:
        catalogue.provide(job.request.dream)
        writer = SegmentWriter(job, filmed)
        try:
            for sent, size in enumerate(writer.film(asked(), pipe.poll), start=1):
                say("sent", sent, size)
        finally:
            writer.close()
    except (EOFError, BrokenPipeError, ConnectionResetError):
        return  # nobody is there any more
    except DreamscapeError as error:
        say("failed", error)
    except (OSError, FFmpegError) as error:
        say("failed", OSError(error.errno or 0, error.strerror or str(error)))
    except Exception as error:
        say("failed", mistakes.blamed(error) or RuntimeError(f"a worker failed: {type(error).__name__}: {error}"))
