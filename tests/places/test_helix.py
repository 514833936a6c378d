"""The key's mesh: what breaks here draws its gold as glass, or glass behind what it should show."""

import numpy as np
import pytest

from dreamscape.places.key import helix
from dreamscape.rng import Streams


@pytest.mark.parametrize("sides", [4, 10])
def test_materials_stand_apart_and_glass_last(sides: int) -> None:
    mesh = helix.key(Streams(7), sides)
    gold, jewels, glass = mesh.parts()
    assert (gold.start, gold.stop, jewels.stop, glass.stop) == (0, jewels.start, glass.start, len(mesh.triangles))
    found = [np.unique(mesh.mark[mesh.triangles[part.start : part.stop], 0]).tolist() for part in (gold, jewels, glass)]
    assert found == [[helix.GOLD], [helix.STONE, *range(helix.BASES, helix.BASES + 4)], [helix.GLASS]]
