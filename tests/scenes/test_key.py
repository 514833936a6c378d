"""The key's threads: what breaks here ties the key to the dreamer's sleeve, or to the air beside them."""

import numpy as np
import pytest

import dreamscape
from dreamscape.layers.bust import Bust
from dreamscape.physics import wind
from dreamscape.places.figure import dreamer
from dreamscape.rng import Streams
from dreamscape.scenes.key import Key
from dreamscape.world.cast import Cast


@pytest.mark.parametrize("side", [1.0, -1.0])
def test_the_key_is_tied_to_the_open_hand(side: float) -> None:
    """The thread began in the middle of the sleeve, and lay over the arm."""
    scene = next(one for seed in range(64) if (one := Key(Streams(seed), {})).night.side == side)
    cast = Cast(wind.load(), Key.places, scene=scene.name())
    scene.enter(cast, np.random.default_rng(1))
    start = cast.bodies.pos[:, 1]
    away = np.linalg.norm(hand_in(scene) - start, axis=1)
    assert away.min() < 0.03
    assert hand_in(scene)[away.argmin(), 1] < start[1]  # on the palm, not under it


def hand_in(scene: Key) -> np.ndarray:
    """The vertices of the open hand where the layer `bust` draws them, (n, 3), m."""
    mesh = dreamer.mesh("near_fine")
    hand = mesh.position[(mesh.kind == dreamer.SKIN) & (mesh.position[:, 0] > 0.45)]
    drawn = scene.layer_parameters("bust")
    if drawn["left_handed"]:
        hand = hand * np.array((1.0, 1.0, -1.0))
    angle = np.radians(drawn["facing"])
    x = np.cos(angle) * hand[:, 0] - np.sin(angle) * hand[:, 2]
    z = np.sin(angle) * hand[:, 0] + np.cos(angle) * hand[:, 2]
    return np.stack([drawn["base"][0] + x, hand[:, 1], drawn["base"][1] + z], axis=1)


@pytest.mark.slow
def test_the_dreamers_points_of_light_are_as_bright_at_low_as_at_high(monkeypatch: pytest.MonkeyPatch) -> None:
    """Without supersampling they were twice as wide, and four times as bright."""
    with_points = {quality: light(quality) for quality in ("low", "high")}
    monkeypatch.setattr(Bust, "_render_sparks", lambda self, frame: None)
    low, high = (with_points[quality] - light(quality) for quality in ("low", "high"))
    assert high > 0.0
    assert low == pytest.approx(high, rel=0.35)


def light(quality: str) -> float:
    """All light of a picture of the key while the dreamer glitters, in whatever unit."""
    still = dreamscape.still(14.0, act="key", size=(896, 504), quality=quality, captions=False)
    return float(((still / 255.0) ** 2.2).sum())
