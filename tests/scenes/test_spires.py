"""The street of crystals: what breaks here makes one jump while the viewer comes nearer."""

from itertools import pairwise
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import numpy as np
import pytest

import dreamscape
from dreamscape.layers.door import Door
from dreamscape.layers.strangers import Strangers
from dreamscape.places.street.attitudes import attitudes
from dreamscape.places.street.footfalls import steps_at
from dreamscape.places.street.gait import bones, build
from dreamscape.places.street.walkers import everybody, walkers_at
from dreamscape.rng import Streams
from dreamscape.scenes.spires import Spires

DREAM = 'title = "t"\nseed = 7\nopening = 0\n[[act]]\nscene = "spires"\nseconds = 36\nparameters = {{ rain = {} }}\n'


@pytest.mark.parametrize("seed", [7, 16, 18, 24])
def test_the_dreamer_is_never_cut_by_the_side_of_a_picture(seed: int) -> None:
    """The street bends behind the stone; tall pictures show `Camera.span` alone."""
    scene = Spires(Streams(seed), {})
    for seconds in (1.5, 2.5, 4.0, 10.0):
        camera = scene.camera(seconds)
        x, _, z = walkers_at(scene.streams, seconds).pos[:, 0].astype(float)
        right, _, forward = camera.basis()
        away = np.array((x, camera.position[1], z)) - camera.position
        wide = away @ forward * camera.tangents(16.0 / 9.0)[0]
        for side in (-0.45, 0.45):  # m
            assert camera.span[0] < 0.5 + 0.5 * (away @ right + side) / wide < camera.span[1], seconds


@pytest.mark.slow
def test_rain_is_seen_where_a_dream_says_that_it_rains(tmp_path: Path) -> None:
    drawn = []
    for rain in (0.0, 1.0):
        (tmp_path / "d.toml").write_text(DREAM.format(rain))
        picture = dreamscape.still(at=2, dream=tmp_path / "d.toml", size=(320, 180), quality="low")
        drawn.append(picture.astype(int).max(axis=2))
    dry, wet = drawn
    brighter = wet - dry > 3
    assert 0.008 < brighter.mean() < 0.4, "streaks, and no veil"
    assert brighter[:120].any()
    assert brighter[120:].any(), "rings on the ground"


@pytest.mark.slow
def test_a_crystal_clears_little_by_little() -> None:
    """At `medium`, one comes near enough to be seen through at 33.0 s: no frame may show that by itself."""
    frames = dreamscape.frames(act="spires", start=32.9, stop=33.2, size=(320, 180), quality="medium")
    grey = [frame.mean(axis=2) for frame in frames]
    jumps = [np.sqrt(((after - before) ** 2).mean()) for before, after in pairwise(grey)]
    assert max(jumps) < 1.5 * np.median(jumps), jumps


def test_the_door_is_drawn_from_when_it_begins_to_come() -> None:
    """Before, it is no light at all, and cost a fortieth of each frame."""
    door = Door.__new__(Door)
    door.come_at, door.come_for, door.open_at, door.open_for = 20.5, 8.0, 30.0, 2.0

    def draws(seconds: float) -> bool:
        frame: Any = SimpleNamespace(snapshot=SimpleNamespace(act_seconds=seconds))
        return door.draws(frame)

    assert [draws(seconds) for seconds in (0.0, 20.4, 20.6, 29.0, 36.0)] == [False, False, True, True, True]
    door.come_at = 100.0
    assert draws(31.0), "light falls out between leaves that open"


def test_who_stands_beside_the_picture_is_not_drawn() -> None:
    """They would cost as much as who is in it; nobody of whom a hand is seen may vanish."""
    streams = Streams(7)
    layer = Strangers.__new__(Strangers)
    layer._who = everybody(streams)
    people = build(np.stack([person.joints for person in layer._who], axis=1))
    missed = 0
    for seconds in np.arange(5.0, 29.0, 3.0).tolist():
        frame: Any = SimpleNamespace(camera=Spires(streams, {}).camera(seconds), size=(16, 9))
        moved = bones(people, steps_at(streams, seconds), attitudes(streams, seconds))
        x, _, _, w = frame.camera.view_projection(16.0 / 9.0)
        for who in range(1, len(layer._who)):
            if layer._misses(frame, who, moved[:, who]):
                place = layer._who[who].mesh("near").weighted @ moved[:, who].transpose(0, 2, 1).reshape(-1, 3)
                image = place * np.array([1.0, -1.0, 1.0], np.float32)
                most = [max((at @ side[:3] + side[3]).max() for at in (place, image)) for side in (w + x, w - x)]
                assert min(most) < 0.0, (seconds, who)
                missed += 1
    assert missed
