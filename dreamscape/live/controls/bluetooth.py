"""A heart rate sensor by Bluetooth Low Energy: found, followed, and searched for again when the connection is lost."""

import asyncio
import threading
from collections.abc import Callable
from queue import Empty, SimpleQueue
from typing import Protocol

from dreamscape.errors import DreamscapeError
from dreamscape.live.controls.pulse import STALE, BeatGenerator, measurement

SERVICE = "0000180d-0000-1000-8000-00805f9b34fb"  # Heart Rate
MEASUREMENT = "00002a37-0000-1000-8000-00805f9b34fb"  # Heart Rate Measurement
SEARCH = 10.0  # s of one search for sensors
PAUSES = 1.0, 2.0, 4.0, 8.0  # s between attempts; the last one from then on


class Radio(Protocol):
    """A radio that can follow one sensor."""

    async def follow(self, address: str | None, receive: Callable[[bytes], None]) -> None:
        """Find a sensor (any, or the one with an address), pass each measurement to `receive`, return when it is lost.

        Raises:
            DreamscapeError: no sensor or no radio; a short message for the user.
        """


class HeartRateMonitor:
    """Follows a sensor in a thread of its own.

    Args:
        radio: connects to the sensor.
        address: of the sensor; None for the first one found.
        pauses: seconds between attempts.
    """

    def __init__(self, radio: Radio, address: str | None = None, pauses: tuple[float, ...] = PAUSES) -> None:
        self._radio, self._address, self._pauses = radio, address, pauses
        self._received: SimpleQueue[bytes] = SimpleQueue()
        self._generator = BeatGenerator(stale=STALE)
        self._status = "looking for a heart rate sensor"
        self._loop = asyncio.new_event_loop()
        self._thread = threading.Thread(target=self._run, name="pulse", daemon=True)
        self._thread.start()

    def poll(self, seconds: float) -> list[float]:
        """As in `PulseSource`: the sensor's own intervals, or beats at its rate where it sends none."""
        intervals: list[float] = []
        while True:
            try:
                reading = measurement(self._received.get_nowait())
            except Empty:
                break
            if reading is None:
                continue
            intervals += reading.intervals
            if reading.bpm:
                self._status = f"{reading.bpm:.0f} bpm"
                if not reading.intervals:
                    self._generator.set_rate(seconds, reading.bpm)
        return intervals or self._generator.poll(seconds)

    def status(self) -> str:
        """As in `PulseSource`."""
        return self._status

    def close(self) -> None:
        """Disconnect from the sensor; takes at most two seconds."""
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
                await self._radio.follow(self._address, self._receive)
                failed = 0
                self._status = "the heart rate sensor was lost, searching for it"
            except DreamscapeError as error:
                self._status = str(error)
            await asyncio.sleep(self._pauses[min(failed, len(self._pauses) - 1)])
            failed += 1

    def _receive(self, data: bytes) -> None:
        self._received.put(bytes(data))


def bleak_radio() -> Radio:
    """The computer's own radio, by bleak.

    Raises:
        DreamscapeError: the package bleak is missing.
    """
    try:
        import bleak
    except ImportError:
        raise DreamscapeError(
            "--heart ble: needs the package bleak; install it with  pip install 'dreamscape[heart]'"
        ) from None

    class Bleak:
        async def follow(self, address: str | None, receive: Callable[[bytes], None]) -> None:
            try:
                if address is not None:
                    device = await bleak.BleakScanner.find_device_by_address(address, timeout=SEARCH)
                else:
                    device = await bleak.BleakScanner.find_device_by_filter(
                        lambda _, advertisement: SERVICE in advertisement.service_uuids, timeout=SEARCH
                    )
                if device is None:
                    raise DreamscapeError("no heart rate sensor found; is it worn, and not connected elsewhere?")
                lost = asyncio.Event()
                async with bleak.BleakClient(device, disconnected_callback=lambda _: lost.set()) as client:
                    await client.start_notify(MEASUREMENT, lambda _, data: receive(bytes(data)))
                    await lost.wait()
            except (bleak.exc.BleakError, OSError, TimeoutError) as error:
                raise DreamscapeError(f"Bluetooth: {error or type(error).__name__}") from None

    return Bleak()
