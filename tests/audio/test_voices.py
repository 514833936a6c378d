"""The voices by numbers: what breaks here no longer sounds like what it is called."""

import importlib.util
import re
import sys
from functools import lru_cache
from itertools import pairwise
from pathlib import Path
from types import ModuleType

import numpy as np
import pytest

from dreamscape.arrays import F64
from dreamscape.places.door import opening
from dreamscape.rng import Streams
from dreamscape.scenes.chorus import Chorus
from dreamscape.scenes.starlight import Starlight
from dreamscape.synthesis.tuning import ALONE, TOGETHER, TONIC
from dreamscape.synthesis.voice import BLOCK, RATE, OneShot, Texture
from dreamscape.voices.babble import SYLLABLES, Babble
from dreamscape.voices.bed import Bed, Change
from dreamscape.voices.bow import BowedString
from dreamscape.voices.bubbles import Bubbles, minnaert
from dreamscape.voices.chime import Chime, t60
from dreamscape.voices.creak import Creak
from dreamscape.voices.heartbeat import Heartbeat
from dreamscape.voices.hum import Hum
from dreamscape.voices.lark import Lark
from dreamscape.voices.laugh import GAP, Laugh
from dreamscape.voices.lock import LockTurning
from dreamscape.voices.pluck import PluckedString, string_pitch
from dreamscape.voices.pressure import Pressure
from dreamscape.voices.rustle import Rustle
from dreamscape.voices.shimmer import Shimmer
from dreamscape.voices.sob import Sob
from dreamscape.voices.stone import StoneTone
from dreamscape.voices.surf import Surf
from dreamscape.voices.thunder import Thunder
from dreamscape.world.heart import dub_delay

STREAMS, ROOT = Streams(7), Path(__file__).parents[2]


@lru_cache(maxsize=1)
def pictures() -> ModuleType:
    """The script that draws the voices, which has an example of each."""
    spec = importlib.util.spec_from_file_location("spectrograms", ROOT / "scripts" / "spectrograms.py")
    assert spec is not None
    made = importlib.util.module_from_spec(spec)
    sys.modules["spectrograms"] = made
    spec.loader.exec_module(made)
    return made


def render(voice: OneShot) -> F64:
    """Left and right in one, `(n,)`."""
    sound = voice.render().astype(np.float64)
    return sound if sound.ndim == 1 else sound.mean(axis=1)


def played(texture: Texture, seconds: float, first: int = 0) -> F64:
    """Left and right, `(n, 2)`."""
    return np.concatenate([texture.block(first + n) for n in range(int(seconds * RATE / BLOCK))]).astype(np.float64)


def power(sound: F64) -> tuple[F64, F64]:
    """The frequencies, Hz, and the power at each."""
    return np.fft.rfftfreq(len(sound), 1.0 / RATE), np.abs(np.fft.rfft(sound * np.hanning(len(sound)))) ** 2


def share(sound: F64, low: float, high: float) -> float:
    """The part of the power that lies between two frequencies."""
    hz, level = power(sound)
    return float(level[(hz >= low) & (hz < high)].sum() / level.sum())


def centre(sound: F64) -> float:
    """The middle of the power, Hz."""
    hz, level = power(sound)
    return float((hz * level).sum() / level.sum())


def strongest(sound: F64, low: float, high: float) -> float:
    """Where the power is greatest between two frequencies, Hz."""
    hz, level = power(sound)
    inside = (hz >= low) & (hz < high)
    return float(hz[inside][level[inside].argmax()])


def envelope(sound: F64, step: int) -> F64:
    """The rms of each `step` samples."""
    return np.sqrt((sound[: len(sound) // step * step].reshape(-1, step) ** 2).mean(axis=1))


ONE_SHOTS = [
    "heartbeat",
    "thunder",
    "whisper",
    "chime",
    "drop",
    "pluck",
    "hum",
    "bow",
    "stone",
    "lock",
    "creak",
    "laugh",
    "sob",
    "glitter",
    "warmth",
    "calling",
]
TEXTURES = ["surf", "bubbles", "shimmer", "pressure", "babble", "rustle", "lark", "bed"]


@pytest.mark.slow
@pytest.mark.parametrize("name", ONE_SHOTS)
def test_what_sounds_once_begins_and_ends_in_silence_and_is_the_same_again(name: str) -> None:
    """Or it clicks, or carries direct current, or the film differs from the session."""
    voice = pictures().ONE_SHOTS[name]
    sound = voice.render()
    assert sound.dtype == np.float32
    assert np.array_equal(sound, voice.render())
    assert np.abs(sound[[0, -1]]).max() < 1e-3
    assert 0.3 < np.abs(sound).max() <= 1.0
    assert abs(float(sound.mean())) < 1e-4


@pytest.mark.slow
@pytest.mark.parametrize("name", TEXTURES)
def test_what_goes_on_is_entered_anywhere_and_as_loud_as_it_says(name: str) -> None:
    texture = pictures().TEXTURES[name]
    sound = played(texture, 8.0, 40)
    assert np.array_equal(texture.block(100), sound[60 * BLOCK : 61 * BLOCK].astype(np.float32))
    assert 20.0 * np.log10(sound.std() / 0.1) == pytest.approx(0.0, abs=9.0)
    assert abs(float(sound.mean())) < 1e-3


def test_every_voice_has_its_picture_and_its_place_in_the_docs() -> None:
    text = (ROOT / "docs" / "sound.md").read_text("utf-8")
    shown = set(re.findall(r"pictures/sound/(\w+)\.jpg", text))
    assert shown == set(pictures().ONE_SHOTS) | set(pictures().TEXTURES) == set(ONE_SHOTS) | set(TEXTURES)
    assert {path.stem for path in (ROOT / "docs" / "pictures" / "sound").glob("*.jpg")} == shown
    modules = {path.stem for path in (ROOT / "dreamscape" / "voices").glob("[a-z]*.py")}
    assert modules == shown | {"murmuring"}  # which is made of files of one's own


@pytest.mark.parametrize("bpm", [54.0, 82.0])
def test_dub_follows_lub_by_what_the_heart_says_and_is_brighter(bpm: float) -> None:
    sound = render(Heartbeat(STREAMS, 3, bpm))
    dub = round(dub_delay(bpm) * RATE)
    first, second = sound[: dub - 960], sound[dub:]
    assert 35.0 < strongest(first, 20.0, 400.0) < 75.0
    assert share(first, 20.0, 200.0) > 0.7
    assert 10.0 * np.log10(share(sound, 300.0, 24_000.0)) > -9.0  # what small speakers play of it
    assert centre(second) > centre(first) + 10.0
    level = envelope(sound, 48)
    begins = np.flatnonzero(level[dub // 48 - 30 :] > 0.25 * level[dub // 48 :].max())[0] - 30
    assert abs(begins) <= 12  # ms


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


def test_silence_presses_from_below() -> None:
    sound = played(Pressure(STREAMS), 6.0).mean(axis=1)
    assert share(sound, 15.0, 75.0) > 0.9
    assert 25.0 < strongest(sound, 10.0, 200.0) < 37.0


def test_laughter_has_the_rhythm_of_laughter() -> None:
    sound = render(Laugh(STREAMS, 4, 400.0, 6))
    level = envelope(sound, 480)
    notes = [level[round((0.03 + GAP * k) * 100) : round((0.03 + GAP * k) * 100) + 18] for k in range(6)]
    assert notes[5].max() < 0.75 * notes[0].max()
    for note in notes:
        assert note.max() > 2.0 * note[-2:].mean()


def test_a_sob_catches_its_breath_and_falls() -> None:
    sound = render(Sob(STREAMS, 2, 400.0, 3))
    tone = sound[round(0.80 * RATE) :]
    first, last = tone[: RATE // 8], tone[round(0.55 * RATE) : round(0.675 * RATE)]
    assert strongest(last, 180.0, 480.0) < 0.9 * strongest(first, 180.0, 480.0)
    level = envelope(sound[: round(0.72 * RATE)], 480)
    assert ((level[1:] > 0.4 * level.max()) & (level[:-1] <= 0.4 * level.max())).sum() >= 3


@pytest.mark.slow
def test_no_word_is_heard_of_the_babble_but_its_rhythm() -> None:
    sound = played(Babble(STREAMS), 12.0)
    assert share(sound.mean(axis=1), 2000.0, 24_000.0) < 0.003
    alone = played(Babble(STREAMS, 1.0), 12.0).mean(axis=1)
    hz = np.fft.rfftfreq(len(envelope(alone, 480)), 0.01)
    beat = np.abs(np.fft.rfft(envelope(alone, 480) - envelope(alone, 480).mean()))
    assert beat[np.abs(hz - SYLLABLES) < 1.5].mean() > 2.0 * beat[(hz > 12.0) & (hz < 30.0)].mean()


def test_a_rustle_is_high_and_comes_in_strokes() -> None:
    sound = played(Rustle(STREAMS), 10.0).mean(axis=1)
    assert share(sound, 1200.0, 10_000.0) > 0.9
    level = envelope(sound, RATE // 20)
    assert np.percentile(level, 90) > 8.0 * np.percentile(level, 10)


def test_a_lark_is_high_and_sings_in_phrases() -> None:
    sound = played(Lark(STREAMS), 10.0).mean(axis=1)
    assert share(sound, 1500.0, 9_000.0) > 0.95
    level = envelope(sound, RATE // 20)
    assert np.percentile(level, 90) > 8.0 * np.percentile(level, 30)


def test_the_door_creaks_as_its_leaves_move_and_only_then() -> None:
    moves = tuple((at - opening.LEAVES_PART, lasts, far) for at, lasts, far in opening.CREAKS)
    sound = render(Creak(STREAMS, moves))
    level = envelope(sound, 480)
    moving = [level[round(100 * at) : round(100 * (at + lasts))].mean() for at, lasts, _ in moves[:4]]
    gaps = [(one[0] + one[1], two[0]) for one, two in pairwise(moves[:3])]
    between = [level[round(100 * ends) + 12 : round(100 * begins)] for ends, begins in gaps]
    assert min(moving) > 4.0 * max(part.mean() for part in between)


def test_the_creak_has_a_pitch_while_the_leaf_moves_steadily() -> None:
    """Its periods are alike: with slips some milliseconds early or late at random, half as much."""
    sound = render(Creak(STREAMS, ((0.0, 1.6, 24.0),)))[round(0.45 * RATE) : round(1.15 * RATE)]
    alike = []
    for part in sound[: len(sound) // 4000 * 4000].reshape(-1, 4000):
        overlap = np.fft.irfft(np.abs(np.fft.rfft(part - part.mean(), 16_000)) ** 2)[:2000]
        left = np.cumsum((part - part.mean()) ** 2)
        lags = np.arange(100, 600)
        alike.append((overlap[lags] / np.sqrt(left[-1 - lags] * (left[-1] - left[lags - 1]))).max())
    assert np.mean(alike) > 0.86


def test_the_wards_click_before_the_bolt_goes_home() -> None:
    sound = render(LockTurning(STREAMS, (0.2, 0.6), 1.2))
    for at in (0.2, 0.6):
        click = sound[round(at * RATE) : round((at + 0.1) * RATE)]
        assert share(click, 1000.0, 9000.0) > 0.7
    assert share(sound[round(1.2 * RATE) :], 40.0, 1000.0) > 0.7


def test_the_bed_comes_home_in_the_last_act() -> None:
    """The minor third of loneliness gives way to the major one; it is heard no louder."""
    lonely = played(Bed(STREAMS, (Change(0.0, Starlight(STREAMS, {}).chord(0.2), 0.2),)), 6.0).mean(axis=1)
    home = played(Bed(STREAMS, (Change(0.0, Chorus(STREAMS, {}).chord(1.0), 1.0),)), 6.0).mean(axis=1)
    minor, major = (TONIC * 2.0 ** (steps / 12) for steps in (15, 16))
    for sound, heard, unheard in ((lonely, minor, major), (home, major, minor)):
        assert share(sound, 0.985 * heard, 1.015 * heard) > 10.0 * share(sound, 0.985 * unheard, 1.015 * unheard)
    assert 20.0 * np.log10(home.std() / lonely.std()) == pytest.approx(0.0, abs=3.0)
