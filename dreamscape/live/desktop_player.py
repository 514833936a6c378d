"""The session as a player of the desktop: what its media keys and widgets ask for, and what they are told."""

from dreamscape.live.controls.mpris import Mpris, PlayerState
from dreamscape.live.session.interfaces import PlayingSongs
from dreamscape.live.session.session import Session


class DesktopPlayer:
    """Offers the songs of a session to the desktop.

    Args:
        session: the session.
    """

    def __init__(self, session: Session) -> None:
        self._session = session
        self._bus = Mpris()

    def look(self, songs: PlayingSongs) -> None:
        """Do what was asked for, and tell how it is; called once a frame."""
        for name, number in self._bus.commands():
            self._perform(name, number, songs)
        tags, sound = songs.tags, self._session.sound
        self._bus.update(
            PlayerState(
                tags.title,
                tags.artist,
                tags.album,
                songs.path.absolute().as_uri(),
                songs.began,
                songs.seconds,
                songs.position,
                not self._session.playhead.paused,
                sound.volume if sound else 1.0,
                songs.count > 1,
            )
        )

    def close(self) -> None:
        """Leave the session bus."""
        self._bus.close()

    def _perform(self, name: str, number: float, songs: PlayingSongs) -> None:
        session = self._session
        match name:
            case "Next" if songs.count > 1:
                songs.next()
            case "Previous":
                songs.previous()
            case "Play" | "Pause" | "Stop":
                session.pause(name != "Play")
            case "PlayPause":
                session.pause(not session.playhead.paused)
            case "Seek":
                songs.seek(songs.position + number)
            case "SetPosition":
                songs.seek(number)
            case "Volume" if session.sound:
                session.sound.volume = min(max(number, 0.0), 1.0)
            case "Quit":
                session.over = True
