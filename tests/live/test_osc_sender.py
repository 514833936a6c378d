"""Sending what is heard: what breaks here leaves lights and other programs on the network without it."""

import socket

import numpy as np
import pytest
from pythonosc.osc_bundle import OscBundle

from dreamscape.dream.quantities import INDEX, NAMES
from dreamscape.errors import InputError
from dreamscape.live.controls.osc_sender import OscSender
from dreamscape.live.overlay.meters import MOST, ROWS, bars
from dreamscape.world.music import NOTHING, Felt


def felt(**values: float) -> Felt:
    row = np.zeros(len(NAMES), np.float32)
    for name, value in values.items():
        row[INDEX[name]] = value
    return Felt(row, NOTHING.spectra, NOTHING.waveform)


def test_all_quantities_come_in_one_packet() -> None:
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as port:
        port.bind(("127.0.0.1", 0))
        port.settimeout(5.0)
        sender = OscSender(str(port.getsockname()[1]))
        sender.send(felt(kick=0.5, chroma_9=0.25, tempo=128.0))
        got = {one.address: one.params for one in OscBundle(port.recv(65_536))}
        sender.close()
    assert got["/heard/kick"] == [0.5]
    assert got["/heard/tempo"] == [128.0]
    assert got["/heard/chroma"] == [0.0] * 9 + [0.25] + [0.0] * 2
    assert len(got) == len(NAMES) - 11


def test_a_wrong_port_is_one_sentence() -> None:
    with pytest.raises(InputError, match="--osc-send here"):
        OscSender("here")


def test_a_host_is_looked_up_once_and_one_that_there_is_not_is_one_sentence(monkeypatch: pytest.MonkeyPatch) -> None:
    """With each packet, a name would be asked for on the network, and the picture would wait for it."""
    asked: list[str] = []
    found = socket.getaddrinfo

    def look_up(host: str, port: int, **how: int) -> object:
        asked.append(host)
        if host == "nowhere":
            raise socket.gaierror(socket.EAI_NONAME, "Name or service not known")
        return found("127.0.0.1", port, **how)

    monkeypatch.setattr(socket, "getaddrinfo", look_up)
    sender = OscSender("lamps:9000")
    for _ in range(3):
        sender.send(felt())
    assert asked == ["lamps"]
    assert sender._socket.getsockname()[1], "it was sent"
    sender.close()
    with pytest.raises(InputError, match="--osc-send nowhere:9000: Name or service not known; expected"):
        OscSender("nowhere:9000")


def test_each_quantity_has_its_bar() -> None:
    size = MOST * 10 + 28, 200
    empty, full = bars(felt(), size, 13), bars(felt(kick=1.0), size, 13)
    assert (full[..., 1] > 200).sum() > (empty[..., 1] > 200).sum()
    assert empty[100, 100, 3] > 200, "on dark, so that they are seen over light"
    assert {name for row in ROWS.values() for name in row} <= set(NAMES)
