"""The sound of a dream from a process of its own.

Python lets one thread of a process work at a time. With drawing and sound in one, either waits for the other again and
again for some ms: every third frame came too late.

Drawing in software has a thread on every core, and a picture waits for the last of them. So as long as enough sound
lies ready, more of it is made where drawing leaves a core idle, on a thread of small priority; when less does, as
beside a program that takes all there is, on another one whose priority is hardly smaller than that of drawing. Where
the first was slow, the second does it all for a while.
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

from dreamscape import catalogue
from dreamscape.audio import programme
from dreamscape.audio.mix import Workers
from dreamscape.audio.programme import DUST, FORWARD
from dreamscape.audio.synthesis.voice import RATE, SAMPLES_PER_TICK, Samples
from dreamscape.clock import now_ns
from dreamscape.dream.dream_file import Dream
from dreamscape.dream.inputs import Event
from dreamscape.dream.timeline import Timeline
from dreamscape.engine.act_layers import Scenes
from dreamscape.errors import DreamscapeError
from dreamscape.rng import Streams
from dreamscape.system.child_processes import safely
from dreamscape.system.memory import give_back, share
from dreamscape.system.priorities import BETWEEN, SOON, TIMELY, give_way
from dreamscape.world.world import State

TRIES = 2  # of a block, each with a new process, before the sound is given up
SLOW = 0.03  # s for a block, from which on small priority is given up, for a time that doubles while it stays so
SHORTEST, LONGEST = 5.0, 80.0  # s, of that time
TIDY = 30 * RATE  # samples, after which memory that was let go is given back: 50 to 100 MB, in 20 ms
MOST = 4096  # inputs that wait for the process; while nothing is heard, the oldest are let go


class SoundProcess:
    """What a speaker plays of a dream; one thread reads, others may `push` and `play`. The process begins when needed.

    Args:
        dream: the dream.
        number: its seed number.

    Attributes:
        ample: says whether so much lies ready that the next block may take its time.
    """

    def __init__(self, dream: Dream, number: int) -> None:
        self.ample: Callable[[], bool] = lambda: False
        self._lock = Lock()  # of what is to be told
        self._plays = dream, number
        self._changed = False  # whether the process plays another one
        self._state: State | None = None  # to go on from, not told yet
        self._told: deque[Event] = deque(maxlen=MOST)  # what the process does not know yet
        self._over = False
        self._next = -FORWARD - 1  # the sample that it goes on from
        self._pipe: Connection[Any, Any] | None = None
        self._process: BaseProcess | None = None

    def read(self, start: int, count: int) -> Samples:
        """As of a speaker's source.

        Raises:
            DreamscapeError: the process fails, or is ended again and again.
        """
        for _ in range(TRIES):
            try:
                return self._ask(start, count)
            except (EOFError, OSError):
                if self._over:
                    return np.zeros((count, 2), np.float32)
                self._let_go()
        raise DreamscapeError("the process that makes it was ended twice, as where memory is short")

    def push(self, event: Event) -> None:
        """Let an input take effect at its tick, or as soon as it can if the sound is past it."""
        self._told.append(event)

    def play(self, dream: Dream, number: int, state: State) -> None:
        """Make the sound of another dream, or with another seed number, from a state of its world on."""
        with self._lock:
            self._told.clear()
            self._plays, self._changed = (dream, number), True
            self._go_on(state)

    def stand(self, state: State) -> None:
        """As of a programme: what is read next follows from a state of the world."""
        with self._lock:
            self._go_on(state)

    def offer(self, state: State) -> None:
        """After a silence: `stand` at a state of the world, unless so little was missed that it is soon made up for."""
        if not 0 <= int(state["tick"][0]) * SAMPLES_PER_TICK - self._next <= FORWARD:
            self.stand(state)

    def end(self) -> None:
        """End the process, at once, whatever it is at; what is read from now on is silence."""
        self._over = True
        if process := self._process:
            process.kill()
            process.join()

    def _go_on(self, state: State) -> None:
        self._state = _undusted(state)
        self._next = int(state["tick"][0]) * SAMPLES_PER_TICK

    def _let_go(self) -> None:
        """Forget a process that has ended."""
        if self._pipe:
            self._pipe.close()
        if self._process:
            self._process.kill()
            self._process.join()
        self._pipe = self._process = None

    def _ask(self, start: int, count: int) -> Samples:
        if self._over:
            raise EOFError
        if self._pipe is None:
            self._changed = False
            self._pipe = self._begin()
        with self._lock:
            plays, self._changed = self._plays if self._changed else None, False
            state, self._state = self._state, None
            told = [self._told.popleft() for _ in range(len(self._told))]
            self._next = start + count
        self._pipe.send((start, count, self.ample(), plays, state, told))
        made: Samples | str = self._pipe.recv()
        if isinstance(made, str):
            raise DreamscapeError(made)
        return made

    def _begin(self) -> "Connection[Any, Any]":
        spawn = multiprocessing.get_context("spawn")
        ours, theirs = spawn.Pipe()
        process = spawn.Process(target=_make, args=(theirs, *self._plays), name="dreamscape sound", daemon=True)
        with safely():
            process.start()
        theirs.close()
        self._process = process
        if self._over:  # since this was asked for
            process.kill()
        return ours


def _make(pipe: "Connection[Any, Any]", dream: Dream, number: int) -> None:
    """What the process does: make what is asked for, until nobody is there any more."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    share()
    workers, patient = Workers(_thread("soon", SOON), _thread("later", SOON)), _Patient()
    give_way(TIMELY)
    plays, made_since = _programme(dream, number, workers), 0
    with suppress(EOFError, OSError):
        while True:
            start, count, ample, other, state, told = pipe.recv()
            try:
                if other:
                    dream, number = other
                    plays = _programme(dream, number, workers)
                if state:
                    plays.stand(state)
                for event in told:
                    plays.push(event)
                read = partial(plays.read, start, count)
                made: Samples | str = patient.do(read) if ample else read()
            except Exception as error:  # whatever it is, the picture goes on, and it is said
                made = f"{type(error).__name__}: {error}"
            pipe.send(made)
            made_since += count
            if ample and made_since > TIDY:
                patient.thread.submit(give_back)
                made_since = 0
    for thread in (workers.soon, workers.later, patient.thread):
        thread.shutdown(wait=False, cancel_futures=True)


class _Patient:
    """A thread of small priority, and what has been learnt of how much time it gets."""

    def __init__(self) -> None:
        self.thread = _thread("patient", BETWEEN)
        self._until = self._pause = 0.0

    def do(self, read: Callable[[], Samples]) -> Samples:
        """Make a block on the thread, or here and now if that was slow not long ago."""
        begun = now_ns() * 1e-9
        if begun < self._until:
            return read()
        made = self.thread.submit(read).result()
        now = now_ns() * 1e-9
        slow = now - begun > SLOW
        self._pause = min(max(2.0 * self._pause, SHORTEST), LONGEST) if slow else 0.0
        self._until = now + self._pause
        return made


def _thread(name: str, niceness: int) -> ThreadPoolExecutor:
    """A thread of a priority; begun at once, since it inherits that of the one that begins it and can only lower it."""
    made = ThreadPoolExecutor(1, name, give_way, (niceness,))
    made.submit(int)
    return made


def _undusted(state: State) -> State:
    return {name: array for name, array in state.items() if DUST not in name}


def _programme(dream: Dream, number: int, workers: Workers) -> programme.Programme:
    catalogue.provide(dream)
    streams = Streams(number)
    timeline = Timeline(dream.file, streams)
    gain = programme.gain(programme.expected_loudness(dream.name))
    return programme.Programme(timeline, streams, Scenes(timeline, streams), gain, workers)
