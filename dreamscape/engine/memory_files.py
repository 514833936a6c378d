"""The files of a dream's memories: found where the user or the dream says, tried out, and given to its acts."""

import msgspec

from dreamscape import catalogue
from dreamscape.dream import dream_file
from dreamscape.dream.dream_file import Dream, DreamFile
from dreamscape.dream.memory_files import Memories, digest_of
from dreamscape.engine.shader_files import joined_digest
from dreamscape.errors import InputError
from dreamscape.memories import album
from dreamscape.parameters import AlbumDigest, declared
from dreamscape.text import short

PARAMETER = "album"  # of scenes that show memories


def with_memories(dream: Dream, words: tuple[str, ...] = (), seed: int | None = None) -> Dream:
    """A dream with the memories that the user names, or else its file does.

    Args:
        dream: as its file has it.
        words: files, folders and patterns that the user names; they take the place of the dream's.
        seed: the number that chooses among too many; None for the dream's own.

    Raises:
        InputError: no act of the dream shows memories, or there are none; says where.
    """
    if not words and not dream.file.memories:
        return dream
    if not shows(dream):
        where = "--memories" if words else f"{short(dream.name)}: memories"
        names = ", ".join(name for name in catalogue.own_scene_names() if _shows(name))
        raise InputError(f"{where}: no act of the dream {short(dream.name)} shows any, expected one of: {names}")
    from dreamscape.memories import finding, loading  # they load FFmpeg, which a dream without them begins without

    if words:
        files = finding.own(words)
    else:
        folder = dream_file.path_of(dream.name).absolute().parent
        files = finding.of_dream(dream.file.memories, folder, f"{short(dream.name)}: memories")
    memories = loading.load(files, dream.file.seed if seed is None else seed, words)
    album.provide(memories)
    return _showing(dream, memories)


def sharing(dream: Dream, memories: Memories) -> Dream:
    """A dream with memories that the user has named beside another, unless it has some already.

    One that shows none knows them all the same, for the dream that follows it.
    """
    if not memories.words or dream.memories.digest:
        return dream
    if not shows(dream):
        return msgspec.structs.replace(dream, memories=msgspec.structs.replace(memories, digest=""))
    return _showing(dream, msgspec.structs.replace(memories, digest=digest_of(memories.files)))


def shows(dream: Dream) -> bool:
    """Whether an act of a dream shows memories."""
    return any(_shows(act.scene) for act in dream.file.act)


def check_shared(dream: Dream, cluster: str | None) -> None:
    """Raise InputError if other machines, which have no such files, are to draw memories."""
    if dream.memories.digest and cluster is not None:
        raise InputError("--cluster: the memories lie on this machine alone, expected --jobs in its place")


def check_same(given: str, expected: str, where: str) -> None:
    """Raise InputError unless two digests of memories are the same; empty for none.

    Args:
        given: of those that are to be drawn.
        expected: of those that are asked for.
        where: what asks for them, for the message.
    """
    if given == expected:
        return
    if not expected:
        raise InputError(f"{where}: was made without memories; leave --memories out")
    given = "other memories than those that are given" if given else "memories that are not given"
    raise InputError(f"{where}: was made of {given}; give the same files as --memories FOLDER")


def _showing(dream: Dream, memories: Memories) -> Dream:
    digest = joined_digest(dream.digest, memories.digest)
    story = _with_album(dream.story, memories.digest) if dream.story else None
    file = _with_album(dream.file, memories.digest)
    return msgspec.structs.replace(dream, file=file, story=story, memories=memories, digest=digest)


def _with_album(file: DreamFile, digest: str) -> DreamFile:
    acts = tuple(
        msgspec.structs.replace(act, parameters={**act.parameters, PARAMETER: digest}) if _shows(act.scene) else act
        for act in file.act
    )
    return msgspec.structs.replace(file, act=acts)


def _shows(scene: str) -> bool:
    """Whether a scene shows memories of one's own."""
    return isinstance(declared(catalogue.scene(scene)).get(PARAMETER), AlbumDigest)
