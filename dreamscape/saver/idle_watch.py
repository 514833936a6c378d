"""Watches for idleness, and then shows the screensaver in a process of its own."""

import subprocess
from collections.abc import Callable, Sequence

from dreamscape.clock import now_ns
from dreamscape.errors import InputError
from dreamscape.saver.machine_state import Idle, Pause, doze

SHORTEST, LONGEST = 0.2, 5.0  # s between two looks at the idle time
AGAIN = 5.0  # s between two looks at whether screensavers are still inhibited


class IdleWatch:
    """Shows the screensaver whenever the user has been idle for long enough.

    Args:
        seconds: of idleness after which it is shown.
        command: shows it.
        idle: gives the idle time, s.
        inhibitor: names who inhibits screensavers now, if anybody does.
        say: receives messages for the user.
        pause: waits, as in `machine_state.idleness`.
    """

    def __init__(
        self,
        seconds: float,
        command: Sequence[str],
        idle: Idle,
        inhibitor: Callable[[], str | None],
        say: Callable[[str], None],
        pause: Pause = doze,
    ) -> None:
        self._seconds, self._command, self._idle = seconds, command, idle
        self._inhibitor, self._say, self._pause = inhibitor, say, pause

    def run(self) -> int:
        """Show it again and again; returns exit code 2 if it cannot be shown with these options."""
        while True:
            self._wait()
            shown_at = now_ns()
            code = self._show()
            if code == InputError.exit_code:
                return code
            if code:
                ended = f"by signal {-code}" if code < 0 else f"with exit code {code}"
                self._say(f"the screensaver ended {ended}; it will be shown again the next time nobody is there")
            while self._idle() >= (now_ns() - shown_at) * 1e-9:  # it ended by itself: nobody was there meanwhile
                self._pause(1.0)

    def _wait(self) -> None:
        """Wait until the user has been idle for long enough and nobody inhibits screensavers."""
        while True:
            left = self._seconds - self._idle()
            if left <= 0.0 and self._inhibitor() is None:
                return
            self._pause(AGAIN if left <= 0.0 else min(max(left, SHORTEST), LONGEST))

    def _show(self) -> int:
        process = subprocess.Popen(self._command)
        try:
            return process.wait()
        finally:
            process.terminate()
