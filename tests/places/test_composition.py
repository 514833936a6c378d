"""How a seed composes the face in the water: what breaks here cuts faces, or makes all seeds alike."""

import numpy as np
import pytest

from dreamscape import catalogue
from dreamscape.places.face.composition import MIDDLE, Composition, composition
from dreamscape.rng import Streams

SEEDS = range(1, 101)
CORNERS = [(x, y, 0.0) for x in (-0.66, 0.66) for y in (-1.1, 0.85)]  # m, around eyes and mouth


@pytest.mark.parametrize("aspect", [16 / 9, 9 / 16, 1.0, 21 / 9])
def test_a_hundred_seeds_have_their_faces_in_the_picture(aspect: float) -> None:
    """A seed whose face is cut at the side, or stands half below the picture, is a broken film."""
    for seed in SEEDS:
        camera = catalogue.scene("reflection")(Streams(seed), {}).camera(16.0).framed(aspect)
        for corner in CORNERS:
            x, y = camera.project(corner, aspect)
            assert 0.0 < x < 1.0, seed
            assert -0.06 < y < 1.06, seed


def test_words_stand_beside_the_face() -> None:
    for seed in SEEDS:
        scene = catalogue.scene("reflection")(Streams(seed), {})
        left, _, right, _ = scene.subject
        assert not left < scene.caption[0] < right
        assert max(left, 1.0 - right) > 0.25, "room for a column of words"


def test_seeds_are_composed_differently() -> None:
    """Another dream: elsewhere, larger, more tilted, lit from elsewhere."""
    all_of_them = [composition(Streams(seed)) for seed in SEEDS]
    for value, spread in ((lambda c: c.place[0], 0.25), (lambda c: c.part, 0.25), (lambda c: c.tilt, 0.5)):
        assert np.ptp([value(one) for one in all_of_them]) > spread
    assert 30 < sum(one.key[0] < 0.0 for one in all_of_them) < 80
    assert composition(Streams(3)) == composition(Streams(3))


def test_the_camera_leaves_through_the_middle_of_the_face() -> None:
    """The water opens there: elsewhere the passage to the next act would be beside it."""
    one: Composition = composition(Streams(7))
    assert one.camera_at(1.0, 1.0)[:2] == pytest.approx(MIDDLE)
    assert one.camera_at(1.0, 0.0)[3] == one.tilt


def test_the_light_that_falls_has_one_brightness_and_many_colours() -> None:
    """A brighter colour would show another exposure, not another night."""
    all_of_them = [composition(Streams(seed)) for seed in SEEDS]
    glow = np.array([one.glow for one in all_of_them])
    np.testing.assert_allclose(glow @ (0.2126, 0.7152, 0.0722), 1.0, rtol=1e-6)
    assert (np.ptp(glow, axis=0) > 0.2).all()
    assert (np.ptp(np.log([one.halves for one in all_of_them]), axis=0) > 1.5).all()


def test_light_on_skin_is_never_green() -> None:
    """Flesh in green light looks dead, in one seed of five; its brightness stays, and all other light too."""
    for one in (composition(Streams(seed)) for seed in SEEDS):
        red, green, blue = one.glow_on_skin()
        assert green - 0.5 * (red + blue) < 0.25
        assert 0.2126 * red + 0.7152 * green + 0.0722 * blue == pytest.approx(1.0)
        if one.light in ("moon", "dusk", "sunset"):
            assert one.glow_on_skin() == pytest.approx(one.glow)
