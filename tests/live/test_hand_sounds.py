"""The hand's own sounds: what breaks here is heard late, twice or not at all."""

from concurrent.futures import Future
from typing import Any

import numpy as np
import pytest

from dreamscape import catalogue
from dreamscape.audio.touch_sounds import called, struck
from dreamscape.dream.inputs import Call, Pluck
from dreamscape.live.playback.hand_sounds import HandSounds
from dreamscape.rng import Streams
from dreamscape.synthesis.voice import RATE


@pytest.fixture
def hand(monkeypatch: pytest.MonkeyPatch) -> HandSounds:
    """Sounds that are made at once."""
    sounds = HandSounds(1.0)
    monkeypatch.setattr(sounds._worker, "submit", lambda work, *told: (work(*told), Future[Any]())[1])
    sounds.enter("immersion", 7)
    return sounds


def heard(sounds: HandSounds, count: int = 480, gain: float = 1.0) -> np.ndarray:
    out = np.zeros((count, 2), np.float32)
    sounds.mix_into(out, gain)
    return out


def test_a_press_and_a_call_are_in_the_next_samples_and_end(hand: HandSounds) -> None:
    assert not heard(hand).any()
    for touch in (Pluck(9, 0.9, 0.2), Call(9, -0.9, 0.0)):
        hand.feel(touch)
        first = np.abs(heard(hand, RATE // 50)).max()
        assert first > 0.0, "within 20 ms"
        heard(hand, 8 * RATE)
        assert not heard(hand).any()
    hand.feel(Pluck(9, float("nan"), 0.0))
    assert not heard(hand).any()


def test_it_sounds_on_the_side_that_is_touched_at_the_volume_and_never_beyond_full(hand: HandSounds) -> None:
    hand.feel(Pluck(9, 1.0, 0.0))
    left, right = (np.abs(heard(hand, RATE // 4)) ** 2).sum(axis=0)
    assert right > 2.0 * left
    hand._playing.clear()
    hand.feel(Pluck(9, 0.0, 0.0))
    loud = heard(hand, 4800)
    hand._playing.clear()
    hand.feel(Pluck(9, 0.0, 0.0))
    assert np.allclose(heard(hand, 4800, 0.25), 0.25 * loud, atol=1e-6)
    full = np.ones((4800, 2), np.float32)
    for _ in range(12):
        hand.feel(Pluck(9, 0.0, 0.0))
    hand.mix_into(full, 1.0)
    assert np.abs(full).max() <= 1.0


def test_every_note_of_an_act_is_made_before_it_is_struck(hand: HandSounds) -> None:
    sound = catalogue.scene("immersion").touch_sound
    assert sound is not None
    known = set(hand._made)
    for y in np.linspace(-1.0, 1.0, 101):
        assert {(touch.voice, touch.send) for touch in struck(sound, Streams(7), 0.3, float(y))} <= known
    assert {(touch.voice, touch.send) for touch in called(sound, Streams(7), 0.0)} <= known
