"""Loudness: what breaks here makes films too loud for who broadcasts them, or moves every sample of one."""

from collections.abc import Sequence
from fractions import Fraction

import av
import numpy as np
import pytest
from numpy.typing import NDArray

from dreamscape.audio import programme
from dreamscape.dream import dream_file
from dreamscape.export.container.loudness import LoudnessMeter, is_plausible
from dreamscape.export.encoding.filters import MomentaryLoudness
from dreamscape.synthesis.voice import RATE, Samples

# The head's shelf and the ear's high-pass at 48 kHz: numerator and denominator (BS.1770-4, tables 1 and 2).
SHELF = (1.53512485958697, -2.69169618940638, 1.19839281085285), (1.0, -1.69065929318241, 0.73248077421585)
HIGH_PASS = (1.0, -2.0, 1.0), (1.0, -1.99004745483398, 0.99007225036621)


def tones(*parts: tuple[float, float]) -> Samples:
    """A stereo sine of 1 kHz: its level, dB of full scale, and how long, s."""
    level = np.concatenate([np.full(round(seconds * RATE), 10.0 ** (decibels / 20.0)) for decibels, seconds in parts])
    one = (level * np.sin(2.0 * np.pi * 1000.0 / RATE * np.arange(len(level)))).astype(np.float32)
    return np.stack([one, one], axis=1)


def noise() -> Samples:
    """Six seconds: loud, below the gate of what is quieter than the rest, and between."""
    sound = np.random.default_rng(3).standard_normal((6 * RATE, 2)) * np.repeat([0.1, 0.001, 0.03], 2 * RATE)[:, None]
    return sound.astype(np.float32)


def integrated(sound: Samples, size: int = 1000) -> float:
    meter = LoudnessMeter()
    for at in range(0, len(sound), size):
        meter.add(sound[at : at + size])
    return meter.integrated()


def by_the_standard(sound: Samples) -> float:
    """The loudness of a sound, LUFS, weighted by its spectrum."""
    turn = np.exp(-2j * np.pi * np.arange(len(sound) + 1) / (2 * len(sound)))  # twice as long: nothing comes round
    weight = np.prod([_at(turn, above) / _at(turn, below) for above, below in (SHELF, HIGH_PASS)], axis=0)
    heard = np.fft.irfft(np.fft.rfft(sound, 2 * len(sound), axis=0) * weight[:, None], axis=0)[: len(sound)]
    steps: NDArray[np.float64] = (heard**2).sum(axis=1)[: len(sound) // 4800 * 4800].reshape(-1, 4800).mean(axis=1)
    power = np.convolve(steps, np.full(4, 0.25), "valid")
    loud = power[power > 10.0 ** ((-70.0 + 0.691) / 10.0)]
    return float(-0.691 + 10.0 * np.log10(loud[loud > 0.1 * loud.mean()].mean()))


def _at(turn: NDArray[np.complex128], terms: Sequence[float]) -> NDArray[np.complex128]:
    return sum((term * turn**power for power, term in enumerate(terms)), np.zeros_like(turn))


def test_every_dream_that_ships_was_measured() -> None:
    """The others' loudness is only assumed live, and their sound is measured whole before any of it is written."""
    measured = {name: programme.known_loudness(name) for name in dream_file.names()}
    assert all(one is not None and is_plausible(one) for one in measured.values()), measured


@pytest.mark.parametrize(
    ("parts", "expected"),
    [
        ([(-23.0, 20.0)], -23.0),
        ([(-33.0, 20.0)], -33.0),
        ([(-36.0, 10.0), (-23.0, 60.0), (-36.0, 10.0)], -23.0),
        ([(-72.0, 10.0), (-36.0, 10.0), (-23.0, 60.0), (-36.0, 10.0), (-72.0, 10.0)], -23.0),
        ([(-26.0, 20.0), (-20.0, 20.1), (-26.0, 20.0)], -23.0),
    ],
)
def test_it_is_a_meter_as_the_ebu_asks_for(parts: list[tuple[float, float]], expected: float) -> None:
    """EBU Tech 3341, cases 1 to 5: within 0.1 LU."""
    assert integrated(tones(*parts), RATE) == pytest.approx(expected, abs=0.1)


def test_it_is_as_fine_as_samples_are() -> None:
    """0.0003 dB are one part in 65,536 of 16 bits halved: a coarser figure would move the samples of a film."""
    assert integrated(noise()) == pytest.approx(by_the_standard(noise()), abs=1e-4)


def test_the_size_of_the_pieces_changes_nothing() -> None:
    pieces = np.cumsum(np.random.default_rng(5).integers(0, 3000, 200))
    meter = LoudnessMeter()
    for piece in np.split(noise(), pieces[pieces < 6 * RATE]):
        meter.add(piece)
    assert meter.integrated() == integrated(noise(), 6 * RATE)


@pytest.mark.parametrize("sound", [np.zeros((0, 2)), np.zeros((RATE, 2)), 1e-5 * np.ones((RATE, 2)), noise()[:19_000]])
def test_what_is_too_quiet_or_too_short_has_none(sound: Samples) -> None:
    assert integrated(sound) == -np.inf


def test_a_moment_is_reported_as_soon_as_it_is_over() -> None:
    momentary = MomentaryLoudness()
    assert [len(momentary.add(noise()[at : at + 2400])) for at in range(0, 4 * 2400, 2400)] == [0, 1, 0, 1]


def test_ffmpeg_itself_hears_the_same() -> None:
    graph = av.filter.Graph()
    source = graph.add_abuffer(format="flt", sample_rate=RATE, layout="stereo", time_base=Fraction(1, RATE))
    meter, sink = graph.add("ebur128", "metadata=1:framelog=quiet"), graph.add("abuffersink")
    source.link_to(meter)
    meter.link_to(sink)
    graph.configure()
    frame = av.AudioFrame.from_ndarray(noise().reshape(1, -1), format="flt", layout="stereo")
    frame.sample_rate, frame.pts = RATE, 0
    source.push(frame)
    told = [float(sink.pull().metadata["lavfi.r128.I"]) for _ in range(60)]
    assert integrated(noise()) == pytest.approx(told[-1], abs=0.02)
