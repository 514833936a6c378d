"""The uniform block that all shaders share, `frame` in GLSL: the moment, the camera, the mood.

Its members stand in the order of glsl/shared/frame.glsl, by the rules of std140.
"""

from collections.abc import Mapping

import moderngl
import numpy as np
from numpy.typing import NDArray

from dreamscape.camera import Camera
from dreamscape.dream.quantities import NAMES
from dreamscape.world.snapshot import Snapshot
from dreamscape.world.touch_response import WAVES

COLOURS = ("dominant", "counter", "other", "accent", "light", "shadow")
KICK = 0.35  # how much a kick of music adds to the heart's level, which all that lives follows
PLACED = "low", "middle", "high"  # quantities that stand where others leave room
_LAYOUT = np.dtype(
    [
        ("view_projection", "f4", (4, 4)),
        ("eye", "f4", 3),
        ("time", "f4"),
        ("right", "f4", 3),
        ("aspect", "f4"),
        ("up", "f4", 3),
        ("act_time", "f4"),
        ("forward", "f4", 3),
        ("connection", "f4"),
        ("resolution", "f4", 2),
        ("texel", "f4", 2),
        ("dominant", "f4", 3),
        ("pixel", "f4"),
        ("counter", "f4", 3),
        ("heart", "f4"),
        ("other", "f4", 3),
        ("heard_low", "f4"),
        ("accent", "f4", 3),
        ("heard_middle", "f4"),
        ("light", "f4", 3),
        ("heard_high", "f4"),
        ("shadow", "f4", 3),
        ("lean", "f4"),
        ("flicker", "f4", (4, 4)),
        ("hand", "f4", 4),
        ("waves", "f4", (WAVES, 4)),
        ("heard_chroma", "f4", (3, 4)),
        *((f"heard_{name}", "f4") for name in NAMES if name not in PLACED and not name.startswith("chroma_")),
    ]
)
_HEARD = {f"heard_{name}": number for number, name in enumerate(NAMES) if not name.startswith("chroma_")}


class FrameBlock:
    """The block's buffer, bound to binding point 0."""

    def __init__(self, ctx: moderngl.Context) -> None:
        self._values = np.zeros((), _LAYOUT)
        self._buffer = ctx.buffer(reserve=_LAYOUT.itemsize, dynamic=True)
        self._written: tuple[Snapshot, Camera] | None = None  # of the buffer's content

    def write(
        self,
        snapshot: Snapshot,
        camera: Camera,
        size: tuple[int, int],
        palette: Mapping[str, NDArray[np.float32]],
        lean: float,
    ) -> None:
        """Fill it for a frame of `size` px, the same each time.

        `palette` has a linear RGB `(3,)` for each of COLOURS; `lean` is which way the hue of blues is turned, -1 to 1.
        The same content is not written again: a driver would wait for all drawing that still reads the buffer.
        """
        self._buffer.bind_to_uniform_block(0)
        if self._written is not None and self._written[0] is snapshot and self._written[1] is camera:
            return
        self._written = snapshot, camera
        v = self._values
        width, height = size
        wide, high = camera.tangents(width / height)
        right, up, forward = camera.basis()
        v["view_projection"] = camera.view_projection(width / height).T  # GLSL reads columns first
        v["eye"], v["right"], v["up"], v["forward"] = camera.position, right * wide, up * high, forward
        v["time"], v["act_time"] = snapshot.seconds, snapshot.act_seconds
        v["aspect"], v["pixel"] = width / height, 2.0 * high / height
        v["resolution"], v["texel"] = (width, height), (1.0 / width, 1.0 / height)
        v["connection"], v["heart"] = snapshot.cue.connection, snapshot.heart_trace[0] + KICK * snapshot.heard["kick"]
        v["flicker"] = snapshot.flicker
        v["heard_chroma"] = snapshot.heard.chroma.reshape(3, 4)
        for field, number in _HEARD.items():
            v[field] = snapshot.heard.values[number]
        for name in COLOURS:
            v[name] = palette[name]
        v["lean"] = lean
        v["hand"], v["waves"] = 0.0, 0.0
        if snapshot.touched:
            v["hand"][:2], v["hand"][2:] = on_picture(snapshot.touch[0], camera, width / height), snapshot.touch[0, 3:]
            for wave, row in zip(v["waves"], snapshot.touch[1:], strict=True):
                wave[:2], wave[2:] = on_picture(row, camera, width / height), row[3:]
        self._buffer.write(v.tobytes())

    def louder(self, other: "FrameBlock", low: float) -> None:
        """Fill it as another one is, but that the low band sounds `low` at once."""
        self._buffer.bind_to_uniform_block(0)
        self._values[...], self._written = other._values, None
        self._values["heard_low_fast"] = low
        self._buffer.write(self._values.tobytes())


def on_picture(row: NDArray[np.float32], camera: Camera, aspect: float) -> tuple[float, float]:
    """Where a direction from the eye appears, in half heights of the picture right of and above its middle."""
    _, high = camera.tangents(aspect)
    x, y, ahead = (camera.basis() @ row[:3]).tolist()
    ahead = max(ahead, 1e-3 * float(np.linalg.norm(row[:3]))) + 1e-9  # behind the camera: far outside the picture
    return x / ahead / high, y / ahead / high
