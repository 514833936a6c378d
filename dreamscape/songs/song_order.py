"""The order of songs: as they were found, or drawn by lot so that each is heard once before one comes again."""

from collections.abc import Sequence

from dreamscape.rng import Streams
from dreamscape.songs.m3u import ListedSong


class SongOrder:
    """Songs one after the other, for ever; places are counted from 0.

    Args:
        songs: at least one.
        lot: draws the order of each round; None for the given order.

    Attributes:
        songs: as above.
    """

    def __init__(self, songs: Sequence[ListedSong], lot: Streams | None = None) -> None:
        self.songs, self._lot = tuple(songs), lot
        self._left_out = set[int]()
        self._round: tuple[int, tuple[int, ...]] | None = None

    def at(self, place: int) -> ListedSong:
        """The song at a place."""
        return self.songs[self._index(place)]

    def leave_out(self, place: int) -> None:
        """Leave the song at a place out from now on, wherever it would come."""
        self._left_out.add(self._index(place))

    @property
    def count(self) -> int:
        """How many of them are not left out."""
        return len(self.songs) - len(self._left_out)

    @property
    def is_empty(self) -> bool:
        """Whether all of them are left out."""
        return self.count == 0

    def after(self, place: int) -> int:
        """The next place whose song is not left out; there is one."""
        place += 1
        while self._index(place) in self._left_out:
            place += 1
        return place

    def before(self, place: int) -> int:
        """The place before, likewise; of songs drawn by lot, none lies before the first."""
        earlier = place - 1
        while (self._lot is None or earlier >= 0) and self._index(earlier) in self._left_out:
            earlier -= 1
        return earlier if self._lot is None or earlier >= 0 else place

    def _index(self, place: int) -> int:
        number, within = divmod(place, len(self.songs))
        if self._lot is None:
            return within
        if self._round is None or self._round[0] != number:
            self._round = number, self._drawn(number)
        return self._round[1][within]

    def _drawn(self, number: int) -> tuple[int, ...]:
        """The order of a round, which does not begin with the song that the round before ended with."""
        if len(self.songs) == 2:
            number = 0  # by turns
        order = self._permutation(number)
        if number and order[0] == self._permutation(number - 1)[-1]:
            order[0], order[1] = order[1], order[0]
        return tuple(order)

    def _permutation(self, number: int) -> list[int]:
        assert self._lot is not None
        return [int(index) for index in self._lot.at("songs", number).permutation(len(self.songs))]
