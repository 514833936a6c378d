"""The menu's section of favourites: adding and removing the present moment, and jumping to the others."""

from collections.abc import Callable
from functools import partial

from dreamscape.dream import dream_file
from dreamscape.dream.timeline import Timeline
from dreamscape.engine import dream_check
from dreamscape.errors import DreamscapeError
from dreamscape.live.menu.interfaces import MenuHost
from dreamscape.live.menu.rows import Row
from dreamscape.live.store import favourites
from dreamscape.live.store.favourites import Favourite
from dreamscape.rng import Streams

Stamp = tuple[int, int, int] | None  # of a file: modification time, ns, bytes and inode; None for a missing file


class FavouritesSection:
    """The rows of one session's favourites.

    Args:
        menu: the session's menu.
    """

    def __init__(self, menu: MenuHost) -> None:
        self._menu, self._session = menu, menu.session
        self._stamp: Stamp = None
        self._favourites: tuple[Favourite, ...] = ()

    def rows(self) -> list[Row]:
        """A row for the moment that is shown, then one for each favourite, latest first."""
        self._reload()
        shown = self._session.current_favourite
        current = [favourites.same(favourite, shown) for favourite in self._favourites]
        label = "Remove this moment" if any(current) else "Add this moment"
        rows = [Row(label, do=lambda: self._menu.actions.perform("favourite"))]
        for favourite, is_current in zip(reversed(self._favourites), reversed(current), strict=True):
            rows.append(Row(favourite.title, favourite.label, do=self._later(favourite), is_current=is_current))
        return rows

    def _reload(self) -> None:
        """Read the file again if it has changed."""
        path = favourites.path()
        try:
            status = path.stat()
            stamp: Stamp = status.st_mtime_ns, status.st_size, status.st_ino
        except OSError:
            stamp = None
        if stamp == self._stamp:
            return
        self._stamp = stamp
        try:
            self._favourites = favourites.load(path)
        except DreamscapeError as error:
            self._favourites = ()
            self._session.hud.say(str(error))

    def _later(self, favourite: Favourite) -> Callable[[], None]:
        return lambda: self._menu.later(favourite.title, partial(self._go, favourite))

    def _go(self, favourite: Favourite) -> None:
        """Jump to a favourite, if its dream can still be read."""
        session = self._session
        try:
            dream = dream_file.load(favourite.dream)
            dream_check.check(dream)
            tick = favourites.tick_of(favourite, Timeline(dream.file, Streams(favourite.seed)))
        except DreamscapeError as error:
            session.hud.say(str(error))
            return
        bound, number = session.target_dream
        if (favourites.full_name(bound.name), bound.digest, number) == (favourite.dream, dream.digest, favourite.seed):
            session.seek(tick)
        else:
            session.seek_dream(dream, favourite.seed, tick)
        self._menu.close()
