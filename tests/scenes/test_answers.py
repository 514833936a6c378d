"""How acts answer to music: what breaks here leaves an act unmoved, or moves it in silence."""

from fractions import Fraction

import moderngl
import numpy as np
import pytest

from dreamscape.clock import moment_at
from dreamscape.dream.dream_file import Act, Dream, DreamFile
from dreamscape.dream.quantities import INDEX, QUANTITIES
from dreamscape.engine.renderer import Renderer
from dreamscape.places.face.gaze import HEARD, follow_music
from dreamscape.quality import TIERS
from dreamscape.world import music
from dreamscape.world.music import NOTHING, Felt


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
        ("spires", ["spires"], 2),
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
