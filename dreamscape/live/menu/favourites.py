"""What the menu offers of favourites: the moment that is shown, to be kept, and those that are, to travel to."""

from collections.abc import Callable
from functools import partial

from dreamscape import catalogue
from dreamscape.dream import dream_file
from dreamscape.dream.timeline import Timeline
from dreamscape.errors import DreamscapeError
from dreamscape.live.menu.parts import Offering
from dreamscape.live.menu.rows import Row
from dreamscape.live.store import favourites
from dreamscape.live.store.favourites import Favourite
from dreamscape.rng import Streams

Stamp = tuple[int, int, int] | None  # of a file: ns, bytes and inode; None if there is none


class FavouritesSection:
    """The rows of favourites of one session.

    Args:
        menu: of the session.
    """

    def __init__(self, menu: Offering) -> None:
        self._menu, self._session = menu, menu.session
        self._stamp: Stamp = None
        self._kept: tuple[Favourite, ...] = ()

    def rows(self) -> list[Row]:
        """The moment that is shown, then all that are kept, the latest first."""
        self._look()
        now = self._session.moment
        here = [favourites.same(kept, now) for kept in self._kept]
        label = "Keep this moment no longer" if any(here) else "Keep this moment"
        rows = [Row(label, do=lambda: self._menu.actions.do("favourite"))]
        for kept, is_here in zip(reversed(self._kept), reversed(here), strict=True):
            rows.append(Row(kept.title, kept.told, do=self._later(kept), here=is_here))
        return rows

    def _look(self) -> None:
        """Read the file again if it is another one than at the last look."""
        where = favourites.path()
        try:
            found = where.stat()
            stamp: Stamp = found.st_mtime_ns, found.st_size, found.st_ino
        except OSError:
            stamp = None
        if stamp == self._stamp:
            return
        self._stamp = stamp
        try:
            self._kept = favourites.load(where)
        except DreamscapeError as error:
            self._kept = ()
            self._session.hud.say(str(error))

    def _later(self, kept: Favourite) -> Callable[[], None]:
        return lambda: self._menu.later(kept.title, partial(self._travel, kept))

    def _travel(self, kept: Favourite) -> None:
        """Let the dream of a favourite go on there, if it can still be had."""
        session = self._session
        try:
            dream = dream_file.load(kept.dream)
            catalogue.check(dream)
            tick = favourites.tick_of(kept, Timeline(dream.file, Streams(kept.seed)))
        except DreamscapeError as error:
            session.hud.say(str(error))
            return
        bound, number = session.bound
        if (favourites.whole(bound.name), bound.digest, number) == (kept.dream, dream.digest, kept.seed):
            session.seek(tick)
        else:
            session.visit(dream, kept.seed, tick)
        session.window.name(dream.file.title)
        self._menu.close()
