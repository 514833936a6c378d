"""Where crystals grow through each other: a crease that is missed ends in steps."""

import numpy as np

from dreamscape.places.street import seams, street
from dreamscape.places.street.street import Crystals
from dreamscape.rng import Streams


def crystal(x: float, girth: float, tall: float) -> tuple[list[float], list[float], list[float], list[float], float]:
    return [x, -0.1, 0.0], [0.0, 1.0, 0.0], [tall, 0.5, 0.0, 0.0], [girth] * 6, 0.5


def two(apart: float) -> Crystals:
    """Upright prisms of the same height, so far apart."""
    pair = zip(crystal(0.0, 1.0, 4.0), crystal(apart, 1.0, 4.0), strict=True)
    return Crystals(*(np.array(part, np.float32) for part in pair))


def test_two_prisms_meet_in_upright_lines_on_planes_of_both() -> None:
    found = seams.between(two(1.2))
    upright = np.abs((found.stop - found.start)[:, 1]) > 3.0
    assert upright.sum() == 2, "one before and one behind"
    for ends in (found.start, found.stop):
        off = np.einsum("kpj,kj->kp", found.normal, ends) - found.offset
        assert np.abs(off).max() < 1e-6
        assert (np.abs(ends[:, 0] - 0.6) < 0.6).all(), "within both"


def test_prisms_apart_have_no_crease() -> None:
    assert len(seams.between(two(2.6)).start) == 0


def test_a_crease_is_seen_from_where_both_planes_are() -> None:
    found = seams.between(two(1.2))
    seen = seams.seen(found, np.array([0.6, 2.0, -10.0]), np.arange(len(found.start)))
    assert seen.any()
    assert found.start[seen, 2].max() < 0.0, "those behind are hidden"


def test_every_foot_has_its_crease() -> None:
    grown = street.crystals(Streams(7))
    assert len(seams.feet(grown).start) == 6 * len(grown.base)
