"""Songs that follow each other: how they join, how soon a key is heard, and what a folder of thousands costs.

    python benchmarks/songs.py [--json] [--count 2000]

joins: the largest step between two samples around a join of two notes, in times of the largest step of the louder one
alone, and how far the loudness of noise strays in a cross-fade. key: from the key for the next song until its first
sample has left a device that takes samples as PortAudio's do. folder: seconds until the songs of a folder are found and
the first is open, and how far memory grows while a second hundred of them is played, each for a moment. Songs are made
here.
"""

import argparse
import json
import os
import statistics
import tempfile
import time
import wave
from functools import partial
from pathlib import Path
from types import SimpleNamespace
from typing import Any
from unittest.mock import patch

import numpy as np
import psutil
from numpy.typing import NDArray
from play import Card

from dreamscape.arrays import F64
from dreamscape.devices.speaker import Speaker
from dreamscape.dream import dream_file
from dreamscape.hearing.song import Song
from dreamscape.live.playback.live_sound import PlaybackOptions, SongsSound
from dreamscape.live.playback.song_dreams import SongDreams
from dreamscape.live.playback.song_loader import open_from
from dreamscape.live.playback.song_player import SongPlayer
from dreamscape.songs.song_files import find
from dreamscape.songs.song_mix import SongMix
from dreamscape.songs.song_order import SongOrder
from dreamscape.synthesis.voice import RATE

SECONDS = 6.0  # of a song
KEYS = 8


def wave_file(path: Path, sound: F64) -> Path:
    """A song in a file, mono, 16 bits."""
    with wave.open(str(path), "wb") as out:
        out.setparams((1, 2, RATE, 0, "NONE", ""))
        out.writeframes((sound * 32767.0).astype("<i2").tobytes())
    return path


def note(hz: float) -> F64:
    """A note that neither begins nor ends softly."""
    return np.asarray(0.3 * np.sin(2.0 * np.pi * hz * np.arange(round(SECONDS * RATE)) / RATE))


def joins(folder: Path) -> list[dict[str, Any]]:
    """Without and with a fade."""
    notes = [Song(wave_file(folder / f"{hz}.wav", note(hz)), "song") for hz in (200.0, 250.0)]
    chance = np.random.default_rng(1)
    hiss = [
        Song(wave_file(folder / f"hiss {k}.wav", 0.1 * chance.standard_normal(round(SECONDS * RATE))), "song")
        for k in range(2)
    ]
    rows = []
    for fade in (0.0, 4.0):
        steps = [_joined(pair, fade) for pair in (notes, hiss)]
        own = max(np.abs(np.diff(one.read(0, one.length())[:, 0])).max() for one in notes)
        power = (steps[1].astype(np.float64) ** 2).reshape(-1, RATE // 2).mean(axis=1)
        decibels = 10.0 * np.log10(power / power[0])
        rows.append(
            {
                "fade_s": fade,
                "largest_step": float(np.abs(np.diff(steps[0])).max() / own),
                "loudness_strays_db": float(np.abs(decibels).max()),
            }
        )
    for song in (*notes, *hiss):
        song.close()
    return rows


def _joined(pair: list[Song], fade: float) -> NDArray[np.float32]:
    """The left channel of two songs that follow each other."""
    mix, length = SongMix(), round(fade * RATE)
    join = pair[0].length() - length
    mix.pass_to(pair[0], 0, 0)
    mix.pass_to(pair[1], join, join, length)
    whole = (join + pair[1].length()) // (RATE // 2) * (RATE // 2)
    return np.concatenate([mix.read(start, 1024)[:, 0] for start in range(0, whole, 1024)])[:whole]


def player_of(folder: Path) -> SongPlayer:
    """A player of a folder, in a session that shows nothing."""
    order = SongOrder(find([folder]).songs)
    place, song, _ = open_from(order, 0)
    assert song
    dream = dream_file.load("sapphire")
    player = SongPlayer(order, place, song, 4.0, SongDreams(None, None, dream))
    stage = SimpleNamespace(dream=dream, playhead=SimpleNamespace(tick=0), hud=SimpleNamespace(say=print))
    stage.follow_no_more = lambda: None
    player.begin(stage, 0)
    return player


def key(folder: Path) -> dict[str, Any]:
    """Seconds from a key to the first sample of the next song."""
    for number in range(KEYS + 1):
        wave_file(folder / f"{number}.wav", note(200.0 + 50.0 * number))
    player, taken = player_of(folder), list[float]()
    waiting, heard = False, 0.0

    def opened(asked: str | None, pull: Any) -> Card:
        def watched(count: int, delay: float) -> Any:
            nonlocal heard
            samples = pull(count, delay)
            first = player.mix.passages[-1].first / RATE
            if waiting and player.now / RATE + delay >= first and not heard:
                heard = time.perf_counter() + delay
            return samples

        return Card(asked, watched)

    with patch("dreamscape.live.playback.live_sound.Speaker", partial(Speaker, opens=opened)):
        sound = SongsSound(player, 0, print, PlaybackOptions())
    for _ in range(KEYS):
        end = time.perf_counter() + 1.2
        while time.perf_counter() < end:
            player.step()
            time.sleep(1.0 / 30.0)
        begun, heard = time.perf_counter(), 0.0
        player.next()
        waiting = True
        while not heard:
            time.sleep(0.001)
        waiting = False
        taken.append(heard - begun)
    sound.stop()
    player.close()
    return {"key_median_s": statistics.median(taken), "key_worst_s": max(taken), "gaps": sound.underruns}


def many(folder: Path, count: int) -> dict[str, Any]:
    """A folder of many songs."""
    first = wave_file(folder / "0.wav", note(200.0))
    for number in range(1, count):
        os.link(first, folder / f"{number}.wav")
    begun = time.perf_counter()
    player = player_of(folder)
    ready = time.perf_counter() - begun
    process, sizes = psutil.Process(), list[float]()
    for _ in range(200):
        player.next()
        player.mix.read(player.now, 48_000)
        player._stepped += 4 * RATE  # past what is kept of the one before
        player.step()
        sizes.append(process.memory_info().rss / 2**20)
    player.close()
    return {"songs": count, "first_open_s": ready, "grows_mb": sizes[-1] - sizes[99]}


def main() -> None:
    """Measure, and print a table or JSON."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--json", action="store_true")
    parser.add_argument("--count", type=int, default=2000)
    given = parser.parse_args()
    folders = [tempfile.TemporaryDirectory() for _ in range(3)]
    paths = [Path(folder.name) for folder in folders]
    rows = [*joins(paths[0]), key(paths[1]), many(paths[2], given.count)]
    for folder in folders:
        folder.cleanup()
    for row in rows:
        said = {name: round(value, 4) for name, value in row.items()}
        print(json.dumps(said) if given.json else "   ".join(f"{name} {value:g}" for name, value in said.items()))


if __name__ == "__main__":
    main()
