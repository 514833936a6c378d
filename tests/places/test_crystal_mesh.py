"""Crystals' meshes: what their vertices say of the facets."""

import numpy as np

from dreamscape.places.street import crystal_mesh, street
from dreamscape.rng import Streams


def test_vertices_lie_on_two_edges_of_their_facet_and_away_from_the_others() -> None:
    """So that both facets that meet in an edge show the same there; a side has no edge at its foot."""
    away = crystal_mesh.faces(street.crystals(Streams(7)))[:, :, 26:29]
    touches = (away < 1e-5).sum(axis=2)
    feet = np.arange(24) % 4 < 2
    assert (touches[:, :24][:, feet] == 1).all()
    assert (touches[:, :24][:, ~feet] == 2).all()
    assert (touches[:, 24:] == 2).all()
    assert away.max() > 1.0, "m"
