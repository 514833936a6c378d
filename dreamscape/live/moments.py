"""Moments: states of the world to jump from, so that any moment of a dream is reached without playing all before it.

Those of this session are kept in memory. Those of a dream that nobody has touched are worked out once, by a process
that only takes what time others leave, and kept on disk for the next session.
"""

import multiprocessing
import os
import re
import shutil
import zipfile
from contextlib import suppress
from multiprocessing.process import BaseProcess
from pathlib import Path

import numpy as np
import platformdirs

from dreamscape import provenance
from dreamscape.children import safely
from dreamscape.clock import TICKS_PER_SECOND
from dreamscape.rng import Streams
from dreamscape.scenery import Scenes
from dreamscape.seed import Dream
from dreamscape.threads import IDLE
from dreamscape.timeline import Timeline
from dreamscape.world import State, World

EVERY = 3 * TICKS_PER_SECOND  # ticks between two that are kept
KEPT = 64  # of this session, in memory: at most some 100 MB
LONGEST = 15 * 60 * TICKS_PER_SECOND  # ticks of a dream that is worked out ahead: some 100 MB on disk
DREAMS = 4  # that are kept on disk
LEAST_GAIN = 60  # ticks saved, for which a touched dream is left for the untouched one


class Moments:
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
        self._folder: Path | None = None

    def look_ahead(self) -> None:
        """Let another process work out what is missing of this dream; where that cannot be, jumps take longer."""
        if self._timeline.endless or self._timeline.ticks > LONGEST:
            return
        with suppress(OSError):
            self._folder = folder_of(self._dream, self._number)
            if not (self._folder / "complete").exists():
                spawn = multiprocessing.get_context("spawn")
                self._process = spawn.Process(
                    target=work_out, args=(self._dream, self._number, self._folder), daemon=True
                )
                with safely():
                    self._process.start()

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
        found = [kept for kept in _ticks(self._folder) if kept <= tick] if self._folder else []
        return max(found, default=None)

    def read(self, tick: int) -> State | None:
        """The untouched dream's state at a tick; None if it cannot be read any more."""
        assert self._folder is not None
        try:
            with np.load(self._folder / f"{tick}.npz", allow_pickle=False) as file:
                return dict(file)
        except (OSError, ValueError, KeyError, zipfile.BadZipFile):
            return None

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


def work_out(dream: Dream, number: int, folder: Path) -> None:
    """Keep the states of a dream that nobody touches, EVERY ticks, in `folder`; goes on where another left off."""
    with suppress(OSError, AttributeError):
        os.nice(IDLE)
    streams = Streams(number)
    timeline = Timeline(dream.seed, streams)
    world = World(timeline, streams, Scenes(timeline, streams))
    known, parent = set(_ticks(folder)), os.getppid()
    for tick in range(EVERY, timeline.ticks, EVERY):
        if os.getppid() != parent:  # the session has died
            return
        if tick in known:
            continue
        before = max((kept for kept in known if world.tick < kept < tick), default=None)
        if before is not None and before > world.begins(tick):
            with suppress(OSError, ValueError, KeyError, zipfile.BadZipFile), np.load(folder / f"{before}.npz") as file:
                world.restore(dict(file))
        world.skip_to(tick)
        try:
            with (folder / f".{tick}-{os.getpid()}.part").open("wb") as part:
                np.savez_compressed(part, **world.checkpoint())  # type: ignore[arg-type]
            (folder / f".{tick}-{os.getpid()}.part").replace(folder / f"{tick}.npz")
        except OSError:  # a full disk: jumps take longer
            return
        known.add(tick)
    with suppress(OSError):
        (folder / "complete").touch()


def _ticks(folder: Path) -> list[int]:
    """The ticks of which a state is kept."""
    with suppress(OSError):
        return [int(match[1]) for path in folder.iterdir() if (match := re.fullmatch(r"(\d+)\.npz", path.name))]
    return []
