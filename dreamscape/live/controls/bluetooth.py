"""A heart rate sensor by Bluetooth Low Energy: looked for, followed, and looked for again when it is lost."""

import asyncio
import threading
from collections.abc import Callable
from queue import Empty, SimpleQueue
from typing import Protocol

from dreamscape.errors import DreamscapeError
from dreamscape.live.controls.pulse import STALE, Steady, measurement

SERVICE = "0000180d-0000-1000-8000-00805f9b34fb"  # Heart Rate
MEASUREMENT = "00002a37-0000-1000-8000-00805f9b34fb"  # Heart Rate Measurement
SEARCH = 10.0  # s for which sensors are looked for at a time
PAUSES = 1.0, 2.0, 4.0, 8.0  # s between two attempts; the last one from then on


class Radio(Protocol):
    """A radio that can follow one sensor."""

    async def follow(self, address: str | None, heard: Callable[[bytes], None]) -> None:
        """Find a sensor (any, or the one of an address), call `heard` with each measurement, return when it is lost.

        Raises:
            DreamscapeError: there is no sensor, or no radio; says so in a few words.
        """


class HeartRateMonitor:
    """Follows a sensor from a thread of its own.

    Args:
        radio: to hear it by.
        address: of the sensor; None for the first that is found.
        pauses: seconds between attempts.
    """

    def __init__(self, radio: Radio, address: str | None = None, pauses: tuple[float, ...] = PAUSES) -> None:
        self._radio, self._address, self._pauses = radio, address, pauses
        self._heard: SimpleQueue[bytes] = SimpleQueue()
        self._steady = Steady(stale=STALE)
        self._status = "looking for a heart rate sensor"
        self._loop = asyncio.new_event_loop()
        self._thread = threading.Thread(target=self._run, name="pulse", daemon=True)
        self._thread.start()

    def poll(self, seconds: float) -> list[float]:
        """As of `pulse.Source`: the sensor's own intervals, or beats at its rate where it gives none."""
        found: list[float] = []
        while True:
            try:
                said = measurement(self._heard.get_nowait())
            except Empty:
                break
            if said is None:
                continue
            found += said.intervals
            if said.bpm:
                self._status = f"{said.bpm:.0f} bpm"
                if not said.intervals:
                    self._steady.tell(seconds, said.bpm)
        return found or self._steady.poll(seconds)

    def status(self) -> str:
        """As of `pulse.Source`."""
        return self._status

    def close(self) -> None:
        """Let go of the sensor; takes at most two seconds."""
        if self._loop.is_running():
            self._loop.call_soon_threadsafe(self._task.cancel)
        self._thread.join(2.0)

    def _run(self) -> None:
        self._task = self._loop.create_task(self._attempts())
        try:
            self._loop.run_until_complete(self._task)
        except asyncio.CancelledError:
            pass
        finally:
            self._loop.run_until_complete(self._loop.shutdown_asyncgens())
            self._loop.close()

    async def _attempts(self) -> None:
        failed = 0
        while True:
            try:
                await self._radio.follow(self._address, self._hear)
                failed = 0
                self._status = "the heart rate sensor is lost, looking for it"
            except DreamscapeError as error:
                self._status = str(error)
            await asyncio.sleep(self._pauses[min(failed, len(self._pauses) - 1)])
            failed += 1

    def _hear(self, data: bytes) -> None:
        self._heard.put(bytes(data))


def bleak_radio() -> Radio:
    """The system's own radio.

    Raises:
        DreamscapeError: the package for it is missing.
    """
    try:
        import bleak
    except ImportError:
        raise DreamscapeError(
            "--heart ble: needs the package bleak; install it with  pip install 'dreamscape[heart]'"
        ) from None

    class Bleak:
        async def follow(self, address: str | None, heard: Callable[[bytes], None]) -> None:
            try:
                if address is not None:
                    device = await bleak.BleakScanner.find_device_by_address(address, timeout=SEARCH)
                else:
                    device = await bleak.BleakScanner.find_device_by_filter(
                        lambda _, said: SERVICE in said.service_uuids, timeout=SEARCH
                    )
                if device is None:
                    raise DreamscapeError("no heart rate sensor found, is it worn and not connected elsewhere?")
                lost = asyncio.Event()
                async with bleak.BleakClient(device, disconnected_callback=lambda _: lost.set()) as client:
                    await client.start_notify(MEASUREMENT, lambda _, data: heard(bytes(data)))
                    await lost.wait()
            except (bleak.exc.BleakError, OSError, TimeoutError) as error:
                raise DreamscapeError(f"Bluetooth: {error or type(error).__name__}") from None

    return Bleak()
