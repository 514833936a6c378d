"""The hand's own sounds, mixed into what the device takes next: heard as one touches, not after all that is rendered.

An act's notes are made before they are needed, from when a hand first moves in it, on a thread with a lower priority,
with a room around them.
"""

import math
import threading
from collections.abc import Iterable
from concurrent.futures import ThreadPoolExecutor
from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

from dreamscape import catalogue
from dreamscape.audio.touch_sounds import DEFAULT, Touch, called, struck
from dreamscape.dream.inputs import Call, Event, Pluck
from dreamscape.rng import Streams
from dreamscape.synthesis.envelope import pan_gains
from dreamscape.synthesis.voice import RATE, OneShot, Samples
from dreamscape.system.priorities import SOON, give_way
from dreamscape.voices.calling import Calling
from dreamscape.voices.warmth import Warmth
from dreamscape.world.scene_sound import TouchSound

ROWS = 25  # heights of the picture at which an act's notes are looked for: more than there are notes
KEPT = 96  # sounds, some 0.5 MB each
MOST = 12  # that sound at once; the oldest stops
ROOM = 1.1  # s that the room rings
WET = 0.35  # amplitude of the room
SPAN = 1 << 18  # samples, 5.5 s: as much of a sound and its room


class HandSounds:
    """Sounds of one session's hand.

    Args:
        gain: of the dream's programme.
    """

    def __init__(self, gain: float) -> None:
        self._gain = gain
        self._lock = threading.Lock()
        self._made: dict[tuple[OneShot, float], Samples] = {}
        self._playing: list[
            tuple[Samples, NDArray[np.float32], int]
        ] = []  # what sounds, (2,) gains, how much of it has
        self._worker = ThreadPoolExecutor(1, "hand", give_way, (SOON,))
        self._act: tuple[str, int] | None = None

    def enter(self, scene: str, number: int) -> None:
        """An act of this scene plays, with this seed number: make its notes."""
        if self._act == (scene, number):
            return
        self._act = scene, number
        sound, streams = _sound_of(scene), Streams(number)
        rows = np.linspace(-1.0, 1.0, ROWS)
        needed = {(touch.voice, touch.send): None for y in rows for touch in struck(sound, streams, 0.0, float(y))}
        needed |= {(touch.voice, touch.send): None for touch in called(sound, streams, 0.0)}
        for voice, send in sorted(needed, key=lambda one: isinstance(one[0], Warmth | Calling)):
            self._worker.submit(self._make, voice, send)

    def feel(self, event: Event) -> None:
        """Sound what the hand does, at once; what is not made yet as soon as it is."""
        if self._act is None or not (isinstance(event, Pluck | Call) and math.isfinite(event.x + event.y)):
            return
        scene, number = self._act
        sound, streams = _sound_of(scene), Streams(number)
        touches = called(sound, streams, event.x)
        if isinstance(event, Pluck):
            touches = struck(sound, streams, event.x, event.y)
        with self._lock:
            late = [touch for touch in touches if (touch.voice, touch.send) not in self._made]
        self._play(touch for touch in touches if touch not in late)
        for touch in late:
            self._worker.submit(self._make_and_play, touch)

    def mix_into(self, out: Samples, gain: float) -> None:
        """Add what sounds to the next samples, `(n, 2)`, in place, at the volume's gain; what is too loud is bent."""
        with self._lock:
            if not self._playing:
                return
            for sound, gains, begin in self._playing:
                piece = sound[begin : begin + len(out)]
                out[: len(piece)] += np.float32(gain) * gains * piece
            self._playing = [(s, gains, at + len(out)) for s, gains, at in self._playing if at + len(out) < len(s)]
        beyond = np.maximum(np.abs(out) - 0.9, 0.0)
        out[:] = np.sign(out) * (np.minimum(np.abs(out), 0.9) + 0.1 * np.tanh(10.0 * beyond))

    def close(self) -> None:
        """Make no more."""
        self._worker.shutdown(wait=False, cancel_futures=True)

    def _play(self, touches: Iterable[Touch]) -> None:
        with self._lock:
            for touch in touches:
                gains = np.asarray(self._gain * touch.gain * pan_gains(touch.pan), np.float32)
                self._playing.append((self._made[touch.voice, touch.send], gains, 0))
            del self._playing[:-MOST]

    def _make_and_play(self, touch: Touch) -> None:
        self._make(touch.voice, touch.send)
        self._play((touch,))

    def _make(self, voice: OneShot, send: float) -> None:
        if (voice, send) in self._made:
            return
        sound = voice.render()
        made = _in_room(sound if sound.ndim == 2 else np.stack([sound, sound], axis=1), WET * send)
        with self._lock:
            self._made[voice, send] = made
            while len(self._made) > KEPT:
                del self._made[next(iter(self._made))]


def _sound_of(scene: str) -> TouchSound:
    return catalogue.scene(scene).touch_sound or DEFAULT


@lru_cache(maxsize=1)
def _room() -> NDArray[np.complex128]:
    """The spectrum of a room: noise that dies away, another one for each ear."""
    count = round(ROOM * RATE)
    dies = np.exp(-6.9 * np.arange(count) / count)[:, None]
    noise = Streams(0).at("room of the hand").standard_normal((count, 2)) * dies
    return np.asarray(np.fft.rfft(noise / np.sqrt((noise**2).sum(axis=0)), SPAN, axis=0))


def _in_room(sound: Samples, wet: float) -> Samples:
    """The sound with a room around it, which takes up its first seconds."""
    heard = sound[: SPAN - round(ROOM * RATE)]
    ringing = wet * np.fft.irfft(np.fft.rfft(heard, SPAN, axis=0) * _room(), SPAN, axis=0)
    out = np.zeros((max(len(sound), len(heard) + round(ROOM * RATE)), 2), np.float32)
    out[: len(sound)] = sound
    out[:SPAN] += ringing[: len(out)]
    return out
