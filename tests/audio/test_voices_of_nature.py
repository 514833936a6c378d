"""Thunder, sea, air and birds by numbers: what breaks here no longer sounds like what it is called."""

import numpy as np
import pytest
from listening import STREAMS, centre, envelope, played, render, share, strongest

from dreamscape.synthesis.voice import RATE
from dreamscape.voices.bubbles import Bubbles, minnaert
from dreamscape.voices.lark import Lark
from dreamscape.voices.pressure import Pressure
from dreamscape.voices.rain import Rain
from dreamscape.voices.surf import Surf
from dreamscape.voices.thunder import Thunder


@pytest.mark.slow
def test_thunder_from_afar_is_darker_and_longer() -> None:
    near, far = (render(Thunder(STREAMS, 5, distance)) for distance in (1000.0, 8000.0))
    assert centre(far) < 0.8 * centre(near)
    assert len(far) > len(near)
    assert share(far, 0.0, 400.0) > 0.95


@pytest.mark.slow
def test_a_strike_near_by_begins_with_a_crack() -> None:
    near, far = (np.diff(render(Thunder(STREAMS, 5, distance))) for distance in (1000.0, 3000.0))
    assert np.abs(near[: RATE // 10]).max() > 4.0 * np.abs(near[RATE // 2 :]).max()
    assert np.abs(near).max() > 4.0 * np.abs(far).max()


@pytest.mark.slow
def test_a_wave_crashes_as_it_breaks_and_the_more_the_higher() -> None:
    levels = []
    for height in (0.6, 1.8):
        sound = played(Surf(STREAMS, 7.0, 0.55, height), 30.0).mean(axis=1)
        spectrum = np.fft.rfft(sound)
        hz = np.fft.rfftfreq(len(sound), 1.0 / RATE)
        spectrum[(hz < 500.0) | (hz > 4000.0)] = 0.0
        levels.append(20.0 * np.log10(envelope(np.fft.irfft(spectrum), RATE // 20)))
    rises = levels[1][6:] - levels[1][:-6]  # in 0.3 s
    waves = [k for k in range(len(rises)) if rises[k] > 5.0 and rises[k] == rises[max(k - 20, 0) : k + 20].max()]
    assert len(waves) >= 3
    assert levels[1].mean() > levels[0].mean() + 4.0


@pytest.mark.slow
def test_a_wave_is_never_like_the_last_and_the_sea_is_never_still() -> None:
    """A surf that pumps is one that comes every seven seconds, alike."""
    level = 20.0 * np.log10(envelope(played(Surf(STREAMS, 7.5, 0.55), 45.0).mean(axis=1), RATE // 4))
    smooth = np.convolve(level, np.full(5, 0.2), "valid")
    peaks = [
        k for k in range(4, len(smooth) - 4) if smooth[k] == smooth[k - 4 : k + 5].max() and smooth[k] > smooth.mean()
    ]
    gaps = np.diff(peaks) / 4.0
    assert 4 <= len(peaks) <= 9
    assert gaps.std() > 0.4
    assert 6.0 < smooth.max() - smooth.min() < 18.0
    assert np.std(smooth[peaks]) > 0.3


def test_a_bubble_sings_as_its_radius_says_and_rises() -> None:
    assert minnaert(0.001) == pytest.approx(3260.0)
    sound = played(Bubbles(STREAMS, 10.0, 0.004), 8.0).mean(axis=1)
    assert share(sound, minnaert(0.004) * 0.9, minnaert(0.0008) * 1.4) > 0.95


def test_more_rain_is_louder_and_water_rings_higher_than_stone() -> None:
    light, heavy = (played(Rain(STREAMS, amount), 3.0) for amount in (0.5, 2.0))
    assert 2.0 < heavy.std() / light.std() < 4.0
    stone, water = (played(Rain(STREAMS, 1.0, water), 3.0).mean(axis=1) for water in (0.0, 1.0))
    assert share(stone, 500.0, 9000.0) > 0.8
    assert centre(water) > 1.3 * centre(stone)


def test_rain_sounds_where_it_is_seen() -> None:
    from dreamscape.scenes.key import Key
    from dreamscape.scenes.spires import Spires

    for scene, rains in (
        (Spires(STREAMS, {}), False),
        (Spires(STREAMS, {"rain": 0.5}), True),
        (Key(STREAMS, {"weather": "clouds"}), False),
        (Key(STREAMS, {"weather": "rain"}), True),
    ):
        assert any(isinstance(texture, Rain) for texture, _ in scene.sounding(12.0).textures) == rains


def test_silence_presses_from_below() -> None:
    sound = played(Pressure(STREAMS), 6.0).mean(axis=1)
    assert share(sound, 15.0, 75.0) > 0.9
    assert 25.0 < strongest(sound, 10.0, 200.0) < 37.0


def test_a_lark_is_high_and_sings_in_phrases() -> None:
    sound = played(Lark(STREAMS), 10.0).mean(axis=1)
    assert share(sound, 1500.0, 9_000.0) > 0.95
    level = envelope(sound, RATE // 20)
    assert np.percentile(level, 90) > 8.0 * np.percentile(level, 30)
