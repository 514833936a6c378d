"""The whisper: a line of the voice at one ear, without tone, and what is left of it in the room."""

from dataclasses import dataclass

import numpy as np

from dreamscape.arrays import F64
from dreamscape.rng import Streams
from dreamscape.speech import speaking
from dreamscape.speech.line_timing import BREATH
from dreamscape.speech.mouths import BANDS, CENTRES, FRAME, band_mean, frame_times
from dreamscape.speech.utterance import utterance
from dreamscape.synthesis.envelope import fades, sample_count, wander
from dreamscape.synthesis.vocal_tract import STEP
from dreamscape.synthesis.vocoder import breathe
from dreamscape.synthesis.voice import RATE, Samples

TAIL = 0.1  # s after the last phone
_STILL = -120.0  # dB
_LEVEL = 0.10  # rms of what is said, without its pauses
_DRAWN = -8.0  # dB, the breath before a line against what is said
_UNSTEADY = 1.2  # dB that the breath swells and ebbs
_LATER, _SHADE = 0.0004, 1600.0  # s from ear to ear; Hz from which the head shades the far one
_FAR_LOW, _FAR_HIGH = 0.66, 0.33  # amplitudes at the far ear beneath and above that; 6 dB in all
# Hz beneath which the far ear hears it later. Above, ears go by levels, and both ears added would be a comb, whose
# notches at 1.2 and 3.7 kHz lie where words are understood: on a telephone, `the key` was heard as `okay`.
_TIMED = 800.0
# Hz above which little comes back from the room: the colour of the last word, for at 2.6 kHz it was the word once more.
_ECHOED = 1300.0


@dataclass(frozen=True)
class Spoken:
    """A text, whispered.

    Attributes:
        samples: `(n,) float64`, mono, an rms of 0.1 where something is said.
        letters: `(len(text),)` seconds at which each character is said, never falling.
        last_word: seconds at which the last word begins.
    """

    samples: F64
    letters: F64
    last_word: float


def speak(text: str, streams: Streams, number: int = 0, pace: float = 1.0, breath: float = BREATH) -> Spoken:
    """Whisper a text; pure.

    Args:
        text: English; nothing is said if some of its letters are `utterance.beyond` it.
        streams: of the dream.
        number: of the line; the breath differs.
        pace: 1 unhurried, 0.5 to 2.
        breath: seconds in which breath is drawn before it, unhurried; 0 for none.
    """
    random = streams.at("voice whisper", number)
    speech = speaking.speak(text, pace)
    if not speech.duration:
        return Spoken(np.zeros(STEP), np.asarray(speech.letters), 0.0)
    drawn = _drawn(round(breath / pace / FRAME), random)
    begin = len(drawn) * FRAME
    levels = np.concatenate([drawn, speech.levels, np.full((round(TAIL / FRAME), BANDS), _STILL)])
    times = frame_times(len(levels))
    levels = levels + _UNSTEADY * wander(random, times, 0.7)[:, None]
    sound = breathe(levels, FRAME, tuple(CENTRES), random)
    sound *= fades(len(sound), 0.002, TAIL)
    phones = utterance(text).phones
    firsts = [k for k, phone in enumerate(phones) if phone.first]
    return Spoken(_levelled(sound), begin + speech.letters, begin + float(speech.begins[firsts[-1] if firsts else 0]))


def _drawn(count: int, random: np.random.Generator) -> F64:
    """Air drawn in through an opening mouth, and a moment held, `(count, BANDS)` dB."""
    if not count:
        return np.zeros((0, BANDS))
    x = np.arange(count) / count
    flow = np.interp(x, (0.0, 0.12, 0.55, 0.72, 0.8, 1.0), (-50.0, -18.0, 0.0, -6.0, -40.0, -90.0))
    opening = np.clip(x / 0.7, 0.0, 1.0)[:, None]
    closed, opened = band_mean("HH", "UH"), band_mean("HH", "AA")
    levels = (1.0 - opening) * closed + opening * opened
    loud = _DRAWN + random.uniform(-2.0, 2.0)
    return np.asarray(levels + loud + flow[:, None])


def _levelled(sound: F64) -> F64:
    """The sound with what is said at _LEVEL; bursts that reach far above it are rounded."""
    frames = sound[: len(sound) // 480 * 480].reshape(-1, 480)
    power = (frames * frames).mean(axis=1)
    said = power[power > 0.05 * power.max(initial=0.0)]
    if not len(said) or not power.max():
        return np.zeros(len(sound))
    level = float(np.sqrt(said.mean()))
    return np.asarray(5.0 * _LEVEL * np.tanh(sound / (5.0 * level)))


def at_the_ear(sound: F64, side: F64) -> F64:
    """A mono sound `(n,)` near one ear, `(n, 2)`.

    The far ear hears it softer, shaded by the head (a shelf, after Brown and Duda 1998, "A structural model for
    binaural sound synthesis"), and below _TIMED later (Rayleigh 1907, "On our perception of sound direction").

    Args:
        sound: the sound.
        side: `(n,)` from -1, at the left ear, to 1, at the right.
    """
    count = len(sound)
    f = np.fft.rfftfreq(2 * count, 1.0 / RATE)
    x = 1j * f / _SHADE
    spectrum = np.fft.rfft(sound, 2 * count)
    shaded = spectrum * ((_FAR_LOW + _FAR_HIGH * x) / (1.0 + x))
    timed = 1.0 / (1.0 + (f / _TIMED) ** 6)
    near, near_low, far, far_low = (
        np.fft.irfft(part)[:count] for part in (spectrum, spectrum * timed, shaded, shaded * timed)
    )
    at = np.arange(count, dtype=np.float64)
    ears = []
    for away in (np.maximum(side, 0.0), np.maximum(-side, 0.0)):
        low = near_low + away * (far_low - near_low)
        whole = near + away * (far - near)
        ears.append(whole - low + np.interp(at - away * (_LATER * RATE), at, low) if away.any() else sound)
    return np.stack(ears, axis=1)


@dataclass(frozen=True)
class Whisper:
    """One whispered line at one ear; stereo. It begins with a breath, in time with `line_timing.letter_times`.

    Text becomes phones, phones become what a mouth does (`speech/speaking.py`), and noise passes through it. The ear
    and how near to it differ from line to line, and drift within one.

    Args:
        streams: of the dream.
        text: the line.
        number: of the line; the breath and the ear differ.
        pace: 1 unhurried, 0.5 to 2.
    """

    streams: Streams
    text: str
    number: int = 0
    pace: float = 1.0

    def render(self) -> Samples:
        """`(n, 2) float32`."""
        said = speak(self.text, self.streams, self.number, self.pace)
        return np.asarray(at_the_ear(said.samples, self.side(len(said.samples))), np.float32)

    def side(self, count: int) -> F64:
        """Where it is heard, `(count,)` from -1 to 1, as `at_the_ear` has it."""
        random = self.streams.at("voice whisper side", self.number)
        ear = 1.0 if random.random() < 0.5 else -1.0
        first, last = random.uniform(0.6, 1.0, 2)
        return np.asarray(ear * np.linspace(first, last, count))


@dataclass(frozen=True)
class WhisperEcho:
    """The last word of a whispered line, as a large room gives it back from the other side; stereo.

    Args:
        whisper: the line.
    """

    whisper: Whisper

    def render(self) -> Samples:
        """`(n, 2) float32`."""
        whisper = self.whisper
        said = speak(whisper.text, whisper.streams, whisper.number, whisper.pace)
        word = said.samples[sample_count(max(said.last_word - 0.02, 0.0)) :]
        f = np.fft.rfftfreq(2 * len(word), 1.0 / RATE)
        dull = np.fft.irfft(np.fft.rfft(word, 2 * len(word)) / (1.0 + (f / _ECHOED) ** 2))[: len(word)]
        dull *= fades(len(dull), 0.03, 0.12)
        return np.asarray(at_the_ear(dull, -whisper.side(len(dull))), np.float32)
