"""Heart rate from outside: what breaks here plays somebody's heart wrongly, or ends the dream when a strap slips."""

import asyncio
import socket
import threading
from collections.abc import Callable
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dreamscape.errors import DreamscapeError, InputError
from dreamscape.live.controls import pulse, pulse_sources
from dreamscape.live.controls.bluetooth import HeartRateMonitor
from dreamscape.live.controls.osc import Osc, OscPulse


@pytest.mark.parametrize(
    ("data", "bpm", "intervals"),
    [
        (bytes([0x00, 72]), 72, ()),
        (bytes([0x01, 72, 0]), 72, ()),
        (bytes([0x10, 60, 0x00, 0x04, 0x00, 0x02]), 60, (1.0, 0.5)),
        (bytes([0x1E, 60, 0xFF, 0xFF, 0x00, 0x04]), 60, (1.0,)),  # contact, energy spent, an interval
        (bytes([0x10, 0, 0x01, 0x00]), 0, ()),  # no heart does that
    ],
)
def test_measurements_are_read_as_the_service_writes_them(data: bytes, bpm: float, intervals: tuple[float]) -> None:
    assert pulse.measurement(data) == pulse.Measurement(bpm, intervals)


def test_a_sensor_off_the_skin_says_nothing() -> None:
    assert pulse.measurement(bytes([0x04, 72])) is None


@given(st.binary(max_size=24))
def test_any_bytes_are_possible_beats_or_none(data: bytes) -> None:
    said = pulse.measurement(data)
    assert said is None or all(pulse.is_plausible(60.0 / rr) for rr in said.intervals)


def test_a_fixed_rate_is_kept_however_often_it_is_read() -> None:
    fixed = pulse_sources.open_source("62")
    found = [rr for i in range(60 * 37) for rr in fixed.poll(i / 37)]
    assert sum(found) == pytest.approx(60.0, abs=1.1)
    assert fixed.poll(500.0) == [60.0 / 62.0], "after a suspend it does not catch up"


@pytest.mark.parametrize(
    "asked", ["", "fast", "nan", "10", "999", "osc", "osc:", "osc:70000", "osc:-1", "ble:ZZ", "ble:", "ble:1:2"]
)
def test_a_wrong_heart_is_refused(asked: str) -> None:
    with pytest.raises(InputError, match="expected"):
        pulse_sources.open_source(asked)


def send(port: int, *packets: bytes) -> None:
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as out:
        for packet in packets:
            out.sendto(packet, ("127.0.0.1", port))


def message(path: str, kind: str, value: Any) -> bytes:
    from pythonosc.osc_message_builder import OscMessageBuilder

    builder = OscMessageBuilder(path)
    builder.add_arg(value, kind)
    return bytes(builder.build().dgram)


def test_osc_sends_a_rate_or_the_very_intervals() -> None:
    heard = OscPulse("127.0.0.1", 0)
    send(heard.port, message("/watch/hr", "i", 60), message("/avatar/HeartRate", "f", 75.0))
    assert heard.poll(10.0) == [0.8]
    assert heard.status() == "75 bpm"
    send(heard.port, message("/rr", "f", 812.0), message("/rr", "f", 1.0), message("/rr", "s", "812"))
    assert heard.poll(11.0) == [0.812]
    assert heard.poll(10.0 + pulse.STALE + 2.0) == [], "a rate told long ago is no pulse"
    heard.close()


@given(st.lists(st.one_of(st.binary(max_size=64), st.binary(max_size=40).map(lambda b: b"#bundle\0" + b)), max_size=8))
def test_no_packet_hurts(packets: list[bytes]) -> None:
    heard = Osc("127.0.0.1", 0)
    send(heard.port, *packets, message("/end", "i", 1))
    assert [path for path, _ in heard.poll()][-1:] == ["/end"]
    heard.close()


def test_a_taken_port_is_one_sentence() -> None:
    first = Osc("127.0.0.1", 0)
    with pytest.raises(DreamscapeError, match="another port"):
        Osc("127.0.0.1", first.port)
    first.close()


class Air:
    """A sensor and a radio in the air of this process alone, by bumble: real packets from the controllers up."""

    def __init__(self, beats: list[tuple[int, list[float]]]) -> None:
        self.beats = beats
        self.sessions = 0

    async def follow(self, address: str | None, heard: Callable[[bytes], None]) -> None:
        from bumble.controller import Controller
        from bumble.core import UUID, AdvertisingData
        from bumble.device import Device, Peer
        from bumble.hci import Address
        from bumble.host import Host
        from bumble.link import LocalLink
        from bumble.profiles.heart_rate_service import HeartRateService
        from bumble.transport.common import AsyncPipeSink

        self.sessions += 1
        if self.sessions == 1:
            raise DreamscapeError("no heart rate sensor found")
        link = LocalLink()
        devices = []
        for name, at in (("strap", "F0:F1:F2:F3:F4:F5"), ("dream", "F5:F4:F3:F2:F1:F0")):
            controller = Controller(name, link=link)
            controller.random_address = Address(at)
            device = Device(name=name, address=Address(at), host=Host(controller, AsyncPipeSink(controller)))
            devices.append(device)
        strap, dream = devices
        service = HeartRateService(
            read_heart_rate_measurement=lambda _: HeartRateService.HeartRateMeasurement(heart_rate=60)
        )
        strap.add_service(service)
        strap.advertising_data = bytes(
            AdvertisingData(
                [(AdvertisingData.COMPLETE_LIST_OF_16_BIT_SERVICE_CLASS_UUIDS, bytes(UUID.from_16_bits(0x180D)))]
            )
        )
        for device in devices:
            await device.power_on()
        await strap.start_advertising()
        connection = await dream.connect(strap.random_address)
        peer = Peer(connection)
        await peer.discover_services([UUID.from_16_bits(0x180D)])
        await peer.discover_characteristics()
        (characteristic,) = peer.get_characteristics_by_uuid(UUID.from_16_bits(0x2A37))
        lost = asyncio.Event()
        connection.on("disconnection", lambda _: lost.set())
        await peer.subscribe(characteristic, heard)
        for bpm, intervals in self.beats:
            said = HeartRateService.HeartRateMeasurement(heart_rate=bpm, rr_intervals=intervals)
            await strap.notify_subscribers(service.heart_rate_measurement_characteristic, bytes(said))
        await connection.disconnect()
        await lost.wait()


@pytest.mark.slow
def test_a_sensor_is_found_heard_lost_and_found_again() -> None:
    """From the strap's service over a virtual radio to the intervals that the heart beats."""
    air = Air([(72, [0.75, 0.875]), (90, [])])
    monitor = HeartRateMonitor(air, pauses=(0.01,))
    found: list[float] = []
    done = threading.Event()
    for _ in range(1000):
        found += monitor.poll(1.0)
        if air.sessions >= 4 and found.count(0.75) >= 2:
            break
        done.wait(0.01)
    monitor.close()
    assert found[:2] == [0.75, 0.875]
    assert found.count(0.75) >= 2, "heard again after it was lost"
    assert pytest.approx(60.0 / 90.0) in found, "a rate without intervals beats too"
