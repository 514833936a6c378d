"""Shows finished frames at their time, between the layers of the next one if necessary."""

from dreamscape.clock import now_ns
from dreamscape.devices.window import Window
from dreamscape.live.playback.pace import Pacer

PROMPT = 2_500_000  # ns before its time, from which a frame is shown rather than too late
SOON = 7_000_000  # ns before its time, from which each layer is waited for: earlier that takes time and gains none


class FramePresenter:
    """Presents the frames of one window.

    Args:
        window: the window.
        pacer: gives each frame's time.
    """

    def __init__(self, window: Window, pacer: Pacer) -> None:
        self._window, self._pacer = window, pacer
        self._show_at: int | None = None  # when to show the finished frame, ns; None if it was shown
        self._begun = self._lit = self._spent = 0  # ns, of the present frame

    def start_frame(self) -> None:
        """Begin a frame: none of its time has been spent on presenting the last one, or on waiting."""
        self._begun = self._lit = now_ns()
        self._spent = 0

    def hold(self) -> None:
        """Take in that the frame's light is drawn; where it is to be prompt, wait as long as it will still be in time.

        What is heard until then can be in the picture that is made of the light.
        """
        since = now_ns()
        if self._pacer.prompt and not self._pacer.lead:
            self._window.flush()
            self._pacer.sleep_until(self._pacer.grade_time)
        self._lit = now_ns()
        self._spent += self._lit - since

    def schedule(self) -> int:
        """Show the finished frame at the pacer's time, or now unless the next one is to begin first.

        Returns:
            The ns that drawing it took.
        """
        now = now_ns()
        work = now - self._begun - self._spent
        self._pacer.record_draw(work)
        self._pacer.record_grade(now - self._lit)
        self._show_at = self._pacer.show_time
        if not self._pacer.lead:
            self.present()
        return work

    def drop(self) -> None:
        """Forget a finished frame that has not been shown yet."""
        self._show_at = None

    def present(self) -> None:
        """Show the finished frame at its time, unless it has been shown."""
        if self._show_at is None:
            return
        since = now_ns()
        self._pacer.sleep_until(self._show_at)
        self._window.flip()
        self._pacer.record_shown()
        self._show_at = None
        self._spent += now_ns() - since

    def present_if_due(self) -> None:
        """Show the finished frame if its time has come; called between two layers of the next one."""
        if self._show_at is not None and self._show_at - now_ns() < SOON:
            self._window.ctx.finish()  # else showing it would wait for everything submitted since
            if self._show_at - now_ns() < PROMPT:
                self.present()
