"""The sound of a dream, made in a process of its own.

Python runs one thread of a process at a time. With drawing and sound in one process, each kept waiting for the other
for some ms: every third frame came too late.

Software rendering has a thread on every core, and a picture waits for the last of them. So while enough sound is ready,
more is made on a low-priority thread, where drawing leaves a core idle. When less is ready, as beside a program that
uses all cores, it is made on a thread with hardly lower priority than drawing. Where the first thread was slow, the
second takes over for a while.
"""

import multiprocessing
import signal
from collections import deque
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from functools import partial
from multiprocessing.connection import Connection
from multiprocessing.process import BaseProcess
from threading import Lock
from typing import Any

import numpy as np

from dreamscape.audio import programme
from dreamscape.audio.mix import Workers
from dreamscape.audio.programme import DUST, FORWARD
from dreamscape.clock import now_ns
from dreamscape.dream.dream_file import Dream
from dreamscape.dream.inputs import Event
from dreamscape.dream.timeline import Timeline
from dreamscape.engine import dream_source
from dreamscape.engine.act_layers import Scenes
from dreamscape.errors import DreamscapeError
from dreamscape.rng import Streams
from dreamscape.synthesis.voice import RATE, SAMPLES_PER_TICK, Samples
from dreamscape.system.child_processes import safely
from dreamscape.system.memory import share_arena, trim
from dreamscape.system.priorities import BETWEEN, SOON, TIMELY, give_way
from dreamscape.world.state import State

TRIES = 2  # of a block, each with a new process, before the sound is given up
SLOW = 0.03  # s for a block, from which the low-priority thread is avoided, for a time that doubles while this goes on
SHORTEST, LONGEST = 5.0, 80.0  # s, of that time
TIDY = 30 * RATE  # samples after which freed memory is returned to the system: 50 to 100 MB, in 20 ms
MOST = 4096  # inputs that wait for the process; while nothing is heard, the oldest are dropped


class SoundProcess:
    """A speaker's source of a dream; one thread reads, others may `push` and `play`. The process starts when needed.

    Args:
        dream: the dream.
        number: its seed number.

    Attributes:
        ample: tells whether so much is ready that the next block may take its time.
    """

    def __init__(self, dream: Dream, number: int) -> None:
        self.ample: Callable[[], bool] = lambda: False
        self._lock = Lock()  # of everything the process is to be told
        self._programme = dream, number
        self._changed = False  # whether the process still plays another dream
        self._state: State | None = None  # to continue from; not sent yet
        self._pending: deque[Event] = deque(maxlen=MOST)  # inputs that are not sent yet
        self._over = False
        self._next = -FORWARD - 1  # the next sample to make
        self._pipe: Connection[Any, Any] | None = None
        self._process: BaseProcess | None = None

    def read(self, start: int, count: int) -> Samples:
        """As in `SampleSource`.

        Raises:
            DreamscapeError: the process reports an error, or dies again and again.
        """
        for _ in range(TRIES):
            try:
                return self._request(start, count)
            except (EOFError, OSError):
                if self._over:
                    return np.zeros((count, 2), np.float32)
                self._discard()
        raise DreamscapeError("the process that makes the sound was killed twice, as happens when memory is short")

    def push(self, event: Event) -> None:
        """Pass on an input, to take effect at its tick, or as soon as possible if the sound is past it."""
        self._pending.append(event)

    def play(self, dream: Dream, number: int, state: State) -> None:
        """Switch to another dream or seed number, from a state of its world on."""
        with self._lock:
            self._pending.clear()
            self._programme, self._changed = (dream, number), True
            self._set_state(state)

    def continue_from(self, state: State) -> None:
        """Continue from a state of the world with the next read."""
        with self._lock:
            self._set_state(state)

    def catch_up(self, state: State) -> None:
        """After a silence, continue from a state of the world, unless so little was missed that it is soon made up."""
        if not 0 <= int(state["tick"][0]) * SAMPLES_PER_TICK - self._next <= FORWARD:
            self.continue_from(state)

    def end(self) -> None:
        """Kill the process, whatever it is doing; reads give silence from now on."""
        self._over = True
        if process := self._process:
            process.kill()
            process.join()

    def _set_state(self, state: State) -> None:
        self._state = _without_dust(state)
        self._next = int(state["tick"][0]) * SAMPLES_PER_TICK

    def _discard(self) -> None:
        """Forget a process that has died."""
        if self._pipe:
            self._pipe.close()
        if self._process:
            self._process.kill()
            self._process.join()
        self._pipe = self._process = None

    def _request(self, start: int, count: int) -> Samples:
        if self._over:
            raise EOFError
        if self._pipe is None:
            self._changed = False
            self._pipe = self._start()
        with self._lock:
            plays, self._changed = self._programme if self._changed else None, False
            state, self._state = self._state, None
            events = [self._pending.popleft() for _ in range(len(self._pending))]
            self._next = start + count
        self._pipe.send((start, count, self.ample(), plays, state, events))
        answer: Samples | str = self._pipe.recv()
        if isinstance(answer, str):
            raise DreamscapeError(answer)
        return answer

    def _start(self) -> "Connection[Any, Any]":
        spawn = multiprocessing.get_context("spawn")
        ours, theirs = spawn.Pipe()
        process = spawn.Process(target=_make, args=(theirs, *self._programme), name="dreamscape sound", daemon=True)
        with safely():
            process.start()
        theirs.close()
        self._process = process
        if self._over:  # `end` was called in the meantime
            process.kill()
        return ours


def _make(pipe: "Connection[Any, Any]", dream: Dream, number: int) -> None:
    """The process: makes the sound that is asked for, until nobody asks any more."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    share_arena()
    workers, patient = Workers(_thread("soon", SOON), _thread("later", SOON)), _PatientThread()
    give_way(TIMELY)
    plays, since_tidy = _programme(dream, number, workers), 0
    with suppress(EOFError, OSError):
        while True:
            start, count, ample, other, state, events = pipe.recv()
            try:
                if other:
                    dream, number = other
                    plays = _programme(dream, number, workers)
                if state:
                    plays.stand(state)
                for event in events:
                    plays.push(event)
                read = partial(plays.read, start, count)
                answer: Samples | str = patient.run(read) if ample else read()
            except Exception as error:  # whatever it is, the picture goes on, and the viewer is told
                answer = f"{type(error).__name__}: {error}"
            pipe.send(answer)
            since_tidy += count
            if ample and since_tidy > TIDY:
                patient.thread.submit(trim)
                since_tidy = 0
    for thread in (workers.soon, workers.later, patient.thread):
        thread.shutdown(wait=False, cancel_futures=True)


class _PatientThread:
    """A low-priority thread, and whether it was too slow of late."""

    def __init__(self) -> None:
        self.thread = _thread("patient", BETWEEN)
        self._until = self._pause = 0.0

    def run(self, read: Callable[[], Samples]) -> Samples:
        """Make a block on the thread, or directly if the thread was slow not long ago."""
        begun = now_ns() * 1e-9
        if begun < self._until:
            return read()
        samples = self.thread.submit(read).result()
        now = now_ns() * 1e-9
        slow = now - begun > SLOW
        self._pause = min(max(2.0 * self._pause, SHORTEST), LONGEST) if slow else 0.0
        self._until = now + self._pause
        return samples


def _thread(name: str, niceness: int) -> ThreadPoolExecutor:
    """A thread with a priority; it starts at once, since it inherits its starter's priority and can only lower it."""
    executor = ThreadPoolExecutor(1, name, give_way, (niceness,))
    executor.submit(int)
    return executor


def _without_dust(state: State) -> State:
    return {name: array for name, array in state.items() if DUST not in name}


def _programme(dream: Dream, number: int, workers: Workers) -> programme.Programme:
    dream_source.provide(dream)
    streams = Streams(number)
    timeline = Timeline(dream.file, streams)
    gain = programme.gain(programme.expected_loudness(dream.name), programme.usual_loudness(timeline))
    return programme.Programme(timeline, streams, Scenes(timeline, streams), gain, workers, dream.described, hand=False)
