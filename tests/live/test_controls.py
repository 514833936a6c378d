"""Controls from outside: what breaks here lets a stray message end the dream, or turns the wrong thing."""

import socket
from types import SimpleNamespace
from typing import Any

import pygame
import pytest
from hypothesis import given
from hypothesis import strategies as st

from dreamscape.dream.inputs import ParameterChange, Pluck
from dreamscape.live.controls.parameter_controls import OscControls, ParameterRanges
from dreamscape.live.controls.pointer import Pointers
from dreamscape.world.world import World


@given(st.text(max_size=30) | st.sampled_from(["ocean.glow", "shore.storm"]), st.floats() | st.text() | st.booleans())
@pytest.mark.slow
def test_only_what_can_be_is_kept(name: str, value: object) -> None:
    controls = ParameterRanges()
    kept = controls.check(name, value)
    assert (not kept) == (controls.ignored == 1)
    assert not kept or (isinstance(value, float) and 0.0 <= value <= 3.0 and kept == {name: value})


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
    assert controls.status() == "6 ignored"
    controls.close()


def test_a_setting_reaches_the_scene_at_its_tick_and_stays(world: World) -> None:
    scene: Any = world.scenes[0]
    before = scene.storm
    world.push(ParameterChange(3, "shore.storm", 0.125))
    world.advance_to(2)
    assert scene.storm == before
    world.advance_to(3)
    assert scene.storm == 0.125


def test_of_the_presses_while_nothing_moves_the_last_is_sent() -> None:
    window: Any = SimpleNamespace(units=(100, 100))
    hand = Pointers(window)
    for x in (10, 50, 99):
        for kind in (pygame.MOUSEBUTTONDOWN, pygame.MOUSEBUTTONUP):
            hand.handle_event(pygame.event.Event(kind, pos=(x, 49), button=1, touch=False), 7)
    fingers = [pygame.event.Event(pygame.FINGERDOWN, x=x, y=0.5) for x in (0.25, 0.75)]
    plucks = [event for event in hand.events(7, 0.0) if isinstance(event, Pluck)]
    assert [pluck.x for pluck in plucks] == [pytest.approx(0.99)]
    for finger in fingers:
        hand.handle_event(finger, 9)
    assert sum(isinstance(event, Pluck) for event in hand.events(9, 0.0)) == 2, "two fingers at once are two"
