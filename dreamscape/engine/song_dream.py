"""The dream that is made for a song."""

import hashlib
from pathlib import Path
from typing import TYPE_CHECKING

from dreamscape.errors import InputError
from dreamscape.text import as_title

if TYPE_CHECKING:
    from dreamscape.dream.dream_file import Dream
    from dreamscape.hearing.song import Song
    from dreamscape.structure.choreography import Choreography

SHORTEST = 2.0  # s, a song that a dream can be made for


def song_dream(song: "Song", path: Path, option: str, left_out: float = 0.0) -> "Dream":
    """The dream that is made for a song, with its plan.

    Args:
        song: decoded as a whole.
        path: of its file.
        option: the option that named it, for messages.
        left_out: s of its end in which the next song begins, at most half of it.

    Raises:
        InputError: as of `choreography`.
    """
    from dreamscape.dream.dream_file import Dream
    from dreamscape.structure.dream_text import dream_text, plan_lines

    made = choreography(song, path, f"{option} {path}", left_out=left_out)
    digest = hashlib.blake2b(dream_text(made).encode(), digest_size=16).hexdigest()
    return Dream(path.name, made.file, digest, plan=plan_lines(made))


def choreography(
    song: "Song", path: Path, where: str, story: str | None = None, left_out: float = 0.0
) -> "Choreography":
    """The choreography of a song, of the acts of a dream; of the default one's, if none is named.

    Args:
        song: decoded as a whole.
        path: of its file, whose name is the dream's title.
        where: names it in messages.
        story: the dream.
        left_out: s of the song's end, as of `song_dream`.

    Raises:
        InputError: it is too short, or nothing sounds in it; or the dream has no end.
    """
    from dreamscape.dream import dream_file
    from dreamscape.engine.dream_source import DEFAULT
    from dreamscape.structure.choreography import choreograph
    from dreamscape.structure.song_structure import song_structure
    from dreamscape.synthesis.voice import RATE

    if (seconds := song.length() / RATE) < SHORTEST:
        raise InputError(
            f"{where}: {seconds:.1f} s long, expected at least {SHORTEST:g} s to make a dream for; or name one"
        )
    structure = song_structure(song.read, song.length() - min(round(left_out * RATE), song.length() // 2))
    if structure.is_silent:
        raise InputError(f"{where}: nothing sounds in it, expected a song to make a dream for; or name a dream")
    dream = dream_file.load(story or DEFAULT)
    return choreograph(structure, dream.file, as_title(path.stem, "A song"))
