"""What processes use: CPU time of a tree of processes, and the energy that the processor's own meter counts (RAPL)."""

import time
from contextlib import suppress
from pathlib import Path

import psutil

ZONES = Path("/sys/class/powercap")
JOULES = 1e-6  # of a unit of the meter


class Tree:
    """The CPU time of a process and of all that it starts; a process's time stays counted when it has ended.

    Args:
        number: id of the process.
    """

    def __init__(self, number: int) -> None:
        self._root, self._spent = psutil.Process(number), dict[tuple[int, float], float]()

    def seconds(self) -> float:
        """CPU seconds so far, of those that live or were alive when this was last asked."""
        with suppress(psutil.NoSuchProcess):
            for process in (self._root, *self._root.children(recursive=True)):
                with suppress(psutil.NoSuchProcess):
                    used = process.cpu_times()
                    self._spent[process.pid, process.create_time()] = used.user + used.system
        return sum(self._spent.values())


class Rapl:
    """The energy of all processor packages of this machine, from Linux's powercap.

    Attributes:
        missing: why it cannot be read; empty if it can.
    """

    def __init__(self, zones: Path = ZONES) -> None:
        self._packages = [zone for zone in sorted(zones.glob("intel-rapl:*")) if zone.name.count(":") == 1]
        self.missing = "" if self._packages else f"{zones} has no package of RAPL"
        try:
            self._before, self._begun, self._wrapped = self._units(), time.monotonic(), [0] * len(self._packages)
        except OSError as error:
            self.missing = f"{zones} cannot be read ({error.strerror}); as root it can"

    def _units(self) -> list[int]:
        return [int((zone / "energy_uj").read_text()) for zone in self._packages]

    def watts(self) -> float | None:
        """The mean power since this object was made or last asked, W; None if it is `missing`."""
        if self.missing:
            return None
        now, units = time.monotonic(), self._units()
        used = 0.0
        for zone, before, after in zip(self._packages, self._before, units, strict=True):
            turn = int((zone / "max_energy_range_uj").read_text()) if after < before else 0
            used += (after - before + turn) * JOULES
        took, self._before, self._begun = now - self._begun, units, now
        return used / took
