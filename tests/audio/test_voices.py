"""The voices by numbers: what breaks here no longer sounds like what it is called; people and hearts too."""

import importlib.util
import re
import sys
from functools import lru_cache
from pathlib import Path
from types import ModuleType

import numpy as np
import pytest
from listening import STREAMS, centre, envelope, played, render, share, strongest

from dreamscape.synthesis.voice import BLOCK, RATE
from dreamscape.voices.babble import SYLLABLES, Babble
from dreamscape.voices.heartbeat import Heartbeat
from dreamscape.voices.laugh import GAP, Laugh
from dreamscape.voices.sob import Sob
from dreamscape.world.heart import dub_delay

ROOT = Path(__file__).parents[2]
ONE_SHOTS = [
    "heartbeat",
    "thunder",
    "whisper",
    "chime",
    "drop",
    "pluck",
    "hum",
    "glass",
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
TEXTURES = ["surf", "rain", "bubbles", "shimmer", "pressure", "babble", "rustle", "lark", "bed"]


@lru_cache(maxsize=1)
def pictures() -> ModuleType:
    """The script that draws the voices, which has an example of each."""
    spec = importlib.util.spec_from_file_location("spectrograms", ROOT / "scripts" / "spectrograms.py")
    assert spec is not None
    made = importlib.util.module_from_spec(spec)
    sys.modules["spectrograms"] = made
    spec.loader.exec_module(made)
    return made


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
