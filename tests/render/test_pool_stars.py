"""The stars that the pool mirrors."""

import numpy as np

from dreamscape.layers.pool import CELLS, mirrored_stars


def test_each_cell_of_the_water_mirrors_one_star_or_none_away_from_its_edges() -> None:
    """Two in a cell, or one on an edge, would touch: pairs of stars everywhere."""
    stars = mirrored_stars((12.3, -45.6))
    cell, within = np.divmod(stars[:, :2].astype(np.float64) * CELLS, 1.0)
    assert len(stars) > 500
    assert len(np.unique(cell, axis=0)) == len(stars)
    assert within.min() > 0.14
    assert within.max() < 0.86


def test_another_place_in_the_noise_is_another_sky() -> None:
    """Each seed has constellations of its own."""
    one, other = mirrored_stars((12.3, -45.6)), mirrored_stars((12.5, -45.6))
    assert not {tuple(star) for star in one[:, :2]} & {tuple(star) for star in other[:, :2]}
