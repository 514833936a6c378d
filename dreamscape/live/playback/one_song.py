"""One song, which begins at a tick of the dream and follows its jumps."""

from pathlib import Path

from dreamscape.clock import TICKS_PER_SECOND
from dreamscape.hearing.song import Song
from dreamscape.hearing.song_tags import SongTags
from dreamscape.live.playback.stage import Stage


class OneSong:
    """A song that plays alone.

    Args:
        song: the song.
        path: of its file.
        start: the tick of the dream at which it starts.
        stage: the session that it plays in.

    Attributes:
        path: as above.
        count, began: 1 song, and none before it.
    """

    count, began = 1, 0

    def __init__(self, song: Song, path: Path, start: int, stage: Stage) -> None:
        self._song, self.path, self._start, self._stage = song, path, start, stage

    @property
    def tags(self) -> SongTags:
        """What the song is called."""
        return self._song.tags

    @property
    def position(self) -> float:
        """How far the song has come, s."""
        return max(0.0, (self._stage.playhead.tick - self._start) / TICKS_PER_SECOND)

    @property
    def seconds(self) -> float:
        """How long it is, as its file says, s; 0 if it does not."""
        return self._song.expected

    def step(self) -> None:
        """It follows the dream by itself."""

    def next(self) -> None:
        """Play it from its beginning: there is no other."""
        self.seek(0.0)

    def previous(self) -> None:
        """Play it from its beginning."""
        self.seek(0.0)

    def seek(self, seconds: float) -> None:
        """Jump to a position in the song, and in the dream."""
        self._stage.seek(self._start + round(seconds * TICKS_PER_SECOND))

    def dream_over(self) -> bool:
        """A dream begins again with its song."""
        return False
