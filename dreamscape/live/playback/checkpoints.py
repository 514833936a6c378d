"""Moments: states of the world to jump from, so that any moment of a dream is reached without playing all before it.

Those of this session are kept in memory. Those of a dream that nobody has touched are worked out once, by a process
that only takes what time others leave, and kept on disk for the next session.
"""

import multiprocessing
import os
import shutil
from contextlib import suppress
from multiprocessing.process import BaseProcess
from pathlib import Path

import platformdirs

from dreamscape import catalogue
from dreamscape.clock import TICKS_PER_SECOND
from dreamscape.dream.dream_file import Dream
from dreamscape.dream.timeline import Timeline
from dreamscape.engine import provenance
from dreamscape.engine.act_layers import Scenes
from dreamscape.errors import DreamscapeError
from dreamscape.live.playback.checkpoint_files import CheckpointFiles
from dreamscape.rng import Streams
from dreamscape.system.child_processes import safely
from dreamscape.system.priorities import IDLE
from dreamscape.world.world import State, World

EVERY = 3 * TICKS_PER_SECOND  # ticks between two that are kept
KEPT = 64  # of this session, in memory: at most some 100 MB
LONGEST = 15 * 60 * TICKS_PER_SECOND  # ticks of a dream that is worked out ahead: some 100 MB on disk
DREAMS = 4  # that are kept on disk
PASSES = 3  # over a dream, until all of its states are whole
LEAST_GAIN = 60  # ticks saved, for which a touched dream is left for the untouched one


class Checkpoints:
    """The states to jump from, of one dream and seed number.

    Args:
        dream: the dream.
        number: its seed number.
        timeline: of both.
    """

    def __init__(self, dream: Dream, number: int, timeline: Timeline) -> None:
        self._own: dict[int, State] = {}
        self._dream, self._number, self._timeline = dream, number, timeline
        self._process: BaseProcess | None = None
        self._shelf: CheckpointFiles | None = None

    def look_ahead(self) -> None:
        """Let another process work out what is missing of this dream; where that cannot be, jumps take longer."""
        if self._timeline.endless or self._timeline.ticks > LONGEST or (self._process and self._process.is_alive()):
            return
        with suppress(OSError):
            folder = folder_of(self._dream, self._number)
            self._shelf = CheckpointFiles(folder)
            if not set(places(self._timeline)) <= set(self._shelf.ticks()):
                spawn = multiprocessing.get_context("spawn")
                process = spawn.Process(target=work_out, args=(self._dream, self._number, folder), daemon=True)
                with safely():
                    process.start()
                self._process = process  # once it runs: one that could not be begun cannot be ended

    def note(self, world: World) -> None:
        """Keep the state of a world that has come far enough from the last one kept."""
        place = world.tick // EVERY
        if place not in self._own and world.tick % EVERY < 8:
            self._own[place] = world.checkpoint()
            if len(self._own) > KEPT:
                del self._own[min(self._own)]

    def touched(self, tick: int) -> None:
        """What this session kept of later ticks no longer follows."""
        self._own = {place: state for place, state in self._own.items() if int(state["tick"][0]) <= tick}

    def own(self, tick: int) -> State | None:
        """The latest state of this session up to `tick`."""
        ticks = [place for place, state in self._own.items() if int(state["tick"][0]) <= tick]
        return self._own[max(ticks)] if ticks else None

    def untouched(self, tick: int) -> int | None:
        """The latest tick up to `tick` of which the untouched dream's state is known."""
        found = [kept for kept in self._shelf.ticks() if kept <= tick] if self._shelf else []
        return max(found, default=None)

    def read(self, tick: int) -> State | None:
        """The untouched dream's state at a tick; None if it is damaged, which is then made good."""
        assert self._shelf is not None
        state = self._shelf.read(tick)
        if state is None:
            self.look_ahead()
        return state

    def useless(self, tick: int) -> None:
        """The state at a tick fits no world of the dream, as after another version of a scene of another package."""
        assert self._shelf is not None
        self._shelf.remove(tick)
        self.look_ahead()

    def close(self) -> None:
        """End the other process; what it has worked out stays."""
        if self._process:
            self._process.terminate()
            self._process.join()
            self._process = None


def folder_of(dream: Dream, number: int) -> Path:
    """Where the states of a dream are kept, as this version of the program makes them; the folder is made."""
    home = platformdirs.user_cache_path("dreamscape", appauthor=False) / "moments"
    name = f"{dream.digest[:16]}-{number}-{provenance.code_digest()}"
    (home / name).mkdir(parents=True, exist_ok=True)
    os.utime(home / name)
    old = sorted((path for path in home.iterdir() if path.is_dir()), key=lambda path: path.stat().st_mtime)
    for path in old[:-DREAMS]:
        shutil.rmtree(path, ignore_errors=True)
    return home / name


def places(timeline: Timeline) -> range:
    """The ticks of a dream of which a state is kept."""
    return range(EVERY, timeline.ticks, EVERY)


def work_out(dream: Dream, number: int, folder: Path) -> None:
    """Keep the states of a dream that nobody touches, EVERY ticks, in `folder`; goes on where another left off.

    What is there is looked at too: what is damaged is worked out again.
    """
    with suppress(OSError, AttributeError):
        os.nice(IDLE)
    try:
        catalogue.provide(dream)
    except DreamscapeError:  # its scene file was changed meanwhile: jumps take longer
        return
    streams = Streams(number)
    timeline = Timeline(dream.file, streams)
    world, files, parent = World(timeline, streams, Scenes(timeline, streams)), CheckpointFiles(folder), os.getppid()
    for _ in range(PASSES):  # a session may meet a damaged one behind us
        missing = [tick for tick in places(timeline) if not files.holds(tick)]
        for tick in missing:
            if os.getppid() != parent:  # the session has died
                return
            _go(world, files, tick)
            try:
                files.write(tick, world.checkpoint())
            except DreamscapeError:  # a full disk: jumps take longer
                return
        if not missing:
            files.tidy()
            return


def _go(world: World, files: CheckpointFiles, tick: int) -> None:
    """Bring an untouched world to a tick, from a state that is kept if one is nearer."""
    if tick < world.tick:
        world.rewind()
    before = max((kept for kept in files.ticks() if world.tick < kept < tick), default=None)
    if before is not None and before > world.begins(tick) and (state := files.read(before)):
        restored(world, state)
    world.skip_to(tick)


def restored(world: World, state: State) -> bool:
    """Bring a world to a state; if that does not fit, to its beginning."""
    try:
        world.restore(state)
    except (KeyError, ValueError):
        world.rewind()
        return False
    return True
