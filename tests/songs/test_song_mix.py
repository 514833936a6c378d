"""How songs pass into each other: what breaks here clicks, leaves a gap, or sinks in loudness between two songs."""

from typing import Any

import numpy as np
import pytest
from numpy.typing import NDArray

from dreamscape.errors import DreamscapeError
from dreamscape.songs.song_mix import SWITCH, SongMix
from dreamscape.synthesis.voice import RATE, Samples


class Sung:
    """A song in memory, silent before its beginning and after its end."""

    def __init__(self, sound: NDArray[Any]) -> None:
        self.sound = np.stack([sound, sound], axis=1).astype(np.float32)

    def read(self, start: int, count: int) -> Samples:
        at = np.arange(start, start + count)
        inside = (at >= 0) & (at < len(self.sound))
        return np.where(inside[:, None], self.sound[np.clip(at, 0, len(self.sound) - 1)], np.float32(0.0))


def tone(hz: float, seconds: float = 2.0) -> Any:
    return Sung(0.5 * np.cos(2.0 * np.pi * hz * np.arange(int(seconds * RATE)) / RATE))


def noise(seed: int, seconds: float = 8.0) -> Any:
    return Sung(0.2 * np.random.default_rng(seed).standard_normal(int(seconds * RATE)))


def in_blocks(mix: SongMix, count: int, block: int = 1000) -> Samples:
    return np.concatenate([mix.read(start, block) for start in range(0, count, block)])


def test_without_a_fade_songs_join_to_the_sample() -> None:
    mix, one, other = SongMix(), tone(200.0), tone(300.0)
    mix.pass_to(one, 0, 0)
    mix.pass_to(other, len(one.sound), len(one.sound), 0)
    assert np.array_equal(in_blocks(mix, 4 * RATE), np.concatenate([one.sound, other.sound]))


def test_a_fade_keeps_the_loudness_within_a_decibel() -> None:
    mix = SongMix()
    mix.pass_to(noise(1), 0, 0)
    mix.pass_to(noise(2), 3 * RATE, 3 * RATE, 4 * RATE)
    power = (in_blocks(mix, 9 * RATE)[:, 0].reshape(-1, RATE // 2).astype(np.float64) ** 2).mean(axis=1)
    assert np.abs(10.0 * np.log10(power / 0.04)).max() < 1.0
    assert mix.passages[0].last == 7 * RATE


def test_no_jump_clicks_even_in_the_middle_of_a_fade() -> None:
    """One tone moves by 0.014 a sample at most; two with their gains by no more than twice that."""
    mix, one, other, third = SongMix(), tone(200.0, 9.0), tone(210.0, 9.0), tone(190.0, 9.0)
    mix.pass_to(one, 0, 0)
    mix.pass_to(other, RATE, RATE, RATE)
    mix.pass_to(third, 1000, RATE + RATE // 2 + 7)  # a jump into a song, while two of them fade
    mix.pass_to(third, -20_000, RATE + RATE // 2 + 2000)  # and again before that has passed
    sound = in_blocks(mix, 4 * RATE)[:, 0]
    slope = 0.5 * 2.0 * np.pi * 210.0 / RATE
    assert np.abs(np.diff(sound)).max() < 2.0 * slope
    assert np.abs(sound[2 * RATE :]).max() == pytest.approx(0.5, abs=0.01)


def test_a_song_that_is_leaving_is_not_cut_off_by_what_comes_later() -> None:
    mix, one, other = SongMix(), tone(200.0), tone(300.0)
    mix.pass_to(one, 0, 0)
    mix.pass_to(other, 1000, 1000, 5000)
    before = mix.read(2000, 1000)
    mix.pass_to(one, 90_000, 90_000, 100)
    assert np.array_equal(mix.read(2000, 1000), before)


def test_what_has_gone_is_let_go_of() -> None:
    mix, one, other = SongMix(), tone(200.0), tone(300.0)
    mix.pass_to(one, 0, 0)
    mix.pass_to(other, 9000, 9000)
    mix.drop_before(9000 + SWITCH)
    assert [passage.song for passage in mix.passages] == [one, other]
    mix.drop_before(9000 + SWITCH + 1)
    assert [passage.song for passage in mix.passages] == [other]


def test_a_song_that_breaks_off_is_told_and_the_next_one_sounds() -> None:
    class Broken:
        def read(self, start: int, count: int) -> Samples:
            raise DreamscapeError("song a.mp3: cannot be read beyond 1.0 s")

    mix, broken, other = SongMix(), Broken(), tone(300.0)
    mix.pass_to(broken, 0, 0)  # type: ignore[arg-type]
    mix.pass_to(other, 500, 500, 0)
    assert np.array_equal(mix.read(0, 1500)[500:], other.sound[:1000])
    assert list(mix.mistakes) == ["song a.mp3: cannot be read beyond 1.0 s"]
