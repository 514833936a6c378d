"""The playlist: which dream follows when one has ended, in order or shuffled."""

from collections.abc import Sequence

from dreamscape.dream.dream_file import Dream
from dreamscape.dream.memory_files import Memories
from dreamscape.engine import dream_source, memory_files
from dreamscape.errors import InputError
from dreamscape.rng import Streams

HIGHEST = 2**31  # bound of the seed numbers that are drawn


class Playlist:
    """Dreams that follow each other for ever.

    Args:
        dreams: in their order; the first one is already playing.
        seed: the seed number of all of them; None for each one's own.
        shuffle: draws their order and their seed numbers; None for the given order.
    """

    def __init__(self, dreams: Sequence[Dream], seed: int | None = None, shuffle: Streams | None = None) -> None:
        self._dreams, self._seed, self._shuffle = tuple(dreams), seed, shuffle
        self._index = 0  # of the dream that played last
        self._remaining = [*dreams[1:]]  # of this round
        self._drawn = 0

    def after(self, dream: Dream) -> tuple[Dream, int]:
        """The dream that follows `dream`, and its seed number.

        A file that can no longer be read is played as it was read last.
        """
        if self._shuffle:
            stream = self._shuffle.at("playlist", self._drawn)
            self._drawn += 1
            chosen, seed = self._draw(dream, stream.permutation(len(self._dreams)).tolist()), stream.integers(HIGHEST)
            return _reread(chosen), int(seed)
        names = [one.name for one in self._dreams]
        if names[self._index] != dream.name and dream.name in names:  # chosen in the menu
            self._index = names.index(dream.name)
        self._index = (self._index + 1) % len(names)
        following = _reread(self._dreams[self._index])
        return following, following.file.seed if self._seed is None else self._seed

    def _draw(self, dream: Dream, order: list[int]) -> Dream:
        """The first in `order` that has not played in this round, and is not `dream` if there is a choice."""
        self._remaining = self._remaining or [*self._dreams]
        shuffled = [self._dreams[index] for index in order if self._dreams[index] in self._remaining]
        chosen = next((one for one in shuffled if one.name != dream.name), shuffled[0])
        self._remaining.remove(chosen)
        return chosen


def read(names: Sequence[str], memories: Memories = Memories()) -> list[Dream]:  # noqa: B008  # frozen
    """Read dreams by their names or paths; those that show memories have those that the user has named.

    Raises:
        InputError: one of them cannot be read or is not valid; says what was expected.
    """
    dreams = [dream_source.load(name) for name in names]
    return [memory_files.sharing(dream, memories) for dream in dreams]


def _reread(dream: Dream) -> Dream:
    """A dream as its file is now, or unchanged if that can no longer be read."""
    try:
        return read([dream.name])[0]
    except InputError:
        return dream
