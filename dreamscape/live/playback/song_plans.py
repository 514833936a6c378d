"""Dreams for songs, made ahead in a process with the lowest priority while another song plays."""

import multiprocessing
import os
from contextlib import closing, suppress
from multiprocessing.connection import Connection
from multiprocessing.process import BaseProcess
from pathlib import Path
from typing import Any

from dreamscape.dream.dream_file import Dream
from dreamscape.engine.song_dream import song_dream
from dreamscape.errors import DreamscapeError, InputError
from dreamscape.hearing.song import Song
from dreamscape.system.child_processes import safely
from dreamscape.system.priorities import IDLE

LONGEST = 30.0  # minutes of a song that a dream is made for while it plays
Plan = Dream | str  # a dream, or a sentence on why there is none


def plan(path: Path, left_out: float) -> Plan:
    """The dream for a song whose last `left_out` seconds the next one covers."""
    try:
        with closing(Song(path, "song")) as song:
            if (minutes := song.expected / 60.0) > LONGEST:
                raise InputError(f"{path.name}: {minutes:.0f} minutes long, too long to make a dream for")
            song.check()
            return song_dream(song, path, "song", left_out)
    except DreamscapeError as error:
        return str(error)


class SongPlans:
    """Makes one dream at a time, and keeps the last ones.

    Args:
        left_out: s, as of `plan`.
    """

    def __init__(self, left_out: float) -> None:
        self._left_out = left_out
        self._known: dict[Path, Plan] = {}
        self._path: Path | None = None  # whose dream is being made
        self._process: BaseProcess | None = None
        self._pipe: Connection[Any, Any] | None = None

    def know(self, path: Path, made: Plan) -> None:
        """Take in a dream that was made elsewhere."""
        self._known[path] = made
        while len(self._known) > 4:
            del self._known[next(iter(self._known))]

    def of(self, path: Path) -> Plan | None:
        """The dream for a song; None while it is being made, which this starts if nothing else is."""
        self._take()
        if path in self._known:
            return self._known[path]
        if self._path is None:
            self._start(path)
        return None

    def hurry(self, path: Path) -> None:
        """Make this dream first."""
        self._take()
        if self._path not in (None, path) and path not in self._known:
            self.close()

    def close(self) -> None:
        """End the process."""
        if self._process:
            self._process.kill()
            self._process.join()
        if self._pipe:
            self._pipe.close()
        self._path = self._process = self._pipe = None

    def _start(self, path: Path) -> None:
        spawn = multiprocessing.get_context("spawn")
        try:
            ours, theirs = spawn.Pipe(duplex=False)
            process = spawn.Process(target=_make, args=(theirs, path, self._left_out), name="song plan", daemon=True)
            with safely():
                process.start()
            theirs.close()
        except OSError as error:
            self.know(path, f"no process can be started ({error.strerror})")
            return
        self._path, self._process, self._pipe = path, process, ours

    def _take(self) -> None:
        """Take what the process has made, or that it has died."""
        if self._path is None or self._pipe is None or self._process is None:
            return
        path, made = self._path, None
        if self._pipe.poll():
            with suppress(EOFError, OSError):
                made = self._pipe.recv()
        elif self._process.is_alive():
            return
        self.close()
        self.know(path, made or f"{path.name}: its dream could not be made")


def _make(pipe: "Connection[Any, Any]", path: Path, left_out: float) -> None:
    """The process."""
    with suppress(OSError, AttributeError):
        os.nice(IDLE)
    with suppress(OSError):  # nobody waits any more
        pipe.send(plan(path, left_out))
