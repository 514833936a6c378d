"""The playlist: which dream comes when one has ended, in order or drawn by lot."""

from collections.abc import Sequence

from dreamscape import catalogue
from dreamscape.dream import dream_file
from dreamscape.dream.dream_file import Dream
from dreamscape.errors import InputError
from dreamscape.rng import Streams

HIGHEST = 2**31  # of seed numbers that are drawn


class Playlist:
    """Dreams that follow each other for ever.

    Args:
        dreams: in their order; the first one plays already.
        number: the seed number of all of them; None for each one's own.
        lot: draws their order and their seed numbers; None for the order in which they are given.
    """

    def __init__(self, dreams: Sequence[Dream], number: int | None = None, lot: Streams | None = None) -> None:
        self._dreams, self._number, self._lot = tuple(dreams), number, lot
        self._place = 0  # of the one that played last
        self._left = [*dreams[1:]]  # of this round
        self._drawn = 0

    def after(self, dream: Dream) -> tuple[Dream, int]:
        """The dream that follows one that plays, and its seed number.

        A file that can no longer be read is played as it was.
        """
        if self._lot:
            stream = self._lot.at("playlist", self._drawn)
            self._drawn += 1
            chosen, number = self._draw(dream, stream.permutation(len(self._dreams)).tolist()), stream.integers(HIGHEST)
            return _fresh(chosen), int(number)
        names = [one.name for one in self._dreams]
        if names[self._place] != dream.name and dream.name in names:  # chosen in the menu
            self._place = names.index(dream.name)
        self._place = (self._place + 1) % len(names)
        found = _fresh(self._dreams[self._place])
        return found, found.file.seed if self._number is None else self._number

    def _draw(self, dream: Dream, order: list[int]) -> Dream:
        """One of those that have not played in this round, the first one in `order`; another than `dream` if it can."""
        self._left = self._left or [*self._dreams]
        mixed = [self._dreams[place] for place in order if self._dreams[place] in self._left]
        chosen = next((one for one in mixed if one.name != dream.name), mixed[0])
        self._left.remove(chosen)
        return chosen


def read(names: Sequence[str]) -> list[Dream]:
    """Read dreams by their names or files.

    Raises:
        InputError: one of them cannot be read, or is none; says what was expected.
    """
    found = [dream_file.load(name) for name in names]
    for dream in found:
        catalogue.check(dream)
    return found


def _fresh(dream: Dream) -> Dream:
    """A dream as its file says it now, or as it was if that is none any more."""
    try:
        return read([dream.name])[0]
    except InputError:
        return dream
