"""Acts laid out for a song: what breaks here leaves a gap in a film, or writes a plan that cannot be read again."""

from itertools import pairwise

import numpy as np
import pytest

from dreamscape.clock import TICKS_PER_SECOND
from dreamscape.dream import dream_file
from dreamscape.dream.dream_file import Act, DreamFile, Drive
from dreamscape.structure.choreography import Choreography, choreograph, scene_brightness
from dreamscape.structure.dream_text import dream_text, plan_lines
from dreamscape.structure.song_beats import SongBeats
from dreamscape.structure.song_structure import Section, SongStructure
from dreamscape.structure.spans import MOST, SHORTEST

STORY = dream_file.load("sapphire").file


def made(
    lengths: list[float], labels: str, kinds: dict[int, str] | None = None, beat: float = 0.5, story: DreamFile = STORY
) -> Choreography:
    """The choreography of a song with sections of these lengths, s; with bars of four beats, or none if `beat` is 0."""
    bounds, kinds = np.concatenate([[0.0], np.cumsum(lengths)]), kinds or {}
    sections = tuple(
        Section(float(a), float(b), labels[k], -20.0 + 2.0 * (labels[k] == "C"), kinds.get(k, ""))
        for k, (a, b) in enumerate(pairwise(bounds))
    )
    times = np.arange(0.0, bounds[-1], beat) if beat else np.zeros(0)
    beats = SongBeats(times, np.arange(len(times)) % 4 == 0, 4, np.ones(len(times), bool))
    arc = np.linspace(0.0, 1.0, 200)
    return choreograph(SongStructure(sections, beats, 3.0, arc, False), story, "Song")


POP = [8.0, 16.0, 16.0, 16.0, 16.0, 16.0, 16.0, 10.0], "AVCVCBCO", {2: "loudest"}
SONGS = {
    "pop": POP,
    "twenty seconds": ([12.0, 8.0], "AB", {1: "loudest"}),
    "one section": ([20.0], "A", {}),
    "twenty minutes": ([75.0] * 16, "ABCABCABCDABCABC", {2: "drop"}),
    "six hours": ([900.0] * 24, "ABCD" * 6, {2: "drop"}),
    "many short ones": ([3.0] * 40, "ABCD" * 10, {6: "drop"}),
}


@pytest.mark.parametrize("name", SONGS)
@pytest.mark.parametrize("beat", [0.5, 0.0], ids=["beaten", "free"])
def test_the_acts_last_as_long_as_the_song_and_change_places(name: str, beat: float) -> None:
    dream = made(*SONGS[name], beat)
    acts = dream.file.act
    assert sum(act.seconds for act in acts) == pytest.approx(sum(SONGS[name][0]), abs=1e-6)
    assert len(acts) <= MOST + 4
    assert all(first.scene != second.scene for first, second in pairwise(acts))
    assert all(act.seconds >= min(SHORTEST, dream.file.seconds) - 2.1 for act in acts)


@pytest.mark.parametrize("name", SONGS)
def test_what_is_written_is_read_again_as_the_same_dream(name: str) -> None:
    dream = made(*SONGS[name])
    text = dream_text(dream)
    assert dream_file.decode(text.encode(), "it") == dream.file
    assert all(line in text for line in plan_lines(dream))


def test_what_follows_sound_in_the_story_is_written_too() -> None:
    drive = Drive("ocean.foam", "low", 0.5, 0.1, 0.4)
    story = DreamFile("t", 1, tuple(Act(scene, 30.0, drive=(drive,)) for scene in ("shore", "key")))
    dream = made(*POP, story=story)
    assert dream_file.decode(dream_text(dream).encode(), "it") == dream.file


@pytest.mark.parametrize("name", ["pop", "twenty minutes", "six hours", "many short ones"])
def test_the_brightest_scene_comes_where_the_song_drops_or_is_loudest(name: str) -> None:
    brightness = scene_brightness()
    climax = [act.scene for act, step in zip(*_pairs(made(*SONGS[name])), strict=True) if step.span.kind]
    assert climax
    assert set(climax) == {max(brightness, key=lambda scene: brightness[scene])}


def _pairs(dream: Choreography) -> tuple:
    return dream.file.act, dream.plan


def test_acts_and_shifts_lie_on_bars_and_beats() -> None:
    dream = made(*POP)
    starts = np.cumsum([act.seconds for act in dream.file.act])[:-1]
    assert np.allclose(starts % 2.0, 0.0)
    assert all(act.shift.seconds % 0.5 == pytest.approx(0.0) for act in dream.file.act[:-1])


def test_acts_begin_on_whole_ticks_however_the_song_is_cut() -> None:
    dream = made([17.123, 19.777, 23.456], "ABC", {}, 0.0)
    ticks = [act.seconds * TICKS_PER_SECOND for act in dream.file.act]
    assert np.allclose(ticks, np.rint(ticks))


def test_connection_follows_the_arc() -> None:
    values = [value for act in made(*POP).file.act for _, value in act.connection]
    assert values == sorted(values)
    assert values[0] == 0.0
    assert values[-1] == 1.0


def test_the_voice_speaks_only_where_it_can_end() -> None:
    for act in made(*POP).file.act:
        assert all(line.at + line.stay <= act.seconds for line in act.voice)


@pytest.mark.parametrize("count", [1, 2, 3])
def test_a_story_of_one_scene_has_its_acts_in_turn(count: int) -> None:
    """Such as `unfolded`, in which a sheet folds itself in one way after another."""
    story = DreamFile("t", 1, tuple(Act("shore", 30.0, parameters={"storm": float(k)}) for k in range(count)))
    storms = [act.parameters["storm"] for act in made(*POP, story=story).file.act]
    assert len(set(storms)) == count
    assert count == 1 or all(first != second for first, second in pairwise(storms))


def test_every_scene_that_ships_was_measured() -> None:
    assert {act.scene for act in STORY.act} == set(scene_brightness())
