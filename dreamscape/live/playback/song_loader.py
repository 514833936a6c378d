"""Opens the next song and decodes the present one ahead, on a thread: files may lie on a slow disk."""

import threading
from collections import deque

from dreamscape.errors import DreamscapeError, InputError
from dreamscape.hearing.song import Song
from dreamscape.songs.m3u import ListedSong
from dreamscape.songs.song_order import SongOrder
from dreamscape.synthesis.voice import RATE
from dreamscape.text import LONGEST_WORD, short

OPTION = "song"  # names songs in messages
PAUSE = 0.04  # s between two seconds of sound that are decoded: drawing goes first


def open_song(listed: ListedSong) -> Song:
    """Open a song.

    Raises:
        InputError: it is none; says which and why.
    """
    song = Song(listed.path, OPTION)
    if song.known_length == 0:
        song.close()
        raise InputError(f"{OPTION} {listed.path}: holds no sound, expected a song")
    return song


def open_from(order: SongOrder, place: int, back: bool = False) -> tuple[int, Song | None, list[str]]:
    """The song at a place, or the next one that can be opened; its place, and sentences on those that are left out.

    There is none if nothing can be opened any more.
    """
    notes = list[str]()
    while not order.is_empty:
        try:
            return place, open_song(order.at(place)), notes
        except DreamscapeError as error:
            name = short(order.at(place).path.name, LONGEST_WORD)
            reason = str(error).partition(", expected ")[0].rpartition(": ")[2]
            notes.append(f"{name}: {reason}; left out")
            order.leave_out(place)
        if not order.is_empty:
            place = order.before(place) if back else order.after(place)
    return place, None, notes


class SongLoader:
    """One thread for one player.

    Args:
        order: of the songs.

    Attributes:
        mistakes: sentences on songs that break off.
    """

    def __init__(self, order: SongOrder) -> None:
        self._order = order
        self.mistakes: deque[str] = deque(maxlen=4)
        self._lock = threading.Condition()
        self._wanted: int | None = None
        self._opened: tuple[int, int, Song | None, list[str]] | None = None  # the first is the place that was asked for
        self._decoding: Song | None = None
        self._going = True
        self._thread = threading.Thread(target=self._run, name="songs", daemon=True)
        self._thread.start()

    def decode(self, song: Song) -> None:
        """Decode a song to its end, a little at a time."""
        with self._lock:
            self._decoding = song
            self._lock.notify()

    def opened(self, place: int) -> tuple[int, Song | None, list[str]] | None:
        """As of `open_from`, once it is open; None until then."""
        with self._lock:
            if self._opened and self._opened[0] == place:
                _, *opened = self._opened
                self._opened = None
                return opened[0], opened[1], opened[2]  # type: ignore[return-value]
            if self._wanted != place:
                self._drop()
                self._wanted = place
                self._lock.notify()
            return None

    def close(self) -> None:
        """End the thread."""
        with self._lock:
            self._going = False
            self._drop()
            self._lock.notify()
        self._thread.join(2.0)  # a file on a network may not answer

    def _drop(self) -> None:
        if self._opened and self._opened[2]:
            self._opened[2].close()
        self._opened = self._wanted = None

    def _run(self) -> None:
        while self._going:
            with self._lock:
                wanted, decoding = self._wanted, self._decoding
                if decoding is not None and decoding.known_length is not None:
                    decoding = None
                if wanted is None and decoding is None:
                    self._lock.wait()
                    continue
            if wanted is not None:
                self._open(wanted)
            if decoding is not None:
                self._decode(decoding)

    def _open(self, wanted: int) -> None:
        place, song, notes = open_from(self._order, wanted)
        with self._lock:
            if self._wanted == wanted and self._going:
                self._opened, self._wanted = (wanted, place, song, notes), None
            elif song:
                song.close()

    def _decode(self, song: Song) -> None:
        try:
            song.decode_ahead(RATE)
        except DreamscapeError as error:
            self.mistakes.append(str(error))
        threading.Event().wait(PAUSE)
