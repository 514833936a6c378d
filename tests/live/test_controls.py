"""Controls from outside: what breaks here lets a stray message end the dream, or turns the wrong thing."""

import socket
from collections.abc import Callable
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dreamscape.errors import DreamscapeError, InputError
from dreamscape.inputs import Setting
from dreamscape.live.controls import Controls, MidiControls, OscControls, knobs
from dreamscape.world import World


@given(st.text(max_size=30) | st.sampled_from(["ocean.glow", "shore.storm"]), st.floats() | st.text() | st.booleans())
def test_only_what_can_be_is_kept(name: str, value: object) -> None:
    controls = Controls()
    kept = controls.value(name, value)
    assert (kept is None) == (controls.ignored == 1)
    assert kept is None or (isinstance(value, float) and 0.0 <= value <= 3.0)


def test_osc_sets_parameters_and_counts_the_rest() -> None:
    from pythonosc.udp_client import SimpleUDPClient

    controls = OscControls("127.0.0.1", 0)
    client = SimpleUDPClient("127.0.0.1", controls.port)
    for path, value in (
        ("/ocean/glow", 0.5),
        ("/ocean/glow", 2),
        ("/shore/storm", 0.25),
        ("/ocean/glow", 99.0),
        ("/ocean/glow", float("nan")),
        ("/ocean/glow", "bright"),
        ("/ocean/glow", [1.0, 2.0]),
        ("/nothing/here", 1.0),
    ):
        client.send_message(path, value)
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as out:
        out.sendto(b"/ocean/glow\0,f", ("127.0.0.1", controls.port))
    client._sock.close()
    assert controls.poll() == [("ocean.glow", 2.0), ("shore.storm", 0.25)]
    assert controls.ignored == 6
    controls.close()


@pytest.mark.parametrize("word", ["", "1", "x=ocean.glow", "128=ocean.glow", "1=ocean.gloom", "1=sea.glow"])
def test_a_wrong_knob_is_refused(word: str) -> None:
    with pytest.raises(InputError, match="--knob"):
        knobs([word])


class Input:
    """A MIDI input as mido opens it."""

    def __init__(self, name: str, callback: Callable[[Any], None]) -> None:
        self.name, self.callback = name, callback

    def close(self) -> None:
        pass


def test_knobs_turn_parameters_over_their_range(monkeypatch: pytest.MonkeyPatch) -> None:
    import mido

    opened: list[Input] = []
    monkeypatch.setattr(mido, "get_input_names", lambda: ["nano KONTROL 20:0"])
    monkeypatch.setattr(mido, "open_input", lambda name, callback: opened.append(Input(name, callback)) or opened[-1])
    controls = MidiControls("nano", knobs(["21=ocean.glow"]))
    for said in ("control_change control=21 value=0", "control_change control=21 value=127", "note_on note=60"):
        opened[0].callback(mido.Message.from_str(said))
    opened[0].callback(mido.Message("control_change", control=3, value=1))
    assert controls.poll() == [("ocean.glow", 3.0)]
    assert controls.ignored == 2
    with pytest.raises(InputError, match="nano KONTROL"):
        MidiControls("other", {})


def test_a_system_without_midi_is_one_sentence(monkeypatch: pytest.MonkeyPatch) -> None:
    import mido

    def fail() -> list[str]:
        raise RuntimeError("no ALSA")

    monkeypatch.setattr(mido, "get_input_names", fail)
    with pytest.raises(DreamscapeError, match="no ALSA"):
        MidiControls("", {})


def test_a_setting_reaches_the_scene_at_its_tick_and_stays(world: World) -> None:
    scene: Any = world.scenes[0]
    before = scene.storm
    world.push(Setting(3, "shore.storm", 0.125))
    world.advance_to(2)
    assert scene.storm == before
    world.advance_to(3)
    assert scene.storm == 0.125
