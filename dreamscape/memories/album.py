"""Albums: the memories of a dream that plays, known by their digest in each process that draws or sounds it."""

from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

import numpy as np

from dreamscape.arrays import F32, U8
from dreamscape.dream.memory_files import Memories, MemoryFile, Mood
from dreamscape.errors import DreamscapeError
from dreamscape.memories import digests
from dreamscape.rng import Streams
from dreamscape.text import short

_ALBUMS: dict[str, "Album"] = {}


@dataclass(frozen=True, slots=True)
class Album:
    """The memories of a dream, by kind.

    Attributes:
        seen: pictures and clips.
        heard: voice notes.
        read: texts.
    """

    seen: tuple[MemoryFile, ...]
    heard: tuple[MemoryFile, ...]
    read: tuple[MemoryFile, ...]

    def order(self, streams: Streams) -> list[int]:
        """The numbers of those that are seen, in the order in which a seed shows them."""
        return [int(number) for number in streams.at("memories of one's own").permutation(len(self.seen))]

    def moods(self, streams: Streams) -> list[Mood]:
        """What drifts through each of them, in that order."""
        return [self.seen[number].mood for number in self.order(streams)]


def provide(memories: Memories) -> None:
    """Let the memories of a dream be known in this process.

    Raises:
        DreamscapeError: one of the files is not there.
    """
    if not memories.digest:
        return
    for one in memories.files:
        if not Path(one.path).is_file():
            raise DreamscapeError(f"memories: {short(Path(one.path).name)} is not there any more; begin again")
    groups = [tuple(one for one in memories.files if one.kind in kinds) for kinds in (("picture", "clip"), ("voice",),
              ("words",))]  # fmt: skip
    _ALBUMS[memories.digest] = Album(*groups)


def album(digest: str) -> Album | None:
    """The album of this digest; None without one.

    Raises:
        DreamscapeError: this process does not know it.
    """
    if digest and digest not in _ALBUMS:
        raise DreamscapeError("the memories of this dream are not on this machine; give them as --memories FOLDER")
    return _ALBUMS.get(digest)


def speaks(digest: str) -> bool:
    """Whether there are voice notes in an album; errors as of `album`."""
    own = album(digest)
    return own is not None and bool(own.heard)


def picture(one: MemoryFile, side: int) -> U8:
    """A memory painted, `(side, side, 4)`, first row at the bottom; the fourth channel is how near it seems.

    Raises:
        DreamscapeError: it has changed since it was found, or cannot be read any more.
    """
    return _picture(one, side)


def frames(one: MemoryFile, side: int) -> U8:
    """The pictures of a clip painted, `(n, side, side, 4)`, `clips.RATE` a second; else as `picture`."""
    return _frames(one, side)


def sound(one: MemoryFile) -> F32:
    """The sound of a voice note, `(n,)`; errors as of `picture`."""
    _check(one)
    from dreamscape.memories import voice_notes  # loads FFmpeg, which a dream without memories begins without

    return voice_notes.read(Path(one.path))


def words(read: tuple[MemoryFile, ...]) -> tuple[str, ...]:
    """The lines of texts, each once; errors as of `picture`."""
    from dreamscape.memories import lines

    found = list[str]()
    for one in read:
        _check(one)
        found += lines.read(Path(one.path))
    return tuple(dict.fromkeys(found))


@lru_cache(maxsize=64)
def _picture(one: MemoryFile, side: int) -> U8:
    from dreamscape.memories import clips, painting, photographs

    _check(one)
    path = Path(one.path)
    taken = clips.read(path, side, 1)[0] if one.kind == "clip" else photographs.read(path, side)
    return _stored(painting.painted(taken.astype(np.float32) / 255.0))


@lru_cache(maxsize=3)
def _frames(one: MemoryFile, side: int) -> U8:
    from dreamscape.memories import clips, painting

    _check(one)
    taken = clips.read(Path(one.path), side)
    middle = taken[len(taken) // 2].astype(np.float32) / 255.0
    levels = painting.bounds(middle)
    nearness = painting.near(painting.washed(middle, levels))
    return np.stack(
        [_stored(np.dstack([painting.washed(each.astype(np.float32) / 255.0, levels), nearness])) for each in taken]
    )


def _stored(paint: F32) -> U8:
    return np.ascontiguousarray(np.rint(paint[::-1] * 255.0).astype(np.uint8))


def _check(one: MemoryFile) -> None:
    """Raise DreamscapeError unless a file is what it was when it was found."""
    try:
        same = digests.digest_of(Path(one.path)) == one.digest
    except (OSError, ValueError):
        same = False
    if not same:
        raise DreamscapeError(f"memories: {short(Path(one.path).name)} was changed meanwhile; begin again")
