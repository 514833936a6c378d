"""The melody by numbers: what breaks here is out of time with the heart, or never comes home."""

from collections.abc import Iterator
from itertools import pairwise
from typing import Any

import numpy as np
import pytest
from mixing import BRIEF, STREAMS, parts
from msgspec.structs import replace

from dreamscape import catalogue
from dreamscape.audio import programme
from dreamscape.audio.cues import cues
from dreamscape.audio.events import Event
from dreamscape.audio.levels import Levels
from dreamscape.audio.programme import WorldWithoutDust
from dreamscape.audio.score import EventDetector
from dreamscape.audio.singing import walked
from dreamscape.audio.sounding_act import sounding_act
from dreamscape.clock import TICKS_PER_SECOND
from dreamscape.dream.dream_file import Act, DreamFile
from dreamscape.dream.timeline import Timeline
from dreamscape.places.key import chimes
from dreamscape.places.street.passing import passing
from dreamscape.rng import Streams
from dreamscape.scenes.chorus import SUMMIT
from dreamscape.synthesis.tuning import TONIC, note
from dreamscape.synthesis.voice import BLOCK, RATE, SAMPLES_PER_TICK
from dreamscape.voices.bed import Bed, Change
from dreamscape.voices.bow import BowedString
from dreamscape.voices.glass import Glass
from dreamscape.voices.hum import Hum
from dreamscape.world import heart
from dreamscape.world.melody import AT_HOME, CODA, HOMECOMING, MOTIF, Note, Phrase, line, progression, third
from dreamscape.world.scene import Scene

NAMES = ("D", "Eb", "E", "F", "F#", "G", "G#", "A", "Bb", "B", "C", "C#")


class Singer(Scene):
    """A scene that sings."""

    def phrases(self) -> Iterator[Phrase]:
        yield Phrase(1.0, (*line((19, 1.0), (24, 2.0)), Note(3.5, 26, 1.0)), BowedString, 0.5)


def name(pitch: float) -> str:
    """The name of a note, Hz."""
    return NAMES[round(12.0 * np.log2(pitch / TONIC)) % 12]


def heard(act: Act, seconds: float, start: int = 0) -> tuple[list[Event], list[int]]:
    """What is sung in a dream of one act, and the samples of the heart's beats; listened to from tick `start` on."""
    timeline = Timeline(DreamFile("Song", 7, (act,)), STREAMS)
    scenes: dict[int, Scene] = {0: Singer(STREAMS, {})}
    detector = EventDetector(Levels(timeline, STREAMS, scenes), STREAMS)
    world, events, beats = WorldWithoutDust(timeline, STREAMS, scenes), [], set()
    while world.tick < seconds * TICKS_PER_SECOND:
        world.step()
        beats |= {int(beat) * SAMPLES_PER_TICK // heart.SUBTICKS for beat in world.heart.beats if beat >= 0}
        if world.tick >= start:
            events += [event for event in detector.listen(world) if isinstance(event.voice, BowedString)]
    return sorted(events, key=lambda event: event.at), sorted(beats)


@pytest.mark.slow
def test_a_phrase_begins_with_a_beat_of_the_heart_and_goes_with_it() -> None:
    events, beats = heard(Act("singer", 20.0), 8.0)
    first = next(k for k, beat in enumerate(beats) if beat >= RATE)
    assert [event.at for event in events[:2]] == [beats[first], beats[first + 1]]
    between = (events[2].at - beats[first + 3]) / (beats[first + 4] - beats[first + 3])
    assert between == pytest.approx(0.5, abs=0.1)
    assert [name(event.voice.pitch) for event in events] == ["A", "D", "E"]  # type: ignore[attr-defined]
    slows = Act("singer", 20.0, connection=((0.0, 0.0), (9.0, 0.8)))
    assert heard(slows, 8.0, 200)[0] == heard(slows, 8.0)[0]  # who comes later hears the same


def test_the_third_is_minor_until_the_dreamer_is_at_home() -> None:
    alone, together = (
        "".join(name(walked(MOTIF, number, 220.0, connection)) for number in range(5)) for connection in (0.3, 0.95)
    )
    assert (alone, together) == ("ADEAF", "ADEAF#")
    assert third(39, HOMECOMING) == 40
    assert walked(MOTIF, 6, 110.0, 0.0) == pytest.approx(walked(MOTIF, 6, 220.0, 0.0) / 2.0)


def test_harmony_moves_in_order_and_begins_again_in_a_longer_act() -> None:
    chords = (2.0, (0, 7)), (3.0, (3, 10))
    assert [progression(at, chords, 0.0)[0] for at in (-1.0, 1.9, 2.1, 4.9, 5.1)] == [0, 0, 3, 3, 0]
    assert progression(3.0, chords, 1.0) == (4, 9)


@pytest.mark.parametrize("scene", ["shore", "starlight", "reflection", "immersion", "key", "spires", "chorus"])
def test_harmony_moves_two_or_three_times_an_act(scene: str) -> None:
    made = catalogue.scene(scene)(STREAMS, {})
    chords = [made.harmony(float(at), 0.5) for at in np.arange(0.0, 28.0, 0.5)]
    assert 2 <= sum(one != two for one, two in pairwise(chords)) <= (7 if scene == "chorus" else 4)


def test_the_last_chord_has_its_third_only_for_who_is_at_home() -> None:
    chorus = catalogue.scene("chorus")(STREAMS, {})
    assert chorus.harmony(SUMMIT + 1.0, 1.0) == AT_HOME
    assert not {3, 4} & {note % 12 for note in chorus.harmony(SUMMIT + 1.0, 0.5)}


def test_the_glyphs_hum_the_motif_and_the_chimes_ring_it() -> None:
    timeline, _, scenes = parts(replace(BRIEF, act=(Act(scene="spires", seconds=36.0),)))
    found: list[Any] = [one.voice for one in cues(sounding_act(timeline, scenes, 0), ()) if isinstance(one.voice, Hum)]
    assert "ADEAF" in "".join(name(voice.pitch) for voice in found)
    struck = chimes.notes(STREAMS)
    burst = [name(pitch) for pitch in struck.pitch[chimes.RUNGS : chimes.RUNGS + 5].tolist()]
    assert burst == ["E", "A", "B", "E", "C#"]


@pytest.mark.parametrize("seed", [1, 7])
def test_spires_sing_the_harmony_as_they_are_passed_the_tall_ones_lower(seed: int) -> None:
    spires = catalogue.scene("spires")(Streams(seed), {})
    row = passing(spires.streams)
    sung: list[Any] = [cue for cue in spires.cues() if isinstance(cue.voice, Glass)]
    assert len(sung) == len(row.at) >= 8
    for cue, at, aside in zip(sung, row.at.tolist(), row.aside.tolist(), strict=True):
        assert cue.at + cue.voice.before == pytest.approx(at)
        assert cue.at >= 0.0
        assert cue.voice.aside == aside
        assert name(cue.voice.pitch) in {NAMES[semitones % 12] for semitones in spires.harmony(at, 0.0)}
    pitches = [cue.voice.pitch for cue in sung]
    assert np.corrcoef(np.log(row.tall), np.log(pitches))[0, 1] < -0.9
    level = [spires.sounding(at).levels["bed"] for at in np.arange(4.0, 24.0, 0.5)]
    assert max(level) > 1.4 * min(level)


@pytest.mark.slow
def test_the_harmony_changes_with_the_beats_of_the_heart() -> None:
    """It changed every two thirds of a second, wherever the heart was."""
    timeline, _, scenes = parts(replace(BRIEF, act=(Act(scene="shore", seconds=20.0), Act(scene="key", seconds=24.0))))
    (bed,) = [one for one, _ in Levels(timeline, STREAMS, scenes).at(12 * RATE).textures if isinstance(one, Bed)]
    world, beats = WorldWithoutDust(timeline, STREAMS, scenes), set()
    for _ in range(44 * TICKS_PER_SECOND):
        world.step()
        beats |= {int(beat) / heart.SUBTICKS / TICKS_PER_SECOND for beat in world.heart.beats}
    assert len({change.chord for change in bed.changes}) >= 4
    assert {change.at for change in bed.changes} <= beats


@pytest.mark.slow
def test_a_chord_is_heard_from_its_time_on() -> None:
    """Not from the middle of the frame in which it falls: it came up to 0.7 s early or late."""
    for at in (4.0, 4.4, 4.8):
        bed = Bed(STREAMS, (Change(0.0, (0, 7, 12, 19), 0.5), Change(at, (-2, 5, 10, 17), 0.5)))
        sound = np.concatenate([bed.block(k) for k in range(7 * RATE // BLOCK)]).mean(axis=1)
        for begin, newer in ((at - 0.6, False), (at + 0.5, True)):
            part = sound[round(begin * RATE) :][: RATE // 2]
            power = np.abs(np.fft.rfft(part * np.hanning(len(part)), 4 * RATE)) ** 2
            old, new = (
                sum(power[round(4 * note(k)) - 4 : round(4 * note(k)) + 5].sum() for k in ks)
                for ks in ((7, 12), (5, 10))
            )
            assert (new > 4.0 * old) == newer
            assert (old > 4.0 * new) != newer


def test_the_ground_of_the_bed_is_steady_and_in_the_middle() -> None:
    bed = Bed(STREAMS, (Change(0.0, (0, 7, 12, 14, 19, 26), 0.0),))
    sound = np.concatenate([bed.block(number) for number in range(400, 600)]).astype(np.float64)
    spectrum = np.fft.rfft(sound, axis=0)
    spectrum[round(150.0 * len(sound) / RATE) :] = 0.0
    low = np.fft.irfft(spectrum, axis=0)
    assert np.corrcoef(low.T)[0, 1] > 0.98
    level = np.sqrt((low[:, 0][: len(low) // 4800 * 4800].reshape(-1, 4800) ** 2).mean(axis=1))[2:-2]
    assert 20.0 * np.log10(np.percentile(level, 95) / np.percentile(level, 5)) < 5.0  # two notes that beat


@pytest.mark.parametrize(
    ("scene", "connection", "closes"), [("shore", 0.95, True), ("shore", 0.5, False), ("chorus", 0.95, False)]
)
def test_a_dream_that_comes_home_anywhere_has_a_coda(scene: str, connection: float, closes: bool) -> None:
    """The chorus has an end of its own."""
    timeline, _, scenes = parts(replace(BRIEF, act=(Act(scene, 30.0, connection=((0.0, connection),)),)))
    levels = Levels(timeline, STREAMS, scenes)
    assert levels.coda(0) == (round((30.0 - CODA) * TICKS_PER_SECOND) if closes else None)
    (bed,) = [texture for texture, _ in levels.at(28 * RATE).textures if isinstance(texture, Bed)]
    assert (bed.changes[-1].chord == AT_HOME) == (closes or scene == "chorus")
    louder = levels.at(26 * RATE).levels["bed"] / levels.at(15 * RATE).levels["bed"]
    assert (louder > 1.5) == (closes or scene == "chorus")


def test_in_an_endless_dream_the_heart_goes_and_all_is_softer() -> None:
    act = Act(scene="shore", seconds=900.0)
    timeline = Timeline(DreamFile("Sleep", 7, (act,), endless=True), STREAMS)
    levels = Levels(timeline, STREAMS, {k: catalogue.scene("shore")(STREAMS, {}) for k in range(3)})
    begins, later = (levels.at(second * RATE) for second in (2, 800))
    assert begins.asleep == later.asleep == 1.0
    assert begins.levels["heart"] > 0.1
    assert later.levels["heart"] == 0.0
    world = WorldWithoutDust(timeline, STREAMS, levels._scenes)
    awake, asleep = (world._natural_bpm(timeline.cue(second * TICKS_PER_SECOND)) for second in (0, 800))
    assert asleep == pytest.approx((1.0 - heart.SLOWER) * awake)
    assert programme.usual_loudness(timeline) == -26.0
