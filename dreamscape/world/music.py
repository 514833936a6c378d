"""Music: how the dream follows sound from outside. Pictures follow its quantities (`dream/quantities.py`), its onsets
pluck threads, and the heart keeps time with it (`heart.keep_time`).

How strongly all of this is felt, the reaction, comes with each event and is applied here alone: to amounts as pictures
read them, to plucks, and at 0 to everything.
"""

from dataclasses import dataclass, field
from typing import Any

import numpy as np
from numpy.typing import NDArray

from dreamscape.arrays import F32
from dreamscape.clock import TICKS_PER_SECOND
from dreamscape.dream.inputs import Heard
from dreamscape.dream.quantities import INDEX, LEVELS, QUANTITIES, SPECTRUM, WAVEFORM, Detail
from dreamscape.physics import strands as _strands
from dreamscape.physics.strands import Strands
from dreamscape.world.heart import Heart, keep_time

FORGOTTEN = TICKS_PER_SECOND // 2  # ticks without an event after which it is silent
SOFTEST = 0.15  # onsets below it pluck no thread
MOST = 3  # threads that the strongest onset plucks
UNHEARD = 0.02  # chance that a thread of a pitch that does not sound is plucked, beside 1 for one that does
GOLDEN = 0.6180339887  # by which serial numbers become the own numbers of threads
HISTORY = 128  # spectra that are kept, one a tick: 2.1 s
PAST = 8  # ticks whose quantities are kept: the longest that a panorama is kept
MIDDLE = 128  # of a waveform's bytes, silence
STROKES = [INDEX[name] for name in ("onset", "kick", "snare", "hat")]
PLACES = [INDEX[name] for name in ("beat_phase", "bar_phase", "tempo")]
ARRAYS = "values", "goals", "bar", "told", "past", "spectra", "waveform"  # of Music
AMOUNTS = np.array([quantity.kind == "amount" for quantity in QUANTITIES])
TOLD = [INDEX[name] for name in LEVELS]
BEAT_FALL, BAR_FALL = (next(q.fall for q in QUANTITIES if q.name == name) for name in ("beat", "downbeat"))


def _shares(times: list[float]) -> NDArray[np.float64]:
    """The fraction of the remaining difference a tick, for times in s; all of it for 0."""
    ticks = np.array(times) * TICKS_PER_SECOND
    return np.where(ticks > 0.0, 1.0 - np.exp(-1.0 / np.maximum(ticks, 1e-9)), 1.0)


RISE, FALL = _shares([q.rise for q in QUANTITIES]), _shares([q.fall for q in QUANTITIES])


@dataclass(slots=True)
class Music:
    """The sound that is heard.

    Attributes:
        values: `(n,)`, of QUANTITIES; they follow `goals` smoothly. Beats are not in it: they follow from their phases.
        goals: `(n,)`, of the last event.
        bar: (2,), the number of the beat in its bar, and the beats in a bar.
        told: (2,), tick and reaction of the last event.
        past: (PAST, n) float32, what pictures took from the last ticks, the latest first.
        spectra: (HISTORY, SPECTRUM) uint8, the latest first.
        waveform: (WAVEFORM,) uint8.
    """

    values: NDArray[np.float64] = field(default_factory=lambda: np.zeros(len(QUANTITIES)))
    goals: NDArray[np.float64] = field(default_factory=lambda: np.zeros(len(QUANTITIES)))
    bar: NDArray[np.float64] = field(default_factory=lambda: np.array([0.0, 4.0]))
    told: NDArray[np.float64] = field(default_factory=lambda: np.array([-float(FORGOTTEN), 0.0]))
    past: F32 = field(default_factory=lambda: np.zeros((PAST, len(QUANTITIES)), np.float32))
    spectra: NDArray[np.uint8] = field(default_factory=lambda: np.zeros((HISTORY, SPECTRUM), np.uint8))
    waveform: NDArray[np.uint8] = field(default_factory=lambda: np.full(WAVEFORM, MIDDLE, np.uint8))

    def arrays(self) -> dict[str, NDArray[Any]]:
        """The state, for checkpoints and digests."""
        return {name: getattr(self, name) for name in ARRAYS}


@dataclass(frozen=True, slots=True)
class Felt:
    """What pictures take from the sound that is heard: all of it 0 where there is none, or the reaction is 0.

    Attributes:
        values: `(n,) float32`, of QUANTITIES, amounts times the reaction.
        spectra, waveform: as of `Music`.
    """

    values: F32
    spectra: NDArray[np.uint8]
    waveform: NDArray[np.uint8]

    def __getitem__(self, name: str) -> float:
        return float(self.values[INDEX[name]])

    @property
    def drum(self) -> float:
        """How hard it strikes, 0 to 2."""
        return self["kick"] * self["low_fast"]

    @property
    def chroma(self) -> F32:
        """The twelve pitch classes, from C, `(12,)`."""
        return self.values[INDEX["chroma_0"] :]

    def played(self, own: NDArray[np.floating]) -> F32:
        """How much of the sound is the pitch class of things with numbers of their `own`, `(n,)` from 0 to 1."""
        return self.chroma[(own * 12.0).astype(np.int64) % 12]


NOTHING = Felt(np.zeros(len(QUANTITIES), np.float32), *(getattr(Music(), name) for name in ("spectra", "waveform")))


def step(music: Music, tick: int) -> None:
    """Advance everything by one tick."""
    heard = tick - music.told[0] < FORGOTTEN
    if not heard:
        if not (music.values.any() or music.past.any() or music.spectra.any()):
            return
        music.goals[:] = 0.0
        music.waveform[:] = MIDDLE
    if music.told[0] < tick:  # live sound may come later than its tick; the beat goes on
        _advance(music)
    goals, values = music.goals, music.values
    values += (goals - values) * np.where(goals > values, RISE, FALL)
    values[np.abs(values) < 1e-4] = 0.0
    goals[STROKES] = 0.0
    music.past[1:] = music.past[:-1]
    music.past[0] = felt(music, 0.0).values
    music.spectra[1:] = music.spectra[:-1]
    if not heard:
        music.spectra[0] = 0


def _advance(music: Music) -> None:
    """Move beat and bar on by one tick."""
    phase, bar, tempo = PLACES
    music.goals[phase] += music.goals[tempo] / (60.0 * TICKS_PER_SECOND)
    if music.goals[phase] >= 1.0:
        music.goals[phase] -= 1.0
        music.bar[0] = (music.bar[0] + 1.0) % music.bar[1]
    music.goals[bar] = (music.bar[0] + music.goals[phase]) / music.bar[1] if music.goals[tempo] else 0.0


def hear(music: Music, heart: Heart, event: Heard) -> None:
    """Take in an event; the heart keeps time with its beat."""
    if event.reaction <= 0.0:
        return
    if event.bpm > 0.0:
        keep_time(heart, event.tick, event.bpm, event.phase)
    goals = music.goals
    for speed in ("", "_fast", "_slow"):
        low = INDEX[f"low{speed}"]
        goals[low : low + 3] = event.low, event.middle, event.high
    if event.detail:
        detail = Detail.unpacked(event.detail)
        strokes = goals[STROKES].copy()
        goals[TOLD] = list(detail.levels.values())
        goals[STROKES] = np.maximum(goals[STROKES], strokes)  # of events that come together, the strongest strokes
        goals[INDEX["key"]] = detail.key
        music.bar[:] = detail.bar_beat, detail.meter
        music.spectra[0] = np.frombuffer(detail.spectrum, np.uint8)
        music.waveform[:] = np.frombuffer(detail.waveform, np.uint8)
    goals[INDEX["onset"]] = max(goals[INDEX["onset"]], event.onset)
    goals[INDEX["presence"]] = float(max(event.low, event.middle, event.high) > 0.0)
    phase, bar, tempo = PLACES
    goals[phase], goals[tempo] = event.phase, event.bpm
    goals[bar] = (music.bar[0] + event.phase) / music.bar[1] if event.bpm else 0.0
    music.told[:] = event.tick, event.reaction


def felt(music: Music, alpha: float) -> Felt:
    """What pictures take at `alpha` of the way from this tick to the next."""
    if not music.values.any():
        return NOTHING
    values = music.values.copy()
    phase, bar, tempo = PLACES
    if bpm := values[tempo]:
        minute = 60.0 * TICKS_PER_SECOND
        values[phase] += alpha * bpm / minute
        values[bar] += alpha * bpm / minute / music.bar[1]
        values[[phase, bar]] %= 1.0
        beat = values[phase] * 60.0 / bpm  # s since then
        values[INDEX["beat"]] = np.exp(-beat / BEAT_FALL)
        values[INDEX["downbeat"]] = np.exp(-values[bar] * music.bar[1] * 60.0 / bpm / BAR_FALL)
    values[AMOUNTS] *= music.told[1]
    return Felt(values.astype(np.float32), music.spectra, music.waveform)


def felt_before(music: Music, ticks: int) -> Felt:
    """What pictures took so many ticks ago, below PAST; spectra and waveform are those of now."""
    return Felt(music.past[ticks], music.spectra, music.waveform)


def beat(music: Music, pace: float) -> tuple[float, float] | None:
    """Beats in a second of an act that plays at a pace, and turns since the last; None where none is heard."""
    felt_now = felt(music, 0.0)
    per_second = felt_now["tempo"] / 60.0 / pace
    return (per_second, felt_now["beat_phase"]) if per_second and felt_now["presence"] else None


def pluck(strands: Strands, event: Heard, rng: np.random.Generator) -> None:
    """Pluck threads at an onset: the stronger it is, the more of them and the harder; those whose pitch class sounds.

    Args:
        strands: changed in place.
        event: what is heard.
        rng: chooses the threads.
    """
    present = np.flatnonzero(strands.presence > np.float32(0.4))
    onset = min(event.onset * event.reaction, 1.0)
    if onset < SOFTEST or not present.size:
        return
    count = min(1 + int(onset * (MOST - 0.5)), present.size)
    chosen = rng.choice(present, count, replace=False, p=_chances(strands.born[present], event))
    where = 0.2 + 0.6 * float(rng.random())
    _strands.pluck(strands, event.tick, chosen, 0.25 + 0.55 * onset, where)
    strands.tension[:, chosen] = np.maximum(strands.tension[:, chosen], np.float32(0.3 + 0.4 * onset))


def _chances(born: NDArray[np.int64], event: Heard) -> NDArray[np.float64] | None:
    """The chances of threads with these serial numbers: how much their pitch class, which they shine with, sounds."""
    if not event.detail:
        return None
    levels = Detail.unpacked(event.detail).levels
    chroma = np.array([levels[f"chroma_{pitch}"] for pitch in range(12)])
    sounds = UNHEARD + chroma[(born * GOLDEN % 1.0 * 12.0).astype(np.int64) % 12] ** 2
    return np.asarray(sounds / sounds.sum())
