"""The memories of a dream: the files are found, chosen by the seed if there are too many, and tried one by one."""

import warnings
from collections.abc import Iterable
from functools import lru_cache
from pathlib import Path

import numpy as np

from dreamscape.arrays import U8
from dreamscape.dream.memory_files import Memories, MemoryFile, MemoryKind, Mood, digest_of
from dreamscape.errors import InputError, PluginWarning
from dreamscape.memories import clips, digests, finding, lines, photographs, voice_notes
from dreamscape.memories.painting import luma
from dreamscape.rng import Streams
from dreamscape.text import LONGEST_WORD, short

MOST: dict[MemoryKind, int] = {"picture": 48, "clip": 8, "voice": 16, "words": 16}  # that are taken
NAMES: dict[MemoryKind, tuple[str, str]] = {
    "picture": ("picture", "pictures"), "clip": ("clip", "clips"), "voice": ("voice note", "voice notes"),
    "words": ("text", "texts"),
}  # fmt: skip
_DARK, _WARM = 0.3, 0.045  # how bright a picture of night seems at most, and the excess of red over blue of a warm one
_GLANCE = 64  # px, the side of a picture that is only judged
_MOST_WARNINGS = 8


def load(files: list[Path], seed: int, words: tuple[str, ...] = ()) -> Memories:
    """The memories that files become; one that is broken is left out, with a warning.

    Args:
        files: in their order.
        seed: the number that chooses among too many of a kind.
        words: how the user named them beside the dream.

    Raises:
        InputError: none of them can be read.
    """
    chosen = {kind: _chosen([file for file in files if finding.kind_of(file) == kind], kind, seed) for kind in NAMES}
    read, broken = list[MemoryFile](), list[str]()
    for kind, paths in chosen.items():
        for path in paths:
            try:
                digest = digests.digest_of(path)
                read.append(MemoryFile(str(path), digest, kind, _tried(path, kind, digest)))
            except (OSError, ValueError) as error:
                reason = getattr(error, "strerror", None) or str(error)
                broken.append(f"{short(path, LONGEST_WORD)}: {reason}")
    _warn(broken)
    if not read:
        raise InputError(f"memories: {broken[0]}; none of the files can be read, {finding.EXPECTED}")
    read.sort(key=lambda one: (one.kind, one.digest))  # so that names and places change nothing
    return Memories(tuple(read), digest_of(read), words, seed, _told(read, files))


def mood_of(picture: U8) -> Mood:
    """What drifts through a picture: lights through the dark, petals through warm light, snow through cool."""
    light = picture.reshape(-1, 3).astype(np.float32) / 255.0
    if float(luma(light).mean()) < _DARK:
        return "lights"
    return "petals" if float((light[:, 0] - light[:, 2]).mean()) > _WARM else "snow"


def _chosen(paths: list[Path], kind: MemoryKind, seed: int) -> list[Path]:
    """The files of a kind, or as many of them as are taken, in their order."""
    if len(paths) <= MOST[kind]:
        return paths
    places = Streams(seed).at(f"chosen memories: {kind}").permutation(len(paths))[: MOST[kind]]
    return [paths[place] for place in sorted(places)]


@lru_cache(maxsize=256)
def _tried(path: Path, kind: MemoryKind, digest: str) -> Mood:
    """What drifts through a memory that can be read, once for each content; errors as of the functions that read it."""
    if kind == "picture":
        return mood_of(photographs.read(path, _GLANCE))
    if kind == "clip":
        return mood_of(clips.read(path, _GLANCE, 1)[0])
    if kind == "voice":
        voice_notes.check(path)
    else:
        lines.read(path)
    return "snow"


def _warn(broken: list[str]) -> None:
    """Name the files that are left out."""
    for sentence in broken[:_MOST_WARNINGS]:
        warnings.warn(f"memories: {sentence}; it is left out", PluginWarning, stacklevel=1)
    if len(broken) > _MOST_WARNINGS:
        rest = len(broken) - _MOST_WARNINGS
        warnings.warn(f"memories: {rest} more files cannot be read; they are left out", PluginWarning, stacklevel=1)


def _told(read: Iterable[MemoryFile], found: list[Path]) -> str:
    """What is read, and the folders it lies in."""
    read = list(read)
    counts = {kind: sum(one.kind == kind for one in read) for kind in NAMES}
    parts = [f"{count} {NAMES[kind][count != 1]}" for kind, count in counts.items() if count]
    folders = list(dict.fromkeys(str(Path(one.path).parent) for one in read))
    more = f" and {len(folders) - 3} more folders" if len(folders) > 3 else ""
    places = ", ".join(short(folder, LONGEST_WORD) for folder in folders[:3])
    of_all = f", chosen among {len(found)} files," if len(found) > sum(MOST.values()) else ""
    return f"memories: {', '.join(parts)}{of_all} from {places}{more}"
