"""Jumps: what breaks here ends an export, or changes it, for whoever begins in the middle of a dream."""

from fractions import Fraction
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import dreamscape
from dreamscape import catalogue
from dreamscape.audio.levels import Levels
from dreamscape.audio.programme import Programme
from dreamscape.audio.score import EventDetector
from dreamscape.clock import TICKS_PER_SECOND
from dreamscape.dream.dream_file import Act, Dream, DreamFile, Shift
from dreamscape.dream.inputs import ParameterChange, Pulse
from dreamscape.dream.timeline import Timeline
from dreamscape.engine.act_layers import Scenes
from dreamscape.engine.request import RenderRequest
from dreamscape.export.segments.frames import FrameRenderer
from dreamscape.quality import TIERS
from dreamscape.rng import Streams
from dreamscape.synthesis.voice import RATE, SAMPLES_PER_TICK
from dreamscape.world.cast import Cast
from dreamscape.world.world import World

ROUNDS = 10
SHORTENED = {"immersion": {"first": 1.0, "turn": 5.0}}  # so that a memory closes while the act leaves
SMALL = 64, 36


def act(scene: str, seconds: float = 1.5, pace: float = 1.0) -> Act:
    return Act(scene, seconds, pace=pace, shift=Shift("light", 1.0), parameters=SHORTENED.get(scene, {}))


def dream(*acts: Act, endless: bool = True) -> DreamFile:
    return DreamFile("Brief", 7, acts, endless=endless)


ACTS = st.builds(act, st.sampled_from(catalogue.scene_names()), st.floats(1.0, 2.0), st.sampled_from((1.0, 0.4)))
DREAMS = st.builds(lambda acts, endless: dream(*acts, endless=endless), st.lists(ACTS, min_size=1), st.booleans())
PLACES = st.floats(0.0, 1.0, exclude_max=True)
AFTER_IMMERSION = dream(act("immersion", 3.0), act("shore"), act("key"), endless=False)


def parts(file: DreamFile) -> tuple[Timeline, Streams, Scenes]:
    streams = Streams(file.seed)
    timeline = Timeline(file, streams)
    return timeline, streams, Scenes(timeline, streams)


class Listened(World):
    """A world with an ear at its side."""

    def __init__(self, timeline: Timeline, streams: Streams, scenes: Scenes) -> None:
        super().__init__(timeline, streams, scenes)
        self._ear = EventDetector(Levels(timeline, streams, scenes), streams)

    def step(self) -> None:
        super().step()
        self._ear.listen(self)


def tick_of(file: DreamFile, fraction: float) -> int:
    """The tick at a part of a dream, or of the first rounds of one without an end."""
    return int(fraction * sum(act.seconds for act in file.act) * TICKS_PER_SECOND * (ROUNDS if file.endless else 1))


@pytest.mark.parametrize("fraction", [0.7, 0.8])  # past the shift into the act after it, and in the shift after that
def test_a_dream_begins_after_immersion_and_is_heard(fraction: float) -> None:
    begin(AFTER_IMMERSION, fraction)


@pytest.mark.slow
@settings(max_examples=8)
@given(DREAMS, PLACES)
def test_any_dream_begins_anywhere_and_is_heard(file: DreamFile, fraction: float) -> None:
    begin(file, fraction)


def begin(file: DreamFile, fraction: float) -> None:
    """Jump, and look at the casts of all acts that are seen there."""
    tick = tick_of(file, fraction)
    timeline, streams, scenes = parts(file)
    world = Listened(timeline, streams, scenes)
    world.skip_to(tick)
    cue = timeline.cue(tick)
    assert world.playing(cue) == [playing for playing in (cue.leaving, cue) if playing is not None]
    for playing in world.playing(cue):
        assert np.isfinite(world.snapshot_of(playing, 0.5).cast.bodies.pos).all()


@pytest.mark.slow
def test_a_film_begins_anywhere() -> None:
    """One drawing is led through a dream without an end, back and forth."""
    file = dream(act("immersion", 3.0), act("key"), act("silence"))
    seconds = int(ROUNDS * sum(one.seconds for one in file.act))
    timeline = Timeline(file)
    timeline.cue(seconds * TICKS_PER_SECOND)
    after_immersion = [k + 1 for k, one in enumerate(timeline.acts) if one.scene == "immersion"]
    ticks = [timeline.span(k)[0] + 84 for k in after_immersion[3:5]]  # past the shift
    ticks += np.random.default_rng(1).integers(0, timeline.ticks, 4).tolist()
    request = RenderRequest(Dream("brief", file, ""), 7, SMALL, TIERS["low"], Fraction(0), Fraction(seconds))
    drawing = FrameRenderer(request, Fraction(5), "yuv420p")
    reader = drawing.reader([SMALL[0], SMALL[0] // 2, SMALL[0] // 2])
    try:
        with drawing.renderer.ctx:
            for tick in ticks:
                drawing.skip_to(tick // 12)
                drawing.draw(tick // 12, reader)
                assert drawing.renderer.is_shifting == (timeline.cue(tick // 12 * 12).leaving is not None)
    finally:
        drawing.close()


def test_where_a_round_ends_the_bed_leans_over_to_the_next_whatever_was_read_before() -> None:
    """An act of a round that nobody had laid out was left out: a click, and another sound from another beginning."""
    file, streams = dream(act("immersion", 6.0), act("shore", 6.0)), Streams(7)
    heard = []
    for laid_out in (0, 720):
        timeline = Timeline(file, streams)
        timeline.cue(laid_out)
        heard.append(Levels(timeline, streams, Scenes(timeline, streams)).at(719 * SAMPLES_PER_TICK).textures)
    assert heard[0] == heard[1]


@pytest.mark.slow
def test_the_sound_of_a_part_of_a_session_has_what_was_felt_before() -> None:
    file = dream(*(act(scene, 5.0) for scene in ("silence", "key", "silence", "silence")), endless=False)
    whole, part = Programme(*parts(file)), Programme(*parts(file))
    for programme in (whole, part):
        for tick in range(60, 900, 30):
            programme.push(Pulse(tick, 0.5))
        programme.push(ParameterChange(70, "shafts.brightness", 0.5))
    for second in range(0, 20, 4):
        whole.read(second * RATE, 0)
    part.read(16 * RATE, 0)
    assert whole._world.digest() == part._world.digest()
    assert whole._world.settings == part._world.settings


@pytest.mark.slow
def test_a_still_plays_no_act_of_which_nothing_is_left(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path, played, step = tmp_path / "three.toml", list[int](), Cast.step
    scenes = ("silence", "reflection", "silence", "silence")
    acts = "".join(
        f'[[act]]\nscene = "{s}"\nseconds = 2\nshift = {{ through = "mist", seconds = 0.5 }}\n' for s in scenes
    )
    path.write_text(f'title = "Three"\nseed = 7\n{acts}')
    options = {"dream": str(path), "size": SMALL, "quality": "low"}
    *_, last = dreamscape.frames(**options, fps=2, start=0, stop=8)

    def note(cast: Cast, tick: int, *rest: object) -> None:
        played.append(tick)
        step(cast, tick, *rest)  # type: ignore[arg-type]

    monkeypatch.setattr(Cast, "step", note)
    np.testing.assert_array_equal(dreamscape.still("7.5", **options), last)
    assert min(tick for tick in played if tick) == 6 * TICKS_PER_SECOND
    assert next(dreamscape.frames(**options, fps=2, start=7.5, stop=8)).tobytes() == last.tobytes()
    assert len(played) < 3.2 * TICKS_PER_SECOND
