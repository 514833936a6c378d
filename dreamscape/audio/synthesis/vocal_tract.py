"""The throat and mouth: breath and voice through formants, 5 ms at a time.

A source (noise for breath, a soft pulse for voice) is cut into overlapping frames; each frame's spectrum is multiplied
by what the mouth lets through just then, and the frames are added up again. Resonances have the skirts of single
poles, 1 / (1 + x^2) in power, so that neighbours blend as in a real mouth.
Source: Klatt 1980, "Software for a cascade/parallel formant synthesizer", for the parts; here without
recursive filters.
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from dreamscape.audio.synthesis.overlap_add import band, window
from dreamscape.audio.synthesis.voice import RATE

F64 = NDArray[np.float64]
STEP = 256  # samples from frame to frame, 5.3 ms
_SIZE = 2 * STEP
FORMANTS = 4
_OPEN = (75.0, 85.0, 130.0, 220.0)  # Hz, half widths of the resonances while the throat is closed and sounds
FRICTION = (
    "S",
    "SH",
    "F",
    "P",
    "T",
    "K",
)  # where breath is torn, apart from the throat: s, sh, f and th, lips, teeth, palate
_TEAR = ((4600, 9500), (2100, 5600), (1300, 9000), (300, 1400), (2800, 6500), (1300, 2500))  # Hz


@dataclass(frozen=True)
class VocalTract:
    """What a mouth does, frame by frame.

    Attributes:
        formants: `(n, FORMANTS)` Hz.
        widths: `(n, FORMANTS)` Hz, half widths of the resonances.
        breath: `(n,)` amplitude of the noise from the throat.
        friction: `(n, len(FRICTION))` amplitudes of the noise made further out.
        voice: `(n,)` amplitude of the voiced pulses, and `pitch (n,)` their rate, Hz.
    """

    formants: F64
    widths: F64
    breath: F64
    friction: F64
    voice: F64
    pitch: F64


def open_mouth(formants: F64, breath: F64, voice: F64, pitch: F64) -> VocalTract:
    """A mouth that says nothing but vowels; all as in `Mouth`."""
    widths = np.broadcast_to(np.array(_OPEN), formants.shape)
    return VocalTract(formants, widths, breath, np.zeros((len(breath), len(FRICTION))), voice, pitch)


def hump(times: F64, begin: float, end: float, flank: float = 0.02) -> F64:
    """1 from `begin` to `end` seconds, with straight flanks of `flank` seconds around both, at `times` (n,)."""
    rise = np.clip((times - begin) / flank + 0.5, 0.0, 1.0)
    fall = np.clip((end - times) / flank + 0.5, 0.0, 1.0)
    return np.asarray(rise * fall)


def frames(seconds: float) -> F64:
    """The times of the frames of a sound of so many seconds, `(n,)`."""
    return np.arange(int(np.ceil(seconds * RATE / STEP)) + 1, dtype=np.float64) * (STEP / RATE)


def sound(mouth: VocalTract, random: np.random.Generator) -> F64:
    """What is heard, `((n - 1) * STEP,) float64`, mono."""
    f = np.fft.rfftfreq(_SIZE, 1.0 / RATE)
    throat = np.zeros((len(mouth.breath), len(f)))
    for k in range(FORMANTS):
        x = (f - mouth.formants[:, k, None]) / mouth.widths[:, k, None]
        throat += 0.62**k / (1.0 + x * x)
    throat *= np.minimum(1.0, f / 120.0) ** 2  # lips do not radiate what is lower
    tear = np.stack([band(_SIZE, low, high, 5.0) for low, high in _TEAR])
    through = mouth.breath[:, None] * throat + mouth.friction @ tear
    normal = random.standard_normal((len(through), 2 * len(f))).view(np.complex128)
    total = np.fft.irfft(normal * np.sqrt(_SIZE / 2.0) * through, _SIZE)
    if mouth.voice.any():
        pulses = np.pad(_pulses(mouth.pitch), (STEP, STEP))
        cut = np.lib.stride_tricks.sliding_window_view(pulses, _SIZE)[::STEP][: len(through)]
        spoken = np.fft.rfft(cut * window(_SIZE).T) * throat * mouth.voice[:, None]
        total += np.fft.irfft(spoken, _SIZE)
    total *= window(_SIZE).T
    out = np.zeros((len(total) + 1, STEP))
    out[:-1] += total[:, :STEP]
    out[1:] += total[:, STEP:]
    return out.ravel()[STEP:-STEP]


def _pulses(pitch: F64) -> F64:
    """Soft pulses of the glottis: a bell once a turn, whose harmonics fall by themselves, so nothing aliases."""
    hz = np.interp(np.arange(len(pitch) * STEP) / STEP, np.arange(len(pitch)), pitch)
    phase = 2.0 * np.pi * np.cumsum(hz) / RATE
    bell = np.exp(40.0 * (np.cos(phase) - 1.0))
    return np.asarray(8.0 * (bell - bell.mean()))


def glide(times: F64, knots: F64, values: F64) -> F64:
    """`values` (k,) or (k, m) at `knots` (k,) seconds, straight lines between, rounded over 16 ms, at `times` (n,)."""
    columns = values[:, None] if values.ndim == 1 else values
    lines = np.stack([np.interp(times, knots, column) for column in columns.T], axis=1)
    padded = np.pad(lines, ((1, 1), (0, 0)), mode="edge")
    rounded = 0.25 * padded[:-2] + 0.5 * padded[1:-1] + 0.25 * padded[2:]
    return np.asarray(rounded[:, 0] if values.ndim == 1 else rounded)
