"""The detail of what is heard in a tick, beside bands, onset and beat, as bytes."""

import numpy as np

from dreamscape.arrays import F64
from dreamscape.dream.quantities import SPECTRUM, Detail
from dreamscape.hearing.bars import METERS, Bars
from dreamscape.hearing.beat import BeatSource
from dreamscape.hearing.harmony import Harmony
from dreamscape.hearing.loudness import Loudness, level
from dreamscape.hearing.onsets import WINDOW as ONSET_WINDOW
from dreamscape.hearing.onsets import Onsets
from dreamscape.hearing.picture import SoundPicture, brightness
from dreamscape.hearing.spectrum import HARRIS, WINDOW, SpectrumFrame, window
from dreamscape.hearing.structure import Structure
from dreamscape.synthesis.voice import RATE

LOW, BASS = (round(hz * ONSET_WINDOW / RATE) for hz in (100.0, 150.0))  # bins below: a kick's, and a bass line's too
UPPER = 24  # bands of the spectrum, from below, above which a break's build is told


class DetailAnalysis:
    """Analyses what the bands, the onsets and the beat do not tell."""

    def __init__(self) -> None:
        self._harmony, self._bars = Harmony(), Bars()
        self._loudness = Loudness(window(WINDOW, *HARRIS))
        self._structure = Structure(SPECTRUM + 12)
        self._picture = SoundPicture(ONSET_WINDOW)

    def step(self, samples: F64, frame: SpectrumFrame, onsets: Onsets, beat: BeatSource) -> bytes:
        """The detail of the tick that ends with these samples, mono, `(HOP,)`, of which the rest is known."""
        drums = onsets.drums
        self._harmony.step(samples)
        self._loudness.step(frame.power)
        self._bars.step(beat.falls, float(drums[0]), float(drums[1]), self._harmony.chroma)
        bands = self._picture.bands(onsets.power)
        spectrum = self._picture.spectrum(bands)
        shown = np.frombuffer(spectrum, np.uint8) / 255.0
        structure = self._structure
        structure.look(np.concatenate([shown, self._harmony.chroma]))
        certainty = 0.0 if onsets.is_speaking else beat.certainty
        low, bass = float(onsets.power[:LOW].sum()), float(onsets.power[:BASS].sum())
        structure.step(low, bass, float(shown[UPPER:].mean()), float(drums[0]), certainty, beat.period)
        structure.rest(frame.is_audible)
        levels = {
            "kick": float(drums[0]),
            "snare": float(drums[1]),
            "hat": float(drums[2]),
            "certainty": beat.certainty,
            "loudness": level(self._loudness.short),
            "loudness_long": level(self._loudness.long),
            "brightness": brightness(bands),
            "roughness": self._harmony.roughness,
            "novelty": structure.novelty,
            "build": structure.build,
            "drop": structure.drop,
            "silence": structure.silence,
            "voice": float(onsets.is_speaking),
            "key_certainty": self._harmony.certainty,
        }
        told = Detail(
            {**levels, **{f"chroma_{n}": part for n, part in enumerate(self._harmony.chroma.tolist())}},
            self._harmony.key,
            self._bars.beat if beat.number is None else beat.number,
            self._bars.meter if beat.number is None else METERS[0],
            spectrum,
            self._picture.waveform(samples),
        )
        return told.packed()
