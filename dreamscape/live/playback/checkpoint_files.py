"""The shelf: states of an untouched dream, kept on disk, each with the digest of its tick and bytes.

Whatever has become of a file, by a power cut or a failing disk, it is the state that was written, or it is removed and
as if it had never been there: it can always be worked out again.
"""

import hashlib
import io
import re
import shutil
import zipfile
from contextlib import suppress
from pathlib import Path

import numpy as np

from dreamscape.files import regular
from dreamscape.files.placing import write
from dreamscape.world.world import State

LARGEST = 1 << 28  # bytes of a file; the states of our dreams have 0.1 to 2 MB
DIGEST = 16  # bytes in front of the rest


class CheckpointFiles:
    """The states of one dream and seed number.

    Args:
        folder: where they lie; it exists.
    """

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def ticks(self) -> list[int]:
        """The ticks of which a state is kept, whole or not."""
        with suppress(OSError):
            names = [path.name for path in self._folder.iterdir()]
            return [int(match[1]) for name in names if (match := re.fullmatch(r"(\d{1,12})\.state", name))]
        return []

    def holds(self, tick: int) -> bool:
        """Whether a state is kept whole; if not, what there is of it is removed."""
        return self._path(tick).exists() and self._bytes(tick) is not None

    def read(self, tick: int) -> State | None:
        """The state at a tick; None if it is not kept, or no more."""
        data = self._bytes(tick)
        if data is None:
            return None
        try:
            with np.load(io.BytesIO(data), allow_pickle=False) as file:
                return dict(file)
        except (OSError, EOFError, ValueError, zipfile.BadZipFile):  # of another version of NumPy
            self.remove(tick)
            return None

    def write(self, tick: int, state: State) -> None:
        """Keep a state; it is there whole or not at all, also after a power cut.

        Raises:
            DreamscapeError: the disk is full, or the folder gone.
        """
        packed = io.BytesIO()
        np.savez_compressed(packed, **state)  # type: ignore[arg-type]
        data = packed.getvalue()
        write(self._path(tick), _digest(tick, data) + data, overwrite=True)

    def remove(self, tick: int) -> None:
        """Forget what is of no use."""
        path = self._path(tick)
        with suppress(OSError):
            if path.is_dir() and not path.is_symlink():
                shutil.rmtree(path)
            else:
                path.unlink()

    def tidy(self) -> None:
        """Remove what writers that were ended have left."""
        with suppress(OSError):
            for path in self._folder.glob(".*.part.state"):
                path.unlink()

    def _path(self, tick: int) -> Path:
        return self._folder / f"{tick}.state"

    def _bytes(self, tick: int) -> bytes | None:
        """What was written at a tick, as its digest has it; None, and what there is removed, if it is not that."""
        with suppress(OSError):
            data = regular.read(self._path(tick), LARGEST)
            if data[:DIGEST] == _digest(tick, data[DIGEST:]):
                return data[DIGEST:]
        self.remove(tick)
        return None


def _digest(tick: int, data: bytes) -> bytes:
    return hashlib.blake2b(data, digest_size=DIGEST, salt=tick.to_bytes(8, "little")).digest()
