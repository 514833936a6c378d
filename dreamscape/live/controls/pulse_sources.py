"""The forms of `--heart`: `62`, `ble`, `ble:ADDRESS`, `osc:PORT` or `osc:HOST:PORT`."""

import re

from dreamscape.errors import InputError
from dreamscape.live.controls.pulse import FixedPulse, PulseSource, is_plausible
from dreamscape.text import short
from dreamscape.world.heart import FASTEST_BPM, SLOWEST_BPM

# An address as BlueZ and Windows write it, or the UUID by which macOS knows a device.
_ADDRESS = re.compile(r"[0-9A-Fa-f]{2}(?::[0-9A-Fa-f]{2}){5}|[0-9A-Fa-f]{8}(?:-[0-9A-Fa-f]{4}){3}-[0-9A-Fa-f]{12}")


def open_source(text: str) -> PulseSource:
    """Open the heart rate source that `--heart` names.

    Raises:
        InputError: the text has none of the forms.
        DreamscapeError: a package is missing, or the port is taken; says what to do.
    """
    kind, _, rest = text.partition(":")
    if kind == "ble":
        if ":" in text and not _ADDRESS.fullmatch(rest):
            raise InputError(
                f"--heart {short(text)}: expected ble, or ble: and an address such as ble:C0:FF:EE:12:34:56; "
                "scanners on a phone show the address of a sensor"
            )
        from dreamscape.live.controls.bluetooth import HeartRateMonitor, bleak_radio

        return HeartRateMonitor(bleak_radio(), rest or None)
    if kind == "osc":
        from dreamscape.live.controls.osc import OscPulse, parse_address

        return OscPulse(*parse_address(rest, "--heart osc:"))
    try:
        bpm = float(text)
    except ValueError:
        bpm = 0.0
    if not is_plausible(bpm):
        raise InputError(
            f"--heart {short(text)}: expected ble, ble:ADDRESS, osc:PORT or a rate from "
            f"{SLOWEST_BPM} to {FASTEST_BPM} beats a minute"
        )
    return FixedPulse(bpm)
