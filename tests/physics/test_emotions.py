"""Emotions: what they look like when they are mixed."""

import numpy as np

from dreamscape.physics import emotions


def test_a_mixture_has_the_mean_colour_of_its_emotions() -> None:
    both = np.stack([emotions.feeling(joy=0.3), emotions.feeling(joy=1.0, sadness=1.0), emotions.feeling()], axis=1)
    joy, sadness = (emotions.COLOURS[emotions.NAMES.index(name)] for name in ("joy", "sadness"))
    np.testing.assert_allclose(emotions.mix_colours(both), [joy, 0.5 * (joy + sadness), (0.0, 0.0, 0.0)], rtol=1e-5)
    assert emotions.mix_colours(np.stack([both, both], axis=1)).shape == (3, 2, 3)
