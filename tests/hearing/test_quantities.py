"""Quantities: what breaks here lets pictures follow another loudness, key, bar or drop than is heard."""

import numpy as np
import pytest

from dreamscape.arrays import F64
from dreamscape.clock import TICKS_PER_SECOND
from dreamscape.dream.quantities import INDEX, KEYS, LEVELS, QUANTITIES, SIZE, SPECTRUM, WAVEFORM, Detail
from dreamscape.hearing.bars import Bars
from dreamscape.hearing.harmony import EVERY, Harmony, roughness
from dreamscape.hearing.loudness import Loudness
from dreamscape.hearing.picture import SoundPicture, brightness
from dreamscape.hearing.spectrum import HANN, HARRIS, HOP, Power, window
from dreamscape.hearing.structure import APART, GAP, GROOVE, HELD, Structure
from dreamscape.synthesis.voice import RATE


def tones(*hz: float, seconds: float = 1.0) -> F64:
    """Sines, cut into ticks."""
    at = np.arange(int(seconds * RATE)) / RATE
    return np.sum([np.sin(2.0 * np.pi * f * at) for f in hz], axis=0).reshape(-1, HOP)


def test_a_detail_is_read_as_it_was_written() -> None:
    levels = {name: number / 255.0 for number, name in enumerate(LEVELS)}
    detail = Detail(levels, 23, 2, 3, bytes(range(SPECTRUM)), bytes(range(WAVEFORM)))
    assert len(detail.packed()) == SIZE
    assert Detail.unpacked(detail.packed()) == detail
    assert set(LEVELS) <= set(INDEX)
    assert len(INDEX) == len(QUANTITIES), "two quantities share a name"


@pytest.mark.parametrize("hz", [100.0, 997.0])
def test_a_sine_of_full_scale_has_the_loudness_that_meters_show(hz: float) -> None:
    """0 LUFS in two channels at 997 Hz (EBU Tech 3341); a low tone counts for less."""
    power, loudness = Power(2048, *HARRIS), Loudness(window(2048, *HARRIS))
    for piece in tones(hz):
        loudness.step(power.of(piece))
    assert loudness.short == pytest.approx(0.0 if hz == 997.0 else -1.9, abs=0.15)
    assert loudness.long < loudness.short - 4.0, "after one of three seconds"


def test_chroma_and_key_are_those_that_are_played() -> None:
    harmony = Harmony()
    for piece in tones(440.0):
        harmony.step(piece)
    assert harmony.chroma.argmax() == 9
    assert harmony.chroma.sum() < 1.6
    for chord in ((261.6, 329.6, 392.0), (349.2, 440.0, 523.3), (392.0, 493.9, 587.3), (261.6, 329.6, 392.0)) * 2:
        for piece in tones(*chord):
            harmony.step(piece)
    assert KEYS[harmony.key] == "C major"
    assert harmony.certainty > 0.3
    noise = np.random.default_rng(2).standard_normal((40 * EVERY, HOP))
    for piece in noise:
        harmony.step(piece)
    assert harmony.chroma.max() < 0.5


def test_a_semitone_is_rougher_than_a_fifth() -> None:
    both = np.ones(2)
    semitone, fifth = (roughness(440.0 * np.array([1.0, ratio]), both) for ratio in (16 / 15, 3 / 2))
    assert semitone > 5.0 * fifth
    assert roughness(np.array([440.0]), np.ones(1)) == 0.0


def test_what_is_higher_is_brighter_and_a_tone_stands_still() -> None:
    picture, power = SoundPicture(4096), Power(4096, *HANN)
    found = []
    for hz in (120.0, 500.0, 4000.0):
        for piece in tones(hz, seconds=0.25):
            bands = picture.bands(power.of(piece))
            shape = np.frombuffer(picture.waveform(piece), np.uint8)
        found.append(brightness(bands))
        assert np.frombuffer(picture.spectrum(bands), np.uint8).max() == 255
        assert abs(int(shape[0]) - 128) < 20 * hz / 100.0
    assert found == sorted(found)
    assert found[2] - found[0] > 0.5
    assert brightness(np.zeros(SPECTRUM)) == 0.0


@pytest.mark.parametrize(("meter", "first"), [(4, 2), (3, 1)])
def test_the_downbeat_is_where_the_kick_is(meter: int, first: int) -> None:
    bars, told = Bars(), list[int]()
    for frame in range(40 * 24):
        beat = frame // 24
        kick = 0.9 if beat % meter == first and frame % 24 == 0 else 0.0
        bars.step(frame % 24 == 0, kick, 0.0, np.ones(12))
        if frame % 24 == 0:
            told.append(bars.beat)
    assert bars.meter == meter
    assert all(bar_beat == (beat - first) % meter for beat, bar_beat in enumerate(told) if beat > 30)


def test_a_downbeat_is_found_anew_within_three_bars_of_a_beat_that_was_found_anew() -> None:
    """A beat is left out after forty, so that the count slips by one."""
    bars, late = Bars(), list[int]()
    for beat in range(80):
        for frame in range(36 if beat == 40 else 24):
            bars.step(frame == 0, 0.9 if beat % 4 == 2 * (beat > 40) and frame == 0 else 0.0, 0.0, np.ones(12))
            if frame == 0 and beat > 40 and bars.beat != (beat - 2) % 4:
                late.append(beat)
    assert max(late, default=0) < 40 + 3 * 4 + 2


def drops(before: float, ticks: int, low: float = 1e-7, certainty: float = 0.9, bass: float = 0.0) -> list[bool]:
    """Whether a drop is told, for each tick of a beat, a break of so many ticks, and the beat again.

    In the break there is `low` power below 100 Hz, and `bass` more of it above.
    """
    form, told = Structure(4), []
    for tick in range(round(before) + ticks + APART):
        beats = not before <= tick < before + ticks
        kick = beats and tick % 30 == 0
        power = 0.1 * 0.8 ** (tick % 30) if beats else low
        form.step(power, power + bass * (not beats), 0.5, 0.8 * kick, certainty, 30.0)
        told.append(form.drop > 0.0)
    return told


def test_a_kick_that_comes_back_after_a_break_is_a_drop_and_lasts() -> None:
    told = drops(2 * GROOVE, 300)
    at = told.index(True)
    assert 2 * GROOVE + 300 <= at < 2 * GROOVE + 330
    assert sum(told) == HELD


@pytest.mark.parametrize(
    ("ticks", "low", "certainty", "bass"),
    [
        (GAP // 2, 1e-7, 0.9, 0.0),
        (300, 0.05, 0.9, 0.0),
        (300, 1e-7, 0.2, 0.0),
        (300, 1e-7, 0.9, 0.1),
    ],
    ids=["a bar's rest", "a bass goes on", "no beat before", "a bass goes on a fifth higher"],
)
def test_other_kicks_are_none(ticks: int, low: float, certainty: float, bass: float) -> None:
    before = 2 * GROOVE
    assert not any(drops(before, ticks, low, certainty, bass)[: before + ticks + 3 * TICKS_PER_SECOND])
