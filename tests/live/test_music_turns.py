"""Acts that end with the music: what breaks here cuts a phrase, loses the dream's order, or films another session."""

from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from conftest import world_of
from living import Live, sessions, short

from dreamscape.dream import dream_file
from dreamscape.dream.dream_file import Dream
from dreamscape.dream.inputs import Heard
from dreamscape.dream.layout import ended, laid_out
from dreamscape.dream.legs import inputs_of
from dreamscape.dream.quantities import LEVELS, SPECTRUM, WAVEFORM, Detail
from dreamscape.dream.timeline import Timeline
from dreamscape.engine import recording
from dreamscape.live.session import music_turns
from dreamscape.live.session.music_turns import MusicTurns

PERIOD = 30  # ticks of a beat, 120 a minute
QUIET, LOUD = 60, 200  # bytes of all bands


def heard(tick: int, bands: int = QUIET, bpm: float = 120.0, **levels: float) -> Heard:
    """What is heard at a tick of music in four with a beat every PERIOD ticks."""
    beat, phase = divmod(tick, PERIOD)
    told = {**dict.fromkeys(LEVELS, 0.0), "loudness": bands / 255.0, **levels}
    detail = Detail(told, 0, beat % 4, 4, bytes([bands]) * SPECTRUM, bytes(WAVEFORM))
    return Heard(tick, 0.5, 0.4, 0.2, 0.0, bpm, phase / PERIOD if bpm else 0.0, detail.packed())


def danced(dream: Dream, music: Callable[[int], Heard], seconds: float) -> tuple[Dream, list[int]]:
    """The dream as it is laid out after so much music, heard two ticks a frame, and the ticks at which acts ended."""
    turns, timeline = MusicTurns(), Timeline(dream.file)
    for tick in range(1, round(seconds * 60.0), 2):
        if layout := turns.due(dream, timeline, tick - 1):
            dream = laid_out(dream, layout)
            timeline = Timeline(dream.file)
        turns.hear([music(tick), music(tick + 1)], dream, timeline)
    return dream, [start for act in range(len(timeline.acts)) if (start := timeline.span(act)[0]) < seconds * 60.0][1:]


@pytest.fixture
def story() -> Dream:
    return dream_file.load("sapphire")


def test_an_act_ends_where_a_new_phrase_begins(story: Dream) -> None:
    """After eight bars of four beats the music is louder: the act ends there, within half a second, and not before."""
    new = 32 * PERIOD
    dream, ends = danced(story, lambda tick: heard(tick, LOUD if tick >= new else QUIET), 20.0)
    assert [0 <= end - new <= PERIOD + 8 for end in ends] == [True]
    assert [act.scene for act in dream.file.act] == [act.scene for act in story.file.act]


def test_an_act_ends_soon_after_a_section_that_begins_within_what_was_taken_for_a_phrase(story: Dream) -> None:
    """Loud from a beat on that is no phrase's first by what has been heard: it takes three beats to be sure."""
    new = 38 * PERIOD
    _, ends = danced(story, lambda tick: heard(tick, LOUD if tick >= new else QUIET), 24.0)
    assert len(ends) == 1
    assert 2 * PERIOD < ends[0] - new <= 4 * PERIOD


def test_a_fill_ends_no_act(story: Dream) -> None:
    fill = 38 * PERIOD
    _, ends = danced(story, lambda tick: heard(tick, LOUD if fill <= tick < fill + PERIOD else QUIET), 24.0)
    assert ends == []


def test_acts_of_steady_music_end_with_its_phrases_near_their_time(story: Dream) -> None:
    _, ends = danced(story, heard, 80.0)
    phrase = 16 * PERIOD
    assert len(ends) == 2
    assert all(end % phrase <= PERIOD + 8 for end in ends)
    planned = [36.0, 30.0]
    lengths = np.diff([0, *ends]) / 60.0
    assert all(plan - 0.5 < length < plan + 8.5 for plan, length in zip(planned, lengths, strict=True))


def test_without_a_beat_the_dream_has_its_own_time(story: Dream) -> None:
    dream, _ = danced(story, lambda tick: heard(tick, QUIET + tick % 600 // 5, bpm=0.0), 40.0)
    assert dream == story


def test_a_drop_brings_the_brightest_act_once_its_break_has_built_up(story: Dream) -> None:
    """The act is made ready while the break builds; nothing is left out, and without music the rest is as it was."""
    dream, ends = danced(
        story, lambda tick: heard(tick, build=0.5 * (500 < tick < 800), drop=float(800 <= tick < 920)), 18.0
    )
    assert [end - 800 for end in ends] == [pytest.approx(8, abs=3)]
    scenes = [act.scene for act in dream.file.act]
    assert scenes[:3] == ["shore", "chorus", "starlight"]
    assert sorted(scenes) == sorted(act.scene for act in story.file.act)


def test_music_that_begins_again_brings_the_next_act(story: Dream) -> None:
    def music(tick: int) -> Heard:
        silent = replace(heard(tick, 0, 0.0), low=0.0, middle=0.0, high=0.0)
        return silent if 480 <= tick < 600 else heard(tick)

    assert [end - 600 for end in danced(story, music, 12.0)[1]] == [pytest.approx(8, abs=3)]


def test_after_the_last_act_the_dream_goes_on_with_its_first(story: Dream) -> None:
    last = len(story.file.act) - 1
    longer = laid_out(story, ended(story, last, 600, last + 1, 2.0))
    assert longer.file.act[last].seconds == 10.0
    assert [act.scene for act in longer.file.act[last + 1 :]] == [act.scene for act in story.file.act]
    assert laid_out(longer, ()) == story


@pytest.fixture
def live(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Iterator[Callable[..., Live]]:
    yield from sessions(monkeypatch, tmp_path)


@pytest.mark.slow
def test_a_recording_of_a_dance_is_the_session(
    live: Callable[..., Live], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """It begins after one drop, which has brought the brightest act, and another act ends in it."""
    monkeypatch.setattr(music_turns, "LEAST_AT_DROP", 60)
    one = live(dream=short("silence", "key", "chorus", seconds=18.0))
    session, dream, file = one.session, short("silence", "key", "chorus", seconds=18.0), tmp_path / "dance.jsonl"

    def dance(until: int) -> None:
        while (tick := session.renderer.world.tick) < until:
            for next_tick in (tick + 1, tick + 2):
                told = heard(next_tick, drop=float(70 <= next_tick % 100 < 80))
                session.send(told)
                session.turns.hear([told], session.dream, session.renderer.timeline)
            one.frames(1)

    dance(110)
    assert session.renderer.world.timeline.acts[1].scene == "chorus"
    session.log.record(file, session.renderer.world.tick)
    dance(200)
    one.actions.finish()
    kept = recording.read(file)
    assert [len(leg.layout) for leg in kept.legs] == [0, 3, 3]
    leg = kept.legs[-1]
    world = world_of(laid_out(dream, leg.layout).file, kept.header.seed)
    world.follow(inputs_of(kept.legs, 2))
    world.advance_to(leg.stop)
    assert leg.stop == session.renderer.world.tick
    assert session.renderer.timeline.cue(leg.stop).act == 2
    assert world.digest() == session.renderer.world.digest()
