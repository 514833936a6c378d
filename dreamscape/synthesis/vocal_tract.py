"""The vocal tract: breath and voice through formants, 5 ms at a time.

A source (noise for breath, a soft pulse for voice) is cut into overlapping frames; each frame's spectrum is multiplied
by the response of the tract at that time, and the frames are added up again. Resonances have the skirts of single
poles, 1 / (1 + x^2) in power, so that neighbours blend as in a real mouth.
Source: Klatt 1980, "Software for a cascade/parallel formant synthesizer", for the components; here without recursive
filters.
"""

from dataclasses import dataclass

import numpy as np

from dreamscape.arrays import F64
from dreamscape.synthesis.overlap_add import window
from dreamscape.synthesis.voice import RATE

STEP = 256  # samples from frame to frame, 5.3 ms
_SIZE = 2 * STEP
FORMANTS = 4
_WIDTHS = (75.0, 85.0, 130.0, 220.0)  # Hz, half widths of the resonances while the throat is closed and sounds


@dataclass(frozen=True)
class VocalTract:
    """The settings of the vocal tract, frame by frame.

    Attributes:
        formants: `(n, FORMANTS)` Hz.
        breath: `(n,)` amplitude of the noise from the throat.
        voice: `(n,)` amplitude of the voiced pulses, and `pitch (n,)` their rate, Hz.
    """

    formants: F64
    breath: F64
    voice: F64
    pitch: F64


def plateau(times: F64, begin: float, end: float, flank: float = 0.02) -> F64:
    """1 from `begin` to `end` seconds, with linear flanks of `flank` seconds around both, at `times` (n,)."""
    rise = np.clip((times - begin) / flank + 0.5, 0.0, 1.0)
    fall = np.clip((end - times) / flank + 0.5, 0.0, 1.0)
    return np.asarray(rise * fall)


def frame_times(seconds: float) -> F64:
    """The times of the frames of a sound of `seconds`, `(n,)` seconds."""
    return np.arange(int(np.ceil(seconds * RATE / STEP)) + 1, dtype=np.float64) * (STEP / RATE)


def synthesise(tract: VocalTract, random: np.random.Generator) -> F64:
    """The sound of a vocal tract, `((n - 1) * STEP,) float64`, mono."""
    f = np.fft.rfftfreq(_SIZE, 1.0 / RATE)
    throat = np.zeros((len(tract.breath), len(f)))
    for k in range(FORMANTS):
        x = (f - tract.formants[:, k, None]) / _WIDTHS[k]
        throat += 0.62**k / (1.0 + x * x)
    throat *= np.minimum(1.0, f / 120.0) ** 2  # lips do not radiate what is lower
    normal = random.standard_normal((len(throat), 2 * len(f))).view(np.complex128)
    total = np.fft.irfft(normal * np.sqrt(_SIZE / 2.0) * (tract.breath[:, None] * throat), _SIZE)
    voiced = np.fft.rfft(pulse_frames(tract.pitch)) * throat * tract.voice[:, None]
    return added((total + np.fft.irfft(voiced, _SIZE)) * window(_SIZE).T)


def added(frames: F64) -> F64:
    """Frames `(n, 2 * STEP)` that overlap by half, added up: `((n - 1) * STEP,)`."""
    out = np.zeros((len(frames) + 1, STEP))
    out[:-1] += frames[:, :STEP]
    out[1:] += frames[:, STEP:]
    return out.ravel()[STEP:-STEP]


def pulse_frames(pitch: F64, sharp: float = 40.0) -> F64:
    """Soft pulses of the glottis in windowed frames, `(n, 2 * STEP)`, for a `pitch` `(n,)` of each frame, Hz.

    A pulse is a bell in each period, whose harmonics fall off, so that nothing aliases; the k-th has an amplitude of
    about exp(-k^2 / (2 sharp)) of the first.
    """
    hz = np.interp(np.arange(len(pitch) * STEP) / STEP, np.arange(len(pitch)), pitch)
    bell = np.exp(sharp * (np.cos(2.0 * np.pi * np.cumsum(hz) / RATE) - 1.0))
    pulses = np.pad(8.0 * (bell - bell.mean()), (STEP, STEP))
    frames = np.lib.stride_tricks.sliding_window_view(pulses, _SIZE)[::STEP][: len(pitch)]
    return np.asarray(frames * window(_SIZE).T)


def interpolate(times: F64, knots: F64, values: F64) -> F64:
    """`values` (k,) or (k, m) at `knots` (k,) seconds, linear between, smoothed over 16 ms, at `times` (n,)."""
    columns = values[:, None] if values.ndim == 1 else values
    lines = np.stack([np.interp(times, knots, column) for column in columns.T], axis=1)
    padded = np.pad(lines, ((1, 1), (0, 0)), mode="edge")
    rounded = 0.25 * padded[:-2] + 0.5 * padded[1:-1] + 0.25 * padded[2:]
    return np.asarray(rounded[:, 0] if values.ndim == 1 else rounded)
