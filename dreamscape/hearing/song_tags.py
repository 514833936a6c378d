"""The tags of a song: title, artist and album."""

from dataclasses import dataclass
from pathlib import Path

from av.container import InputContainer

from dreamscape import media

LONGEST = 200  # letters of a tag


@dataclass(frozen=True, slots=True)
class SongTags:
    """What a song is called.

    Attributes:
        title: of the song; the file's name without its ending where there is none.
        artist, album: empty where there are none.
    """

    title: str
    artist: str = ""
    album: str = ""

    @property
    def label(self) -> str:
        """Artist and title in one line."""
        return f"{self.artist} – {self.title}" if self.artist else self.title


def tags_of(file: InputContainer, path: Path) -> SongTags:
    """The tags of an open file, wherever its format keeps them: the whole file, or its first stream of sound."""
    found = {name.lower(): text for name, text in media.tags_of(file).items()}
    for stream in file.streams.audio[:1]:
        found |= {name.lower(): text for name, text in media.clean(stream.metadata).items()}
    texts = [one_line(found.get(name, "")) for name in ("title", "artist", "album")]
    return SongTags(
        texts[0] or one_line(path.stem) or path.name, texts[1] or one_line(found.get("album_artist", "")), texts[2]
    )


def one_line(text: str) -> str:
    """A tag as one line of letters that can be shown, LONGEST of them at most."""
    return " ".join("".join(letter if letter.isprintable() else " " for letter in text).split())[:LONGEST]
