"""Which pulse is felt: `--heart 62`, `--heart ble`, `ble:ADDRESS`, `osc:PORT` or `osc:HOST:PORT`."""

import re

from dreamscape.errors import InputError
from dreamscape.live.controls.pulse import Fixed, PulseSource, possible
from dreamscape.text import short
from dreamscape.world.heart import FASTEST_BPM, SLOWEST_BPM

# As BlueZ and Windows write it, or the number by which macOS knows a device.
_ADDRESS = re.compile(r"[0-9A-Fa-f]{2}(?::[0-9A-Fa-f]{2}){5}|[0-9A-Fa-f]{8}(?:-[0-9A-Fa-f]{4}){3}-[0-9A-Fa-f]{12}")


def source(asked: str) -> PulseSource:
    """What `--heart` asks for.

    Raises:
        InputError: it is none of the forms.
        DreamscapeError: what it needs is not installed, or the port is taken; says what to do.
    """
    kind, _, rest = asked.partition(":")
    if kind == "ble":
        if ":" in asked and not _ADDRESS.fullmatch(rest):
            raise InputError(
                f"--heart {short(asked)}: expected ble, or ble: and an address such as ble:C0:FF:EE:12:34:56; "
                "scanners on a phone show that of a sensor"
            )
        from dreamscape.live.controls.bluetooth import HeartRateMonitor, bleak_radio

        return HeartRateMonitor(bleak_radio(), rest or None)
    if kind == "osc":
        from dreamscape.live.controls.osc import OscPulse, address

        return OscPulse(*address(rest, "--heart osc:"))
    try:
        bpm = float(asked)
    except ValueError:
        bpm = 0.0
    if not possible(bpm):
        raise InputError(
            f"--heart {short(asked)}: expected ble, ble:ADDRESS, osc:PORT or a rate from "
            f"{SLOWEST_BPM} to {FASTEST_BPM} beats a minute"
        )
    return Fixed(bpm)
