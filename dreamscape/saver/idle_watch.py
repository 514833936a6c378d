"""The watch: shows the screensaver, in a process of its own, each time nobody has moved for so long."""

import subprocess
from collections.abc import Callable, Sequence

from dreamscape.errors import InputError
from dreamscape.saver.machine_state import Idle, Pause, doze

SHORTEST, LONGEST = 0.2, 5.0  # s between two looks at how long nobody moved
AGAIN = 5.0  # s between two looks at whether somebody still asks for no screensaver


class IdleWatch:
    """Minds the time.

    Args:
        seconds: without a hand after which it is shown.
        command: what shows it.
        idle: tells for how many seconds nobody has moved.
        inhibitor: tells who asks that it is not shown now, if anybody does.
        say: tells people what went wrong.
        pause: waits, as of `senses.idleness`.
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
        """Show it again and again; ends with the exit code 2 if it cannot be shown as it was asked for."""
        while True:
            self._wait()
            code = self._show()
            if code == InputError.exit_code:
                return code
            if code:
                ended = f"by signal {-code}" if code < 0 else f"with exit code {code}"
                self._say(f"the screensaver ended {ended}; it is shown again when the next hand has rested")
            while self._idle() >= self._seconds:  # it ended by itself, with nobody there
                self._pause(1.0)

    def _wait(self) -> None:
        """Wait until nobody has moved for long enough, and nobody asks for no screensaver."""
        while True:
            left = self._seconds - self._idle()
            if left <= 0.0 and self._inhibitor() is None:
                return
            self._pause(AGAIN if left <= 0.0 else min(max(left, SHORTEST), LONGEST))

    def _show(self) -> int:
        shown = subprocess.Popen(self._command)
        try:
            return shown.wait()
        finally:
            shown.terminate()
