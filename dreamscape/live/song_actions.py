"""What keys do to the songs of a session."""

from collections.abc import Callable

from dreamscape.errors import DreamscapeError
from dreamscape.live.session.interfaces import PlayingSongs
from dreamscape.live.session.session import Session
from dreamscape.text import printable


class SongActions:
    """The actions of one session's songs.

    Args:
        session: the session.

    Attributes:
        handlers: by the names in `keys.ACTIONS`.
    """

    def __init__(self, session: Session) -> None:
        self._session = session
        self.handlers: dict[str, Callable[[], None]] = {
            "next-song": lambda: self._with_songs(self._next),
            "previous-song": lambda: self._with_songs(lambda songs: songs.previous()),
            "favourite-song": lambda: self._with_songs(self._mark),
        }

    def _with_songs(self, do: Callable[[PlayingSongs], None]) -> None:
        if self._session.songs is None:
            self._session.hud.say("no songs play; name some, or a folder of them")
        else:
            do(self._session.songs)

    def _next(self, songs: PlayingSongs) -> None:
        if songs.count == 1:
            self._session.hud.say("there is no other song")
        else:
            songs.next()

    def _mark(self, songs: PlayingSongs) -> None:
        """Mark the song as a favourite, or take that back."""
        from dreamscape.songs import favourite_songs
        from dreamscape.songs.m3u import ListedSong

        label = songs.tags.label
        try:
            is_marked = favourite_songs.toggle(favourite_songs.path(), ListedSong(songs.path, label))
        except DreamscapeError as error:
            self._session.hud.say(str(error))
        else:
            self._session.hud.say(f"{'marked' if is_marked else 'no longer marked'}: {printable(label)}")
