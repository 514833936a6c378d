"""The songs of a session: what keys do to them, and what the viewer and the desktop are told of them."""

from collections.abc import Callable
from typing import TYPE_CHECKING

from dreamscape.errors import DreamscapeError
from dreamscape.live.controls import session_bus
from dreamscape.live.session.interfaces import PlayingSongs
from dreamscape.live.session.session import Session
from dreamscape.text import printable

if TYPE_CHECKING:
    from dreamscape.hearing.song_tags import SongTags
    from dreamscape.live.controls.other_players import OtherPlayers
    from dreamscape.live.desktop_player import DesktopPlayer


class SongActions:
    """The actions of one session's songs.

    Args:
        session: the session.

    Attributes:
        handlers: by the names in `keys.ACTIONS`.
    """

    def __init__(self, session: Session) -> None:
        self._session = session
        self._told: tuple[int, bool] | None = None  # which song was told of, and whether by a caption
        self._desktop: DesktopPlayer | None = None
        self._others: OtherPlayers | None = None
        self._others_tags: SongTags | None = None
        self.handlers: dict[str, Callable[[], None]] = {
            "next-song": lambda: self._with_songs(self._next),
            "previous-song": lambda: self._with_songs(lambda songs: songs.previous()),
            "favourite-song": lambda: self._with_songs(self._mark),
        }

    def look(self) -> None:
        """Let the songs go on, and tell of one that has begun; called once a frame, whether that is drawn or not."""
        if songs := self._session.songs:
            songs.step()
            self._tell(songs)
            self._offer(songs)
        elif self._session.hud.announces and self._session.listen_source is not None:
            self._tell_of_others()

    def finish(self) -> None:
        """Leave the session bus."""
        for player in (self._desktop, self._others):
            if player:
                player.close()

    def _tell(self, songs: PlayingSongs) -> None:
        hud = self._session.hud
        told, self._told = self._told, (songs.began, hud.announces)
        if told == self._told:
            return
        if hud.announces:
            hud.announce(songs.tags.title, songs.tags.artist)
        elif told and told[0] != songs.began:
            hud.say(printable(songs.tags.label))

    def _offer(self, songs: PlayingSongs) -> None:
        """Let the desktop's media keys play the songs, but not in kiosk mode."""
        if self._desktop is None and not self._session.options.kiosk and session_bus.address():
            from dreamscape.live.desktop_player import DesktopPlayer

            self._desktop = DesktopPlayer(self._session)
        if self._desktop:
            self._desktop.look(songs)

    def _tell_of_others(self) -> None:
        """Tell what another player says that it plays, while that is listened to."""
        if self._others is None:
            from dreamscape.live.controls.other_players import OtherPlayers

            self._others = OtherPlayers()
        if (tags := self._others.tags) != self._others_tags:
            self._others_tags = tags
            if tags:
                self._session.hud.announce(tags.title, tags.artist)

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
