"""How acts answer to music: what breaks here leaves an act unmoved, or moves it in silence."""

from fractions import Fraction

import moderngl
import numpy as np
import pytest

from dreamscape.clock import moment_at
from dreamscape.dream.dream_file import Act, Dream, DreamFile
from dreamscape.dream.inputs import Heard
from dreamscape.dream.quantities import INDEX, LEVELS, QUANTITIES, SPECTRUM, WAVEFORM, Detail
from dreamscape.dream.timeline import Timeline
from dreamscape.engine.renderer import Renderer
from dreamscape.physics import wind
from dreamscape.places.face.gaze import HEARD, follow_music
from dreamscape.places.street import walkers
from dreamscape.places.street.attitudes import attitudes
from dreamscape.quality import TIERS
from dreamscape.rng import Streams
from dreamscape.scenes.spires import Spires
from dreamscape.world import music
from dreamscape.world.cast import Cast
from dreamscape.world.music import NOTHING, Felt
from dreamscape.world.world import World


def felt(**levels: float) -> Felt:
    """What pictures take while these are heard."""
    values = np.zeros(len(QUANTITIES), np.float32)
    for name, level in levels.items():
        values[INDEX[name]] = level
    return Felt(values, NOTHING.spectra, NOTHING.waveform)


CHORD = {f"chroma_{pitch}": 1.0 for pitch in (0, 4, 7)}


@pytest.mark.slow
@pytest.mark.parametrize(
    ("act", "layers", "at"),
    [
        ("starlight", ["threads"], 26),
        ("reflection", ["eyes", "pool"], 8),
        ("immersion", ["undersea", "memories", "droplets"], 8),
        ("key", ["key"], 6),
        ("spires", ["spires"], 4),
        ("silence", ["leaves"], 5),
        ("chorus", ["fellow_lights"], 16),
        ("paper", ["paper"], 1),
    ],
)
def test_an_act_sings_a_chord(
    ctx: moderngl.Context, act: str, layers: list[str], at: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    dream = Dream(act, DreamFile(act, 7, (Act(act, 40.0, connection=((0.0, 0.5), (40.0, 1.0))),)), "")
    renderer = Renderer(ctx, dream, (96, 54), TIERS["low"], captions=False, only=layers)

    def picture(heard: Felt) -> np.ndarray:
        monkeypatch.setattr(music, "felt", lambda *_: heard)
        return renderer.read(renderer.draw(moment_at(Fraction(at)))).astype(int)

    silent = picture(NOTHING)
    change = np.abs(picture(felt(presence=1.0, low=0.7, onset=1.0, **CHORD)) - silent)
    assert change.max() > 8
    assert np.array_equal(picture(felt(bar_phase=0.4, beat_phase=0.7, tempo=120.0)), silent), "places alone do nothing"


ACTS = ("shore", "starlight", "reflection", "immersion", "key", "spires", "silence", "chorus", "paper")


@pytest.mark.slow
@pytest.mark.parametrize("act", ACTS)
def test_without_reaction_an_act_is_the_silent_film(ctx: moderngl.Context, act: str) -> None:
    """Bit for bit, in two frames of music with everything in it; felt as usual, the same music is seen."""
    dream = Dream(act, DreamFile(act, 7, (Act(act, 40.0),), opening=0.0), "")
    detail = Detail(dict.fromkeys(LEVELS, 0.8), 3, 1, 4, bytes([200]) * SPECTRUM, bytes(WAVEFORM)).packed()

    def pictures(reactions: tuple[float, ...]) -> list[np.ndarray]:
        renderer = Renderer(ctx, dream, (64, 36), TIERS["low"], captions=False)
        for reaction in reactions:
            for tick in range(1, 61):
                renderer.world.push(
                    Heard(tick, 0.9, 0.6, 0.4, float(tick % 30 == 0), 120.0, tick % 30 / 30.0, detail, reaction)
                )
        return [renderer.read(renderer.draw(moment_at(Fraction(at, 10)))).astype(int) for at in (5, 10)]

    silent = pictures(())
    assert np.array_equal(pictures((0.0,)), silent)
    assert np.abs(np.array(pictures((1.0,))) - silent).max() > 3


def test_threads_are_plucked_by_their_own_pitch_class() -> None:
    cast = Cast(wind.load(), (2, 96, 0), 0.0, 1.0)
    born = np.arange(96)
    cast.strands.presence[:], cast.strands.born[:] = 1.0, born
    levels = {**dict.fromkeys(LEVELS, 0.0), "chroma_4": 1.0}
    detail = Detail(levels, 0, 0, 4, bytes(SPECTRUM), bytes(WAVEFORM)).packed()
    for tick in range(1, 9):
        music.pluck(cast.strands, Heard(tick, 0.5, 0.5, 0.5, 1.0, detail=detail), np.random.default_rng(tick))
    rows = cast.strands.plucks.data[0, : int(cast.strands.plucks.head[0])].astype(int)
    rung = (born[rows] * music.GOLDEN % 1.0 * 12.0).astype(int)
    assert len(rung) == 24
    assert (rung == 4).mean() > 0.6


def test_people_of_the_street_nod_on_the_beat_and_the_dreamer_does_not() -> None:
    calm = attitudes(Streams(7), 8.0)
    on, off = (attitudes(Streams(7), 8.0, heard=(1.0, phase, 0.25)) for phase in (0.0, 0.5))
    assert (np.delete(on.stoop - calm.stoop, walkers.DREAMER) > 0.04).all()
    assert np.allclose(off.stoop, calm.stoop)
    assert on.stoop[walkers.DREAMER] == calm.stoop[walkers.DREAMER]


def test_a_quarter_of_the_eyes_answers_at_a_time() -> None:
    calm = np.zeros((40, 2, 4), np.float32)
    calm[:, 0, 0], calm[:, 0, 3] = 0.8, 1.0

    def listening(**levels: float) -> np.ndarray:
        states = calm.copy()
        follow_music(states, {name: levels.get(name, 0.0) for name in HEARD})
        return states

    assert np.array_equal(listening(bar_phase=0.6), calm)
    shut = listening(snare=1.0)[:, 0, 0] < 0.3
    assert 0.2 < shut.mean() < 0.3
    assert (listening(snare=1.0, bar_phase=0.3)[:, 0, 0] < 0.3).tolist() != shut.tolist(), "others with the next beat"
    assert (listening(low=1.0)[:, 0, 0] > 0.9).all()
    wet = listening(downbeat=1.0)[:, 1]
    assert (wet[:, 1] == 1.0).mean() == 0.25
    assert not wet[:, 2].any(), "a tear begins at the lid"
    assert listening(downbeat=0.3)[:, 1, 2].max() > 0.5, "and has run by now"


def test_each_pitch_class_has_things_of_its_own() -> None:
    own = (np.arange(12) + 0.5) / 12.0
    assert felt(chroma_3=1.0).played(own).tolist() == [float(number == 3) for number in range(12)]


def test_strangers_step_to_music_that_is_felt_and_a_checkpoint_keeps_it() -> None:
    def street(reaction: float) -> World:
        timeline = Timeline(DreamFile("spires", 7, (Act("spires", 40.0),), opening=0.0))
        world = World(timeline, Streams(7), [Spires(Streams(7), {})])
        for tick in range(1, 40):
            world.push(Heard(tick, 0.5, 0.5, 0.5, 0.0, 100.0, tick / 36.0 % 1.0, reaction=reaction))
        world.advance_to(20)
        return world

    calm, moved = street(0.0), street(1.0)
    assert not calm.casts[0].rhythm.any()
    assert moved.casts[0].rhythm.any()
    state = moved.checkpoint()
    moved.restore(state)
    assert moved.casts[0].rhythm.any()
    first = moved.digest()
    moved.advance_to(30)
    moved.restore(state)
    assert moved.digest() == first
