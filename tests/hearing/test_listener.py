"""Listening: what breaks here lets the dream move beside the music, or to the noise of an empty room."""

from itertools import pairwise

import numpy as np
import pytest
import sounds
from numpy.typing import NDArray
from sounds import clicks, decay, drums, noise, struck, times_of

from dreamscape.clock import TICKS_PER_SECOND
from dreamscape.dream.inputs import Heard
from dreamscape.hearing.listener import Listener
from dreamscape.hearing.spectrum import HANN, HARRIS, HOP, window
from dreamscape.synthesis.voice import RATE
from dreamscape.world.music import SOFTEST

SETTLED = 9.0  # s after which a beat must have been found


def beats(heard: list[Heard]) -> NDArray[np.float64]:
    """The times of the reported beats, s: where the phase wraps around."""
    found = [
        (now.tick - now.phase * 60.0 * TICKS_PER_SECOND / now.bpm) / TICKS_PER_SECOND
        for before, now in pairwise(heard)
        if now.bpm and before.bpm and now.phase < before.phase - 0.5
    ]
    return np.array(found)


@pytest.mark.slow
@pytest.mark.parametrize("play", [clicks, drums])
@pytest.mark.parametrize("bpm", [60, 73, 97, 120, 144, 180])
def test_the_beat_is_found(bpm: float, play: object) -> None:
    import mir_eval  # with SciPy, which takes a second or two, by each worker

    times = times_of(bpm)
    heard = Listener().hear(play(times))  # type: ignore[operator]
    reported = beats(heard)
    sure = times[times > SETTLED]
    steady = reported[reported > SETTLED - 0.1]
    assert mir_eval.beat.f_measure(sure, steady) > 0.95
    assert np.median([h.bpm for h in heard[-300:]]) == pytest.approx(bpm, rel=0.01)
    late = [time - sure[abs(sure - time).argmin()] for time in steady[1:]]
    assert abs(np.median(late)) < 0.012  # a tick is 17 ms


@pytest.mark.slow
def test_a_change_of_tempo_is_followed() -> None:
    times = np.concatenate([np.arange(0.3, 12.0, 60.0 / 90.0), np.arange(12.0, 30.0, 60.0 / 124.0)])
    tone = decay(0.08, 0.01)
    heard = Listener().hear(struck(times, tone * np.sin(np.arange(len(tone)) * 0.2), 30.0).astype(np.float32))
    assert heard[11 * TICKS_PER_SECOND].bpm == pytest.approx(90.0, rel=0.01)
    assert heard[-1].bpm == pytest.approx(124.0, rel=0.02)


HUSH = {
    "silence": np.zeros(12 * RATE),
    "hiss": 0.2 * noise(12 * RATE),
    "rumble": np.convolve(noise(12 * RATE), np.full(200, 0.005), "same"),
    "a tone": 0.5 * np.sin(np.arange(12 * RATE) * 0.05),
    "nothing known": np.full(4 * RATE, np.nan),
}


@pytest.mark.parametrize("name", list(HUSH))
@pytest.mark.slow
def test_what_has_no_beat_is_given_none(name: str) -> None:
    heard = Listener().hear(HUSH[name].astype(np.float32))
    assert all(h.bpm == 0.0 for h in heard)
    assert sum(h.onset > 0.0 for h in heard[10:]) == 0
    assert name not in ("silence", "nothing known") or heard == []


@pytest.mark.slow
def test_music_that_stops_is_let_go() -> None:
    times = times_of(110)
    sound = np.concatenate([clicks(times), np.zeros(10 * RATE, np.float32)])
    heard = Listener().hear(sound)
    assert heard[600].bpm > 0.0
    last = heard[-1]
    assert (last.low, last.middle, last.high, last.onset) == (0.0, 0.0, 0.0, 0.0)


@pytest.mark.slow
def test_the_size_of_the_pieces_changes_nothing() -> None:
    sound = drums(times_of(104))[: 6 * RATE]
    at_once = Listener().hear(sound)
    listener, pieces = Listener(), np.cumsum(np.random.default_rng(5).integers(1, 3000, 400))
    bit_by_bit = [h for piece in np.split(sound, pieces) for h in listener.hear(np.stack([piece, piece], axis=1))]
    assert bit_by_bit == at_once


@pytest.mark.slow
@pytest.mark.parametrize("gain", [0.01, 1.0])
def test_how_loud_the_player_is_changes_little(gain: float) -> None:
    """Onsets are reported where the strokes are, also when they are played very softly."""
    times = times_of(80)
    heard = Listener().hear((clicks(times) * gain).astype(np.float32))
    onset_times = np.array([h.tick / TICKS_PER_SECOND for h in heard if h.onset > 0.2])
    assert len(onset_times) == pytest.approx(len(times), abs=1)
    assert all(abs(onset_times - time).min() < 0.04 for time in times[1:-1])


def test_bands_are_where_the_sound_is() -> None:
    for name, hz in (("low", 60.0), ("middle", 700.0), ("high", 5000.0)):
        sound = 0.3 * np.sin(2.0 * np.pi * hz / RATE * np.arange(RATE))
        last = Listener().hear(sound.astype(np.float32))[-1]
        felt = {"low": last.low, "middle": last.middle, "high": last.high}
        assert felt.pop(name) == 1.0
        assert max(felt.values()) < 0.05


@pytest.mark.filterwarnings("error")
@pytest.mark.parametrize("wrong", [np.nan, np.inf, -np.inf, 1e30, 3e38])
def test_a_broken_microphone_is_silence_and_what_comes_after_is_heard(wrong: float) -> None:
    """A single NaN sample left the dream deaf until its end."""
    listener = Listener()
    listener.hear(np.full((RATE, 2), wrong, np.float32))
    tone = np.sin(np.arange(RATE) * 0.1).astype(np.float32)
    heard = listener.hear(tone)
    assert len(heard) > 30
    assert all(0.0 <= band <= 1.0 for one in heard for band in (one.low, one.middle, one.high, one.onset))


def onsets(sound: NDArray[np.floating]) -> NDArray[np.float64]:
    """The times of reported onsets, s, without the cut at the beginning."""
    heard = Listener().hear(sound.astype(np.float32))
    return np.array([h.tick / TICKS_PER_SECOND for h in heard if h.tick > 2 and h.onset >= SOFTEST])


@pytest.mark.slow
@pytest.mark.parametrize("name", list(sounds.BEGINS))
def test_what_begins_is_found_however_it_is_played(name: str) -> None:
    """Drums were detected once in sixteen seconds, after a first stroke out of silence; flutes and pads never."""
    sound = sounds.BEGINS[name]()
    reported = onsets(sound.samples)
    late = sounds.matched(reported, sound)
    assert len(late) >= 0.9 * len(sound.starts)
    assert len(late) >= 0.9 * len(reported)
    if sound.slack < 0.1:
        assert np.median(late) < 0.03


@pytest.mark.slow
@pytest.mark.parametrize("number", list(sounds.TALKERS))
def test_who_speaks_close_by_is_known_for_a_voice(number: int) -> None:
    """Each syllable plucked threads: one talker did it twenty times in twelve seconds."""
    reported = onsets(sounds.talker(number, sounds.TALKERS[number]))
    assert len(reported) <= 3
    assert not (reported > 3.0).any()


@pytest.mark.slow
@pytest.mark.parametrize("name", list(sounds.STAYS))
def test_what_stays_does_not_begin_again(name: str) -> None:
    assert len(onsets(sounds.STAYS[name]())) == 0


@pytest.mark.slow
def test_music_is_heard_again_after_a_voice() -> None:
    flute = sounds.tune(0.5, 0.06, sounds.MELODY)
    reported = onsets(np.concatenate([sounds.talker(), flute.samples])) - 12.0
    late = sounds.matched(reported, sounds.Sound(flute.samples, flute.starts[6:], flute.slack))
    assert len(late) >= 9


@pytest.mark.parametrize(("terms", "least", "width"), [(HARRIS, 92.0, 4), (HANN, 31.4, 2)])
def test_windows_leak_as_little_as_they_should(terms: tuple[float, ...], least: float, width: int) -> None:
    """Side lobes of -92 dB and -31.5 dB (Harris, On the use of windows for harmonic analysis, 1978, table 1)."""
    spectrum = np.abs(np.fft.rfft(window(2048, *terms), 16 * 2048))
    leakage = -20.0 * np.log10(spectrum[16 * width :].max() / spectrum[0])
    assert least <= leakage < least + 0.1


@pytest.mark.slow
def test_ticks_that_catch_up_leave_nothing_out_and_hear_nothing_new() -> None:
    """A live ear skips no sample: a steady tone would crack."""
    tone = (0.3 * np.sin(np.arange(8 * RATE) * 0.02)).astype(np.float32)
    usual, sooner = Listener(), Listener()
    before = [*usual.hear(tone[: 4 * RATE])], [*sooner.hear(tone[: 4 * RATE])]
    assert before[0] == before[1]
    sooner.catch_up(700)
    assert sooner.waiting == 0
    late, early = usual.hear(tone[4 * RATE :]), sooner.hear(tone[4 * RATE :])
    assert len(late) == 4 * TICKS_PER_SECOND
    assert len(early) == len(late) - 1
    assert sooner.waiting == HOP - 700
    assert not any(heard.onset for heard in early)
    for one, other in zip(late[-60:], early[-60:], strict=True):
        assert (one.low, one.middle, one.high) == pytest.approx((other.low, other.middle, other.high), abs=0.02)
