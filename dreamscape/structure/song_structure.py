"""The structure of a song: its sections with how loud they are, its builds and its drops, its bars, and its end."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from dreamscape.arrays import F64
from dreamscape.clock import TICKS_PER_SECOND
from dreamscape.structure.sections import find_sections
from dreamscape.structure.song_beats import SongBeats, find_beats
from dreamscape.structure.song_features import (
    SPECTRA_PER_SECOND,
    Read,
    SongFeatures,
    analyse,
)

SILENT = -60.0  # LUFS of a tenth of a second: less is silence
LEAST = 5  # tenths of a second that a song must sound: less is a click, as where an offset begins and ends
MEMORY = 8.0  # s before and after a boundary that are compared
SUDDEN = 1.5  # s before and after a drop, between which its basses come
APART = 0.6  # s that lie between these: a bar line may be half a beat late
FALLS = 6.0  # dB by which the basses of a drop are stronger than before it
EARLIEST = 12.0  # s of a song before its first drop
NEAR = 2.0  # dB below the loudest section: what is softer is no drop
STEADY = 0.8  # of the beats of a drop are clear
RISES = 3.0  # dB by which strokes or highs become stronger in a build
BRIGHT = 24  # the first narrow band of highs, about 3 kHz
ARC = 0.06  # of the song's length, over which the long arc of its energy is smoothed
RANGE = 6.0  # dB between its quiet and its loud parts that make an arc; a song with less rises evenly


@dataclass(frozen=True, slots=True)
class Section:
    """A section of a song.

    Attributes:
        start, stop: s.
        label: that of sections that sound alike, from A.
        loudness: LUFS.
        kind: `drop`, `build` before it, `loudest`, or nothing.
    """

    start: float
    stop: float
    label: str
    loudness: float
    kind: str = ""

    @property
    def seconds(self) -> float:
        """Its length."""
        return self.stop - self.start


@dataclass(frozen=True, slots=True)
class SongStructure:
    """The structure of a song.

    Attributes:
        sections: in order; they cover all of it that sounds, from 0.
        beats: its beats and bars.
        fades: s before the end in which it dies away.
        arc: (n,) float64, the long arc of its energy, 0 to 1, at even distances from its beginning to its end.
        is_silent: whether nothing sounds in it.
    """

    sections: tuple[Section, ...]
    beats: SongBeats
    fades: float
    arc: F64
    is_silent: bool

    @property
    def seconds(self) -> float:
        """When its last sound has died away."""
        return self.sections[-1].stop

    def energy(self, second: float) -> float:
        """The long arc of its energy at a time, 0 to 1."""
        places = np.linspace(0.0, self.seconds, len(self.arc))
        return float(np.interp(second, places, self.arc))


def song_structure(read: Read, samples: int) -> SongStructure:
    """The structure of a song, a sound of that many samples that is read in pieces."""
    features = _ending(analyse(read, samples))
    beats = find_beats(features)
    bounds, labels = find_sections(features, beats)
    sections = [
        Section(float(start), float(stop), label, _level(features.loudness, start, stop))
        for start, stop, label in zip(bounds[:-1], bounds[1:], labels, strict=True)
    ]
    silent = int((features.loudness > SILENT).sum()) < LEAST
    return SongStructure(
        tuple(_kinds(features, beats, sections)), beats, _fade(features), _arc(features.loudness), silent
    )


def _ending(features: SongFeatures) -> SongFeatures:
    """The features up to the last sound; all of them if nothing sounds."""
    heard = np.flatnonzero(features.loudness > SILENT)
    stop = min(int(heard[-1]) + 3, len(features.loudness)) if len(heard) else len(features.loudness)
    ticks = stop * (TICKS_PER_SECOND // SPECTRA_PER_SECOND)
    return SongFeatures(
        features.flux[:ticks],
        features.deep_flux[:ticks],
        features.spectrum[:stop],
        features.chroma[:stop],
        features.loudness[:stop],
        min(stop / SPECTRA_PER_SECOND, features.seconds),
    )


def _level(decibels: NDArray[np.float32], start: float, stop: float) -> float:
    """The mean power between two times, in dB."""
    first = max(0, round(start * SPECTRA_PER_SECOND))
    part = decibels[first : max(first + 1, round(stop * SPECTRA_PER_SECOND))]
    return float(10.0 * np.log10(np.mean(10.0 ** (part / 10.0)))) if len(part) else -90.0


def _kinds(features: SongFeatures, beats: SongBeats, sections: list[Section]) -> list[Section]:
    """The sections with what they are: drops, the builds before them, and the loudest."""
    loudest = max(section.loudness for section in sections)
    kinds = ["" for _ in sections]
    for index in range(1, len(sections)):
        if _drops(features, beats, sections[index], loudest):
            kinds[index] = "drop"
            if _builds(features, sections[index - 1]) and kinds[index - 1] != "drop":
                kinds[index - 1] = "build"
    if "drop" not in kinds and len(sections) > 1:
        later = [k for k in range(1, len(sections)) if sections[k].loudness > loudest - NEAR]  # rather than the first
        kinds[max(later or [0], key=lambda k: sections[k].loudness)] = "loudest"
    return [Section(s.start, s.stop, s.label, s.loudness, kind) for s, kind in zip(sections, kinds, strict=True)]


def _drops(features: SongFeatures, beats: SongBeats, section: Section, loudest: float) -> bool:
    """Whether a section begins with a drop: suddenly there are basses, they stay, and it is among the loudest."""
    inside = (beats.times >= section.start - 0.2) & (beats.times < section.stop)
    if (
        section.start < EARLIEST
        or section.loudness < loudest - NEAR
        or inside.sum() < 8
        or beats.clear[inside].mean() < STEADY
    ):
        return False
    bass, start = features.spectrum[:, 0], section.start
    before = _level(bass, start - MEMORY, start - APART)
    stays = _level(bass, start, min(section.stop, start + MEMORY)) - before
    sudden = _level(bass, start, start + SUDDEN) - _level(bass, start - SUDDEN - APART, start - APART)
    return stays > FALLS and sudden > FALLS


def _builds(features: SongFeatures, section: Section) -> bool:
    """Whether highs or the whole become stronger from the section's first third to its last."""
    third = section.seconds / 3.0
    highs = features.spectrum[:, BRIGHT:].mean(axis=1)
    return any(
        _level(values, section.stop - third, section.stop) - _level(values, section.start, section.start + third)
        > RISES
        for values in (highs, features.loudness)
    )


def _fade(features: SongFeatures) -> float:
    """How long before its end a song has fallen for good 10 dB below its usual level, s."""
    usual = float(np.median(features.loudness))
    loud = np.flatnonzero(_mean(features.loudness, SPECTRA_PER_SECOND) > usual - 10.0)
    return features.seconds - (int(loud[-1]) / SPECTRA_PER_SECOND if len(loud) else 0.0)


def _arc(loudness: NDArray[np.float32]) -> F64:
    """The long arc of its energy, 0 to 1; the less the loudness varies, the more it rises evenly."""
    count = 200
    places = np.linspace(0, len(loudness) - 1, count).astype(np.intp)
    width = max(3, round(ARC * len(loudness)))
    smooth = np.pad(np.maximum(loudness, -60.0), width, "reflect" if len(loudness) > 1 else "edge")
    for _ in range(2):
        smooth = _mean(smooth, width)
    level = smooth[width : width + len(loudness)][places]
    low, high = np.quantile(level, 0.02), np.quantile(level, 0.98)
    arc = np.clip((level - low) / max(float(high - low), 1e-6), 0.0, 1.0)
    share = min(float(high - low) / RANGE, 1.0)
    return np.asarray(share * arc + (1.0 - share) * np.linspace(0.0, 1.0, count))


def _mean(values: NDArray[np.floating], width: int) -> F64:
    """The mean of `width` values around each."""
    sums = np.cumsum(np.pad(np.asarray(values, np.float64), (width // 2 + 1, width - width // 2 - 1), "edge"))
    return (sums[width:] - sums[:-width]) / width
