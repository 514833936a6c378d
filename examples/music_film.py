# python examples/music_film.py music_film.mp4
"""A music film: plays a few bells into a file, and films a dream that moves to them. More words go to `export`."""

import subprocess
import sys
import wave
from pathlib import Path

import numpy as np

RATE, BEAT, SECONDS = 48_000, 0.5, 8
NOTES = 0, 7, 12, 16, 19, 16, 12, 7  # semitones above the lowest, one a beat

sound = np.zeros(RATE * SECONDS)
for number in range(int(SECONDS / BEAT)):
    begin = round(number * BEAT * RATE)
    time = np.arange(len(sound) - begin) / RATE
    for partial, loud in ((1.0, 1.0), (2.76, 0.4), (5.4, 0.2)):  # of a bar
        tone = np.sin(2.0 * np.pi * 220.0 * 2.0 ** (NOTES[number % len(NOTES)] / 12.0) * partial * time)
        sound[begin:] += 0.2 * loud * tone * np.exp(-time * (2.0 + partial))

song = Path(sys.argv[1]).with_suffix(".wav")
with wave.open(str(song), "wb") as file:
    file.setnchannels(1)
    file.setsampwidth(2)
    file.setframerate(RATE)
    file.writeframes((sound.clip(-1.0, 1.0) * 32767).astype("<i2").tobytes())
command = ["export", sys.argv[1], "--music", str(song), "--act", "starlight", "--from", "14", *sys.argv[2:]]
sys.exit(subprocess.call([sys.executable, "-m", "dreamscape", *command]))
