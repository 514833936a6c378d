"""What a scene says of its sound: what breaks here leaves the scenes of other packages mute."""

from collections.abc import Iterator
from typing import Any

import numpy as np
import pytest
from mixing import STREAMS

from dreamscape import catalogue
from dreamscape.audio.cues import cues
from dreamscape.audio.levels import Levels
from dreamscape.audio.programme import Programme
from dreamscape.audio.sounding_act import sounding_act
from dreamscape.audio.touch_sounds import touched
from dreamscape.dream.dream_file import Act, DreamFile
from dreamscape.dream.inputs import Call, Pointer
from dreamscape.dream.timeline import Timeline
from dreamscape.parameters import Parameter
from dreamscape.synthesis.tuning import OPEN
from dreamscape.synthesis.voice import RATE, SAMPLES_PER_TICK, Samples
from dreamscape.voices.bed import Bed
from dreamscape.voices.calling import Calling
from dreamscape.voices.chime import Chime
from dreamscape.voices.glitter import Glitter
from dreamscape.voices.pressure import Pressure
from dreamscape.voices.warmth import Warmth
from dreamscape.world import touch_response
from dreamscape.world.scene import Scene
from dreamscape.world.scene_sound import SoundCue, Sounding, TouchSound
from dreamscape.world.weather import strikes
from dreamscape.world.world import World

CHORD = (0, 5, 10, 15, 20, 25)


class Quarry(Scene):
    """A scene of somebody else's, with sound of its own."""

    touch_sound = TouchSound(12.0, OPEN, Chime)
    bell = Parameter(1.5, 0.0, 60.0, "s", "when it sounds")

    def sounding(self, seconds: float) -> Sounding:
        now = Sounding(wet=0.25, depth=0.1 * seconds)
        now.play(Pressure(self.streams), "things", 0.0)
        now.set(heart=-20.0)
        return now

    def cues(self) -> Iterator[SoundCue]:
        yield SoundCue(self.bell, Chime(self.streams, 1, 440.0), "things", 0.5, -0.5, 0.25)

    def thunder(self) -> float:
        return 0.5

    def chord(self, connection: float) -> tuple[int, ...]:
        return CHORD


class Mute(Scene):
    """A scene that says nothing of its sound."""


def played(kind: type[Scene], **described: Any) -> tuple[Timeline, dict[int, Scene]]:
    timeline = Timeline(DreamFile("Mine", 7, (Act(kind.name(), 120.0, **described),)), STREAMS)
    return timeline, {0: kind(STREAMS, {})}


def test_a_scene_says_which_textures_play_how_loudly_and_where() -> None:
    timeline, scenes = played(Quarry, pace=0.5)
    now = Levels(timeline, STREAMS, scenes).at(4 * RATE)
    assert now.textures[Pressure(STREAMS), "things"] == 1.0
    assert (now.wet, now.depth) == (0.25, pytest.approx(0.2))  # 2 s by the act's own clock
    assert now.levels["heart"] == pytest.approx(0.1)
    (bed,) = [texture for texture, _ in now.textures if isinstance(texture, Bed)]
    assert {change.chord for change in bed.changes} == {CHORD}


def test_a_scene_s_cues_sound_at_their_time_in_the_act() -> None:
    timeline, scenes = played(Quarry, pace=0.5)
    (bell,) = cues(sounding_act(timeline, scenes, 0), ())
    assert bell.at == 3 * RATE
    assert bell.voice == Chime(STREAMS, 1, 440.0)
    assert (bell.bus, bell.gain, bell.pan, bell.send) == ("things", 0.5, -0.5, 0.25)


def test_thunder_is_as_loud_as_the_scene_says() -> None:
    timeline, scenes = played(Quarry)
    struck = strikes(STREAMS, *timeline.span(0))
    thunders = [event for event in cues(sounding_act(timeline, scenes, 0), struck) if event.bus == "sky"]
    storm, mute = (played(kind) for kind in (catalogue.scene("shore"), Mute))
    louder = [event for event in cues(sounding_act(*storm, 0), struck) if event.bus == "sky"]
    assert len(thunders) == len(louder) == len(struck) > 0
    assert [event.gain for event in thunders] == pytest.approx([0.5 * event.gain for event in louder])
    assert list(cues(sounding_act(*mute, 0), struck)) == []


def test_a_control_moves_no_sound_that_is_known_already() -> None:
    """Else a part of a film would have other samples than the whole."""
    timeline, scenes = played(Quarry)
    act = sounding_act(timeline, scenes, 0)
    scenes[0].__dict__["bell"] = 9.0
    assert [event.at for event in cues(act, ())] == [round(1.5 * RATE)]


def touch(kind: type[Scene]) -> Any:
    """What a press in the middle of the picture lets sound."""
    timeline, scenes = played(kind)
    world = World(timeline, STREAMS, scenes)
    world.step()
    touch_response.strike(world.felt, world.tick, 0.0, 0.0)
    note, warmth, glitter = touched(world)
    assert {event.at for event in (note, warmth, glitter)} == {SAMPLES_PER_TICK}
    assert (type(warmth.voice), type(glitter.voice)) == (Warmth, Glitter)
    assert 65.0 <= warmth.voice.pitch <= 130.0
    return note.voice


def test_a_touch_sounds_as_the_scene_says() -> None:
    assert touch(Quarry).pitch < touch(Mute).pitch
    assert isinstance(touch(catalogue.scene("reflection")), catalogue.scene("reflection").touch_sound.voice)


def test_a_call_is_heard_once_and_a_hand_that_only_moves_is_not() -> None:
    timeline, scenes = played(Quarry)
    world = World(timeline, STREAMS, scenes)
    world.push(Pointer(1, 0.2, 0.1, 0.3))
    world.push(Call(2, 0.2, 0.1))
    found = []
    for _ in range(4):
        world.step()
        found.append([type(event.voice) for event in touched(world)])
    assert found == [[], [Calling], [], []]


@pytest.mark.slow
def test_a_scene_s_cue_is_heard_in_the_mix() -> None:
    timeline, scenes = played(Quarry)
    heard, unheard = (mixed(timeline, scenes, bell) for bell in (0.5, 60.0))
    assert (heard[: round(0.45 * RATE)] == unheard[: round(0.45 * RATE)]).all()
    assert np.abs(heard - unheard)[RATE // 2 :].max() > 0.05


def mixed(timeline: Timeline, scenes: dict[int, Scene], bell: float) -> Samples:
    """The dream's first second."""
    scenes[0].__dict__["bell"] = bell
    return np.concatenate(list(Programme(timeline, STREAMS, scenes).render(0, RATE)))


def test_a_mute_scene_has_the_bed_and_the_heart() -> None:
    timeline, scenes = played(Mute)
    now = Levels(timeline, STREAMS, scenes).at(4 * RATE)
    assert [type(texture) for texture, _ in now.textures] == [Bed]
    assert all(now.levels[bus] > 0.0 for bus in ("heart", "bed"))
