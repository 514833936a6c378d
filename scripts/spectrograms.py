"""Make the pictures of docs/sound.md: a spectrogram of each voice, from the code as it is.

    python scripts/spectrograms.py

One JPEG a voice in docs/pictures/sound/: time to the right, 30 Hz to 20 kHz upwards with a line at 100, 1,000 and
10,000 Hz, 70 dB from black to white.
"""

import os
from itertools import pairwise
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

os.environ["PYGAME_HIDE_SUPPORT_PROMPT"] = "1"
import pygame

from dreamscape import catalogue
from dreamscape.places.door import opening
from dreamscape.rng import Streams
from dreamscape.synthesis.voice import BLOCK, RATE, OneShot, Texture
from dreamscape.voices.babble import Babble
from dreamscape.voices.bed import Bed, Change
from dreamscape.voices.bow import BowedString
from dreamscape.voices.bubbles import Bubbles
from dreamscape.voices.calling import Calling
from dreamscape.voices.chime import Chime
from dreamscape.voices.creak import Creak
from dreamscape.voices.drop import Drop
from dreamscape.voices.glass import Glass
from dreamscape.voices.glitter import Glitter
from dreamscape.voices.heartbeat import Heartbeat
from dreamscape.voices.hum import Hum
from dreamscape.voices.lark import Lark
from dreamscape.voices.laugh import Laugh
from dreamscape.voices.lock import LockTurning
from dreamscape.voices.pluck import PluckedString
from dreamscape.voices.pressure import Pressure
from dreamscape.voices.rain import Rain
from dreamscape.voices.rustle import Rustle
from dreamscape.voices.shimmer import Shimmer
from dreamscape.voices.sob import Sob
from dreamscape.voices.stone import StoneTone
from dreamscape.voices.surf import Surf
from dreamscape.voices.thunder import Thunder
from dreamscape.voices.warmth import Warmth
from dreamscape.voices.whisper import Whisper

FOLDER = Path(__file__).resolve().parent.parent / "docs" / "pictures" / "sound"
SIZE = 256, 112  # px
LOWEST, HIGHEST = 30.0, 20_000.0  # Hz
RANGE = 70.0  # dB
WINDOW = 2048  # samples
SECONDS = 16.0  # of each texture
SEED = 7
Samples = NDArray[np.float32]

STREAMS = Streams(SEED)
MOVES = tuple((at - opening.LEAVES_PART, lasts, far) for at, lasts, far in opening.CREAKS)
ONE_SHOTS: dict[str, OneShot] = {
    "heartbeat": Heartbeat(STREAMS),
    "thunder": Thunder(STREAMS, distance=3000.0),
    "whisper": Whisper(STREAMS, "Why do you isolate yourself when connection calls your name?"),
    "chime": Chime(STREAMS),
    "drop": Drop(STREAMS),
    "pluck": PluckedString(STREAMS),
    "hum": Hum(STREAMS),
    "glass": Glass(STREAMS),
    "bow": BowedString(STREAMS),
    "stone": StoneTone(STREAMS),
    "lock": LockTurning(STREAMS),
    "creak": Creak(STREAMS, MOVES),
    "laugh": Laugh(STREAMS),
    "sob": Sob(STREAMS),
    "glitter": Glitter(STREAMS),
    "warmth": Warmth(STREAMS),
    "calling": Calling(STREAMS),
}
TEXTURES: dict[str, Texture] = {
    "surf": Surf(STREAMS),
    "rain": Rain(STREAMS),
    "bubbles": Bubbles(STREAMS),
    "shimmer": Shimmer(STREAMS),
    "pressure": Pressure(STREAMS),
    "babble": Babble(STREAMS),
    "rustle": Rustle(STREAMS),
    "lark": Lark(STREAMS),
    "bed": Bed(
        STREAMS,
        tuple(
            Change(at, catalogue.scene(name)(STREAMS, {}).chord(connection), connection)
            for at, name, connection in ((0.0, "shore", 0.0), (5.5, "immersion", 0.5), (11.0, "chorus", 1.0))
        ),
    ),
}


def sounds() -> dict[str, Samples]:
    """The sound of every voice; `(n,)` or `(n, 2)`."""
    blocks = round(SECONDS * RATE / BLOCK)
    textures = {
        name: np.concatenate([voice.block(number) for number in range(blocks)]) for name, voice in TEXTURES.items()
    }
    return {name: voice.render() for name, voice in ONE_SHOTS.items()} | textures


def picture(sound: Samples) -> pygame.Surface:
    """The spectrogram of a sound."""
    width, height = SIZE
    middle = np.pad(sound if sound.ndim == 1 else sound.mean(axis=1), (0, WINDOW))
    begins = np.linspace(0, len(middle) - WINDOW, 3 * width).astype(int)
    frames = middle[begins[:, None] + np.arange(WINDOW)] * np.hanning(WINDOW)
    power = np.abs(np.fft.rfft(frames, 2 * WINDOW)) ** 2
    power = power.reshape(width, 3, -1).mean(axis=1)
    edges = LOWEST * (HIGHEST / LOWEST) ** (np.arange(height + 1) / height) / (RATE / (2 * WINDOW))
    rows = [power[:, int(a) : max(int(b), int(a) + 1)].max(axis=1) for a, b in pairwise(edges)]
    level = 10.0 * np.log10(np.stack(rows[::-1], axis=1) + 1e-12)  # (width, height), the highest on top
    light = np.clip((level - level.max()) / RANGE + 1.0, 0.0, 1.0)[..., None]
    pixels = 255.0 * np.concatenate([light**1.1, light**1.6, 0.25 * light**0.5 + 0.7 * light**2.2], axis=2)
    for hz in (100.0, 1_000.0, 10_000.0):
        row = height - 1 - int(height * np.log(hz / LOWEST) / np.log(HIGHEST / LOWEST))
        pixels[::4, row] = np.maximum(pixels[::4, row], 110.0)
    return pygame.surfarray.make_surface(pixels.astype(np.uint8))


def main() -> None:
    """Draw all of them."""
    FOLDER.mkdir(parents=True, exist_ok=True)
    for name, sound in sounds().items():
        pygame.image.save(picture(sound), FOLDER / f"{name}.jpg")


if __name__ == "__main__":
    main()
