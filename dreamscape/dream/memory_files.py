"""The files that become a dream's memories, as a dream that was loaded holds them."""

import hashlib
from collections.abc import Iterable
from typing import Literal, get_args

import msgspec

MemoryKind = Literal["picture", "clip", "voice", "words"]
Mood = Literal["petals", "snow", "lights"]
MOODS: tuple[Mood, ...] = get_args(Mood)


class MemoryFile(msgspec.Struct, frozen=True):
    """A file that becomes a memory.

    Attributes:
        path: absolute.
        digest: 32 hexadecimal digits, of its content.
        kind: what is made of it.
        mood: what drifts through a picture or a clip, by its light.
    """

    path: str
    digest: str
    kind: MemoryKind
    mood: Mood = "snow"


class Memories(msgspec.Struct, frozen=True):
    """The memories of a dream.

    Attributes:
        files: those that were chosen and can be read.
        digest: 32 hexadecimal digits, of all of them; empty if the dream shows none.
        words: how the user named them beside the dream; empty if the dream names them itself.
        seed: the seed number that chose among too many.
        told: a sentence on what is read and from where, to be said before anything is drawn; empty without any.
    """

    files: tuple[MemoryFile, ...] = ()
    digest: str = ""
    words: tuple[str, ...] = ()
    seed: int | None = None
    told: str = ""


def digest_of(files: Iterable[MemoryFile]) -> str:
    """BLAKE2b, 32 hexadecimal digits, of files that become memories."""
    words = "\0".join(f"{one.kind} {one.digest}" for one in files)
    return hashlib.blake2b(words.encode(), digest_size=16).hexdigest()
