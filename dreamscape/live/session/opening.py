"""The opening: the light that a dream begins with is shown at once, and stands until the first act can be drawn.

A driver that has not seen the shaders before compiles for a second or two. The light needs nothing of the act, and the
dream opens out of it: so the first picture is there while the act is made ready, and only then does time begin.
"""

from collections.abc import Iterator

from dreamscape.clock import now_ns
from dreamscape.errors import ShaderError
from dreamscape.live.session.session import Session

ANEW = 250_000_000  # ns after which the light is drawn once more: the window may have been covered, or a menu be open
SLOW = 500_000_000  # ns of making ready after which it is the driver that compiles: so it would for a hand, too


class Opening:
    """The beginning of one session.

    Args:
        session: that has shown nothing yet.

    Attributes:
        over: whether the session's own frames are to follow: its act stands, or it begins elsewhere.
    """

    def __init__(self, session: Session) -> None:
        self._session, self._renderer = session, session.renderer
        self._steps = self._ready()
        self._shown: int | None = None
        self.over = not self._renderer.at_opening or session.wishes.debug is not None

    def frame(self, elapsed: int) -> None:
        """Show the light, `elapsed` ns after the last call, and make the act ready for about a frame's time."""
        self.over = self._left()
        if not self.over:
            self._show(elapsed)
            self._step()
        if self.over:
            self._session.pacer.begin()

    def _step(self) -> None:
        since = now_ns()
        try:
            while not self.over and now_ns() - since < self._session.pacer.period:
                self.over = next(self._steps, self) is self
        except ShaderError:  # which the session's own frames tell
            self.over = True

    def _show(self, elapsed: int) -> None:
        if self._shown is None or now_ns() - self._shown > ANEW:
            self._session.open(elapsed)
            self._shown = now_ns()

    def _left(self) -> bool:
        """Whether another moment, dream or stage was asked for meanwhile."""
        return self._session.renderer is not self._renderer or self._session.place != 0 or not self._renderer.at_opening

    def _ready(self) -> Iterator[None]:
        """Make the act ready, and where the driver takes its time, what it is drawn with under a hand, too."""
        since = now_ns()
        yield from self._renderer.warm_up()
        if now_ns() - since > SLOW:
            yield from self._renderer.warm_up(touched=True)
