"""Voices that play notes, by numbers: what breaks here is out of tune, or of another material."""

import numpy as np
import pytest
from listening import STREAMS, played, power, render, share, strongest

from dreamscape.scenes.chorus import Chorus
from dreamscape.scenes.starlight import Starlight
from dreamscape.synthesis.tuning import ALONE, TOGETHER, TONIC
from dreamscape.synthesis.voice import RATE
from dreamscape.voices.bed import Bed, Change
from dreamscape.voices.bow import BowedString
from dreamscape.voices.chime import Chime, t60
from dreamscape.voices.glass import Glass
from dreamscape.voices.hum import Hum
from dreamscape.voices.pluck import PluckedString, string_pitch
from dreamscape.voices.shimmer import Shimmer
from dreamscape.voices.stone import StoneTone


def test_a_chime_has_the_partials_of_a_free_bar_and_rings_as_long() -> None:
    sound = render(Chime(STREAMS, 2, 880.0, 0.8))
    for ratio in (1.0, 2.757, 5.404, 8.933):
        assert strongest(sound, 820.0 * ratio, 940.0 * ratio) == pytest.approx(880.0 * ratio, rel=0.006)
    ears = Chime(STREAMS, 2, 880.0, 0.8).render().astype(np.float64)
    early, late = ((ears[begin : begin + 24_000] ** 2).sum() for begin in (2400, 38_400))
    assert -1.0 < 10.0 * np.log10(early / late) - 60.0 * 0.75 / t60(880.0) < 12.0  # its two modes beat, too


def test_a_hum_is_of_its_note() -> None:
    sound = render(Hum(STREAMS, 1, 196.0, 3.0))
    hz, level = power(sound)
    harmonic = np.abs(hz / 196.0 - np.rint(hz / 196.0)) < 0.04
    assert level[harmonic & (hz > 100.0)].sum() / level.sum() > 0.9


def test_a_glass_is_of_its_note_and_opens_on_its_side_as_it_is_passed() -> None:
    ears = Glass(STREAMS, 1, 440.0, -5.0, 3.0).render().astype(np.float64)
    assert strongest(ears.mean(axis=1), 100.0, 3000.0) == pytest.approx(440.0, rel=0.005)
    ahead, passed = (ears[round(at * RATE) :][:RATE] for at in (0.3, 2.5))
    far, near = (share(part.mean(axis=1), 2000.0, 16_000.0) for part in (ahead, passed))
    assert near > 10.0 * far
    before, beside = ((part[:, 0] ** 2).sum() / (part[:, 1] ** 2).sum() for part in (ahead, passed))
    assert beside > 1.5 * before > 1.5


def test_a_bowed_thread_is_of_its_note_and_brighter_near_the_bridge() -> None:
    sound, dark = (render(BowedString(STREAMS, 1, 220.0, 2.0, bright)) for bright in (0.8, 0.1))
    hz, level = power(sound)
    harmonic = np.abs(hz / 220.0 - np.rint(hz / 220.0)) < 0.04
    assert level[harmonic & (hz > 100.0) & (hz < 3000.0)].sum() / level.sum() > 0.95
    assert share(sound, 1000.0, 6000.0) > 2.0 * share(dark, 1000.0, 6000.0)


def test_a_tighter_thread_sounds_higher_and_its_overtones_are_sharp() -> None:
    assert string_pitch(0.9, 10.0) > string_pitch(0.4, 10.0) > string_pitch(0.1, 10.0)
    assert string_pitch(0.5, 100.0) < string_pitch(0.5, 5.0)
    sound = render(PluckedString(STREAMS, 1, 220.0, 0.8, 0.22))
    for k in (1, 2, 3, 5):
        assert strongest(sound, 220.0 * (k - 0.3), 220.0 * (k + 0.3)) == pytest.approx(
            220.0 * k * np.sqrt(1.0 + 4e-4 * k * k), rel=0.004
        )


def test_a_stone_rings_hard_and_ends_as_a_chord_of_its_own_note() -> None:
    sound = render(StoneTone(STREAMS, 146.8, 6.0))
    begin, end = sound[: 2 * RATE], sound[-2 * RATE :]
    assert strongest(begin, 350.0, 480.0) == pytest.approx(146.8 * 2.828, rel=0.01)
    assert share(end, 146.8 * 1.95, 146.8 * 2.05) > share(begin, 146.8 * 1.95, 146.8 * 2.05)


@pytest.mark.parametrize("degrees", [ALONE, TOGETHER])
def test_starlight_shimmers_in_the_scale(degrees: tuple[int, ...]) -> None:
    hz, level = power(played(Shimmer(STREAMS, 3.0, degrees), 4.0).mean(axis=1))
    inside = (hz > 1100.0) & (hz < 2300.0)
    semitones = 12.0 * np.log2(hz[inside] / TONIC) % 12.0
    away = np.abs((semitones[:, None] - np.array(degrees) + 6.0) % 12.0 - 6.0).min(axis=1)
    assert level[inside][away < 0.15].sum() / level[inside].sum() > 0.9


def test_the_bed_comes_home_in_the_last_act() -> None:
    """The minor third of loneliness gives way to the major one; it is heard no louder."""
    lonely = played(Bed(STREAMS, (Change(0.0, Starlight(STREAMS, {}).chord(0.2), 0.2),)), 6.0).mean(axis=1)
    home = played(Bed(STREAMS, (Change(0.0, Chorus(STREAMS, {}).chord(1.0), 1.0),)), 6.0).mean(axis=1)
    minor, major = (TONIC * 2.0 ** (steps / 12) for steps in (15, 16))
    for sound, heard, unheard in ((lonely, minor, major), (home, major, minor)):
        assert share(sound, 0.985 * heard, 1.015 * heard) > 10.0 * share(sound, 0.985 * unheard, 1.015 * unheard)
    assert 20.0 * np.log10(home.std() / lonely.std()) == pytest.approx(0.0, abs=3.0)
