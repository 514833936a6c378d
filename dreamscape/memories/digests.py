"""Digests of files, of which a film keeps nothing else."""

import hashlib
from pathlib import Path

import numpy as np

from dreamscape.files import regular

_WHOLE = 1 << 27  # bytes of a file up to which all of it is digested
_PIECES, _PIECE = 64, 1 << 20  # of a larger one: so many, spread evenly, of so many bytes


def digest_of(path: Path) -> str:
    """BLAKE2b, 32 hexadecimal digits, of a file's content; of a large one, of its size and pieces of it.

    Raises:
        OSError, ValueError: it cannot be read.
    """
    hashed = hashlib.blake2b(digest_size=16)
    with regular.open_regular(path) as file:
        size = file.seek(0, 2)
        starts = range(0, size, _PIECE) if size <= _WHOLE else np.linspace(0, size - _PIECE, _PIECES, dtype=np.int64)
        hashed.update(str(size).encode())
        for start in starts:
            file.seek(int(start))
            hashed.update(file.read(_PIECE))
    return hashed.hexdigest()
