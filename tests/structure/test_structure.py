"""The structure of a song: what breaks here cuts a film beside its music, or keeps its brightest act for quiet."""

import numpy as np
import pytest
from numpy.typing import NDArray

from dreamscape.structure.novelty import MOST, unit_edges
from dreamscape.structure.sections import label
from dreamscape.structure.song_beats import SongBeats
from dreamscape.structure.song_features import F32, Read, analyse
from dreamscape.structure.song_structure import SongStructure, song_structure
from dreamscape.synthesis.voice import RATE

BEAT = 0.5  # s
PART = 16.0  # s, each of the three sections


def reader(samples: NDArray[np.floating]) -> Read:
    def read(start: int, count: int) -> F32:
        out = np.zeros((count, 2), np.float32)
        first, last = max(start, 0), min(start + count, len(samples))
        if last > first:
            out[first - start : last - start] = samples[first:last, None]
        return out

    return read


def found(samples: NDArray[np.floating]) -> SongStructure:
    return song_structure(reader(samples), len(samples))


def song() -> NDArray[np.float64]:
    """Soft chords over a hat, then louder ones over kick and bass, then the soft ones; a beat of 120 throughout."""
    t = np.arange(round(BEAT * RATE)) / RATE
    rng = np.random.default_rng(1)
    fall, out = np.exp(-t * 40.0), []
    hat = np.diff(rng.standard_normal(len(t)), prepend=0.0) * fall * 0.2
    kick = np.sin(2.0 * np.pi * (50.0 * t + 2.0 * (1.0 - np.exp(-t * 30.0)))) * np.exp(-t * 12.0)
    for beat in range(round(3 * PART / BEAT)):
        loud, chord = int(beat * BEAT // PART) == 1, beat // 4 % 4
        root = (220.0, 196.0, 262.0, 247.0)[chord] if loud else (330.0, 294.0, 349.0, 262.0)[chord]
        tones = sum(np.sin(2.0 * np.pi * root * ratio * t) for ratio in (1.0, 1.26, 1.5))
        accent = 1.6 if beat % 4 == 0 else 1.0
        out.append(hat + (0.5 * accent * kick + 0.2 * tones if loud else 0.04 * accent * tones))
    return 0.4 * np.concatenate(out)


@pytest.fixture(scope="module")
def structure() -> SongStructure:
    return found(song())


def test_sections_begin_where_they_do_and_those_alike_have_one_label(structure: SongStructure) -> None:
    assert [section.label for section in structure.sections] == ["A", "B", "A"]
    assert [section.start for section in structure.sections] == pytest.approx([0.0, PART, 2 * PART], abs=0.6)


def test_the_drop_is_where_the_bass_comes(structure: SongStructure) -> None:
    assert [section.kind for section in structure.sections] == ["", "drop", ""]


def test_beats_keep_the_tempo(structure: SongStructure) -> None:
    assert np.median(np.diff(structure.beats.times)) == pytest.approx(BEAT, abs=0.01)
    assert np.median(np.diff(structure.beats.bars)) == pytest.approx(4 * BEAT, abs=0.02)


def test_the_arc_of_energy_is_highest_in_the_loud_part(structure: SongStructure) -> None:
    assert structure.energy(1.5 * PART) > structure.energy(0.3 * PART) + 0.5


def test_silence_at_the_end_is_no_part_of_the_song() -> None:
    lasting = found(np.concatenate([song()[: 20 * RATE], np.zeros(10 * RATE)]))
    assert lasting.seconds == pytest.approx(20.0, abs=0.5)


def test_the_features_do_not_depend_on_the_pieces_they_are_read_in(monkeypatch: pytest.MonkeyPatch) -> None:
    samples = song()[: 7 * RATE]
    whole = analyse(reader(samples), len(samples))
    monkeypatch.setattr("dreamscape.structure.song_features.PIECE", 120)
    parts = analyse(reader(samples), len(samples))
    for name in ("flux", "deep_flux", "spectrum", "chroma", "loudness"):
        assert np.allclose(getattr(whole, name), getattr(parts, name), atol=1e-3)


@pytest.mark.parametrize("level", [0.0, 0.5], ids=["silence", "nothing but an offset"])
def test_what_is_silent_is_said_to_be(level: float) -> None:
    assert found(np.full(20 * RATE, level)).is_silent


@pytest.mark.parametrize("seconds", [0.01, 2.0, 13.0])
def test_a_short_sound_has_one_section(seconds: float) -> None:
    noise = 0.1 * np.random.default_rng(2).standard_normal(round(seconds * RATE))
    assert [section.label for section in found(noise).sections] == ["A"]


@pytest.mark.parametrize("hours", [1, 6])
def test_hours_are_compared_in_as_many_units_as_minutes(hours: int) -> None:
    seconds = 3600.0 * hours
    times = np.arange(0.0, seconds, 0.4)
    beats = SongBeats(times, np.arange(len(times)) % 4 == 0, 4, np.ones(len(times), bool))
    none = SongBeats(np.zeros(0), np.zeros(0, bool), 4, np.zeros(0, bool))
    assert len(unit_edges(seconds, beats)) <= MOST + 3
    assert len(unit_edges(seconds, none)) <= MOST + 3


def test_labels_never_run_out() -> None:
    assert [label(number) for number in (0, 25, 26, 53)] == ["A", "Z", "A2", "B3"]
