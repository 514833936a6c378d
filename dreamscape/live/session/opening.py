"""The opening: the light that a dream begins with is shown at once, until the first act can be drawn.

A driver that has not seen the shaders before compiles for a second or two. The light needs nothing of the act, and the
dream opens out of it: the first picture is there while the act is prepared, and only then does the dream's time start.
"""

from collections.abc import Iterator

from dreamscape.clock import now_ns
from dreamscape.errors import ShaderError
from dreamscape.live.session.session import Session

ANEW = 250_000_000  # ns after which the light is drawn again: the window may have been covered, or a menu opened
SLOW = 500_000_000  # ns of preparing, after which it must be compiling that is slow, also when a hand touches the dream


class Opening:
    """The opening of one session.

    Args:
        session: one that has shown nothing yet.

    Attributes:
        over: whether the session's own frames should follow: its act is ready, or another dream or tick was chosen.
    """

    def __init__(self, session: Session) -> None:
        self._session, self._renderer = session, session.renderer
        self._steps = self._prepare()
        self._shown: int | None = None
        self.over = not self._renderer.at_opening or session.options.debug_view is not None

    def frame(self, elapsed: int) -> None:
        """Show the light, `elapsed` ns after the last call, and prepare the act for about a frame's time."""
        self.over = self._superseded()
        if not self.over:
            self._show(elapsed)
            self._step()
        if self.over:
            self._session.pacer.restart()

    def _step(self) -> None:
        since = now_ns()
        try:
            while not self.over and now_ns() - since < self._session.pacer.period:
                self.over = next(self._steps, self) is self
        except ShaderError:  # the session's own frames report it
            self.over = True

    def _show(self, elapsed: int) -> None:
        if self._shown is None or now_ns() - self._shown > ANEW:
            self._session.show_opening(elapsed)
            self._shown = now_ns()

    def _superseded(self) -> bool:
        """Whether another tick, dream or renderer has been chosen meanwhile."""
        return (
            self._session.renderer is not self._renderer
            or self._session.target_tick != 0
            or not self._renderer.at_opening
        )

    def _prepare(self) -> Iterator[None]:
        """Prepare the act, and, with a slow driver, also what is drawn only under a hand."""
        since = now_ns()
        yield from self._renderer.warm_up()
        if now_ns() - since > SLOW:
            yield from self._renderer.warm_up(touched=True)
