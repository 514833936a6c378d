"""The shore's rock: what breaks here puts light where none arrives, or smears one rock's moss over another."""

from itertools import combinations

import numpy as np
import pytest

from dreamscape.places.shore import coast
from dreamscape.places.shore.outline import Outline
from dreamscape.places.shore.pulse import BARE, GLOW_MOST, moss_glow, music_glow
from dreamscape.places.shore.rock import RockMesh, edges
from dreamscape.places.shore.rock_light import key_direction, lit
from dreamscape.places.shore.sheet import LAND, STRIPS, VIEW, strip
from dreamscape.rng import Streams

SEEDS = (7, 42, 31337)  # a bare brow; a fin of three slabs; a needle


@pytest.fixture(params=SEEDS, scope="module")
def land(request: pytest.FixtureRequest) -> RockMesh:
    return coast.promontory(Streams(request.param), 0.4)


def test_shares_of_light_are_shares_and_every_mesh_has_a_place_on_the_sheet(land: RockMesh) -> None:
    assert land.shade[:, :3].min() >= 0.0
    assert land.shade[:, :3].max() <= 1.0
    assert land.place.min() > 0.0
    assert land.place.max() < 1.0


def test_no_mesh_is_folded_over_itself_on_the_sheet(land: RockMesh) -> None:
    a, b, c = (land.place[land.triangles[:, k]] for k in range(3))
    turns = (b - a)[:, 0] * (c - a)[:, 1] - (b - a)[:, 1] * (c - a)[:, 0]
    assert (turns > 0.0).all() or (turns < 0.0).all()


def test_what_a_wide_picture_shows_on_the_left_has_room_on_the_sheet_too(land: RockMesh) -> None:
    """Otherwise its rock is smeared along the shore."""
    corners, placed = land.position[land.triangles] - np.array(VIEW, np.float32), land.place[land.triangles]
    cross = np.cross(corners[:, 1] - corners[:, 0], corners[:, 2] - corners[:, 0])
    middle = corners.mean(axis=1)
    seen = np.einsum("ij,ij->i", cross, middle) / np.linalg.norm(middle, axis=1) ** 3
    sides = placed[:, 1:] - placed[:, :1]
    room = np.abs(sides[:, 0, 0] * sides[:, 1, 1] - sides[:, 0, 1] * sides[:, 1, 0]) / np.maximum(np.abs(seen), 1e-9)
    aside = middle[:, 0] / np.maximum(middle[:, 2], 1.0)
    ahead = (middle[:, 2] > 1.0) & (seen * np.sign(np.median(seen)) > 0.0)
    widest, left, usual = (
        np.median(room[ahead & (low < aside) & (aside < high)])
        for low, high in ((-1.3, -1.1), (-0.95, -0.8), (-0.6, -0.4))
    )
    assert left > 0.25 * usual
    assert widest > 0.08 * usual, "at 21:9"


def test_no_two_rocks_have_the_same_room_on_the_sheet() -> None:
    rooms = [LAND, *map(strip, range(STRIPS))]
    for (left, lower, right, upper), (l2, w2, r2, p2) in combinations(rooms, 2):
        assert min(right, r2) <= max(left, l2) + 1e-9 or min(upper, p2) <= max(lower, w2) + 1e-9
    outlines = map(Outline.from_seed, map(Streams, range(200)))
    assert max(len(o.stones()) + (o.face == "arch") for o in outlines) + len(coast.STACKS) <= STRIPS


def test_the_pulse_takes_its_way_over_the_ground(land: RockMesh) -> None:
    """It is never faster than straight on through moss, and no neighbour is further off than the rock between them."""
    way = land.shade[:, 3].astype(float)
    straight = np.linalg.norm(land.position - np.array(coast.FEET), axis=1)
    assert np.isfinite(way).all()
    assert (way > straight - 1e-3).all()
    ends, _ = edges(land.triangles)
    apart = np.linalg.norm(land.position[ends[:, 0]] - land.position[ends[:, 1]], axis=1)
    assert (np.abs(way[ends[:, 0]] - way[ends[:, 1]]) <= BARE * apart + 1e-3).all()


def test_rock_in_front_of_the_light_casts_a_shadow() -> None:
    """Two walls, one behind the other as the seam's light sees them: the first is lit, the second is not."""
    key = np.array(key_direction(0.2))
    side = np.cross(key, (0.0, 1.0, 0.0))
    side /= np.linalg.norm(side)
    rise = np.cross(side, key)
    steps = np.linspace(-4.0, 4.0, 25)
    wall = (steps[:, None, None] * side + steps[None, :, None] * rise).reshape(-1, 3)
    position = np.concatenate([wall, wall + 6.0 * key]).astype(np.float32)
    count = len(position)
    shade = np.ones((count, 4), np.float32)
    normal = np.broadcast_to(key, position.shape).astype(np.float32)
    nothing = np.zeros((0, 3), np.uint32)
    mesh = RockMesh(position, normal, np.zeros((count, 2), np.float32), shade, nothing, np.zeros((0, 2), np.float32))
    shown = lit(mesh, (0.2, 0.0)).shade.reshape(2, 25, 25, 4)[:, 8:17, 8:17]
    assert shown[0, ..., 2].max() < 0.5
    assert shown[1, ..., 2].min() > 0.9
    assert shown[0, ..., 0].mean() < shown[1, ..., 0].mean()


@pytest.mark.parametrize(("bands", "channel"), [(slice(0, 12), 0), (slice(20, 40), 1), (slice(48, 64), 2)])
def test_a_stroke_runs_through_the_moss_in_the_light_of_its_band(bands: slice, channel: int) -> None:
    """Half a second after a stroke of three ticks, its light is half a second away from the dreamer's feet."""
    spectra = np.zeros((128, 64), np.uint8)
    spectra[30:33, bands] = 80
    glow = music_glow(spectra, 1.0, 4.0, 256)
    assert glow[:, channel].argmax() == pytest.approx(0.5 / 4.0 * 256, abs=2.5)
    assert glow[:, channel].max() > 120
    others = np.delete(glow, channel, axis=1)
    assert others.max() == 0
    np.testing.assert_allclose(music_glow(spectra, 0.5, 4.0, 256), glow / 2.0, atol=1.0)


def test_a_sound_that_goes_on_and_silence_do_not_light_the_moss() -> None:
    assert music_glow(np.full((128, 64), 180, np.uint8), 2.0, 4.0, 256).max() == 0
    assert music_glow(np.zeros((128, 64), np.uint8), 2.0, 4.0, 256).max() == 0


def test_moss_glows_after_a_beat_and_never_before() -> None:
    trace = np.zeros(256, np.float32)
    assert moss_glow(trace, 4.0).max() == 0
    trace[40:46] = 1.0  # newest first: 0.6 s ago
    glow = moss_glow(trace, 4.0).astype(float)
    assert glow[46:].max() == 0.0
    assert 20 < np.argmax(glow) < 45
    assert glow[0] < 0.05 * glow.max()
    assert moss_glow(np.full(256, 9.0, np.float32), 4.0).max() == 255
    assert GLOW_MOST > 1.0
