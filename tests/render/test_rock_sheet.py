"""The sheet of the shore's rock: what breaks here draws it once for every act, or leaves rock bare that has a place."""

import moderngl
import numpy as np

from dreamscape.places.shore import coast
from dreamscape.places.shore.sheet import VIEW
from dreamscape.render.rock_sheet import RockSheet
from dreamscape.rng import Streams

SHEET = RockSheet(7, 0.33, (70, 60), 1.0)


def drawn(ctx: moderngl.Context, sheet: RockSheet) -> moderngl.Texture:
    land, _ = coast.shore_view(Streams(sheet.seed), sheet.fineness)
    vertices = np.hstack([land.position, land.normal, land.place, land.shade]).astype("f4")
    steps = sheet.texture(ctx, ctx.buffer(vertices.tobytes()), ctx.buffer(land.triangles.tobytes()))
    while True:
        try:
            next(steps)
        except StopIteration as done:
            texture = done.value
            assert isinstance(texture, moderngl.Texture)
            return texture


def test_acts_that_show_the_same_rock_share_its_sheet_as_long_as_one_holds_it(ctx: moderngl.Context) -> None:
    first = drawn(ctx, SHEET)
    assert drawn(ctx, SHEET) is first
    assert drawn(ctx, RockSheet(7, 0.33, (70, 60), 0.5)) is not first


def test_a_sheet_has_stone_and_moss_and_no_moss_without_any(ctx: moderngl.Context) -> None:
    mossy, bare = (
        np.frombuffer(drawn(ctx, RockSheet(7, 0.33, (70, 60), amount)).read(), np.uint8).reshape(60, 70, 4)
        for amount in (1.0, 0.0)
    )
    assert 0.1 < (mossy[..., 3] > 128).mean() < 0.8
    assert bare[..., 3].max() == 0
    assert mossy[..., 2].std() > 20.0


def test_cracks_and_steps_between_blocks_are_as_wide_as_texels(ctx: moderngl.Context) -> None:
    """What is slimmer than a texel becomes a row of teeth once it is enlarged, as chalk in daylight shows."""
    tone = np.frombuffer(drawn(ctx, RockSheet(19, 0.33, (190, 180), 0.0)).read(), np.uint8).reshape(180, 190, 4)[..., 2]
    for axis in (0, 1):
        assert (np.abs(np.diff(tone.astype(int), axis=axis)) > 60).mean() < 0.055  # a quarter of all tones


def test_ground_that_is_seen_aslant_is_smooth(ctx: moderngl.Context) -> None:
    """What is drawn on it is squeezed into strands, like straw; hummocks of moss stand there instead."""
    land, _ = coast.shore_view(Streams(7), 0.33)
    tone = np.frombuffer(drawn(ctx, RockSheet(7, 0.33, (380, 360), 1.0)).read(), np.uint8).reshape(360, 380, 4)[..., 2]
    ray = land.position - np.array(VIEW, np.float32)
    cosine = -(land.normal * ray).sum(axis=1) / np.linalg.norm(ray, axis=1)
    mossy = land.shade[:, 1] > 0.75
    column, row = (land.place.T * ((380.0,), (360.0,))).astype(int)
    steps = np.abs(np.diff(tone.astype(int), axis=1))
    aslant, straight = (
        steps[row[which], column[which]].mean() for which in (mossy & (cosine < 0.1), mossy & (cosine > 0.5))
    )
    assert aslant < 0.6 * straight
