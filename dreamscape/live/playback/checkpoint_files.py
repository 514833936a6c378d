"""Checkpoints of an untouched dream on disk, each with a digest of its tick and bytes.

A file that a power cut or a failing disk has damaged is removed as if it had never been there: the state can always be
computed again.
"""

import hashlib
import io
import re
import shutil
import zipfile
import zlib
from contextlib import suppress
from pathlib import Path

import numpy as np

from dreamscape.files import regular
from dreamscape.files.placing import write
from dreamscape.world.state import State

LARGEST = 1 << 28  # bytes of a file; the states of the dreams that ship have 0.1 to 2 MB
DIGEST = 16  # bytes at the beginning of a file
_UNREADABLE = OSError, EOFError, ValueError, KeyError, RuntimeError, MemoryError, zipfile.BadZipFile, zlib.error


class CheckpointFiles:
    """The checkpoints of one dream and seed number.

    Args:
        folder: where the files are; it exists.
    """

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def ticks(self) -> list[int]:
        """The ticks that have a file, whether whole or damaged."""
        with suppress(OSError):
            names = [path.name for path in self._folder.iterdir()]
            return [int(match[1]) for name in names if (match := re.fullmatch(r"(\d{1,12})\.state", name))]
        return []

    def holds(self, tick: int) -> bool:
        """Whether a whole state is stored; a damaged file is removed."""
        return self._path(tick).exists() and self._read_checked(tick) is not None

    def read(self, tick: int) -> State | None:
        """The state at a tick; None if there is none, or its file is damaged."""
        data = self._read_checked(tick)
        if data is None:
            return None
        try:
            with np.load(io.BytesIO(data), allow_pickle=False) as file:
                state = dict(file)
            if all(isinstance(one, np.ndarray) for one in state.values()) and state["tick"].tolist() == [tick]:
                return state
        except _UNREADABLE:  # written by another version of NumPy, or by somebody else
            pass
        self.remove(tick)
        return None

    def write(self, tick: int, state: State) -> None:
        """Store a state; after a power cut the file is whole or missing.

        Raises:
            DreamscapeError: the disk is full, or the folder is gone.
        """
        packed = io.BytesIO()
        np.savez_compressed(packed, **state)  # type: ignore[arg-type]
        data = packed.getvalue()
        write(self._path(tick), _digest(tick, data) + data, overwrite=True)

    def remove(self, tick: int) -> None:
        """Remove the file of a tick."""
        path = self._path(tick)
        with suppress(OSError):
            if path.is_dir() and not path.is_symlink():
                shutil.rmtree(path)
            else:
                path.unlink()

    def remove_leftovers(self) -> None:
        """Remove the partial files of processes that were killed."""
        with suppress(OSError):
            for path in self._folder.glob(".*.part.state"):
                path.unlink()

    def _path(self, tick: int) -> Path:
        return self._folder / f"{tick}.state"

    def _read_checked(self, tick: int) -> bytes | None:
        """The bytes stored for a tick; None, with the file removed, if they do not match its digest."""
        with suppress(OSError):
            data = regular.read(self._path(tick), LARGEST)
            if data[:DIGEST] == _digest(tick, data[DIGEST:]):
                return data[DIGEST:]
        self.remove(tick)
        return None


def _digest(tick: int, data: bytes) -> bytes:
    return hashlib.blake2b(data, digest_size=DIGEST, salt=tick.to_bytes(8, "little")).digest()
