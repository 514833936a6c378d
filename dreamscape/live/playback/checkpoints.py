"""Checkpoints: states of the world to jump from, so that any tick is reached without playing all before it.

Those of this session are kept in memory. Those of the untouched dream are computed once, by a process with the lowest
priority, and kept on disk for later sessions.
"""

import multiprocessing
import os
import shutil
from contextlib import suppress
from multiprocessing.process import BaseProcess
from pathlib import Path

import platformdirs

from dreamscape.clock import TICKS_PER_SECOND
from dreamscape.dream.dream_file import Dream
from dreamscape.dream.timeline import Timeline
from dreamscape.engine import dream_source, provenance
from dreamscape.engine.act_layers import Scenes
from dreamscape.errors import DreamscapeError
from dreamscape.live.playback.checkpoint_files import CheckpointFiles
from dreamscape.rng import Streams
from dreamscape.system.child_processes import safely
from dreamscape.system.priorities import IDLE
from dreamscape.world.state import State
from dreamscape.world.world import World

EVERY = 3 * TICKS_PER_SECOND  # ticks between checkpoints
MOST_IN_MEMORY = 64  # of this session: at most some 100 MB
LONGEST = 15 * 60 * TICKS_PER_SECOND  # ticks of a dream that is computed ahead: some 100 MB on disk
MOST_DREAMS = 4  # on disk
PASSES = 3  # over a dream, until all of its checkpoints are whole
LEAST_GAIN = 60  # ticks saved that justify leaving a touched dream for the untouched one


class Checkpoints:
    """The checkpoints of one dream and seed number.

    Args:
        dream: the dream.
        number: its seed number.
        timeline: of that dream and seed.
    """

    def __init__(self, dream: Dream, number: int, timeline: Timeline) -> None:
        self._states: dict[int, State] = {}
        self._dream, self._number, self._timeline = dream, number, timeline
        self._process: BaseProcess | None = None
        self._files: CheckpointFiles | None = None

    def compute_ahead(self) -> None:
        """Start a process that computes the missing checkpoints; without it, jumps only take longer."""
        if (
            self._dream.layout
            or self._timeline.endless
            or self._timeline.ticks > LONGEST
            or (self._process and self._process.is_alive())
        ):
            return
        with suppress(OSError):
            folder = folder_of(self._dream, self._number)
            self._files = CheckpointFiles(folder)
            if not set(checkpoint_ticks(self._timeline)) <= set(self._files.ticks()):
                spawn = multiprocessing.get_context("spawn")
                process = spawn.Process(
                    target=compute_checkpoints, args=(self._dream, self._number, folder), daemon=True
                )
                with safely():
                    process.start()
                self._process = process  # only once it runs: a process that failed to start cannot be terminated

    def keep(self, world: World) -> None:
        """Keep the state of a world that has passed another multiple of EVERY."""
        index = world.tick // EVERY
        if index not in self._states and world.tick % EVERY < 8:
            self._states[index] = world.checkpoint()
            if len(self._states) > MOST_IN_MEMORY:
                del self._states[min(self._states)]

    def forget_after(self, tick: int) -> None:
        """Drop this session's states of later ticks: they no longer follow."""
        self._states = {index: state for index, state in self._states.items() if int(state["tick"][0]) <= tick}

    def turn(self, dream: Dream, timeline: Timeline) -> None:
        """Go on with another layout of the dream, the same up to now; of it no states are stored."""
        self._dream, self._timeline, self._files = dream, timeline, None
        self.close()

    def latest(self, tick: int) -> State | None:
        """This session's latest state up to `tick`."""
        indices = [index for index, state in self._states.items() if int(state["tick"][0]) <= tick]
        return self._states[max(indices)] if indices else None

    def latest_untouched_tick(self, tick: int) -> int | None:
        """The latest tick up to `tick` of which there is a checkpoint of the untouched dream."""
        ticks = [stored for stored in self._files.ticks() if stored <= tick] if self._files else []
        return max(ticks, default=None)

    def read_untouched(self, tick: int) -> State | None:
        """The untouched dream's state at a tick; None if its file is damaged, which is then computed again."""
        assert self._files is not None
        state = self._files.read(tick)
        if state is None:
            self.compute_ahead()
        return state

    def discard_untouched(self, tick: int) -> None:
        """Remove a state that fits no world of the dream, as after an update of another package's scene."""
        assert self._files is not None
        self._files.remove(tick)
        self.compute_ahead()

    def restore_untouched(self, world: World, tick: int) -> None:
        """Restore the latest stored state of the untouched dream before `tick` to a world that is at its beginning."""
        stored = self.latest_untouched_tick(tick)
        while stored is not None and stored >= world.begins(tick):
            state = self.read_untouched(stored)
            if state and try_restore(world, state):
                return
            if state:
                self.discard_untouched(stored)
            stored = self.latest_untouched_tick(stored - 1)

    def close(self) -> None:
        """End the process; the checkpoints it has written stay."""
        if self._process:
            self._process.terminate()
            self._process.join()
            self._process = None


def folder_of(dream: Dream, number: int) -> Path:
    """The folder of a dream's checkpoints, for this version of the program; it is created."""
    home = platformdirs.user_cache_path("dreamscape", appauthor=False) / "moments"
    name = f"{dream.digest[:16]}-{number}-{provenance.code_digest()}"
    (home / name).mkdir(parents=True, exist_ok=True)
    os.utime(home / name)
    old = sorted((path for path in home.iterdir() if path.is_dir()), key=lambda path: path.stat().st_mtime)
    for path in old[:-MOST_DREAMS]:
        shutil.rmtree(path, ignore_errors=True)
    return home / name


def checkpoint_ticks(timeline: Timeline) -> range:
    """The ticks of a dream that get a checkpoint."""
    return range(EVERY, timeline.ticks, EVERY)


def compute_checkpoints(dream: Dream, number: int, folder: Path) -> None:
    """Store the untouched dream's states, every EVERY ticks, in `folder`; continues where another process left off.

    Existing files are checked too, and computed again if damaged.
    """
    with suppress(OSError, AttributeError):
        os.nice(IDLE)
    try:
        dream_source.provide(dream)
    except DreamscapeError:  # its scene file was changed meanwhile: jumps take longer
        return
    streams = Streams(number)
    timeline = Timeline(dream.file, streams)
    world, files = World(timeline, streams, Scenes(timeline, streams)), CheckpointFiles(folder)
    session = multiprocessing.parent_process()  # which may have died before this process was ready
    for _ in range(PASSES):  # a session may find a damaged file behind this process
        missing = [tick for tick in checkpoint_ticks(timeline) if not files.holds(tick)]
        for tick in missing:
            if session and not session.is_alive():
                return
            _go(world, files, tick)
            try:
                files.write(tick, world.checkpoint())
            except DreamscapeError:  # a full disk; jumps take longer
                return
        if not missing:
            files.remove_leftovers()
            return


def _go(world: World, files: CheckpointFiles, tick: int) -> None:
    """Advance an untouched world to a tick, from a stored state if one is nearer."""
    if tick < world.tick:
        world.rewind()
    before = max((stored for stored in files.ticks() if world.tick < stored < tick), default=None)
    if before is not None and before > world.begins(tick) and (state := files.read(before)):
        try_restore(world, state)
    world.skip_to(tick)


def try_restore(world: World, state: State) -> bool:
    """Restore a state; if it does not fit the world, rewind to the beginning and return False."""
    try:
        world.restore(state)
    except (KeyError, ValueError):
        world.rewind()
        return False
    return True
