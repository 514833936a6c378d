"""Keeps a playback device open: tries again while there is none, and closes one that is lost."""

from collections.abc import Callable

from dreamscape.clock import now_ns
from dreamscape.devices import portaudio
from dreamscape.devices.portaudio import NoDevice
from dreamscape.devices.sound_devices import Device, Open, Pull
from dreamscape.errors import DreamscapeError, InputError

SILENT = 3.0  # s without a pull after which a device is given up; sound servers take one to wake up
SOONEST, LATEST = 1.0, 30.0  # s between attempts to open a device, doubling
LOOK = 2.0  # s between checks whether a device is alive


class DeviceConnection:
    """The connection to a playback device.

    Args:
        name: of the device, or its number; None for the default.
        opens: opens a device.
        pull: gives the device its samples.
        say: called with a sentence when there is no device, when it is lost and when it is back.
        changed: called after a device was opened and before one is closed.

    Attributes:
        device: the open device, if any.
        pulled: when the device last pulled, ns.
    """

    def __init__(
        self, name: str | None, opens: Open, pull: Pull, say: Callable[[str], None], changed: Callable[[], None]
    ) -> None:
        self._name, self._opens, self._pull, self._say, self._changed = name, opens, pull, say, changed
        self.device: Device | None = None
        self.pulled = 0
        self._retry_delay = SOONEST  # s until the next attempt to open a device
        self._next_check = 0  # ns
        self._reported = False  # whether it was said that there is no sound
        self._other_chosen = False  # whether another device was chosen than the open one

    @property
    def name(self) -> str | None:
        """The name or number of the chosen device; None for the default."""
        return self._name

    def choose(self, name: str | None) -> None:
        """Choose another device, to be opened by the next `check`."""
        self._name, self._other_chosen, self._next_check, self._retry_delay = name, True, 0, SOONEST

    def check_soon(self) -> None:
        """Let the next `check` act at once."""
        self._next_check = 0

    def check(self, wanted: bool) -> None:
        """Open a device if there is none and one is wanted, and close one that is lost."""
        now = now_ns()
        if now < self._next_check:
            return
        self._next_check = now + int(LOOK * 1e9)
        if self._other_chosen:
            self._other_chosen = self._reported = False
            self.close()
        if self.device is None and wanted:
            portaudio.look_again()
            try:
                self.open()
            except InputError as error:  # there are others, but not the chosen one
                self._report_silence(error)
        elif self.device and (not self.device.alive() or now - self.pulled > SILENT * 1e9):
            self._say(f"the sound device {self.device.name} is gone; going on in silence until one comes back")
            self._reported = True
            self.close()

    def open(self) -> None:
        """Open a device; if there is none, try again later, less and less often.

        Raises:
            InputError: there are devices, but none with this name.
        """
        self.pulled = now_ns()
        try:
            self.device = self._opens(self._name, self._pull)
        except NoDevice as error:
            self._report_silence(error)
            return
        self._changed()
        if self._reported:
            self._say(f"sound again, through {self.device.name}")
        self._reported, self._retry_delay = False, SOONEST

    def close(self) -> None:
        """Close the device, if there is one."""
        device, self.device = self.device, None
        self._changed()
        if device:
            device.close()

    def _report_silence(self, error: DreamscapeError) -> None:
        """Report once that there is no sound, and schedule the next attempt."""
        if not self._reported:
            self._say(f"no sound: {error}; going on in silence")
            self._reported = True
        self._next_check = now_ns() + int(self._retry_delay * 1e9)
        self._retry_delay = min(2.0 * self._retry_delay, LATEST)
