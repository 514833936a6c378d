"""Sheets: what breaks here shows other stone than was drawn, or blocks and seams in it."""

import moderngl
import numpy as np

from dreamscape.render.sheets import Sheet


def test_a_channel_of_a_sheet_is_what_was_drawn(ctx: moderngl.Context) -> None:
    """Else stains are those of another place, and a seam shows where a tile ends."""
    sheet = Sheet(ctx, "shaft_sheet.glsl", (21, 18), 1, 2, repeats=True)
    for _ in sheet.draw({"texels": 21.0, "rough": 0.5, "laid": (0.3, 0.7)}, {}):
        pass
    whole = np.frombuffer(sheet.textures[0].read(), np.uint8).reshape(18, 21, 4)
    alone = sheet.channel(3)
    np.testing.assert_array_equal(np.frombuffer(alone.read(), np.uint8).reshape(18, 21), whole[..., 3])
    assert np.ptp(whole[..., 3]) > 0
    assert alone.repeat_x
    assert alone.repeat_y
